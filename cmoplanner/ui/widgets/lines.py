"""Lines to type into: they revert on Escape, leave Undo to the window, and take what is marked in a list under them."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QStylePainter, QWidget

from cmoplanner.ui.text import plain_tooltip

_LIST_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape}


class Line(QLineEdit):
    """A line that reverts on Escape and leaves Undo to the window when there is nothing typed to undo."""

    reverted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._help = ""

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
            and not self.isModified()
        ):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.reverted.emit()
            return
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        place = place.marginsRemoved(self.textMargins()).adjusted(2, 0, -2, 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, place.width())
        cut = text != self.text() and not self.hasFocus()
        self.setToolTip(plain_tooltip(self.text()) if cut else self._help)
        if not cut:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.drawText(place, self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)

    def set_help(self, tip: str) -> None:
        """Set the tooltip for when the whole text is in sight."""
        self._help = tip


class SuggestLine(Line):
    """A line with a list under it: Enter and Tab take what is marked there, or what was typed; Escape closes it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        suggest = self.completer()
        popup = suggest.popup() if suggest else None
        if popup is None or not popup.isVisible() or event.key() not in _LIST_KEYS:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            popup.hide()
            return
        if popup.currentIndex().isValid():
            event.ignore()  # the list takes it
            return
        popup.hide()
        again = QKeyEvent(event.type(), event.key(), event.modifiers())
        QCoreApplication.sendEvent(self, again)
