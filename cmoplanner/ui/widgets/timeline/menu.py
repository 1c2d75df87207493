"""The menus of the calendar: what can be done with a bar or a lane, and the choice that a drop may leave open."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cmoplanner.ui.text import plain_action

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView


def open_menu(view: "TimelineView", at: QPoint, first: Sequence[QAction] = (), *, with_bars: bool = True) -> None:
    """Show actions at a point of the screen: `first`, and those for bars that the page gave the view."""
    actions = view.actions() if with_bars else []
    if not first and not actions:
        return
    menu = QMenu(view)
    menu.addActions(list(first))
    if first and actions:
        menu.addSeparator()
    menu.addActions(actions)
    menu.exec(at)
    menu.deleteLater()


class Choice(QObject):
    """A small menu that stays open beside other events; it answers once, with None if nothing was chosen."""

    def __init__(
        self,
        view: "TimelineView",
        at: QPoint,
        title: str,
        entries: Sequence[tuple[str, object]],
        answer: Callable[[object], None],
    ) -> None:
        super().__init__(view)
        self._answer: Callable[[object], None] | None = answer
        self.menu = QMenu(view)
        head = self.menu.addAction(plain_action(title))
        head.setEnabled(False)
        self.menu.addSeparator()
        for text, value in entries:
            action = self.menu.addAction(plain_action(text))
            action.setData(value)
            action.setEnabled(value is not None)
        self.menu.triggered.connect(lambda action: self._end(action.data()))
        # a chosen entry hides the menu before it is told
        self.menu.aboutToHide.connect(self._hidden, Qt.ConnectionType.QueuedConnection)
        self.menu.popup(at)

    def close(self) -> None:
        """Take the menu away without an answer."""
        self._answer = None
        self.menu.hide()
        self._forget()

    def _hidden(self) -> None:
        self._end(None)

    def _end(self, value: object) -> None:
        answer, self._answer = self._answer, None
        if answer is None:
            return
        self._forget()
        answer(value)

    def _forget(self) -> None:
        self.menu.deleteLater()
        self.deleteLater()
