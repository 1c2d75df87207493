"""The picture of a template that is held over the calendar: where its activities would stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.i18n import ngettext
from cmoplanner.model.periods import Span
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.layout import BAR, MIN_BAR
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Shape, Text

_PITCH = 15.0
_THICK = 11.0


@dataclass(frozen=True, slots=True)
class Held:
    """A template over a day: its name, the day, and the name and days of each activity that it would make."""

    name: str
    day: date
    parts: tuple[tuple[str, Span], ...]

    @property
    def span(self) -> Span:
        """The days from the first start to the last end."""
        return Span(min(span.start for _name, span in self.parts), max(span.end for _name, span in self.parts))


def held(
    held: Held, axis: Axis, top: float, height: float, edges: tuple[float, float], formats: Formats, measure: Measure
) -> list[Shape]:
    """Return the outlines of a held template from a height on, never below `height`, with the day through them.

    Names stand on that side of their outlines that is in sight, between the two `edges`.
    """
    one = len(held.parts) == 1
    pitch = BAR + 4.0 if one else _PITCH
    rows = pitch * len(held.parts)
    top = max(0.0, min(top, height - rows - 30))
    x = axis.x(held.day) + 0.5
    outlines: list[Shape] = []
    for number, (name, span) in enumerate(held.parts):
        outlines += _part(name, span, axis, top + 4 + pitch * number, BAR if one else _THICK, edges, measure)
    ground: list[Shape] = []
    if not one:  # what stands under it would make its names hard to read
        boxes = [shape for shape in outlines if isinstance(shape, Rect)]
        left, right = min(box.x for box in boxes) - 6, max(box.x + box.w for box in boxes) + 6
        ground.append(Rect(left, top, right - left, rows + 30, fill="surface@0.9", stroke="border", radius=6))
    line = Line(((x, top + 2), (x, top + rows + 6)), "accent", 1, (3, 2))
    return [*ground, line, *outlines, *_words(held, axis, top + 8 + rows, formats, measure)]


def _part(
    name: str, span: Span, axis: Axis, y: float, thick: float, edges: tuple[float, float], measure: Measure
) -> list[Shape]:
    left, right = axis.x(span.start), max(axis.x(span.start) + MIN_BAR, axis.x_end(span.end))
    words = measure(name, 11, 500)
    x = right + 6 if right + words + 10 <= edges[1] or left - words - 10 < edges[0] else left - words - 6
    plate = Rect(x - 3, y, words + 6, thick, fill="surface@0.85", radius=2)
    box = Rect(left + 0.5, y + 0.5, right - left - 1, thick - 1, "accent_weak", "accent", 1.3, 3, (3, 2))
    return [box, plate, Text(x, y, 0, thick, name, 11, 500, "accent")]


def _words(held: Held, axis: Axis, y: float, formats: Formats, measure: Measure) -> list[Shape]:
    count = len(held.parts)
    words = formats.days(held.span.start, held.span.end)
    if count > 1:
        words = ngettext("{n} activity", "{n} activities", count).format(n=formats.number(count)) + " · " + words
    x, width = axis.x(held.day) + 4, measure(words, 11, 600) + 12
    return [
        Rect(x, y, width, 17, fill="accent", radius=3),
        Text(x, y, width, 17, words, 11, 600, "on_accent", "center"),
    ]


def parts(rows: Sequence[tuple[str, int, int]], day: date) -> tuple[tuple[str, Span], ...]:
    """Return names with days from names with offsets and lengths in days."""
    found = []
    for name, offset, length in rows:
        start = day.toordinal() + offset
        found.append((name, Span(date.fromordinal(start), date.fromordinal(start + length - 1))))
    return tuple(found)
