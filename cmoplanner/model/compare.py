"""What differs between two plans, or two moments of one plan: as values, and as sentences for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cmoplanner.model import fields, values
from cmoplanner.model.compare_words import SPANS, Words
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import KeptTable, Plan
from cmoplanner.model.values import Stored

KEPT = "kept_table"
_NAMES = ("name", "title")
_KNOWN_FILES = frozenset(table.file for table in fields.TABLES)


class DifferenceKind(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    REBUDGETED = "re-budgeted"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: of which row, in which field ("" = the whole row), from what to what.

    `sentence` tells all of it; `detail` what is other, without the row's name.
    `before` and `after` are stored values: money in minor units, days as ISO dates, a span of days as "first/last".
    """

    kind: DifferenceKind
    table: str
    id: str
    name: str
    key: str
    sentence: str
    detail: str
    before: Stored = None
    after: Stored = None


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of the whole plan before and after, in minor units; `figures` are both, and the change, as texts."""

    key: str
    sentence: str
    before: int
    after: int
    label: str
    figures: tuple[str, str, str]


def compare(old: Plan, new: Plan) -> tuple[Difference, ...]:
    """Return everything that is other in the new plan, table by table; nothing if both hold the same."""
    words = Words(old, new)
    found: list[Difference] = []
    for table in fields.TABLES:
        if table.attribute:
            found.extend(_table(table, words))
    found.extend(_kept(old, new, words))
    return tuple(found)


def totals(old: Plan, new: Plan) -> tuple[Total, ...]:
    """Return budget and planned money of both plans; what is cancelled counts in neither."""
    words = Words(old, new)
    pairs = {
        "topdown_budget": (old.header.topdown_budget, new.header.topdown_budget),
        "planned_gross": (_planned(old, net=False), _planned(new, net=False)),
        "planned_net": (_planned(old, net=True), _planned(new, net=True)),
    }
    return tuple(
        Total(key, words.total(key, *pair), *pair, words.total_label(key), words.figures(*pair))
        for key, pair in pairs.items()
    )


def _planned(plan: Plan, *, net: bool) -> int:
    counting = (activity for activity in plan.activities.values() if not activity.cancelled)
    return sum(net_spend(activity) if net else activity.gross_spend for activity in counting)


def rows_of(plan: Plan, table: Table) -> Mapping[str, Any]:
    """Return the rows of a table by id; the plan's header is one row."""
    found = getattr(plan, table.attribute)
    return found if isinstance(found, Mapping) else {table.name: found}


def _table(table: Table, words: Words) -> Iterator[Difference]:
    old, new = rows_of(words.old, table), rows_of(words.new, table)
    if old is new:
        return
    for row_id, row in old.items():
        if row_id not in new:
            name, about = words.name(words.old, table, row), words.about(words.old, table, row)
            yield Difference(DifferenceKind.REMOVED, table.name, row_id, name, "", words.removed(table, name), about)
    for row_id, row in new.items():
        before = old.get(row_id)
        if before is None:
            name, about = words.name(words.new, table, row), words.about(words.new, table, row)
            yield Difference(DifferenceKind.ADDED, table.name, row_id, name, "", words.added(table, name), about)
        elif before is not row and before != row:
            yield from _row(table, row_id, before, row, words)
    if [row_id for row_id in old if row_id in new] != [row_id for row_id in new if row_id in old]:
        yield Difference(DifferenceKind.REORDERED, table.name, "", "", "", words.reordered(table), words.other_order())


def _row(table: Table, row_id: str, old: Any, new: Any, words: Words) -> Iterator[Difference]:
    name = words.name(words.new, table, new)
    spans = _span(table)
    if spans and any(getattr(old, key) != getattr(new, key) for key in spans):
        yield _moved(table, row_id, name, spans, (old, new), words)
    for field in table.fields:
        before, after = getattr(old, field.key), getattr(new, field.key)
        if before == after or field.key in spans:
            continue
        kind, sentence, detail = _changed(table, name, field, before, after, words)
        stored = values.to_store(field, before), values.to_store(field, after)
        yield Difference(kind, table.name, row_id, name, field.key, sentence, detail, *stored)
    if table.name == "activity" and old.targets != new.targets:
        texts = tuple("|".join(f"{part.cell_id}={part.share!r}" for part in row.targets) for row in (old, new))
        detail = words.targets(old, new)
        sentence = words.told(name, detail)
        yield Difference(DifferenceKind.CHANGED, table.name, row_id, name, "targets", sentence, detail, *texts)
    if old.extra != new.extra:
        sentence = words.told(name, words.further())
        yield Difference(DifferenceKind.CHANGED, table.name, row_id, name, "extra", sentence, words.further())


def _span(table: Table) -> tuple[str, ...]:
    dates = {field.key for field in table.fields if field.kind is Kind.DATE}
    return next((span for span in SPANS if dates.issuperset(span)), ())


def _moved(
    table: Table, row_id: str, name: str, span: tuple[str, ...], sides: tuple[Any, Any], words: Words
) -> Difference:
    old, new = ([getattr(row, key) for key in span] for row in sides)
    shifts = {(after - before).days if before and after else None for before, after in zip(old, new, strict=True)}
    shift = shifts.pop() if len(shifts) == 1 else None
    detail = words.dates(old, new)
    sentence = words.moved(name, shift) if shift else words.told(name, detail)
    if shift:
        detail = f"{words.shift(shift)} · {detail}"
    texts = ("/".join("" if day is None else day.isoformat() for day in days) for days in (old, new))
    return Difference(DifferenceKind.MOVED, table.name, row_id, name, "/".join(span), sentence, detail, *texts)


def _changed(
    table: Table, name: str, field: Field, before: Any, after: Any, words: Words
) -> tuple[DifferenceKind, str, str]:
    """Return what kind of difference a field makes, its sentence and its detail."""
    if field.key in _NAMES and table.name != "plan":
        return DifferenceKind.RENAMED, words.renamed(str(before), str(after)), words.was_called(str(before), str(after))
    detail = words.changed(field, before, after)
    kind = DifferenceKind.REBUDGETED if field.kind is Kind.MONEY else DifferenceKind.CHANGED
    return kind, words.told(name, detail), detail


def _kept(old: Plan, new: Plan, words: Words) -> Iterator[Difference]:
    then, now = ({name: table for name, table in plan.kept.items() if _holds(table)} for plan in (old, new))
    for name in sorted(then.keys() | now.keys()):
        before, after = then.get(name), now.get(name)
        if after is None:
            yield Difference(DifferenceKind.REMOVED, KEPT, name, name, "", words.removed(None, name), "")
        elif before is None:
            yield Difference(DifferenceKind.ADDED, KEPT, name, name, "", words.added(None, name), "")
        elif before != after:
            sentence = words.told(name, words.further())
            yield Difference(DifferenceKind.CHANGED, KEPT, name, name, "rows", sentence, words.further())


def _holds(kept: KeptTable) -> bool:
    """Return whether a kept table holds something of the plan: under a known name it is but an order of columns."""
    return bool(kept.rows) or kept.id not in _KNOWN_FILES
