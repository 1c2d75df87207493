"""An activity's money by fiscal month, week and day, exact to the minor unit (domain F.4), and its active days (C.1).

All money of an activity lies inside the fiscal year, that of payments at milestones too. Occurrences without a day in
it take no part in the split; if no occurrence has one, the money stands in the month of the year that is nearest.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cmoplanner.model.money import share_of, split, whole_weights
from cmoplanner.model.payments import MILESTONES, payments_of, split_by
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar, Recurrence, series
from cmoplanner.model.plan import Activity

Run = tuple[int, int]


class MonthRun(NamedTuple):
    """Days in a row inside one fiscal month (0…11), as ordinals, both included."""

    month: int
    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days the run has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Phased:
    """One activity in time: money by fiscal month, its active days, and the days its money arrives on."""

    gross: tuple[int, ...]
    partner: tuple[int, ...]
    active: tuple[MonthRun, ...]
    money: tuple[MonthRun, ...]

    @property
    def net(self) -> tuple[int, ...]:
        """Our cost by month: gross less the partner's part."""
        if not any(self.partner):
            return self.gross
        return tuple(gross - partner for gross, partner in zip(self.gross, self.partner, strict=True))


def phase(activity: Activity, calendar: FiscalCalendar) -> Phased:
    """Return everything about an activity in time. Its status is not looked at: cancelled rows are the caller's."""
    spans = occurrences_in_year(activity, calendar)
    gross = _gross(activity, calendar, spans)
    partner = _partner(activity, gross)
    active = _by_month(_distinct(spans), calendar) or (_whole_month(_nearest(activity, calendar), calendar),)
    return Phased(tuple(gross), tuple(partner), active, _money_days(gross, active, calendar))


def monthly_spend(activity: Activity, calendar: FiscalCalendar) -> list[int]:
    """Return the gross spend by fiscal month, twelve amounts that add up to `gross_spend`. Source: domain F.4."""
    return _gross(activity, calendar, occurrences_in_year(activity, calendar))


def partner_total(activity: Activity) -> int:
    """Return what the partner pays of the activity, rounded half up. Source: domain F.4."""
    return share_of(activity.gross_spend, activity.partner_share) if activity.partner_share else 0


def net_spend(activity: Activity) -> int:
    """Return what the activity costs us."""
    return activity.gross_spend - partner_total(activity)


def partner_part(activity: Activity, calendar: FiscalCalendar) -> list[int]:
    """Return the partner's part by fiscal month, spread in proportion to the gross months. Source: domain F.4."""
    return _partner(activity, monthly_spend(activity, calendar))


def net_by_month(activity: Activity, calendar: FiscalCalendar) -> list[int]:
    """Return our cost by fiscal month: gross less the partner's part, month by month."""
    gross = monthly_spend(activity, calendar)
    return [whole - part for whole, part in zip(gross, _partner(activity, gross), strict=True)]


def occurrences_in_year(activity: Activity, calendar: FiscalCalendar) -> list[Run]:
    """Return the occurrences that have a day in the fiscal year, cut to it, as first and last ordinal."""
    fy_first, fy_last = calendar.first_days[0], calendar.first_days[MONTHS_A_YEAR] - 1
    length = max(0, (activity.end - activity.start).days)
    if activity.recurrence == Recurrence.NONE:
        first = activity.start.toordinal()
        run = (max(first, fy_first), min(first + length, fy_last))
        return [run] if run[0] <= run[1] else []
    return [
        (max(start, fy_first), min(start + length, fy_last)) for start in _starts_in_year(activity, calendar, length)
    ]


def _starts_in_year(activity: Activity, calendar: FiscalCalendar, length: int) -> list[int]:
    """Return the first days (ordinals) of the occurrences that have a day in the fiscal year."""
    fy_first, fy_last = calendar.first_days[0], calendar.first_days[MONTHS_A_YEAR] - 1
    fy_end = date.fromordinal(fy_last)
    last = fy_end if activity.until is None else min(activity.until, fy_end)
    starts = series(activity.start, Recurrence(activity.recurrence), last)
    return [start for start in starts if start <= fy_last and start + length >= fy_first]


def daily_spend(activity: Activity, calendar: FiscalCalendar) -> dict[int, int]:
    """Return the gross spend by day (ordinal): a month's money evenly over its active days, exact in total."""
    phased = phase(activity, calendar)
    spend: dict[int, int] = {}
    for month, amount in enumerate(phased.gross):
        days = [day for run in phased.money if run.month == month for day in range(run.first, run.last + 1)]
        if amount:
            spend.update(zip(days, _equally(amount, len(days)), strict=True))
    return spend


def weekly_spend(activity: Activity, calendar: FiscalCalendar) -> dict[int, int]:
    """Return the gross spend by ISO week, keyed by the ordinal of its Monday; the weeks add up to the total."""
    phased = phase(activity, calendar)
    weeks: dict[int, int] = {}
    days = [0] * MONTHS_A_YEAR
    for run in phased.money:
        days[run.month] += run.days
    passed = [0] * MONTHS_A_YEAR
    for run in phased.money:
        amount, count = phased.gross[run.month], days[run.month]
        day = run.first
        while day <= run.last:
            monday = day - (day - 1) % 7  # ordinal 1 is a Monday
            until = min(monday + 6, run.last)
            before = passed[run.month]
            passed[run.month] = after = before + until - day + 1
            weeks[monday] = weeks.get(monday, 0) + _first_of(amount, count, after) - _first_of(amount, count, before)
            day = until + 1
    return {monday: amount for monday, amount in sorted(weeks.items()) if amount}


