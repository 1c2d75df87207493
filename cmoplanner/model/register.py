"""Where the values of the assumptions register stand: each is a field of a row, one value in one place (domain B.8)."""

from functools import lru_cache
from typing import Any

from cmoplanner.model import fields
from cmoplanner.model.field import Field, Kind, Table
from cmoplanner.model.plan import Plan

NUMBERS = frozenset({Kind.AMOUNT, Kind.RATE, Kind.NUMBER, Kind.COUNT})
"""Kinds of fields whose value an assumption can be."""

_NEVER = frozenset({fields.ACTIVITY_TARGET.name, "assumption"})


def scope_of(table: str, row_id: str) -> str:
    """Return the scope by which the register names a row: "plan", or a kind of row and its id."""
    return table if table == fields.HEADER.name else f"{table}:{row_id}"


def table_of(scope: str) -> Table | None:
    """Return the kind of row that a scope names; None if it names none."""
    kind = scope.partition(":")[0]
    return None if kind in _NEVER else fields.BY_NAME.get(kind)


def row_named(plan: Plan, table: Table, scope: str) -> Any:
    """Return the row that a scope names; None if there is none."""
    row_id = scope.partition(":")[2]
    if table.name == fields.HEADER.name:
        return None if row_id else plan.header
    return getattr(plan, table.attribute).get(row_id)


def parameter_of(table: Table, key: str) -> Field | None:
    """Return the field that a parameter names; None if the kind of row has no such number."""
    return table.field(key) if key in parameters(table.name) else None


@lru_cache
def parameters(table: str) -> frozenset[str]:
    """Return the keys of the fields of a kind of row whose values the register can hold."""
    if table in _NEVER:
        return frozenset()
    return frozenset(field.key for field in fields.table(table).fields if field.kind in NUMBERS)
