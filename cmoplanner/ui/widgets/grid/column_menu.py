"""The menu of a column's head: hide it, show others, have the table's own arrangement back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Table
from cmoplanner.ui.text import plain_action
from cmoplanner.ui.widgets.grid.model import columns_of


class ColumnMenu(QMenu):
    """Tells the keys that are to be shown, in order, and those that are hidden."""

    arranged = Signal(object, object)
    reset = Signal()

    def __init__(self, table: Table, shown: Sequence[Field], section: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = [field.key for field in columns_of(table)]
        self._shown = [field.key for field in shown]
        here = shown[section]
        hide = self.addAction(plain_action(_("Hide “{column}”").format(column=_(here.label))))
        hide.setEnabled(section > 0)
        hide.triggered.connect(partial(self._flip, here.key))
        columns = self.addMenu(_("Columns"))
        for field in columns_of(table)[1:]:
            action = columns.addAction(plain_action(_(field.label)))
            action.setCheckable(True)
            action.setChecked(field.key in self._shown)
            action.triggered.connect(partial(self._flip, field.key))
        self.addSeparator()
        self.addAction(_("Show all as they were")).triggered.connect(self._reset)

    def _flip(self, key: str, _checked: bool = False) -> None:
        shown = [one for one in self._shown if one != key]
        if key not in self._shown:
            before = set(self._all[: self._all.index(key)])
            place = max((i for i, one in enumerate(shown) if one in before), default=-1) + 1
            shown.insert(place, key)
        self.arranged.emit(shown, [one for one in self._all if one not in shown])

    def _reset(self) -> None:
        self.reset.emit()
