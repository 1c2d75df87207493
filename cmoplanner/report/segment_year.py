"""A segment's whole year of touches: every contact by stage, how many a week, silences and pile-ups."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from cmoplanner.doctor.catalogue import Limits
from cmoplanner.doctor.touches import cap_of, kind_of
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import FiscalCalendar, Span, monday
from cmoplanner.model.phasing import occurrences_in_year
from cmoplanner.model.plan import Activity, Plan

AIMED = 0.20
"""The share of an activity from which it reaches the segment rather than brushes it. Source: domain E, CAL-01."""
CONTACT_DAYS = 14
"""An occurrence of at most so many days is a contact at a date; a longer one is presence. Source: domain E, CAL-01."""
WEEK_CAP = 2
"""How many contacts a week the same people take; three are too many. Source: domain E, CAL-01."""
SILENT_WEEKS = 6
"""Silence begins after so many weeks without a touch. Source: domain E, CAL-03 (42 days)."""
_FLOW_DAYS = 13
"""A longer flow of a capped channel touches twice a month. Source: domain E, CAL-04."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One occurrence of an activity that goes to the segment, cut to the year; `share` 0…1 of it goes there."""

    activity: Activity
    span: Span
    share: float

    @property
    def contact(self) -> bool:
        """Whether it reaches people at a date, rather than being there all the time."""
        return self.share >= AIMED and self.span.days <= CONTACT_DAYS


