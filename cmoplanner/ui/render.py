"""Paint the calendar's toolkit-free shapes with Qt, on a screen, a picture or a page."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from math import hypot
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
_LAID_OUT = 4_000
_BY_CONTEXT = QFont.Tag("calt")
_FEW_POINTS = 4
_TILE_WIDTH, _TILE_HEIGHT = 192, 36  # px; large tiles are painted faster, since they begin anew less often
_NO_PEN = QPen(Qt.PenStyle.NoPen)
_NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)


class Renderer:
    """Paints shapes in a theme's colours and font, and measures texts as it paints them.

    `searchable` is for PDF: tabular figures are glyphs of their own there, which no search takes for digits.
    Pens and brushes are kept, and a painter is only told of another one: half the time of a frame goes into telling.
    """

    def __init__(self, theme: Theme, *, searchable: bool = False) -> None:
        self._theme = theme
        self._searchable = searchable
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._metrics: dict[tuple[int, int], QFontMetricsF] = {}
        self._colors: dict[str, QColor] = {}
        self._brushes: dict[str, QBrush] = {"": _NO_BRUSH}
        self._pens: dict[tuple[str, float, tuple[float, ...]], QPen] = {}
        self._inks: dict[str, QPen] = {}
        self._hatchings: dict[tuple[str, str, float, float], QBrush] = {}
        self._width = lru_cache(maxsize=_MEASURED)(self._advance)
        self._laid_out = lru_cache(maxsize=_LAID_OUT)(self._lay_out)
        self._smoothing = True
        self._ratio = 1.0
        self._pen_held: QPen | None = None
        self._brush_held: QBrush | None = None
        self._font_held: QFont | None = None
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
        self._brushes = {"": _NO_BRUSH}
        self._pens.clear()
        self._inks.clear()
        self._hatchings.clear()

    @property
    def theme(self) -> Theme:
        """Whose colours and font are painted with."""
        return self._theme

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
                font.setFeature(_BY_CONTEXT, 0)  # a colon or dash beside capitals is such a glyph as well
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
            painter.setClipRect(QRectF(region.x, region.y, region.w, region.h), Qt.ClipOperation.IntersectClip)
            painter.translate(region.x + region.dx, region.y + region.dy)
            self.shapes(painter, region.shapes)
            painter.restore()

    def shapes(self, painter: QPainter, shapes: Iterable[Shape]) -> None:
        """Paint shapes at the painter's origin; it smooths edges before and after."""
        paint = self._painters
        self._take_up(painter)
        for shape in shapes:
            paint[type(shape)](painter, shape)
        self._smooth(painter, on=True)

    def _take_up(self, painter: QPainter) -> None:
        """Begin with a painter that smooths and of which nothing else is known."""
        self._smoothing = True
        self._ratio = painter.device().devicePixelRatioF()
        self._pen_held = self._brush_held = self._font_held = None

    def _smooth(self, painter: QPainter, *, on: bool) -> None:
        """Have edges smoothed or not; the painter is asked only where that changes."""
        if self._smoothing is not on:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on)
            self._smoothing = on

    def _take(self, painter: QPainter, pen: QPen, brush: QBrush) -> None:
        """Have lines drawn with a pen and areas filled with a brush."""
        if pen is not self._pen_held:
            painter.setPen(pen)
            self._pen_held = pen
        if brush is not self._brush_held:
            painter.setBrush(brush)
            self._brush_held = brush

    def _pen(self, color: str, width: float, dash: tuple[float, ...]) -> QPen:
        if not color:
            return _NO_PEN
        key = (color, width, dash)
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = self._new_pen(color, width, dash)
        return pen

    def _new_pen(self, color: str, width: float, dash: tuple[float, ...]) -> QPen:
        pen = QPen(self.color(color), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            pen.setDashPattern([part / width for part in dash])
        return pen

    def _brush(self, color: str) -> QBrush:
        brush = self._brushes.get(color)
        if brush is None:
            brush = self._brushes[color] = QBrush(self.color(color))
        return brush

    def _rect(self, painter: QPainter, shape: Rect) -> None:
        x, y, w, h, fill, stroke, width, radius, dash, hatch, pitch = shape
        box = QRectF(x, y, w, h)
        if not self._smoothing:
            self._smooth(painter, on=True)
        if not stroke and not radius and not hatch:
            painter.fillRect(box, self._brush(fill))
            return
        if hatch and not self._searchable:
            painter.setBrushOrigin(QPointF(x, y + h))
            self._take(painter, self._pen(stroke, width, dash), self._hatching(fill, hatch, pitch))
        else:
            self._take(painter, self._pen(stroke, width, dash), self._brush(fill))
        if radius:
            painter.drawRoundedRect(box, radius, radius)
        else:
            painter.drawRect(box)
        if hatch and self._searchable:
            self._hatch_lines(painter, box, shape)

    def _boxes(self, painter: QPainter, shape: Boxes) -> None:
        self._smooth(painter, on=False)
        self._take(painter, _NO_PEN, self._brush(shape.fill))
        painter.drawRects([QRectF(*box) for box in shape.boxes])

    def _hatching(self, fill: str, color: str, pitch: float) -> QBrush:
        """Return a fill with strokes over it as a tile that repeats: a bar is filled at once, whatever its length."""
        key = (fill, color, pitch, self._ratio)
        brush = self._hatchings.get(key)
        if brush is None:
            brush = self._hatchings[key] = self._new_hatching(*key)
        return brush

    def _new_hatching(self, fill: str, color: str, pitch: float, ratio: float) -> QBrush:
        side = round(pitch * ratio)
        across, down = -(-_TILE_WIDTH // side), -(-_TILE_HEIGHT // side)
        tile = QPixmap(side * across, side * down)
        tile.fill(self.color(fill) if fill else Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.color(color), ratio))
        below = side * (down + 1)  # strokes begin under the tile and run on over its edges
        painter.drawLines(
            [QLineF(side * i, below, side * i + below + side, -side) for i in range(-down - 2, across + 1)]
        )
        painter.end()
        brush = QBrush(tile)
        brush.setTransform(QTransform.fromScale(pitch / side, pitch / side))
        return brush

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
        points, color, width, dash = shape
        pen = self._pen(color, width, dash)
        if len(points) == 2:
            (x0, y0), (x1, y1) = points
            smooth = dash != () or width != 1 or (x0 != x1 and y0 != y1)
            if smooth is not self._smoothing:
                self._smooth(painter, on=smooth)
            if pen is not self._pen_held:
                painter.setPen(pen)
                self._pen_held = pen
            painter.drawLine(QLineF(x0, y0, x1, y1))
            return
        self._smooth(painter, on=True)
        self._take(painter, pen, _NO_BRUSH)
        if len(points) > _FEW_POINTS and "@" not in color and not self._searchable:
            self._parts(painter, shape)
        else:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))

    def _parts(self, painter: QPainter, shape: Line) -> None:
        """Paint a line through many points part by part; the outline of the whole takes five times as long.

        Each part begins a little before the end of the last one, so that no gap is seen where it turns.
        """
        lines: list[QLineF] = []
        for (x0, y0), (x1, y1) in pairwise(shape.points):
            length = hypot(x1 - x0, y1 - y0)
            lap = shape.width / 4 / length if length and lines and not shape.dash else 0.0
            lines.append(QLineF(x0 - lap * (x1 - x0), y0 - lap * (y1 - y0), x1, y1))
        painter.drawLines(lines)

    def _polygon(self, painter: QPainter, shape: Polygon) -> None:
        points, fill, stroke, width = shape
        if not self._smoothing:
            self._smooth(painter, on=True)
        self._take(painter, self._pen(stroke, width, ()), self._brush(fill))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))

    def _text(self, painter: QPainter, shape: Text) -> None:
        x, y, w, h, text, px, weight, color, align = shape
        static, width, rise, font = self._laid_out(text, px, weight, w)
        if align == "right":
            x += w - width
        elif align == "center":
            x += (w - width) / 2
        if font is not self._font_held:
            painter.setFont(font)
            self._font_held = font
        pen = self._inks.get(color)
        if pen is None:
            pen = self._inks[color] = QPen(self.color(color))
        if pen is not self._pen_held:
            painter.setPen(pen)
            self._pen_held = pen
        painter.drawStaticText(QPointF(x, y + (h - rise) / 2), static)

    def _lay_out(self, text: str, px: int, weight: int, room: float) -> tuple[QStaticText, float, float, QFont]:
        """Return a text shaped once, cut to `room` px if that is above 0, with its width, line height and font."""
        metric, font = self._metric(px, weight), self._font(px, weight)
        width = self.measure(text, px, weight)
        if 0 < room < width:
            text = metric.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metric.horizontalAdvance(text)
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(QTransform(), font)
        return static, width, metric.ascent() + metric.descent(), font
