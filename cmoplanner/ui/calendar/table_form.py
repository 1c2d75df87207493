"""The table as one of the calendar's forms: activities that pass the filter, with editable cells and their money."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import ACTIVITY, Field
from cmoplanner.model.plan import Activity
from cmoplanner.ui.calendar.shown import Shown
from cmoplanner.ui.calendar.totals import TotalsLine
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.context import Context
from cmoplanner.ui.plan_data.cell_acts import CellActs
from cmoplanner.ui.widgets.grid.columns import Arrangement, remember, remembered
from cmoplanner.ui.widgets.grid.empty import EmptyTable
from cmoplanner.ui.widgets.grid.model import GridModel, Index, columns_of
from cmoplanner.ui.widgets.grid.view import GridView

_COLUMNS = replace(ACTIVITY, name="calendar")  # its columns are arranged apart from those of the plan data
_FIRST = (
    "name",
    "start",
    "end",
    "gross_spend",
    "status",
    "approval_status",
    "campaign_id",
    "channel_id",
    "stage_id",
    "owner_role",
    "region",
    "partner_id",
)


class TableForm(QWidget):
    """A grid of activities over the sum of what is shown; each act on cells is one step."""

    KEY = "table"
    grouped = False
    tools: QWidget | None = None

    def __init__(self, context: Context, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = shown
        self._echo = False  # a selection that comes back from the context changes nothing
        self.model = GridModel(self._write, self)
        self.grid = GridView(context.theme, self.model, self._take_typed, self)
        self.cells = CellActs(context, self.model, self.grid, self._say_no, self._show_made)
        self.totals = TotalsLine(context.theme, self.grid, self)
        self.empty = EmptyTable(self.grid)
        self.empty.add.clicked.connect(lambda: context.commands.run("calendar.new"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.totals)
        self.setFocusProxy(self.grid)
        self.grid.rows_selected.connect(self._select)
        self.grid.arranged.connect(self._keep_columns)
        self.grid.flagged.connect(self.model.setData)
        self.grid.installEventFilter(self)

    @property
    def view(self) -> QWidget:
        """The grid with its sum."""
        return self

    def refresh(self) -> None:
        """Show the activities as the plan and the filter are now."""
        plan, rows = self._context.document.plan, self._shown.activities()
        named = {row.id: row for row in rows}
        texts = CellText(plan)
        if self.model.table is None:
            self.grid.open(ACTIVITY, named, texts, self._columns())
        else:
            self.model.refresh(named, texts)
        self.totals.show_money(rows, plan)
        self.empty.show_for(_("Activities"), whole=0, shown=len(plan.activities))  # the toolbar tells of a filter

    def _columns(self) -> Arrangement:
        kept = remembered(self._context.settings.columns, _COLUMNS)
        if kept.order:
            return kept
        hidden = frozenset(field.key for field in columns_of(ACTIVITY) if field.key not in _FIRST)
        return Arrangement((*_FIRST, *sorted(hidden)), hidden)

    def _keep_columns(self, arrangement: Arrangement) -> None:
        settings = self._context.settings
        settings.change(columns=remember(settings.columns, _COLUMNS, arrangement))

    # selection

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these activities as selected rows."""
        if self._echo or list(ids) == self.grid.selected_rows():
            return
        with QSignalBlocker(self.grid):
            if any(self.model.place(row_id) >= 0 for row_id in ids):
                self.grid.select_rows(list(ids))
            else:
                self.grid.clearSelection()

    def _select(self) -> None:
        self._echo = True
        self._context.selection.set("activity", self.grid.selected_rows())
        self._echo = False

    # cells

    def _write(self, row_id: str, field: Field, value: Any) -> None:
        self.cells.write(row_id, field, value)

    def _take_typed(self, index: Index, text: str, to_all: bool) -> str:
        return self.cells.take_typed(index, text, to_all)

    def _say_no(self, sentence: str) -> None:
        if sentence:
            self._context.commands.say(sentence)

    def _show_made(self, ids: list[str]) -> None:
        if any(self.model.place(row_id) < 0 for row_id in ids):  # what is made is seen, whatever was filtered
            self._shown.show_all()
        self.grid.select_rows(ids)

    def edit_name(self, row_id: str) -> None:
        """Open the editor of an activity's name."""
        self.grid.show_row(row_id)
        self.grid.setFocus()
        self.grid.edit(self.grid.currentIndex())

    def shown_activities(self) -> list[Activity]:
        """Return the activities in the order in which they stand in the table."""
        activities = self._context.document.plan.activities
        return [activities[row_id] for row_id in self.model.ids]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of a grid for the grid: the page has the same ones for bars."""
        if watched is self.grid and isinstance(event, QKeyEvent):
            act = self._act(event)
            if event.type() is QEvent.Type.ShortcutOverride and (act is not None or _types(event)):
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _act(self, event: QKeyEvent) -> Any:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.cells.copy
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.cells.paste
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Delete and not held:
            return self.cells.clear
        if event.key() == Qt.Key.Key_F2 and self.grid.currentIndex().isValid():
            return partial(self.grid.edit, self.grid.currentIndex())
        if held == Qt.KeyboardModifier.ControlModifier:
            return {Qt.Key.Key_D: self.cells.fill_down, Qt.Key.Key_R: self.cells.fill_right}.get(Qt.Key(event.key()))
        return None


def _types(event: QKeyEvent) -> bool:
    """Return whether a key begins to type into a cell: a letter may be the page's shortcut for something else."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not held and bool(event.text()) and event.text().isprintable()
