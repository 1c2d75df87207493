"""The rail at the left: one item for each page, the settings at its foot."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from cmoplanner.ui.icons import paint_icon
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme

WIDTH = 80
ROOM = WIDTH - 14  # for the word of a page


class RailItem(QAbstractButton):
    """An icon over a word, 68×56; the current one has the accent."""

    def __init__(self, theme: Theme, icon: str, word: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self.setText(word)
        self.setAccessibleName(word)
        self.setToolTip(plain_tooltip(tooltip))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(WIDTH, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        current = self.isChecked()
        box = QRectF(6, 0, WIDTH - 12, 56)
        if current or self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_weak" if current or self.isDown() else "band"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRectF(0, 12, 3, 32), 1.5, 1.5)
        ink = color("accent" if current else "text_2")
        paint_icon(painter, self._icon, QRectF(WIDTH / 2 - 10, 8, 20, 20), ink)
        room = QRectF(box.left() + 1, 32, ROOM, 18)
        painter.setFont(self.word_font())
        painter.setPen(ink)
        word = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, word)

    def word_font(self) -> QFont:
        """Return the font of the word: a long one is small and never strong, so that it is not cut."""
        usual = self._theme.font(11, 600 if self.isChecked() else 500)
        return usual if QFontMetricsF(usual).horizontalAdvance(self.text()) <= ROOM else self._theme.font(10, 500)


class Badge(QWidget):
    """The first letter of the company on a tile of the accent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letter = ""
        self.setFixedSize(WIDTH, 58)

    def show_name(self, name: str) -> None:
        """Take the letter from a company's name."""
        self._letter = name.strip()[:1].upper()
        self.setToolTip(plain_tooltip(name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF(26, 14, 28, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(tile, 6, 6)
        painter.setPen(self._theme.color("on_accent"))
        painter.setFont(self._theme.font(15, 700))
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, self._letter)


class Rail(QWidget):
    """The column of items; `badge` on top, pages below, what is added with `add_foot` at the bottom."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.badge = Badge(theme, self)
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._foot_count = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(6)
        self._column.addWidget(self.badge)
        self._column.addStretch(1)
        theme.changed.connect(self.update)

    def add_page(self, icon: str, word: str, tooltip: str) -> RailItem:
        """Add a page's item below the ones there are; return it."""
        item = RailItem(self._theme, icon, word, tooltip, self)
        item.setCheckable(True)
        item.setAutoExclusive(True)
        self._column.insertWidget(self._column.count() - 1 - self._foot_count, item)
        return item

    def add_foot(self, icon: str, word: str, tooltip: str) -> RailItem:
        """Add an item at the bottom; return it."""
        item = RailItem(self._theme, icon, word, tooltip, self)
        self._column.addWidget(item)
        self._foot_count += 1
        return item

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("border"))
