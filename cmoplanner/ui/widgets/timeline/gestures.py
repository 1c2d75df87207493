"""What a drag on the calendar is about, without a toolkit: where it began, and what it would make of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cmoplanner.model.periods import Span, monday
from cmoplanner.model.plan import Activity
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import whole_span
from cmoplanner.report.timeline.layout import Part


def shifted(activity: Activity, days: int) -> Activity:
    """Return the activity with its whole series moved by days."""
    step = timedelta(days=days)
    until = None if activity.until is None else activity.until + step
    return replace(activity, start=activity.start + step, end=activity.end + step, until=until)


@dataclass
class MoveDrag:
    """Bars carried along the time axis, all by the same number of days."""

    axis: Axis
    originals: Sequence[Activity]
    grabbed: str
    x0: float
    days: int = 0

    def to(self, x: float, *, whole_weeks: bool) -> None:
        """Follow the mouse to x; `whole_weeks` keeps the weekday. Bars stay inside the fiscal year."""
        days = round((x - self.x0) / self.axis.px_a_day)
        if whole_weeks:
            days = 7 * round(days / 7)
        self.days = clamp_move(self.originals, days, self.axis)

    @property
    def activities(self) -> list[Activity]:
        """The activities as they would be dropped."""
        return [shifted(activity, self.days) for activity in self.originals]

    @property
    def changed(self) -> bool:
        """Whether dropping now would change anything."""
        return self.days != 0


def clamp_move(activities: Sequence[Activity], days: int, axis: Axis) -> int:
    """Return `days` cut so that no activity leaves the fiscal year further than it stands outside already."""
    spans = [whole_span(activity, axis.calendar) for activity in activities]
    back = min((max(0, (span.start - axis.calendar.fy_start).days) for span in spans), default=0)
    forth = min((max(0, (axis.calendar.fy_end - span.end).days) for span in spans), default=0)
    return max(-back, min(forth, days))


@dataclass
class ResizeDrag:
    """One end of a bar carried along the time axis."""

    axis: Axis
    original: Activity
    part: Part
    x0: float
    days: int = 0

    def to(self, x: float, *, whole_weeks: bool) -> None:
        """Follow the mouse to x; the bar keeps at least one day and stays inside the fiscal year."""
        days = round((x - self.x0) / self.axis.px_a_day)
        if whole_weeks:
            days = 7 * round(days / 7)
        length = (self.original.end - self.original.start).days
        calendar = self.axis.calendar
        if self.part is Part.START:
            earliest = min(0, (calendar.fy_start - self.original.start).days)
            self.days = max(earliest, min(length, days))
        else:
            latest = max(0, (calendar.fy_end - self.original.end).days)
            self.days = min(latest, max(-length, days))

    @property
    def activities(self) -> list[Activity]:
        """The activity as it would be dropped."""
        step = timedelta(days=self.days)
        if self.part is Part.START:
            return [replace(self.original, start=self.original.start + step)]
        return [replace(self.original, end=self.original.end + step)]

    @property
    def changed(self) -> bool:
        """Whether dropping now would change anything."""
        return self.days != 0


@dataclass
class CreateDrag:
    """A new bar drawn on an empty part of a lane."""

    axis: Axis
    group: str
    top: float
    first: date
    last: date
    whole_weeks: bool = False

    def to(self, x: float, *, whole_weeks: bool) -> None:
        """Follow the mouse to x, inside the fiscal year; `whole_weeks` draws Monday to Sunday."""
        calendar = self.axis.calendar
        self.last = min(calendar.fy_end, max(calendar.fy_start, self.axis.day(x)))
        self.whole_weeks = whole_weeks

    @property
    def span(self) -> Span:
        """The days drawn so far."""
        first, last = sorted((self.first, self.last))
        if self.whole_weeks:
            year = self.axis.calendar.year
            first, last = max(year.start, monday(first)), min(year.end, monday(last) + timedelta(days=6))
        return Span(first, last)


@dataclass
class BandDrag:
    """A box that adds what it touches to the selection `before`; coordinates among the lanes."""

    x0: float
    y0: float
    x1: float
    y1: float
    before: tuple[str, ...]
