"""Reads invoices or orders of a file into the plan: rows previewed, columns named, what is new taken as one step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.errors import CmoPlannerError, EditRefused
from cmoplanner.exchange.booking_words import booking_rows, columns_of, counts
from cmoplanner.exchange.bookings_in import BookingsRead, Kind, State, read_bookings
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.bookings import take_over
from cmoplanner.model.plan import Plan
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.text import plain_label, plain_tooltip
from cmoplanner.ui.widgets.controls import CheckBox, ComboBox, ElidedLabel

_MOST_ROWS = 2_000  # that the preview shows; all of them are taken
_SIZE = (860, 600)


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking into a file brought: its columns, and its rows or why they cannot be read."""

    header: tuple[str, ...]
    read: BookingsRead | None
    refused: CmoPlannerError | None = None


def look(path: Path, plan: Plan, kind: Kind, mapping: Mapping[str, str], _progress: Progress | None = None) -> Looked:
    """Read a file with the columns that were named for it. Raises TableRefused where it is no table at all."""
    header = columns_of(path, kind)
    try:
        return Looked(header, read_bookings(path, plan, kind, mapping=mapping))
    except CmoPlannerError as refused:
        if not header:
            raise
        return Looked(header, None, refused)


class Remembered:
    """The columns that the user named, by what is read and the names of a file's columns."""

    def __init__(self, context: Context) -> None:
        self._settings = context.settings

    def of(self, kind: Kind, header: tuple[str, ...]) -> dict[str, str]:
        """Return the columns by what they hold, as they were named for such a file."""
        found = self._all().get(_signature(kind, header))
        return {str(key): str(name) for key, name in found.items()} if isinstance(found, dict) else {}

    def keep(self, kind: Kind, header: tuple[str, ...], mapping: Mapping[str, str]) -> None:
        """Remember the columns of such a file."""
        self._settings.change(booking_columns=json.dumps({**self._all(), _signature(kind, header): dict(mapping)}))

    def _all(self) -> dict[str, object]:
        try:
            stored = json.loads(self._settings.booking_columns or "{}")
        except ValueError:
            return {}
        return stored if isinstance(stored, dict) else {}


def _signature(kind: Kind, header: tuple[str, ...]) -> str:
    return "\n".join((kind.value, *header))


