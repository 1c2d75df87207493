"""The money of one plan as the budget page looks at it: its rows under a grouping, by month and measure.

Money is int minor units. Whatever is measured, a row is the sum of the rows in it, to the minor unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cmoplanner.i18n import mark
from cmoplanner.ledger.envelopes import Envelopes, envelopes
from cmoplanner.ledger.lines import NOTHING, Ledger, LineMoney, Months, ledger
from cmoplanner.model.money import split
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.budget.tree import USUAL, BudgetRow, RowKind, budget_tree, group_name

QUARTER = 3


class Measure(StrEnum):
    """What quarters and months show."""

    GIVEN = "given"
    PLAN = "plan"
    COMMITTED = "committed"
    ACTUAL = "actual"
    FORECAST = "forecast"
    VARIANCE = "variance"


MEASURES = {
    Measure.PLAN: mark("Plan"),
    Measure.COMMITTED: mark("Committed"),
    Measure.ACTUAL: mark("Actual"),
    Measure.FORECAST: mark("Forecast"),
    Measure.VARIANCE: mark("Variance"),
    Measure.GIVEN: mark("Top-down"),
}
"""The measures in the order of the switch."""


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
                return tuple(
                    money.actual[month] - money.plan[month] if month < money.closed else None
                    for month in range(MONTHS_A_YEAR)
                )
        return (None,) * MONTHS_A_YEAR

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


def make_book(plan: Plan, by: Sequence[str] = USUAL, words: str = "") -> Book:
    """Return the book of a plan; with `words` only lines whose name or groups hold all of them."""
    book = ledger(plan)
    given = envelopes(plan, book)
    wanted = words.casefold().split()
    names = _Names(plan)
    shown = (lambda activity: names.fits(activity, wanted)) if wanted else None
    rows = budget_tree(plan, book, given, by, shown)
    rows = [row for row in rows if row.kind is not RowKind.GROUP or _speaks(row)]
    return Book(plan, book, given, tuple(by), tuple(rows), _ordered(rows), bool(wanted))


def _speaks(row: BudgetRow) -> bool:
    """Return whether a group has any money or envelope, or a name of its own: what belongs nowhere needs no row."""
    money = row.money
    return bool(row.path[-1] or row.envelopes or any((*money.plan, *money.actual, *money.forecast, money.ordered)))


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


class _Names:
    """The words by which a line is found: its own and those of its cost centre, category, campaign and vendor."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def fits(self, activity: Activity, wanted: Sequence[str]) -> bool:
        """Return whether a line has all the words."""
        plan = self._plan
        parts = [activity.name, activity.region]
        for dimension, value in (
            ("cost_centre", activity.cost_centre_id),
            ("category", activity.category_id),
            ("campaign", activity.campaign_id),
            ("vendor", activity.vendor_id),
            ("channel", activity.channel_id),
        ):
            if value:
                parts.append(group_name(plan, dimension, value))
        text = "\n".join(parts).casefold()
        return all(word in text for word in wanted)
