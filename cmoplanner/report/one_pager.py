"""What a quarter, a half or a year looks like on one page: at most thirty bars, the small ones rolled up."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import FiscalCalendar, Span
from cmoplanner.model.phasing import daily_spend, net_by_month, occurrences_in_year
from cmoplanner.model.plan import Activity, Plan

MOST_BARS = 30
MOST_LANES = 10

_ROLLED = 0.75
"""The part of the bars that may be campaigns rolled up; the others are the largest activities and events."""
MOST_EVENTS = 6
"""So many events have a sign of their own before anything else has, where campaigns are rolled up."""
EVENT_DAYS = 5
"""What takes at most so many days is shown as an event, not as a stretch of time."""

GroupOf = Callable[[Activity], str]


@dataclass(frozen=True, slots=True)
class Roll:
    """By what the bars of a lane are rolled up before they lose their name, such as campaigns in lanes of segments."""

    unit_of: GroupOf
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PageBar:
    """A bar of the page: one activity, or several rolled up; its days inside the range and our cost in it."""

    name: str
    span: Span
    net: int
    activities: tuple[Activity, ...]

    @property
    def rolled(self) -> bool:
        """Whether it stands for several activities."""
        return len(self.activities) > 1

    @property
    def event(self) -> bool:
        """Whether it is an event rather than a stretch of time."""
        return not self.rolled and self.span.days <= EVENT_DAYS


@dataclass(frozen=True, slots=True)
class PageLane:
    """A lane of the page; its bars add up to its money, in minor units."""

    name: str
    bars: tuple[PageBar, ...]

    @property
    def net(self) -> int:
        """Our cost in the range."""
        return sum(bar.net for bar in self.bars)


@dataclass(frozen=True, slots=True)
class OnePager:
    """What stands on the page of a range of days."""

    span: Span
    lanes: tuple[PageLane, ...]
    activities: int
    by_month: tuple[tuple[Span, int], ...]

    @property
    def net(self) -> int:
        """Our cost in the range, in minor units; what falls on its months adds up to it."""
        return sum(lane.net for lane in self.lanes)

    @property
    def bars(self) -> int:
        """How many bars stand on the page."""
        return sum(len(lane.bars) for lane in self.lanes)


@dataclass(frozen=True)
class _Part:
    """An activity's days and money inside the range."""

    activity: Activity
    span: Span
    nets: tuple[int, ...]

    @cached_property
    def net(self) -> int:
        return sum(self.nets)


MakePage = Callable[[int, int, int], OnePager]
"""Makes the page of a range with at most so many bars, lanes, and bars in a lane."""


def page_maker(
    plan: Plan,
    activities: Iterable[Activity],
    span: Span,
    group_of: GroupOf,
    names: Mapping[str, str],
    roll: Roll | None = None,
) -> MakePage:
    """Return what makes the page of a range of days; `names` are those of the groups, "" of what belongs to none.

    The activities with most money in the range have a bar of their own, as many as fit; the rest of each lane is one
    bar, or one for each unit of `roll`. Lanes beyond those with most money are one. The money is worked out once.
    """
    months = _months(plan.calendar, span)
    parts = [part for activity in activities if (part := _part(activity, plan.calendar, span, months)) is not None]
    by_month = tuple((month, sum(part.nets[i] for part in parts)) for i, month in enumerate(months))
    ranked = _ranked(parts, MOST_EVENTS if roll is not None else 0)
    by_count: dict[int, list[_Lane]] = {}

    def make(most: int, most_lanes: int, in_lane: int) -> OnePager:
        if most_lanes not in by_count:
            by_count[most_lanes] = _lanes(parts, group_of, most_lanes)
        lanes = by_count[most_lanes]
        units = _units(lanes, roll, (round(most * _ROLLED), max(1, round(in_lane * _ROLLED))))
        kept = _kept(ranked, units, (most, in_lane))
        pages = [PageLane(_lane_name(keys, names), _bars(rows, kept, units, roll)) for keys, rows in lanes]
        return OnePager(span, tuple(pages), len(parts), by_month)

    return make


