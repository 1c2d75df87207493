"""The bars of the calendar: status by fill, campaign by colour, words where they fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cmoplanner.doctor.findings import Severity
from cmoplanner.model.periods import Recurrence, Span
from cmoplanner.model.placeholders import PLACEHOLDER
from cmoplanner.model.plan import Activity, starts
from cmoplanner.report.timeline.bars import LABEL_PX, Bar
from cmoplanner.report.timeline.colours import Colours
from cmoplanner.report.timeline.layout import AHEAD, BAR, GAP, PADDING, SIGN, Layout, Side
from cmoplanner.report.timeline.scene_axis import arrow_head
from cmoplanner.report.timeline.shapes import Boxes, Line, Polygon, Rect, Shape, Text, triangle

RADIUS = 4
_SIGN = 11.0  # px, the sign of a collision
_TELLABLE = 3.0  # px; thinner lines are a texture
RUNNING = frozenset({"committed", "live"})


@dataclass(frozen=True, slots=True)
class Look:
    """How one bar is painted: fill and line roles, line dash, and the role of words on it."""

    fill: str
    stroke: str
    dash: tuple[float, ...]
    ink: str
    live: str
    hatch: str = ""


def look(activity: Activity, colours: Colours, aims: tuple[tuple[str, str], ...] = ()) -> Look:
    """Return a bar's look: done solid, running dense, planned tinted, not approved dashed, cancelled faint.

    `aims` are those of a bar that is a part of the activity.
    """
    index, hatched = colours.mark(activity, aims)
    status = "cancelled" if activity.cancelled else activity.status
    return _look(index, hatched, status, activity.approval_status == "approved")


@lru_cache(maxsize=512)
def _look(index: str, hatched: bool, status: str, approved: bool) -> Look:
    category = f"categorical.{index}"
    hatch = f"{category}@0.45" if hatched else ""
    if status == "cancelled":
        return Look("surface", "border_strong", (2, 3), "text_3", "")
    if status == "done":
        return Look(f"bar.solid.{index}", "", (), "bar.on_solid", "", "surface@0.35" if hatched else "")
    live = f"bar.solid.{index}" if status == "live" else ""
    if status in RUNNING:
        return Look(f"bar.dense.{index}", category, () if approved else (4.0, 3.0), "text", live, hatch)
    if not approved:
        return Look("surface", category, (4, 3), "text", "", hatch)
    return Look(f"bar.tint.{index}", category, (), "text", "", hatch)


_HATCHED = "/"


def mini_look(bar: Bar, colours: Colours) -> str:
    """Return how a bar looks as a thin line: its role, with a stroke behind it where it is hatched."""
    if bar.activity.cancelled:
        return "border_strong"
    strength = "dense" if bar.activity.status in ("planned", PLACEHOLDER) else "solid"
    index, hatched = colours.of_bar(bar)
    return f"bar.{strength}.{index}{_HATCHED if hatched else ''}"


def mini_bars(layout: Layout, looks: Sequence[str], bars: NDArray[np.intp]) -> list[Shape]:
    """Return the thin lines of folded lanes; where they are too thin to tell apart, each pixel box is drawn once."""
    tellable = layout.height[bars] >= _TELLABLE
    shapes = _textures(layout, looks, bars[~tellable])
    rows = bars[tellable]
    left, top = layout.left[rows], layout.top[rows]
    boxes = np.stack((left, top, layout.right[rows] - left, layout.height[rows]), axis=1).tolist()
    for (x, y, w, h), code in zip(boxes, layout.codes[rows].tolist(), strict=True):
        fill, hatched, _rest = looks[code].partition(_HATCHED)
        shapes.append(Rect(x, y, w, h, fill=fill, radius=1.5, hatch="surface@0.6" if hatched else "", pitch=4.0))
    return shapes


_BITS = 20  # of whole pixels, more than a calendar is wide or high


def _textures(layout: Layout, looks: Sequence[str], rows: NDArray[np.intp]) -> list[Shape]:
    """Return lines too thin to be told apart as boxes of whole pixels, each box once for each look."""
    left, top = _pixels(layout.left[rows]), _pixels(layout.top[rows])
    width = np.maximum(1, _pixels(layout.right[rows] - layout.left[rows]))
    height = np.maximum(1, _pixels(layout.height[rows]))
    keys = (((top << _BITS) + left) << _BITS | width) << 2 | height  # one number is sorted faster than four
    codes = layout.codes[rows]
    shapes: list[Shape] = []
    for code in np.unique(codes).tolist():
        _keys, first = np.unique(keys[codes == code], return_index=True)
        own = np.flatnonzero(codes == code)[first]
        boxes = tuple(
            zip(left[own].tolist(), top[own].tolist(), width[own].tolist(), height[own].tolist(), strict=True)
        )
        shapes.append(Boxes(boxes, looks[code].rstrip(_HATCHED)))
    return shapes


def _pixels(values: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(values).astype(np.int64)


def bar(layout: Layout, colours: Colours, i: int, as_of: date, edge: float = 0.0) -> list[Shape]:
    """Return one full bar with its label, ticks, padlock and collision word."""
    activity = layout.activity(i)
    left, right, top = float(layout.left[i]), float(layout.right[i]), float(layout.top[i])
    style = look(activity, colours, layout.columns[i].aims)
    shapes = body(activity, style, left, right, top)
    if style.live:
        shapes += _live_strip(layout, i, style, as_of)
    if activity.recurrence != Recurrence.NONE:
        shapes += _ticks(layout, activity, style, top)
    if activity.locked and right - left >= 20:
        shapes += padlock(right - 13, top + 4, style.ink)
    return shapes + _words(layout, i, style, edge)


def body(activity: Activity, style: Look, left: float, right: float, top: float) -> list[Shape]:
    """Return a bar's box between two x."""
    inset = 0.5 if style.stroke else 0.0
    return [
        Rect(
            left + inset,
            top + inset,
            right - left - 2 * inset,
            BAR - 2 * inset,
            fill=style.fill,
            stroke=style.stroke,
            radius=min(RADIUS, (right - left) / 2 - inset),
            dash=style.dash,
            hatch=style.hatch,
        )
    ]


