"""The month grid as one of the calendar's forms, with its arrows and the month's name."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.periods import add_months
from cmoplanner.model.plan import Activity
from cmoplanner.report.drawn import Spot
from cmoplanner.report.formats import Formats
from cmoplanner.report.month_grid import MonthGrid, first_of_month, month_title
from cmoplanner.ui.calendar.looks import Looks
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.widgets.controls import IconButton
from cmoplanner.ui.widgets.empty_calendar import EmptyCalendar
from cmoplanner.ui.widgets.month.view import MonthView


class MonthForm:
    """Shows the month of today first, or the nearest of the year, then the one that the user stepped to."""

    KEY = "month"
    grouped = False

    def __init__(self, context: Context, shown: Shown, looks: Looks, parent: QWidget) -> None:
        self._context = context
        self._shown = shown
        self._looks = looks
        self.month = first_of_month(_usual_day(context))
        self.view = MonthView(context.theme, parent)
        self.view.cursor_day = _usual_day(context)
        self.view.selected.connect(context.selection.set)
        self.view.stepped.connect(self.go_to)
        self.view.asked.connect(self._tell_more)
        words = _("A month shows what happens on which day. Double-click a day to add an activity, or begin here.")
        self.empty = EmptyCalendar(self.view, words)
        self.tools = self._make_tools(parent)

    def _make_tools(self, parent: QWidget) -> QWidget:
        tools = QWidget(parent)
        theme = self._context.theme
        self.today = QPushButton(_("Today"), tools)
        self.before = IconButton(theme, "chevron-left", _("Month before (Page Up)"), tools, boxed=True)
        self.after = IconButton(theme, "chevron-right", _("Month after (Page Down)"), tools, boxed=True)
        self.title = plain_label(parent=tools, role="title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setMinimumWidth(150)
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.before, self.title, self.after, self.today):
            row.addWidget(widget)
        self.today.clicked.connect(self.show_today)
        self.before.clicked.connect(lambda: self.go_to(add_months(self.month, -1)))
        self.after.clicked.connect(lambda: self.go_to(add_months(self.month, 1)))
        return tools

    def go_to(self, month: date) -> None:
        """Show another month."""
        self.month = first_of_month(month)
        self.refresh()

    def show_today(self) -> None:
        """Show the month of the as-of day, with the cursor on it."""
        self.view.go_to(self._context.document.plan.header.as_of)

    def refresh(self) -> None:
        """Show the month as the plan and the filter are now."""
        plan = self._context.document.plan
        self.title.setText(month_title(self.month, Formats.of(plan).locale))
        self.view.show_month(self._grid())
        self.empty.show_if(not plan.activities)

    def _grid(self) -> MonthGrid:
        """Return the month with the colours, collisions and closed days of the timeline."""
        plan, looks = self._context.document.plan, self._looks
        passes, measure = self._shown.filter.passes, self.view.renderer.measure
        return MonthGrid(plan, self.month, passes, looks.of, looks.findings, measure, looks.state.closed)

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these activities as selected."""
        self.view.select(ids)

    def _tell_more(self, spot: Spot) -> None:
        """Offer what has no room, or runs through the whole month, as a menu of names."""
        grid = self._grid()
        rows = grid.through() if spot.day is None else grid.on_day(spot.day)
        self.offer(rows, QCursor.pos())

    def offer(self, rows: Sequence[Activity], at: QPoint) -> None:
        """Open a menu in which an activity is chosen by its name."""
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row in rows:
            action = menu.addAction(plain_action(row.name))
            action.triggered.connect(
                lambda _checked=False, row_id=row.id: self._context.selection.set("activity", [row_id])
            )
        menu.popup(at)


def _usual_day(context: Context) -> date:
    """Return today, or the day of the fiscal year that is nearest to it."""
    plan = context.document.plan
    return min(max(plan.header.as_of, plan.calendar.fy_start), plan.calendar.fy_end)
