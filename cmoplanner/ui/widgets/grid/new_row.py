"""What a new row of a table is filled with, so that it is valid before anything is typed."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model import register
from cmoplanner.model.checks import row_objects
from cmoplanner.model.field import MONTH
from cmoplanner.model.fields import BY_NAME, Field, Kind, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.read import PAIRS

_ASSUMPTION = "assumption"
_NUMBERS = {Kind.MONEY, Kind.COUNT, Kind.AMOUNT, Kind.RATE, Kind.NUMBER}
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def values_for(plan: Plan, table: Table, given: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
    """Return a value for each field that must not be empty; the plan's first row where another one is named.

    A date that is not given follows the one that is, so that no row ends before it starts.
    """
    days = [value for value in given.values() if isinstance(value, date)]
    day = days[0] if days else plan.header.as_of
    found = {field.key: _value(plan, table, field, day) for field in table.fields if field.required}
    if table.name in PAIRS:
        found |= _free_pair(plan, table)
    if table.name == _ASSUMPTION:
        found["value"] = _present(plan, given, found["value"])
    return {key: value for key, value in found.items() if value is not None}


def _present(plan: Plan, given: Mapping[str, Any], otherwise: float) -> float:
    """Return the value of the field that an entry of the register is to be about, so that adding it alters nothing."""
    scope, parameter = (str(given.get(key, "")) for key in ("scope", "parameter"))
    about = register.table_of(scope)
    if about is None or register.parameter_of(about, parameter) is None:
        return otherwise
    row = register.row_named(plan, about, scope)
    value = None if row is None else getattr(row, parameter)
    return otherwise if value is None else float(value)


def _free_pair(plan: Plan, table: Table) -> dict[str, str]:
    """Return the first two rows that a row of this table does not join yet."""
    first, second = table.fields[:2]
    joined = {(getattr(row, first.key), getattr(row, second.key)) for row in row_objects(plan, table)}
    ids = [list(getattr(plan, BY_NAME[field.refers_to].attribute)) for field in (first, second)]
    free = next((pair for pair in product(*ids) if pair not in joined), None)
    return dict(zip((first.key, second.key), free, strict=True)) if free else {}


def _value(plan: Plan, table: Table, field: Field, day: date) -> Any:
    if field.kind is Kind.REF:
        return next(iter(getattr(plan, BY_NAME[field.refers_to].attribute)), None)
    if field.kind is Kind.DATE:
        return day
    if field.unit == MONTH:
        return f"{day:%Y-%m}"
    if field.kind is Kind.CHOICE:
        return field.choices[0]
    if field.kind is Kind.FLAG:
        return False
    if field.kind in _NUMBERS:
        least = field.minimum or 0
        return int(least) if field.kind in {Kind.MONEY, Kind.COUNT} else float(least)
    return _("New: {table}").format(table=_(table.label).lower())
