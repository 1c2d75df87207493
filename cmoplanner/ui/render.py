"""Paint the calendar's toolkit-free shapes with Qt, on a screen, a picture or a page."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
    QTransform,
)

from cmoplanner.report.timeline.shapes import Boxes, Line, Polygon, Rect, Region, Shape, Text
from cmoplanner.ui.theme import Theme

_MEASURED = 20_000
_LAID_OUT = 2_000


class Renderer:
    """Paints shapes in a theme's colours and font, and measures texts as it paints them.

    `searchable` is for PDF: tabular figures are glyphs of their own there, which no search takes for digits.
    """

    def __init__(self, theme: Theme, *, searchable: bool = False) -> None:
        self._theme = theme
        self._searchable = searchable
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._metrics: dict[tuple[int, int], QFontMetricsF] = {}
        self._colors: dict[str, QColor] = {}
        self._pens: dict[tuple[str, float, tuple[float, ...]], QPen] = {}
        self._hatchings: dict[tuple[str, float, float], QBrush] = {}
        self._width = lru_cache(maxsize=_MEASURED)(self._advance)
        self._laid_out = lru_cache(maxsize=_LAID_OUT)(self._lay_out)
        self._smoothing = True
        self._painters: dict[type, Callable[[QPainter, Any], None]] = {
            Rect: self._rect,
            Text: self._text,
            Boxes: self._boxes,
            Line: self._line,
            Polygon: self._polygon,
        }
        theme.changed.connect(self._forget)

    def _forget(self) -> None:
        self._colors.clear()
        self._pens.clear()
        self._hatchings.clear()

    def measure(self, text: str, px: int, weight: int) -> float:
        """Return the width of a text in px."""
        return self._width(text, px, weight)

    def _advance(self, text: str, px: int, weight: int) -> float:
        return self._metric(px, weight).horizontalAdvance(text)

    def _font(self, px: int, weight: int) -> QFont:
        key = (px, weight)
        if key not in self._fonts:
            font = self._theme.font(px, weight)
            if self._searchable:
                font.clearFeatures()
            self._fonts[key] = font
        return self._fonts[key]

    def _metric(self, px: int, weight: int) -> QFontMetricsF:
        key = (px, weight)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self._font(px, weight))
        return self._metrics[key]

    def color(self, role: str) -> QColor:
        """Return the colour of "role" or "role@opacity"."""
        if role not in self._colors:
            name, _at, opacity = role.partition("@")
            color = QColor(self._theme.color(name))
            if opacity:
                color.setAlphaF(float(opacity))
            self._colors[role] = color
        return self._colors[role]

    def paint(self, painter: QPainter, regions: Iterable[Region]) -> None:
        """Paint regions one after the other, each clipped to its box."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for region in regions:
            painter.save()
            self._smoothing = True
            painter.setClipRect(QRectF(region.x, region.y, region.w, region.h), Qt.ClipOperation.IntersectClip)
            painter.translate(region.x + region.dx, region.y + region.dy)
            self.shapes(painter, region.shapes)
            painter.restore()

    def shapes(self, painter: QPainter, shapes: Iterable[Shape]) -> None:
        """Paint shapes at the painter's origin; it smooths edges before and after."""
        paint = self._painters
        for shape in shapes:
            paint[type(shape)](painter, shape)
        self._smooth(painter, on=True)

    def _smooth(self, painter: QPainter, *, on: bool) -> None:
        """Have edges smoothed or not; the painter is asked only where that changes."""
        if self._smoothing is not on:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on)
            self._smoothing = on

    def _pen(self, color: str, width: float, dash: tuple[float, ...]) -> QPen:
        key = (color, width, dash)
        if key not in self._pens:
            self._pens[key] = self._new_pen(color, width, dash)
        return self._pens[key]

    def _new_pen(self, color: str, width: float, dash: tuple[float, ...]) -> QPen:
        pen = QPen(self.color(color), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            pen.setDashPattern([part / width for part in dash])
        return pen

    def _rect(self, painter: QPainter, shape: Rect) -> None:
        box = QRectF(shape.x, shape.y, shape.w, shape.h)
        if not shape.stroke and not shape.radius and not shape.hatch:
            self._smooth(painter, on=True)
            painter.fillRect(box, self.color(shape.fill))
            return
        self._smooth(painter, on=True)
        painter.setPen(self._pen(shape.stroke, shape.width, shape.dash) if shape.stroke else Qt.PenStyle.NoPen)
        painter.setBrush(self.color(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
        if shape.radius:
            painter.drawRoundedRect(box, shape.radius, shape.radius)
        else:
            painter.drawRect(box)
        if shape.hatch:
            self._hatch(painter, box, shape)

    def _boxes(self, painter: QPainter, shape: Boxes) -> None:
        self._smooth(painter, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color(shape.fill))
        painter.drawRects([QRectF(*box) for box in shape.boxes])

    def _hatch(self, painter: QPainter, box: QRectF, shape: Rect) -> None:
        if self._searchable:
            self._hatch_lines(painter, box, shape)
            return
        origin = painter.brushOrigin()
        painter.setBrushOrigin(QPointF(box.left(), box.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._hatching(shape.hatch, shape.pitch, painter.device().devicePixelRatioF()))
        painter.drawRoundedRect(box, shape.radius, shape.radius)
        painter.setBrushOrigin(origin)

    def _hatching(self, color: str, pitch: float, ratio: float) -> QBrush:
        """Return the strokes as a tile that repeats: a bar is filled at once, whatever its length."""
        key = (color, pitch, ratio)
        if key not in self._hatchings:
            side = round(pitch * ratio)
            tile = QPixmap(side, side)
            tile.fill(Qt.GlobalColor.transparent)
            painter = QPainter(tile)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.color(color), ratio))
            for shift in (-side, 0, side):  # strokes run on over the edges of the tile
                painter.drawLine(QLineF(shift - side, 2 * side, shift + 2 * side, -side))
            painter.end()
            brush = QBrush(tile)
            brush.setTransform(QTransform.fromScale(pitch / side, pitch / side))
            self._hatchings[key] = brush
        return self._hatchings[key]

    def _hatch_lines(self, painter: QPainter, box: QRectF, shape: Rect) -> None:
        """Hatch with lines, which stay sharp on paper at any size."""
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(box, shape.radius, shape.radius)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.setPen(self._pen(shape.hatch, 1.0, ()))
        x, lines = box.left() - box.height(), []
        while x < box.right():
            lines.append(QLineF(x, box.bottom(), x + box.height(), box.top()))
            x += shape.pitch
        painter.drawLines(lines)
        painter.restore()

    def _line(self, painter: QPainter, shape: Line) -> None:
        painter.setPen(self._pen(shape.color, shape.width, shape.dash))
        if len(shape.points) == 2:
            (x0, y0), (x1, y1) = shape.points
            upright = (x0 == x1 or y0 == y1) and not shape.dash
            self._smooth(painter, on=not upright or shape.width != 1)
            painter.drawLine(QLineF(x0, y0, x1, y1))
        else:
            self._smooth(painter, on=True)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))

    def _polygon(self, painter: QPainter, shape: Polygon) -> None:
        self._smooth(painter, on=True)
        painter.setPen(self._pen(shape.stroke, shape.width, ()) if shape.stroke else Qt.PenStyle.NoPen)
        painter.setBrush(self.color(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape.points]))

    def _text(self, painter: QPainter, shape: Text) -> None:
        static, width, rise = self._laid_out(shape.text, shape.px, shape.weight, shape.w)
        x = shape.x
        if shape.align == "right":
            x += shape.w - width
        elif shape.align == "center":
            x += (shape.w - width) / 2
        painter.setFont(self._font(shape.px, shape.weight))
        painter.setPen(self.color(shape.color))
        painter.drawStaticText(QPointF(x, shape.y + (shape.h - rise) / 2), static)

    def _lay_out(self, text: str, px: int, weight: int, room: float) -> tuple[QStaticText, float, float]:
        """Return a text shaped once, cut to `room` px if that is above 0, with its width and line height."""
        metric = self._metric(px, weight)
        width = self.measure(text, px, weight)
        if 0 < room < width:
            text = metric.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metric.horizontalAdvance(text)
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(QTransform(), self._font(px, weight))
        return static, width, metric.ascent() + metric.descent()
