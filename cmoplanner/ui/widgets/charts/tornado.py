"""Bars around a centre line: by how much a figure moves with each assumption, the largest on top."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.outcome_tornado import Hinges, Lever
from cmoplanner.report.scale import Scale
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.axes import WORD_PX
from cmoplanner.ui.widgets.charts.chart import Chart, Mark

ROW = 24
_BAR, _TEXT = 11.0, 52.0
_NAMES = 0.58  # of the width, at most
_AFTER = 12.0  # a name


class TornadoBars(Chart):
    """Draws Hinges; an assumption is asked for by its key. Up and Down go from bar to bar."""

    STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What it hinges on"), ROW, parent)
        self._hinges: Hinges | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hinges(self, hinges: Hinges) -> None:
        """Draw these bars."""
        self._hinges = hinges
        self.setFixedHeight(ROW * max(1, len(hinges.levers)))
        self.renew()

    def place(self) -> Sequence[Mark]:
        levers = self._hinges.levers if self._hinges else ()
        return [Mark(QRectF(0, i * ROW, self.width(), ROW), one.words, one.key) for i, one in enumerate(levers)]

    def draw(self, painter: QPainter) -> None:
        if self._hinges is None or not self._hinges.levers:
            return
        names = self._names_width(self._hinges)
        room = QRectF(names + _TEXT, 0, max(1.0, self.width() - names - 2 * _TEXT), self.height())
        ends = [0.0, *(end for one in self._hinges.levers for end in (one.low, one.high))]
        scale = Scale(min(ends), max(*ends, min(ends) + 1e-9), room.left(), room.right())
        for mark, one in zip(self.marks, self._hinges.levers, strict=True):
            self._paint_lever(painter, scale, one, mark.box, names)
        x = round(scale.at(0.0)) + 0.5
        painter.setPen(QPen(self.theme.color("text_2"), 1))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def _names_width(self, hinges: Hinges) -> float:
        """Return the room of the names: what the longest one needs, as far as the bars can spare it."""
        metrics = QFontMetricsF(self.theme.font(12))
        longest = max(metrics.horizontalAdvance(one.name) for one in hinges.levers)
        return min(self.width() * _NAMES, longest + _AFTER)

    def _paint_lever(self, painter: QPainter, scale: Scale, one: Lever, row: QRectF, names: float) -> None:
        color, level = self.theme.color, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self.theme.font(12))
        painter.setPen(color("text"))
        name = painter.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, int(names) - 6)
        painter.drawText(QRectF(0, row.top(), names, row.height()), level, name)
        zero, top = scale.at(0.0), row.center().y() - _BAR / 2
        for value in (one.low, one.high):
            role = "positive" if value > 0 else "negative"
            painter.fillRect(QRectF(zero, top, scale.at(value) - zero, _BAR).normalized(), color(role))
        painter.setFont(self.theme.font(WORD_PX))
        painter.setPen(color("text_2"))
        (left, left_text), (right, right_text) = sorted(((one.low, one.low_text), (one.high, one.high_text)))
        if left < 0:
            box = QRectF(scale.at(left) - _TEXT - 4, row.top(), _TEXT, row.height())
            painter.drawText(box, level | Qt.AlignmentFlag.AlignRight, left_text)
        if right > 0:
            painter.drawText(QRectF(scale.at(right) + 4, row.top(), _TEXT, row.height()), level, right_text)
