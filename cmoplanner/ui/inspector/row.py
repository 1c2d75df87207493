"""The panel of rows that have no panel of their own: every field of their table."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.edits.fields import set_field_of_many
from cmoplanner.model.fields import Kind, Table
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.head import Head
from cmoplanner.ui.inspector.panel import Panel
from cmoplanner.ui.nouns import plural, rows_of
from cmoplanner.ui.plan_data import bulk
from cmoplanner.ui.words import row_name

_NAMES = ("name", "title")


class RowPanel(Panel):
    """The fields of one row of a table, or of several at once; an edit of several is one undo step."""

    LABEL_WIDTH = 116

    def __init__(self, context: Context, table: Table, parent: QWidget | None = None) -> None:
        self.KEY = table.name
        super().__init__(context, parent)
        self._table = table
        name = next((one for one in table.fields if one.key in _NAMES and one.kind is Kind.TEXT), None)
        self.head = Head(context, name, self)
        self.column.addWidget(self.head)
        self.change = QPushButton(_("Change by a rule…"), self)
        self.change.setProperty("role", "link")
        self.change.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 8)
        row.addWidget(self.change)
        row.addStretch(1)
        self.column.addLayout(row)
        if name and self.head.name:
            self.form.adopt(name, self.head.name)
        section = self.section("fields", _("Fields"))
        self.add_fields(section, [field for field in table.fields if field is not name])
        if any(field.kind is Kind.MONEY for field in table.fields):
            section.head.set_aside(self.formats.currency)
        self.column.addStretch(1)

    def refresh(self) -> None:
        known = rows_of(self.context.document.plan, self._table)
        rows = [known[row_id] for row_id in self.ids if row_id in known]
        if not rows:
            return
        label = _(self._table.label)
        self.change.setVisible(len(rows) > 1)
        if len(rows) > 1:
            self.head.show_head(_("Edits go to all of them"), f"{len(rows)} · {plural(self._table)}")
        else:
            named = self.head.name is not None or not self._table.attribute
            title = None if self.head.name else label if named else self._name(rows[0].id)
            self.head.show_head(label if title != label else "", title)
        self.form.fill(rows)

    def _ask(self) -> None:
        bulk.ask(self.context, self._table, self.ids, self, self.context.commands.say)

    def _name(self, row_id: str) -> str:
        return row_name(self.context.document.plan, self._table.name, row_id)

    def apply(self, key: str, value: Any) -> None:
        set_field_of_many(self.context.document, self._table.name, self.ids, key, value)
