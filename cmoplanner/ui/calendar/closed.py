"""Blackouts and public holidays on the calendar: shown, told, made, selected and taken away."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolTip

from cmoplanner.i18n import _
from cmoplanner.model.closed_days import Holiday, blackouts_of, by_day
from cmoplanner.model.edits.closed_days import create_blackout, set_holiday_regions
from cmoplanner.model.edits.rows import create_row
from cmoplanner.model.periods import Span, monday
from cmoplanner.model.public_holidays import holidays_of
from cmoplanner.model.store.document import Changes
from cmoplanner.report.timeline.contract_dates import contract_key_dates
from cmoplanner.report.timeline.scene_closed import Closed, pill, pill_at, words_at
from cmoplanner.report.timeline.shapes import Rect, Region
from cmoplanner.ui.calendar.holiday_regions import HolidayRegions
from cmoplanner.ui.calendar.memory import CalendarMemory
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs
from cmoplanner.ui.text import plain_action, plain_tooltip
from cmoplanner.ui.widgets.timeline.view import TimelineView

Do = Callable[..., Any]


def holiday_language(context: Context) -> str:
    """Return the language in which holidays are named."""
    language = context.settings.language
    return "en" if language in ("system", "pseudo") else language


class ClosedDays(QObject):
    """Keeps the calendar's closed days in step with the plan; holidays are worked out beside the window."""

    changed = Signal()

    def __init__(self, context: Context, view: TimelineView, do: Do, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._do = do
        self._jobs = Jobs(self)
        self._asked: tuple[tuple[str, ...], Span] | None = None
        self._holidays: Sequence[Holiday] = ()
        self._memory = CalendarMemory(context)
        self.blackouts_shown = self._memory.is_on("blackouts")
        self.holidays_shown = self._memory.is_on("holidays")
        self.contracts_shown = self._memory.read().get("contracts") is True
        view.guests.append(self.answer)
        view.overlays.append(self._rings)
        context.bridge.changed.connect(self._follow)
        context.selection.changed.connect(view.viewport().update)
        self._ask()
        self._show()

    def close_work(self) -> None:
        """Wait for what is being worked out."""
        self._jobs.stop_all()

    def commands(self) -> list[Command]:
        """Return what can be done with closed days."""
        return [
            Command("calendar.new_blackout", _("New blackout"), "", self.new_blackout, group="calendar-dates"),
            Command("calendar.new_key_date", _("New key date"), "", self.new_key_date, group="calendar-dates"),
            Command("calendar.holidays_of", _("Holidays of countries…"), "", self.ask_regions, group="calendar-dates"),
            Command(
                "calendar.blackouts",
                _("Blackouts"),
                "",
                self.toggle_blackouts,
                checked=lambda: self.blackouts_shown,
                menu="view",
                group="closed",
            ),
            Command(
                "calendar.holidays",
                _("Holidays"),
                "",
                self.toggle_holidays,
                checked=lambda: self.holidays_shown,
                menu="view",
                group="closed",
            ),
            Command(
                "calendar.contracts",
                _("Contract dates"),
                "",
                self.toggle_contracts,
                checked=lambda: self.contracts_shown,
                menu="view",
                group="closed",
            ),
        ]

    # what is shown

    def toggle_blackouts(self) -> None:
        """Show or hide the blackouts."""
        self.blackouts_shown = not self.blackouts_shown
        self._keep()
        self._show()

    def toggle_contracts(self) -> None:
        """Show or hide the last days of contracts and of their notice."""
        self.contracts_shown = not self.contracts_shown
        self._keep()
        self._show()

    def toggle_holidays(self) -> None:
        """Show or hide the holidays; without a country, ask which ones count."""
        self.holidays_shown = not self.holidays_shown
        if self.holidays_shown and not self._context.document.plan.header.holiday_regions:
            self.ask_regions()
        self._keep()
        self._show()

    def _keep(self) -> None:
        self._memory.change(
            blackouts=self.blackouts_shown, holidays=self.holidays_shown, contracts=self.contracts_shown
        )

    def _show(self) -> None:
        closed = Closed(
            blackouts_of(self._context.document.plan) if self.blackouts_shown else (),
            by_day(self._holidays) if self.holidays_shown else {},
            contract_key_dates(self._context.document.plan) if self.contracts_shown else (),
        )
        if closed != self._view.state.closed:
            self._view.state.closed = closed
            self._view.show_lanes()
            self.changed.emit()

    def _follow(self, changes: Changes) -> None:
        selection = self._context.selection
        if selection.kind == "blackout" and changes.of("blackout").removed.intersection(selection.ids):
            selection.clear()
        self._ask()
        self._show()

    def _ask(self) -> None:
        """Have the holidays worked out if the countries or the year are others."""
        plan = self._context.document.plan
        horizon = Span(plan.calendar.fy_start, plan.calendar.month(plan.calendar.horizon).end)
        wanted = (plan.header.holiday_regions, horizon)
        if wanted == self._asked:
            return
        self._asked = wanted
        if not wanted[0]:
            self._take(())
            return
        language = holiday_language(self._context)
        job = self._jobs.start(_("Holidays"), lambda _progress: (wanted, holidays_of(*wanted, language)))
        job.done.connect(self._found)

    def _found(self, result: tuple[tuple[tuple[str, ...], Span], Sequence[Holiday]]) -> None:
        if result[0] == self._asked:
            self._take(result[1])
            self._show()

    def _take(self, holidays: Sequence[Holiday]) -> None:
        """Show these holidays, and have the calendar's rules look at them, shown or not."""
        if tuple(holidays) == tuple(self._holidays):
            return
        self._holidays = holidays
        self._view.state.collisions.use_holidays(holidays)
        self._view.show_lanes()

    def _rings(self) -> list[Region]:
        selection, view = self._context.selection, self._view
        if selection.kind != "blackout":
            return []
        frame = view.frame()
        boxes = [
            pill(view.state.axis, row, frame.keys) for row in view.state.closed.blackouts if row.id in selection.ids
        ]
        rings = [Rect(x - 2, y - 2, w + 4, h + 4, stroke="accent", width=2, radius=4) for x, y, w, h in boxes]
        return [Region(frame.head, frame.axis_bottom, frame.time_width, frame.keys, list(rings), -frame.scroll_x)]

    # what is done

    def new_blackout(self, day: date | None = None) -> None:
        """Make a blackout of the week of a day: that of the selected activity, or the week in the middle."""
        year = self._context.document.plan.calendar.year
        day = min(max(day or self._usual_day(), year.start), year.end)
        start = max(year.start, monday(day))
        made = self._do(create_blackout, _("Blackout"), start, min(year.end, monday(day) + timedelta(days=6)))
        if made:
            self.blackouts_shown = True
            self._keep()
            self._show()
            self._context.selection.set("blackout", [made])
            self._context.commands.say(_("A blackout of one week was made: name and days are in the inspector"))

    def new_key_date(self, day: date | None = None) -> None:
        """Make a key date."""
        made = self._do(create_row, "milestone", {"date": day or self._usual_day(), "title": _("New key date")})
        if made:
            self._context.selection.set("milestone", [made])
            self._context.commands.say(_("A key date was made: title and day are in the inspector"))

    def _usual_day(self) -> date:
        selection, plan, view = self._context.selection, self._context.document.plan, self._view
        if selection.kind == "activity" and selection.ids[0] in plan.activities:
            return plan.activities[selection.ids[0]].start
        frame = view.frame()
        return view.state.axis.day(frame.scroll_x + frame.time_width / 2)

    def ask_regions(self) -> None:
        """Ask whose holidays count."""
        dialog = HolidayRegions(self._context, self._jobs, self._take_regions, self._view.window())
        dialog.open()

    def _take_regions(self, codes: Sequence[str]) -> None:
        self.holidays_shown = True
        self._keep()
        self._do(set_holiday_regions, codes)

    # mouse

    def answer(self, event: QEvent) -> bool:
        """Answer an event of the calendar's viewport; return whether it was for the closed days."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            return self._tell(event)
        if isinstance(event, QContextMenuEvent):
            return self._open_menu(event)
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            return self._press(event)
        return False

    def _tell(self, event: QHelpEvent) -> bool:
        view, frame = self._view, self._view.frame()
        x, y = event.pos().x(), event.pos().y()
        if x < frame.head or not 0 <= y < frame.body_bottom:
            return False
        day = view.state.axis.day(frame.time_x(x))
        over_bar = y >= frame.body_top and view.state.layout.hit(frame.time_x(x), frame.lane_y(y)) is not None
        words = "" if over_bar else words_at(view.state.closed, day, view.state.formats)
        if not words:
            return False
        QToolTip.showText(event.globalPos(), plain_tooltip(words).replace("\n", "<br>"), view.viewport())
        return True

    def _in_keys(self, at: QPoint) -> bool:
        frame = self._view.frame()
        return at.x() >= frame.head and frame.axis_bottom <= at.y() < frame.body_top

    def _press(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or not self._in_keys(at):
            return False
        view, frame = self._view, self._view.frame()
        row = pill_at(view.state.closed, view.state.axis, frame.time_x(at.x()), at.y() - frame.axis_bottom, frame.keys)
        if row is None:
            return False
        view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._context.selection.set("blackout", [row.id])
        return True

    def _open_menu(self, event: QContextMenuEvent) -> bool:
        if event.pos().x() < self._view.frame().head or event.pos().y() >= self._view.frame().body_top:
            return False
        menu = self.menu_at(self._view.state.axis.day(self._view.frame().time_x(event.pos().x())))
        menu.exec(event.globalPos())
        menu.deleteLater()
        return True

    def menu_at(self, day: date) -> QMenu:
        """Return what can be made at a day of the axis."""
        menu = QMenu(self._view)
        menu.addAction(plain_action(_("New blackout here")), lambda: self.new_blackout(day))
        menu.addAction(plain_action(_("New key date here")), lambda: self.new_key_date(day))
        menu.addSeparator()
        menu.addAction(plain_action(_("Holidays of countries…")), self.ask_regions)
        return menu
