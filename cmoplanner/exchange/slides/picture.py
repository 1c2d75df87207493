"""What is drawn as shapes, such as the calendar, as native shapes in groups named after what they show."""

from __future__ import annotations

from collections.abc import Sequence

from cmoplanner.exchange.slides.canvas import Canvas, Written
from cmoplanner.i18n import _
from cmoplanner.report.drawn import Drawn, Spot
from cmoplanner.report.timeline.shapes import Boxes, Line, Measure, Polygon, Rect, Region, Shape, Text

_NEAR = 1.5  # px
_INSIDE = 6.0


def draw_regions(canvas: Canvas, drawn: Drawn, measure: Measure, shift: tuple[float, float] = (0.0, 0.0)) -> None:
    """Add the regions of a drawing as groups; a bar's words are written into the bar itself."""
    for region in drawn.regions:
        if not region.shapes:
            continue
        group = canvas.shapes.add_group_shape()
        group.name = region.name or _("Page")
        _region(canvas.within(group.shapes), region, drawn.spots, measure, shift)


def _region(
    canvas: Canvas, region: Region, spots: Sequence[Spot], measure: Measure, shift: tuple[float, float]
) -> None:
    dx, dy = region.x + region.dx + shift[0], region.y + region.dy + shift[1]
    box_of: list[tuple[Rect, object]] = []
    for shape in region.shapes:
        placed = moved(shape, dx, dy)
        name = _name(placed, spots, shift) or region.name
        if isinstance(placed, Text):
            if (host := _host(placed, box_of)) is not None:
                line = Written(placed.text, placed.px, placed.weight, placed.color)
                align = placed.align if placed.align == "center" else "left"
                margin = 0.0 if align == "center" else placed.x - host[0].x
                canvas.write(host[1].text_frame, [line], align, wrap=False, margin=margin)  # type: ignore[attr-defined]
                box_of.remove(host)
            else:
                canvas.text(placed, placed.text, measure(placed.text, placed.px, placed.weight))
        elif isinstance(placed, Rect):
            box_of.append((placed, canvas.rect(placed, name)))
        elif isinstance(placed, Line):
            canvas.stroke(placed, name)
        elif isinstance(placed, Polygon):
            canvas.polygon(placed, name)
        else:
            for x, y, w, h in placed.boxes:
                canvas.rect(Rect(x, y, w, h, fill=placed.fill), name)


def _host(text: Text, boxes: list[tuple[Rect, object]]) -> tuple[Rect, object] | None:
    """Return the box that a text stands in like the name of a bar: as high as it, and begun a little inside."""
    for rect, shape in reversed(boxes):
        as_high = abs(rect.h - text.h) < 2 * _NEAR and abs(rect.y - text.y) < 2 * _NEAR
        inside = text.x >= rect.x - _NEAR and text.w > 0 and text.x + text.w <= rect.x + rect.w + _INSIDE
        if as_high and inside:
            return rect, shape
    return None


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """Return a shape at another place."""
    if isinstance(shape, Rect | Text):
        return shape._replace(x=shape.x + dx, y=shape.y + dy)
    if isinstance(shape, Boxes):
        return shape._replace(boxes=tuple((x + dx, y + dy, w, h) for x, y, w, h in shape.boxes))
    return shape._replace(points=tuple((x + dx, y + dy) for x, y in shape.points))


def _name(shape: Shape, spots: Sequence[Spot], shift: tuple[float, float]) -> str:
    """Return what the place says that a box or a diamond stands on, "" if it stands on none."""
    if isinstance(shape, Rect):
        x, y = shape.x, shape.y + shape.h / 2
    elif isinstance(shape, Polygon):
        x, y = min(px for px, _y in shape.points), sum(py for _x, py in shape.points) / len(shape.points)
    else:
        return ""
    for spot in spots:
        left, top, _width, height = spot.box
        if abs(left + shift[0] - x) <= 2 * _NEAR and top + shift[1] <= y <= top + shift[1] + height:
            return spot.spoken
    return ""