@dataclass(frozen=True, slots=True)
class StageTouches:
    """The touches in one stage of the journey ("" for none), and through which channels."""

    stage_id: str
    name: str
    touches: tuple[Touch, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """How many contacts begin in an ISO week, and whether that is too much."""

    start: date
    contacts: tuple[Touch, ...]

    @property
    def over(self) -> bool:
        """Whether there are more than people take."""
        return len(self.contacts) > WEEK_CAP


@dataclass(frozen=True, slots=True)
class Mark:
    """Something odd in a span of the year, in words."""

    span: Span
    words: str


@dataclass(frozen=True)
class SegmentYear:
    """What a segment gets in a fiscal year."""

    segment_id: str
    name: str
    year: Span
    stages: tuple[StageTouches, ...]
    weeks: tuple[WeekLoad, ...]
    gaps: tuple[Mark, ...]
    pile_ups: tuple[Mark, ...]
    caps: tuple[Mark, ...]

    @property
    def touches(self) -> tuple[Touch, ...]:
        """All touches, stage by stage."""
        return tuple(touch for stage in self.stages for touch in stage.touches)


def segment_year(
    plan: Plan, segment_id: str, activities: Iterable[Activity], silent_weeks: int = SILENT_WEEKS
) -> SegmentYear:
    """Return the year of a segment, of these activities; cancelled ones reach nobody. Raises KeyError."""
    segment = plan.segments[segment_id]
    touches = [touch for activity in activities for touch in _touches(plan, segment_id, activity)]
    touches.sort(key=lambda touch: (touch.span.start, -touch.span.days, touch.activity.id))
    weeks = _weeks(plan.calendar, touches)
    return SegmentYear(
        segment_id,
        segment.name,
        plan.calendar.year,
        _by_stage(plan, touches),
        weeks,
        _gaps(plan.calendar.year, touches, silent_weeks),
        tuple(_pile_up(week) for week in weeks if week.over),
        _caps(plan, touches),
    )


def _touches(plan: Plan, segment_id: str, activity: Activity) -> list[Touch]:
    if activity.cancelled:
        return []
    cells = plan.cells
    share = fsum(
        target.share
        for target in activity.targets
        if target.cell_id in cells and cells[target.cell_id].segment_id == segment_id
    )
    if share <= 0:
        return []
    return [
        Touch(activity, Span(date.fromordinal(first), date.fromordinal(last)), share)
        for first, last in occurrences_in_year(activity, plan.calendar)
    ]


def _by_stage(plan: Plan, touches: list[Touch]) -> tuple[StageTouches, ...]:
    """Return every stage in order, those without a touch too, and last what has no stage."""
    found: dict[str, list[Touch]] = {stage.id: [] for stage in sorted(plan.stages.values(), key=lambda row: row.seq)}
    for touch in touches:
        stage = touch.activity.stage_id or ""
        found.setdefault(stage if stage in found else "", []).append(touch)
    return tuple(
        StageTouches(
            stage_id, plan.stages[stage_id].name if stage_id else _("No stage"), tuple(rows), _channels(plan, rows)
        )
        for stage_id, rows in found.items()
    )


def _channels(plan: Plan, touches: list[Touch]) -> tuple[str, ...]:
    ids = dict.fromkeys(touch.activity.channel_id or "" for touch in touches)
    return tuple(plan.channels[key].name for key in ids if key in plan.channels)


def _weeks(calendar: FiscalCalendar, touches: list[Touch]) -> tuple[WeekLoad, ...]:
    start, found = monday(calendar.fy_start), dict[date, list[Touch]]()
    while start <= calendar.fy_end:
        found[start] = []
        start += timedelta(days=7)
    for touch in touches:
        if touch.contact:
            found[monday(touch.span.start)].append(touch)
    return tuple(WeekLoad(week, tuple(rows)) for week, rows in found.items())


def _pile_up(week: WeekLoad) -> Mark:
    n = len(week.contacts)
    words = ngettext("{n} contact in a week, {cap} are enough", "{n} contacts in a week, {cap} are enough", n)
    return Mark(Span(week.start, week.start + timedelta(days=6)), words.format(n=n, cap=WEEK_CAP))


def _gaps(year: Span, touches: list[Touch], silent_weeks: int) -> tuple[Mark, ...]:
    """Return the runs of more than `silent_weeks` weeks in which nothing is aimed at the segment."""
    gaps, free = [], year.start
    for touch in (touch for touch in touches if touch.share >= AIMED):
        if touch.span.start > free:
            gaps.append(Span(free, touch.span.start - timedelta(days=1)))
        free = max(free, touch.span.end + timedelta(days=1))
    if free <= year.end:
        gaps.append(Span(free, year.end))
    return tuple(
        Mark(gap, _("no touch for {n} days").format(n=gap.days)) for gap in gaps if gap.days > 7 * silent_weeks
    )


def _caps(plan: Plan, touches: list[Touch]) -> tuple[Mark, ...]:
    """Return the months in which a channel touches the segment too often. Source: domain E, CAL-04.

    Months in a row are one, with the highest count of them.
    """
    found: list[Mark] = []
    months = _monthly(touches, plan.calendar.months)
    caps = Limits(plan).caps
    for channel in plan.channels.values():
        cap = cap_of(channel, kind_of(channel), caps)
        counts = [month.get(channel.id, 0) if cap else 0 for month in months]
        for first, last in _runs([bool(cap and count > cap) for count in counts]):
            span = Span(plan.calendar.months[first].start, plan.calendar.months[last].end)
            words = _("{channel} {n} times in a month, {cap} are enough")
            most = max(counts[first : last + 1])
            found.append(Mark(span, words.format(channel=channel.name, n=most, cap=f"{cap:g}")))
    return tuple(sorted(found, key=lambda mark: mark.span.start))


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    """Return first and last place of each run of what is true."""
    runs: list[tuple[int, int]] = []
    for place, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        elif flag:
            runs.append((place, place))
    return runs


def _monthly(touches: list[Touch], months: Sequence[Span]) -> list[Mapping[str, int]]:
    """Return the touches of each month by channel: one for each occurrence that starts, two a month for a long flow."""
    counts: list[dict[str, int]] = [{} for _month in months]
    starts = [month.start for month in months]
    for touch in touches:
        if touch.share < AIMED:
            continue
        channel, first = touch.activity.channel_id or "", bisect_right(starts, touch.span.start) - 1
        flow = touch.span.days > _FLOW_DAYS
        last = bisect_right(starts, touch.span.end) - 1 if flow else first
        for month in counts[first : last + 1]:  # touches are cut to the year, so both are months of it
            month[channel] = month.get(channel, 0) + (2 if flow else 1)
    return list(counts)