def one_pager(
    plan: Plan,
    activities: Iterable[Activity],
    span: Span,
    group_of: GroupOf,
    names: Mapping[str, str],
    most: int = MOST_BARS,
    roll: Roll | None = None,
    most_lanes: int = MOST_LANES,
) -> OnePager:
    """Return the page of a range of days with at most so many bars and lanes; see `page_maker`."""
    return page_maker(plan, activities, span, group_of, names, roll)(most, most_lanes, most)


def _months(calendar: FiscalCalendar, span: Span) -> list[Span]:
    """Return the fiscal months of the year, cut to the range; those outside are left out."""
    return [
        Span(max(month.start, span.start), min(month.end, span.end)) for month in calendar.months if month.overlap(span)
    ]


def _part(activity: Activity, calendar: FiscalCalendar, span: Span, months: Sequence[Span]) -> _Part | None:
    """Return an activity's part in the range, None if it has neither a day nor money there."""
    if activity.cancelled:
        return None
    first, last = span.start.toordinal(), span.end.toordinal()
    runs = [run for run in occurrences_in_year(activity, calendar) if run[0] <= last and run[1] >= first]
    nets = net_in_months(activity, calendar, months)
    if not runs:  # money may fall on months in which nothing happens
        paid = [month for month, net in zip(months, nets, strict=True) if net]
        return _Part(activity, Span(paid[0].start, paid[-1].end), nets) if paid else None
    days = Span(date.fromordinal(max(first, runs[0][0])), date.fromordinal(min(last, max(run[1] for run in runs))))
    return _Part(activity, days, nets)


def net_in_months(activity: Activity, calendar: FiscalCalendar, months: Sequence[Span]) -> tuple[int, ...]:
    """Return our cost in fiscal months, minor units: exact in whole months, by days in those that are cut."""
    nets = net_by_month(activity, calendar)
    daily: dict[int, int] = {}
    found = []
    for month in months:
        t = calendar.month_of(month.start) or 1
        whole = calendar.month(t)
        if month == whole or not nets[t - 1]:
            found.append(nets[t - 1])
            continue
        daily = daily or daily_spend(activity, calendar)
        inside = sum(daily.get(day, 0) for day in range(month.start.toordinal(), month.end.toordinal() + 1))
        gross = sum(daily.get(day, 0) for day in range(whole.start.toordinal(), whole.end.toordinal() + 1))
        found.append(round(nets[t - 1] * inside / gross) if gross else 0)
    return tuple(found)


_Lane = tuple[tuple[str, ...], list[_Part]]
_REST = "\0"
"""The unit of what has no bar with a name; no id of a campaign can be this."""


def _lanes(parts: Sequence[_Part], group_of: GroupOf, most: int) -> list[_Lane]:
    """Return the groups with their parts, most money first and "none" last; those beyond the last lane are one."""
    members: dict[str, list[_Part]] = {}
    for part in parts:
        members.setdefault(group_of(part.activity), []).append(part)
    order = sorted(members, key=lambda key: (key == "", -sum(part.net for part in members[key]), key))
    if len(order) <= most:
        return [((key,), members[key]) for key in order]
    head, tail = order[: most - 1], order[most - 1 :]
    return [*(((key,), members[key]) for key in head), (tuple(tail), [part for key in tail for part in members[key]])]


def _lane_name(keys: tuple[str, ...], names: Mapping[str, str]) -> str:
    if len(keys) == 1:
        return names.get(keys[0], keys[0]) or _("None")
    return ngettext("{n} more", "{n} more", len(keys)).format(n=len(keys))


_Unit = tuple[int, str]
"""A lane's number, and the roll-up that a bar of it stands for."""


