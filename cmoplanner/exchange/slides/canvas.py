"""Native shapes on a slide: boxes, lines, diamonds and texts in px of a page, with the colours of its theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.shapes import Box, Line, Polygon, Rect, Text

BOLD_FROM = 600
_SLACK = 1.08
_THEMED = {
    "accent": MSO_THEME_COLOR.ACCENT_1,
    "text": MSO_THEME_COLOR.TEXT_1,
    "surface": MSO_THEME_COLOR.BACKGROUND_1,
}
"""Roles that follow the theme of the presentation, so that a change of theme changes them."""
_ALIGNS = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}


@dataclass(frozen=True)
class Written:
    """A paragraph of a text box: its text, its size in px, its weight and its colour."""

    text: str
    px: float
    weight: int = 400
    color: str = "text"


@dataclass(frozen=True)
class Canvas:
    """Where shapes go: a slide or a group, how large a px is, and the colours by role. `font` is "" for the theme's."""

    shapes: Any
    emu: float
    palette: Palette
    font: str = ""

    def within(self, shapes: Any) -> Canvas:
        """Return a canvas for the shapes of a group."""
        return Canvas(shapes, self.emu, self.palette, self.font)

    def length(self, px: float) -> Emu:
        """Return px as a length on the slide."""
        return Emu(round(px * self.emu))

    def points(self, px: float) -> Any:
        """Return px as points, for texts and lines."""
        return Pt(round(px * self.emu / 12_700 * 4) / 4)

    def paint(self, color: Any, role: str) -> None:
        """Give a colour format a role's colour; "role@0.2" is mixed with the ground."""
        name, _at, share = role.partition("@")
        if share:
            color.rgb = RGBColor.from_string(self.palette.mix(name, float(share)).lstrip("#"))
        elif name in _THEMED:
            color.theme_color = _THEMED[name]
        else:
            color.rgb = RGBColor.from_string(self.palette.color(name).lstrip("#"))

    def rgb(self, role: str) -> str:
        """Return a role's colour as RRGGBB."""
        name, _at, share = role.partition("@")
        return (self.palette.mix(name, float(share)) if share else self.palette.color(name)).lstrip("#")

    def rect(self, shape: Rect, name: str) -> Any:
        """Add a box, perhaps with round corners, hatched or dashed."""
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if shape.radius else MSO_SHAPE.RECTANGLE
        if shape.radius and abs(shape.w - shape.h) < 1 and shape.radius * 2 >= shape.w - 1:
            kind = MSO_SHAPE.OVAL
        box = self._add(kind, (shape.x, shape.y, shape.w, shape.h), name)
        if kind == MSO_SHAPE.ROUNDED_RECTANGLE:
            box.adjustments[0] = min(0.5, shape.radius / max(1.0, min(shape.w, shape.h)))
        self.fill(box.fill, shape.fill, shape.hatch)
        self.line(box.line, shape.stroke, shape.width, shape.dash)
        return box

    def _add(self, kind: Any, box: Box, name: str) -> Any:
        x, y, w, h = box
        added = self.shapes.add_shape(
            kind, self.length(x), self.length(y), self.length(max(0.5, w)), self.length(max(0.5, h))
        )
        added.name = name
        _plain(added)
        return added

    def fill(self, fill: Any, role: str, hatch: str = "") -> None:
        """Fill with a role's colour, with strokes over it, or with nothing."""
        if hatch:
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            self.paint(fill.fore_color, hatch)
            self.paint(fill.back_color, role or "surface")
        elif role:
            fill.solid()
            self.paint(fill.fore_color, role)
        else:
            fill.background()

    def line(self, line: Any, role: str, width: float = 1.0, dash: Sequence[float] = ()) -> None:
        """Outline with a role's colour, or with nothing."""
        if not role:
            line.fill.background()
            return
        line.fill.solid()
        self.paint(line.fill.fore_color, role)
        line.width = self.points(width)
        if dash:
            line.dash_style = MSO_LINE.DASH

    def stroke(self, shape: Line, name: str) -> None:
        """Add a line through points; between two of them it is a connector."""
        if len(shape.points) == 2:
            (x0, y0), (x1, y1) = shape.points
            added = self.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, self.length(x0), self.length(y0), self.length(x1), self.length(y1)
            )
            added.name = name
            _plain(added)
            self.line(added.line, shape.color, shape.width, shape.dash)
            return
        added = self._freeform(shape.points, name, closed=shape.points[0] == shape.points[-1])
        added.fill.background()
        self.line(added.line, shape.color, shape.width, shape.dash)

    def polygon(self, shape: Polygon, name: str) -> None:
        """Add a polygon; one with corners above, right, below and left of its middle is a diamond."""
        if box := diamond_box(shape):
            added = self._add(MSO_SHAPE.DIAMOND, box, name)
        else:
            added = self._freeform(shape.points, name, closed=True)
        self.fill(added.fill, shape.fill)
        self.line(added.line, shape.stroke, shape.width)

    def _freeform(self, points: Sequence[tuple[float, float]], name: str, *, closed: bool) -> Any:
        (x, y), *rest = [(round(px * self.emu), round(py * self.emu)) for px, py in points]
        builder = self.shapes.build_freeform(x, y, scale=1.0)
        builder.add_line_segments(rest, close=closed)
        added = builder.convert_to_shape()
        added.name = name
        _plain(added)
        return added

    def text(self, shape: Text, name: str, width: float) -> None:
        """Add one line of text; `width` is what it needs where its box has none."""
        wide = max(shape.w, width * _SLACK + 4)  # another font may be a little wider
        x = (
            shape.x - (wide - shape.w) * {"left": 0.0, "center": 0.5, "right": 1.0}[shape.align]
            if shape.w > 0
            else shape.x
        )
        line = Written(shape.text, shape.px, shape.weight, shape.color)
        self.words((x, shape.y, wide, shape.h), [line], name, shape.align)

    def words(
        self,
        box: Box,
        lines: Sequence[Written],
        name: str,
        align: str = "left",
        *,
        anchor: Any = MSO_ANCHOR.MIDDLE,
        wrap: bool = True,
    ) -> Any:
        """Add a text box of a given size with paragraphs."""
        x, y, w, h = box
        added = self.shapes.add_textbox(self.length(x), self.length(y), self.length(w), self.length(h))
        added.name = name
        self.write(added.text_frame, lines, align, anchor=anchor, wrap=wrap)
        return added

    def write(
        self,
        frame: Any,
        lines: Sequence[Written],
        align: str = "left",
        *,
        anchor: Any = MSO_ANCHOR.MIDDLE,
        wrap: bool = True,
        margin: float = 0.0,
    ) -> None:
        """Write paragraphs into the frame of a shape, without margins unless one is given in px."""
        frame.word_wrap = wrap
        frame.vertical_anchor = anchor
        frame.margin_top = frame.margin_bottom = 0
        frame.margin_left = frame.margin_right = self.length(margin)
        for i, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            paragraph.alignment = _ALIGNS[align]
            run = paragraph.add_run()
            run.text = line.text
            self.style(run.font, line)

    def style(self, font: Any, line: Written) -> None:
        """Give a font the look of a line."""
        font.size = self.points(line.px)
        font.bold = line.weight >= BOLD_FROM
        if self.font:
            font.name = self.font
        self.paint(font.color, line.color)


def _plain(shape: Any) -> None:
    """Take away the style of the theme: its shadows, and the colours that we give ourselves."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def diamond_box(shape: Polygon) -> Box | None:
    """Return the box of a polygon that is a diamond, None if it is something else."""
    if len(shape.points) != 4:
        return None
    xs, ys = [x for x, _y in shape.points], [y for _x, y in shape.points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    wanted = {(middle_x, top), (right, middle_y), (middle_x, bottom), (left, middle_y)}
    close = all(any(abs(x - a) < 0.6 and abs(y - b) < 0.6 for a, b in wanted) for x, y in shape.points)
    return (left, top, right - left, bottom - top) if close else None
