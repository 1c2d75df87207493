"""The calendar page: everything the plan does, on one time axis, over what it brings."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity
from cmoplanner.projection.outcome import Outcome
from cmoplanner.ui.calendar.acts import Acts
from cmoplanner.ui.calendar.additions import additions
from cmoplanner.ui.calendar.all_forms import AllForms
from cmoplanner.ui.calendar.arranging import Arranging
from cmoplanner.ui.calendar.closed import ClosedDays
from cmoplanner.ui.calendar.commands import edit_commands, view_commands
from cmoplanner.ui.calendar.comparing import Comparing
from cmoplanner.ui.calendar.filter_chips import FilterChips
from cmoplanner.ui.calendar.find import FindBar
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.calendar.toolbar import CalendarToolbar
from cmoplanner.ui.calendar.views import Views
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.empty_calendar import EmptyCalendar
from cmoplanner.ui.widgets.timeline.view import ZOOM_STEP, TimelineView


def beginning() -> str:
    """Return what an empty timeline says."""
    return _(
        "The calendar shows everything the company does for its customers, online and offline alike, over what it "
        "costs and brings. Draw across the days to add an activity, or begin with a campaign."
    )


class CalendarPage(QWidget):
    """Puts the toolbar, the timeline, what is shown and what is done together."""

    KEY = "calendar"
    ICON = "calendar"

    hinted = Signal(str)
    side_asked = Signal(object)  # a panel to stand in the inspector's place, or None
    detail_asked = Signal()  # what is selected is to be seen in full
    title_asked = Signal()  # the name of what is selected is to be typed

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._opened = False  # whether the user has seen it yet
        self.toolbar = CalendarToolbar(context.theme, self)
        self.chips = FilterChips(context.theme, self)
        self.view = TimelineView(context.theme, context.document.plan, context.outlook.outcome, self._preview, self)
        self.empty = EmptyCalendar(self.view, beginning(), beside=200)
        self.shown = Shown(context, self.toolbar, self.chips, self.view, self.empty, self)
        self.arranging = Arranging(context, self.toolbar, self.view, self)
        self.acts = Acts(context, self.view, self.shown, self)
        self.forms = AllForms(context, self.toolbar, self.view, self.shown, self.acts, self.detail_asked.emit, self)
        self.views = Views(context, self.toolbar, self.view, self.shown, self.forms, self)
        self.finder = FindBar(context, self.shown, self.forms, self.view, self)
        self.additions = additions(context, self.view, self.acts, self.side_asked.emit, self)
        for addition in self.additions:
            if isinstance(addition, ClosedDays):
                addition.changed.connect(self.forms.follow)
        self._lay_out()
        self._connect()

    @staticmethod
    def title() -> str:
        """Return the page's name in the rail."""
        return _("Calendar")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.chips)
        column.addWidget(self.finder)
        column.addWidget(self.forms.stack, 1)

    def _connect(self) -> None:
        view, toolbar, outlook = self.view, self.toolbar, self._context.outlook
        self.acts.ask_title = self.title_asked.emit
        self.setFocusProxy(view)
        self.forms.changed.connect(lambda _key: self.setFocusProxy(self.forms.form.view))
        view.selected.connect(self._context.selection.set)
        view.hinted.connect(self.hinted)
        self.forms.month.view.hinted.connect(self.hinted)
        outlook.ranged.connect(lambda: view.show_bands(outlook.bands))
        outlook.live_ranges.changed.connect(lambda: view.show_live_bands(outlook.live_ranges.found))
        self.empty.campaign_wanted.connect(self.acts.new_campaign)
        self.empty.activity_wanted.connect(self.acts.new)
        toolbar.today.clicked.connect(self.shown.show_today)
        toolbar.fit.clicked.connect(view.fit_year)
        toolbar.zoom_out.clicked.connect(lambda: view.zoom(1 / ZOOM_STEP))
        toolbar.zoom_in.clicked.connect(lambda: view.zoom(ZOOM_STEP))

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        declared = [*edit_commands(self.acts), *view_commands(self.view, self.shown), *self.arranging.commands()]
        declared += [*self.forms.commands(), *self.views.commands(), *self.finder.commands()]
        declared += [command for addition in self.additions for command in addition.commands()]
        return [replace(command, page=self.KEY) for command in declared]

    def use_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these actions in the context menu of a bar."""
        forms = self.forms
        for view in (self.view, forms.month.view, forms.page.view, forms.segment.view):
            view.addActions(list(actions))
        self.arranging.offer_on_heads()
        for button, command in ((self.toolbar.shelf, "calendar.templates"), (self.toolbar.since, "calendar.compare")):
            self._stand_for(button, command)

    def _stand_for(self, button: QAbstractButton, command: str) -> None:
        """Have a button do what a command does, and be down while that is on."""
        commands = self._context.commands
        action = commands.action(command)

        def follow() -> None:
            button.setChecked(action.isChecked())

        def press() -> None:
            commands.run(command)
            follow()

        action.changed.connect(follow)
        button.clicked.connect(press)

    def group_by(self, grouping: str) -> None:
        """Group the lanes by a key of `GROUPINGS`."""
        self.shown.group_by(grouping)

    def close_work(self) -> None:
        """Wait for what is still being worked out beside the window."""
        for addition in self.additions:
            addition.close_work()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.catch_up()
        if not self._opened:
            self._opened = True
            self.views.open_default()
            for addition in self.additions:
                if isinstance(addition, Comparing):
                    addition.resume()

    def _preview(self, activities: Sequence[Activity]) -> Outcome:
        outlook = self._context.outlook
        if not activities:
            outlook.end_preview()
            return outlook.outcome
        return outlook.preview(activities)
