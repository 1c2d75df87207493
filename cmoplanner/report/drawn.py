"""A picture with places in it: what is painted, and where what can be chosen, moved or opened stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.plan import Activity
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.scene_bars import Look
from cmoplanner.report.timeline.shapes import Box, Rect, Region

LookOf = Callable[[Activity], Look]
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

    def of(self, row_id: str) -> tuple[Spot, ...]:
        """Return the places of one activity."""
        return tuple(spot for spot in self.spots if spot.kind == "activity" and spot.id == row_id)


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
