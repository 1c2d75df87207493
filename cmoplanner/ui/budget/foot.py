"""The strip under the budget grid: top-down as an outline against bottom-up as bars, and the gap as a sum."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.report.budget.words import Foot
from cmoplanner.report.formats import Formats
from cmoplanner.ui.theme import Theme

_HEIGHT = 44
_BARS = 218
_WORDS = 430  # px that the words at the right get
_BAR = 11


class FootStrip(QWidget):
    """44 high; the same scale for both lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._foot: Foot | None = None
        self._formats: Formats | None = None
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    def show_foot(self, foot: Foot, formats: Formats) -> None:
        """Show other sums."""
        self._foot, self._formats = foot, formats
        self.setAccessibleName(
            _("Top-down {given}, bottom-up {planned}, {gap}").format(
                given=formats.whole(foot.given), planned=formats.whole(foot.planned), gap=foot.gap
            )
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        painter.fillRect(self.rect(), color("surface"))
        painter.fillRect(0, 0, self.width(), 1, color("border_strong"))
        if self._foot is None or self._formats is None:
            return
        foot, whole = self._foot, self._formats.whole
        lines = ngettext("Bottom-up, {n} line", "Bottom-up, {n} lines", foot.lines)
        lines = lines.format(n=self._formats.number(foot.lines))
        for top, name, value in ((4, _("Top-down"), foot.given), (23, lines, foot.planned)):
            self._text(painter, QRectF(12, top, 130, 17), name, "text_2")
            self._text(painter, QRectF(110, top, _BARS - 116, 17), whole(value), "text", 600, right=True)
        room = max(80.0, self.width() - _BARS - _WORDS - 24)
        parts = (("text", foot.booked), ("accent", foot.open_orders), ("", foot.not_ordered))
        scale = room / max(1, foot.given, foot.planned, sum(amount for _role, amount in parts))
        painter.setPen(QPen(color("text"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(_BARS + 0.5, 7.5, max(1.0, foot.given * scale - 1), _BAR - 1))
        x = float(_BARS)
        for role, amount in parts:
            width = max(0.0, amount * scale)
            self._bar(painter, QRectF(x, 26, width, _BAR), role)
            x += width
        left = _BARS + room + 20
        words = " · ".join(part for part in (foot.gap, foot.uncoded) if part)
        self._text(painter, QRectF(left, 4, self.width() - left - 8, 17), words, "text")
        for role, text in (
            ("text", _("actual {amount}").format(amount=whole(foot.booked))),
            ("accent", _("open orders {amount}").format(amount=whole(foot.open_orders))),
            ("", _("not ordered {amount}").format(amount=whole(foot.not_ordered))),
        ):
            self._bar(painter, QRectF(left, 28, 9, 8), role)
            wide = painter.fontMetrics().horizontalAdvance(text) + 4
            self._text(painter, QRectF(left + 13, 23, wide, 17), text, "text_2")
            left += wide + 20

    def _bar(self, painter: QPainter, rect: QRectF, role: str) -> None:
        if role:
            painter.fillRect(rect, self._theme.color(role))
            return
        painter.setPen(QPen(self._theme.color("accent"), 1))
        painter.setBrush(QBrush(self._theme.color("accent"), Qt.BrushStyle.BDiagPattern))
        if rect.width() > 1:
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _text(
        self, painter: QPainter, room: QRectF, text: str, role: str, weight: int = 400, *, right: bool = False
    ) -> None:
        painter.setFont(self._theme.font(11, weight))
        painter.setPen(self._theme.color(role))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