def _gross(activity: Activity, calendar: FiscalCalendar, spans: list[Run]) -> list[int]:
    if _custom(activity.custom_phasing):
        return split(activity.gross_spend, whole_weights(activity.custom_phasing))
    months = [0] * MONTHS_A_YEAR
    if not spans:
        months[_nearest(activity, calendar)] = activity.gross_spend
        return months
    if activity.phasing == MILESTONES and payments_of(activity.payments):
        return _paid(activity, calendar)
    starts = calendar.first_days
    for span, part in zip(spans, _equally(activity.gross_spend, len(spans)), strict=True):
        opening = bisect_right(starts, span[0]) - 1
        if span[1] < starts[opening + 1] or activity.phasing == "start":
            months[opening] += part
        else:
            for month, amount in _parts(part, span, opening, activity.phasing, calendar):
                months[month] += amount
    return months


def _paid(activity: Activity, calendar: FiscalCalendar) -> list[int]:
    """Return the gross spend by month where each occurrence is paid at its milestones, those outside the year in the
    month of the year that is nearest. Source: domain F.4.
    """
    payments, first_days = payments_of(activity.payments), calendar.first_days
    months = [0] * MONTHS_A_YEAR
    length = max(0, (activity.end - activity.start).days)
    starts = _starts_in_year(activity, calendar, length)
    for start, part in zip(starts, _equally(activity.gross_spend, len(starts)), strict=True):
        for payment, amount in zip(payments, split_by(part, payments), strict=True):
            month = bisect_right(first_days, start + payment.days) - 1
            months[max(0, min(MONTHS_A_YEAR - 1, month))] += amount
    return months


def _custom(weights: tuple[float, ...]) -> bool:
    return len(weights) == MONTHS_A_YEAR and min(weights) >= 0 and sum(weights) > 0


def _parts(amount: int, span: Run, opening: int, phasing: str, calendar: FiscalCalendar) -> list[tuple[int, int]]:
    """Split the amount of an occurrence over its months from `opening` on, as pairs of month and part."""
    starts = calendar.first_days
    first, last = span
    closing = bisect_right(starts, last) - 1
    if phasing == "end":
        return [(closing, amount)]
    months = range(opening, closing + 1)
    days = [min(last, starts[month + 1] - 1) - max(first, starts[month]) + 1 for month in months]
    return list(zip(months, split(amount, days), strict=True))


def _partner(activity: Activity, gross: list[int]) -> list[int]:
    total = partner_total(activity)
    return split(total, [abs(amount) for amount in gross]) if total else [0] * MONTHS_A_YEAR


def _equally(amount: int, count: int) -> list[int]:
    """Split an amount into equal parts; as in `money.split`, the earliest get the units left over."""
    if count == 1:
        return [amount]
    if amount < 0:
        return [-part for part in _equally(-amount, count)]
    floor, more = divmod(amount, count)
    return [floor + 1] * more + [floor] * (count - more)


def _first_of(amount: int, count: int, first: int) -> int:
    """Return the sum of the first parts of `_equally(amount, count)`."""
    if amount < 0:
        return -_first_of(-amount, count, first)
    floor, more = divmod(amount, count)
    return floor * first + min(first, more)


def _nearest(activity: Activity, calendar: FiscalCalendar) -> int:
    """Return the month of the year nearest to an activity that has no day in it."""
    return MONTHS_A_YEAR - 1 if activity.start.toordinal() >= calendar.first_days[MONTHS_A_YEAR] else 0


def _distinct(spans: list[Run]) -> list[Run]:
    """Join spans (in order of their starts) that touch or overlap: a day covered twice counts once."""
    runs: list[Run] = []
    for first, last in spans:
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def _by_month(runs: list[Run], calendar: FiscalCalendar) -> tuple[MonthRun, ...]:
    starts = calendar.first_days
    cut: list[MonthRun] = []
    for first, last in runs:
        day = first
        month = bisect_right(starts, first) - 1
        while day <= last:
            until = min(last, starts[month + 1] - 1)
            cut.append(MonthRun(month, day, until))
            day = until + 1
            month += 1
    return tuple(cut)


def _whole_month(month: int, calendar: FiscalCalendar) -> MonthRun:
    return MonthRun(month, calendar.first_days[month], calendar.first_days[month + 1] - 1)


def _money_days(gross: list[int], active: tuple[MonthRun, ...], calendar: FiscalCalendar) -> tuple[MonthRun, ...]:
    """Return the days that money arrives on: the active ones; all of a month that has money but no active day."""
    months = {run.month for run in active}
    idle = [month for month, amount in enumerate(gross) if amount and month not in months]
    if not idle:
        return active
    return tuple(sorted((*active, *(_whole_month(month, calendar) for month in idle)), key=lambda run: run.first))
