"""A plan's money line by line: planned, ordered, booked and expected, by fiscal month, in minor units.

A line is an activity. What is booked without one stands in the line of id "". Source: domain F.5, B.6.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.ledger.orders import OrderMoney, booked, orders
from cmoplanner.model.booked import fiscal_month
from cmoplanner.model.money import split
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Activity, Plan

__all__ = [
    "NOTHING",
    "UNCODED",
    "Ledger",
    "LineMoney",
    "Months",
    "add_up",
    "closed_months",
    "fiscal_month",
    "ledger",
    "line_money",
]

Months = tuple[int, ...]
"""Twelve amounts, one for each fiscal month."""

NOTHING: Months = (0,) * MONTHS_A_YEAR
UNCODED = ""


@dataclass(frozen=True, slots=True)
class LineMoney:
    """One line: our cost as planned, booked and forecast (closed months as booked); what is ordered, and open of that.

    `closed` is the number of closed months; `fixed` are the months (0…11) whose forecast somebody entered.
    """

    id: str
    closed: int
    plan: Months
    actual: Months
    forecast: Months
    ordered: int = 0
    open_orders: int = 0
    fixed: frozenset[int] = frozenset()

    @property
    def planned(self) -> int:
        """Our cost of the year as planned."""
        return sum(self.plan)

    @property
    def booked(self) -> int:
        """What is booked of the year."""
        return sum(self.actual)

    @property
    def expected(self) -> int:
        """What the line will have cost at the end of the year."""
        return sum(self.forecast)

    @property
    def planned_to_date(self) -> int:
        """What was planned for the closed months."""
        return sum(self.plan[: self.closed])

    @property
    def booked_to_date(self) -> int:
        """What is booked in the closed months."""
        return sum(self.actual[: self.closed])


@dataclass(frozen=True)
class Ledger:
    """All lines of a plan by activity id, its orders, and how many fiscal months are closed.

    `outside` is what is booked in months that are not of this fiscal year, in minor units.
    """

    lines: Mapping[str, LineMoney]
    orders: Mapping[str, OrderMoney]
    closed: int
    outside: int

    def total(self) -> LineMoney:
        """Return the sum of all lines."""
        return add_up("", self.closed, self.lines.values())


def closed_months(calendar: FiscalCalendar, as_of: date) -> int:
    """Return how many fiscal months (0…12) have ended by a day."""
    return sum(month.end <= as_of for month in calendar.months)


def ledger(plan: Plan) -> Ledger:
    """Return the money of a plan line by line."""
    calendar = plan.calendar
    closed = closed_months(calendar, plan.header.as_of)
    all_orders = orders(plan)
    actual, outside = _booked_by_line(plan)
    ordered: defaultdict[str, int] = defaultdict(int)
    still_open: defaultdict[str, int] = defaultdict(int)
    for money in all_orders.values():
        line = _line_of(plan, money.order.activity_id)
        # what a release takes is promised by its blanket order already
        ordered[line] += money.ordered if money.order.blanket_id not in all_orders else 0
        still_open[line] += money.open
    overrides = _overrides(plan)
    lines = {
        row: line_money(
            row,
            closed,
            _planned(activity, calendar),
            actual.get(row, NOTHING),
            (ordered[row], still_open[row]),
            overrides.get(row),
        )
        for row, activity in plan.activities.items()
    }
    if actual.get(UNCODED) or ordered[UNCODED] or still_open[UNCODED]:
        uncoded = actual.get(UNCODED, NOTHING)
        lines[UNCODED] = line_money(UNCODED, closed, NOTHING, uncoded, (ordered[UNCODED], still_open[UNCODED]))
    return Ledger(lines, all_orders, closed, outside)


def line_money(
    line: str,
    closed: int,
    plan: Months,
    actual: Months,
    orders: tuple[int, int] = (0, 0),
    fixed: Mapping[int, int] | None = None,
) -> LineMoney:
    """Return a line with its forecast; `orders` are what is ordered and open of that, `fixed` forecasts by month.

    Forecast = booked in closed months + what is booked since + the larger of what is left of the plan and of the
    orders, spread as planned; a month with a forecast of its own has that. Source: domain F.5.
    """
    ordered, still_open = orders
    fixed = {month: amount for month, amount in (fixed or {}).items() if month >= closed}
    free = [month for month in range(closed, MONTHS_A_YEAR) if month not in fixed]
    left = {month: max(0, plan[month] - actual[month]) for month in free}
    in_fixed = sum(max(0, amount - actual[month]) for month, amount in fixed.items())
    rest = max(sum(left.values()), still_open - in_fixed)
    forecast = list(actual)
    for month, amount in fixed.items():
        forecast[month] = amount
    if rest:
        where = free or [max(fixed, default=MONTHS_A_YEAR - 1)]
        weights = [left.get(month, 0) for month in where]
        if not any(weights):
            weights = [1, *([0] * (len(where) - 1))]
        for month, amount in zip(where, split(rest, weights), strict=True):
            forecast[month] += amount
    return LineMoney(line, closed, plan, actual, tuple(forecast), ordered, still_open, frozenset(fixed))


def add_up(line: str, closed: int, lines: Iterable[LineMoney]) -> LineMoney:
    """Return the sum of lines as a line of its own."""
    parts = list(lines)

    def by_month(series: Sequence[Months]) -> Months:
        return tuple(map(sum, zip(*series, strict=True))) if series else NOTHING

    return LineMoney(
        line,
        closed,
        by_month([part.plan for part in parts]),
        by_month([part.actual for part in parts]),
        by_month([part.forecast for part in parts]),
        sum(part.ordered for part in parts),
        sum(part.open_orders for part in parts),
        frozenset().union(*(part.fixed for part in parts)),
    )


def _planned(activity: Activity, calendar: FiscalCalendar) -> Months:
    return NOTHING if activity.cancelled else tuple(net_by_month(activity, calendar))


def _line_of(plan: Plan, activity_id: str | None) -> str:
    return activity_id if activity_id in plan.activities and activity_id else UNCODED


def _booked_by_line(plan: Plan) -> tuple[dict[str, Months], int]:
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * MONTHS_A_YEAR)
    outside = 0
    for actual in plan.actuals.values():
        month = fiscal_month(plan.calendar, actual.month)
        if month is None:
            outside += booked(actual)
        else:
            found[_line_of(plan, actual.activity_id)][month] += booked(actual)
    return {line: tuple(months) for line, months in found.items()}, outside


def _overrides(plan: Plan) -> dict[str, dict[int, int]]:
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in plan.forecast_overrides.values():
        month = fiscal_month(plan.calendar, row.month)
        if month is not None:
            found[row.activity_id][month] = row.amount
    return found
