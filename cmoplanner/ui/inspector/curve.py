"""The response curve of one lane: responses by money a month, with today's point on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmoplanner.ui.theme import Theme

HEIGHT = 168
_FOOT = 20
_TOP = 8


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of money a month and responses a month, the point of today, and the words at the axis."""

    points: Sequence[tuple[float, float]]
    today: tuple[float, float] | None
    today_word: str
    end_word: str
    zero_word: str


class CurveChart(QWidget):
    """Draws a Curve."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._curve: Curve | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_curve(self, curve: Curve) -> None:
        """Draw this curve."""
        self._curve = curve
        self.setAccessibleName(curve.today_word)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        curve = self._curve
        if curve is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        box = QRectF(1, _TOP, self.width() - 2, HEIGHT - _FOOT - _TOP)
        widest = curve.points[-1][0] or 1.0
        highest = max(y for _x, y in curve.points) or 1.0

        def place(x: float, y: float) -> QPointF:
            return QPointF(box.left() + box.width() * x / widest, box.bottom() - box.height() * y / highest)

        painter.setPen(QPen(color("border"), 1))
        for part in (0.0, 0.5):
            y = round(box.top() + box.height() * part) + 0.5
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(QPen(color("border_strong"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        path = QPainterPath(place(*curve.points[0]))
        for x, y in curve.points[1:]:
            path.lineTo(place(x, y))
        painter.setPen(QPen(color("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(path)
        if curve.today is not None:
            self._paint_today(painter, place(*curve.today), box, curve.today_word)
        painter.setFont(self._theme.font(11))
        painter.setPen(color("text_2"))
        foot = QRectF(0, HEIGHT - _FOOT + 2, self.width(), _FOOT - 2)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, curve.zero_word)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, curve.end_word)

    def _paint_today(self, painter: QPainter, point: QPointF, box: QRectF, word: str) -> None:
        color = self._theme.color
        painter.setPen(QPen(color("text"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(point, QPointF(point.x(), box.bottom()))
        painter.setPen(QPen(color("surface"), 2))
        painter.setBrush(color("accent"))
        painter.drawEllipse(point, 5.5, 5.5)
        painter.setFont(self._theme.font(11, 600))
        painter.setPen(color("text"))
        width = painter.fontMetrics().horizontalAdvance(word)
        left = point.x() + 9 if point.x() + 9 + width <= box.right() else point.x() - 9 - width
        top = min(point.y() + 4, box.bottom() - 18)
        painter.drawText(QRectF(max(0.0, left), top, width + 1, 16), Qt.AlignmentFlag.AlignVCenter, word)
