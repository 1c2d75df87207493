"""The panel of a key date."""

from typing import Any

from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.fields import set_field_of_many
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.head import Head
from cmoplanner.ui.inspector.panel import Panel

_TABLE = fields.table("milestone")


class MilestonePanel(Panel):
    """The fields of one key date, or of several at once."""

    KEY = "milestone"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        title = _TABLE.field("title")
        self.head = Head(context, title, self)
        self.column.addWidget(self.head)
        if self.head.name:
            self.form.adopt(title, self.head.name)
        section = self.section("fields", _("Key date"))
        self.add_fields(section, [field for field in _TABLE.fields if field is not title])
        self.column.addStretch(1)

    def refresh(self) -> None:
        known = self.context.document.plan.milestones
        rows = [known[row_id] for row_id in self.ids if row_id in known]
        if not rows:
            return
        title = ngettext("{n} key date", "{n} key dates", len(rows)).format(n=len(rows)) if len(rows) > 1 else None
        self.head.show_head(_("Edits go to all of them") if title else _("Key date"), title)
        self.form.fill(rows)

    def apply(self, key: str, value: Any) -> None:
        set_field_of_many(self.context.document, "milestone", self.ids, key, value)
