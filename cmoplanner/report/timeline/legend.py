"""Which colour says what: the line of values above the outcome strip; a value can be pressed to find its bars."""

from collections.abc import Iterable
from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.report.timeline.colours import Colours
from cmoplanner.report.timeline.lanes import NONE
from cmoplanner.report.timeline.scene_lanes import chip
from cmoplanner.report.timeline.shapes import Measure, Rect, Shape, Text

LONGEST = 26
_LEFT = 16.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A value in the legend and where it stands."""

    key: str
    name: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Legend:
    """The values for which there is room, and the keys of the others."""

    title: str
    entries: tuple[Entry, ...]
    rest: tuple[str, ...]
    end: float
    after: float

    def at(self, x: float) -> Entry | None:
        """Return the value at x."""
        return next((entry for entry in self.entries if entry.left - 4 <= x < entry.right + 6), None)

    def is_title(self, x: float) -> bool:
        """Return whether the title stands at x."""
        return _LEFT <= x < self.end

    def is_more(self, x: float) -> bool:
        """Return whether x is at the count of values that found no room."""
        return bool(self.rest) and x >= self.after


def legend_of(colours: Colours, keys: Iterable[str], width: float, measure: Measure) -> Legend:
    """Return the legend of the values `keys` on a line this wide."""
    title = colours.title
    end = _LEFT + measure(title, 11, 400)
    x, entries = end + 16, list[Entry]()
    waiting = list(keys)
    while waiting:
        full_name = colours.name(waiting[0])
        name = full_name if len(full_name) <= LONGEST else full_name[: LONGEST - 1].rstrip() + "…"
        right = x + 15 + measure(name, 11, 400)
        if right > width - 70:
            break
        entries.append(Entry(waiting.pop(0), name, x, right))
        x = right + 14
    return Legend(title, tuple(entries), tuple(waiting), end, x)


def values(colours: Colours, used: Iterable[str]) -> list[str]:
    """Return the keys of the legend: the plan's values in their order, of which `used` are on bars, "none" last."""
    found = set(used)
    known = [key for key in colours.marks if key in found]
    return known + sorted(found - set(known) - {NONE}) + ([NONE] if NONE in found else [])


def legend_shapes(legend: Legend, colours: Colours, width: float, height: float) -> list[Shape]:
    """Return the line, `height` high; what does not fit is counted."""
    shapes: list[Shape] = [Rect(0, 0, width, height, fill="band")]
    shapes.append(Text(_LEFT, 0, 0, height, legend.title, 11, 400, "text_2"))
    for entry in legend.entries:
        shapes.append(chip(entry.left, height / 2 - 5, colours.of_key(entry.key)))
        shapes.append(Text(entry.left + 15, 0, 0, height, entry.name, 11, 400, "text"))
    if legend.rest:
        more = _("+{n} more").format(n=len(legend.rest))
        shapes.append(Text(legend.after, 0, 0, height, more, 11, 400, "text_2"))
    return shapes
