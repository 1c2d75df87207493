"""From stored rows to the frozen Plan; an edit rebuilds only the rows it touched.

Reading is strict: a stored value that the program never writes is refused with its place.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any

from cmoplanner.model import fields, values
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.plan import KeptTable, Plan, Target
from cmoplanner.model.store import schema
from cmoplanner.model.store.changes import RowChange
from cmoplanner.model.store.digest import StoredRow

TARGETS = fields.ACTIVITY_TARGET.name
ACTIVITIES = fields.ACTIVITY.name

_LIMITS = {Kind.NOTE: values.NOTE_LIMIT, Kind.TEXT: values.NAME_LIMIT, Kind.REF: values.NAME_LIMIT}
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORBIDDEN_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class InvalidRow(ValueError):
    """A stored row that no plan holds: names table, row and field."""

    def __init__(self, table: str, row_id: object, key: str, why: str) -> None:
        super().__init__(f"{table}[{row_id}].{key}: {why}")


def _text(field: Field) -> Callable[[Any], Any]:
    limit = _LIMITS.get(field.kind, values.NOTE_LIMIT)
    forbidden = _FORBIDDEN if field.kind is Kind.NOTE else _FORBIDDEN_IN_NAMES

    def convert(stored: str) -> str:
        if len(stored) > limit:
            raise ValueError("too long")
        if forbidden.search(stored):
            raise ValueError("control characters")
        return stored

    return convert


def _choice(field: Field) -> Callable[[Any], Any]:
    known = {str(choice): str(choice) for choice in field.choices}

    def convert(stored: str) -> str:
        if stored not in known:
            raise ValueError("not one of the choices")
        return known[stored]

    return convert


def _flag(stored: int) -> bool:
    if stored not in (0, 1):
        raise ValueError("neither 0 nor 1")
    return stored == 1


def _finite(stored: float) -> float:
    if not isfinite(stored):
        raise ValueError("not finite")
    return stored


def _numbers(field: Field) -> Callable[[Any], Any]:
    def convert(stored: str) -> tuple[float, ...]:
        return tuple(_finite(number) for number in values.from_store(field, stored))

    return convert


def _list(field: Field) -> Callable[[Any], Any]:
    check = _text(field)
    return lambda stored: values.from_store(field, check(stored))


def _converter(field: Field) -> Callable[[Any], Any]:
    match field.kind:
        case Kind.DATE:
            return date.fromisoformat
        case Kind.FLAG:
            return _flag
        case Kind.CHOICE:
            return _choice(field)
        case Kind.AMOUNT | Kind.RATE | Kind.NUMBER:
            return _finite
        case Kind.MONEY | Kind.COUNT:
            return int
        case Kind.NUMBERS:
            return _numbers(field)
        case Kind.REFS | Kind.LIST:
            return _list(field)
        case _:
            return _text(field)


def extra_from_store(stored: Any) -> tuple[tuple[str, str], ...]:
    """Return the unknown columns of an imported row. Raises ValueError if they are no JSON object of texts."""
    if not stored:
        return ()
    pairs = json.loads(stored)
    if not isinstance(pairs, dict) or not all(isinstance(text, str) for text in pairs.values()):
        raise ValueError("not an object of texts")
    return tuple(pairs.items())


class RowReader:
    """Makes the dataclass rows of one table."""

    def __init__(self, table: fields.Table) -> None:
        self._table = table
        self._converters = [(field.key, _converter(field)) for field in table.fields]
        known = values.defaults(table)
        self._nothing = {field.key: None for field in table.fields if field.key not in known and not field.required}
        self._required = {field.key for field in table.fields if field.required}

    def values(self, stored: StoredRow) -> dict[str, Any]:
        """Return the given fields of a stored row as Python values. Raises InvalidRow."""
        given: dict[str, Any] = dict(self._nothing)
        for (key, convert), value in zip(self._converters, stored[3:], strict=True):
            if value is None:
                if key in self._required:
                    raise InvalidRow(self._table.name, stored[0], key, "missing")
                continue
            try:
                given[key] = convert(value)
            except (ValueError, TypeError) as error:
                raise InvalidRow(self._table.name, stored[0], key, str(error)) from None
        return given

    def row(self, stored: StoredRow, **more: Any) -> Any:
        """Return a stored row as its dataclass. Raises InvalidRow."""
        return self._table.row(**self.parts(stored), **more)

    def parts(self, stored: StoredRow) -> dict[str, Any]:
        """Return all that a stored row gives its dataclass. Raises InvalidRow."""
        _check_id(self._table.name, stored[0])
        try:
            extra = extra_from_store(stored[2])
        except (ValueError, RecursionError) as error:
            raise InvalidRow(self._table.name, stored[0], schema.EXTRA, str(error)) from None
        return {"id": stored[0], "extra": extra, **self.values(stored)}

    def target(self, stored: StoredRow) -> tuple[str, Target]:
        """Return a stored activity target as its activity's id and the target. Raises InvalidRow."""
        given = self.values(stored)
        owner, cell = given["activity_id"], given["cell_id"]
        if stored[0] != f"{owner}|{cell}":
            raise InvalidRow(TARGETS, stored[0], schema.ID, "not made of its activity and market cell")
        return owner, Target(cell, given["share"])


