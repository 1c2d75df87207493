"""What is done on the calendar with the mouse and with keys, as edits of the document."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.activities import (
    create_activity,
    delete_activities,
    duplicate_activities,
    move_activities,
    rename_activity,
    set_dates,
)
from cmoplanner.model.edits.campaigns import create_campaign, delete_campaign
from cmoplanner.model.edits.fields import set_field_of_many
from cmoplanner.model.edits.rows import delete_rows, hanging_on
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.lane_values import Given, lane_values
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.context import Context
from cmoplanner.ui.plan_data.duplicating import duplicate
from cmoplanner.ui.plan_data.losses import grouped, summary
from cmoplanner.ui.widgets.deletion import Deletion
from cmoplanner.ui.widgets.timeline.view import TimelineView

_DATES = ("blackout", "milestone")


class Acts:
    """Turns gestures and commands into edits; one that is refused says why and changes nothing."""

    def __init__(self, context: Context, view: TimelineView, shown: Shown, page: QWidget) -> None:
        self._context = context
        self._view = view
        self._shown = shown
        self._page = page
        self.ask_name: Callable[[str], object] = view.edit_name
        """Lets the user type the name of an activity, in the form that is shown."""
        self.ask_title: Callable[[], object] = int
        """Lets the user type the name of what was made beside the bars, in the inspector."""
        view.moved.connect(self._move)
        view.copied.connect(self._copy)
        view.resized.connect(self._resize)
        view.created.connect(self._create)
        view.renamed.connect(self._rename)

    def do(self, act: Any, *args: Any, **given: Any) -> Any:
        """Do an edit, or say why not; the plan stays as it was when it is refused."""
        document, commands = self._context.document, self._context.commands
        try:
            return act(document, *args, **given)
        except EditRefused as refusal:
            commands.say(refusal.told)
            self._view.show_plan(document.plan, self._context.outlook.outcome)
            return None

    # gestures

    def _move(self, ids: tuple[str, ...], days: int) -> None:
        self.do(move_activities, ids, days)

    def _copy(self, ids: tuple[str, ...], days: int) -> None:
        made = self.do(duplicate_activities, ids, days)
        if made:
            self._context.selection.set("activity", made)

    def move(self, ids: tuple[str, ...], days: int) -> None:
        """Move activities by days, as if they had been dragged on the timeline."""
        self._move(ids, days)

    def copy(self, ids: tuple[str, ...], days: int) -> None:
        """Leave activities where they are and put copies days later."""
        self._copy(ids, days)

    def create_on(self, day: date) -> None:
        """Make an activity on a day, that belongs to nothing yet."""
        self._create("", day, day)

    def _resize(self, activity_id: str, start: date, end: date) -> None:
        self.do(set_dates, activity_id, start, end)

    def _rename(self, activity_id: str, name: str) -> None:
        self.do(rename_activity, activity_id, name)

    def _create(self, lane: str, start: date, end: date) -> None:
        given, targets = self._lane_values(lane)
        made = self.do(create_activity, _("New activity"), start, end, given, targets)
        if made:
            self._shown.reveal(made, lane)
            self._context.selection.set("activity", [made])
            self.ask_name(made)

    def _lane_values(self, lane_id: str) -> Given:
        state = self._view.state
        lane = state.lane(lane_id)
        return Given({}, None) if lane is None else lane_values(state.plan, state.arrangement, lane)

    # commands

    def new(self) -> None:
        """Make an activity in the selected one's lane, or the first, two weeks from today on."""
        state = self._view.state
        header, calendar = self._context.document.plan.header, self._context.document.plan.calendar
        chosen = self._selected()
        lane = ""
        for group in state.layout.groups:
            if any(activity.id in chosen for activity in group.lane.activities):
                lane = group.lane.id
        if not chosen and state.layout.groups:
            lane = state.layout.groups[0].lane.id
        start = min(max(header.as_of, calendar.fy_start), calendar.fy_end)
        end = min(calendar.fy_end, date.fromordinal(start.toordinal() + 13))
        self._create(lane, start, end)

    def new_campaign(self) -> None:
        """Make a campaign over the fiscal year."""
        calendar = self._context.document.plan.calendar
        made = self.do(create_campaign, _("New campaign"), {"start": calendar.fy_start, "end": calendar.fy_end})
        if made:
            self._context.selection.set("campaign", [made])
            self.ask_title()

    def duplicate(self) -> None:
        """Copy the selected activities, or campaigns with the contents that the user chooses."""
        context = self._context
        if context.selection.kind != "campaign":
            self._copy(self._selected(), 0)
            return
        ids = context.selection.ids
        duplicate(
            context, "campaign", ids, self._page, context.commands.say, partial(context.selection.set, "campaign")
        )

    def delete(self) -> None:
        """Delete the selected activities, the selected campaign, or the selected dates."""
        selection = self._context.selection
        if selection.kind == "activity":
            self.do(delete_activities, selection.ids)
        elif selection.kind == "campaign":
            self._delete_campaigns(selection.ids)
        elif selection.kind in _DATES:
            self.do(delete_rows, selection.kind, selection.ids)

    def _delete_campaigns(self, ids: Sequence[str]) -> None:
        """Delete campaigns in one step; what hangs on them is named before, as on Plan data."""
        plan, n = self._context.document.plan, len(ids)
        one = n == 1
        delete = partial(self.do, delete_campaign, ids[0]) if one else partial(self.do, delete_rows, "campaign", ids)
        hanging = hanging_on(plan, "campaign", ids)
        if not hanging:
            delete()
            return
        question = (
            _("Delete “{name}”?").format(name=plan.campaigns[ids[0]].name)
            if one
            else ngettext("Delete {n} campaign?", "Delete {n} campaigns?", n).format(n=Formats.of(plan).number(n))
        )
        asked = Deletion(question, summary(hanging, Formats.of(plan)), grouped(hanging, plan), self._page)
        asked.accepted.connect(delete)
        asked.open()

    def rename_selected(self) -> None:
        """Let the user type another name for the selected activity."""
        self.ask_name(self._selected()[0])

    def lock_text(self) -> str:
        """Return what locking would do now."""
        return _("Unlock") if self._all_locked() else _("Lock")

    def lock(self) -> None:
        """Lock the selected activities, or unlock them when all are locked."""
        self.do(set_field_of_many, "activity", self._selected(), "locked", not self._all_locked())

    def _all_locked(self) -> bool:
        activities = self._context.document.plan.activities
        chosen = self._selected()
        return bool(chosen) and all(activities[row].locked for row in chosen if row in activities)

    def select_all(self) -> None:
        """Select every activity that is shown."""
        shown = list(dict.fromkeys(bar.activity.id for bar in self._view.state.layout.columns))
        self._context.selection.set("activity", shown)
        told = ngettext("{n} activity selected", "{n} activities selected", len(shown))
        self._context.commands.say(told.format(n=Formats.of(self._context.document.plan).number(len(shown))))

    def _selected(self) -> tuple[str, ...]:
        selection = self._context.selection
        return selection.ids if selection.kind == "activity" else ()

    def has_selection(self) -> bool:
        """Return whether activities are selected."""
        return bool(self._selected())

    def one_selected(self) -> bool:
        """Return whether just one activity is selected."""
        return len(self._selected()) == 1

    def has_rows(self) -> bool:
        """Return whether activities or campaigns are selected."""
        return self._context.selection.kind in ("activity", "campaign")

    def can_delete(self) -> bool:
        """Return whether something is selected that the calendar shows."""
        return self.has_rows() or self._context.selection.kind in _DATES
