"""Why a figure of what customers cost and bring is what it is: of one market cell, or of the whole plan."""

from __future__ import annotations

from collections.abc import Callable

from cmoplanner.i18n import _
from cmoplanner.optimizer.cuts import Side
from cmoplanner.projection.bands import Total
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.unit_economics import Economics, UnitEconomics, unit_economics
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.outcome_cuts import part_name
from cmoplanner.report.why import Relation, Term, Unit
from cmoplanner.report.why_customers import CustomerTerms, cac_of, cost_of, named, ratio_of
from cmoplanner.report.why_total import why


def why_customers(outcome: Outcome, key: FigureKey) -> Term:
    """Return the chain behind one figure of what customers cost and bring. Source: domain C.12, C.14, C.15.

    Raises KeyError for a figure that a market cell does not have.
    """
    found = unit_economics(outcome)
    if key.whole or key.name is None:
        return _Together(outcome, found, found.total, _("Whole plan"), whole=True).term(key.what)
    if key.side is Side.CELL:
        return CustomerTerms(outcome, found, key.name).term(key.what)
    groups = found.by_segment if key.side is Side.SEGMENT else found.by_offering
    name = part_name(outcome.compiled.plan, key.side, key.name)
    return _Together(outcome, found, groups[key.name], name, whole=False).term(key.what)


class _Together:
    """The figures of several market cells together: sums and means of theirs. `whole` is the plan."""

    def __init__(self, outcome: Outcome, found: UnitEconomics, one: Economics, name: str, *, whole: bool) -> None:
        self._outcome, self._found, self._one, self._name, self._whole = outcome, found, one, name, whole

    def term(self, what: str) -> Term:
        make: dict[str, Callable[[], Term]] = {
            "value": self._value,
            "cac": self._cac,
            "ratio": lambda: ratio_of(named(self._name, _("value : CAC")), self._one, self._value, self._cac),
            "payback": self._payback,
            "margin": self._margin,
            "contribution": self._contribution,
        }
        return make[what]()

    def _cells(self) -> list[CustomerTerms]:
        return [CustomerTerms(self._outcome, self._found, key) for key in self._one.cells]

    def _sum(self, name: str, value: float, unit: Unit, make: Callable[[CustomerTerms], Term]) -> Term:
        words = _("All market cells together.")
        return Term(name, value, unit, Relation.SUM, words, opened=lambda: tuple(make(one) for one in self._cells()))

    def _new(self) -> Term:
        return self._sum(_("New customers by marketing"), self._one.new_customers, Unit.COUNT, CustomerTerms.new)

    def _contribution(self) -> Term:
        """Source: domain C.15. Cost of the plan that reaches no market cell is in the plan's figure only."""
        if self._whole:
            return why(self._outcome, Total.CONTRIBUTION)
        one = self._one
        margin = self._sum(_("Gross margin by marketing"), one.margin_year, Unit.MONEY, CustomerTerms.added_margin)
        words = _("Gross margin by marketing less what the plan costs.")
        return Term(
            named(self._name, _("contribution")),
            one.contribution_year,
            Unit.MONEY,
            Relation.DIFFERENCE,
            words,
            opened=lambda: (margin, cost_of(one.cost, _("Cost"))),
        )

    def _value(self) -> Term:
        one = self._one
        if one.lifetime_value is None:
            raise KeyError("value")
        worth = one.lifetime_value * one.new_customers
        total = self._sum(_("Lifetime value of all new customers"), worth, Unit.MONEY, _worth)
        words = _("The mean over all new customers by marketing.")
        name = named(self._name, _("lifetime value"))
        return Term(name, one.lifetime_value, Unit.MONEY, Relation.QUOTIENT, words, opened=lambda: (total, self._new()))

    def _cac(self) -> Term:
        return cac_of(self._one, self._new)

    def _payback(self) -> Term:
        months = self._one.payback_working
        if months is None:
            raise KeyError("payback")
        words = _("Months until the margin of all new customers, at first-year retention, covers what they cost.")
        return Term(
            named(self._name, _("payback")),
            float(months),
            Unit.MONTHS,
            Relation.MODEL,
            words,
            opened=lambda: (self._cac(), self._value()),
        )

    def _margin(self) -> Term:
        name = named(self._name, _("margin this year"))
        return self._sum(name, self._one.gross_margin_year, Unit.MONEY, lambda cell: cell.term("margin"))


def _worth(cell: CustomerTerms) -> Term:
    """Return what the new customers of a market cell are worth together."""
    value, new = cell.term("value"), cell.new()
    words = _("New customers times what each is worth.")
    worth = new.value * value.value
    return Term(value.name, worth, Unit.MONEY, Relation.PRODUCT, words, opened=lambda: (new, value))
