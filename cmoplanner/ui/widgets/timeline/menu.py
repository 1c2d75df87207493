"""The context menu of a bar: the page's commands that fit a selection."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView


def open_menu(view: "TimelineView", at: QPoint) -> None:
    """Show the actions that the page gave the view, at a point of the screen."""
    if not view.actions():
        return
    menu = QMenu(view)
    menu.addActions(view.actions())
    menu.exec(at)
    menu.deleteLater()