def _live_strip(layout: Layout, i: int, style: Look, as_of: date) -> list[Shape]:
    left = float(layout.left[i])
    end = min(float(layout.right[i]), layout.axis.x_end(as_of))
    if end - left < 4:
        return []
    return [Rect(left + 1, float(layout.top[i]) + BAR - 4, end - left - 2, 3, fill=style.live, radius=1)]


def _ticks(layout: Layout, activity: Activity, style: Look, top: float) -> list[Shape]:
    length = activity.end - activity.start
    shapes: list[Shape] = []
    for start in starts(activity, layout.axis.calendar.fy_end):
        span = Span(start, start + length)
        width = max(3.0, layout.axis.width(span) - 1)
        shapes.append(Rect(layout.axis.x(start) + 1, top + BAR - 6, width, 5, fill=style.stroke or style.ink, radius=1))
    return shapes


def padlock(x: float, y: float, color: str) -> list[Shape]:
    """Return a padlock, 8 wide and 9 high."""
    shackle = (
        (x + 2.0, y + 4.0),
        (x + 2.0, y + 1.5),
        (x + 3.0, y + 0.5),
        (x + 5.0, y + 0.5),
        (x + 6.0, y + 1.5),
        (x + 6.0, y + 4.0),
    )
    return [Line(shackle, color, 1.3), Rect(x + 0.5, y + 4, 7, 5, fill=color, radius=1)]


