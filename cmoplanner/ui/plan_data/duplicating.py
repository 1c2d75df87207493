"""Duplicating rows with the contents that the user chooses; what was left out is remembered."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.copies import ALL, contents_of
from cmoplanner.model.edits.rows import duplicate_rows
from cmoplanner.report.formats import Formats
from cmoplanner.ui.context import Context
from cmoplanner.ui.nouns import plural
from cmoplanner.ui.plan_data.doing import Say, do
from cmoplanner.ui.widgets.duplication import Duplication, Part
from cmoplanner.ui.words import row_name


def duplicate(
    context: Context,
    table: str,
    ids: Sequence[str],
    parent: QWidget,
    say_no: Say,
    show_made: Callable[[list[str]], None],
) -> None:
    """Copy rows in one step; where something hangs on them, ask what comes along."""

    def make(names: frozenset[str]) -> None:
        made = do(context, say_no, duplicate_rows, table, ids, with_contents=names)
        if made:
            show_made(made)

    found = contents_of(context.document.plan, table, ids)
    if not found:
        make(ALL)
        return
    left_out = {name.partition(".")[2] for name in context.settings.left_out if name.startswith(f"{table}.")}
    parts = [
        Part(entry.table, entry.owner, plural(fields.table(entry.table)), entry.count, entry.table not in left_out)
        for entry in found
    ]
    asked = Duplication(context.theme, _title(context, table, ids), parts, parent)

    def take() -> None:
        offered = {part.key for part in parts}
        others = [name for name in context.settings.left_out if name not in {f"{table}.{key}" for key in offered}]
        without = [f"{table}.{key}" for key in sorted(offered - asked.ticked())]
        context.settings.change(left_out=[*others, *without])
        make(ALL - (offered - asked.chosen()))

    asked.accepted.connect(take)
    asked.open()


def _title(context: Context, table: str, ids: Sequence[str]) -> str:
    if len(ids) == 1 and fields.table(table).attribute:
        return _("Duplicate “{name}”").format(name=row_name(context.document.plan, table, ids[0]))
    title = ngettext("Duplicate {n} row of “{table}”", "Duplicate {n} rows of “{table}”", len(ids))
    return title.format(n=Formats.of(context.document.plan).number(len(ids)), table=plural(fields.table(table)))
