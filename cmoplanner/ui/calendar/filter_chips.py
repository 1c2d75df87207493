"""What is filtered by, as chips that can be taken away one by one, or what is wrong with the filter line."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.filters import Chip, Filter
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ElidedLabel

_HEIGHT = 24
_PITCH = 30
_EDGE = 16
_WIDEST = 280


class ChipButton(QAbstractButton):
    """One condition with a cross; a click, Space, Delete or Backspace takes it away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def show_words(self, words: str) -> None:
        """Show a condition."""
        self.setText(words)
        self.setAccessibleName(_("Take away: {condition}").format(condition=words))
        self.setToolTip(plain_tooltip(self.accessibleName()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font(12, 500)).horizontalAdvance(self.text())
        return QSize(min(_WIDEST, words + 38), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, focused = self._theme.color, self.hasFocus()
        painter.setPen(QPen(color("accent"), 2.0 if focused else 1.0))
        painter.setBrush(color("accent_weak"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 11, 11)
        painter.setPen(color("text"))
        painter.setFont(self._theme.font(12, 500))
        room = self.rect().adjusted(11, 0, -24, 0)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.setPen(QPen(color("accent" if self.underMouse() else "text_2"), 1.5))
        x, y = self.width() - 15.0, self.height() / 2
        painter.drawLine(QRectF(x - 3, y - 3, 6, 6).topLeft(), QRectF(x - 3, y - 3, 6, 6).bottomRight())
        painter.drawLine(QRectF(x - 3, y - 3, 6, 6).bottomLeft(), QRectF(x - 3, y - 3, 6, 6).topRight())


class FilterChips(QWidget):
    """A row under the toolbar, there only while something is filtered or wrong; it breaks where the width ends."""

    dropped = Signal(object)  # a Chip
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: Sequence[Chip] = ()
        self._buttons: list[ChipButton] = []
        self.problem = ElidedLabel("", "error", self)
        self.clear = QPushButton(_("Show all"), self)
        self.clear.setProperty("role", "link")
        self.clear.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clear.clicked.connect(self.cleared)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def shown(self) -> list[ChipButton]:
        """The chips that are shown."""
        return self._buttons[: len(self._chips)]

    def show_filter(self, found: Filter) -> None:
        """Show the conditions of a filter, or what is wrong with it."""
        self._chips = () if found.problem else found.chips
        while len(self._buttons) < len(self._chips):
            button = ChipButton(self._theme, self)
            button.clicked.connect(self._drop)
            self._buttons.append(button)
        for button, chip in zip(self._buttons, self._chips, strict=False):
            button.show_words(chip.words)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(self._chips))
        problem = _("{problem}. Everything is shown.").format(problem=found.problem) if found.problem else ""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.setVisible(bool(self._chips or problem))
        self._place()

    def _drop(self) -> None:
        button = self.sender()
        if isinstance(button, ChipButton) and button in self.shown:
            self.dropped.emit(self._chips[self._buttons.index(button)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x, y, edge = _EDGE, 0, self.width() - _EDGE
        for button in self.shown:
            width = min(button.sizeHint().width(), max(60, edge - _EDGE))
            if x > _EDGE and x + width > edge:
                x, y = _EDGE, y + _PITCH
            button.setGeometry(x, y, width, _HEIGHT)
            x += width + 8
        room = self.clear.sizeHint().width()
        if self.problem.isVisibleTo(self):
            width = min(self.problem.sizeHint().width() + 4, max(60, edge - x - room - 12))
            self.problem.setGeometry(x, y, width, _HEIGHT)
            x += width + 8
        if x > _EDGE and x + room > edge:
            x, y = _EDGE, y + _PITCH
        self.clear.setGeometry(x, y, room, _HEIGHT)
        height = y + _HEIGHT + 7
        if height != self.height():
            self.setFixedHeight(height)
