"""The plans that were open lately: where they are and when they were opened; those that are gone say so."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.settings import RecentPlan
from cmoplanner.ui.icons import paint_icon
from cmoplanner.ui.text import plain_label, plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import IconButton

SHOWN = 5
_HEIGHT = 52


class RecentRow(QAbstractButton):
    """One plan: its name, its folder and when it was opened."""

    def __init__(
        self, theme: Theme, recent: RecentPlan, now: datetime, locale: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.path = Path(recent.path)
        self.gone = not self.path.is_file()
        self.name = recent.name or self.path.stem
        self.told = _("Not there any more") if self.gone else when(recent.opened_at, now, locale)
        self._where = self.path.name
        self.setText(self.name)
        self.setAccessibleName(f"{self.name}, {self._where}, {self.told}")
        self.setToolTip(plain_tooltip(recent.path))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setEnabled(not self.gone)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("band"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        paint_icon(painter, "file", QRectF(10, 16, 20, 20), color("text_3" if self.gone else "text_2"))
        self._paint_line(painter, 8, self.name, 600, "text_3" if self.gone else "text")
        where = self._where if not self.told else _("{file} · {when}").format(file=self._where, when=self.told)
        self._paint_line(painter, 27, where, 400, "text_2")

    def _paint_line(self, painter: QPainter, y: int, text: str, weight: int, role: str) -> None:
        room = self.width() - 52
        painter.setFont(self._theme.font(13 if weight > 400 else 12, weight))
        painter.setPen(self._theme.color(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(44, y, room, 18), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class RecentPlans(QWidget):
    """The newest few of them; a plan that is gone can be taken off the list."""

    chosen = Signal(Path)
    forgotten = Signal(str)

    def __init__(self, theme: Theme, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._locale = locale
        self.rows: list[RecentRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_plans(self, plans: list[RecentPlan], now: datetime) -> None:
        """Show these plans, the newest first."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = []
        for recent in plans[:SHOWN]:
            self._column.addWidget(self._line(recent, now))
        if not plans:
            self._column.addWidget(plain_label(_("Plans that you open stand here."), self, role="hint"))

    def _line(self, recent: RecentPlan, now: datetime) -> QWidget:
        line = QWidget(self)
        row = RecentRow(self._theme, recent, now, self._locale, line)
        self.rows.append(row)
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        across.addWidget(row, 1)
        row.clicked.connect(lambda: self.chosen.emit(row.path))
        if row.gone:
            told = _("Take “{name}” off the list").format(name=row.name)
            forget = IconButton(self._theme, "close", told, line)
            forget.clicked.connect(lambda: self.forgotten.emit(recent.path))
            across.addWidget(forget)
        return line


def when(opened: datetime | None, now: datetime, locale: str) -> str:
    """Return when a plan was opened in the user's words: today with the time, yesterday, or the day."""
    from babel.dates import format_date, format_time

    if opened is None:
        return ""
    days = (now.date() - opened.date()).days
    if days == 0:
        return _("today {time}").format(time=format_time(opened, "short", locale=locale))
    if days == 1:
        return _("yesterday")
    return format_date(opened.date(), "medium", locale=locale)
