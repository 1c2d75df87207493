"""The money of one plan as the budget page looks at it: its rows under a grouping, by month and measure.

Money is int minor units. Whatever is measured, a row is the sum of the rows in it, to the minor unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cmoplanner.i18n import mark
from cmoplanner.ledger.envelopes import Envelopes, envelopes
from cmoplanner.ledger.lines import NOTHING, Ledger, LineMoney, Months, ledger
from cmoplanner.ledger.past import Past
from cmoplanner.model.money import split
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.budget.kinds import ONLY
from cmoplanner.report.budget.past_sums import APPROVED, PRIOR
from cmoplanner.report.budget.tree import USUAL, BudgetRow, RowKind, budget_tree
from cmoplanner.report.filters import read_filter

QUARTER = 3


class Measure(StrEnum):
    """What quarters and months show."""

    GIVEN = "given"
    PLAN = "plan"
    COMMITTED = "committed"
    ACTUAL = "actual"
    FORECAST = "forecast"
    VARIANCE = "variance"
    APPROVED = APPROVED
    PRIOR = PRIOR


MEASURES = {
    Measure.PLAN: mark("Plan"),
    Measure.COMMITTED: mark("Committed"),
    Measure.ACTUAL: mark("Actual"),
    Measure.FORECAST: mark("Forecast"),
    Measure.VARIANCE: mark("Variance"),
    Measure.GIVEN: mark("Top-down"),
}
"""The measures that every plan has, in the order of the switch."""

PAST_MEASURES = {Measure.APPROVED: mark("Approved"), Measure.PRIOR: mark("Last year")}
"""The measures of other times, each shown where it is known."""


def ordered_months(line: LineMoney) -> Months:
    """Return what is ordered for a line by fiscal month: spread as the line is planned, else in its first open month.

    Orders name no months; the twelve amounts add up to what is ordered, to the minor unit.
    """
    if not line.ordered:
        return NOTHING
    weights = list(line.plan)
    if not any(weights):
        weights[min(line.closed, MONTHS_A_YEAR - 1)] = 1
    return tuple(split(line.ordered, weights))


@dataclass(frozen=True)
class Book:
    """A plan's rows under a grouping; what is ordered of each row by month; the ledger and envelopes they come from."""

    plan: Plan
    ledger: Ledger
    envelopes: Envelopes
    by: tuple[str, ...]
    rows: tuple[BudgetRow, ...]
    ordered: dict[tuple[str, ...], Months]
    filtered: bool = False
    pasts: Mapping[str, Past] = field(default_factory=dict)
    problem: str = ""

    @property
    def total(self) -> BudgetRow:
        """The row over all others."""
        return self.rows[0]

    def months(self, row: BudgetRow, measure: Measure) -> tuple[int | None, ...]:
        """Return a row's twelve fiscal months; None where a measure has nothing to say."""
        money = row.money
        match measure:
            case Measure.PLAN:
                return money.plan
            case Measure.COMMITTED:
                return self.ordered[row.path]
            case Measure.ACTUAL:
                return tuple(
                    value if month < money.closed or value else None for month, value in enumerate(money.actual)
                )
            case Measure.FORECAST:
                return money.forecast
            case Measure.VARIANCE:
                planned = self.planned(row)
                return tuple(
                    money.actual[month] - planned[month] if month < money.closed else None
                    for month in range(MONTHS_A_YEAR)
                )
            case Measure.APPROVED | Measure.PRIOR:
                return row.past.get(measure.value, (None,) * MONTHS_A_YEAR)
        return (None,) * MONTHS_A_YEAR

    def planned(self, row: BudgetRow) -> Months:
        """Return the months that what is booked is compared with: approved where a version is, else as planned now."""
        return row.past.get(APPROVED, NOTHING) if APPROVED in self.pasts else row.money.plan

    def quarter(self, row: BudgetRow, measure: Measure, number: int) -> int | None:
        """Return a row's fiscal quarter (1…4), None where a measure has nothing to say."""
        if measure is Measure.GIVEN:
            return row.given_by_quarter[number - 1]
        known = [
            value
            for value in self.months(row, measure)[QUARTER * number - QUARTER : QUARTER * number]
            if value is not None
        ]
        return sum(known) if known else None

    def over(self, row: BudgetRow, number: int) -> int:
        """Return by how much a quarter (1…4) is over its envelope, 0 where it is not, or is not one envelope."""
        return row.over(number) if len(self.envelopes_of(row, number)) == 1 else 0

    def envelopes_of(self, row: BudgetRow, number: int) -> list[str]:
        """Return the envelopes of a row for a quarter (1…4)."""
        return [one for one in row.envelopes if self.plan.envelopes[one].quarter == number]


def make_book(
    plan: Plan,
    by: Sequence[str] = USUAL,
    words: str = "",
    pasts: Mapping[str, Past] | None = None,
    only: str = "",
) -> Book:
    """Return the book of a plan; with `words` only the lines that pass them, with `only` those of a kind.

    `pasts` are other times to show beside: the approved plan and last year. A filter that cannot be read says why in
    `problem` and keeps all lines.
    """
    pasts = pasts or {}
    book = ledger(plan)
    given = envelopes(plan, book)
    read = read_filter(words, plan)
    kind = ONLY.get(only)
    filtered = read.active or kind is not None

    def passes(activity: Activity) -> bool:
        return read.passes(activity) and (kind is None or kind.holds(activity, book.lines[activity.id]))

    shown = passes if filtered else None
    rows = budget_tree(plan, book, given, by, shown, pasts)
    rows = [row for row in rows if row.kind is not RowKind.GROUP or _speaks(row)]
    return Book(plan, book, given, tuple(by), tuple(rows), _ordered(rows), filtered, pasts, read.problem)


def _speaks(row: BudgetRow) -> bool:
    """Return whether a group has any money or envelope, or a name of its own: what belongs nowhere needs no row."""
    money = row.money
    return bool(
        row.path[-1] or row.envelopes or row.past or any((*money.plan, *money.actual, *money.forecast, money.ordered))
    )


def _ordered(rows: Sequence[BudgetRow]) -> dict[tuple[str, ...], Months]:
    sums: dict[tuple[str, ...], list[int]] = {row.path: [0] * MONTHS_A_YEAR for row in rows}
    for row in rows:
        if row.kind is not RowKind.LINE or not row.money.ordered:
            continue
        months = ordered_months(row.money)
        for depth in range(len(row.path) + 1):
            into = sums.get(row.path[:depth])
            if into is not None:
                for month, amount in enumerate(months):
                    into[month] += amount
    return {path: tuple(months) for path, months in sums.items()}
