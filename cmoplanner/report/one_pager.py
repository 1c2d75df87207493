"""What a quarter, a half or a year looks like on one page: at most thirty bars, the small ones rolled up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import FiscalCalendar, Span
from cmoplanner.model.phasing import daily_spend, net_by_month, occurrences_in_year
from cmoplanner.model.plan import Activity, Plan

MOST_BARS = 30
MOST_LANES = 10

GroupOf = Callable[[Activity], str]


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


@dataclass(frozen=True, slots=True)
class _Part:
    """An activity's days and money inside the range."""

    activity: Activity
    span: Span
    nets: tuple[int, ...]

    @property
    def net(self) -> int:
        return sum(self.nets)


def one_pager(
    plan: Plan,
    activities: Iterable[Activity],
    span: Span,
    group_of: GroupOf,
    names: Mapping[str, str],
    most: int = MOST_BARS,
) -> OnePager:
    """Return the page of a range of days; `names` are those of the groups, "" of what belongs to none.

    The activities with most money in the range have a bar of their own, as many as fit; the rest of each lane is one
    bar. Lanes beyond the ten with most money are one.
    """
    months = _months(plan.calendar, span)
    parts = [part for activity in activities if (part := _part(activity, plan.calendar, span, months)) is not None]
    lanes = _lanes(parts, group_of)
    kept = _kept(lanes, most)
    pages = [PageLane(_lane_name(keys, names), _bars(rows, kept)) for keys, rows in lanes]
    by_month = tuple((month, sum(part.nets[i] for part in parts)) for i, month in enumerate(months))
    return OnePager(span, tuple(pages), len(parts), by_month)


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


def _lanes(parts: Sequence[_Part], group_of: GroupOf) -> list[_Lane]:
    """Return the groups with their parts, most money first and "none" last; those beyond the tenth are one."""
    members: dict[str, list[_Part]] = {}
    for part in parts:
        members.setdefault(group_of(part.activity), []).append(part)
    order = sorted(members, key=lambda key: (key == "", -sum(part.net for part in members[key]), key))
    if len(order) <= MOST_LANES:
        return [((key,), members[key]) for key in order]
    head, tail = order[: MOST_LANES - 1], order[MOST_LANES - 1 :]
    return [*(((key,), members[key]) for key in head), (tuple(tail), [part for key in tail for part in members[key]])]


def _lane_name(keys: tuple[str, ...], names: Mapping[str, str]) -> str:
    if len(keys) == 1:
        return names.get(keys[0], keys[0]) or _("None")
    return ngettext("{n} more", "{n} more", len(keys)).format(n=len(keys))


def _kept(lanes: Sequence[_Lane], most: int) -> frozenset[str]:
    """Return the activities with a bar of their own: as many of those with most money as leave room for the rest."""
    where = {part.activity.id: number for number, (_keys, rows) in enumerate(lanes) for part in rows}
    left = [len(rows) for _keys, rows in lanes]
    if sum(left) <= most:
        return frozenset(where)
    kept: set[str] = set()
    bars = len(lanes)  # one for the rest of each lane
    ranked = [part for _keys, rows in lanes for part in rows]
    ranked.sort(key=lambda part: (-part.net, -part.span.days, part.activity.name, part.activity.id))
    for part in ranked:
        lane = where[part.activity.id]
        more = 0 if left[lane] == 1 else 1  # the last one takes the place of the bar of the rest
        if bars + more > most:
            continue
        kept.add(part.activity.id)
        left[lane] -= 1
        bars += more
    return frozenset(kept)


def _bars(rows: Sequence[_Part], kept: frozenset[str]) -> tuple[PageBar, ...]:
    own = [part for part in rows if part.activity.id in kept]
    rest = [part for part in rows if part.activity.id not in kept]
    bars = [PageBar(part.activity.name, part.span, part.net, (part.activity,)) for part in own]
    if len(rest) == 1:
        part = rest[0]
        bars.append(PageBar(part.activity.name, part.span, part.net, (part.activity,)))
    elif rest:
        span = Span(min(part.span.start for part in rest), max(part.span.end for part in rest))
        n = len(rest)
        name = (
            ngettext("{n} more activity", "{n} more activities", n)
            if own
            else ngettext("{n} activity", "{n} activities", n)
        ).format(n=n)
        bars.append(PageBar(name, span, sum(part.net for part in rest), tuple(part.activity for part in rest)))
    return tuple(bars)
