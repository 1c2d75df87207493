"""Where one is in the assistant: five circles on a line, done ones ticked."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_tick

_HEIGHT = 56
_RADIUS = 13.0


class Stepper(QWidget):
    """Shows the steps; it takes no clicks, Back and Continue do."""

    def __init__(self, theme: Theme, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps = tuple(steps)
        self._current = 0
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_step(0)

    def show_step(self, number: int) -> None:
        """Mark a step, counted from 0, as the one that is being answered."""
        self._current = number
        told = _("Step {n} of {all}: {name}")
        self.setAccessibleName(told.format(n=number + 1, all=len(self._steps), name=self._steps[number]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(520, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._steps)
        centres = [QPointF(width * (i + 0.5), _RADIUS + 2) for i in range(len(self._steps))]
        for i in range(1, len(centres)):
            color = self._theme.color("accent" if i <= self._current else "border_strong")
            painter.setPen(QPen(color, 2 if i <= self._current else 1))
            gap = QPointF(_RADIUS + 4, 0)
            painter.drawLine(centres[i - 1] + gap, centres[i] - gap)
        for i, centre in enumerate(centres):
            self._paint_circle(painter, i, centre)
            self._paint_name(painter, i, QRectF(width * i, 2 * _RADIUS + 8, width, 20))

    def _paint_circle(self, painter: QPainter, i: int, centre: QPointF) -> None:
        color = self._theme.color
        done, current = i < self._current, i == self._current
        painter.setPen(QPen(color("accent" if done or current else "border_strong"), 2))
        painter.setBrush(color("accent" if done else "surface"))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
        if done:
            paint_tick(painter, centre, color("on_accent"), Qt.CheckState.Checked)
            return
        painter.setPen(color("accent" if current else "text_2"))
        painter.setFont(self._theme.font(12, 600))
        side = 2 * _RADIUS
        place = QRectF(centre.x() - _RADIUS, centre.y() - _RADIUS, side, side)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(i + 1))

    def _paint_name(self, painter: QPainter, i: int, place: QRectF) -> None:
        current = i == self._current
        painter.setPen(self._theme.color("text" if current else "text_2"))
        painter.setFont(self._theme.font(12, 600 if current else 400))
        room = int(place.width()) - 8
        text = painter.fontMetrics().elidedText(self._steps[i], Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
