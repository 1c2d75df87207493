"""What a new row of a table is filled with, so that it is valid before anything is typed."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model import register
from cmoplanner.model.checks import BRANDS, row_objects
from cmoplanner.model.field import MONTH
from cmoplanner.model.fields import ACTIVITY_TARGET, BY_NAME, Field, Kind, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.read import PAIRS

_ASSUMPTION = "assumption"
_NUMBERS = {Kind.MONEY, Kind.COUNT, Kind.AMOUNT, Kind.RATE, Kind.NUMBER}
_JOINING = PAIRS | {"transfer", "activity_link", "cell"}
"""Tables whose first two fields lead to the rows that one of theirs joins."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def values_for(plan: Plan, table: Table, given: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
    """Return a value for each field that must not be empty; the plan's first row where another one is named.

    A date that is not given follows the one that is, so that no row ends before it starts.
    """
    days = [value for value in given.values() if isinstance(value, date)]
    day = days[0] if days else plan.header.as_of
    found = {field.key: _value(plan, table, field, day) for field in table.fields if field.required}
    if table.name in _JOINING:
        found |= _free_pair(plan, table, given)
    if table.name == ACTIVITY_TARGET.name:
        first = plan.activities.get(str(given.get("activity_id", found["activity_id"])))
        found["share"] = 1.0 if first is not None and not first.targets else found["share"]
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


def lacking(plan: Plan, table: Table, given: Mapping[str, Any] = _NOTHING) -> tuple[Table, ...]:
    """Return the tables of which one needs another row before this one can have a new one; none if it can."""
    needed = [field for field in table.fields if field.required and field.refers_to and field.key not in given]
    without = [BY_NAME[field.refers_to] for field in needed if not _offered(plan, table, field)]
    if not without and table.name in _JOINING and not _free_pair(plan, table, given):
        without = [BY_NAME[field.refers_to] for field in table.fields[:2]]
    return tuple(dict.fromkeys(without))


def _offered(plan: Plan, table: Table, field: Field) -> list[str]:
    """Return the ids that a reference may lead to."""
    rows = getattr(plan, BY_NAME[field.refers_to].attribute)
    if table.name == "cell" and field.refers_to == "offering":
        return [row.id for row in rows.values() if row.level not in BRANDS]
    return list(rows)


def _free_pair(plan: Plan, table: Table, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the first two rows that may be joined and are not yet; of what may be joined twice, the first two."""
    first, second = table.fields[:2]
    joined = {(getattr(row, first.key), getattr(row, second.key)) for row in row_objects(plan, table)}
    ids = [[str(given[field.key])] if field.key in given else _offered(plan, table, field) for field in (first, second)]
    same = first.refers_to == second.refers_to
    pairs = (pair for pair in product(*ids) if not (same and pair[0] == pair[1]))
    if table.name in PAIRS:
        free = next((pair for pair in pairs if pair not in joined), None)
    else:
        once = next(pairs, None)
        free = once if once not in joined else next((pair for pair in pairs if pair not in joined), once)
    return dict(zip((first.key, second.key), free, strict=True)) if free else {}


def _value(plan: Plan, table: Table, field: Field, day: date) -> Any:
    if field.kind is Kind.REF:
        return next(iter(_offered(plan, table, field)), None)
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
