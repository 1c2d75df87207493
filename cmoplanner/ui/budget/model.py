"""The grid of the budget page as a Qt model over its table of plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cmoplanner.report.budget.table import Cell, Column, ColumnKind, Path, Table
from cmoplanner.report.budget.tree import BudgetRow
from cmoplanner.ui.text import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
Explain = Callable[[BudgetRow, Column], str]

_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BudgetModel(QAbstractTableModel):
    """Rows and columns of a table; cells are written when they are looked at. It changes nothing itself."""

    def __init__(
        self,
        explain: Explain,
        takes: Callable[[BudgetRow, Column], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._explain = explain
        self._takes = takes
        self.table: Table | None = None
        self._cells: dict[tuple[int, int], Cell] = {}

    def show(self, table: Table) -> None:
        """Show another table; where rows and columns are the same, only what stands in them is painted anew."""
        before = self.table
        same = (
            before is not None
            and [row.path for row in before.rows] == [row.path for row in table.rows]
            and [one.key for one in before.columns] == [one.key for one in table.columns]
        )
        if same:
            self.table, self._cells = table, {}
            last = self.index(len(table.rows) - 1, len(table.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(table.columns) - 1)
            return
        self.beginResetModel()
        self.table, self._cells = table, {}
        self.endResetModel()

    def row(self, line: int) -> BudgetRow:
        """Return the row that stands in a line."""
        return self._table.rows[line]

    def column(self, place: int) -> Column:
        """Return the column that stands at a place."""
        return self._table.columns[place]

    def line_of(self, path: Path) -> int:
        """Return the line in which a row stands, -1 if it is not shown."""
        rows = self.table.rows if self.table else ()
        return next((line for line, row in enumerate(rows) if row.path == path), -1)

    def cell(self, line: int, place: int) -> Cell:
        """Return what stands in a cell."""
        key = line, place
        if key not in self._cells:
            self._cells[key] = self._table.cell(line, place)
        return self._cells[key]

    @property
    def _table(self) -> Table:
        if self.table is None:
            raise RuntimeError("the grid shows no budget")
        return self.table

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        takes = self._takes(self.row(index.row()), self.column(index.column()))
        return flags | Qt.ItemFlag.ItemIsEditable if takes else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.table is None or index.row() >= len(self.table.rows):
            return None
        column = self.column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(index.row(), index.column()).text
            case Qt.ItemDataRole.EditRole:
                cell = self.cell(index.row(), index.column())
                return self._table.formats.full(cell.value) if cell.value else ""
            case Qt.ItemDataRole.AccessibleTextRole:
                cell = self.cell(index.row(), index.column())
                named = column.kind is ColumnKind.NAME
                return cell.text if named else f"{self.row(index.row()).name}, {self.head(column)}: {cell.text}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT if column.kind is ColumnKind.NAME else _RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._explain(self.row(index.row()), column))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical or self.table is None or not 0 <= section < len(self.table.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.head(self.column(section))
        return None

    @staticmethod
    def head(column: Column) -> str:
        """Return a column's head in one line."""
        quarter = column.kind in (ColumnKind.QUARTER, ColumnKind.NAME)
        return f"{column.upper} {column.lower}".strip() if quarter else column.lower
