"""New lines of the budget: plain ones at once, recurring ones, placeholders and what is planned from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.activities import create_activity
from cmoplanner.model.edits.placeholders import plan_from
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.placeholders import PLACEHOLDER, is_placeholder
from cmoplanner.report.budget.table import ColumnKind
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from cmoplanner.ui.budget.grid import BudgetGrid
from cmoplanner.ui.budget.line_dialog import LineDialog, NewLine, Wish
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.plan_data.doing import Say, do

_GROUPED = {
    "cost_centre": "cost_centre_id",
    "category": "category_id",
    "region": "region",
    "campaign": "campaign_id",
    "channel": "channel_id",
    "vendor": "vendor_id",
    "partner": "partner_id",
    "owner": "owner_role",
}
_COMMANDS = ("budget.line", "budget.recurring", "budget.placeholder", "budget.plan_from")


class LineActs:
    """Offers new lines as a button with a menu and as commands; each is one step."""

    def __init__(self, context: Context, grid: BudgetGrid, say_no: Say, page: QWidget) -> None:
        self._context = context
        self._grid = grid
        self._say_no = say_no
        self._page = page
        self.dialog: LineDialog | None = None
        self.button = QPushButton(_("Add line"), page)
        self.button.setMenu(QMenu(self.button))
        self.button.menu().aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        menu = self.button.menu()
        menu.clear()
        for name in _COMMANDS:
            menu.addAction(self._context.commands.action(name))

    def menu(self) -> list[str]:
        """Return the commands that the grid's menu offers."""
        return list(_COMMANDS)

    def commands(self) -> list[Command]:
        """Return the acts for menus, shortcuts and the palette."""
        return [
            Command("budget.line", _("Add line"), "Ctrl+N", self.add_line, self._can_add, group="lines"),
            Command(
                "budget.recurring",
                _("Add recurring line…"),
                "",
                partial(self.ask, Wish.RECURRING),
                self._can_add,
                group="lines",
            ),
            Command(
                "budget.placeholder",
                _("Add placeholder…"),
                "Ctrl+Shift+N",
                partial(self.ask, Wish.PLACEHOLDER),
                self._can_add,
                group="lines",
            ),
            Command(
                "budget.plan_from",
                _("Plan from this placeholder…"),
                "",
                self.ask_from,
                self._on_placeholder,
                group="lines",
            ),
        ]

    def _can_add(self) -> bool:
        return not self._context.document.read_only

    def _on_placeholder(self) -> bool:
        return self._can_add() and self._placeholder() is not None

    def _placeholder(self) -> str | None:
        """Return the placeholder under the cursor."""
        current = self._grid.current()
        row = current[0] if current else None
        if row is None or row.kind is not RowKind.LINE:
            return None
        activity = self._context.document.plan.activities.get(row.path[-1])
        return activity.id if activity is not None and is_placeholder(activity) else None

    def _group(self) -> dict[str, object]:
        """Return the fields by which a new line stands in the group under the cursor."""
        current, table = self._grid.current(), self._grid.cells.table
        return dict(_fields_of(current[0], table.book.by)) if current is not None and table is not None else {}

    def _open_part(self) -> NewLine:
        """Return a line over the open part of the year."""
        plan, table = self._context.document.plan, self._grid.cells.table
        closed = min(table.book.ledger.closed if table else 0, MONTHS_A_YEAR - 1)
        return NewLine("", 0, plan.calendar.month(closed + 1).start, plan.calendar.fy_end)

    def add_line(self) -> None:
        """Add a line in the group under the cursor, over the open part of the year; its money is still to be typed."""
        new = self._open_part()
        given = self._group()
        made = do(self._context, self._say_no, create_activity, _("New budget line"), new.start, new.end, given)
        if isinstance(made, str):
            self.show_line(made)

    def ask(self, wish: Wish) -> None:
        """Ask for a recurring line or a placeholder in the group under the cursor."""
        self._open(wish, self._open_part(), partial(self._make, wish, self._group()))

    def ask_from(self) -> None:
        """Ask what is planned from the placeholder under the cursor."""
        placeholder = self._placeholder()
        if placeholder is None:
            self._say_no(_("Put the cursor on a placeholder first."))
            return
        kept = self._context.document.plan.activities[placeholder]
        offered = NewLine("", net_spend(kept), kept.start, kept.end)
        self._open(Wish.FROM, offered, partial(self._plan_from, placeholder))

    def _open(self, wish: Wish, offered: NewLine, make: Callable[[NewLine], str]) -> None:
        plan = self._context.document.plan
        self.dialog = LineDialog(self._context.theme, plan, wish, make, offered, self._page)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _make(self, wish: Wish, group: dict[str, object], new: NewLine) -> str:
        given: dict[str, object] = {**group, "gross_spend": new.amount}
        if wish is Wish.PLACEHOLDER:
            given["status"] = PLACEHOLDER
        else:
            given |= {"recurrence": new.recurrence.value, "until": new.until}
        return self._show(create_activity, new.name, new.start, new.end, given, ())

    def _plan_from(self, placeholder: str, new: NewLine) -> str:
        return self._show(plan_from, placeholder, new.name, new.amount, new.start, new.end)

    def _show(self, act: Callable[..., str], *given: object) -> str:
        """Do an edit that makes a line, and show it; return why not."""
        try:
            made = act(self._context.document, *given)
        except EditRefused as refusal:
            return refusal.told
        self.show_line(made)
        return ""

    def show_line(self, activity: str) -> None:
        """Open the groups over a line and put the cursor into its planned cost; the inspector shows the line."""
        table = self._grid.cells.table
        row = (
            next((one for one in table.book.rows if one.kind is RowKind.LINE and one.path[-1] == activity), None)
            if table
            else None
        )
        if row is None:
            return
        for depth in range(row.level):
            self._grid.fold_asked.emit(row.path[:depth], False)
        self._grid.go_to(row.path, ColumnKind.PLANNED.value)
        self._context.selection.set("activity", [activity])


def _fields_of(row: BudgetRow, by: tuple[str, ...]) -> dict[str, object]:
    """Return the fields by which a new line stands in the group of a row."""
    return {_GROUPED[key]: value for key, value in zip(by, row.path, strict=False) if value and key in _GROUPED}
