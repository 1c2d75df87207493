"""Putting lanes in another order: where a carried head would land among those beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from cmoplanner.report.timeline.layout import Layout, PlacedGroup


class Place(NamedTuple):
    """A lane among its siblings with everything inside it: id, key, and from where to where it reaches."""

    id: str
    key: str
    top: float
    bottom: float


def places(layout: Layout, group: PlacedGroup) -> list[Place]:
    """Return the lanes that stand beside a lane, itself included, from top to bottom."""
    level, above = group.lane.level, group.lane.keys[:-1]
    found: list[Place] = []
    for other in layout.groups:
        if other.lane.level == level and other.lane.keys[:-1] == above:
            found.append(Place(other.lane.id, other.lane.key, other.y, other.bottom))
        elif found and other.lane.level > level:  # inside the one before
            found[-1] = found[-1]._replace(bottom=other.bottom)
    return found


def target(siblings: Sequence[Place], y: float) -> int:
    """Return how many of the siblings stand above a head that is carried to y."""
    return sum((place.top + place.bottom) / 2 < y for place in siblings)


def reordered(siblings: Sequence[Place], lane: str, place: int) -> list[str]:
    """Return the keys in the order that follows when a lane is put down before the sibling number `place`."""
    moved = next(one for one in siblings if one.id == lane)
    before = [one.key for one in siblings[:place] if one is not moved]
    after = [one.key for one in siblings[place:] if one is not moved]
    return [*before, moved.key, *after]
