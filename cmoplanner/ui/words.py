"""The words for what the plan keeps as codes: choices of fields, kinds of things, names of rows."""

from cmoplanner.i18n import _, mark
from cmoplanner.model import fields
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.compare_words import KNOWN_BY, Words
from cmoplanner.model.plan import Plan

__all__ = ["choice_word", "row_name", "row_names"]

_CALLED = ("name", "title", "text", "idea", "hypothesis", "question", "role")
_KNOWN_BY_ID = {"commitment", "mdf_claim"}  # people know an order or a claim by its number
_UNNAMED = mark("Unnamed")


def row_name(plan: Plan, table: str, row_id: str | None) -> str:
    """Return what a row is called by people; an unknown id is shown as it is, no id is empty."""
    if not row_id:
        return ""
    row = getattr(plan, fields.table(table).attribute).get(row_id)
    if row is None:
        return row_id
    match table:
        case "cell":
            parts = (row_name(plan, "offering", row.offering_id), row_name(plan, "segment", row.segment_id))
            return " · ".join(parts)
        case "mdf_fund":
            year = f" {row.period_start.year}" if row.period_start else ""
            return (row_name(plan, "partner", row.partner_id) or row.id) + year
        case "message":
            return _short(row.positioning or row.value_proposition) or row.id
        case "goal":
            return _short(row.text) or row.id
        case _ if table in KNOWN_BY and table not in _KNOWN_BY_ID:
            return Words(plan, plan).name(plan, fields.table(table), row)
        case _:
            called = [getattr(row, key) for key in _CALLED if hasattr(row, key)]
            return next((_short(text) for text in called if text), _(_UNNAMED) if called else row.id)


def row_names(plan: Plan, table: str) -> list[tuple[str, str]]:
    """Return id and name of every row of a table, in the user's order."""
    return [(row_id, row_name(plan, table, row_id)) for row_id in getattr(plan, fields.table(table).attribute)]


def _short(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
