"""The words for what the plan keeps as codes: choices of fields, kinds of things, names of rows."""

from cmoplanner.i18n import _
from cmoplanner.i18n import mark as N_
from cmoplanner.model import fields
from cmoplanner.model.plan import Plan

_CHOICES = {
    "none": N_("Does not repeat"),
    "weekly": N_("Every week"),
    "biweekly": N_("Every two weeks"),
    "monthly": N_("Every month"),
    "quarterly": N_("Every quarter"),
    "even": N_("Even over active days"),
    "start": N_("At the start"),
    "end": N_("At the end"),
    "planned": N_("Planned"),
    "committed": N_("Committed"),
    "live": N_("Live"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
    "closed": N_("Closed"),
    "customer": N_("Customers"),
    "partner": N_("Partners"),
    "internal": N_("Own people"),
    "brand": N_("Brand"),
    "activation": N_("Activation"),
    "calendar_months": N_("Calendar months"),
    "acquire": N_("Acquire"),
    "retain": N_("Retain"),
    "enable": N_("Enable"),
}

_UNNAMED = N_("Unnamed")


def choice_word(value: str) -> str:
    """Return the word for a choice; a code without one is shown readably."""
    if value in _CHOICES:
        return _(_CHOICES[value])
    return value.replace("_", " ").capitalize() if value.islower() else value


def row_name(plan: Plan, table: str, row_id: str | None) -> str:
    """Return what a row is called by people; an unknown id is shown as it is, no id is empty."""
    if not row_id:
        return ""
    row = getattr(plan, fields.table(table).attribute).get(row_id)
    if row is None:
        return row_id
    match table:
        case "cell":
            parts = (row_name(plan, "segment", row.segment_id), row_name(plan, "offering", row.offering_id))
            return " · ".join(parts)
        case "mdf_fund":
            year = f" {row.period_start.year}" if row.period_start else ""
            return (row_name(plan, "partner", row.partner_id) or row.id) + year
        case "message":
            return _short(row.positioning or row.value_proposition) or row.id
        case "goal":
            return _short(row.text) or row.id
        case "contract" | "milestone":
            return str(row.title) or _(_UNNAMED)
        case _:
            return str(row.name) or _(_UNNAMED)


def row_names(plan: Plan, table: str) -> list[tuple[str, str]]:
    """Return id and name of every row of a table, in the user's order."""
    return [(row_id, row_name(plan, table, row_id)) for row_id in getattr(plan, fields.table(table).attribute)]


def _short(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
