"""Changing one field of one row or of many: what forms, the inspector and grids do."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields, values
from cmoplanner.model.edits.naming import act
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import Problem, Severity, check_row, row_of, with_row
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.read import PAIRS
from cmoplanner.model.store.session import check_type

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
    names = [_checked(document.plan, table, row_id, field, new) for row_id in wanted]
    if not names:
        raise EditRefused(_("No row is selected."))
    what = _(field.label)
    label = act(
        _("Change {field} of “{{name}}”").format(field=_lowered(what)),
        _("Change {field} of {{n}} rows").format(field=_lowered(what)),
        names,
    )
    with document.edit(label, merge=(f"{table.name}.{key}", *sorted(wanted))) as session:
        for row_id in wanted:
            session.update(table.name, row_id, {key: new})


def cleaned(field: Field, value: Any) -> Any:
    """Return a value as a field takes it: texts without control characters, None for nothing."""
    if value is None or value in ("", ()):
        return None
    if field.kind in _TEXTS and isinstance(value, str):
        return values.clean_text(value) or None
    check_type(field, value)
    return value


def _checked(plan: Plan, table: Table, row_id: str, field: Field, value: Any) -> str:
    """Return a row's name for the act. Raises EditRefused if the change would add an error to the plan."""
    try:
        row = row_of(plan, table, row_id)
    except KeyError:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row_id)) from None
    if value is None and field.required:
        raise EditRefused(_("{label} is missing").format(label=_(field.label)))
    effective = values.defaults(table).get(field.key) if value is None else value
    changed = replace(row, **{field.key: effective})
    before = _errors(plan, table, row_id)
    for problem in _errors(with_row(plan, table, changed), table, row_id):
        if problem not in before:
            label = _(fields.table(problem.table).field(problem.key).label)
            raise EditRefused(_("{label}: {problem}").format(label=label, problem=problem.sentence), problem.remedy)
    return str(getattr(row, "name", "") or getattr(row, "title", "") or row_id)


def _errors(plan: Plan, table: Table, row_id: str) -> set[Problem]:
    return {problem for problem in check_row(plan, table.name, row_id) if problem.severity is Severity.ERROR}


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
