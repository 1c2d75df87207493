"""Changing one field of one row or of many: what forms, the inspector and grids do."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields, values
from cmoplanner.model.edits.naming import act
from cmoplanner.model.facts import Facts
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import Problem, Severity, check_row, row_of, with_rows
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.read import PAIRS
from cmoplanner.model.store.session import check_type
from cmoplanner.model.untouched import suspects

_TEXTS = {Kind.TEXT, Kind.NOTE}
_PAIR_KEYS = {"activity_id", "channel_id", "cell_id"}


def set_field(document: Document, table_name: str, row_id: str, key: str, value: Any) -> None:
    """Give one field of a row another Python value; None or "" leaves it empty and its default applies.

    Changes of the same field that follow each other within seconds become one step. Raises EditRefused with a
    sentence if the plan would be invalid with it.
    """
    set_field_of_many(document, table_name, [row_id], key, value)


def set_field_of_many(document: Document, table_name: str, ids: Iterable[str], key: str, value: Any) -> None:
    """Give one field of several rows the same Python value, in one step: all of them, or none. Raises EditRefused."""
    table = fields.table(table_name)
    field = table.field(key)
    if table.name in PAIRS and key in _PAIR_KEYS:
        raise EditRefused(_("This row is what joins the two; delete it and make another."))
    new = cleaned(field, value)
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise EditRefused(_("No row is selected."))
    names = _checked(document.plan, table, wanted, field, new)
    what = _(field.label)
    label = act(
        _("Change {field} of “{{name}}”").format(field=_lowered(what)),
        _("Change {field} of {{n}} rows").format(field=_lowered(what)),
        names,
        document.plan.header.locale,
    )
    with document.edit(label, merge=(f"{table.name}.{key}", *sorted(wanted))) as session:
        session.update_many(table.name, {row_id: {key: new} for row_id in wanted})


def cleaned(field: Field, value: Any) -> Any:
    """Return a value as a field takes it: texts without control characters, None for nothing."""
    if value is None or value in ("", ()):
        return None
    if field.kind in _TEXTS and isinstance(value, str):
        return values.clean_text(value) or None
    check_type(field, value)
    return value


def _checked(plan: Plan, table: Table, ids: Sequence[str], field: Field, value: Any) -> list[str]:
    """Return the rows' names for the act. Raises EditRefused if the change would add an error to the plan."""
    rows = [_row(plan, table, row_id) for row_id in ids]
    if value is None and field.required:
        raise EditRefused(_("{label} is missing").format(label=_(field.label)))
    effective = values.defaults(table).get(field.key) if value is None else value
    after = with_rows(plan, table, [replace(row, **{field.key: effective}) for row in rows])
    then, now = Facts(plan, len(ids)), Facts(after, len(ids))
    for row_id in suspects(plan, after, table, ids):
        found = _errors(after, table, row_id, now)
        known = _errors(plan, table, row_id, then) if found else set()
        for problem in found:
            if problem not in known:
                label = _(fields.table(problem.table).field(problem.key).label)
                raise EditRefused(_("{label}: {problem}").format(label=label, problem=problem.sentence), problem.remedy)
    return [str(getattr(row, "name", "") or getattr(row, "title", "") or row.id) for row in rows]


def _row(plan: Plan, table: Table, row_id: str) -> Any:
    try:
        return row_of(plan, table, row_id)
    except KeyError:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row_id)) from None


def _errors(plan: Plan, table: Table, row_id: str, facts: Facts) -> set[Problem]:
    return {problem for problem in check_row(plan, table.name, row_id, facts) if problem.severity is Severity.ERROR}


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
