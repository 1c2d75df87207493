"""What is copied with a row: its contents, with references between copied rows leading to the copies."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cmoplanner.model import fields
from cmoplanner.model.checks import row_objects
from cmoplanner.model.edits.naming import FreshIds, copy_name
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import row_of
from cmoplanner.model.register import parameters, scope_of
from cmoplanner.model.store.read import PAIRS
from cmoplanner.model.store.session import Session

_TARGETS = fields.ACTIVITY_TARGET.name

CONTENTS: Mapping[str, tuple[str, ...]] = {
    "campaign": ("activity",),
    "activity": (_TARGETS, "activity_link", "forecast_override", "variance_note"),
    "objective": ("kpi",),
    "segment": ("cell",),
    "offering": ("cell",),
    "cell": ("lane",),
    "channel": ("lane",),
    "message": ("message_variant",),
    "scenario": ("scenario_override",),
    "vendor": ("contract",),
    "partner": ("mdf_fund",),
}
"""Tables whose rows can be copied with a row that they belong to."""

_ASSUMPTION = "assumption"

ALL = frozenset(name for names in CONTENTS.values() for name in names) | {_ASSUMPTION}
"""Every kind of contents."""

NOT_COPIED: Mapping[str, frozenset[str]] = {
    "activity": frozenset({"status", "approval_status", "approver_role", "locked", "created_by_rule"}),
    "stakeholder": frozenset({"signed_off"}),
}
"""Fields in which a copy starts anew."""


class Copies:
    """Rows to be copied, collected with their contents before any is written."""

    def __init__(self, plan: Plan, with_contents: frozenset[str]) -> None:
        self.new_ids: dict[tuple[str, str], str] = {}
        self._plan = plan
        self._with = with_contents
        self._rows: list[tuple[Table, Any, bool]] = []
        self._fresh: dict[str, FreshIds] = {}
        self._parts: dict[tuple[str, str], dict[str, list[Any]]] = {}

    def take(self, table: Table, row: Any, *, contents: bool = False) -> None:
        """Note a row and what it contains; a row that is there already is not taken twice."""
        if (table.name, row.id) in self.new_ids:
            return
        if table.name not in self._fresh:
            self._fresh[table.name] = FreshIds(taken_ids(self._plan, table))
        self.new_ids[table.name, row.id] = self._fresh[table.name].take()
        self._rows.append((table, row, contents))
        for name in _kinds(table.name):
            if name in self._with:
                for part in self._parts_of(table, name).get(row.id, ()):
                    self.take(fields.table(name), part, contents=True)

    def counts(self) -> Counter[str]:
        """Return how many rows were taken as contents, by table."""
        return Counter(table.name for table, _row, contents in self._rows if contents)

    def _parts_of(self, table: Table, name: str) -> dict[str, list[Any]]:
        """Return the rows of another table by the row to which they belong."""
        if (table.name, name) not in self._parts:
            inner = fields.table(name)
            found = self._parts.setdefault((table.name, name), {})
            if name == _ASSUMPTION:
                for entry in self._plan.assumptions.values():
                    kind, _colon, row_id = entry.scope.partition(":")
                    if kind == table.name:
                        found.setdefault(row_id, []).append(entry)
                return found
            owner = next(field.key for field in inner.fields if field.refers_to == table.name)
            for part in row_objects(self._plan, inner):
                found.setdefault(getattr(part, owner), []).append(part)
        return self._parts[table.name, name]

    def write(self, session: Session) -> None:
        """Insert the copies; links among them after all of them are there."""
        later: list[tuple[str, str, dict[str, Any]]] = []
        for table, row, contents in sorted(self._rows, key=lambda entry: _turn(entry[0])):
            given, links = self._copy(table, row, contents=contents)
            row_id = session.insert(table.name, given)
            self.new_ids[table.name, row.id] = row_id
            if links:
                later.append((table.name, row_id, links))
        for name, row_id, links in later:
            session.update(name, row_id, links)

    def _copy(self, table: Table, row: Any, *, contents: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        given: dict[str, Any] = {} if table.name in PAIRS else {"id": self.new_ids[table.name, row.id]}
        links: dict[str, Any] = {}
        for field in table.fields:
            if field.key in NOT_COPIED.get(table.name, ()):
                continue
            value = getattr(row, field.key)
            given[field.key] = value
            if field.refers_to and (led := self._led(field, value)) != value:
                if field.required:
                    given[field.key] = led
                else:
                    links[field.key] = led
        if table.name == _ASSUMPTION:
            kind, _colon, row_id = row.scope.partition(":")
            given["scope"] = scope_of(kind, self.new_ids[kind, row_id]) if (kind, row_id) in self.new_ids else row.scope
        for key in ("name", "title") if not contents else ():
            if key in given:
                given[key] = copy_name(given[key])
        if row.extra:
            given["extra"] = row.extra
        return given, links

    def _led(self, field: Field, value: Any) -> Any:
        if field.kind is Kind.REFS:
            return tuple(self.new_ids.get((field.refers_to, part), part) for part in value)
        return self.new_ids.get((field.refers_to, value), value)


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows of a table hang on the rows to be copied, by way of which table."""

    table: str
    owner: str
    count: int


def contents_of(plan: Plan, table: str, ids: Iterable[str]) -> tuple[Contents, ...]:
    """Return what can be copied with these rows, each kind after the one that it belongs to; unknown ids count not."""
    spec = fields.table(table)
    copies = Copies(plan, ALL)
    for row_id in ids:
        try:
            copies.take(spec, row_of(plan, spec, row_id))
        except KeyError:
            continue
    counts = copies.counts()
    found: list[Contents] = []

    def collect(owner: str) -> None:
        for name in _kinds(owner):
            if counts[name] and name not in {entry.table for entry in found}:
                found.append(Contents(name, owner, counts[name]))
                collect(name)

    collect(table)
    return tuple(found)


def _kinds(name: str) -> tuple[str, ...]:
    """Return what can be copied with a row: what belongs to it, and where its figures are from."""
    own = CONTENTS.get(name, ())
    return (*own, _ASSUMPTION) if parameters(name) else own


def _turn(table: Table) -> int:
    """Return when a copy is written: what names others by their ids after them."""
    if table.name == _ASSUMPTION:
        return 2
    return 1 if table.name in PAIRS else 0


def taken_ids(plan: Plan, table: Table) -> Iterable[str]:
    """Return the ids that are used in a table."""
    if table.name == _TARGETS:
        return {row.id for row in row_objects(plan, table)}
    found: Mapping[str, Any] = getattr(plan, table.attribute)
    return found.keys()
