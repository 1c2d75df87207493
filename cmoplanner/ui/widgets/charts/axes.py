"""The painting that charts share: grid lines with their numbers, words under an axis, bands, hatches."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from cmoplanner.report.scale import Scale
from cmoplanner.ui.theme import Theme

WORD_PX = 11
GAP = 6.0
BAND_OPACITY = 0.16
_HATCH_PITCH = 6.0
_STALE = 0.35


def paint_grid(painter: QPainter, theme: Theme, box: QRectF, scale: Scale, lines: Iterable[tuple[float, str]]) -> None:
    """Draw level lines through a box with their words at the left of it; the line at zero is stronger."""
    painter.setFont(theme.font(WORD_PX))
    for value, word in lines:
        y = round(scale.at(value)) + 0.5
        painter.setPen(QPen(theme.color("border_strong" if value == 0 else "border"), 1))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(theme.color("text_3"))
        room = QRectF(0, y - 8, box.left() - GAP, 16)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)


def paint_words(painter: QPainter, theme: Theme, top: float, places: Sequence[tuple[float, str]], pitch: float) -> None:
    """Write words centred under places; as many are left out as do not fit beside each other."""
    painter.setFont(theme.font(WORD_PX))
    painter.setPen(theme.color("text_3"))
    metrics = painter.fontMetrics()
    widest = max((metrics.horizontalAdvance(word) for _x, word in places), default=0)
    every = next((n for n in (1, 2, 3, 4, 6, 12) if widest + GAP <= pitch * n), 12)
    for x, word in places[::every]:
        painter.drawText(QRectF(x - widest, top, 2 * widest, 16), Qt.AlignmentFlag.AlignCenter, word)


def through(points: Sequence[QPointF]) -> QPainterPath:
    """Return the line through points."""
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    return path


def paint_band(
    painter: QPainter, theme: Theme, low: Sequence[QPointF], high: Sequence[QPointF], role: str, *, stale: bool = False
) -> None:
    """Fill the area between two lines, and dash both; pale where it is of an earlier plan."""
    painter.save()
    painter.setOpacity(painter.opacity() * (_STALE if stale else 1.0))
    area = through(high)
    for point in reversed(low):
        area.lineTo(point)
    area.closeSubpath()
    fill = QColor(theme.color(role))
    fill.setAlphaF(BAND_OPACITY)
    painter.fillPath(area, fill)
    pen = QPen(theme.color(role), 1)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(through(low))
    painter.drawPath(through(high))
    painter.restore()


def paint_line(painter: QPainter, theme: Theme, points: Sequence[QPointF], role: str, width: float = 2.0) -> None:
    """Draw a line through points."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(theme.color(role), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(through(points))


def paint_point(painter: QPainter, theme: Theme, point: QPointF, role: str, radius: float = 5.0) -> None:
    """Draw a point with a ring of the ground around it."""
    painter.setPen(QPen(theme.color("surface"), 2))
    painter.setBrush(theme.color(role))
    painter.drawEllipse(point, radius + 1, radius + 1)


def paint_hatched(painter: QPainter, theme: Theme, box: QRectF, role: str) -> None:
    """Fill a box with 45° lines, and frame it."""
    color = theme.color(role)
    painter.fillRect(box, theme.color("surface"))
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(color, 1))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += _HATCH_PITCH
    painter.restore()
    painter.setPen(QPen(color, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def solid(theme: Theme, role: str) -> QBrush:
    """Return a role's colour as a brush."""
    return QBrush(theme.color(role))
