"""What is done to cells of the grid: typing, copying, pasting, filling and clearing; each is one step."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QGuiApplication

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import change_rows
from cmoplanner.model.fields import Field, Table
from cmoplanner.report.formats import Formats
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.context import Context
from cmoplanner.ui.nouns import singleton
from cmoplanner.ui.plan_data.doing import Say, do
from cmoplanner.ui.widgets.grid import block as blocks
from cmoplanner.ui.widgets.grid.block import BlockRefused
from cmoplanner.ui.widgets.grid.clipboard import from_tsv, to_tsv
from cmoplanner.ui.widgets.grid.model import GridModel, Index
from cmoplanner.ui.widgets.grid.new_row import values_for
from cmoplanner.ui.widgets.grid.view import GridView


class CellActs:
    """Turns what is done on the cells of a grid into edits of the document."""

    def __init__(
        self, context: Context, model: GridModel, view: GridView, say_no: Say, show_made: Callable[[list[str]], None]
    ) -> None:
        self._context = context
        self._model = model
        self._view = view
        self._say_no = say_no
        self._show_made = show_made

    @property
    def _table(self) -> Table:
        if self._model.table is None:
            raise RuntimeError("a grid without a table takes nothing")
        return self._model.table

    def write(self, row_id: str, field: Field, value: Any) -> None:
        """Set one value that needs no reading: a tick."""
        do(self._context, self._say_no, set_field, self._table.name, row_id, field.key, value)

    def take_typed(self, index: Index, text: str, to_all: bool) -> str:
        """Take what was typed into a cell; return why not."""
        field = self._model.fields[index.column()]
        document, name = self._context.document, self._table.name
        try:
            if to_all:
                found = blocks.typed(self._model, self._view.selected_rows(), self._view.selected_fields(), text)
                change_rows(document, name, found)
            else:
                value = CellText(document.plan).read(field, text, loosely=True)
                set_field(document, name, self._model.ids[index.row()], field.key, value)
        except EditRefused as refusal:
            return refusal.told
        except ValueError as refusal:
            return str(refusal)
        return ""

    def copy(self, *, with_heads: bool = False) -> None:
        """Put the selected cells on the clipboard, with the names of their columns over them if asked."""
        fields = self._view.selected_fields()
        cells = blocks.copied(self._model, self._view.selected_rows(), fields)
        count = sum(len(row) for row in cells)
        if with_heads:
            cells.insert(0, [_(field.label) for field in fields])
        QGuiApplication.clipboard().setText(to_tsv(cells))
        told = ngettext("{n} cell copied", "{n} cells copied", count)
        self._context.commands.say(told.format(n=Formats.of(self._context.document.plan).number(count)))

    def paste(self) -> None:
        """Paste from the current cell on; what stands below the last row becomes new rows."""
        text = QGuiApplication.clipboard().text()
        place = self._view.block() or (len(self._model.ids), 0, len(self._model.ids), 0)
        if not text:
            return
        plan, table = self._context.document.plan, self._table
        try:
            pasted = blocks.pasted(self._model, place, from_tsv(text), growing=not singleton(table))
            new = blocks.completed(self._model, pasted, lambda given: values_for(plan, table, given))
        except BlockRefused as refusal:
            self._show_refused(refusal)
            return
        if not pasted.changed and not new:
            return
        made = do(self._context, self._say_no, change_rows, table.name, pasted.changed, new)
        if made is None:
            return
        if made:
            self._show_made(made)
            count = len(made)
            told = ngettext("{n} row added", "{n} rows added", count)
            self._context.commands.say(told.format(n=Formats.of(self._context.document.plan).number(count)))
        top, left, bottom, right = pasted.block
        self._view.select_block(top, left, min(bottom, len(self._model.ids) - 1), right)

    def _show_refused(self, refusal: BlockRefused) -> None:
        if refusal.line < len(self._model.ids):
            self._view.select_block(refusal.line, refusal.column, refusal.line, refusal.column)
            self._view.scrollTo(self._view.currentIndex())
        self._say_no(_("{problem} Nothing was pasted.").format(problem=f"{refusal}".rstrip(".") + "."))

    def fill_down(self) -> None:
        """Put the first row of the selected block into the others."""
        place = self._view.block()
        if place is not None:
            self._change(blocks.filled_down(self._model, place))

    def fill_right(self) -> None:
        """Put the first column of the selected block into the others."""
        place = self._view.block()
        if place is None:
            return
        try:
            self._change(blocks.filled_right(self._model, place))
        except BlockRefused as refusal:
            self._say_no(_("{problem} Nothing was filled.").format(problem=f"{refusal}".rstrip(".") + "."))

    def clear(self) -> None:
        """Empty the selected cells."""
        self._change(blocks.cleared(self._view.selected_rows(), self._view.selected_fields()))

    def _change(self, found: Mapping[str, Mapping[str, Any]]) -> None:
        if found:
            do(self._context, self._say_no, change_rows, self._table.name, found)
