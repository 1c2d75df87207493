"""What goes with a row that is deleted: rows that are nothing without it, and what other rows say about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum
from typing import Any

from cmoplanner.model import fields
from cmoplanner.model.checks import TargetRow, row_objects
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.session import Session

_TARGETS = fields.ACTIVITY_TARGET.name
_PART_OF = {("approval", "activity_id"), ("approval", "contract_id"), ("blackout", "segment_id")}
_LEVELS = {"offering": ("brand", "sub_brand", "offering"), "cell": ("cell",)}


@dataclass(slots=True)
class Removal:
    """What a deletion does: ids that are removed by table, and new values of fields by table and id."""

    removed: dict[str, dict[str, None]] = field(default_factory=dict)
    changed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


def removal(plan: Plan, rows: Mapping[str, Iterable[str]]) -> Removal:
    """Return everything that happens when these rows, ids by table, are deleted.

    A row that must name a deleted one is deleted too; where it may, the field is left empty. The shares of an
    activity that loses a market cell grow so that they stay the whole.
    """
    found = Removal({name: dict.fromkeys(ids) for name, ids in rows.items()})
    ahead = [(name, set(ids)) for name, ids in found.removed.items()]
    while ahead:
        name, ids = ahead.pop()
        for owner, row_ids in _follow(plan, name, ids, found):
            new = row_ids - found.removed.get(owner, {}).keys()
            if new:
                found.removed.setdefault(owner, {}).update(dict.fromkeys(sorted(new)))
                ahead.append((owner, new))
    _share_anew(plan, found)
    found.changed = {
        place: values for place, values in found.changed.items() if place[1] not in found.removed.get(place[0], {})
    }
    return found


def remove(session: Session, rows: Mapping[str, Iterable[str]]) -> None:
    """Delete rows, ids by table, within an edit, with all that follows from it."""
    what = removal(session.plan, rows)
    for name, ids in what.removed.items():
        for row_id in ids:
            session.delete(name, row_id)
    for (name, row_id), values in what.changed.items():
        session.update(name, row_id, values)


@lru_cache
def _referring(name: str) -> tuple[tuple[Table, tuple[Field, ...]], ...]:
    tables = ((table, tuple(field for field in table.fields if field.refers_to == name)) for table in fields.TABLES)
    return tuple((table, found) for table, found in tables if found)


def _follow(plan: Plan, name: str, ids: set[str], found: Removal) -> Iterator[tuple[str, set[str]]]:
    """Note the fields that name rows which go, and yield the rows that go with them, by table."""
    for table, referring in _referring(name):
        with_them: set[str] = set()
        for row in row_objects(plan, table):
            for entry in referring:
                value = getattr(row, entry.key)
                if entry.kind is Kind.REFS:
                    if not ids.isdisjoint(value):
                        left = tuple(part for part in value if part not in found.removed[name])
                        found.changed.setdefault((table.name, row.id), {})[entry.key] = left
                elif value in ids:
                    if entry.required or (table.name, entry.key) in _PART_OF:
                        with_them.add(row.id)
                    else:
                        found.changed.setdefault((table.name, row.id), {})[entry.key] = None
        yield table.name, with_them
    scopes = {f"{name}:{row_id}" for row_id in ids}
    yield "assumption", {row.id for row in plan.assumptions.values() if row.scope in scopes}
    for message in plan.messages.values():
        if message.scope_type in _LEVELS.get(name, ()) and message.scope_id in ids:
            found.changed.setdefault(("message", message.id), {})["scope_id"] = None


def _share_anew(plan: Plan, found: Removal) -> None:
    """Give the cells that stay with an activity the whole of it. Source: domain B.11 (I1)."""
    gone = found.removed.get(_TARGETS, {})
    for activity_id in {row_id.split("|", maxsplit=1)[0] for row_id in gone}:
        activity = plan.activities[activity_id]
        left = [row for row in (TargetRow.of(activity, target) for target in activity.targets) if row.id not in gone]
        total = fsum(row.share for row in left)
        for row in left if total > 0 else ():
            found.changed[_TARGETS, row.id] = {"share": row.share / total}
