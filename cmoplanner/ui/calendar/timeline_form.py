"""The timeline as one of the calendar's forms."""

from PySide6.QtWidgets import QWidget

from cmoplanner.ui.calendar.forms import TIMELINE
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.widgets.timeline.view import TimelineView


class TimelineForm:
    """Follows the plan by itself, also while another form is shown."""

    KEY = TIMELINE
    grouped = True

    def __init__(self, view: TimelineView, shown: Shown, tools: QWidget) -> None:
        self.view = view
        self.tools = tools
        self._shown = shown

    def refresh(self) -> None:
        """Lay out what changed while the page was hidden."""
        self._shown.catch_up()

    def select(self, ids: tuple[str, ...]) -> None:
        """Bring the selected bar into sight."""
        if len(ids) == 1 and not self.view.hasFocus():
            self.view.show_bar(ids[0])
