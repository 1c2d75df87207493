"""What is done to cells of the budget grid: typing, copying, pasting, filling and clearing; each is one step."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QGuiApplication

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.budget_cells import MoneyCells, set_cells
from cmoplanner.model.fields import Field, Kind
from cmoplanner.report.budget.table import Column, ColumnKind
from cmoplanner.report.budget.targets import NotTyped, check, collect
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from cmoplanner.report.formats import MINUS, ZERO, Formats
from cmoplanner.ui.budget.grid import Block, BudgetGrid
from cmoplanner.ui.budget.model import Index
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.field_text import FieldText
from cmoplanner.ui.plan_data.doing import Say
from cmoplanner.ui.widgets.grid.clipboard import from_tsv, to_tsv

Typed = tuple[BudgetRow, Column, int | None]

_MONEY = Field("amount", "", Kind.MONEY)
_AGREED = Field("amount", "", Kind.AMOUNT, minimum=0)
_FOREIGN = re.compile(r"(?P<amount>[^A-Za-z]+?)\s*(?P<code>[A-Z]{3})")
_NOTHING = frozenset({"", ZERO, "-", MINUS, "–"})


class BudgetCells:
    """Turns what is done on cells into edits of the document; what is refused is said, and nothing is written."""

    def __init__(self, context: Context, grid: BudgetGrid, say_no: Say) -> None:
        self._context = context
        self._grid = grid
        self._say_no = say_no
        self._told = False

    def commands(self, can: Callable[[], bool], may: Callable[[], bool]) -> list[Command]:
        """Return what can be done to cells, where some are selected and where they may be changed."""
        down, right = partial(self.fill, right=False), partial(self.fill, right=True)
        return [
            Command("budget.copy", _("Copy"), "Ctrl+C", self.copy, can, group="cells"),
            Command("budget.paste", _("Paste"), "Ctrl+V", self.paste, may, group="cells"),
            Command("budget.fill", _("Fill down"), "Ctrl+D", down, may, group="cells"),
            Command("budget.fill_right", _("Fill right"), "Ctrl+R", right, may, group="cells"),
            Command("budget.clear", _("Clear cells"), "Del", self.clear, may, group="cells"),
        ]

    def take_typed(self, index: Index, text: str, to_all: bool) -> str:
        """Take what was typed into a cell, or into all selected ones; return why not."""
        cells = self._grid.cells
        block = self._grid.block() if to_all else None
        top, left, bottom, right = block or (index.row(), index.column(), index.row(), index.column())
        if (found := _FOREIGN.fullmatch(text.strip())) and found["code"] != self._formats.currency:
            why = self._take_foreign(index, found["code"], found["amount"])
            self._tell(why)
            return why
        try:
            amount = self._read(text)
            typed = [
                (cells.row(line), cells.column(place), amount)
                for line in range(top, bottom + 1)
                for place in range(left, right + 1)
            ]
            why = self._change(typed)
        except ValueError as refusal:
            why = str(refusal)
        self._tell(why)
        return why

    def _take_foreign(self, index: Index, code: str, text: str) -> str:
        """Take what a line costs in the currency that it is agreed in; return why not."""
        row, column = self._grid.cells.row(index.row()), self._grid.cells.column(index.column())
        activity = self._context.document.plan.activities.get(row.path[-1]) if row.path else None
        if activity is None or row.kind is not RowKind.LINE or column.kind is not ColumnKind.PLANNED:
            return _("Amounts in another currency are typed as the planned cost of a line.")
        if activity.currency != code or not activity.fx_rate_plan:
            return _(
                "“{name}” is not agreed in {currency}: enter the currency and its budget rate in the inspector."
            ).format(name=activity.name, currency=code)
        try:
            amount = FieldText(self._formats, self._context.document.plan.header.fy_start).read(_AGREED, text)
            set_cells(self._context.document, MoneyCells(foreign={activity.id: float(amount or 0)}))
        except EditRefused as refusal:
            return refusal.told
        except ValueError as refusal:
            return str(refusal)
        return ""

    def _tell(self, text: str) -> None:
        self._told = bool(text)
        self._say_no(text)

    def move_on(self) -> None:
        """Take away what was said about the cell that the cursor leaves."""
        if self._told:
            self._tell("")

    def say_why_not(self) -> None:
        """Say why the cell under the cursor takes no amount."""
        table, current = self._grid.cells.table, self._grid.current()
        if table is None or current is None:
            return
        if self._context.document.read_only:
            self._tell(_("The plan is opened to be read only."))
            return
        try:
            check(table, *current)
        except NotTyped as why:
            self._tell(str(why))

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as a spreadsheet reads them."""
        block = self._grid.block()
        if block is None:
            return
        formats = self._formats
        top, left, bottom, right = block
        rows = [
            [self._copied(formats, line, place) for place in range(left, right + 1)] for line in range(top, bottom + 1)
        ]
        QGuiApplication.clipboard().setText(to_tsv(rows))
        count = sum(len(row) for row in rows)
        self._context.commands.say(
            ngettext("{n} cell copied", "{n} cells copied", count).format(n=formats.number(count))
        )

    def paste(self) -> None:
        """Paste from the cursor on; one amount fills the whole selection."""
        block, text = self._grid.block(), QGuiApplication.clipboard().text()
        if block is None or not text:
            return
        given = from_tsv(text)
        top, left, bottom, right = block
        cells = self._grid.cells
        wide = max(len(line) for line in given)
        lines, places = bottom - top + 1, right - left + 1
        if lines % len(given) or places % wide:
            lines, places = len(given), wide
        if top + lines > cells.rowCount() or left + places > cells.columnCount():
            self._tell(_("The block is larger than what is left of the grid. Nothing was pasted."))
            return
        try:
            typed: list[Typed] = []
            for line in range(lines):
                source = given[line % len(given)]
                for place in range(places):
                    if place % wide < len(source):
                        row, column = cells.row(top + line), cells.column(left + place)
                        typed.append((row, column, self._pasted(row, column, source[place % wide])))
            why = self._change(typed)
        except ValueError as refusal:
            why = str(refusal)
        if why:
            self._tell(_("{problem} Nothing was pasted.").format(problem=why.rstrip(".") + "."))
            return
        self._tell("")
        self._grid.select(top, left, top + lines - 1, left + places - 1)

    def fill(self, *, right: bool) -> None:
        """Put the first column of the selected block into the others, or the first row (fill down)."""
        block = self._grid.block()
        if block is None:
            return
        top, left, bottom, last = block
        cells = self._grid.cells
        typed: list[Typed] = []
        for line in range(top if right else top + 1, bottom + 1):
            for place in range(left + 1 if right else left, last + 1):
                source = cells.cell(line, left).value if right else cells.cell(top, place).value
                typed.append((cells.row(line), cells.column(place), source or 0))
        why = self._change(typed) if typed else _("Select the cells that are to be filled, the first one included.")
        self._tell(_("{problem} Nothing was filled.").format(problem=why.rstrip(".") + ".") if why else "")

    def fill_block(self, source: Block, target: Block) -> None:
        """Repeat a block over the larger one that begins with it, as its handle was dragged."""
        top, left, bottom, right = source
        cells = self._grid.cells
        typed: list[Typed] = []
        for line in range(top, target[2] + 1):
            for place in range(left, target[3] + 1):
                if line <= bottom and place <= right:
                    continue
                from_line, from_place = (
                    top + (line - top) % (bottom - top + 1),
                    left + (place - left) % (right - left + 1),
                )
                value = cells.cell(from_line, from_place).value
                typed.append((cells.row(line), cells.column(place), value or 0))
        why = self._change(typed)
        self._tell(_("{problem} Nothing was filled.").format(problem=why.rstrip(".") + ".") if why else "")
        if not why:
            self._grid.select(*target)

    def clear(self) -> None:
        """Empty the selected cells: planned and given money becomes nothing, a forecast follows from the plan again."""
        block = self._grid.block()
        if block is None:
            return
        top, left, bottom, right = block
        cells = self._grid.cells
        typed = [
            (cells.row(line), cells.column(place), None)
            for line in range(top, bottom + 1)
            for place in range(left, right + 1)
        ]
        self._tell(self._change(typed))

    def _change(self, typed: Sequence[Typed]) -> str:
        """Do it as one step; return why not."""
        table = self._grid.cells.table
        if table is None:
            return ""
        try:
            found = collect(table, typed)
            if found.any:
                set_cells(self._context.document, found)
        except NotTyped as refusal:
            return str(refusal)
        except EditRefused as refusal:
            return refusal.told
        return ""

    @property
    def _formats(self) -> Formats:
        return Formats.of(self._context.document.plan)

    def _read(self, text: str) -> int | None:
        """Return typed text in minor units, None for nothing. Raises ValueError with a sentence."""
        plain = text.strip()
        if plain in _NOTHING:
            return None
        value = FieldText(self._formats, self._context.document.plan.header.fy_start).read(_MONEY, plain)
        return None if value is None else int(value)

    def _pasted(self, row: BudgetRow, column: Column, text: str) -> int | None:
        try:
            return self._read(text.removeprefix("+"))
        except ValueError as refusal:
            head = " ".join(part for part in (column.upper, column.lower) if part)
            raise ValueError(
                _("{row}, {column}: {problem}").format(row=row.name, column=head, problem=refusal)
            ) from None

    def _copied(self, formats: Formats, line: int, place: int) -> str:
        cell = self._grid.cells.cell(line, place)
        if self._grid.cells.column(place).kind is ColumnKind.NAME:
            return cell.text
        if cell.value is None:
            return ""
        from babel.numbers import get_group_symbol

        text = formats.full(cell.value).replace(get_group_symbol(formats.locale), "").replace(MINUS, "-")
        return "".join(text.split())
