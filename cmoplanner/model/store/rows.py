"""Rows given by column name (as an import makes them) as the rows of a plan file."""

import json
from collections.abc import Mapping, Sequence

from cmoplanner.model.plan import KeptTable
from cmoplanner.model.store import schema
from cmoplanner.model.store.digest import StoredRow
from cmoplanner.model.store.read import PlanReader
from cmoplanner.model.values import Stored


def tables(
    rows: Mapping[str, Sequence[Mapping[str, Stored]]], kept: Sequence[KeptTable] = ()
) -> dict[str, list[StoredRow]]:
    """Return all tables of a plan file. Raises ValueError for rows that no plan holds."""
    unknown = rows.keys() - schema.COLUMNS.keys() - {schema.KEPT}
    if unknown:
        raise ValueError(f"unknown tables: {sorted(unknown)}")
    found = {name: _table(name, rows.get(name, ())) for name in schema.COLUMNS if name != schema.KEPT}
    found[schema.KEPT] = [kept_row(table, i) for i, table in enumerate(kept, 1)]
    PlanReader(found, 0)  # refuses what could not be read again
    return found


def kept_row(table: KeptTable, position: int) -> StoredRow:
    """Return a kept table as its stored row."""
    header = json.dumps(table.header, ensure_ascii=False)
    return table.id, position, header, json.dumps(table.rows, ensure_ascii=False)


def _table(name: str, rows: Sequence[Mapping[str, Stored]]) -> list[StoredRow]:
    columns = schema.COLUMNS[name]
    known = {column for column, _ in columns}
    found: list[StoredRow] = []
    ids: set[Stored] = set()
    for i, row in enumerate(rows, 1):
        if unknown := row.keys() - known:
            raise ValueError(f"{name}: unknown columns {sorted(unknown)}")
        if row.get(schema.ID) in ids:
            raise ValueError(f"{name}: the id {row[schema.ID]!r} comes twice")
        ids.add(row.get(schema.ID))
        placed = {schema.POSITION: i, **row}
        found.append(tuple(_value(name, column, kind, placed.get(column)) for column, kind in columns))
    return found


def _value(table: str, column: str, kind: str, value: Stored) -> Stored:
    if value is None or value == "":
        return None
    if kind == "REAL" and isinstance(value, int):
        return float(value)
    expected = {"TEXT": str, "INTEGER": int, "REAL": float}[kind]
    if not isinstance(value, expected):
        raise ValueError(f"{table}.{column}: {value!r} is not {kind}")  # noqa: TRY004 # one error class for callers
    return value
