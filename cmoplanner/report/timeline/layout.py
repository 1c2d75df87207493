"""Where every lane and bar stands: positions in pixels, and which bar is under the mouse."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.periods import Recurrence, Span
from cmoplanner.model.plan import Activity, last_day
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.lanes import LaneGroup
from cmoplanner.report.timeline.packing import chains_of, pack, pack_chains
from cmoplanner.report.timeline.shapes import Measure

ROW = 22
BAR = 18
HEAD = 22
FOLDED = 40
MIN_BAR = 6
LABEL_PX = 11
PADDING = 7
GAP = 7
HANDLE = 8
_OPEN_MIN = 64  # an open lane's head has three lines of text below its name


class Side(StrEnum):
    """Where a bar's label stands."""

    INSIDE = "inside"
    RIGHT = "right"
    LEFT = "left"
    NONE = "none"


class Part(StrEnum):
    """What of a bar is under the mouse."""

    BODY = "body"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """A lane with its place: `bars` counts from the layout's bar `first`."""

    lane: LaneGroup
    y: float
    h: float
    folded: bool
    first: int
    bars: int
    warnings: int

    @property
    def bottom(self) -> float:
        """Where the next lane begins."""
        return self.y + self.h


def whole_span(activity: Activity, axis: Axis) -> Span:
    """Return the days from an activity's first start to the end of its last occurrence."""
    if activity.recurrence == Recurrence.NONE:
        return activity.span
    return Span(activity.start, last_day(activity, axis.calendar.fy_end))


