"""What is done to the money of whole rows: transfers, releases, shifts by months, phasing; invoices are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.ledger.envelopes import is_contingency
from cmoplanner.ledger.lines import UNCODED
from cmoplanner.model.edits.budget_cells import Purse, make_envelopes
from cmoplanner.model.edits.contingency import Release, release_contingency
from cmoplanner.model.edits.money import set_phasing, shift_months, spread_by, transfer
from cmoplanner.model.store.document import Document
from cmoplanner.report.budget.table import ColumnKind
from cmoplanner.report.budget.tree import RowKind
from cmoplanner.ui.budget.grid import BudgetGrid
from cmoplanner.ui.budget.spread_dialog import SpreadDialog
from cmoplanner.ui.budget.transferring import Asked, TransferDialog
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.plan_data.doing import Say, do

if TYPE_CHECKING:  # files are read by what is loaded when one is chosen
    from cmoplanner.ui.budget.importing import ImportDialog

_PHASINGS = ("even", "start", "end")


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
        self.spreading: SpreadDialog | None = None
        self.import_button = QPushButton(_("Import…"), page)
        self.import_button.clicked.connect(self.ask_import)

    def buttons(self) -> list[QPushButton]:
        """Return what stands over the grid."""
        return [self.transfer_button, self.import_button]

    def menu(self) -> list[str]:
        """Return the commands that the grid's menu offers after those of cells."""
        shifts = ("earlier", "later", "quarter_earlier", "quarter_later")
        return [*(f"budget.{key}" for key in (*shifts, *_PHASINGS, "spread")), "budget.transfer", "budget.release"]

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
            Command(
                "budget.quarter_earlier",
                _("Shift money a quarter earlier"),
                "",
                partial(self.shift, -3),
                lines,
                group="money",
            ),
            Command(
                "budget.quarter_later",
                _("Shift money a quarter later"),
                "",
                partial(self.shift, 3),
                lines,
                group="money",
            ),
            *(
                Command(f"budget.{key}", words[key], "", partial(self.phase, key), lines, group="money")
                for key in _PHASINGS
            ),
            Command("budget.spread", _("Spread over the year…"), "Ctrl+Shift+P", self.ask_spread, lines, group="money"),
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
            Command("budget.release", _("Release contingency…"), "", self.ask_release, self._can_release, group="rows"),
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

    def ask_spread(self) -> None:
        """Ask how the open money of the selected lines is spread over the year."""
        table, lines = self._grid.cells.table, self.selected_lines()
        if table is None or not lines:
            self._say_no(_("Select lines first: a group stands for all its lines."))
            return
        self.spreading = SpreadDialog(self._context.theme, table.book, lines, self._spread, self._page)
        self.spreading.finished.connect(self.spreading.deleteLater)
        self.spreading.open()

    def _spread(self, lines: Sequence[str], weights: Mapping[str, Sequence[int]], closed: int) -> str:
        return _why_not(spread_by, self._context.document, lines, weights, closed)

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

    def _can_release(self) -> bool:
        kept = any(is_contingency(one) for one in self._context.document.plan.envelopes.values())
        return kept and self._can_transfer()

    def ask_release(self) -> None:
        """Ask how much of the contingency goes where; it begins with the envelope that needs it most."""
        if self._can_release():
            self.ask_transfer()

    def _transfer(self, asked: Asked) -> str:
        """Move given money; money that is kept back is released by its rule."""
        document = self._context.document
        source = document.plan.envelopes.get(asked.source)
        if source is None or not is_contingency(source):
            return _why_not(transfer, document, asked.source, asked.target, asked.amount, asked.note.strip())
        wanted = Release(asked.source, asked.target, asked.amount, asked.note, asked.rule_met, asked.approver)
        return _why_not(release_contingency, document, wanted)

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

    def _can_add(self) -> bool:
        return not self._context.document.read_only


def _why_not(act: Callable[..., object], document: Document, *given: object) -> str:
    """Do an edit; return why it was refused, "" if it was done."""
    try:
        act(document, *given)
    except EditRefused as refusal:
        return refusal.told
    return ""
