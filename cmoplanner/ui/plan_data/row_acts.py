"""What is done to whole rows of any table: add, duplicate, delete, move, change many; each is one step."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.rows import create_row, delete_rows, hanging_on, reorder_rows
from cmoplanner.model.fields import Table
from cmoplanner.report.formats import Formats
from cmoplanner.ui.context import Context
from cmoplanner.ui.nouns import group_of, plural
from cmoplanner.ui.plan_data.doing import Say, do
from cmoplanner.ui.plan_data.duplicating import duplicate
from cmoplanner.ui.plan_data.losses import grouped, summary
from cmoplanner.ui.widgets.deletion import Deletion
from cmoplanner.ui.widgets.grid.new_row import lacking, values_for
from cmoplanner.ui.words import row_name


class RowActs:
    """Turns what is done to rows into edits of the document; asks first where other rows are concerned."""

    def __init__(self, context: Context, parent: QWidget, say_no: Say, show_made: Callable[[list[str]], None]) -> None:
        self._context = context
        self._parent = parent
        self._say_no = say_no
        self._show_made = show_made

    def add(self, table: str, **given: str) -> None:
        """Add a row with these values and what it must have besides."""
        plan, spec = self._context.document.plan, fields.table(table)
        if without := lacking(plan, spec, given):
            self._say_no(_lack(spec, without))
            return
        filled = {**values_for(plan, spec, given), **given}
        made = do(self._context, self._say_no, create_row, table, filled)
        if made:
            self._show_made([made])

    def duplicate(self, table: str, ids: Sequence[str]) -> None:
        """Copy rows, with the contents that the user chooses."""
        duplicate(self._context, table, ids, self._parent, self._say_no, self._show_made)

    def delete(self, table: str, ids: Sequence[str], *, always_ask: bool = False) -> None:
        """Delete rows; what hangs on them is named before."""
        plan = self._context.document.plan
        hanging = hanging_on(plan, table, ids)
        if not hanging and not always_ask:
            do(self._context, self._say_no, delete_rows, table, ids)
            return
        told = summary(hanging, Formats.of(plan))
        asked = Deletion(self._question(table, ids), told, grouped(hanging, plan), self._parent)
        asked.accepted.connect(lambda: do(self._context, self._say_no, delete_rows, table, ids))
        asked.open()

    def _question(self, table: str, ids: Sequence[str]) -> str:
        plan = self._context.document.plan
        if len(ids) == 1 and (name := row_name(plan, table, ids[0]) if fields.table(table).attribute else ""):
            return _("Delete “{name}”?").format(name=name)
        title = ngettext("Delete {n} row of “{table}”?", "Delete {n} rows of “{table}”?", len(ids))
        return title.format(n=Formats.of(plan).number(len(ids)), table=plural(fields.table(table)))

    def move(self, table: str, chosen: Sequence[str], shown: Sequence[str], step: int) -> None:
        """Move rows by one place among those that are shown."""
        moved = set(chosen)
        others = [row_id for row_id in shown if row_id not in moved]
        place = max(0, min(shown.index(chosen[0]) + step, len(others)))
        before = others[place] if place < len(others) else None
        do(self._context, self._say_no, reorder_rows, table, chosen, before)


def _lack(table: Table, without: Sequence[Table]) -> str:
    """Say what must be there before a table can have another row, and where it is added."""
    places = [_("Plan data › {group} › {table}").format(group=group_of(one), table=plural(one)) for one in without]
    if len(places) == 1:
        return _("A new row of “{table}” needs another row elsewhere first. Add one under {place}.").format(
            table=plural(table), place=places[0]
        )
    return _("Each row of “{table}” that can be is there. First add a row under {place} or {other}.").format(
        table=plural(table), place=places[0], other=places[1]
    )
