"""The few shapes a calendar picture is made of; colours are palette roles, "role@0.2" for a share of opacity.

Named tuples, since a page makes thousands of them for every frame.
"""

from collections.abc import Callable
from typing import NamedTuple

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Measure = Callable[[str, int, int], float]
"""Width in px of a text at a size in px and a weight (400…700)."""


class Rect(NamedTuple):
    """A box, filled, outlined or hatched at 45° (`hatch` is a colour, drawn over the fill)."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    radius: float = 0.0
    dash: tuple[float, ...] = ()
    hatch: str = ""
    pitch: float = 6.0


class Boxes(NamedTuple):
    """Many small boxes of one colour, painted at once and without smoothing."""

    boxes: tuple[Box, ...]
    fill: str


class Line(NamedTuple):
    """A line through points."""

    points: tuple[Point, ...]
    color: str
    width: float = 1.0
    dash: tuple[float, ...] = ()


class Polygon(NamedTuple):
    """A filled and perhaps outlined polygon."""

    points: tuple[Point, ...]
    fill: str = ""
    stroke: str = ""
    width: float = 1.0


class Text(NamedTuple):
    """One line of text in a box, centred vertically; cut with an ellipsis where `w` > 0 is too small."""

    x: float
    y: float
    w: float
    h: float
    text: str
    px: int = 11
    weight: int = 400
    color: str = "text"
    align: str = "left"


Shape = Rect | Boxes | Line | Polygon | Text


class Region(NamedTuple):
    """Shapes with their own origin, clipped to a box of the picture; `name` says what they show, if anything."""

    x: float
    y: float
    w: float
    h: float
    shapes: list[Shape]
    dx: float = 0.0
    dy: float = 0.0
    name: str = ""


def triangle(x: float, y: float, color: str) -> Polygon:
    """Return the warning triangle, 10 × 9, with its left top corner at (x, y)."""
    return Polygon(((x + 5, y), (x + 10, y + 9), (x, y + 9)), fill=color)


def diamond(x: float, y: float, size: float, *, filled: bool) -> Polygon:
    """Return a key date's diamond around (x, y)."""
    half = size / 2
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    return Polygon(corners, fill="text" if filled else "surface", stroke="text", width=1.3)


def steps(x: float, y: float, size: float, *, filled: bool) -> Polygon:
    """Return two rising steps around (x, y): a step towards a capability."""
    half = size / 2
    corners = ((x - half, y + half), (x - half, y), (x, y), (x, y - half), (x + half, y - half), (x + half, y + half))
    return Polygon(corners, fill="text" if filled else "surface", stroke="text", width=1.3)


def square(x: float, y: float, size: float, *, filled: bool) -> Polygon:
    """Return a square around (x, y): a date of a contract."""
    half = size / 2 - 1
    corners = ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
    return Polygon(corners, fill="text" if filled else "surface", stroke="text", width=1.3)


def chevron(x: float, y: float, *, folded: bool) -> list[Shape]:
    """Return the sign that a lane is open or folded."""
    points = ((x - 2, y - 4), (x + 2, y), (x - 2, y + 4)) if folded else ((x - 4, y - 2), (x, y + 2), (x + 4, y - 2))
    return [Line(points, "text_2", 1.5)]
