"""What a new row of a table is filled with, so that it is valid before anything is typed."""

from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model.fields import BY_NAME, Field, Kind, Table
from cmoplanner.model.plan import Plan

_NUMBERS = {Kind.MONEY, Kind.COUNT, Kind.AMOUNT, Kind.RATE, Kind.NUMBER}


def values_for(plan: Plan, table: Table) -> dict[str, Any]:
    """Return a value for each field that must not be empty; the plan's first row where another one is named."""
    found = {field.key: _value(plan, table, field) for field in table.fields if field.required}
    return {key: value for key, value in found.items() if value is not None}


def _value(plan: Plan, table: Table, field: Field) -> Any:
    if field.kind is Kind.REF:
        return next(iter(getattr(plan, BY_NAME[field.refers_to].attribute)), None)
    if field.kind is Kind.DATE:
        return plan.header.as_of
    if field.kind is Kind.CHOICE:
        return field.choices[0]
    if field.kind is Kind.FLAG:
        return False
    if field.kind in _NUMBERS:
        least = field.minimum or 0
        return int(least) if field.kind in {Kind.MONEY, Kind.COUNT} else float(least)
    return _("New: {table}").format(table=_(table.label).lower())
