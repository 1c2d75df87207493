"""Where the bars of each lane stand at a zoom: labels inside or beside their bars, rows without overlap."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import LaneBars
from cmoplanner.report.timeline.layout import (
    AHEAD,
    BAR,
    FOLDED,
    GAP,
    HEAD,
    MIN_BAR,
    OPEN_MIN,
    PADDING,
    ROW,
    SIGN,
    Floats,
    Placement,
    Side,
)
from cmoplanner.report.timeline.packing import Places, pack_chains, pack_lanes


def place(lanes: Sequence[tuple[LaneBars, bool]], axis: Axis) -> list[Placement]:
    """Place the bars of lanes, each open or folded (True): the open ones pack them with labels, the others as lines.

    All are placed at once: many lanes have few bars each, and what is done once for each lane would cost the most.
    """
    placed: list[Placement | None] = [None] * len(lanes)
    for closed, way in ((False, _open), (True, _folded)):
        chosen = [i for i, (_columns, folded) in enumerate(lanes) if folded is closed]
        if chosen:
            for i, placement in zip(chosen, way([lanes[i][0] for i in chosen], axis), strict=True):
                placed[i] = placement
    return [placement for placement in placed if placement is not None]


class _Columns:
    """The columns of many lanes as one, and where the bars of each begin."""

    def __init__(self, lanes: Sequence[LaneBars], axis: Axis) -> None:
        counts = [len(lane.bars) for lane in lanes]
        self.bounds: list[int] = [0, *np.cumsum(counts).tolist()]
        self.lane: Places = np.repeat(np.arange(len(lanes)), counts)
        self.left = np.concatenate([lane.first for lane in lanes]) * axis.px_a_day
        self.right = np.maximum(self.left + MIN_BAR, np.concatenate([lane.end for lane in lanes]) * axis.px_a_day)

    def rows_by_lane(self, rows: Places) -> list[int]:
        """Return how many rows each lane has."""
        found = np.zeros(len(self.bounds) - 1, dtype=np.intp)
        np.maximum.at(found, self.lane, rows + 1)
        counts: list[int] = found.tolist()
        return counts


def _folded(lanes: Sequence[LaneBars], axis: Axis) -> list[Placement]:
    all_bars = _Columns(lanes, axis)
    rows = pack_lanes(all_bars.left, all_bars.right, all_bars.lane, 1.0)
    found = []
    for (begin, end), count in zip(pairwise(all_bars.bounds), all_bars.rows_by_lane(rows), strict=True):
        pitch = min(7.0, (FOLDED - 6) / max(1, count))
        thick = max(1.0, min(5.5, pitch * 0.72))
        top = (FOLDED - pitch * count) / 2 + (pitch - thick) / 2 + pitch * rows[begin:end].astype(np.float64)
        size, own = end - begin, slice(begin, end)
        nothing = np.zeros(size)
        found.append(
            Placement(FOLDED, all_bars.left[own], all_bars.right[own], top, np.full(size, thick), nothing, nothing)
        )
    return found


def _open(lanes: Sequence[LaneBars], axis: Axis) -> list[Placement]:
    all_bars = _Columns(lanes, axis)
    left, right = all_bars.left, all_bars.right
    words, warning = (np.concatenate(column) for column in zip(*((n.words, n.warning) for n in lanes), strict=True))
    edge = axis.x_end(axis.calendar.fy_end)
    inside = words + 2 * PADDING <= right - left
    outside = words + PADDING
    spills = (right + outside + warning > edge) & (left > outside)
    before = np.where(~inside & spills, outside, 0.0)
    after = np.where(inside | spills, 0.0, outside)
    cut = (warning > 0) & (right + after + warning > edge)
    ahead = cut & (left - before > warning)
    before = before + np.where(ahead, warning, 0.0)
    after = after + np.where(cut, 0.0, warning)
    sides = np.where(inside, float(Side.INSIDE), np.where(spills, float(Side.LEFT), float(Side.RIGHT)))
    sides += np.where(ahead, float(AHEAD), np.where(cut, float(SIGN), 0.0))
    rows = _rows(lanes, all_bars, left - before, right + after)
    top, height, label = (
        HEAD + 2 + ROW * rows.astype(np.float64),
        np.full(len(rows), float(BAR)),
        np.maximum(before, after),
    )
    found = []
    for (begin, end), count in zip(pairwise(all_bars.bounds), all_bars.rows_by_lane(rows), strict=True):
        own = slice(begin, end)
        high = HEAD + max(count * ROW, OPEN_MIN) + 6
        found.append(Placement(high, left[own], right[own], top[own], height[own], sides[own], label[own]))
    return found


def _rows(lanes: Sequence[LaneBars], all_bars: _Columns, left: Floats, right: Floats) -> NDArray[np.intp]:
    """Return the row of each bar in its lane; lanes with chains are packed by themselves."""
    free = np.repeat([not lane.chains for lane in lanes], np.diff(all_bars.bounds))
    rows = np.zeros(len(left), dtype=np.intp)
    rows[free] = pack_lanes(left[free], right[free], all_bars.lane[free], GAP)
    for lane, (begin, end) in zip(lanes, pairwise(all_bars.bounds), strict=True):
        if lane.chains:
            rows[begin:end] = pack_chains(left[begin:end], right[begin:end], lane.chains, GAP)[0]
    return rows
