"""Days, weeks and the fiscal calendar: months, quarters, years, 4-4-5 patterns and recurrences."""

from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from cmoplanner.i18n import _

MONTHS_A_YEAR = 12


class Pattern(StrEnum):
    """How a fiscal year is cut into twelve months."""

    CALENDAR = "calendar_months"
    W445 = "4-4-5"
    W454 = "4-5-4"
    W544 = "5-4-4"


class Recurrence(StrEnum):
    """How often an activity comes back."""

    NONE = "none"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, clamped to that month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def monday(day: date) -> date:
    """Return the Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"the span ends ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """How many days the span has."""
        return (self.end - self.start).days + 1

    def overlap(self, other: "Span") -> int:
        """Return how many days both spans have in common."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days + 1)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end


def occurrences(first: Span, recurrence: Recurrence, until: date | None, limit: date) -> list[Span]:
    """Return the spans of a series: occurrence i starts i steps after the first, last start <= until.

    Monthly and quarterly steps keep the day of the month, clamped to its end. Without `until` the
    series runs to `limit` (the end of the fiscal year). The first occurrence always counts.
    """
    length = timedelta(days=first.days - 1)
    starts = (date.fromordinal(day) for day in series(first.start, recurrence, limit if until is None else until))
    return [Span(start, start + length) for start in starts]


def series(first: date, recurrence: Recurrence, last: date) -> list[int]:
    """Return the first days of a series as ordinals: `first`, then each later step that is not after `last`."""
    if recurrence is Recurrence.NONE:
        return [first.toordinal()]
    if recurrence in _DAYS:
        return [
            first.toordinal(),
            *range(first.toordinal() + _DAYS[recurrence], last.toordinal() + 1, _DAYS[recurrence]),
        ]
    step = 1 if recurrence is Recurrence.MONTHLY else 3
    starts = [first.toordinal()]
    start = add_months(first, step)
    while start <= last:
        starts.append(start.toordinal())
        start = add_months(first, step * len(starts))
    return starts


_DAYS = {Recurrence.WEEKLY: 7, Recurrence.BIWEEKLY: 14}


_WEEKS = {Pattern.W445: (4, 4, 5), Pattern.W454: (4, 5, 4), Pattern.W544: (5, 4, 4)}


@dataclass(frozen=True)
class FiscalCalendar:
    """The plan's fiscal year and the months after it, by number: month 1 is the first of the year."""

    fy_start: date
    pattern: Pattern = Pattern.CALENDAR
    horizon: int = 36

    @cached_property
    def _starts(self) -> tuple[date, ...]:
        count = max(self.horizon, MONTHS_A_YEAR) + 1
        if self.pattern is Pattern.CALENDAR:
            return tuple(add_months(self.fy_start, i) for i in range(count))
        weeks = _WEEKS[self.pattern]
        starts = [self.fy_start]
        for i in range(count - 1):
            starts.append(starts[-1] + timedelta(weeks=weeks[i % 3]))
        return tuple(starts)

    @property
    def fy_end(self) -> date:
        """The last day of the fiscal year."""
        return self._starts[MONTHS_A_YEAR] - timedelta(days=1)

    @property
    def year(self) -> Span:
        """The fiscal year."""
        return Span(self.fy_start, self.fy_end)

    @property
    def label(self) -> str:
        """The year's name after the calendar year in which it ends: "FY2028"."""
        return f"FY{self.fy_end.year}"

    def quarter_label(self, number: int) -> str:
        """Return what a quarter (1…4 of the fiscal year, 5… of those after it) is called everywhere: "FY28 Q2"."""
        year, quarter = divmod(number - 1, 4)
        return f"FY{(self.fy_end.year + year) % 100:02d} {_('Q{n}').format(n=quarter + 1)}"

    def month(self, t: int) -> Span:
        """Return month t = 1…horizon as a span of days."""
        return Span(self._starts[t - 1], self._starts[t] - timedelta(days=1))

    @cached_property
    def first_days(self) -> tuple[int, ...]:
        """The ordinal of the first day of each month of the horizon, and of the day after it."""
        return tuple(start.toordinal() for start in self._starts)

    def first_day_before(self, months: int) -> int:
        """Return the ordinal of the first day of the month that lies `months` before the fiscal year."""
        if self.pattern is Pattern.CALENDAR:
            return add_months(self.fy_start, -months).toordinal()
        weeks = _WEEKS[self.pattern]
        return self.fy_start.toordinal() - 7 * sum(weeks[-i % 3] for i in range(1, months + 1))

    @cached_property
    def months(self) -> tuple[Span, ...]:
        """The twelve months of the fiscal year."""
        return tuple(self.month(t) for t in range(1, MONTHS_A_YEAR + 1))

    def quarter(self, q: int) -> Span:
        """Return quarter q = 1…4 of the fiscal year."""
        return Span(self._starts[3 * q - 3], self._starts[3 * q] - timedelta(days=1))

    def month_of(self, day: date) -> int | None:
        """Return the number of the month a day falls into, None outside the horizon."""
        t = bisect_right(self._starts, day)
        return t if 1 <= t < len(self._starts) else None
