"""The plan data page: every table of the plan as a grid that takes typing, paste and fill, with a form beside it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import (
    change_rows,
    create_row,
    delete_rows,
    duplicate_rows,
    hanging_on,
    reorder_rows,
)
from cmoplanner.model.fields import Field, Table
from cmoplanner.model.problems import Problem, check_plan
from cmoplanner.model.store.document import Changes
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.icons import icon
from cmoplanner.ui.nouns import grouped_tables, plural, rows_of, singleton
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import IconButton
from cmoplanner.ui.widgets.deletion import Deletion, hanging_line
from cmoplanner.ui.widgets.grid import block as blocks
from cmoplanner.ui.widgets.grid.block import BlockRefused
from cmoplanner.ui.widgets.grid.clipboard import from_tsv, to_tsv
from cmoplanner.ui.widgets.grid.empty import EmptyTable
from cmoplanner.ui.widgets.grid.model import GridModel, Index
from cmoplanner.ui.widgets.grid.new_row import values_for
from cmoplanner.ui.widgets.grid.noun_list import NounList
from cmoplanner.ui.widgets.grid.view import GridView
from cmoplanner.ui.widgets.surface import Surface

_FILTER_REST_MS = 150
_CHECK_REST_MS = 200
_FIRST = "activity"


class DataPage(QWidget):
    """The list of tables at the left, the rows of the chosen one at the right."""

    KEY = "data"
    ICON = "table"

    hinted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self._echo = False  # a selection that comes back from the context changes nothing
        self.table: Table = fields.table(_FIRST)
        self.model = GridModel(self._write, self)
        self.nouns = NounList(context.theme, self)
        self.view = GridView(context.theme, self.model, self._take_typed, self)
        self._rest = _timer(self, _FILTER_REST_MS, self._filter)
        self._check = _timer(self, _CHECK_REST_MS, self._check_now)
        self._build()
        self._connect()

    @staticmethod
    def title() -> str:
        """Return the page's name in the rail."""
        return _("Plan data")

    # construction

    def _build(self) -> None:
        theme = self._context.theme
        self.nouns.offer(
            [(title, [(table.name, plural(table)) for table in tables]) for title, tables in grouped_tables()]
        )
        left = Surface(theme, "window", ("right",), self)
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 6, 1, 6)
        inside.addWidget(self.nouns)
        self.heading = plain_label(parent=self, role="title")
        self.count = plain_label(parent=self, role="caption")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter: any words"))
        self.filter.setAccessibleName(_("Filter rows"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(260)
        self.filter.setMinimumWidth(120)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()
        self.add = QPushButton(_("Add row"), self)
        self.copy = IconButton(theme, "copy", _("Duplicate the selected rows"), self, boxed=True)
        self.up = IconButton(theme, "chevron-up", _("Move the selected rows up"), self, boxed=True)
        self.down = IconButton(theme, "chevron-down", _("Move the selected rows down"), self, boxed=True)
        self.delete = IconButton(theme, "trash", _("Delete the selected rows"), self, boxed=True)
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 7, 16, 7)
        tools.setSpacing(8)
        for widget in (self.heading, self.count):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(self.filter, 1)
        for button in (self.up, self.down, self.copy, self.delete, self.add):
            tools.addWidget(button)
        self.refusal = plain_label(parent=self, role="banner", wrap=True)
        self.refusal.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(tools)
        right.addWidget(self.refusal)
        right.addWidget(self.view, 1)
        self.empty = EmptyTable(self.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(right, 1)

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", self._context.theme.color("text_2")))

    def _connect(self) -> None:
        context = self._context
        context.theme.changed.connect(self._tint)
        context.bridge.changed.connect(self._follow)
        context.selection.changed.connect(self._show_selection)
        self.nouns.chosen.connect(self.open)
        self.view.rows_selected.connect(self._select)
        self.view.flagged.connect(self.model.setData)
        self.view.head.sortIndicatorChanged.connect(self._arranged)
        self.filter.textChanged.connect(self._rest.start)
        self.add.clicked.connect(self._add)
        self.empty.add.clicked.connect(self._add)
        self.copy.clicked.connect(self._duplicate)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.delete.clicked.connect(self._delete)

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        several = self._has_rows
        own = self._can_reorder
        cells = self._has_cells

        found = [
            Command("data.copy", _("Copy"), "Ctrl+C", self._copy, cells, group="cells"),
            Command("data.paste", _("Paste"), "Ctrl+V", self._paste, cells, group="cells"),
            Command("data.fill", _("Fill down"), "Ctrl+D", self._fill, cells, group="cells"),
            Command("data.clear", _("Clear cells"), "Del", self._clear, cells, group="cells"),
            Command("data.new", _("Add row"), "Ctrl+N", self._add, self._can_add, group="rows"),
            Command("data.duplicate", _("Duplicate rows"), "Ctrl+Shift+D", self._duplicate, several, group="rows"),
            Command("data.up", _("Move rows up"), "Alt+Up", lambda: self._move(-1), own, group="rows"),
            Command("data.down", _("Move rows down"), "Alt+Down", lambda: self._move(1), own, group="rows"),
            Command("data.delete", _("Delete rows"), "Ctrl+-", self._delete, several, group="rows"),
            Command("data.filter", _("Filter"), "Ctrl+F", self._focus_filter, menu="view", group="find"),
        ]
        return [replace(command, page=self.KEY) for command in found]

    # what is shown

    def open(self, name: str) -> None:
        """Show the rows of a table."""
        self.table = fields.table(name)
        self.filter.clear()
        self._rest.stop()
        self.say_no("")
        plan = self._context.document.plan
        self.view.open(self.table, rows_of(plan, self.table), CellText(plan))
        self.heading.setText(plural(self.table))
        self.nouns.choose(name)
        self._context.selection.clear()
        self._check_now()
        self._show_counts()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.model.table is None:
            self.open(self.table.name)
        elif self._stale:
            self._refresh()
        self._stale = False
        self._show_selection()

    def _follow(self, _changes: Changes) -> None:
        if self.isVisible():
            self._refresh()
        else:
            self._stale = True

    def _refresh(self) -> None:
        plan = self._context.document.plan
        self.model.refresh(rows_of(plan, self.table), CellText(plan))
        self.say_no("")
        self._show_counts()
        self._check.start()

    def _check_now(self) -> None:
        found = check_plan(self._context.document.plan)
        mine: dict[tuple[str, str], Problem] = {}
        for problem in found:
            if problem.table == self.table.name:
                mine.setdefault((problem.row_id, problem.key), problem)
        self.model.show_problems(mine)
        wrong = Counter(table for table, _row in {(problem.table, problem.row_id) for problem in found})
        plan = self._context.document.plan
        tables = [table for _title, group in grouped_tables() for table in group]
        self.nouns.show_counts({table.name: len(rows_of(plan, table)) for table in tables}, wrong)

    def _show_counts(self) -> None:
        shown, whole = len(self.model.ids), self.model.whole
        if shown == whole:
            text = ngettext("{n} row", "{n} rows", whole).format(n=whole)
        else:
            text = _("{shown} of {whole}").format(shown=shown, whole=whole)
        self.count.setText(text)
        self.empty.show_for(plural(self.table), whole=whole, shown=shown)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.add.setEnabled(self._can_add())
        for button in (self.copy, self.delete):
            button.setEnabled(self._has_rows())
        for button in (self.up, self.down):
            button.setEnabled(self._can_reorder())

    def _filter(self) -> None:
        self.model.filter(self.filter.text())
        self._show_counts()
        self._context.commands.refresh()

    def _arranged(self) -> None:
        self._show_buttons()
        self._context.commands.refresh()

    def _focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def say_no(self, sentence: str) -> None:
        """Say above the grid why something was not done; "" takes the sentence away."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    # the selection

    def _select(self) -> None:
        """Show the selected rows in the inspector."""
        if self._echo or not self.isVisible():
            return
        self._echo = True
        self._context.selection.set(self.table.name, self.view.selected_rows())
        self._echo = False
        self._show_buttons()

    def _show_selection(self) -> None:
        """Follow a selection that was made elsewhere: with the palette, or on the calendar."""
        selection = self._context.selection
        if self._echo or not self.isVisible() or not selection.kind:
            return
        ids = list(selection.ids)
        self._echo = True
        if selection.kind != self.table.name:
            self.open(selection.kind)
            self._context.selection.set(selection.kind, ids)
        if self.view.selected_rows() != ids:
            self.view.select_rows(ids)
        self._echo = False
        self._show_buttons()

    def _has_rows(self) -> bool:
        return self._can_add() and bool(self.view.selected_rows())

    def _has_cells(self) -> bool:
        return self.view.block() is not None

    def _can_add(self) -> bool:
        return not singleton(self.table) and not self._context.document.read_only

    def _can_reorder(self) -> bool:
        return self._has_rows() and self.model.in_own_order

    # edits

    def _do(self, act: Any, *given: Any, **more: Any) -> Any:
        """Do an edit, or say why not; the plan stays as it was when it is refused."""
        self.say_no("")
        try:
            return act(self._context.document, *given, **more)
        except EditRefused as refusal:
            self.say_no(" ".join(part for part in (refusal.sentence, refusal.remedy) if part))
            return None

    def _write(self, row_id: str, field: Field, value: Any) -> None:
        self._do(set_field, self.table.name, row_id, field.key, value)

    def _take_typed(self, index: Index, text: str, to_all: bool) -> str:
        """Take what was typed into a cell; return why not."""
        field = self.model.fields[index.column()]
        document = self._context.document
        try:
            if to_all:
                found = blocks.typed(self.model, self.view.selected_rows(), self.view.selected_fields(), text)
                change_rows(document, self.table.name, found)
            else:
                value = CellText(document.plan).read(field, text, loosely=True)
                set_field(document, self.table.name, self.model.ids[index.row()], field.key, value)
        except EditRefused as refusal:
            return " ".join(part for part in (refusal.sentence, refusal.remedy) if part)
        except ValueError as refusal:
            return str(refusal)
        return ""

    def _change(self, found: Mapping[str, Mapping[str, Any]]) -> None:
        if found:
            self._do(change_rows, self.table.name, found)

    def _copy(self) -> None:
        cells = blocks.copied(self.model, self.view.selected_rows(), self.view.selected_fields())
        QGuiApplication.clipboard().setText(to_tsv(cells))
        count = sum(len(row) for row in cells)
        self._context.commands.say(ngettext("{n} cell copied", "{n} cells copied", count).format(n=count))

    def _paste(self) -> None:
        place = self.view.block()
        text = QGuiApplication.clipboard().text()
        if place is None or not text:
            return
        try:
            found, taken = blocks.pasted(self.model, place, from_tsv(text))
        except BlockRefused as refusal:
            self.view.select_block(refusal.line, refusal.column, refusal.line, refusal.column)
            self.say_no(_("{problem} Nothing was pasted.").format(problem=f"{refusal}".rstrip(".") + "."))
            return
        self._change(found)
        self.view.select_block(*taken)

    def _fill(self) -> None:
        place = self.view.block()
        if place is not None:
            self._change(blocks.filled_down(self.model, place))

    def _clear(self) -> None:
        self._change(blocks.cleared(self.view.selected_rows(), self.view.selected_fields()))

    def _add(self) -> None:
        plan = self._context.document.plan
        made = self._do(create_row, self.table.name, values_for(plan, self.table))
        if made:
            self._show_made([made])

    def _duplicate(self) -> None:
        made = self._do(duplicate_rows, self.table.name, self.view.selected_rows())
        if made:
            self._show_made(made)

    def _show_made(self, ids: list[str]) -> None:
        if any(self.model.place(row_id) < 0 for row_id in ids):  # what is made is seen, whatever was filtered
            self.filter.clear()
            self._filter()
        self.view.show_row(ids[0])
        self.view.select_rows(ids)
        self.view.setFocus()

    def _delete(self) -> None:
        ids = self.view.selected_rows()
        hanging = hanging_on(self._context.document.plan, self.table.name, ids)
        if not hanging:
            self._do(delete_rows, self.table.name, ids)
            return
        title = ngettext("Delete {n} row of “{table}”?", "Delete {n} rows of “{table}”?", len(ids))
        lines = list(dict.fromkeys(hanging_line(row) for row in hanging))
        asked = Deletion(title.format(n=len(ids), table=plural(self.table)), lines, self)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.accepted.connect(lambda: self._do(delete_rows, self.table.name, ids))
        asked.open()

    def _move(self, step: int) -> None:
        """Move the selected rows by one place."""
        chosen = self.view.selected_rows()
        others = [row_id for row_id in self.model.ids if row_id not in set(chosen)]
        first = self.model.place(chosen[0])
        place = max(0, min(first + step, len(others)))
        before = others[place] if place < len(others) else None
        self._do(reorder_rows, self.table.name, chosen, before)


def _timer(parent: QWidget, interval: int, act: Any) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval)
    timer.timeout.connect(act)
    return timer
