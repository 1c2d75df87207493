"""What is done to the money of whole rows: transfers, shifts by months, phasing, new lines and envelopes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.ledger.lines import UNCODED
from cmoplanner.model.edits.activities import create_activity
from cmoplanner.model.edits.budget_cells import Purse, make_envelopes
from cmoplanner.model.edits.money import set_phasing, shift_months, transfer
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.report.budget.table import ColumnKind
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from cmoplanner.ui.budget.grid import BudgetGrid
from cmoplanner.ui.budget.transferring import TransferDialog
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.plan_data.doing import Say, do

if TYPE_CHECKING:  # files are read by what is loaded when one is chosen
    from cmoplanner.ui.budget.importing import ImportDialog

_PHASINGS = ("even", "start", "end")
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


class MoneyActs:
    """Offers the acts as buttons and commands; each is one step, and a refusal is said over the grid."""

    def __init__(self, context: Context, grid: BudgetGrid, say_no: Say, page: QWidget) -> None:
        self._context = context
        self._grid = grid
        self._say_no = say_no
        self._page = page
        self.dialog: TransferDialog | None = None
        self.importing: ImportDialog | None = None
        self.transfer_button = QPushButton(_("Transfer…"), page)
        self.transfer_button.clicked.connect(self.ask_transfer)
        self.line_button = QPushButton(_("Add line"), page)
        self.line_button.clicked.connect(self.add_line)
        self.import_button = QPushButton(_("Import…"), page)
        self.import_button.clicked.connect(self.ask_import)

    def buttons(self) -> list[QPushButton]:
        """Return what stands over the grid."""
        return [self.transfer_button, self.import_button, self.line_button]

    def menu(self) -> list[str]:
        """Return the commands that the grid's menu offers after those of cells."""
        return [*(f"budget.{key}" for key in ("earlier", "later", *_PHASINGS)), "budget.transfer", "budget.line"]

    def commands(self, may: Callable[[], bool]) -> list[Command]:
        """Return the acts for menus, shortcuts and the palette."""

        def lines() -> bool:
            return may() and bool(self.selected_lines())

        words = {"even": _("Spread evenly"), "start": _("Pay at the start"), "end": _("Pay at the end")}
        return [
            Command(
                "budget.earlier",
                _("Shift money a month earlier"),
                "Alt+-",
                partial(self.shift, -1),
                lines,
                group="money",
            ),
            Command(
                "budget.later", _("Shift money a month later"), "Alt++", partial(self.shift, 1), lines, group="money"
            ),
            *(
                Command(f"budget.{key}", words[key], "", partial(self.phase, key), lines, group="money")
                for key in _PHASINGS
            ),
            Command(
                "budget.transfer", _("Transfer budget…"), "Ctrl+T", self.ask_transfer, self._can_transfer, group="rows"
            ),
            Command(
                "budget.import",
                _("Import invoices and orders…"),
                "Ctrl+Shift+I",
                self.ask_import,
                self._can_add,
                group="rows",
            ),
            Command("budget.line", _("Add line"), "Ctrl+N", self.add_line, self._can_add, group="rows"),
        ]

    # money of lines

    def selected_lines(self) -> list[str]:
        """Return the activities whose rows have a selected cell; a group stands for all its lines."""
        table = self._grid.cells.table
        if table is None:
            return []
        found: dict[str, None] = {}
        for row in self._grid.selected_rows():
            if row.kind is RowKind.LINE:
                found[row.path[-1]] = None
                continue
            for one in table.book.rows:
                if one.kind is RowKind.LINE and one.path[: row.level] == row.path:
                    found[one.path[-1]] = None
        return [row for row in found if row != UNCODED]

    def shift(self, months: int) -> None:
        """Move the planned money of the selected lines by months; their dates stay."""
        do(self._context, self._say_no, shift_months, self.selected_lines(), months)

    def phase(self, phasing: str) -> None:
        """Phase the money of the selected lines in another way."""
        do(self._context, self._say_no, set_phasing, self.selected_lines(), phasing)

    # envelopes

    def _can_transfer(self) -> bool:
        plan = self._context.document.plan
        return len(plan.envelopes) > 1 and not self._context.document.read_only

    def ask_transfer(self) -> None:
        """Ask how much goes from which envelope to which; it begins with the envelope under the cursor."""
        table, current = self._grid.cells.table, self._grid.current()
        if table is None or not self._can_transfer():
            self._say_no(_("A transfer needs two envelopes."))
            return
        target = ""
        if current is not None and current[1].kind is ColumnKind.QUARTER:
            known = table.book.envelopes_of(current[0], current[1].number)
            target = known[0] if len(known) == 1 else ""
        plan = self._context.document.plan
        self.dialog = TransferDialog(
            self._context.theme, plan, table.book.envelopes, self._transfer, target, self._page
        )
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _transfer(self, source: str, target: str, amount: int, note: str) -> str:
        try:
            transfer(self._context.document, source, target, amount, note.strip())
        except EditRefused as refusal:
            return refusal.told
        return ""

    def make_envelopes(self, given: Mapping[Purse, int]) -> None:
        """Make the envelopes of a plan that has none."""
        do(self._context, self._say_no, make_envelopes, given)

    # bookings

    def ask_import(self) -> None:
        """Ask for a file of invoices or orders, and show what its rows are."""
        tables = _("Tables (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)")
        chosen, _filter = QFileDialog.getOpenFileName(self._page, _("Import invoices and orders"), "", tables)
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Show what the rows of a file are; what is new is taken from there."""
        from cmoplanner.ui.budget.importing import ImportDialog

        self.importing = ImportDialog(self._context, path, self._page)
        self.importing.finished.connect(self.importing.deleteLater)
        self.importing.open()

    # lines

    def _can_add(self) -> bool:
        return not self._context.document.read_only

    def add_line(self) -> None:
        """Add a line in the group under the cursor, over the open part of the year; its money is still to be typed."""
        plan, current, table = self._context.document.plan, self._grid.current(), self._grid.cells.table
        given: dict[str, object] = {}
        if current is not None and table is not None:
            given.update(_fields_of(current[0], table.book.by))
        closed = min(table.book.ledger.closed if table else 0, MONTHS_A_YEAR - 1)
        start = plan.calendar.month(closed + 1).start
        made = do(
            self._context, self._say_no, create_activity, _("New budget line"), start, plan.calendar.fy_end, given
        )
        if isinstance(made, str):
            self.show_line(made)

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
