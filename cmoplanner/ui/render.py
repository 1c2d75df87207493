"""Paint the calendar's toolkit-free shapes with Qt, on a screen, a picture or a page."""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from cmoplanner.report.timeline.shapes import Line, Polygon, Rect, Region, Shape, Text
from cmoplanner.ui.theme import Theme

_MEASURED = 20_000


class Renderer:
    """Paints shapes in a theme's colours and font, and measures texts as it paints them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._metrics: dict[tuple[int, int], QFontMetricsF] = {}
        self._colors: dict[str, QColor] = {}
        self._width = lru_cache(maxsize=_MEASURED)(self._advance)
        theme.changed.connect(self._colors.clear)

    def measure(self, text: str, px: int, weight: int) -> float:
        """Return the width of a text in px."""
        return self._width(text, px, weight)

    def _advance(self, text: str, px: int, weight: int) -> float:
        return self._metric(px, weight).horizontalAdvance(text)

    def _font(self, px: int, weight: int) -> QFont:
        key = (px, weight)
        if key not in self._fonts:
            self._fonts[key] = self._theme.font(px, weight)
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
            painter.setClipRect(QRectF(region.x, region.y, region.w, region.h), Qt.ClipOperation.IntersectClip)
            painter.translate(region.x + region.dx, region.y + region.dy)
            self.shapes(painter, region.shapes)
            painter.restore()

    def shapes(self, painter: QPainter, shapes: Iterable[Shape]) -> None:
        """Paint shapes at the painter's origin."""
        for shape in shapes:
            if isinstance(shape, Rect):
                self._rect(painter, shape)
            elif isinstance(shape, Text):
                self._text(painter, shape)
            elif isinstance(shape, Line):
                self._line(painter, shape)
            else:
                self._polygon(painter, shape)

    def _pen(self, color: str, width: float, dash: tuple[float, ...]) -> QPen:
        pen = QPen(self.color(color), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            pen.setDashPattern([part / width for part in dash])
        return pen

    def _rect(self, painter: QPainter, shape: Rect) -> None:
        box = QRectF(shape.x, shape.y, shape.w, shape.h)
        if not shape.stroke and not shape.radius and not shape.hatch:
            painter.fillRect(box, self.color(shape.fill))
            return
        painter.setPen(self._pen(shape.stroke, shape.width, shape.dash) if shape.stroke else Qt.PenStyle.NoPen)
        painter.setBrush(self.color(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
        if shape.radius:
            painter.drawRoundedRect(box, shape.radius, shape.radius)
        else:
            painter.drawRect(box)
        if shape.hatch:
            self._hatch(painter, box, shape)

    def _hatch(self, painter: QPainter, box: QRectF, shape: Rect) -> None:
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
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, not upright or shape.width != 1)
            painter.drawLine(QLineF(x0, y0, x1, y1))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))

    def _polygon(self, painter: QPainter, shape: Polygon) -> None:
        painter.setPen(self._pen(shape.stroke, shape.width, ()) if shape.stroke else Qt.PenStyle.NoPen)
        painter.setBrush(self.color(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape.points]))

    def _text(self, painter: QPainter, shape: Text) -> None:
        text = shape.text
        metric = self._metric(shape.px, shape.weight)
        width = self.measure(text, shape.px, shape.weight)
        if shape.w > 0 and width > shape.w:
            text = metric.elidedText(text, Qt.TextElideMode.ElideRight, shape.w)
            width = metric.horizontalAdvance(text)
        x = shape.x
        if shape.align == "right":
            x += shape.w - width
        elif shape.align == "center":
            x += (shape.w - width) / 2
        painter.setFont(self._font(shape.px, shape.weight))
        painter.setPen(self.color(shape.color))
        baseline = shape.y + (shape.h + metric.ascent() - metric.descent()) / 2
        painter.drawText(QPointF(x, baseline), text)
