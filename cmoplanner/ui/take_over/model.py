"""The changes of a workbook as a table: each with a box to accept it, its place, and what it changes from and to."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cmoplanner.exchange.book_back import BookBack, Change, State
from cmoplanner.i18n import _, mark
from cmoplanner.ui.text import plain_tooltip

Index = QModelIndex | QPersistentModelIndex

WORDS = {
    State.CHANGED: mark("Changed"),
    State.CONFLICT: mark("Conflict"),
    State.ADDED: mark("New row"),
    State.DELETED: mark("Deleted row"),
    State.REFUSED: mark("Refused"),
}


class ChangesModel(QAbstractTableModel):
    """All changes; those that are refused have no box."""

    chosen_changed = Signal()

    def __init__(self, back: BookBack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._back = back
        self._chosen = set(back.usual)

    @property
    def chosen(self) -> list[Change]:
        """The changes that are accepted."""
        return [change for change in self._back.changes if change.id in self._chosen]

    def choose(self, ids: Iterable[str]) -> None:
        """Accept these changes and no others."""
        free = {change.id for change in self._back.changes if change.state is not State.REFUSED}
        self._chosen = free.intersection(ids)
        last = max(0, self.rowCount() - 1)
        self.dataChanged.emit(self.index(0, 0), self.index(last, 0), [Qt.ItemDataRole.CheckStateRole])
        self.chosen_changed.emit()

    def change(self, index: Index) -> Change:
        """Return the change of a row."""
        return self._back.changes[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._back.changes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(_heads())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _heads()[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() == 0 and self.change(index).state is not State.REFUSED:
            found |= Qt.ItemFlag.ItemIsUserCheckable
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        change = self.change(index)
        text = self._texts(change)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return change.sentence if index.column() == 0 else text
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and change.state is not State.REFUSED:
            return (Qt.CheckState.Checked if change.id in self._chosen else Qt.CheckState.Unchecked).value
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        change = self.change(index)
        if role != Qt.ItemDataRole.CheckStateRole or change.state is State.REFUSED:
            return False
        wanted = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        (self._chosen.add if wanted else self._chosen.discard)(change.id)
        self.dataChanged.emit(index, index, [role])
        self.chosen_changed.emit()
        return True

    def _texts(self, change: Change) -> tuple[str, ...]:
        now = change.now if change.state is State.CONFLICT else ""
        state = _(WORDS[change.state])
        return (change.place, state, change.row, change.field, change.before, change.after, now)


def _heads() -> tuple[str, ...]:
    return _("Cell"), _("State"), _("Row"), _("Field"), _("As exported"), _("In the workbook"), _("Plan since")
