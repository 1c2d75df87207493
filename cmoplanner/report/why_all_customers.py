"""Why a figure of what customers cost and bring is what it is: of one market cell, or of the whole plan."""

from __future__ import annotations

from collections.abc import Callable

from cmoplanner.i18n import _
from cmoplanner.projection.bands import Total
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.projection.unit_economics import UnitEconomics, unit_economics
from cmoplanner.report.figure_keys import FigureKey
from cmoplanner.report.why import Relation, Term, Unit
from cmoplanner.report.why_customers import CustomerTerms, cac_of, named, ratio_of
from cmoplanner.report.why_total import why


def why_customers(outcome: Outcome, key: FigureKey) -> Term:
    """Return the chain behind one figure of what customers cost and bring. Source: domain C.12, C.14, C.15.

    Raises KeyError for a figure that a market cell does not have.
    """
    found = unit_economics(outcome)
    if key.whole or key.name is None:
        return _Whole(outcome, found).term(key.what)
    return CustomerTerms(outcome, found, key.name).term(key.what)


class _Whole:
    """The figures of the whole plan: sums and means of its market cells."""

    def __init__(self, outcome: Outcome, found: UnitEconomics) -> None:
        self._outcome, self._found = outcome, found

    def term(self, what: str) -> Term:
        make: dict[str, Callable[[], Term]] = {
            "value": self._value,
            "cac": self._cac,
            "ratio": lambda: ratio_of(
                named(_("Whole plan"), _("value : CAC")), self._found.total, self._value, self._cac
            ),
            "payback": self._payback,
            "margin": self._margin,
            "contribution": lambda: why(self._outcome, Total.CONTRIBUTION),
        }
        return make[what]()

    def _cells(self) -> list[CustomerTerms]:
        return [CustomerTerms(self._outcome, self._found, key) for key in self._found.by_cell]

    def _new(self) -> Term:
        return why(self._outcome, Total.NEW_CUSTOMERS_HORIZON)

    def _value(self) -> Term:
        one = self._found.total
        if one.lifetime_value is None:
            raise KeyError("value")
        worth = one.lifetime_value * one.new_customers
        won = self._outcome.lines[:, Line.MARKETING_NEW].sum(axis=1)

        def all_of_them() -> tuple[Term, ...]:
            return tuple(_worth(cell, float(n)) for cell, n in zip(self._cells(), won, strict=True))

        total = Term(
            _("Lifetime value of all new customers"),
            worth,
            Unit.MONEY,
            Relation.SUM,
            _("All market cells together."),
            opened=all_of_them,
        )
        words = _("The mean over all new customers by marketing.")
        name = named(_("Whole plan"), _("lifetime value"))
        return Term(name, one.lifetime_value, Unit.MONEY, Relation.QUOTIENT, words, opened=lambda: (total, self._new()))

    def _cac(self) -> Term:
        return cac_of(self._found.total, self._new)

    def _payback(self) -> Term:
        months = self._found.total.payback_working
        if months is None:
            raise KeyError("payback")
        words = _("Months until the margin of all new customers, at first-year retention, covers what they cost.")
        return Term(
            named(_("Whole plan"), _("payback")),
            float(months),
            Unit.MONTHS,
            Relation.MODEL,
            words,
            opened=lambda: (self._cac(), self._value()),
        )

    def _margin(self) -> Term:
        one = self._found.total
        name = named(_("Whole plan"), _("margin this year"))
        words = _("All market cells together.")
        return Term(
            name,
            one.gross_margin_year,
            Unit.MONEY,
            Relation.SUM,
            words,
            opened=lambda: tuple(cell.term("margin") for cell in self._cells()),
        )


def _worth(cell: CustomerTerms, new: float) -> Term:
    """Return what the new customers of a market cell are worth together."""
    value = cell.term("value")
    words = _("New customers times what each is worth.")
    return Term(value.name, new * value.value, Unit.MONEY, Relation.PRODUCT, words, opened=lambda: (cell.new(), value))