def _units(lanes: Sequence[_Lane], roll: Roll | None, most: tuple[int, int]) -> dict[str, _Unit]:
    """Return the unit of each activity; where units are too many, those of a lane with least money are its rest."""
    unit_of = {
        part.activity.id: (number, roll.unit_of(part.activity) or _REST if roll else _REST)
        for number, (_keys, rows) in enumerate(lanes)
        for part in rows
    }
    money: dict[_Unit, int] = {}
    for _keys, rows in lanes:
        for part in rows:
            unit = unit_of[part.activity.id]
            money[unit] = money.get(unit, 0) + part.net
    count, rest = len(money), {unit for unit in money if unit[1] == _REST}
    alone = Counter(number for number, _key in money)
    merged: dict[_Unit, _Unit] = {}
    for unit in sorted(money, key=lambda one: (money[one], one)):
        lane, target = unit[0], (unit[0], _REST)
        if unit == target or alone[lane] == 1 or (count <= most[0] and alone[lane] <= most[1]):
            continue
        merged[unit] = target
        if target in rest:
            count -= 1
            alone[lane] -= 1
        rest.add(target)
    return {row_id: merged.get(unit, unit) for row_id, unit in unit_of.items()}


def _ranked(parts: Sequence[_Part], events: int) -> list[_Part]:
    """Return all parts, those with most money first; before them so many events, which need little room."""
    ranked = sorted(parts, key=lambda part: (-part.net, -part.span.days, part.activity.name, part.activity.id))
    first = [part for part in ranked if part.span.days <= EVENT_DAYS][:events]
    chosen = {part.activity.id for part in first}
    return first + [part for part in ranked if part.activity.id not in chosen]


def _kept(ranked: Sequence[_Part], units: Mapping[str, _Unit], most: tuple[int, int]) -> frozenset[str]:
    """Return the activities with a bar of their own: as many of those with most money as leave room for the rest."""
    left = Counter(units.values())
    bars = len(left)  # one for the rest of each unit
    in_lane = Counter(lane for lane, _key in left)
    kept: set[str] = set()
    for part in ranked:
        unit = units[part.activity.id]
        more = 0 if left[unit] == 1 else 1  # the last one takes the place of the bar of the rest
        if bars + more > most[0] or in_lane[unit[0]] + more > most[1]:
            continue
        kept.add(part.activity.id)
        left[unit] -= 1
        bars += more
        in_lane[unit[0]] += more
    return frozenset(kept)


def _bars(
    rows: Sequence[_Part], kept: frozenset[str], units: Mapping[str, _Unit], roll: Roll | None
) -> tuple[PageBar, ...]:
    bars = [
        PageBar(part.activity.name, part.span, part.net, (part.activity,)) for part in rows if part.activity.id in kept
    ]
    rest: dict[str, list[_Part]] = {}
    for part in rows:
        if part.activity.id not in kept:
            rest.setdefault(units[part.activity.id][1], []).append(part)
    own = bool(bars) or len(rest) > 1
    for unit, parts in rest.items():
        if len(parts) == 1:
            part = parts[0]
            bars.append(PageBar(part.activity.name, part.span, part.net, (part.activity,)))
            continue
        span = Span(min(part.span.start for part in parts), max(part.span.end for part in parts))
        name = _rolled_name(unit, len(parts), roll, own=own)
        bars.append(PageBar(name, span, sum(part.net for part in parts), tuple(part.activity for part in parts)))
    return tuple(bars)


def _rolled_name(unit: str, n: int, roll: Roll | None, *, own: bool) -> str:
    """Return what several activities are called: their campaign with their number, or only their number."""
    if roll is not None and unit != _REST:
        return _("{campaign} ({n})").format(campaign=roll.names.get(unit, unit), n=n)
    if own:
        return ngettext("{n} more activity", "{n} more activities", n).format(n=n)
    return ngettext("{n} activity", "{n} activities", n).format(n=n)
