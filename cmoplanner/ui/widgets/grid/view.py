"""The table that the user sees: selection, keys, measures; it asks for edits and makes none."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTableView, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.grid.column_menu import ColumnMenu
from cmoplanner.ui.widgets.grid.columns import Arrangement
from cmoplanner.ui.widgets.grid.delegate import CellDelegate, Take, offer_all
from cmoplanner.ui.widgets.grid.frozen import FrozenColumn
from cmoplanner.ui.widgets.grid.header import PAD, GridHeader
from cmoplanner.ui.widgets.grid.keys import run_end
from cmoplanner.ui.widgets.grid.model import GridModel, Index, columns_of
from cmoplanner.ui.widgets.grid.row_numbers import RowNumbers

ROW_HEIGHT = 26
_MEASURED = 40  # rows that decide how wide a column is
_WIDEST = {Kind.NOTE: 260, Kind.NUMBERS: 180, Kind.REFS: 200}
_WIDE = 220
_FIRST = 260
_FORCED = QAbstractItemView.EditTrigger.AllEditTriggers


class GridView(QTableView):
    """Cells of one table; what is typed, ticked, and which rows are selected, is told by signals."""

    arranged = Signal(object)  # an Arrangement: columns were moved, hidden, shown or made wider
    flagged = Signal(object, bool)  # a cell that was ticked or unticked
    left = Signal()  # Escape, while nothing is typed: the keyboard goes elsewhere
    rows_selected = Signal()

    def __init__(self, theme: Theme, model: GridModel, take: Take, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cells = model
        self.setProperty("role", "grid")
        self.setAccessibleName(_("Plan data"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setModel(model)
        self.head = GridHeader(theme, model, self)
        self.setHorizontalHeader(self.head)
        self.setSortingEnabled(False)
        self.head.sortIndicatorChanged.connect(self._sort)
        self.setVerticalHeader(RowNumbers(theme, model, ROW_HEIGHT, self))
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.delegate = CellDelegate(theme, model, take, self)
        self.delegate.moved_on.connect(self.go)
        self.setItemDelegate(self.delegate)
        self.selectionModel().selectionChanged.connect(self._tell_rows)
        self.doubleClicked.connect(self._tick)
        self.frozen = FrozenColumn(theme, model, self)
        self.frozen.setItemDelegate(CellDelegate(theme, model, take, self.frozen))  # it only paints
        self._widths: dict[str, int] = {}
        self._measured: dict[str, int] = {}
        self._hidden: frozenset[str] = frozenset()
        self.head.arranged.connect(self._take_order)
        self.head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.head.customContextMenuRequested.connect(self._open_menu)
        theme.changed.connect(self.viewport().update)

    # what is selected

    def selected_rows(self) -> list[str]:
        """Return the ids of rows with a selected cell, in the order in which they are shown."""
        lines: set[int] = set()
        for span in self._spans():
            lines.update(range(span.top(), span.bottom() + 1))
        return [self.cells.ids[line] for line in sorted(lines) if line < len(self.cells.ids)]

    def selected_fields(self) -> list[Field]:
        """Return the fields of columns with a selected cell."""
        columns: set[int] = set()
        for span in self._spans():
            columns.update(range(span.left(), span.right() + 1))
        return [self.cells.fields[column] for column in sorted(columns)]

    def _spans(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(i) for i in range(selection.count())]

    def block(self) -> tuple[int, int, int, int] | None:
        """Return top, left, bottom and right of what is selected, None where nothing is."""
        spans = self._spans()
        if not spans:
            return None
        return (
            min(span.top() for span in spans),
            min(span.left() for span in spans),
            max(span.bottom() for span in spans),
            max(span.right() for span in spans),
        )

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a rectangle of cells; its upper left cell becomes the current one."""
        model = self.cells
        self.selectionModel().setCurrentIndex(model.index(top, left), QItemSelectionModel.SelectionFlag.NoUpdate)
        chosen = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def show_row(self, row_id: str, column: int = 0) -> None:
        """Select one row's cell and bring it into sight."""
        line = self.cells.place(row_id)
        if line >= 0:
            self.select_block(line, column, line, column)
            self.scrollTo(self.cells.index(line, column))

    def select_rows(self, ids: list[str]) -> None:
        """Select whole rows."""
        chosen = QItemSelection()
        lines = [line for row_id in ids if (line := self.cells.place(row_id)) >= 0]
        if not lines:
            return
        last = len(self.cells.fields) - 1
        for line in lines:
            chosen.select(self.cells.index(line, 0), self.cells.index(line, last))
        self.selectionModel().setCurrentIndex(self.cells.index(lines[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(self.cells.index(lines[-1], 0))

    def _tell_rows(self) -> None:
        self.rows_selected.emit()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        index = self.currentIndex()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.go(-1 if back else 1, 0)
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                if not self._go_on(-1 if event.key() == Qt.Key.Key_Backtab else 1):
                    event.ignore()  # at the ends the focus leaves the table
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_F4 if index.isValid() and self.edit(index, _FORCED, event):
                offer_all(QApplication.focusWidget())
            case Qt.Key.Key_Space if index.isValid() and back:
                self.select_rows(self.selected_rows())
            case Qt.Key.Key_Space if index.isValid() and self._is_flag(index):
                self.flagged.emit(index, not self.cells.value(index))
            case _ if not (index.isValid() and self._go_far(index, event)):
                super().keyPressEvent(event)

    def _go_far(self, index: Index, event: QKeyEvent) -> bool:
        """Go to an end: of a run of filled cells, of a row, of the table; return whether the key is one for that."""
        held = event.modifiers()
        extend = bool(held & Qt.KeyboardModifier.ShiftModifier)
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Left | Qt.Key.Key_Right if control:
                self._jump(index, Qt.Key(event.key()), extend=extend)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._go_to_edge(index, end=event.key() == Qt.Key.Key_End, whole=control, extend=extend)
            case _:
                return False
        return True

    def _go_on(self, step: int) -> bool:
        """Go to the next or the previous cell; return whether there is one."""
        index = self.currentIndex()
        ends = (0, 0) if step < 0 else (len(self.cells.ids) - 1, len(self.cells.fields) - 1)
        if not index.isValid() or (index.row(), index.column()) == ends:
            return False
        self.go(0, step)
        return True

    def _jump(self, index: Index, key: Qt.Key, *, extend: bool) -> None:
        """Go to the end of a run of filled cells."""
        step = -1 if key in {Qt.Key.Key_Up, Qt.Key.Key_Left} else 1
        model, row, column = self.cells, index.row(), index.column()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            row = run_end(lambda at: bool(model.index(at, column).data()), row, step, len(model.ids) - 1)
        else:
            column = run_end(lambda at: bool(model.index(row, at).data()), column, step, len(model.fields) - 1)
        self._reach(row, column, extend=extend)

    def _go_to_edge(self, index: Index, *, end: bool, whole: bool, extend: bool) -> None:
        """Go to the first or last cell of the row, or of the whole table."""
        row = index.row() if not whole else len(self.cells.ids) - 1 if end else 0
        self._reach(row, len(self.cells.fields) - 1 if end else 0, extend=extend)

    def _reach(self, row: int, column: int, *, extend: bool) -> None:
        """Make a cell the current one, alone or with all between it and where the selection began."""
        flags = QItemSelectionModel.SelectionFlag
        target = self.cells.index(row, column)
        block = self.block()
        if not extend or block is None:
            self.selectionModel().setCurrentIndex(target, flags.ClearAndSelect)
        else:
            top, left, bottom, right = block
            here = self.currentIndex()
            far_row = bottom if here.row() == top else top
            far_column = right if here.column() == left else left
            chosen = QItemSelection(
                self.cells.index(min(row, far_row), min(column, far_column)),
                self.cells.index(max(row, far_row), max(column, far_column)),
            )
            self.selectionModel().select(chosen, flags.ClearAndSelect)
            self.selectionModel().setCurrentIndex(target, flags.NoUpdate)
        self.scrollTo(target)

    def go(self, rows: int, columns: int) -> None:
        """Go on by rows or columns, at the end of a line to the next one."""
        index = self.currentIndex()
        last = len(self.cells.fields) - 1
        if not index.isValid():
            return
        row, column = index.row() + rows, index.column() + columns
        if column > last and row < len(self.cells.ids) - 1:
            row, column = row + 1, 0
        elif column < 0 and row > 0:
            row, column = row - 1, last
        row = max(0, min(row, len(self.cells.ids) - 1))
        self.setCurrentIndex(self.cells.index(row, max(0, min(column, last))))
        self.setFocus()

    def edit(  # type: ignore[override]
        self, index: Index, trigger: QAbstractItemView.EditTrigger | None = None, event: Any = None
    ) -> bool | None:
        """Open the editor of a cell; one that is ticked, or follows from another, has none."""
        if index.isValid() and (self._is_flag(index) or self.cells.fields[index.column()].derived):
            return False
        if index.isValid() and index.column() == 0 and trigger != QAbstractItemView.EditTrigger.NoEditTriggers:
            self.horizontalScrollBar().setValue(0)  # the frozen column only shows; its cells are edited in their place
        if trigger is None:
            super().edit(index)
            return None
        return bool(super().edit(index, trigger, event))

    def _is_flag(self, index: Index) -> bool:
        return self.cells.fields[index.column()].kind is Kind.FLAG

    def _tick(self, index: Index) -> None:
        if self._is_flag(index):
            self.flagged.emit(index, not self.cells.value(index))

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self.cells.sort(column, order)

    # what is shown

    def open(
        self, table: Table, rows: Mapping[str, Any], texts: CellText, arrangement: Arrangement | None = None
    ) -> None:
        """Show another table from its first row on, with its columns as the user arranged them."""
        arrangement = arrangement or Arrangement()
        self.head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._widths, self._hidden = dict(arrangement.widths), arrangement.hidden
        keys = [field.key for field in columns_of(table)]
        self.cells.open(table, rows, texts, arrangement.shown(keys))
        self._measure()
        self.scrollTo(self.cells.index(0, 0))
        self.frozen.follow()

    def arrange(self, keys: Sequence[str], hidden: Collection[str]) -> None:
        """Show these columns in this order, and remember which are hidden."""
        current = self.currentIndex()
        row = current.row()
        self._hidden = frozenset(hidden)
        if [field.key for field in self.cells.fields] != list(keys):
            self.head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.cells.arrange(keys)
            self._measure()
            if row >= 0:
                self.select_block(row, 0, row, 0)
        self.frozen.follow()
        hidden_last = [key for key in sorted(self._hidden) if key not in keys]
        self.arranged.emit(Arrangement((*keys, *hidden_last), self._hidden, self._widths))

    def _take_order(self, order: Sequence[int]) -> None:
        keys = [self.cells.fields[section].key for section in order]
        for section, key in enumerate(field.key for field in self.cells.fields):
            if self.columnWidth(section) != self._measured.get(key):
                self._widths[key] = self.columnWidth(section)
        if keys != [field.key for field in self.cells.fields] or self._widths:
            self.arrange(keys, self._hidden)

    def _open_menu(self, at: QPoint) -> None:
        section = self.head.logicalIndexAt(at)
        if not 0 <= section < len(self.cells.fields) or self.cells.table is None:
            return
        menu = ColumnMenu(self.cells.table, self.cells.fields, section, self)
        menu.arranged.connect(self.arrange)
        menu.reset.connect(self._reset)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.head.mapToGlobal(at))

    def _reset(self) -> None:
        """Show all columns in the plan's own order, as wide as what stands in them."""
        self._widths = {}
        if self.cells.table is not None:
            self.cells.arrange([field.key for field in columns_of(self.cells.table)])
            self._hidden = frozenset()
            self._measure()
            self.frozen.follow()
            self.arranged.emit(Arrangement())

    def _measure(self) -> None:
        """Make each column as wide as the user did, or as its head and what stands in its first rows, within reason."""
        metrics = QFontMetrics(self._theme.font(12))
        heads = QFontMetrics(self._theme.font(11, 600))
        self._measured = {}
        for column, field in enumerate(self.cells.fields):
            widest = max(heads.horizontalAdvance(_(field.label)), heads.horizontalAdvance(self.head.unit(field)))
            for line in range(min(_MEASURED, len(self.cells.ids))):
                text = str(self.cells.index(line, column).data())
                widest = max(widest, metrics.horizontalAdvance(text[:80]))
            most = _FIRST if column == 0 else _WIDEST.get(field.kind, _WIDE)
            self._measured[field.key] = max(64, min(widest + 2 * PAD + 10, most))
            self.setColumnWidth(column, self._widths.get(field.key, self._measured[field.key]))
