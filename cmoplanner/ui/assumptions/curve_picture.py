"""Response curves of a channel beside each other: lines, a band, measured points, and the money of today."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.report.formats import Formats
from cmoplanner.report.scale import Scale, around, ticks
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.charts.axes import (
    WORD_PX,
    paint_band,
    paint_grid,
    paint_line,
    paint_point,
    paint_words,
)
from cmoplanner.ui.widgets.charts.chart import Chart, Mark

_LEFT, _TOP, _FOOT, _RIGHT = 52.0, 30.0, 24.0, 14.0
_LEAST = 240

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One curve by spend a month, the role of its colour, and what it is called."""

    points: Points
    role: str
    word: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Curves, the last one on top; a band between two lines; measured months with their words; spend of today."""

    curves: Sequence[Drawn] = ()
    low: Points = ()
    high: Points = ()
    months: Sequence[tuple[float, float, str]] = ()
    today: float | None = None
    unit: str = ""
    words: str = field(default="")


class CurvePicture(Chart):
    """Draws a Picture; its marks are the measured months, or the points of the last curve."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Response curve"), _LEAST, parent)
        self.picture = Picture()
        self._formats: Formats | None = None

    def show_picture(self, picture: Picture, formats: Formats) -> None:
        """Draw this picture, with figures as a plan writes them."""
        self.picture, self._formats = picture, formats
        self.setAccessibleDescription(picture.words)
        self.renew()

    @property
    def _box(self) -> QRectF:
        return QRectF(_LEFT, _TOP, max(1.0, self.width() - _LEFT - _RIGHT), max(1.0, self.height() - _TOP - _FOOT))

    def _scales(self) -> tuple[Scale, Scale]:
        picture, box = self.picture, self._box
        known = [point for curve in picture.curves for point in curve.points]
        known += [*picture.high, *((x, y) for x, y, _word in picture.months)]
        widest = max((x for x, _y in known), default=1.0) or 1.0
        highest = max((y for _x, y in known), default=1.0) or 1.0
        low, high = around(0.0, highest, 5)
        return Scale(0.0, widest, box.left(), box.right()), Scale(low, high, box.bottom(), box.top())

    def _placed(self, points: Points) -> list[QPointF]:
        across, up = self._scales()
        return [QPointF(across.at(x), up.at(y)) for x, y in points]

    def place(self) -> Sequence[Mark]:
        picture, formats = self.picture, self._formats
        if formats is None or not picture.curves:
            return ()
        if picture.months:
            places = self._placed([(x, y) for x, y, _word in picture.months])
            found = list(zip(places, [word for _x, _y, word in picture.months], strict=True))
        else:
            points = picture.curves[-1].points[::6]
            told = _("At {spend} a month: {responses} responses")
            words = [
                told.format(spend=formats.short_amount(x), responses=formats.number(y, 0 if y >= 100 else 1))
                for x, y in points
            ]
            found = list(zip(self._placed(points), words, strict=True))
        return [Mark(QRectF(at.x() - 6, at.y() - 6, 12, 12), word) for at, word in found]

    def draw(self, painter: QPainter) -> None:
        picture, formats, box = self.picture, self._formats, self._box
        if formats is None or not picture.curves:
            return
        across, up = self._scales()
        lines = [(value, formats.short_amount(value)) for value in ticks(up.low, up.high, 5)]
        paint_grid(painter, self.theme, box, up, lines)
        steps = ticks(across.low, across.high, 6)
        pitch = box.width() / max(1, len(steps) - 1)
        words = [(across.at(value), formats.short_amount(value)) for value in steps]
        paint_words(painter, self.theme, box.bottom() + 4, words, pitch)
        if picture.low and picture.high:
            paint_band(painter, self.theme, self._placed(picture.low), self._placed(picture.high), "accent")
        for curve in picture.curves:
            paint_line(painter, self.theme, self._placed(curve.points), curve.role)
        for point in self._placed([(x, y) for x, y, _word in picture.months]):
            paint_point(painter, self.theme, point, "text_2", 2.5)
        if picture.today is not None and across.low <= picture.today <= across.high:
            self._paint_today(painter, box, across.at(picture.today))
        self._paint_key(painter, box)

    def _paint_today(self, painter: QPainter, box: QRectF, x: float) -> None:
        painter.setPen(QPen(self.theme.color("text_2"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.setFont(self.theme.font(WORD_PX))
        word = _("today")
        width = painter.fontMetrics().horizontalAdvance(word)
        left = x + 5 if x + 5 + width < box.right() else x - 5 - width
        painter.drawText(QRectF(left, box.bottom() - 18, width + 1, 16), Qt.AlignmentFlag.AlignVCenter, word)

    def _paint_key(self, painter: QPainter, box: QRectF) -> None:
        """Name the curves over the picture, each after a stroke of its colour, and first what is counted."""
        painter.setFont(self.theme.font(WORD_PX))
        metrics = painter.fontMetrics()
        x = 4.0
        for drawn in [None, *self.picture.curves]:
            text = self.picture.unit if drawn is None else drawn.word
            width = metrics.horizontalAdvance(text)
            if drawn is not None:
                if x + 20 + width > box.right():
                    return
                painter.setPen(QPen(self.theme.color(drawn.role), 2))
                painter.drawLine(QPointF(x, 11), QPointF(x + 14, 11))
                x += 20
            painter.setPen(self.theme.color("text_2"))
            painter.drawText(QRectF(x, 3, width + 1, 16), Qt.AlignmentFlag.AlignVCenter, text)
            x += width + 18
