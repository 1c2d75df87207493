"""The context menu of a bar or a lane's head: the page's commands that fit it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

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