@dataclass(frozen=True)
class Layout:
    """All lanes and bars of one grouping and zoom; bar columns are arrays of the same length as `bars`."""

    axis: Axis
    groups: tuple[PlacedGroup, ...]
    bars: tuple[Activity, ...]
    spans: tuple[Span, ...]
    sides: tuple[Side, ...]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    top: NDArray[np.float64]
    height: NDArray[np.float64]
    label: NDArray[np.float64]
    findings: Mapping[str, Sequence[Finding]]

    @property
    def total_height(self) -> float:
        """How high all lanes are together."""
        return self.groups[-1].bottom if self.groups else 0.0

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The bar of each activity id."""
        return {activity.id: i for i, activity in enumerate(self.bars)}

    def visible(self, x0: float, x1: float, y0: float, y1: float) -> list[int]:
        """Return the bars (labels included) that touch a box, in drawing order."""
        reach = self.label + GAP
        inside = (self.right + reach > x0) & (self.left - reach < x1) & (self.top + self.height > y0) & (self.top < y1)
        found: list[int] = np.flatnonzero(inside).tolist()
        return found

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
        i = bisect_right([group.y for group in self.groups], y) - 1
        return self.groups[i] if 0 <= i < len(self.groups) and y < self.groups[i].bottom else None

    def hit(self, x: float, y: float) -> tuple[int, Part] | None:
        """Return the bar under a point and which part of it; the shortest bar wins where several are near."""
        near = (self.left - HANDLE <= x) & (x < self.right + HANDLE) & (self.top - 2 <= y) & (y < self.top + ROW - 2)
        candidates = np.flatnonzero(near)
        if not len(candidates):
            return None
        best = min(
            candidates.tolist(), key=lambda i: (not self.left[i] <= x < self.right[i], self.right[i] - self.left[i])
        )
        if not self.full(best):
            return (best, Part.BODY) if self.left[best] - 2 <= x < self.right[best] + 2 else None
        return best, self._part(best, x)

    def _part(self, i: int, x: float) -> Part:
        left, right = self.left[i], self.right[i]
        inner = min(float(HANDLE), (right - left) / 4)  # a narrow bar keeps a middle to take hold of
        if x < left + inner:
            return Part.START
        return Part.END if x >= right - inner else Part.BODY


def lay_out(
    lanes: Sequence[LaneGroup],
    axis: Axis,
    folded: AbstractSet[str],
    measure: Measure,
    findings: Mapping[str, Sequence[Finding]],
) -> Layout:
    """Place lanes and bars: open lanes pack bars with their labels, folded ones as thin lines."""
    build = _Builder(axis, measure, findings)
    for lane in lanes:
        build.add(lane, folded=lane.id in folded)
    return build.layout()


class _Builder:
    """Collects the columns of a layout lane by lane."""

    def __init__(self, axis: Axis, measure: Measure, findings: Mapping[str, Sequence[Finding]]) -> None:
        self._axis = axis
        self._measure = measure
        self._findings = findings
        self._y = 0.0
        self._groups: list[PlacedGroup] = []
        self._bars: list[Activity] = []
        self._spans: list[Span] = []
        self._sides: list[Side] = []
        self._left: list[float] = []
        self._right: list[float] = []
        self._top: list[float] = []
        self._height: list[float] = []
        self._label: list[float] = []

    def add(self, lane: LaneGroup, *, folded: bool) -> None:
        spans = [whole_span(activity, self._axis) for activity in lane.activities]
        left = [self._axis.x(span.start) for span in spans]
        right = [max(x + MIN_BAR, self._axis.x_end(span.end)) for x, span in zip(left, spans, strict=True)]
        first = len(self._bars)
        self._bars += lane.activities
        self._spans += spans
        self._left += left
        self._right += right
        height = self._fold(left, right) if folded else self._open(lane.activities, left, right)
        warned = sum(activity.id in self._findings for activity in lane.activities)
        self._groups.append(PlacedGroup(lane, self._y, height, folded, first, len(spans), warned))
        self._y += height

    def _fold(self, left: list[float], right: list[float]) -> float:
        rows, count = pack(left, right, 1.0)
        pitch = min(7.0, (FOLDED - 6) / max(1, count))
        thick = max(1.0, min(5.5, pitch * 0.72))
        offset = self._y + (FOLDED - pitch * count) / 2 + (pitch - thick) / 2
        self._top += [offset + row * pitch for row in rows]
        self._height += [thick] * len(rows)
        self._sides += [Side.NONE] * len(rows)
        self._label += [0.0] * len(rows)
        return FOLDED

    def _open(self, activities: Sequence[Activity], left: list[float], right: list[float]) -> float:
        reach_left, reach_right = [], []
        edge = self._axis.x_end(self._axis.calendar.fy_end)
        for activity, x0, x1 in zip(activities, left, right, strict=True):
            side, before, after = self._place_label(activity, x0, x1, edge)
            self._sides.append(side)
            self._label.append(max(before, after))
            reach_left.append(x0 - before)
            reach_right.append(x1 + after)
        place = {activity.id: i for i, activity in enumerate(activities)}
        chains = chains_of([activity.depends_on for activity in activities], place)
        rows, count = pack_chains(reach_left, reach_right, chains, GAP)
        top = self._y + HEAD + 2
        self._top += [top + row * ROW for row in rows]
        self._height += [float(BAR)] * len(rows)
        return HEAD + max(count * ROW, _OPEN_MIN) + 6

    def _place_label(self, activity: Activity, x0: float, x1: float, edge: float) -> tuple[Side, float, float]:
        words = self._measure(activity.name, LABEL_PX, 500)
        word = self._findings[activity.id][0].word if activity.id in self._findings else ""
        warning = 18 + self._measure(word, LABEL_PX, 600) if word else 0.0
        if words + 2 * PADDING <= x1 - x0:
            return Side.INSIDE, 0.0, warning
        if x1 + words + PADDING + warning > edge and x0 > words + PADDING:
            return Side.LEFT, words + PADDING, warning
        return Side.RIGHT, 0.0, words + PADDING + warning

    def layout(self) -> Layout:
        return Layout(
            self._axis,
            tuple(self._groups),
            tuple(self._bars),
            tuple(self._spans),
            tuple(self._sides),
            np.array(self._left, dtype=np.float64),
            np.array(self._right, dtype=np.float64),
            np.array(self._top, dtype=np.float64),
            np.array(self._height, dtype=np.float64),
            np.array(self._label, dtype=np.float64),
            self._findings,
        )
