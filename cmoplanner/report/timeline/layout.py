"""Where every lane and bar stands: positions in pixels, and which bar is under the mouse."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.plan import Activity
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import Bar, LaneBars
from cmoplanner.report.timeline.tree import LaneGroup

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]

ROW = 22
BAR = 18
HEAD = 22
PARENT = 26
FOLDED = 40
WORKLOAD = 20
MIN_BAR = 6
PADDING = 7
GAP = 7
HANDLE = 8
OPEN_MIN = 64  # an open lane's head has three lines of text below its name


class Side(IntEnum):
    """Where a bar's label stands."""

    NONE = 0
    INSIDE = 1
    RIGHT = 2
    LEFT = 3


AHEAD, SIGN = 4, 8
"""Added to a side: the words of a collision stand left of bar and label, or its sign alone at the end of the year."""


class Part(StrEnum):
    """What of a bar is under the mouse."""

    BODY = "body"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """A lane with its place: `bars` counts from the layout's bar `first`; `under` px below the bars are for sums."""

    lane: LaneGroup
    y: float
    h: float
    folded: bool
    first: int
    bars: int
    warnings: int
    under: float = 0.0
    extent: tuple[float, float] | None = None
    """From the first start to the last end, in days from the start of the axis; None without bars."""

    @property
    def bottom(self) -> float:
        """Where the next lane begins."""
        return self.y + self.h

    @property
    def parent(self) -> bool:
        """Whether this is only the head of the lanes inside it, which follow."""
        return bool(self.lane.children) and not self.folded


