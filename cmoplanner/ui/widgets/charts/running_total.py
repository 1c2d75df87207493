"""A running total over the horizon with its range, the end of the year, and the month in which it is even."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.carryover import Floats
from cmoplanner.report.outcome_figures import HorizonBalance
from cmoplanner.report.scale import Scale, around, ticks
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.axes import WORD_PX, paint_band, paint_grid, paint_line, paint_point
from cmoplanner.ui.widgets.charts.chart import Chart, Mark

_LEFT, _TOP, _FOOT, _RIGHT = 34.0, 10.0, 22.0, 52.0


class RunningTotal(Chart):
    """Draws a HorizonBalance; every month asks for "balance"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Margin earned minus cost, running total"), 150, parent)
        self._balance: HorizonBalance | None = None
        self._stale = False

    def show_balance(self, balance: HorizonBalance, *, stale: bool = False) -> None:
        """Draw this balance; with `stale`, its range is of an earlier plan."""
        self._balance = balance
        self._stale = stale
        self.renew()

    @property
    def _box(self) -> QRectF:
        wide = max(1.0, self.width() - _LEFT - _RIGHT)
        return QRectF(_LEFT, _TOP, wide, max(1.0, self.height() - _TOP - _FOOT))

    def _x(self, month: float) -> float:
        """Return where a number of months after the start is."""
        count = len(self._balance.running) if self._balance else 1
        return self._box.left() + self._box.width() * month / count

    def place(self) -> Sequence[Mark]:
        balance = self._balance
        if balance is None:
            return ()
        box = self._box
        return [
            Mark(QRectF(self._x(i), box.top(), self._x(i + 1) - self._x(i), box.height()), balance.words(i), "balance")
            for i in range(len(balance.running))
        ]

    def draw(self, painter: QPainter) -> None:
        balance = self._balance
        if balance is None:
            return
        box, theme = self._box, self.theme
        scale = self._scale(balance)
        lines = [(at, balance.scaled.tick(at)) for at in ticks(scale.low, scale.high, 5)]
        paint_grid(painter, theme, box, scale, lines)
        self._paint_years(painter, balance, box)
        if balance.band is not None:
            paint_band(
                painter,
                theme,
                self._line(scale, balance.band.p10),
                self._line(scale, balance.band.p90),
                "accent",
                stale=self._stale,
            )
        paint_line(painter, theme, self._line(scale, balance.running), "accent")
        self._paint_even(painter, balance, box, scale)
        self._paint_ends(painter, balance, box, scale)

    def _scale(self, balance: HorizonBalance) -> Scale:
        lows, tops = [0.0, float(balance.running.min())], [0.0, float(balance.running.max())]
        if balance.band is not None:
            lows.append(float(balance.band.p10.min()))
            tops.append(float(balance.band.p90.max()))
        low, high = around(min(lows), max(*tops, 1.0), 5)
        return Scale(low, high, self._box.bottom(), self._box.top())

    def _line(self, scale: Scale, values: Floats) -> list[QPointF]:
        start = QPointF(self._x(0), scale.at(0))
        return [start, *(QPointF(self._x(i + 1), scale.at(value)) for i, value in enumerate(values.tolist()))]

    def _paint_years(self, painter: QPainter, balance: HorizonBalance, box: QRectF) -> None:
        """Name the first month of each year, and mark the end of the plan's year."""
        painter.setFont(self.theme.font(WORD_PX))
        count = len(balance.running)
        for month in range(0, count, MONTHS_A_YEAR):
            x = self._x(month)
            painter.setPen(QPen(self.theme.color("border_strong"), 1))
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.bottom() + 4))
            painter.setPen(self.theme.color("text_3"))
            room = QRectF(x + 3, box.bottom() + 4, self._x(min(count, month + MONTHS_A_YEAR)) - x + 20, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, balance.names[month])
        if count <= MONTHS_A_YEAR:
            return
        x = self._x(MONTHS_A_YEAR)
        pen = QPen(self.theme.color("text_3"), 1)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, box.top() + 16), QPointF(x, box.bottom()))
        painter.setPen(self.theme.color("text_2"))
        painter.drawText(QRectF(x - 60, box.top() - 2, 120, 16), Qt.AlignmentFlag.AlignCenter, _("year end"))

    def _paint_even(self, painter: QPainter, balance: HorizonBalance, box: QRectF, scale: Scale) -> None:
        """Mark the month in which the total is even; its words stand above everything that is drawn there."""
        even = balance.even
        if even is None:
            return
        point = QPointF(self._x(even + 1), scale.at(balance.running[even]))
        room = self._even_room(balance, box, scale, point)
        pen = QPen(self.theme.color("positive"), 1)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(point.x(), room.bottom()), QPointF(point.x(), point.y() - 6))
        painter.setPen(QPen(self.theme.color("positive"), 2))
        painter.setBrush(self.theme.color("surface"))
        painter.drawEllipse(point, 4.5, 4.5)
        painter.fillRect(room, self.theme.color("surface"))
        painter.setFont(self.theme.font(WORD_PX, 600))
        painter.setPen(self.theme.color("positive"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, balance.even_words)

    def _even_room(self, balance: HorizonBalance, box: QRectF, scale: Scale, point: QPointF) -> QRectF:
        """Return where the words of the even month stand: to the left of its point, over the lines that are there."""
        wide = QFontMetricsF(self.theme.font(WORD_PX, 600)).horizontalAdvance(balance.even_words) + 4
        left = max(box.left() + 4, min(point.x() + 6, box.right()) - wide)
        top = balance.running if balance.band is None else np.maximum(balance.running, balance.band.p90)
        count = len(balance.running)
        months = [i for i in range(count) if left - 4 <= self._x(i + 1) <= left + wide + 4]
        highest = max([float(balance.running[balance.even or 0]), *(float(top[i]) for i in months)])
        return QRectF(left, max(box.top() + 14, scale.at(highest) - 22), wide, 15)

    def _paint_ends(self, painter: QPainter, balance: HorizonBalance, box: QRectF, scale: Scale) -> None:
        """Write the figures at the end of the lines; those of the range give way to that of the plan."""
        plan = float(balance.running[-1])
        place = QPointF(box.right(), scale.at(plan))
        paint_point(painter, self.theme, place, "accent", 3)
        painter.setFont(self.theme.font(12, 600))
        painter.setPen(self.theme.color("text"))
        self._write(painter, box, place.y(), balance.scaled.change(plan))
        if balance.band is None:
            return
        painter.setFont(self.theme.font(WORD_PX))
        painter.setPen(self.theme.color("text_3"))
        for value in (float(balance.band.p10[-1]), float(balance.band.p90[-1])):
            if abs(scale.at(value) - place.y()) >= 15:
                self._write(painter, box, scale.at(value), balance.scaled.change(value))

    def _write(self, painter: QPainter, box: QRectF, y: float, text: str) -> None:
        painter.drawText(QRectF(box.right() + 8, y - 8, _RIGHT - 8, 16), Qt.AlignmentFlag.AlignVCenter, text)
