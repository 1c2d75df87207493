"""What two kinds of rows make where they cross, as a Qt model: a crossing has a row's words and figures, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.widgets.grid.model import Index

_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Crossing:
    """The row at a crossing: its id, a word of weight with its rank (1 high … 3 low, 0 none), figures with labels.

    `others` are the ids of further rows at the same crossing; `wrong` says what is wrong with it.
    """

    id: str
    word: str
    rank: int
    head: str
    figures: tuple[tuple[str, str], ...]
    others: tuple[str, ...] = ()
    wrong: str = ""


Names = Sequence[tuple[str, str]]
"""Id and name of each line or column."""


class CrossingModel(QAbstractTableModel):
    """Lines and columns by id and name, crossings by both ids."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Names = ()
        self.columns: Names = ()
        self._found: Mapping[tuple[str, str], Crossing] = {}

    def show(self, lines: Names, columns: Names, found: Mapping[tuple[str, str], Crossing]) -> None:
        """Show these; the current crossing stays where lines and columns stay."""
        if (lines, columns) != (self.lines, self.columns):
            self.beginResetModel()
            self.lines, self.columns, self._found = lines, columns, found
            self.endResetModel()
            return
        self._found = found
        if lines and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(columns) - 1))

    def at(self, index: Index) -> Crossing | None:
        """Return what is at a crossing, None where nothing is."""
        return self._found.get(self.place(index))

    def place(self, index: Index) -> tuple[str, str]:
        """Return the ids of line and column of a crossing."""
        return self.lines[index.row()][0], self.columns[index.column()][0]

    def index_of(self, row_id: str) -> QModelIndex:
        """Return the crossing at which a row stands, an invalid one if there is none."""
        lines = {line: i for i, (line, _name) in enumerate(self.lines)}
        columns = {column: i for i, (column, _name) in enumerate(self.columns)}
        for (line, column), crossing in self._found.items():
            if row_id in (crossing.id, *crossing.others) and line in lines and column in columns:
                return self.index(lines[line], columns[column])
        return QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        crossing = self.at(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _spoken(crossing)
        if role == Qt.ItemDataRole.ToolTipRole:
            line, column = self.lines[index.row()][1], self.columns[index.column()][1]
            wrong = crossing.wrong if crossing else ""
            return plain_tooltip("\n".join(part for part in (f"{line} × {column}", _spoken(crossing), wrong) if part))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        names = self.columns if orientation is Qt.Orientation.Horizontal else self.lines
        if not 0 <= section < len(names):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return names[section][1]
        return plain_tooltip(names[section][1]) if role == Qt.ItemDataRole.ToolTipRole else None


def _spoken(crossing: Crossing | None) -> str:
    if crossing is None:
        return _("Not served")
    parts = [crossing.word, crossing.head, *(f"{label} {value}" for label, value in crossing.figures if value)]
    return ", ".join(part for part in parts if part)
