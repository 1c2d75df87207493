"""What every chart can do: its marks say their figures under the mouse and the arrow keys, and can be asked why."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme

_FADED = 0.45


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the picture: its place, what it says in full, and what is asked for when it is chosen ("" nothing)."""

    box: QRectF
    words: str
    key: str = ""


class Chart(QWidget):
    """A picture with marks. A subclass draws in `draw` and returns its marks from `place`."""

    STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
    """The keys that go to the mark before and after."""

    asked = Signal(str)  # the key of a mark that was clicked, or chosen with Enter

    def __init__(self, theme: Theme, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._name = name
        self._marks: Sequence[Mark] = ()
        self._current = -1
        self._faded = False
        self.setAccessibleName(name)
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    @property
    def marks(self) -> Sequence[Mark]:
        """The parts of the picture from left to right."""
        return self._marks

    def place(self) -> Sequence[Mark]:
        """Return the marks for the present size."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Draw the picture; nothing if there is nothing to show."""
        raise NotImplementedError

    def renew(self) -> None:
        """Lay the picture out anew, after its values or its size changed."""
        self._marks = self.place()
        self._current = min(self._current, len(self._marks) - 1)
        self.update()

    def fade(self, faded: bool) -> None:
        """Show the picture pale: what it shows is of an earlier plan."""
        if faded is not self._faded:
            self._faded = faded
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(_FADED if self._faded else 1.0)
        self.draw(painter)
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("accent"), 2))
            box = self._marks[self._current].box if 0 <= self._current < len(self._marks) else QRectF(self.rect())
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    def mark_at(self, point: QPointF) -> int:
        """Return which mark is at a point, -1 if none is."""
        return next((i for i, mark in enumerate(self._marks) if mark.box.contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.mark_at(event.position())
        asks = found >= 0 and bool(self._marks[found].key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if asks else Qt.CursorShape.ArrowCursor)
        if found >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), plain_tooltip(self._marks[found].words), self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.mark_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and found >= 0:
            self._choose(found)
            if self._marks[found].key:
                self.asked.emit(self._marks[found].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._marks)
        back, forth = self.STEPS
        keys = {back: -1, forth: 1, Qt.Key.Key_Home: -count, Qt.Key.Key_End: count}
        current = self._current
        if event.key() in keys and self._marks:
            self._choose(max(0, min(len(self._marks) - 1, current + keys[Qt.Key(event.key())])))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= current < len(self._marks):
            if self._marks[current].key:
                self.asked.emit(self._marks[current].key)
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        self._current = number
        mark = self._marks[number]
        self.setAccessibleDescription(mark.words)
        if self.hasFocus():
            QToolTip.showText(self.mapToGlobal(mark.box.bottomLeft().toPoint()), plain_tooltip(mark.words), self)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QToolTip.hideText()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        QToolTip.hideText()
