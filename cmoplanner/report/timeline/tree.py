"""Which activities share a lane of the calendar, one or two levels deep, and what the lane's head says."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.timeline.arrangement import Arrangement
from cmoplanner.report.timeline.bars import Bar
from cmoplanner.report.timeline.lanes import NONE, known_keys, name_of, note_of
from cmoplanner.report.timeline.parts import PartBook

SEPARATOR = "\x1f"
"""Between the keys of a nested lane's id: no name can hold it."""


@dataclass(frozen=True, slots=True)
class LaneGroup:
    """One lane: its id, name, bars in plan order and money (net, minor units).

    `keys` are its groups from the first level on; a lane with `children` shows those instead of its own bars while it
    is open. A bar of an activity that aims at several groups is the part for this lane.
    """

    id: str
    name: str
    bars: tuple[Bar, ...]
    net: int
    share: float
    note: str = ""
    keys: tuple[str, ...] = ()
    children: tuple["LaneGroup", ...] = ()

    @property
    def level(self) -> int:
        """0 for lanes that stand by themselves, 1 for those inside another."""
        return max(0, len(self.keys) - 1)

    @property
    def key(self) -> str:
        """Its group on its own level."""
        return self.keys[-1] if self.keys else self.id

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The lane's activities in plan order."""
        return tuple(bar.activity for bar in self.bars)

    @property
    def extent(self) -> Span | None:
        """The days from the first start to the last end, None without bars."""
        if not self.bars:
            return None
        return Span(min(bar.span.start for bar in self.bars), max(bar.span.end for bar in self.bars))


def lane_id(keys: Sequence[str]) -> str:
    """Return the id of the lane of these groups."""
    return SEPARATOR.join(keys)


def group(
    plan: Plan,
    arrangement: Arrangement,
    bars: Iterable[Bar],
    whole: int,
    parts: PartBook,
    also: Collection[tuple[str, ...]] = (),
) -> list[LaneGroup]:
    """Return the lanes, nested where there are two groupings; what belongs to no group is last.

    `bars` are those that pass the filter; shares are of the plan's whole net cost, in minor units. The parts of an
    activity that is in several lanes add up to it, so the lanes add up to the bars. `also` are the keys of
    lanes that are there without bars, from the first level on.
    """
    return _level(plan, arrangement, list(bars), whole, parts, (), also)


def _level(
    plan: Plan,
    arrangement: Arrangement,
    bars: list[Bar],
    whole: int,
    parts: PartBook,
    above: tuple[str, ...],
    also: Collection[tuple[str, ...]],
) -> list[LaneGroup]:
    grouping = arrangement.by[len(above)]
    members = parts.members(plan, grouping, bars)
    if not above and grouping == "campaign":  # an empty campaign is a place to draw in
        for key in plan.campaigns:
            members.setdefault(key, [])
    if arrangement.empty:
        for key in known_keys(plan, grouping):
            members.setdefault(key, [])
    for path in also:
        members.setdefault(path[0], [])
    deeper = len(above) + 1 < len(arrangement.by)
    lanes = []
    for key, found in members.items():
        keys = (*above, key)
        below = [path[1:] for path in also if path[0] == key and len(path) > 1]
        inside = _level(plan, arrangement, found, whole, parts, keys, below) if deeper and (found or below) else []
        net = sum(bar.net for bar in found)
        name, note = name_of(plan, grouping, key), note_of(plan, grouping, key)
        lanes.append(LaneGroup(lane_id(keys), name, tuple(found), net, net / (whole or 1), note, keys, tuple(inside)))
    return _ordered(plan, arrangement, grouping, lanes)


def _ordered(plan: Plan, arrangement: Arrangement, grouping: str, lanes: list[LaneGroup]) -> list[LaneGroup]:
    order = arrangement.order
    lanes.sort(key=lambda lane: (lane.key == NONE, -lane.net, lane.name))
    if order == "name":
        lanes.sort(key=lambda lane: (lane.key == NONE, lane.name.casefold()))
    elif order == "start":
        lanes.sort(key=lambda lane: (lane.key == NONE, lane.extent.start if lane.extent else date.max))
    elif order != "money" and grouping in ("stage", "status", "audience"):
        place = {key: i for i, key in enumerate(known_keys(plan, grouping))}
        lanes.sort(key=lambda lane: (lane.key == NONE, place.get(lane.key, len(place))))
    if order == "own":
        own = {key: i for i, key in enumerate(arrangement.own.get(grouping, ()))}
        lanes.sort(key=lambda lane: own.get(lane.key, len(own)))
    return lanes


def flat(lanes: Iterable[LaneGroup]) -> Iterable[LaneGroup]:
    """Return all lanes, each followed by those inside it."""
    for lane in lanes:
        yield lane
        yield from flat(lane.children)
