"""The line that renames a bar in place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity
from cmoplanner.model.values import NAME_LIMIT, clean_text

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView


class NameEditor(QLineEdit):
    """Enter or a click elsewhere accepts, Esc leaves the name as it was; it goes away by itself."""

    accepted = Signal(str)
    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._name = name
        self._done = False
        self.setMaxLength(NAME_LIMIT)
        self.setAccessibleName(_("Name"))

    def open(self) -> None:
        """Show the line with its text selected."""
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:  # plain keys are text here, not commands
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._finish(accept=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._finish(accept=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._finish(accept=True)

    def _finish(self, *, accept: bool) -> None:
        if self._done:
            return
        self._done = True
        name = clean_text(self.text())
        self.hide()
        self.deleteLater()
        if accept and name and name != self._name:
            self.accepted.emit(name)
        self.closed.emit()


def edit_in_place(view: "TimelineView", activity: Activity, box: QRect) -> None:
    """Open the editor for an activity's name in a box of the view; what is typed leaves as its signal `renamed`."""
    editor = NameEditor(activity.name, view.viewport())
    editor.setGeometry(box)
    editor.accepted.connect(lambda name: view.renamed.emit(activity.id, name))
    editor.closed.connect(view.setFocus)
    editor.open()
