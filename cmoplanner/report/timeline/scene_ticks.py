"""The occurrences of a series as ticks on its bar: which one is under the mouse, and how one looks in a drag."""

from cmoplanner.model.periods import Recurrence, Span
from cmoplanner.model.plan import starts
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.layout import BAR, Layout
from cmoplanner.report.timeline.shapes import Rect, Shape

_REACH = 3.0
_LOWER = BAR / 2
_NARROW = 3.0


def tick_at(layout: Layout, i: int, x: float, y: float) -> int | None:
    """Return the number of the occurrence whose tick is under a point: ticks are taken at a bar's lower half."""
    activity, axis = layout.activity(i), layout.axis
    if activity.recurrence == Recurrence.NONE or not layout.full(i) or y < float(layout.top[i]) + _LOWER:
        return None
    length = activity.end - activity.start
    found: tuple[float, int] | None = None
    for number, start in enumerate(starts(activity, axis.calendar.fy_end)):
        left, right = axis.x(start), max(axis.x(start) + _NARROW, axis.x_end(start + length))
        away = max(left - x, x - right, 0.0)
        if away <= _REACH and (found is None or away < found[0]):
            found = (away, number)
    return found[1] if found else None


def carried_tick(axis: Axis, was: Span, now: Span, top: float) -> list[Shape]:
    """Return an occurrence where it would be dropped, and the place that it leaves."""
    old, new = axis.x(was.start), axis.x(now.start)
    width = max(_NARROW + 2, axis.width(now))
    return [
        Rect(old, top + 0.5, max(_NARROW + 2, axis.width(was)), BAR - 1, stroke="text_3", radius=3, dash=(3, 3)),
        Rect(new - 2, top - 3, width + 4, BAR + 6, "surface", "accent", 2.0, 5),
        Rect(new, top, width, BAR, "accent", radius=3),
    ]