def _words(layout: Layout, i: int, style: Look, edge: float) -> list[Shape]:
    bar, code = layout.columns[i], int(layout.sides[i])
    side, told = code & (AHEAD - 1), code & (AHEAD | SIGN)
    activity, label, width = bar.activity, bar.label, bar.words
    left, right, top = float(layout.left[i]), float(layout.right[i]), float(layout.top[i])
    raised = 1.5 if style.live or activity.recurrence != Recurrence.NONE else 0.0
    color = "text_3" if activity.cancelled else "text"
    before, after = left - 5, right + 5
    shapes: list[Shape] = []
    if side == Side.INSIDE:
        start = max(left, edge) + PADDING  # stays in sight while the bar scrolls out on the left
        room = max(1.0, right - PADDING - start)
        shapes.append(Text(start, top - raised, room, BAR, label, LABEL_PX, 500, style.ink))
    elif side == Side.LEFT:
        shapes.append(Text(left - 5 - width, top, 0, BAR, label, LABEL_PX, 500, color))
        before -= width + GAP
    elif side == Side.RIGHT:
        shapes.append(Text(after, top, 0, BAR, label, LABEL_PX, 500, color))
        after += width + GAP
    return shapes + _warning(layout, activity, before if told == AHEAD else after, top, told)


def _warning(layout: Layout, activity: Activity, x: float, top: float, told: int) -> list[Shape]:
    """Return the sign and word of a collision right of x; left of it, or the sign alone, where the year ends."""
    findings = layout.findings.get(activity.id)
    if not findings:
        return []
    color = "negative" if findings[0].severity is Severity.BREAK else "warning"
    if told == SIGN:
        return [triangle(min(x, layout.axis.x_end(layout.axis.calendar.fy_end) - _SIGN), top + 4, color)]
    word = findings[0].word
    if told == AHEAD:
        return [
            triangle(x - _SIGN, top + 4, color),
            Text(x - _SIGN - 4, top, 0, BAR, word, LABEL_PX, 600, color, "right"),
        ]
    return [triangle(x, top + 4, color), Text(x + 14, top, 0, BAR, word, LABEL_PX, 600, color)]


def dependencies(layout: Layout, bars: list[int]) -> list[Shape]:
    """Return the elbow lines from each input to what waits for it, broken ones in red."""
    shapes: list[Shape] = []
    for i in bars:
        for other in layout.activity(i).depends_on:
            j = _nearest(layout, other, i)
            if j is not None and layout.full(j):
                shapes += _elbow(layout, j, i)
    return shapes


def _nearest(layout: Layout, other: str, i: int) -> int | None:
    """Return the bar of another activity in the lane of bar `i`, else its first one, None if it is not shown."""
    places = layout.places(other)
    lane = layout.lane_of(i)
    same = (j for j in places if lane.first <= j < lane.first + lane.bars)
    return next(same, places[0] if places else None)


def _elbow(layout: Layout, first: int, then: int) -> list[Shape]:
    broken = layout.activity(then).start <= layout.activity(first).end
    color = "negative" if broken else "text_2"
    x = min(float(layout.right[first]) - 3, float(layout.left[then]) + 3) if broken else float(layout.right[first]) - 3
    x = max(x, float(layout.left[first]) + 2)
    down = layout.top[then] > layout.top[first]
    y0 = float(layout.top[first]) + (BAR if down else 0)
    target_x = float(layout.left[then])
    middle = float(layout.top[then]) + BAR / 2
    if target_x - x >= 8:
        points = ((x, y0), (x, middle), (target_x - 5, middle))
        return [Line(points, color, 1.25), arrow_head(target_x, middle, color, down=False)]
    tip = float(layout.top[then]) if down else float(layout.top[then]) + BAR
    landing = target_x + 3
    halfway = (y0 + tip) / 2
    points2 = ((x, y0), (x, halfway), (landing, halfway), (landing, tip - 5 if down else tip + 5))
    head = arrow_head(landing, tip, color, down=True) if down else _up(landing, tip, color)
    return [Line(points2, color, 1.25), head]


def _up(x: float, y: float, color: str) -> Polygon:
    return Polygon(((x, y), (x - 4, y + 5), (x + 4, y + 5)), fill=color)