PAIRS = {TARGETS, "lane"}  # their ids are made of two ids, joined by the separator


def is_id(table: str, row_id: object) -> bool:
    """Return whether a value can be the id of a row of this table."""
    if not isinstance(row_id, str) or not 0 < len(row_id) <= 2 * values.NAME_LIMIT:
        return False
    return not _FORBIDDEN_IN_NAMES.search(row_id) and (table in PAIRS or values.SEPARATOR not in row_id)


def _check_id(table: str, row_id: object) -> None:
    if not is_id(table, row_id):
        raise InvalidRow(table, row_id, schema.ID, "not an id")


def _kept(stored: StoredRow) -> KeptTable:
    row_id, _position, header, rows = stored
    try:
        names, lines = json.loads(str(header)), json.loads(str(rows))
        kept = KeptTable(str(row_id), tuple(names), tuple(tuple(line) for line in lines))
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidRow(schema.KEPT, row_id, "rows", str(error)) from None
    if not all(isinstance(text, str) for line in (kept.header, *kept.rows) for text in line):
        raise InvalidRow(schema.KEPT, row_id, "rows", "not a table of texts")
    return kept


class PlanReader:
    """Holds the current Plan and renews it row by row."""

    def __init__(self, tables: Mapping[str, Iterable[StoredRow]], revision: int) -> None:
        self._readers = {table.name: RowReader(table) for table in fields.TABLES}
        self._targets: dict[str, dict[str, tuple[int, Target]]] = {}
        self._positions: dict[str, dict[str, int]] = {}
        self._rows: dict[str, dict[str, Any]] = {}
        self._views: dict[str, tuple[dict[str, Any], Mapping[str, Any]]] = {}
        for stored in tables[TARGETS]:
            self._put_target(stored)
        for name in schema.COLUMNS:
            rows = list(tables[name])
            self._positions[name] = {str(row[0]): int(row[1]) for row in rows}  # type: ignore[arg-type]
            if name != TARGETS:
                self._rows[name] = {str(row[0]): self._build(name, row) for row in rows}
        if len(self._rows[schema.HEADER]) != 1:
            raise InvalidRow(schema.HEADER, "*", schema.ID, f"{len(self._rows[schema.HEADER])} rows instead of one")
        self.plan = self._assemble(revision)

    def position(self, table: str, row_id: str) -> int | None:
        """Return a row's place in its table, None if there is no such row."""
        return self._positions[table].get(row_id)

    def last_position(self, table: str) -> int:
        """Return the last place that is taken in a table; 0 if it is empty."""
        return max(self._positions[table].values(), default=0)

    def check(self, changes: Iterable[RowChange]) -> None:
        """Raise InvalidRow if a change leaves a row that no plan holds; nothing is changed."""
        for change in changes:
            if change.table == schema.HEADER and (change.new is None or change.old is None):
                raise InvalidRow(change.table, change.id, schema.ID, "a plan has one header")
            if change.new is None:
                continue
            if change.new[0] != change.id or not isinstance(change.new[1], int):
                raise InvalidRow(change.table, change.id, schema.ID, "another row")
            if change.table == TARGETS:
                self._readers[TARGETS].target(change.new)
            elif change.table == schema.KEPT:
                _kept(change.new)
            else:
                self._readers[change.table].parts(change.new)

    def apply(self, changes: Iterable[RowChange], revision: int) -> Plan:
        """Return the Plan with these rows changed; it is the current one from now on."""
        by_table: dict[str, dict[str, StoredRow | None]] = {}
        for change in changes:
            by_table.setdefault(change.table, {})[change.id] = change.new
        touched = self._apply_targets(by_table.pop(TARGETS, {}))
        for table, rows in by_table.items():
            self._apply_rows(table, rows)
        left = {row_id for row_id in touched - by_table.get(ACTIVITIES, {}).keys() if row_id in self._rows[ACTIVITIES]}
        if left:
            self._retarget(left)
        self.plan = self._assemble(revision)
        return self.plan

    def _apply_rows(self, table: str, rows: Mapping[str, StoredRow | None]) -> None:
        positions = self._positions[table]
        renewed = dict(self._rows[table])
        moved = False
        for row_id, stored in rows.items():
            if stored is None:
                renewed.pop(row_id, None)
                positions.pop(row_id, None)
                continue
            renewed[row_id] = self._build(table, stored)
            position = int(stored[1])  # type: ignore[arg-type]
            moved = moved or positions.get(row_id) != position
            positions[row_id] = position
        if moved:
            renewed = {row_id: renewed[row_id] for row_id in sorted(renewed, key=lambda key: (positions[key], key))}
        self._rows[table] = renewed

    def _apply_targets(self, rows: Mapping[str, StoredRow | None]) -> set[str]:
        touched = set()
        for row_id, stored in rows.items():
            owner = row_id.split("|", 1)[0]
            touched.add(owner)
            if stored is None:
                self._targets.get(owner, {}).pop(row_id, None)
                self._positions[TARGETS].pop(row_id, None)
            else:
                self._put_target(stored)
                self._positions[TARGETS][row_id] = int(stored[1])  # type: ignore[arg-type]
        return touched

    def _put_target(self, stored: StoredRow) -> None:
        owner, target = self._readers[TARGETS].target(stored)
        place = int(stored[1])  # type: ignore[arg-type]
        self._targets.setdefault(owner, {})[str(stored[0])] = (place, target)

    def _targets_of(self, activity_id: str) -> tuple[Target, ...]:
        found = self._targets.get(activity_id)
        if not found:
            return ()
        return tuple(
            target for _place, target in sorted(found.values(), key=lambda entry: (entry[0], entry[1].cell_id))
        )

    def _retarget(self, activity_ids: set[str]) -> None:
        renewed = dict(self._rows[ACTIVITIES])
        for row_id in activity_ids:
            renewed[row_id] = replace(renewed[row_id], targets=self._targets_of(row_id))
        self._rows[ACTIVITIES] = renewed

    def _build(self, table: str, stored: StoredRow) -> Any:
        if table == schema.KEPT:
            return _kept(stored)
        if table == ACTIVITIES:
            return self._readers[table].row(stored, targets=self._targets_of(str(stored[0])))
        return self._readers[table].row(stored)

    def _assemble(self, revision: int) -> Plan:
        attributes: dict[str, Any] = {
            table.attribute: self._view(table.name)
            for table in fields.TABLES
            if table.attribute and table.name != schema.HEADER
        }
        attributes["kept"] = self._view(schema.KEPT)
        (header,) = self._rows[schema.HEADER].values()
        return Plan(header=header, revision=revision, **attributes)

    def _view(self, name: str) -> Mapping[str, Any]:
        """Return a table for reading: the same object until a row of it changes, so that others see what stayed."""
        rows = self._rows[name]
        if name not in self._views or self._views[name][0] is not rows:
            self._views[name] = rows, MappingProxyType(rows)
        return self._views[name][1]
