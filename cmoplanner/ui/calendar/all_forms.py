"""Puts the calendar's forms together and leads what is asked in them to the acts."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cmoplanner.ui.calendar.acts import Acts
from cmoplanner.ui.calendar.forms import TIMELINE, Forms
from cmoplanner.ui.calendar.looks import Looks
from cmoplanner.ui.calendar.month_form import MonthForm
from cmoplanner.ui.calendar.page_form import PageForm
from cmoplanner.ui.calendar.segment_form import SegmentForm
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.calendar.table_form import TableForm
from cmoplanner.ui.calendar.timeline_form import TimelineForm
from cmoplanner.ui.calendar.toolbar import CalendarToolbar
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.month.drag import MonthDrag
from cmoplanner.ui.widgets.timeline.view import TimelineView


class AllForms(Forms):
    """Timeline, table, month, one-pager and segment; `show_detail` opens the inspector on what is selected."""

    def __init__(
        self,
        context: Context,
        toolbar: CalendarToolbar,
        view: TimelineView,
        shown: Shown,
        acts: Acts,
        show_detail: Callable[[], object],
        parent: QWidget,
    ) -> None:
        looks = Looks(view.state)
        self.timeline = TimelineForm(view, shown, toolbar.zoom)
        self.table = TableForm(context, shown, parent)
        self.month = MonthForm(context, shown, looks, parent)
        self.page = PageForm(context, shown, looks, view.state, parent)
        self.segment = SegmentForm(context, shown, looks, parent)
        forms = (self.timeline, self.table, self.month, self.page, self.segment)
        super().__init__(context, toolbar, shown, forms, parent)
        self._show_detail = show_detail
        self.month.view.drag = MonthDrag(view)
        self.month.view.moved.connect(acts.move)
        self.month.view.copied.connect(acts.copy)
        self.month.view.created.connect(acts.create_on)
        for form in (self.month, self.page, self.segment):
            form.empty.campaign_wanted.connect(acts.new_campaign)
            form.empty.activity_wanted.connect(acts.new)
            form.view.opened.connect(lambda _row_id: show_detail())
        view.arranged.connect(self.follow)
        acts.ask_name = self.ask_name

    def ask_name(self, row_id: str) -> None:
        """Let the user type a name: over the bar, in the cell, or in the inspector."""
        if self.key == TIMELINE:
            self.timeline.view.edit_name(row_id)
        elif self.key == self.table.KEY:
            self.table.edit_name(row_id)
        else:
            self._show_detail()

    def commands(self) -> list[Command]:
        """Return a command for each form, and the export of the page."""
        return [*super().commands(), *self.page.commands()]
