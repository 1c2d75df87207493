"""A picture with places in it: what is painted, and where what can be chosen, moved or opened stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.plan import Activity
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.scene_bars import Look
from cmoplanner.report.timeline.shapes import Box, Line, Polygon, Rect, Region, Shape, Text

LookOf = Callable[[Activity], Look]
_OUT = 8.0  # px
FindingsOf = Callable[[str], Sequence[Finding]]
"""What collides at an activity's id."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that can be chosen: what it is ("activity", "day", "more", "through"), whose, and what is said of it.

    `ids` are all whose it is, where it stands for several.
    """

    kind: str
    id: str
    box: Box
    spoken: str
    day: date | None = None
    ids: tuple[str, ...] = ()

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        left, top, width, height = self.box
        return left <= x < left + width and top <= y < top + height


@dataclass(frozen=True)
class Drawn:
    """A picture's size, its regions back to front, and its places in reading order."""

    width: float
    height: float
    regions: list[Region]
    spots: tuple[Spot, ...] = ()

    def at(self, x: float, y: float, kind: str = "") -> Spot | None:
        """Return the place under a point, the topmost of a kind; None if there is none."""
        for spot in reversed(self.spots):
            if spot.holds(x, y) and kind in ("", spot.kind):
                return spot
        return None

    def between(self, top: float, bottom: float) -> list[Region]:
        """Return the regions with those shapes alone that reach between two heights."""
        return [
            region._replace(shapes=[shape for shape in region.shapes if _reaches(shape, top - y, bottom - y)])
            for region in self.regions
            if region.y < bottom and region.y + region.h > top
            for y in (region.y + region.dy,)
        ]

    def of(self, row_id: str) -> tuple[Spot, ...]:
        """Return the places of one activity."""
        return tuple(spot for spot in self.spots if spot.kind == "activity" and spot.id == row_id)


def _reaches(shape: Shape, top: float, bottom: float) -> bool:
    """Return whether a shape may be seen between two heights; lines and frames stand out a little."""
    match shape:
        case Rect() | Text():
            return shape.y < bottom + _OUT and shape.y + shape.h > top - _OUT
        case Line() | Polygon():
            heights = [y for _x, y in shape.points]
            return min(heights) < bottom + _OUT and max(heights) > top - _OUT
        case _:
            return True


def blank(width: float, height: float) -> Drawn:
    """Return a picture of nothing."""
    return Drawn(width, height, [Region(0, 0, width, height, [Rect(0, 0, width, height, fill="surface")])])


def bar_box(look: Look, left: float, top: float, width: float, height: float, radius: float = 4.0) -> Rect:
    """Return a bar in a look."""
    inset = 0.5 if look.stroke else 0.0
    return Rect(
        left + inset,
        top + inset,
        max(1.0, width - 2 * inset),
        height - 2 * inset,
        fill=look.fill,
        stroke=look.stroke,
        radius=min(radius, width / 2),
        dash=look.dash,
    )


def spoken(activity: Activity, formats: Formats, findings: Sequence[Finding] = ()) -> str:
    """Return what a screen reader says of an activity: name, dates, money, collisions."""
    words = [
        activity.name,
        formats.days(activity.start, activity.end),
        f"{formats.whole(activity.gross_spend)} {formats.currency}",
        *(finding.word for finding in findings),
    ]
    return ", ".join(words)
