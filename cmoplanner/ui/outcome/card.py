"""A card of the outcome page: a title, a note at its right, a line of figures, and what it holds."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ElidedLabel

GAP = 10
_INSET = 12
_APART = 12  # figures beside each other


class Card(QWidget):
    """A framed area; `body` is the layout to fill, `head` the line of its title."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = ElidedLabel(title, "strong", self)
        self.note = plain_label("", self, role="caption")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.left = plain_label("", self, role="caption", wrap=True)
        self.right = plain_label("", self, role="caption")
        self.right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.note)
        self._line = QWidget(self)
        self._sides = line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.left, 1)
        line.addWidget(self.right)
        self._line.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, 8, _INSET, 8)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addWidget(self._line)
        column.addLayout(self.body, 1)
        theme.changed.connect(self.update)

    def say(self, left: str, right: str = "") -> None:
        """Show a line of figures under the title."""
        self.left.setText(left)
        self.right.setText(right)
        self._line.setVisible(bool(left or right))

    @property
    def crowded(self) -> bool:
        """Whether the line of figures has no room beside each other."""
        room = self.width() - 2 * _INSET
        words = [label.fontMetrics().horizontalAdvance(label.text()) for label in (self.left, self.right)]
        return sum(words) + (_APART if all(words) else 0) > room

    def stack(self, stacked: bool) -> None:
        """Show the line of figures on two lines, or on one."""
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        side = Qt.AlignmentFlag.AlignLeft if stacked else Qt.AlignmentFlag.AlignRight
        self.right.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class CardRow(QWidget):
    """Cards beside each other, or one below the other where the row is narrower than `beside`."""

    def __init__(self, beside: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beside = beside
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GAP)

    def add(self, card: QWidget, stretch: int = 1) -> None:
        """Add a card after the others."""
        self._box.addWidget(card, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if self.width() >= self._beside else ways.TopToBottom
        if way is not self._box.direction():
            self._box.setDirection(way)