class ImportDialog(QDialog):
    """Shows what each row of a file is before anything is written; Escape leaves all as it is."""

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._path = context, path
        self._remembered = Remembered(context)
        self._mapping: dict[str, str] = {}
        self._header: tuple[str, ...] = ()
        self._read: BookingsRead | None = None
        self._reading = Latest(0, self)
        self._reading.done.connect(self._show)
        self._reading.failed.connect(self._refuse)
        self.setWindowTitle(_("Import invoices and orders"))
        theme = context.theme
        self.kind = ComboBox(theme, self)
        self.kind.setAccessibleName(_("What the file holds"))
        self.kind.addItem(_("Invoices and other bookings"), Kind.BOOKINGS)
        self.kind.addItem(_("Purchase orders"), Kind.ORDERS)
        self.kind.setMinimumContentsLength(22)
        self.columns: dict[str, ComboBox] = {}
        for key, label in self._labels().items():
            box = ComboBox(theme, self)
            box.setAccessibleName(label)
            box.activated.connect(partial(self._name, key))
            self.columns[key] = box
        self.rows = QTreeWidget(self)
        self.rows.setAccessibleName(_("Rows of the file"))
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setHeaderLabels([_("Line"), _("Is"), _("When"), _("Amount"), _("What"), _("Why")])
        self.rows.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in enumerate((56, 124, 84, 92, 220, 200)):
            self.rows.setColumnWidth(place, width)
        self.summary = ElidedLabel("", "hint", self)
        self.uncoded = CheckBox(theme, _("Take rows without an activity too: they wait as uncoded"), self)
        self.uncoded.toggled.connect(self._show_count)
        self.error = plain_label("", self, role="error", wrap=True)
        self.error.hide()
        self.apply = QPushButton(self)
        self.apply.setDefault(True)
        self.apply.clicked.connect(self._apply)
        self.kind.activated.connect(self._begin)
        self._lay_out()
        self.resize(*_SIZE)
        self._begin()

    @staticmethod
    def _labels() -> dict[str, str]:
        return {
            "amount": _("Amount"),
            "date": _("Date"),
            "month": _("Month"),
            "activity": _("Activity"),
            "reference": _("Number"),
            "vendor": _("Vendor"),
        }

    def _lay_out(self) -> None:
        left, right = QFormLayout(), QFormLayout()
        for number, (key, label) in enumerate(self._labels().items()):
            (left if number % 2 == 0 else right).addRow(plain_label(label, self), self.columns[key])
        for form in (left, right):
            form.setVerticalSpacing(8)
            form.setHorizontalSpacing(12)
        choices = QHBoxLayout()
        choices.setSpacing(24)
        choices.addLayout(left, 1)
        choices.addLayout(right, 1)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.uncoded)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.apply)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(self._path.name, "title", self), 1)
        head.addWidget(self.kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(choices)
        column.addWidget(self.error)
        column.addWidget(self.rows, 1)
        column.addWidget(self.summary)
        column.addLayout(foot)

    @property
    def _kind(self) -> Kind:
        return Kind(self.kind.currentData())

    def _begin(self) -> None:
        """Read the file from the start: with the columns that were named for such a one before."""
        self._mapping, self._header = {}, ()
        self._ask()

    def _ask(self) -> None:
        self.apply.setEnabled(False)
        self.summary.setText(_("Reading …"))
        self._reading.ask("bookings", partial(look, self._path, self._context.document.plan, self._kind, self._mapping))

    def _name(self, key: str, _place: int) -> None:
        """Take a column that the user named, and remember it for files like this one."""
        name = self.columns[key].currentData()
        self._mapping = {one: named for one, named in self._mapping.items() if one != key}
        if name:
            self._mapping[key] = name
        self._remembered.keep(self._kind, self._header, self._mapping)
        self._ask()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, CmoPlannerError):
            raise error
        self._show(Looked((), None, error))

    def _show(self, looked: Looked) -> None:
        known = self._remembered.of(self._kind, looked.header)
        if looked.header != self._header:
            self._header = looked.header
            if known and known != self._mapping:
                self._mapping = known
                self._ask()
                return
        self._read = looked.read
        self.error.setText(looked.refused.told if looked.refused else "")
        self.error.setVisible(looked.refused is not None)
        found = looked.read.columns if looked.read is not None else self._mapping
        for key, box in self.columns.items():
            box.clear()
            box.addItem(_("Not in the file"), "")
            for name in looked.header:
                box.addItem(name, name)
            box.setCurrentIndex(max(0, box.findData(found.get(key, ""))))
        self._show_rows()

    def _show_rows(self) -> None:
        self.rows.clear()
        rows = self._read.rows if self._read is not None else ()
        items = []
        for row in booking_rows(self._context.document.plan, rows[:_MOST_ROWS]):
            item = QTreeWidgetItem([str(row.number), row.state, row.when, row.amount, row.name, row.why])
            item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(5, plain_tooltip(row.why))
            items.append(item)
        self.rows.addTopLevelItems(items)
        more = len(rows) - _MOST_ROWS
        told = [counts(rows)]
        if more > 0:
            told.append(ngettext("{n} more row is not shown", "{n} more rows are not shown", more).format(n=more))
        self.summary.setText(" · ".join(part for part in told if part))
        self._show_count()

    def _wanted(self) -> list[Mapping[str, object]]:
        if self._read is None:
            return []
        states = (State.NEW, State.UNMATCHED) if self.uncoded.isChecked() else (State.NEW,)
        return [row.values for row in self._read.of(*states)]

    def _show_count(self) -> None:
        count = len(self._wanted())
        self.apply.setText(ngettext("Take over {n} row", "Take over {n} rows", count).format(n=count))
        self.apply.setEnabled(bool(count) and not self._context.document.read_only)

    def _apply(self) -> None:
        try:
            take_over(self._context.document, self._kind.value, self._wanted())
        except EditRefused as refusal:
            self.error.setText(refusal.told)
            self.error.show()
            return
        self.accept()

    def settle(self) -> None:
        """Wait for what is being read, and show it now."""
        self._reading.settle()

    def done(self, result: int) -> None:
        self._reading.close()
        super().done(result)
