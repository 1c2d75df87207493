"""The plan data page: every table of the plan as a grid that takes typing, paste and fill, with a form beside it."""

from collections import Counter
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.fields import Table
from cmoplanner.model.problems import Problem, Severity
from cmoplanner.model.store.document import Changes
from cmoplanner.report.formats import Formats
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.nouns import grouped_tables, plural, row_count, rows_of, singleton
from cmoplanner.ui.plan_data import bulk
from cmoplanner.ui.plan_data.cell_acts import CellActs
from cmoplanner.ui.plan_data.checking import Checking
from cmoplanner.ui.plan_data.market import TABLE as MARKET
from cmoplanner.ui.plan_data.market import MarketGrid
from cmoplanner.ui.plan_data.row_acts import RowActs
from cmoplanner.ui.plan_data.toolbar import Toolbar
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.grid.columns import Arrangement, remember, remembered
from cmoplanner.ui.widgets.grid.empty import EmptyTable
from cmoplanner.ui.widgets.grid.model import GridModel, Index
from cmoplanner.ui.widgets.grid.noun_list import NounList
from cmoplanner.ui.widgets.grid.view import GridView
from cmoplanner.ui.widgets.surface import Surface

_FILTER_REST_MS = 150
_SLICE = 0.008  # seconds of reading rows for the filter before the window answers again
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
        self._problems: list[Problem] = []
        self.table: Table = fields.table(_FIRST)
        self.model = GridModel(self._write, self)
        self.nouns = NounList(context.theme, self)
        self.view = GridView(context.theme, self.model, self._take_typed, self)
        self.cells = CellActs(context, self.model, self.view, self.say_no, self._show_made)
        self.rows = RowActs(context, self, self.say_no, self._show_made)
        self.market = MarketGrid(context, self.rows, self)
        self._as_grid = True  # how market cells are shown, where there are segments and offerings
        self.checking = Checking(context.document, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_FILTER_REST_MS)
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
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
        self.tools = Toolbar(theme, self)
        self.refusal = plain_label(parent=self, role="banner", wrap=True)
        self.refusal.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.market.view)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.tools)
        right.addWidget(self.refusal)
        right.addWidget(self.stack, 1)
        self.empty = EmptyTable(self.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        context, tools = self._context, self.tools
        context.bridge.changed.connect(self._follow)
        context.selection.changed.connect(self._show_selection)
        self.checking.found.connect(self._take_problems)
        self.nouns.chosen.connect(self.open)
        self.view.rows_selected.connect(self._select)
        self.view.left.connect(self.nouns.setFocus)
        self.view.arranged.connect(self._keep_columns)
        self.view.flagged.connect(self.model.setData)
        self.view.head.sortIndicatorChanged.connect(self._arranged)
        self.market.view.chosen.connect(self._select)
        self.market.view.opened.connect(self._open_row)
        tools.views.buttonClicked.connect(self._switch)
        self._rest.timeout.connect(self._filter)
        self._reading.timeout.connect(self._filter)
        tools.filter.textChanged.connect(self._rest.start)
        for button in (tools.add, self.empty.add):
            button.clicked.connect(self._add)
        tools.copy.clicked.connect(self._duplicate)
        tools.change.clicked.connect(self._change)
        tools.up.clicked.connect(partial(self._move, -1))
        tools.down.clicked.connect(partial(self._move, 1))
        tools.delete.clicked.connect(self._delete)

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for menus, shortcuts and the palette."""
        several, own, cells = self._has_rows, self._can_reorder, self._has_cells
        acts = self.cells
        with_heads = partial(acts.copy, with_heads=True)
        found = [
            Command("data.copy", _("Copy"), "Ctrl+C", acts.copy, cells, group="cells"),
            Command("data.copy_heads", _("Copy with headers"), "Ctrl+Shift+C", with_heads, cells, group="cells"),
            Command("data.paste", _("Paste"), "Ctrl+V", acts.paste, self._can_paste, group="cells"),
            Command("data.fill", _("Fill down"), "Ctrl+D", acts.fill_down, cells, group="cells"),
            Command("data.fill_right", _("Fill right"), "Ctrl+R", acts.fill_right, cells, group="cells"),
            Command("data.clear", self._clear_text, "Del", self._clear, self._can_clear, group="cells"),
            Command("data.new", _("Add row"), "Ctrl+N", self._add, self._can_add, group="rows"),
            Command("data.duplicate", _("Duplicate rows"), "Ctrl+Shift+D", self._duplicate, several, group="rows"),
            Command("data.change", _("Change rows…"), "Ctrl+Shift+E", self._change, self._can_change, group="rows"),
            Command("data.up", _("Move rows up"), "Alt+Up", partial(self._move, -1), own, group="rows"),
            Command("data.down", _("Move rows down"), "Alt+Down", partial(self._move, 1), own, group="rows"),
            Command("data.delete", _("Delete rows"), "Ctrl+-", self._delete, several, group="rows"),
            Command("data.filter", _("Filter"), "Ctrl+F", self.tools.focus_filter, menu="view", group="find"),
        ]
        return [replace(command, page=self.KEY) for command in found]

    # what is shown

    def open(self, name: str) -> None:
        """Show the rows of a table."""
        self.table = fields.table(name)
        self._show_all()
        self.say_no("")
        plan = self._context.document.plan
        columns = remembered(self._context.settings.columns, self.table)
        self.view.open(self.table, rows_of(plan, self.table), CellText(plan), columns)
        self.tools.heading.setText(plural(self.table))
        self._show_market()
        with QSignalBlocker(self.nouns):  # it would open the table once more
            self.nouns.choose(name)
        self._context.selection.clear()
        self._show_problems()
        self._show_counts()

    @property
    def in_grid(self) -> bool:
        """Whether market cells are shown as a grid of segments and offerings."""
        return self.stack.currentWidget() is self.market.view

    def _show_market(self) -> None:
        if self.table.name == MARKET:
            self.market.show(self._problems)
        self._show_view()

    def _show_view(self) -> None:
        several = self.table.name == MARKET and bool(self.market.model.lines and self.market.model.columns)
        grid = several and self._as_grid
        view = self.market.view if grid else self.view
        self.stack.setCurrentWidget(view)
        self.setFocusProxy(view)
        self.tools.show_views(several=several, grid=grid)

    def _switch(self) -> None:
        """Show market cells in the other way, with the same one chosen."""
        ids = self._chosen()
        self._as_grid = self.tools.grid.isChecked()
        self._show_view()
        if ids:
            self._choose(ids)
        self._show_counts()
        self._context.commands.refresh()
        self.setFocus()

    def _open_row(self, index: Index) -> None:
        """Show the row of a crossing in the table."""
        if (crossing := self.market.model.at(index)) is not None:
            self.tools.table.setChecked(True)
            self._switch()
            self._choose([crossing.id])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.model.table is None:
            self.open(self.table.name)
        elif self._stale:
            self._refresh()
        if self._stale:
            self.checking.start()
        self._stale = False
        self._show_selection()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.checking.stop()
        self._stale = True

    def _follow(self, changes: Changes) -> None:
        if self.isVisible():
            self._refresh(changes)
            self.checking.start_soon()
        else:
            self._stale = True

    def _refresh(self, changes: Changes | None = None) -> None:
        plan = self._context.document.plan
        self.model.refresh(rows_of(plan, self.table), CellText(plan), None if changes is None else changes.rows)
        self._show_market()
        self.say_no("")
        self._show_counts()

    def _take_problems(self, found: list[Problem]) -> None:
        self._problems = found
        self._show_problems()

    def _show_problems(self) -> None:
        mine: dict[tuple[str, str], Problem] = {}
        for problem in self._problems:
            if problem.table == self.table.name:
                mine.setdefault((problem.row_id, problem.key), problem)
        self.model.show_problems(mine)
        if self.table.name == MARKET:
            self.market.show(self._problems)
        rows = {(one.table, one.row_id) for one in self._problems if one.severity is not Severity.NOTE}
        wrong = Counter(table for table, _row in rows)
        plan = self._context.document.plan
        tables = [table for _title, group in grouped_tables() for table in group]
        counts = {table.name: row_count(plan, table) for table in tables}
        self.nouns.show_counts(counts, wrong, Formats.of(plan).number)

    def _show_counts(self) -> None:
        shown, whole = len(self.model.ids), self.model.whole
        number = Formats.of(self._context.document.plan).number
        if self.in_grid:
            text = self.market.summary()
        elif shown == whole:
            text = ngettext("{n} row", "{n} rows", whole).format(n=number(whole))
        else:
            text = _("{shown} of {whole}").format(shown=number(shown), whole=number(whole))
        self.tools.count.setText(text)
        self.empty.show_for(plural(self.table), whole=whole, shown=shown)
        self._show_buttons()

    def _show_buttons(self) -> None:
        tools = self.tools
        tools.add.setEnabled(self._can_add())
        tools.change.setEnabled(self._can_change())
        for button in (tools.copy, tools.delete):
            button.setEnabled(self._has_rows())
        for button in (tools.up, tools.down):
            button.setEnabled(self._can_reorder())

    def _filter(self) -> None:
        if self.tools.filter.text().strip() and not self.model.read_some(_SLICE):
            self._reading.start()  # the rest when everything else has had its turn
            return
        self.model.filter(self.tools.filter.text())
        self._show_counts()
        self._context.commands.refresh()

    def _show_all(self) -> None:
        """Take the filter away."""
        self.tools.filter.clear()
        self._rest.stop()
        self._reading.stop()
        self._filter()

    def _arranged(self) -> None:
        self._show_buttons()
        self._context.commands.refresh()

    def _keep_columns(self, arrangement: Arrangement) -> None:
        settings = self._context.settings
        settings.change(columns=remember(settings.columns, self.table, arrangement))

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
        self._context.selection.set(self.table.name, self._chosen())
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
        if self._chosen() != ids:
            self._choose(ids)
        self._echo = False
        self._show_buttons()

    def _show_made(self, ids: list[str]) -> None:
        if any(self.model.place(row_id) < 0 for row_id in ids):  # what is made is seen, whatever was filtered
            self._show_all()
        self.view.show_row(ids[0])
        self._choose(ids)
        self.setFocus()

    def _chosen(self) -> list[str]:
        """Return the ids of the selected rows, in the view that is shown."""
        return self.market.view.selected_ids() if self.in_grid else self.view.selected_rows()

    def _choose(self, ids: list[str]) -> None:
        if self.in_grid:
            self.market.select(ids[0])
        else:
            self.view.select_rows(ids)

    def _has_rows(self) -> bool:
        return self._can_add() and bool(self._chosen())

    def _has_cells(self) -> bool:
        return not self.in_grid and self.view.block() is not None

    def _can_add(self) -> bool:
        return not singleton(self.table) and not self._context.document.read_only

    def _can_paste(self) -> bool:
        return not self.in_grid and (self._has_cells() or self._can_add())

    def _can_clear(self) -> bool:
        return self._has_rows() if self.in_grid else self._has_cells()

    def _clear_text(self) -> str:
        return _("Stop serving") if self.in_grid else _("Clear cells")

    def _can_change(self) -> bool:
        return bool(self._chosen()) and not self._context.document.read_only

    def _can_reorder(self) -> bool:
        return not self.in_grid and self._has_rows() and self.model.in_own_order

    # edits

    def _write(self, row_id: str, field: fields.Field, value: object) -> None:
        self.cells.write(row_id, field, value)

    def _take_typed(self, index: Index, text: str, to_all: bool) -> str:
        return self.cells.take_typed(index, text, to_all)

    def _add(self) -> None:
        self.rows.add(self.table.name)

    def _duplicate(self) -> None:
        self.rows.duplicate(self.table.name, self._chosen())

    def _change(self) -> None:
        columns = [] if self.in_grid else self.view.selected_fields()
        first = columns[0].key if 0 < len(columns) < len(self.model.fields) else ""
        bulk.ask(self._context, self.table, self._chosen(), self, self.say_no, first)

    def _clear(self) -> None:
        (self.market.clear if self.in_grid else self.cells.clear)()

    def _delete(self) -> None:
        self.rows.delete(self.table.name, self._chosen(), always_ask=self.in_grid)

    def _move(self, step: int) -> None:
        self.rows.move(self.table.name, self.view.selected_rows(), self.model.ids, step)
