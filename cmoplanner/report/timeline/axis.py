"""The time axis: days to pixels and back, and the two-row fiscal header for every zoom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from babel.dates import format_date

from cmoplanner.i18n import _
from cmoplanner.model.periods import FiscalCalendar, Span, monday

MIN_PX_A_DAY = 0.25
MAX_PX_A_DAY = 48.0
_ROUNDING = 1e-6  # px; where a day begins belongs to that day, whatever the arithmetic lost


class Tick(NamedTuple):
    """A labelled stretch of a header row; `strong` draws its left line stronger."""

    span: Span
    label: str
    strong: bool


@dataclass(frozen=True)
class Axis:
    """Days from `start` at `px_a_day` pixels each; x is 0 at the start of the first day."""

    start: date
    px_a_day: float
    calendar: FiscalCalendar
    locale: str = "en"

    def x(self, day: date) -> float:
        """Return where a day begins."""
        return (day - self.start).days * self.px_a_day

    def x_end(self, day: date) -> float:
        """Return where a day ends."""
        return ((day - self.start).days + 1) * self.px_a_day

    def day(self, x: float) -> date:
        """Return the day at x."""
        return self.start + timedelta(days=int((x + _ROUNDING) // self.px_a_day))

    def width(self, span: Span) -> float:
        """Return how wide a span of days is."""
        return span.days * self.px_a_day

    def zoomed(self, factor: float) -> "Axis":
        """Return the axis with days `factor` times as wide, within the limits."""
        px = min(MAX_PX_A_DAY, max(MIN_PX_A_DAY, self.px_a_day * factor))
        return Axis(self.start, px, self.calendar, self.locale)

    def upper(self, first: date, last: date) -> list[Tick]:
        """Return the upper header row between two days: fiscal years, quarters or months."""
        if self.px_a_day < 0.9:
            return self._years(first, last)
        if self.px_a_day < 8:
            return self._quarters(first, last, short=False)
        return self._months(first, last, "LLLL y")

    def lower(self, first: date, last: date) -> list[Tick]:
        """Return the lower header row between two days: quarters, months, weeks or days.

        What was asked last is kept: the grid of each part of a picture is made from it.
        """
        if self._asked.get("span") != (first, last):
            self._asked.update(span=(first, last), ticks=self._lower(first, last))
        found: list[Tick] = self._asked["ticks"]
        return found

    @cached_property
    def _asked(self) -> dict[str, Any]:
        return {}

    def _lower(self, first: date, last: date) -> list[Tick]:
        if self.px_a_day < 0.9:
            return self._quarters(first, last, short=True)
        if self.px_a_day < 8:
            return self._months(first, last, "LLL")
        if self.px_a_day < 22:
            return self._weeks(first, last)
        return self._days(first, last)

    def _fiscal_months(self, first: date, last: date) -> list[tuple[int, Span]]:
        return [(t, span) for t, span in enumerate(self._spans, start=1) if span.end >= first and span.start <= last]

    @cached_property
    def _spans(self) -> Sequence[Span]:
        """The fiscal months of the horizon; asked for many times in every frame."""
        return [self.calendar.month(t) for t in range(1, self.calendar.horizon + 1)]

    def _years(self, first: date, last: date) -> list[Tick]:
        ticks = []
        for year in range(-(-self.calendar.horizon // 12)):
            last_month = min(12 * year + 12, self.calendar.horizon)
            span = Span(self.calendar.month(12 * year + 1).start, self.calendar.month(last_month).end)
            if span.end >= first and span.start <= last:
                ticks.append(Tick(span, self.year_label(year), strong=True))
        return ticks

    def year_label(self, year: int) -> str:
        """Return the label of fiscal year 0, 1, …: named after the calendar year in which it ends."""
        return f"FY{self.calendar.fy_end.year + year}"

    def _quarters(self, first: date, last: date, *, short: bool) -> list[Tick]:
        ticks = []
        for t in range(1, self.calendar.horizon + 1, 3):
            span = Span(self._spans[t - 1].start, self._spans[min(t + 2, self.calendar.horizon) - 1].end)
            if span.end < first or span.start > last:
                continue
            year, month = divmod(t - 1, 12)
            name = _("Q{n}").format(n=month // 3 + 1)
            label = name if short else self.calendar.quarter_label(4 * year + month // 3 + 1)
            ticks.append(Tick(span, label, strong=True))
        return ticks

    def _months(self, first: date, last: date, pattern: str) -> list[Tick]:
        ticks = []
        for t, span in self._fiscal_months(first, last):
            middle = span.start + timedelta(days=span.days // 2)  # a 4-4-5 month is named after its middle
            ticks.append(Tick(span, _month_name(middle, pattern, self.locale), strong=t % 3 == 1))
        return ticks

    def _weeks(self, first: date, last: date) -> list[Tick]:
        start, ticks = monday(first), []
        while start <= last:
            label = _("W{n}").format(n=start.isocalendar().week)
            ticks.append(Tick(Span(start, start + timedelta(days=6)), label, strong=False))
            start += timedelta(weeks=1)
        return ticks

    def _days(self, first: date, last: date) -> list[Tick]:
        days = (last - first).days + 1
        return [
            Tick(Span(day, day), str(day.day), strong=day.weekday() == 0)
            for day in (first + timedelta(days=i) for i in range(days))
        ]


@lru_cache(maxsize=512)
def _month_name(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)
