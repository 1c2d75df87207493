"""The rows of one table as a Qt model: filtered, sorted, written in words, with what is wrong in each cell."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cmoplanner.i18n import _
from cmoplanner.model.fields import BY_NAME, HEADER, Field, Kind, Table
from cmoplanner.model.problems import Problem, Severity
from cmoplanner.ui.cell_text import NUMERIC, CellText
from cmoplanner.ui.text import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
Problems = Mapping[tuple[str, str], Problem]  # by row id and field key
Write = Callable[[str, Field, Any], None]

_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class GridModel(QAbstractTableModel):
    """Shows rows by id. It changes nothing itself: what is typed goes to `write`."""

    def __init__(self, write: Write, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write = write
        self.table: Table | None = None
        self.fields: tuple[Field, ...] = ()
        self.texts: CellText | None = None
        self._rows: Mapping[str, Any] = {}
        self.ids: list[str] = []
        self._places: dict[str, int] = {}
        self._problems: Problems = {}
        self._elsewhere: dict[str, Problem] = {}  # of whole rows, and of columns that are not shown
        self._by_row: dict[str, list[Problem]] = {}  # notes left out
        self._words = ""
        self._sorted_by: Field | None = None
        self._descending = False
        self._named_tables: frozenset[str] = frozenset()
        self._cells: dict[str, dict[str, str]] = {}
        self._folded: dict[str, str] = {}

    # what is shown

    def open(self, table: Table, rows: Mapping[str, Any], texts: CellText, keys: Sequence[str] = ()) -> None:
        """Show another table, unsorted and unfiltered; `keys` say which columns, in which order."""
        self.beginResetModel()
        self.table, self.fields = table, tuple(table.field(key) for key in keys) or columns_of(table)
        self._named_tables = _named_tables(table)
        self._sorted_by, self._descending, self._words = None, False, ""
        self._problems, self._elsewhere, self._by_row = {}, {}, {}
        self._rows, self.texts = rows, texts
        self._cells, self._folded = {}, {}
        self._order(self._arranged())
        self.endResetModel()

    def arrange(self, keys: Sequence[str]) -> None:
        """Show these columns in this order."""
        if self.table is None or [field.key for field in self.fields] == list(keys):
            return
        self.beginResetModel()
        self.fields = tuple(self.table.field(key) for key in keys)
        self.endResetModel()

    def refresh(self, rows: Mapping[str, Any], texts: CellText, changed: Collection[str] | None = None) -> None:
        """Show the table as it is now; selection and current cell stay with their rows.

        `changed` are the names of the tables that changed, None if that is not known.
        """
        if changed is None or not self._named_tables.isdisjoint(changed):
            self._cells, self._folded = {}, {}
        else:
            for row_id in [row_id for row_id in self._cells if rows.get(row_id) is not self._rows.get(row_id)]:
                self._cells.pop(row_id)
                self._folded.pop(row_id, None)
        self._rows, self.texts = rows, texts
        self._rearrange()
        self._repaint()

    def read_some(self, seconds: float) -> bool:
        """Read rows for the filter for so long; return whether all of them are read."""
        until = time.perf_counter() + seconds
        for row_id in self._rows:
            if row_id not in self._folded:
                if time.perf_counter() > until:
                    return False
                self._fold(row_id)
        return True

    def show_problems(self, problems: Problems) -> None:
        """Mark these cells."""
        self._problems = problems
        shown = {field.key for field in self.fields}
        self._elsewhere = {row_id: found for (row_id, key), found in problems.items() if key not in shown}
        self._by_row = {}
        for (row_id, _key), found in problems.items():
            if found.severity is not Severity.NOTE:
                self._by_row.setdefault(row_id, []).append(found)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(0, len(self.ids) - 1))
        self._repaint()

    def filter(self, words: str) -> None:
        """Show only the rows in which every word occurs."""
        self._words = words.casefold().strip()
        self._rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = self.fields[column] if 0 <= column < len(self.fields) else None
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._rearrange()

    @property
    def in_own_order(self) -> bool:
        """Whether rows stand as they do in the plan: all of them, not sorted."""
        return self._sorted_by is None and not self._words

    @property
    def whole(self) -> int:
        """How many rows the table has, whatever is filtered."""
        return len(self._rows)

    def place(self, row_id: str) -> int:
        """Return in which line a row is shown, -1 if it is not."""
        return self._places.get(row_id, -1)

    def row(self, row_id: str) -> Any:
        """Return a row of the plan. Raises KeyError if there is none."""
        return self._rows[row_id]

    def value(self, index: Index) -> Any:
        """Return the value in a cell."""
        return getattr(self._rows[self.ids[index.row()]], self.fields[index.column()].key)

    def text(self, index: Index) -> str:
        """Return the words of a cell."""
        return self._text(self.ids[index.row()], self.fields[index.column()])

    def problem(self, index: Index) -> Problem | None:
        """Return what is wrong in a cell; what no other column shows stands in the first one."""
        row_id = self.ids[index.row()]
        found = self._problems.get((row_id, self.fields[index.column()].key))
        return found if found is not None or index.column() else self._elsewhere.get(row_id)

    def worst(self, row_id: str) -> Severity | None:
        """Return how much is to be corrected in a row; None where nothing is."""
        found = {problem.severity for problem in self._by_row.get(row_id, ())}
        return Severity.ERROR if Severity.ERROR in found else Severity.WARNING if found else None

    def copied(self, row_id: str, field: Field) -> str:
        """Return a cell as it goes to a spreadsheet."""
        return self.texts.copied(field, getattr(self._rows[row_id], field.key)) if self.texts else ""

    # what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.ids):
            return None
        field = self.fields[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(self.ids[index.row()], field)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if field.kind in NUMERIC else _LEFT
            case Qt.ItemDataRole.ToolTipRole:
                problem = self.problem(index)
                return plain_tooltip(" ".join((problem.sentence + ".", problem.remedy))) if problem else None
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self._write(self.ids[index.row()], self.fields[index.column()], value)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return self._number(section, role)
        if not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(field.label)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join(part for part in (_(field.label), _(field.help)) if part))
        return None

    def _number(self, line: int, role: int) -> str | None:
        """Return the number of a row, and over it what is to be corrected there."""
        if role == Qt.ItemDataRole.DisplayRole:
            return str(line + 1)
        if role != Qt.ItemDataRole.ToolTipRole or not 0 <= line < len(self.ids):
            return None
        told = [f"{problem.sentence}\n{problem.remedy}" for problem in self._by_row.get(self.ids[line], ())]
        return plain_tooltip("\n".join(told)) if told else None

    # how it is arranged

    def _text(self, row_id: str, field: Field) -> str:
        cells = self._cells.setdefault(row_id, {})
        if field.key not in cells and self.texts:
            cells[field.key] = self.texts.write(field, getattr(self._rows[row_id], field.key))
        return cells[field.key]

    def _fold(self, row_id: str) -> str:
        """Return all words of a row, whether their columns are shown or not."""
        if row_id not in self._folded:
            fields = self.table.fields if self.table else ()
            self._folded[row_id] = "\n".join([row_id, *(self._text(row_id, field) for field in fields)]).casefold()
        return self._folded[row_id]

    def _arranged(self) -> list[str]:
        ids: Iterable[str] = self._rows
        if self._words:
            wanted = self._words.split()
            ids = [row_id for row_id in ids if self._fits(row_id, wanted)]
        if self._sorted_by is None:
            return list(ids)
        field = self._sorted_by
        given = [row_id for row_id in ids if getattr(self._rows[row_id], field.key) not in (None, "", ())]
        blank = [row_id for row_id in ids if getattr(self._rows[row_id], field.key) in (None, "", ())]
        given.sort(key=lambda row_id: self._sort_key(row_id, field), reverse=self._descending)
        return given + blank  # what is empty stands last, whichever way

    def _fits(self, row_id: str, wanted: list[str]) -> bool:
        text = self._fold(row_id)
        return all(word in text for word in wanted)

    def _sort_key(self, row_id: str, field: Field) -> Any:
        value = getattr(self._rows[row_id], field.key)
        if field.kind is Kind.CHOICE:
            return field.choices.index(value) if value in field.choices else len(field.choices)
        return value if field.kind in NUMERIC | {Kind.DATE, Kind.FLAG} else self._text(row_id, field).casefold()

    def _order(self, ids: list[str]) -> None:
        self.ids = ids
        self._places = {row_id: i for i, row_id in enumerate(ids)}

    def _rearrange(self) -> None:
        ids = self._arranged()
        if ids == self.ids:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        named = [(index, self.ids[index.row()], index.column()) for index in before]
        self._order(ids)
        after = [
            self.index(self._places[row_id], column) if row_id in self._places else QModelIndex()
            for _index, row_id, column in named
        ]
        self.changePersistentIndexList([index for index, _row, _column in named], after)
        self.layoutChanged.emit()

    def _repaint(self) -> None:
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.fields) - 1))


def columns_of(table: Table) -> tuple[Field, ...]:
    """Return the fields of a table, what a row is called first."""
    named = [field for field in table.fields if field.key in ("name", "title")]
    return (*named, *(field for field in table.fields if field not in named))


def _named_tables(table: Table) -> frozenset[str]:
    """Return the tables whose rows are named in a table's cells, and the header, which says how all is written."""
    found = {HEADER.name}
    ahead = [table]
    while ahead:
        for field in ahead.pop().fields:
            if field.refers_to and field.refers_to not in found:
                found.add(field.refers_to)
                ahead.append(BY_NAME[field.refers_to])
    return frozenset(found)
