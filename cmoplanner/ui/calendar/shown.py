"""What the calendar page shows: grouping, filter and folded lanes, kept in step with edits and the selection."""

from PySide6.QtCore import QObject, Qt, Signal

from cmoplanner.model.plan import Activity
from cmoplanner.model.store.document import Changes
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.filters import Chip, Filter, read_filter, without
from cmoplanner.report.timeline.state import everything
from cmoplanner.ui.calendar.filter_chips import FilterChips
from cmoplanner.ui.calendar.toolbar import CalendarToolbar
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.empty_calendar import EmptyCalendar
from cmoplanner.ui.widgets.timeline.view import TimelineView


class Shown(QObject):
    """Keeps the timeline in step with the toolbar, the plan and the selection; other forms ask it what passes."""

    changed = Signal()  # the plan or the filter

    def __init__(
        self,
        context: Context,
        toolbar: CalendarToolbar,
        chips: FilterChips,
        view: TimelineView,
        empty: EmptyCalendar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._toolbar = toolbar
        self._chips = chips
        self._view = view
        self._empty = empty
        self._late = False  # whether the plan changed while the page was hidden
        self.filter = Filter(everything)
        toolbar.filtered.connect(self.filter_now)
        chips.dropped.connect(self._drop)
        chips.cleared.connect(self.show_all)
        context.selection.changed.connect(self._show_selection)
        context.outlook.changed.connect(self._follow)
        context.bridge.changed.connect(self._let_go)
        toolbar.filter.use_plan(context.document.plan)
        self.show_count()

    # what passes

    def activities(self) -> list[Activity]:
        """Return the activities that pass the filter, in plan order."""
        return [row for row in self._context.document.plan.activities.values() if self.filter.passes(row)]

    def focus_filter(self) -> None:
        """Give the filter line the keyboard."""
        self._toolbar.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._toolbar.filter.selectAll()

    def filter_by(self, text: str) -> None:
        """Show what a text lets pass, as if it had been typed."""
        self._toolbar.filter.setText(text)
        self._toolbar.rest.stop()
        self.filter_now()

    def show_all(self) -> None:
        """Take the filter away."""
        self.filter_by("")

    @property
    def filtered(self) -> bool:
        """Whether something stands in the filter line."""
        return bool(self._toolbar.filter.text().strip())

    def filter_now(self) -> None:
        """Show what the filter line lets pass."""
        self._read_filter()
        self._view.show_lanes()
        self.show_count()
        selection, activities = self._context.selection, self._context.document.plan.activities
        if selection.kind == "activity":  # what is not seen is not acted on
            passes = self.filter.passes
            selection.set("activity", [row for row in selection.ids if row in activities and passes(activities[row])])
        self.changed.emit()

    def _drop(self, chip: Chip) -> None:
        self.filter_by(without(self._toolbar.filter.text(), chip))

    def _read_filter(self) -> None:
        state, plan = self._view.state, self._context.document.plan
        self.filter = read_filter(self._toolbar.filter.text(), plan, lambda: state.findings)
        state.passes = self.filter.passes if self.filter.active else everything
        self._chips.show_filter(self.filter)

    # lanes

    def group_by(self, grouping: str) -> None:
        """Group the lanes by a key of `GROUPINGS`."""
        self._toolbar.show_grouping(grouping)
        self._view.group_by(grouping)

    def show_today(self) -> None:
        """Scroll to the as-of day."""
        self._view.show_day(self._context.document.plan.header.as_of)

    def reveal(self, activity_id: str, lane: str) -> None:
        """See to it that what was just made is seen, whatever was filtered or folded."""
        if not self.filter.passes(self._context.document.plan.activities[activity_id]):
            self.show_all()
        self._view.fold(self._view.state.folded - {lane})

    def fold_all(self, *, folded: bool) -> None:
        """Fold or open all lanes."""
        self._view.fold(self._view.state.all_lanes() if folded else set())

    # the plan and the selection

    def show_count(self) -> None:
        """Tell how much is shown; an empty plan says how to begin."""
        plan = self._context.document.plan
        shown = len(self.activities()) if self._late else self._view.state.shown
        self._toolbar.show_count(shown, len(plan.activities))
        self._empty.show_if(not plan.activities and not plan.campaigns)

    def _show_selection(self) -> None:
        selection = self._context.selection
        self._view.select(selection.ids if selection.kind == "activity" else ())
        self._context.commands.refresh()

    def _let_go(self, changes: Changes) -> None:
        """Select nothing that is not there any more."""
        gone = changes.of("activity").removed
        selection = self._context.selection
        if selection.kind == "activity" and gone.intersection(selection.ids):
            selection.set("activity", [row for row in selection.ids if row not in gone])
        elif selection.kind == "campaign" and changes.of("campaign").removed.intersection(selection.ids):
            selection.clear()

    def catch_up(self) -> None:
        """Lay out what changed while the page was hidden."""
        if self._late:
            self._follow(self._context.outlook.outcome, seen=True)

    def _follow(self, outcome: Outcome, *, seen: bool = False) -> None:
        self._late = not (seen or self._toolbar.isVisible())
        self._toolbar.filter.use_plan(self._context.document.plan)
        if not self._late:  # laid out when it is seen: other pages wait for no picture of it
            self._read_filter()
            self._view.show_plan(self._context.document.plan, outcome)
            self.show_count()
        self.changed.emit()
