"""What joins activities, as elbow lines between bars: where each runs, which one is under the mouse, and its looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cmoplanner.model.dependencies import Tie, linked
from cmoplanner.model.plan import Plan
from cmoplanner.report.timeline.layout import BAR, Layout
from cmoplanner.report.timeline.scene_axis import arrow_head
from cmoplanner.report.timeline.shapes import Line, Point, Polygon, Rect, Shape

NEAR = 3.0
"""Px from a line within which it is meant."""
_TURN = 7.5
_GAP = 2.0  # from a bar to the middle between two rows
PORT = 9.0
"""How big the knob is at a bar's end from which a link is drawn."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A tie as a line between two bars: its points, the last one the tip, and from where the tip is reached."""

    tie: Tie
    points: tuple[Point, ...]
    way: str
    slack: int | None

    @property
    def broken(self) -> bool:
        """Whether the later one starts too early."""
        return self.slack is not None and self.slack < 0

    def away(self, x: float, y: float) -> float:
        """Return how far a point is from the line."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return min(_away(x, y, *one, *other) for one, other in pairs)


def threads(plan: Plan, layout: Layout, found: Iterable[Tie]) -> Iterator[Thread]:
    """Yield the ties whose bars both stand in open lanes, as lines."""
    for tie in found:
        for then in layout.places(tie.then):
            first = _nearest(layout, tie.first, then)
            if first is not None and layout.full(first) and layout.full(then):
                waits = tie.dependency
                rows = plan.activities
                slack = waits.slack(rows[tie.first], rows[tie.then]) if waits else None
                broken = slack is not None and slack < 0
                points, way = _elbow(layout, first, then, start=tie.timing == "SS", broken=broken)
                yield Thread(tie, points, way, slack)


def thread_at(found: Iterable[Thread], x: float, y: float) -> Thread | None:
    """Return the thread under a point of the lanes, the nearest of several."""
    near = [(one.away(x, y), i, one) for i, one in enumerate(found)]
    best = min(near, default=None)
    return best[2] if best is not None and best[0] <= NEAR else None


def links(plan: Plan, layout: Layout) -> list[Shape]:
    """Return the plan's links as lines with arrow heads: broken ones red, those that say nothing of dates dashed."""
    shapes: list[Shape] = []
    for thread in threads(plan, layout, linked(plan)):
        color = "negative" if thread.broken else "text_2"
        shapes += _line(thread, color, 1.25)
    return shapes


def marked(thread: Thread) -> list[Shape]:
    """Return a selected thread."""
    return _line(thread, "negative" if thread.broken else "accent", 2.5)


def slack_line(layout: Layout, thread: Thread) -> list[Shape]:
    """Return the thin line of a dependency's slack: from the earliest day on which the later one may start."""
    i = layout.index.get(thread.tie.then)
    if i is None or not thread.slack or not layout.full(i):
        return []
    left, y = float(layout.left[i]), float(layout.top[i]) + BAR + 1.5
    earliest = left - thread.slack * layout.axis.px_a_day
    color = "accent" if thread.slack > 0 else "negative"
    return [
        Line(((earliest, y), (left, y)), color, 1.5),
        Line(((earliest, y - 3), (earliest, y + 3)), color, 1.5),
    ]


def port(layout: Layout, i: int) -> Rect:
    """Return the knob after a bar's end from which a link is drawn."""
    x, y = port_centre(layout, i)
    return Rect(x - PORT / 2, y - PORT / 2, PORT, PORT, "surface", "accent", 1.5, PORT / 2)


def port_centre(layout: Layout, i: int) -> Point:
    """Return the middle of a bar's knob: below its right end, clear of the handle."""
    return float(layout.right[i]) - 2.0, float(layout.top[i]) + BAR + 3.0


def rubber_thread(x0: float, y0: float, x1: float, y1: float) -> list[Shape]:
    """Return the line of a link that is being drawn."""
    return [Line(((x0, y0), (x1, y1)), "accent", 1.5, (4, 3)), Rect(x1 - 3, y1 - 3, 6, 6, "accent", radius=3)]


def _line(thread: Thread, color: str, width: float) -> list[Shape]:
    tip, dash = thread.points[-1], () if thread.tie.timing else (4.0, 3.0)
    x, y = tip
    body: Sequence[Point] = thread.points
    match thread.way:
        case "right":
            body, head = (*thread.points[:-1], (x - 5, y)), arrow_head(x, y, color, down=False)
        case "down":
            body, head = (*thread.points[:-1], (x, y - 5)), arrow_head(x, y, color, down=True)
        case _:
            body, head = (*thread.points[:-1], (x, y + 5)), _up(x, y, color)
    return [Line(tuple(body), color, width, dash), head]


def _up(x: float, y: float, color: str) -> Polygon:
    return Polygon(((x, y), (x - 4, y + 5), (x + 4, y + 5)), fill=color)


def _nearest(layout: Layout, other: str, i: int) -> int | None:
    places, lane = layout.places(other), layout.lane_of(i)
    same = (j for j in places if lane.first <= j < lane.first + lane.bars)
    return next(same, places[0] if places else None)


def _elbow(layout: Layout, first: int, then: int, *, start: bool, broken: bool) -> tuple[tuple[Point, ...], str]:
    """Return the points of an elbow from one bar's end (or start) to another bar, and how its tip is reached."""
    left, right = float(layout.left[first]), float(layout.right[first])
    target = float(layout.left[then])
    x = left + 3 if start else min(right - 3, target + 3) if broken else right - 3
    x = max(x, left + 2)
    down = bool(layout.top[then] > layout.top[first])
    y0 = float(layout.top[first]) + (BAR if down else 0)
    middle = float(layout.top[then]) + BAR / 2
    if target - x >= 8:
        gap, turn = float(layout.top[then]) - _GAP, target - _TURN  # between rows, where no words are
        return ((x, y0), (x, gap), (turn, gap), (turn, middle), (target, middle)), "right"
    tip = float(layout.top[then]) if down else float(layout.top[then]) + BAR
    landing, gap = target + 3, tip + (-_GAP if down else _GAP)  # beside the row that it goes to: not through words
    return ((x, y0), (x, gap), (landing, gap), (landing, tip)), "down" if down else "up"


def _away(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    """Return the distance of a point from a stretch of line."""
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    part = 0.0 if not length else max(0.0, min(1.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length))
    return float(((x - x0 - part * (x1 - x0)) ** 2 + (y - y0 - part * (y1 - y0)) ** 2) ** 0.5)
