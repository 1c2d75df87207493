"""What a drag on the calendar is about, without a toolkit: where it began, and what it would make of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from cmoplanner.model.booked import FREE, Held, held_of
from cmoplanner.model.dependencies import Network
from cmoplanner.model.edits.series import Scope, split_off
from cmoplanner.model.moving import Stays, moved, resized, stays
from cmoplanner.model.periods import Span, monday
from cmoplanner.model.plan import Activity, Campaign, Plan, starts
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import whole_span
from cmoplanner.report.timeline.layout import Part
from cmoplanner.report.timeline.snapping import Guide, Snaps

_DAY = timedelta(days=1)
_HIT = 4.0  # px a day from which a hand can hit one


@dataclass
class Ground:
    """What a drag stands on: the plan and its axis as they are, the edges that draw it, and the money that stays."""

    plan: Plan
    axis: Axis
    snaps: Snaps
    held: Mapping[str, Held]
    network: Network

    @staticmethod
    def of(plan: Plan, axis: Axis, carried: Sequence[Activity], others: Sequence[Activity]) -> "Ground":
        """Return the ground for carried activities; they are drawn to others, and to what they are linked with."""
        network, ids = Network(plan), {activity.id for activity in carried}
        linked = {
            end
            for row_id in ids
            for one in (*network.inputs.get(row_id, ()), *network.followers.get(row_id, ()))
            for end in (one.before, one.after)
        }
        near = {row.id: row for row in others} | {row_id: plan.activities[row_id] for row_id in linked}
        snaps = Snaps.of(plan, axis, [row for row_id, row in near.items() if row_id not in ids])
        return Ground(plan, axis, snaps, held_of(plan, carried), network)

    def moved(self, activity: Activity, days: int) -> Activity:
        """Return an activity with its money so many days later."""
        if not days:
            return activity
        header = self.plan.header
        return moved(activity, days, self.plan.calendar, header.currency_decimals, self.held.get(activity.id, FREE))

    def resized(self, activity: Activity, start: date, end: date) -> Activity:
        """Return an activity with its money at other dates."""
        header = self.plan.header
        return resized(
            activity, start, end, self.plan.calendar, header.currency_decimals, self.held.get(activity.id, FREE)
        )


@dataclass
class MoveDrag:
    """Bars carried along the time axis, all by the same number of days; what has begun or is locked stays."""

    ground: Ground
    originals: Sequence[Activity]
    grabbed: str
    x0: float
    copying: bool = False
    days: int = 0
    guide: Guide | None = None

    def to(self, x: float, *, whole_weeks: bool, off: bool = False) -> None:
        """Follow the mouse to x; `whole_weeks` keeps the weekday. Bars stay inside the fiscal year."""
        axis = self.ground.axis
        if whole_weeks:
            days, self.guide = 7 * round((x - self.x0) / axis.px_a_day / 7), None
        else:
            span = whole_span(self.ground.plan.activities[self.grabbed], axis.calendar)
            days, self.guide = self.ground.snaps.days(x - self.x0, (span.start, span.end + _DAY), off=off)
        self.days = clamp_move(self.carried, days, axis) if self.carried else 0
        if self.days != days:
            self.guide = None

    @property
    def carried(self) -> list[Activity]:
        """Those that go where the mouse goes, as they were: copies may be made of everything."""
        return [row for row in self.originals if self.copying or not stays(row)]

    @property
    def activities(self) -> list[Activity]:
        """The activities as they would be dropped."""
        return [self.ground.moved(activity, self.days) for activity in self.carried]

    @property
    def staying(self) -> list[Activity]:
        """Those that stay though they are selected."""
        carried = {activity.id for activity in self.carried}
        return [activity for activity in self.originals if activity.id not in carried]

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

    ground: Ground
    original: Activity
    part: Part
    x0: float
    days: int = 0
    guide: Guide | None = None

    @property
    def stays(self) -> bool:
        """Whether this end may not be moved: what has begun keeps its start, what is done or locked both ends."""
        why = stays(self.original)
        return why in (Stays.LOCKED, Stays.DONE) or (why is Stays.LIVE and self.part is Part.START)

    def to(self, x: float, *, whole_weeks: bool, off: bool = False) -> None:
        """Follow the mouse to x; the bar keeps at least one day and stays inside the fiscal year."""
        if self.stays:
            return
        edge = self.original.start if self.part is Part.START else self.original.end + _DAY
        days, self.guide = self.ground.snaps.days(x - self.x0, (edge,), off=off or whole_weeks)
        if whole_weeks:
            days = 7 * round((x - self.x0) / self.ground.axis.px_a_day / 7)
        length = (self.original.end - self.original.start).days
        calendar = self.ground.axis.calendar
        if self.part is Part.START:
            earliest = min(0, (calendar.fy_start - self.original.start).days)
            self.days = max(earliest, min(length, days))
        else:
            latest = max(0, (calendar.fy_end - self.original.end).days)
            self.days = min(latest, max(-length, days))
        if self.days != days:
            self.guide = None

    @property
    def activities(self) -> list[Activity]:
        """The activity as it would be dropped."""
        step, row = timedelta(days=self.days), self.original
        if not self.days:
            return [row]
        if self.part is Part.START:
            return [self.ground.resized(row, row.start + step, row.end)]
        return [self.ground.resized(row, row.start, row.end + step)]

    @property
    def changed(self) -> bool:
        """Whether dropping now would change anything."""
        return self.days != 0


@dataclass
class OccurrenceDrag:
    """One occurrence of a series, carried away from the others; `why` it cannot be, "" if it can."""

    ground: Ground
    original: Activity
    occurrence: int
    x0: float
    why: str
    days: int = 0
    guide: Guide | None = None

    @property
    def span(self) -> Span:
        """The days of the occurrence as it would be dropped."""
        step = timedelta(days=self.days)
        return Span(self.was.start + step, self.was.end + step)

    @property
    def was(self) -> Span:
        """The days of the occurrence as it is."""
        start = starts(self.original, self.ground.axis.calendar.fy_end)[self.occurrence]
        return Span(start, start + (self.original.end - self.original.start))

    def to(self, x: float, *, whole_weeks: bool, off: bool = False) -> None:
        """Follow the mouse to x, inside the fiscal year; `whole_weeks` keeps the weekday."""
        if self.why:
            return
        year, was = self.ground.axis.calendar.year, self.was
        days, self.guide = self.ground.snaps.days(x - self.x0, (was.start, was.end + _DAY), off=off or whole_weeks)
        if whole_weeks:
            days = 7 * round((x - self.x0) / self.ground.axis.px_a_day / 7)
        back, forth = max(0, (was.start - year.start).days), max(0, (year.end - was.end).days)
        self.days = max(-back, min(forth, days))
        if self.days != days:
            self.guide = None

    @property
    def activities(self) -> list[Activity]:
        """The parts of the series if only this occurrence moves; all but the first have ids that nobody else has."""
        if not self.days:
            return [self.original]
        parts = split_off(self.original, self.occurrence, self.days, Scope.ONE, self.ground.plan.calendar)
        return [part if not i else replace(part, id=f"{part.id}#{i}") for i, part in enumerate(parts)]

    @property
    def changed(self) -> bool:
        """Whether dropping now would change anything."""
        return self.days != 0


@dataclass
class CampaignDrag:
    """A campaign's own bar: its middle carries the campaign with its activities or `alone`, its ends its dates."""

    ground: Ground
    campaign: Campaign
    members: Sequence[Activity]
    part: Part
    y: float
    x0: float
    alone: bool = False
    days: int = 0
    guide: Guide | None = None
    span: Span = field(init=False)

    def __post_init__(self) -> None:
        self.span = self._at(0)

    def to(self, x: float, *, whole_weeks: bool, off: bool = False) -> None:
        """Follow the mouse to x; activities stay inside the fiscal year, and a campaign keeps at least one day."""
        was = self._at(0)
        edges = {Part.START: (was.start,), Part.END: (was.end + _DAY,)}.get(self.part, (was.start, was.end + _DAY))
        days, self.guide = self.ground.snaps.days(x - self.x0, edges, off=off or whole_weeks)
        if whole_weeks:
            days = 7 * round((x - self.x0) / self.ground.axis.px_a_day / 7)
        if self.part is Part.START:
            days = min(days, was.days - 1)
        elif self.part is Part.END:
            days = max(days, 1 - was.days)
        elif self.carried:
            days = clamp_move(self.carried, days, self.ground.axis)
        self.days, self.span = days, self._at(days)

    def _at(self, days: int) -> Span:
        first = self.campaign.start or self.ground.axis.calendar.fy_start
        last = self.campaign.end or self.ground.axis.calendar.fy_end
        step = timedelta(days=days)
        if self.part is not Part.END:
            first += step
        if self.part is not Part.START:
            last += step
        return Span(first, max(first, last))

    @property
    def carried(self) -> list[Activity]:
        """The activities that go with it, as they were."""
        if self.alone or self.part is not Part.BODY:
            return []
        return [activity for activity in self.members if not stays(activity)]

    @property
    def activities(self) -> list[Activity]:
        """The activities as they would be dropped."""
        return [self.ground.moved(activity, self.days) for activity in self.carried]

    @property
    def staying(self) -> list[Activity]:
        """Those that stay behind though the campaign goes."""
        if self.alone or self.part is not Part.BODY:
            return []
        return [activity for activity in self.members if stays(activity)]

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

    def to(self, x: float, *, whole_weeks: bool, off: bool = False) -> None:
        """Follow the mouse to x, inside the fiscal year; `whole_weeks` draws Monday to Sunday.

        So it is where a day is too narrow for a hand, unless the drag is held `off` edges.
        """
        calendar = self.axis.calendar
        self.last = min(calendar.fy_end, max(calendar.fy_start, self.axis.day(x)))
        self.whole_weeks = whole_weeks or (not off and self.axis.px_a_day < _HIT)

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
