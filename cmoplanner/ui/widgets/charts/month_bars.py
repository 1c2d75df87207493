"""Revenue by month as bars on the base, hatched where the month is still to come, with the range of the whole."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.report.outcome_figures import YearByMonth
from cmoplanner.report.scale import Scale, around, ticks
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.axes import WORD_PX, paint_band, paint_grid, paint_hatched, paint_line, paint_words
from cmoplanner.ui.widgets.charts.chart import Chart, Mark

_LEFT, _TOP, _FOOT, _GAP = 34.0, 18.0, 22.0, 8.0


class MonthBars(Chart):
    """Draws a YearByMonth; a month is asked for with "month"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Revenue by month"), 150, parent)
        self._year: YearByMonth | None = None
        self._stale = False

    def show_year(self, year: YearByMonth, *, stale: bool = False) -> None:
        """Draw this year; with `stale`, its range is of an earlier plan."""
        self._year = year
        self._stale = stale
        self.renew()

    @property
    def _box(self) -> QRectF:
        return QRectF(_LEFT, _TOP, max(1.0, self.width() - _LEFT - 4), max(1.0, self.height() - _TOP - _FOOT))

    def _pitch(self) -> float:
        return self._box.width() / 12

    def place(self) -> Sequence[Mark]:
        year = self._year
        if year is None:
            return ()
        box, pitch = self._box, self._pitch()
        return [
            Mark(QRectF(box.left() + i * pitch, box.top(), pitch, box.height()), year.words(i), "revenue")
            for i in range(len(year.base))
        ]

    def _scale(self, year: YearByMonth) -> Scale:
        tops = [float(year.whole.max()), float(year.base.max())]
        lows = [float(year.base.min()), float(year.whole.min()), 0.0]
        if year.band is not None:
            tops.append(float(year.band.p90.max()))
            lows.append(float(year.band.p10.min()))
        low, high = around(min(lows), max(*tops, 1.0), 4)
        return Scale(low, high, self._box.bottom(), self._box.top())

    def draw(self, painter: QPainter) -> None:
        year = self._year
        if year is None:
            return
        box, pitch, theme, scale = self._box, self._pitch(), self.theme, self._scale(year)
        paint_grid(painter, theme, box, scale, [(at, year.scaled.tick(at)) for at in ticks(scale.low, scale.high, 4)])
        middles = [box.left() + (i + 0.5) * pitch for i in range(len(year.base))]
        wide = max(2.0, pitch - _GAP)
        for i, x in enumerate(middles):
            self._paint_month(painter, scale, year, i, QRectF(x - wide / 2, 0, wide, 0))
        if year.band is not None:
            rest = range(max(0, year.closed - 1), len(middles))
            low, high = (
                [QPointF(middles[i], scale.at(line[i])) for i in rest] for line in (year.band.p10, year.band.p90)
            )
            paint_band(painter, theme, low, high, "accent", stale=self._stale)
        whole = [QPointF(x, scale.at(value)) for x, value in zip(middles, year.whole.tolist(), strict=True)]
        paint_line(painter, theme, whole, "accent")
        paint_words(painter, theme, box.bottom() + 4, list(zip(middles, year.names, strict=True)), pitch)
        if year.today is not None:
            self._paint_today(painter, box, box.left() + year.today * pitch)

    def _paint_month(self, painter: QPainter, scale: Scale, year: YearByMonth, i: int, slot: QRectF) -> None:
        zero, base, whole = scale.at(0), scale.at(float(year.base[i])), scale.at(float(year.whole[i]))
        painter.fillRect(
            QRectF(slot.left(), base, slot.width(), zero - base).normalized(), self.theme.color("border_strong")
        )
        added = QRectF(slot.left(), whole, slot.width(), base - whole).normalized()
        if added.height() < 0.5:
            return
        if i < year.closed:
            painter.fillRect(added, self.theme.color("accent"))
        else:
            paint_hatched(painter, self.theme, added, "accent")

    def _paint_today(self, painter: QPainter, box: QRectF, x: float) -> None:
        painter.setPen(QPen(self.theme.color("today"), 1.5))
        painter.drawLine(QPointF(x, box.top() - _TOP + 2), QPointF(x, box.bottom()))
        painter.setFont(self.theme.font(WORD_PX))
        word = _("today")
        wide = painter.fontMetrics().horizontalAdvance(word)
        left = x + 4 if x + 4 + wide <= box.right() else x - 4 - wide
        painter.drawText(QRectF(left, 0, wide + 2, 16), Qt.AlignmentFlag.AlignVCenter, word)
