"""What a deletion does besides, in words: by fate and kind, with numbers and the first names."""

from collections.abc import Sequence

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.rows import Effect, Hanging
from cmoplanner.model.plan import Plan
from cmoplanner.report.formats import Formats
from cmoplanner.ui.nouns import plural
from cmoplanner.ui.words import row_name

_NAMED = 4  # of each kind; of more, the number says enough


def summary(losses: Sequence[Hanging], formats: Formats) -> str:
    """Return in a sentence how much goes with deleted rows."""
    gone = len({(loss.table, loss.id) for loss in losses if loss.effect is Effect.REMOVED})
    if not losses:
        return _("Nothing else hangs on it. One undo brings it back.")
    if not gone:
        return _("Nothing else is removed; other rows name it. One undo brings all of it back.")
    sentence = ngettext(
        "{n} row goes with it. One undo brings all of it back.",
        "{n} rows go with it. One undo brings all of it back.",
        gone,
    )
    return sentence.format(n=formats.number(gone))


def grouped(losses: Sequence[Hanging], plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each fate with its lines: number and kind, and the first names."""
    found, number = [], Formats.of(plan).number
    headings = {
        Effect.REMOVED: _("Removed with it"),
        Effect.CLEARED: _("Stays, and loses the link"),
        Effect.CHANGED: _("Stays, and changes"),
        Effect.MISLED: _("Stays, and names what is gone"),
    }
    for effect, heading in headings.items():
        kinds: dict[tuple[str, str], list[str]] = {}
        for loss in losses:
            if loss.effect is effect:
                kinds.setdefault((loss.table, loss.key), []).append(loss.id)
        lines = [
            (_counted(table, key, number(len(ids))), _names(plan, table, ids)) for (table, key), ids in kinds.items()
        ]
        if lines:
            found.append((heading, lines))
    return found


def _counted(table: str, key: str, count: str) -> str:
    spec = fields.table(table)
    if not key:
        return _("{n} · {kind}").format(n=count, kind=plural(spec))
    return _("{n} · {kind}: {field}").format(n=count, kind=plural(spec), field=_(spec.field(key).label))


def _names(plan: Plan, table: str, ids: Sequence[str]) -> str:
    """Return the first names; what only joins two rows is named by both."""
    spec = fields.table(table)
    names = []
    for row_id in ids[:_NAMED]:
        parts = row_id.split("|")
        if len(parts) == 2 and all(field.refers_to for field in spec.fields[:2]):
            ends = zip(spec.fields, parts, strict=False)
            names.append(" – ".join(row_name(plan, field.refers_to, part) for field, part in ends))
        elif spec.attribute:
            names.append(row_name(plan, table, row_id))
    left = len(ids) - _NAMED
    more = _(" and {n} more").format(n=Formats.of(plan).number(left)) if left > 0 else ""
    return "; ".join(names) + more
