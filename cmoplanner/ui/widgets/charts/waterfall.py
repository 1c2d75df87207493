"""A bridge of bars: full ones from the ground, steps between them, a gap to the goal; a cut axis is drawn as cut."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.report.outcome_figures import BaseToGoal, Step
from cmoplanner.report.scale import Scale
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.axes import WORD_PX
from cmoplanner.ui.widgets.charts.chart import Chart, Mark

_SIDE, _TOP, _FOOT = 6.0, 22.0, 22.0
_ROW = 14.0  # from one row of names to the next
_APART = 4.0
_FILLS = {"base": "border_strong", "up": "positive", "down": "negative", "whole": "accent", "over": "positive"}
_FULL = ("base", "whole", "goal")
_BREAK = 14.0  # above the ground


class Waterfall(Chart):
    """Draws a BaseToGoal; its steps are asked for by their keys."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("From base to goal"), 150, parent)
        self._bridge: BaseToGoal | None = None

    def show_bridge(self, bridge: BaseToGoal) -> None:
        """Draw this bridge."""
        self._bridge = bridge
        self.renew()

    @property
    def staggered(self) -> bool:
        """Whether every other name stands a row lower, as they have no room beside each other."""
        bridge = self._bridge
        if bridge is None:
            return False
        wide = [self._wide(step.name) for step in bridge.steps]
        pitch = (self.width() - 2 * _SIDE) / len(wide)
        return any((one + other) / 2 + _APART > pitch for one, other in pairwise(wide))

    def _wide(self, name: str) -> float:
        return QFontMetricsF(self.theme.font(WORD_PX)).horizontalAdvance(name)

    @property
    def _box(self) -> QRectF:
        wide = max(1.0, self.width() - 2 * _SIDE)
        foot = _FOOT + (_ROW if self.staggered else 0)
        return QRectF(_SIDE, _TOP, wide, max(1.0, self.height() - _TOP - foot))

    def place(self) -> Sequence[Mark]:
        bridge = self._bridge
        if bridge is None:
            return ()
        box = self._box
        pitch = box.width() / len(bridge.steps)
        return [
            Mark(QRectF(box.left() + i * pitch, 0, pitch, self.height()), step.words, step.key)
            for i, step in enumerate(bridge.steps)
        ]

    def draw(self, painter: QPainter) -> None:
        bridge = self._bridge
        if bridge is None:
            return
        box, staggered = self._box, self.staggered
        high = max(step.high for step in bridge.steps)
        low = bridge.cut or min(0.0, *(step.low for step in bridge.steps))
        scale = Scale(low, max(high, low + 1.0), box.bottom(), box.top())
        painter.setPen(QPen(self.theme.color("border_strong"), 1))
        ground = round(scale.at(max(low, 0.0))) + 0.5
        painter.drawLine(QPointF(box.left(), ground), QPointF(box.right(), ground))
        for i, (step, mark) in enumerate(zip(bridge.steps, self.marks, strict=True)):
            self._paint_step(painter, scale, step, mark.box, cut=bool(bridge.cut))
            lower = _ROW if staggered and i % 2 else 0.0
            self._paint_name(painter, step.name, mark.box, box.bottom() + 3 + lower)
            if i + 1 < len(bridge.steps):
                self._paint_joint(painter, scale, bridge.steps[i : i + 2], mark.box)

    def _paint_step(self, painter: QPainter, scale: Scale, step: Step, slot: QRectF, *, cut: bool) -> None:
        inset = slot.width() * 0.15
        top, bottom = scale.at(step.high), scale.at(max(step.low, scale.low))
        bar = QRectF(slot.left() + inset, top, slot.width() - 2 * inset, max(1.0, bottom - top))
        color = self.theme.color
        if step.kind == "goal":
            painter.setPen(QPen(color("text_2"), 1.5))
            painter.setBrush(color("surface"))
            painter.drawRect(bar)
        elif step.kind == "gap":
            fill = QColor(color("negative"))
            fill.setAlphaF(0.12)
            pen = QPen(color("negative"), 1)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(fill)
            painter.drawRect(bar)
        else:
            painter.fillRect(bar, color(_FILLS[step.kind]))
        if cut and step.kind in _FULL:
            self._paint_break(painter, bar)
        self._paint_texts(painter, step, bar, slot)

    def _paint_texts(self, painter: QPainter, step: Step, bar: QRectF, slot: QRectF) -> None:
        color = self.theme.color
        roles = {"up": "positive", "over": "positive", "down": "negative", "gap": "negative"}
        painter.setFont(self.theme.font(12, 600))
        painter.setPen(color(roles.get(step.kind, "text")))
        centre = Qt.AlignmentFlag.AlignCenter
        wide = painter.fontMetrics().horizontalAdvance(step.text) + 2
        painter.drawText(QRectF(slot.center().x() - wide / 2, bar.top() - 19, wide, 16), centre, step.text)

    def _paint_name(self, painter: QPainter, name: str, slot: QRectF, top: float) -> None:
        """Write a name under its bar; only one that finds no room between its neighbours' neighbours is cut."""
        painter.setFont(self.theme.font(WORD_PX))
        painter.setPen(self.theme.color("text_2"))
        wide = min(self._wide(name) + 2, 2 * slot.width())
        left = min(max(0.0, slot.center().x() - wide / 2), self.width() - wide)
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(wide) + 1)
        painter.drawText(QRectF(left, top, wide, 16), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_break(self, painter: QPainter, bar: QRectF) -> None:
        y = bar.bottom() - _BREAK
        if y - 4 <= bar.top():
            return
        painter.setPen(QPen(self.theme.color("surface"), 3))
        middle = QPointF(bar.center().x(), y - 4)
        painter.drawLine(QPointF(bar.left() - 2, y), middle)
        painter.drawLine(middle, QPointF(bar.right() + 2, y))

    def _paint_joint(self, painter: QPainter, scale: Scale, pair: Sequence[Step], slot: QRectF) -> None:
        """Draw the dotted line from the end of a step to the beginning of the next."""
        first, second = pair
        level = first.low if first.kind == "down" else first.high
        if second.kind == "goal":
            level = second.high
        pen = QPen(self.theme.color("text_3"), 1)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        y = round(scale.at(level)) + 0.5
        painter.drawLine(QPointF(slot.right() - slot.width() * 0.15, y), QPointF(slot.right() + slot.width() * 0.15, y))
