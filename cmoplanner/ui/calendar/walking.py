"""The calendar without a mouse and without sight: keys that go from bar to bar, and what a screen reader is told."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.timeline.accessible import announce, install
from cmoplanner.ui.widgets.timeline.keys import Keys
from cmoplanner.ui.widgets.timeline.view import TimelineView


class Walking(QObject):
    """Joins the keys to the calendar, and tells of the bar that has the keyboard."""

    def __init__(
        self, context: Context, view: TimelineView, show_side: Callable[[QWidget | None], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        install()
        self._context = context
        self._view = view
        self._show_side = show_side
        self.keys = Keys(view)
        self.keys.inspected.connect(self._inspect)
        context.selection.changed.connect(self._announce)

    def commands(self) -> list[Command]:
        """Return none: the keys are the calendar's own."""
        return []

    def close_work(self) -> None:
        """Nothing is worked out beside the window."""

    def _announce(self) -> None:
        announce(self._view)

    def _inspect(self) -> None:
        """Show the inspector with what is selected, unfolded."""
        self._show_side(None)
        if not self._context.commands.action("inspector").isChecked():
            self._context.commands.run("inspector")
