"""A line at the foot of the screen: what a key did, for a moment; or what is being waited for."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget

_SHOWN = 2_600  # ms
_ABOVE = 28  # px over the foot


class Toast(QLabel):
    """Plain words that go by themselves, but for those that stay."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "toast")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.staying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str) -> None:
        """Show words for a moment, and have screen readers say them."""
        self._show(text)
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def hint(self, text: str) -> None:
        """Show words for a moment where nothing else is said."""
        if self.isHidden():
            self._show(text)
            self._timer.start()

    def stay(self, text: str) -> None:
        """Show words until they are cleared."""
        self._timer.stop()
        self._show(text)
        self.staying = True

    def clear(self) -> None:
        """Show nothing."""
        self._timer.stop()
        self.staying = False
        self.hide()

    def _show(self, text: str) -> None:
        self.staying = False
        self.setText(text)
        self.setAccessibleName(text)
        self.show()
        self.place()
        self.raise_()

    def place(self) -> None:
        """Stand in the middle of the foot."""
        parent = self.parentWidget()
        if parent is None:
            return
        self.ensurePolished()
        hint = self.sizeHint()
        self.resize(min(hint.width(), parent.width() - 32), hint.height())
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - _ABOVE)
