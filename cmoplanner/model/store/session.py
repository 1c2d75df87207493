"""What an edit can do to the plan's rows: insert, update and delete, each checked before it is written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Update, bindparam, delete, insert, update

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields, values
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.plan import Plan
from cmoplanner.model.store import schema
from cmoplanner.model.store.read import PAIRS, PlanReader, is_id
from cmoplanner.model.values import Stored

_ROW = "row"  # the id of a row in a statement for many
_BIGGEST = 2**53 - 1  # what a float, a spreadsheet and JSON still count exactly


class Session:
    """The rows of the plan within one edit. `plan` is the plan as it was when the edit began."""

    def __init__(self, connection: Connection, reader: PlanReader) -> None:
        self._connection: Connection | None = connection
        self._reader = reader
        self._added: dict[str, int] = {}
        self._new_ids: set[tuple[str, str]] = set()
        self._gone: set[tuple[str, str]] = set()
        self.touched: set[str] = set()
        """The tables of which a row was written so far."""
        self.written: dict[tuple[str, str], dict[str, Any]] = {}
        """The Python values that were written so far, by table and id of the row; deleted rows are left out."""

    @property
    def plan(self) -> Plan:
        """The plan as it was when the edit began."""
        return self._reader.plan

    def end(self) -> None:
        """Write nothing more: the edit is being committed."""
        self._connection = None

    def insert(self, table: str, row: Mapping[str, Any]) -> str:
        """Add a row of Python values; return its id.

        `id` may be left out where it is made of two others, `position` to add at the end. Raises EditRefused.
        """
        spec = fields.table(table)
        given = dict(row)
        row_id = str(given.pop(schema.ID, None) or self._pair_id(spec, given))
        if not is_id(table, row_id):
            raise EditRefused(_("“{id}” cannot be used as an id.").format(id=row_id))
        if self.exists(table, row_id):
            raise EditRefused(_("There is already a row with the id “{id}”.").format(id=row_id))
        position = given.pop(schema.POSITION, None)
        stored = self._encoded(spec, given)
        for field in spec.fields:
            if field.required and stored.get(field.key) is None:
                raise EditRefused(_("{label} is missing").format(label=_(field.label)))
        stored[schema.ID] = row_id
        stored[schema.POSITION] = self._next_position(table) if position is None else int(position)
        self._execute(insert(schema.CORE[table]).values(stored))
        self.touched.add(table)
        self.written[table, row_id] = dict(given)
        self._new_ids.add((table, row_id))
        self._gone.discard((table, row_id))
        return row_id

    def update(self, table: str, row_id: str, new: Mapping[str, Any]) -> None:
        """Give fields of a row new Python values; None or "" leaves the field empty. Raises EditRefused."""
        self.update_many(table, {row_id: new})

    def update_many(self, table: str, new: Mapping[str, Mapping[str, Any]]) -> None:
        """Give fields of rows new Python values, by id and field key, as `update` does. Raises EditRefused."""
        spec, target = fields.table(table), schema.CORE[table]
        alike: dict[tuple[str, ...], list[dict[str, Stored]]] = {}
        for row_id, values_of_row in new.items():
            given = dict(values_of_row)
            position = given.pop(schema.POSITION, None)
            stored = self._encoded(spec, given)
            if position is not None:
                stored[schema.POSITION] = int(position)
            if not stored:
                continue
            if not self.exists(table, row_id):
                raise _missing(row_id)
            alike.setdefault(tuple(stored), []).append({_ROW: row_id, **stored})
            self.written.setdefault((table, row_id), {}).update(given)
        for rows in alike.values():
            if self._execute(update(target).where(target.c.id == bindparam(_ROW)), rows) != len(rows):
                raise _missing(str(rows[0][_ROW]))
            self.touched.add(table)

    def delete(self, table: str, row_id: str) -> None:
        """Take a row away. Raises EditRefused if there is none."""
        target = schema.CORE[table]
        if self._execute(delete(target).where(target.c.id == row_id)) != 1:
            raise _missing(row_id)
        self.touched.add(table)
        self.written.pop((table, row_id), None)
        self._gone.add((table, row_id))
        self._new_ids.discard((table, row_id))

    def exists(self, table: str, row_id: str) -> bool:
        """Return whether a row is there at this point of the edit."""
        if (table, row_id) in self._new_ids:
            return True
        return (table, row_id) not in self._gone and self._reader.position(table, row_id) is not None

    def _execute(self, statement: Insert | Update | Delete, rows: Sequence[Mapping[str, Stored]] | None = None) -> int:
        if self._connection is None:
            raise RuntimeError("the edit has ended")
        return self._connection.execute(statement, rows).rowcount

    def _encoded(self, spec: fields.Table, given: Mapping[str, Any]) -> dict[str, Stored]:
        stored: dict[str, Stored] = {}
        for key, value in given.items():
            if key == schema.EXTRA:
                stored[key] = json.dumps(dict(value), ensure_ascii=False) if value else None
                continue
            field = spec.field(key)
            blank = value is None or value in ("", ())
            if not blank:
                check_type(field, value)
            sentence = values.problem(field, value) or ("" if blank else self._problem(field, value))
            if sentence:
                raise EditRefused(_("{label}: {problem}").format(label=_(field.label), problem=sentence))
            stored[key] = None if blank else values.to_store(field, value)
        return stored

    def _problem(self, field: Field, value: Any) -> str:
        match field.kind:
            case Kind.MONEY | Kind.COUNT | Kind.AMOUNT | Kind.RATE | Kind.NUMBER if abs(value) > _BIGGEST:
                return _("the number is too large")
            case Kind.REF if not self.exists(field.refers_to, value):
                return _("there is no “{id}”").format(id=value)
            case Kind.REFS | Kind.LIST:
                return self._list_problem(field, value)
            case _:
                return ""

    def _list_problem(self, field: Field, parts: Iterable[str]) -> str:
        text = Field(field.key, field.label, Kind.TEXT)
        for part in parts:
            if not part or values.SEPARATOR in part:
                return _("“{text}” cannot be an entry of a list").format(text=part)
            if sentence := values.problem(text, part):
                return sentence
            if field.kind is Kind.REFS and not self.exists(field.refers_to, part):
                return _("there is no “{id}”").format(id=part)
        return ""

    def _next_position(self, table: str) -> int:
        last = self._added.get(table)
        if last is None:
            last = self._reader.last_position(table)
        self._added[table] = last + 1
        return last + 1

    def _pair_id(self, spec: fields.Table, given: Mapping[str, Any]) -> str:
        if spec.name not in PAIRS:
            return ""
        return values.SEPARATOR.join(str(given.get(field.key, "")) for field in spec.fields[:2])


def _missing(row_id: str) -> EditRefused:
    return EditRefused(_("“{id}” is no longer in the plan.").format(id=row_id))


def check_type(field: Field, value: Any) -> None:
    """Raise TypeError if a Python value is not of the type that its field holds: a bug of the caller."""
    match field.kind:
        case Kind.MONEY | Kind.COUNT:
            good = isinstance(value, int) and not isinstance(value, bool)
        case Kind.AMOUNT | Kind.RATE | Kind.NUMBER:
            good = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        case Kind.DATE:
            good = isinstance(value, date) and not isinstance(value, datetime)
        case Kind.FLAG:
            good = isinstance(value, bool)
        case Kind.REFS | Kind.LIST:
            good = isinstance(value, tuple | list) and all(isinstance(part, str) for part in value)
        case Kind.NUMBERS:
            good = isinstance(value, tuple | list) and all(
                isinstance(part, int | float) and isfinite(part) for part in value
            )
        case _:
            good = isinstance(value, str)
    if not good:
        raise TypeError(f"{field.key} cannot be {value!r}")
