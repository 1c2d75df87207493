"""The calendar page: everything the plan does, on one time axis, over what it brings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

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
from cmoplanner.model.plan import Activity
from cmoplanner.model.store.document import Changes
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.filters import activity_filter
from cmoplanner.report.timeline.lanes import FIELDS, GROUPINGS
from cmoplanner.report.timeline.state import everything
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.icons import icon
from cmoplanner.ui.plan_data.duplicating import duplicate
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ComboBox, IconButton
from cmoplanner.ui.widgets.empty_calendar import EmptyCalendar
from cmoplanner.ui.widgets.timeline.view import ZOOM_STEP, TimelineView

_FILTER_REST_MS = 150


class CalendarPage(QWidget):
    """The timeline with its toolbar; turns what is done on it into edits of the document."""

    KEY = "calendar"
    ICON = "calendar"

    hinted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._late = False  # whether the plan changed while the page was hidden
        self.view = TimelineView(context.theme, context.document.plan, context.outlook.outcome, self._preview, self)
        self._build()
        self._connect()
        self._show_count()

    @staticmethod
    def title() -> str:
        """Return the page's name in the rail."""
        return _("Calendar")

    # construction

    def _build(self) -> None:
        theme = self._context.theme
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter: name, channel, > 20k"))
        self.filter.setAccessibleName(_("Filter activities"))
        self.filter.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()
        theme.changed.connect(self._tint)
        self.filter.setMaximumWidth(300)
        self.filter.setMinimumWidth(150)
        self.grouping = ComboBox(theme, self)
        self.grouping.setAccessibleName(_("Group by"))
        for key, label in GROUPINGS.items():
            self.grouping.addItem(_(label), key)
        self.grouping.setMinimumContentsLength(12)
        self.count = plain_label(parent=self, role="caption")
        self.nothing = QPushButton(_("Nothing matches · show all"), self)
        self.nothing.setProperty("role", "link")
        self.nothing.setCursor(Qt.CursorShape.PointingHandCursor)
        self.nothing.hide()
        self.today = QPushButton(_("Today"), self)
        self.fit = QPushButton(_("Whole year"), self)
        self.zoom_out = IconButton(theme, "minus", _("Zoom out"), self, boxed=True)
        self.zoom_in = IconButton(theme, "plus", _("Zoom in"), self, boxed=True)
        by = QLabel(_("Group by"), self)
        by.setBuddy(self.grouping)
        row = QHBoxLayout()
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        for widget in (self.filter, by, self.grouping, self.count, self.nothing):
            row.addWidget(widget, 1 if widget is self.filter else 0)
        row.addStretch(1)
        for button in (self.today, self.zoom_out, self.fit, self.zoom_in):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self.empty = EmptyCalendar(self.view)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_FILTER_REST_MS)

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._context.theme.color("text_2")))

    def _connect(self) -> None:
        view, context = self.view, self._context
        view.moved.connect(self._move)
        view.copied.connect(self._copy)
        view.resized.connect(self._resize)
        view.created.connect(self._create)
        view.renamed.connect(self._rename)
        view.selected.connect(context.selection.set)
        view.hinted.connect(self.hinted)
        context.selection.changed.connect(self._show_selection)
        context.outlook.changed.connect(self._follow)
        context.outlook.ranged.connect(lambda: view.show_bands(context.outlook.bands))
        context.outlook.live_ranges.changed.connect(lambda: view.show_live_bands(context.outlook.live_ranges.found))
        context.bridge.changed.connect(self._remember)
        self.empty.campaign_wanted.connect(self._new_campaign)
        self.empty.activity_wanted.connect(self._new)
        self.filter.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._filter)
        self.nothing.clicked.connect(self.filter.clear)
        self.grouping.activated.connect(self._group)
        self.today.clicked.connect(self.show_today)
        self.fit.clicked.connect(view.fit_year)
        self.zoom_out.clicked.connect(lambda: view.zoom(1 / ZOOM_STEP))
        self.zoom_in.clicked.connect(lambda: view.zoom(ZOOM_STEP))

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        return [replace(command, page=self.KEY) for command in [*self._edit_commands(), *self._view_commands()]]

    def _edit_commands(self) -> list[Command]:
        chosen = self._has_selection
        return [
            Command("calendar.new", _("New activity"), "Ctrl+N", self._new, menu="edit", group="calendar"),
            Command("calendar.new_campaign", _("New campaign"), "Ctrl+Shift+N", self._new_campaign, group="calendar"),
            Command("calendar.rename", _("Rename"), "F2", self._rename_selected, self._one_selected, group="calendar"),
            Command("calendar.duplicate", _("Duplicate"), "Ctrl+D", self._duplicate, self._has_rows, group="calendar"),
            Command("calendar.lock", self._lock_text, "Ctrl+L", self._lock, chosen, group="calendar"),
            Command("calendar.delete", _("Delete"), "Del", self._delete, self._has_rows, group="calendar"),
            Command("calendar.all", _("Select all"), "Ctrl+A", self._select_all, group="select"),
        ]

    def _view_commands(self) -> list[Command]:
        view = self.view
        return [
            Command("calendar.filter", _("Filter"), "Ctrl+F", self._focus_filter, menu="view", group="find"),
            Command("calendar.today", _("Go to today"), "T", self.show_today, menu="view", group="zoom"),
            Command("calendar.fit", _("Whole year"), "Ctrl+0", view.fit_year, menu="view", group="zoom"),
            Command("calendar.in", _("Zoom in"), "Ctrl++", lambda: view.zoom(ZOOM_STEP), menu="view", group="zoom"),
            Command(
                "calendar.out", _("Zoom out"), "Ctrl+-", lambda: view.zoom(1 / ZOOM_STEP), menu="view", group="zoom"
            ),
            Command(
                "calendar.open_all",
                _("Open all lanes"),
                "",
                lambda: self._fold(all_lanes=False),
                menu="view",
                group="fold",
            ),
            Command(
                "calendar.fold_all",
                _("Fold all lanes"),
                "",
                lambda: self._fold(all_lanes=True),
                menu="view",
                group="fold",
            ),
        ]

    def use_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these actions in the context menu of a bar."""
        self.view.addActions(list(actions))

    # what is shown

    def group_by(self, grouping: str) -> None:
        """Group the lanes by a key of `GROUPINGS`."""
        self.grouping.setCurrentIndex(self.grouping.findData(grouping))
        self._group()

    def show_today(self) -> None:
        """Scroll to the as-of day."""
        self.view.show_day(self._context.document.plan.header.as_of)

    def _group(self) -> None:
        self.view.group_by(self.grouping.currentData())

    def _filter(self) -> None:
        text = self.filter.text().strip()
        self.view.state.passes = activity_filter(text, self._context.document.plan) if text else everything
        self.view.show_lanes()
        self._show_count()
        selection = self._context.selection
        if selection.kind == "activity":  # what is not seen is not acted on
            selection.set("activity", [row for row in selection.ids if row in self.view.state.layout.index])

    def _focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _fold(self, *, all_lanes: bool) -> None:
        self.view.fold({lane.id for lane in self.view.state.lanes} if all_lanes else set())

    def _show_count(self) -> None:
        shown, whole = self.view.state.shown, len(self._context.document.plan.activities)
        self.count.setText(_("{shown} of {whole}").format(shown=shown, whole=whole))
        self.empty.show_if(not whole and not self._context.document.plan.campaigns)
        self.nothing.setVisible(bool(whole and not shown))

    def _show_selection(self) -> None:
        selection = self._context.selection
        self.view.select(selection.ids if selection.kind == "activity" else ())
        self._context.commands.refresh()

    def _remember(self, changes: Changes) -> None:
        gone = changes.of("activity").removed
        selection = self._context.selection
        if selection.kind == "activity" and gone.intersection(selection.ids):
            selection.set("activity", [row for row in selection.ids if row not in gone])
        elif selection.kind == "campaign" and changes.of("campaign").removed.intersection(selection.ids):
            selection.clear()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._late:
            self._follow(self._context.outlook.outcome)

    def _follow(self, outcome: Outcome) -> None:
        self._late = not self.isVisible()
        if self._late:
            return  # laid out when it is seen: other pages wait for no picture of it
        plan = self._context.document.plan
        if self.filter.text().strip():
            self.view.state.passes = activity_filter(self.filter.text(), plan)
        self.view.show_plan(plan, outcome)
        self._show_count()

    def _preview(self, activities: Sequence[Activity]) -> Outcome:
        if not activities:
            self._context.outlook.end_preview()
            return self._context.outlook.outcome
        return self._context.outlook.preview(activities)

    # edits

    def _do(self, act: Any, *args: Any, **given: Any) -> Any:
        """Do an edit, or say why not; the plan stays as it was when it is refused."""
        document, commands = self._context.document, self._context.commands
        try:
            return act(document, *args, **given)
        except EditRefused as refusal:
            commands.say(refusal.told)
            self.view.show_plan(document.plan, self._context.outlook.outcome)
            return None

    def _move(self, ids: tuple[str, ...], days: int) -> None:
        self._do(move_activities, ids, days)

    def _copy(self, ids: tuple[str, ...], days: int) -> None:
        made = self._do(duplicate_activities, ids, days)
        if made:
            self._context.selection.set("activity", made)

    def _duplicate(self) -> None:
        """Copy the selected activities, or campaigns with the contents that the user chooses."""
        context = self._context
        if context.selection.kind != "campaign":
            self._copy(self._selected(), 0)
            return
        ids = context.selection.ids
        duplicate(context, "campaign", ids, self, context.commands.say, partial(context.selection.set, "campaign"))

    def _resize(self, activity_id: str, start: date, end: date) -> None:
        self._do(set_dates, activity_id, start, end)

    def _rename(self, activity_id: str, name: str) -> None:
        self._do(rename_activity, activity_id, name)

    def _create(self, lane: str, start: date, end: date) -> None:
        made = self._do(create_activity, _("New activity"), start, end, self._lane_values(lane))
        if made:
            if made not in self.view.state.layout.index:  # what is made is seen, whatever was filtered
                self.filter.clear()
                self._filter()
            self.view.fold(self.view.state.folded - {lane})
            self._context.selection.set("activity", [made])
            self.view.edit_name(made)

    def _new(self) -> None:
        """Make an activity in the selected one's lane, or the first, two weeks from today on."""
        state = self.view.state
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

    def _lane_values(self, lane: str) -> dict[str, Any]:
        """Return what most activities of a lane have in common: where the money comes from, and who does it."""
        state = self.view.state
        values: dict[str, Any] = {FIELDS[state.grouping]: lane or None} if lane else {}
        group = next((group.lane for group in state.layout.groups if group.lane.id == lane), None)
        rows = group.activities if group else ()
        for key in ("category_id", "cost_centre_id", "owner_role", "region"):
            counted = Counter(value for row in rows if (value := getattr(row, key)))
            if key not in values and counted:
                values[key] = counted.most_common(1)[0][0]
        return values

    def _new_campaign(self) -> None:
        calendar = self._context.document.plan.calendar
        made = self._do(create_campaign, _("New campaign"), {"start": calendar.fy_start, "end": calendar.fy_end})
        if made:
            self._context.selection.set("campaign", [made])

    def _delete(self) -> None:
        selection = self._context.selection
        if selection.kind == "activity":
            self._do(delete_activities, selection.ids)
        elif selection.kind == "campaign":
            self._do(delete_campaign, selection.ids[0])

    def _rename_selected(self) -> None:
        self.view.edit_name(self._selected()[0])

    def _lock_text(self) -> str:
        return _("Unlock") if self._all_locked() else _("Lock")

    def _lock(self) -> None:
        self._do(set_field_of_many, "activity", self._selected(), "locked", not self._all_locked())

    def _all_locked(self) -> bool:
        activities = self._context.document.plan.activities
        chosen = self._selected()
        return bool(chosen) and all(activities[row].locked for row in chosen if row in activities)

    def _select_all(self) -> None:
        shown = [bar.activity.id for bar in self.view.state.layout.columns]
        self._context.selection.set("activity", shown)
        self._context.commands.say(
            ngettext("{n} activity selected", "{n} activities selected", len(shown)).format(n=len(shown))
        )

    def _selected(self) -> tuple[str, ...]:
        selection = self._context.selection
        return selection.ids if selection.kind == "activity" else ()

    def _has_selection(self) -> bool:
        return bool(self._selected())

    def _one_selected(self) -> bool:
        return len(self._selected()) == 1

    def _has_rows(self) -> bool:
        """Return whether activities or campaigns are selected."""
        return self._context.selection.kind in ("activity", "campaign")
