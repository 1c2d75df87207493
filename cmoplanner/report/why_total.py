"""Why a total of the projection is what it is: money, market cells, channels and activities down to assumptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.bands import Total
from cmoplanner.projection.bridge import figures_of
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.report.why import Register, Relation, Term, Unit
from cmoplanner.report.why_cell import CellTerms

_HORIZON = frozenset(
    {
        Total.REVENUE_HORIZON,
        Total.INCREMENTAL_REVENUE_HORIZON,
        Total.PRESENT_MARGIN,
        Total.CONTRIBUTION_HORIZON,
        Total.ROI_HORIZON,
        Total.NEW_CUSTOMERS_HORIZON,
    }
)


def why(outcome: Outcome, total: Total) -> Term:
    """Return the chain behind a total. Raises KeyError for a return on no cost."""
    return _Totals(outcome, total).term(total)


@dataclass(frozen=True)
class _Totals:
    """The terms of one window: the fiscal year or the value horizon."""

    outcome: Outcome
    asked: Total

    @property
    def months(self) -> int:
        return self.outcome.compiled.horizon if self.asked in _HORIZON else MONTHS_A_YEAR

    @property
    def discounted(self) -> bool:
        return self.asked in (Total.PRESENT_MARGIN, Total.CONTRIBUTION_HORIZON, Total.ROI_HORIZON)

    def term(self, total: Total) -> Term:
        value = figures_of(self.outcome)[total]
        make: dict[Total, Callable[[float], Term]] = {
            Total.REVENUE: self._revenue,
            Total.REVENUE_HORIZON: self._revenue,
            Total.BASELINE_REVENUE: lambda value: self._of_cells(
                _("Revenue without marketing"), value, Unit.MONEY, CellTerms.baseline
            ),
            Total.INCREMENTAL_REVENUE: self._added,
            Total.INCREMENTAL_REVENUE_HORIZON: self._added,
            Total.INCREMENTAL_MARGIN: self._margin,
            Total.PRESENT_MARGIN: self._margin,
            Total.CONTRIBUTION: self._contribution,
            Total.CONTRIBUTION_HORIZON: self._contribution,
            Total.ROI: self._return,
            Total.ROI_HORIZON: self._return,
            Total.NEW_CUSTOMERS: self._new,
            Total.NEW_CUSTOMERS_HORIZON: self._new,
            Total.NEW_CUSTOMERS_TOTAL: self._all_new,
            Total.ACTIVE_END: lambda value: self._of_cells(
                _("Customers at the end of the fiscal year"), value, Unit.COUNT, CellTerms.active
            ),
        }
        return make[total](value)

    def _cells(self) -> list[CellTerms]:
        register = Register(self.outcome.compiled.plan)
        return [
            CellTerms(self.outcome, i, register, self.months, discounted=self.discounted)
            for i in range(len(self.outcome.compiled.cells))
        ]

    def _of_cells(self, name: str, value: float, unit: Unit, make: Callable[[CellTerms], Term]) -> Term:
        return Term(
            name,
            value,
            unit,
            Relation.SUM,
            _("All market cells together."),
            opened=lambda: tuple(make(cell) for cell in self._cells()),
        )

    def _revenue(self, value: float) -> Term:
        def parts() -> tuple[Term, ...]:
            base = float(self.outcome.baseline_by_month(Line.REVENUE)[: self.months].sum())
            without = self._of_cells(_("Revenue without marketing"), base, Unit.MONEY, CellTerms.baseline)
            return without, self._added(value - base)

        words = _("What comes without marketing, and what the plan adds.")
        return Term(_("Revenue"), value, Unit.MONEY, Relation.SUM, words, opened=parts)

    def _added(self, value: float) -> Term:
        return self._of_cells(_("Revenue by marketing"), value, Unit.MONEY, CellTerms.added_revenue)

    def _margin(self, value: float) -> Term:
        return self._of_cells(_("Gross margin by marketing"), value, Unit.MONEY, CellTerms.added_margin)

    def _contribution(self, value: float) -> Term:
        def parts() -> tuple[Term, ...]:
            cost = self._cost()
            return self._margin(value + cost.value), cost

        words = _("Gross margin by marketing less what the plan costs.")
        return Term(_("Contribution"), value, Unit.MONEY, Relation.DIFFERENCE, words, opened=parts)

    def _return(self, value: float) -> Term:
        def parts() -> tuple[Term, ...]:
            cost = self._cost()
            return self._contribution(value * cost.value), cost

        words = _("The contribution for each unit of cost.")
        return Term(_("Return"), value, Unit.RATE, Relation.QUOTIENT, words, opened=parts)

    def _cost(self) -> Term:
        """Return what the plan costs, in the horizon's window at its present value. Source: domain C.15."""
        compiled = self.outcome.compiled
        minor = 10**compiled.plan.header.currency_decimals
        weights: Floats = compiled.setting.discount if self.discounted else np.ones(MONTHS_A_YEAR)
        weights = weights[:MONTHS_A_YEAR]

        def worth(net: tuple[int, ...]) -> float:
            return float((np.array(net, dtype=float) * weights).sum() / minor)

        def parts() -> tuple[Term, ...]:
            return tuple(
                Term(
                    one.activity.name,
                    worth(one.net),
                    Unit.MONEY,
                    words=_("Our part of the spend, discounted by month.") if self.discounted else "",
                    subject=("activity", key),
                )
                for key, one in compiled.terms.items()
                if any(one.net)
            )

        words = _("Net cost of all activities that are not cancelled.")
        return Term(_("Cost"), worth(compiled.money.net), Unit.MONEY, Relation.SUM, words, opened=parts)

    def _new(self, value: float) -> Term:
        return self._of_cells(_("New customers by marketing"), value, Unit.COUNT, CellTerms.new_customers)

    def _all_new(self, value: float) -> Term:
        def parts() -> tuple[Term, ...]:
            own = float(self.outcome.by_month(Line.MARKETING_NEW)[: self.months].sum())
            base = self._of_cells(_("New customers without marketing"), value - own, Unit.COUNT, CellTerms.base_new)
            return base, self._new(own)

        words = _("Those who come without marketing, and those whom the plan wins.")
        return Term(_("New customers"), value, Unit.COUNT, Relation.SUM, words, opened=parts)