@dataclass(frozen=True)
class Layout:
    """All lanes and bars of one grouping and zoom; the arrays are as long as `columns`."""

    axis: Axis
    groups: tuple[PlacedGroup, ...]
    columns: tuple[Bar, ...]
    sides: Floats
    """Where each label stands, with AHEAD or SIGN added where a collision has no room after it."""
    left: Floats
    right: Floats
    top: Floats
    height: Floats
    label: Floats
    findings: Mapping[str, Sequence[Finding]]
    codes: Codes
    """The look of each bar as a thin line, by its place in the lane book's list of looks."""

    def activity(self, i: int) -> Activity:
        """Return the activity of a bar."""
        return self.columns[i].activity

    @property
    def total_height(self) -> float:
        """How high all lanes are together."""
        return self.groups[-1].bottom if self.groups else 0.0

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The bar of each activity id; the first one where it stands in several lanes."""
        last = len(self.columns) - 1
        return {bar.activity.id: last - i for i, bar in enumerate(reversed(self.columns))}

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, ...]]:
        """The bars of each activity that stands in several lanes."""
        found: dict[str, list[int]] = {}
        for i, bar in enumerate(self.columns):
            if bar.aims:
                found.setdefault(bar.activity.id, []).append(i)
        return {activity_id: tuple(bars) for activity_id, bars in found.items()}

    def places(self, activity_id: str) -> tuple[int, ...]:
        """Return every bar of an activity: one in each lane where it stands, none if it is not shown."""
        several = self._places.get(activity_id)
        if several is not None:
            return several
        first = self.index.get(activity_id)
        return () if first is None else (first,)

    def lane_of(self, i: int) -> PlacedGroup:
        """Return the lane that a bar stands in."""
        return self.groups[bisect_right(self._firsts, i) - 1]

    @cached_property
    def _firsts(self) -> list[int]:
        return [group.first for group in self.groups]

    @cached_property
    def _tops(self) -> list[float]:
        return [group.y for group in self.groups]

    def visible(self, x0: float, x1: float, y0: float, y1: float) -> list[int]:
        """Return the bars (labels included) that touch a box, in drawing order."""
        found: list[int] = self.seen(x0, x1, y0, y1).tolist()
        return found

    def seen(self, x0: float, x1: float, y0: float, y1: float) -> NDArray[np.intp]:
        """Return the same as an array; only the lanes between the two heights are looked at."""
        begin = self.groups[max(0, bisect_right(self._tops, y0) - 1)].first if self.groups else 0
        after = bisect_right(self._tops, y1)
        rows = slice(begin, self.groups[after].first if after < len(self.groups) else len(self.columns))
        left, right, top, reach = self.left[rows], self.right[rows], self.top[rows], self.label[rows] + GAP
        inside = (right + reach > x0) & (left - reach < x1) & (top + self.height[rows] > y0) & (top < y1)
        return np.flatnonzero(inside) + begin

    def touching(self, x0: float, x1: float, y0: float, y1: float) -> list[int]:
        """Return the bars that a rubber band touches."""
        inside = (self.right > x0) & (self.left < x1) & (self.top + self.height > y0) & (self.top < y1)
        found: list[int] = np.flatnonzero(inside).tolist()
        return found

    def full(self, i: int) -> bool:
        """Return whether a bar stands in an open lane, with its words."""
        return bool(self.height[i] == BAR)

    def group_at(self, y: float) -> PlacedGroup | None:
        """Return the lane at a height, None below the last."""
        i = bisect_right(self._tops, y) - 1
        return self.groups[i] if 0 <= i < len(self.groups) and y < self.groups[i].bottom else None

    def hit(self, x: float, y: float) -> tuple[int, Part] | None:
        """Return the bar under a point and which part of it; of several, the nearest row wins, then the shortest."""
        beside = (self.left - HANDLE <= x) & (x < self.right + HANDLE)
        near = beside & (self.top - 2 <= y) & (y < self.top + self.height + 2)
        candidates = np.flatnonzero(near)
        if not len(candidates):
            return None

        def order(i: int) -> tuple[bool, float, float]:
            away = abs(self.top[i] + self.height[i] / 2 - y)
            return not self.left[i] <= x < self.right[i], float(away), float(self.right[i] - self.left[i])

        best = min(candidates.tolist(), key=order)
        if not self.full(best):
            return (best, Part.BODY) if self.left[best] - 2 <= x < self.right[best] + 2 else None
        return best, self._part(best, x)

    def _part(self, i: int, x: float) -> Part:
        left, right = self.left[i], self.right[i]
        inner = min(float(HANDLE), (right - left) / 4)  # a narrow bar keeps a middle to take hold of
        if x < left + inner:
            return Part.START
        return Part.END if x >= right - inner else Part.BODY


@dataclass(frozen=True)
class Placement:
    """One lane laid out as if it began at height 0: how high it is and the columns of its bars."""

    h: float
    left: Floats
    right: Floats
    top: Floats
    height: Floats
    sides: Floats
    label: Floats


def rows(lanes: Sequence[LaneGroup], folded: AbstractSet[str]) -> list[LaneGroup]:
    """Return the lanes that are seen, from top to bottom: those inside a lane follow it while it is open."""
    found = []
    for lane in lanes:
        found.append(lane)
        if lane.children and lane.id not in folded:
            found += lane.children
    return found


def lay_out(
    lanes: Sequence[LaneGroup],
    columns: Mapping[str, LaneBars],
    axis: Axis,
    folded: AbstractSet[str],
    findings: Mapping[str, Sequence[Finding]],
    placed: Mapping[str, Placement],
    codes: Mapping[str, Codes] | None = None,
    under: float = 0.0,
) -> Layout:
    """Stack the lanes that are seen; those open and by themselves have `under` px below their bars.

    `placed` has the placement of each lane that has bars of its own, by its id; `codes` the looks.
    """
    y, groups, parts = 0.0, list[PlacedGroup](), list[Placement]()
    bars: list[Bar] = []
    looks: list[Codes] = []
    for lane in rows(lanes, folded):
        own, closed = columns[lane.id], lane.id in folded
        if lane.children and not closed:
            groups.append(PlacedGroup(lane, y, PARENT, False, len(bars), 0, own.warnings, 0, own.extent))
            y += PARENT
            continue
        part = placed[lane.id]
        below = 0.0 if closed else under
        height = part.h + below
        count, extent = len(own.bars), own.extent
        groups.append(PlacedGroup(lane, y, height, closed, len(bars), count, own.warnings, below, extent))
        bars += own.bars
        parts.append(part)
        looks.append(codes[lane.id] if codes else np.zeros(len(own.bars), dtype=np.int16))
        y += height

    def whole(column: Callable[[Placement], Floats]) -> Floats:
        return np.concatenate([column(part) for part in parts]) if parts else np.zeros(0)

    from_top = np.repeat([group.y for group in groups], [group.bars for group in groups]) if groups else np.zeros(0)
    return Layout(
        axis,
        tuple(groups),
        tuple(bars),
        whole(lambda part: part.sides),
        whole(lambda part: part.left),
        whole(lambda part: part.right),
        whole(lambda part: part.top) + from_top,
        whole(lambda part: part.height),
        whole(lambda part: part.label),
        findings,
        np.concatenate(looks) if looks else np.zeros(0, dtype=np.int16),
    )
