"""The figures under the calendar: our cost by week against the budget, and revenue by month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cmoplanner.model.periods import MONTHS_A_YEAR, Span
from cmoplanner.model.phasing import net_by_month, net_spend, weekly_spend
from cmoplanner.model.plan import Activity, Plan, changed_rows
from cmoplanner.projection.bands import Bands, Month, Total

Weeks = Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Spend:
    """Our cost of one activity or many: by Monday of the ISO week and by quarter 1…4, minor units."""

    weeks: Weeks
    quarters: tuple[float, float, float, float]


NOTHING = Spend({}, (0.0, 0.0, 0.0, 0.0))


def spend_of(activity: Activity, plan: Plan) -> Spend:
    """Return our cost of one activity, nothing if it is cancelled.

    The gross weeks and months are exact; each carries our share of the whole, so the sums are our cost.
    """
    if activity.cancelled or not activity.gross_spend:
        return NOTHING
    ours = net_spend(activity) / activity.gross_spend
    weeks = {date.fromordinal(week): gross * ours for week, gross in weekly_spend(activity, plan.calendar).items()}
    months = net_by_month(activity, plan.calendar)
    first, second, third, fourth = (float(sum(months[i : i + 3])) for i in range(0, MONTHS_A_YEAR, 3))
    return Spend(weeks, (first, second, third, fourth))


class SpendBook:
    """Our cost by week and quarter of all activities, kept current by phasing only those that changed."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._spend = {activity.id: spend_of(activity, plan) for activity in plan.activities.values()}
        self._total = _sum(self._spend.values())

    @property
    def total(self) -> Spend:
        """The whole plan."""
        return self._total

    def update(self, plan: Plan) -> None:
        """Follow the plan after an edit."""
        old, self._plan = self._plan, plan
        if plan.calendar != old.calendar:
            self._spend = {activity.id: spend_of(activity, plan) for activity in plan.activities.values()}
            self._total = _sum(self._spend.values())
            return
        weeks, quarters = dict(self._total.weeks), list(self._total.quarters)
        for row_id in changed_rows(old.activities, plan.activities):
            _add(weeks, quarters, self._spend.pop(row_id, NOTHING), -1)
            if row_id in plan.activities:
                self._spend[row_id] = spend_of(plan.activities[row_id], plan)
                _add(weeks, quarters, self._spend[row_id], 1)
        self._total = _spend(weeks, quarters)

    def with_moved(self, moved: Sequence[Activity]) -> Spend:
        """Return the whole as it would be with `moved` in place of the plan's rows of the same ids."""
        weeks = dict(self._total.weeks)
        quarters = list(self._total.quarters)
        for activity in moved:
            _add(weeks, quarters, self._spend.get(activity.id, NOTHING), -1)
            _add(weeks, quarters, spend_of(activity, self._plan), 1)
        return _spend(weeks, quarters)


def _spend(weeks: Weeks, quarters: Sequence[float]) -> Spend:
    first, second, third, fourth = quarters
    return Spend(weeks, (first, second, third, fourth))


def _sum(parts: Iterable[Spend]) -> Spend:
    weeks: dict[date, float] = {}
    quarters = [0.0] * 4
    for part in parts:
        _add(weeks, quarters, part, 1)
    return _spend(weeks, quarters)


def _add(weeks: dict[date, float], quarters: list[float], part: Spend, sign: int) -> None:
    for monday, money in part.weeks.items():
        weeks[monday] = weeks.get(monday, 0.0) + sign * money
    for i, money in enumerate(part.quarters):
        quarters[i] += sign * money


@dataclass(frozen=True, slots=True)
class Budget:
    """Top-down money by quarter of the fiscal year, minor units."""

    quarters: tuple[tuple[Span, float], ...]

    @staticmethod
    def of(plan: Plan) -> "Budget":
        """Return the envelopes by quarter; without envelopes the whole budget by days."""
        spans = [plan.calendar.quarter(q) for q in range(1, 5)]
        sums = dict.fromkeys(range(1, 5), 0)
        for envelope in plan.envelopes.values():
            if envelope.quarter in sums:
                sums[envelope.quarter] += envelope.topdown_amount
        if any(sums.values()):
            return Budget(tuple(zip(spans, (float(money) for money in sums.values()), strict=True)))
        days = sum(span.days for span in spans)
        return Budget(tuple((span, plan.header.topdown_budget * span.days / days) for span in spans))

    def a_week(self, day: date) -> float:
        """Return the budget of a week in the quarter of a day, 0 outside the year."""
        return next((7 * money / span.days for span, money in self.quarters if day in span), 0.0)

    def until(self, day: date) -> float:
        """Return the budget from the year's start to the end of a day, evenly inside each quarter."""
        passed = 0.0
        for span, money in self.quarters:
            if day >= span.end:
                passed += money
            elif day >= span.start:
                passed += money * ((day - span.start).days + 1) / span.days
        return passed


@dataclass(frozen=True, slots=True)
class Revenue:
    """Revenue by month of the horizon in currency units: without marketing, and with it."""

    base: Sequence[float]
    total: Sequence[float]
    year_total: float
    goal: float | None


@dataclass(frozen=True, slots=True)
class RevenueBand:
    """The range of revenue in currency units: its P10 and P90 by month of the horizon, and of the year."""

    low: Sequence[float]
    high: Sequence[float]
    year_low: float
    year_high: float

    @staticmethod
    def of(bands: Bands) -> "RevenueBand":
        """Return the band of an outcome's range. Source: domain C.18."""
        months, year = bands.months[Month.REVENUE], bands.totals[Total.REVENUE]
        return RevenueBand(months.p10.tolist(), months.p90.tolist(), year.p10, year.p90)


@dataclass(frozen=True)
class Strip:
    """All figures under the calendar at one moment."""

    spend: Spend
    budget: Budget
    topdown: int
    revenue: Revenue
    as_of: date

    @property
    def planned(self) -> float:
        """Our cost in the plan, minor units."""
        return sum(self.spend.quarters)

    @property
    def weeks(self) -> Weeks:
        """Our cost by week."""
        return self.spend.weeks

    @cached_property
    def overs(self) -> Mapping[date, float]:
        """By how much each week that is not over yet exceeds its budget, only where it does."""
        found = {}
        for monday, money in self.spend.weeks.items():
            limit = self.budget.a_week(monday + timedelta(days=3))
            if limit and money > limit and monday + timedelta(days=6) > self.as_of:
                found[monday] = money - limit
        return found

    def over(self, monday: date) -> float:
        """Return by how much a week that is not over yet exceeds its budget, else 0."""
        return self.overs.get(monday, 0.0)


def revenue_goal(plan: Plan) -> float | None:
    """Return the company's revenue goal in currency units, None without one."""
    return next((goal.target for goal in plan.goals.values() if goal.metric == "revenue" and goal.target), None)
