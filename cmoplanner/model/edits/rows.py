"""What a user can do to rows of any table: create, duplicate, delete, reorder, and change many at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields, values
from cmoplanner.model.checks import TargetRow, row_objects
from cmoplanner.model.edits.copies import ALL, Copies, taken_ids
from cmoplanner.model.edits.fields import cleaned
from cmoplanner.model.edits.naming import FreshIds, act, fresh_id, shortened
from cmoplanner.model.edits.removal import Removal, removal, remove
from cmoplanner.model.facts import Facts
from cmoplanner.model.fields import Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import Problem, Severity, check_row, row_of, with_rows
from cmoplanner.model.selecting import names_any
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.read import PAIRS
from cmoplanner.model.untouched import suspects

_TARGETS = fields.ACTIVITY_TARGET.name


class Effect(StrEnum):
    """What deleting a row does to another one."""

    REMOVED = "removed"
    CLEARED = "cleared"
    CHANGED = "changed"
    MISLED = "misled"


@dataclass(frozen=True, slots=True)
class Hanging:
    """A row that hangs on another one: its table, id, name, the field concerned ("" = the row), and its fate."""

    table: str
    id: str
    key: str
    name: str
    effect: Effect


def create_row(document: Document, table: str, given: Mapping[str, Any]) -> str:
    """Add a row with these values and return its id; "id" may be left out. Raises EditRefused.

    A new market cell of an activity takes its share from the others.
    """
    spec = _listed(table)
    new = {key: value if key == "id" else cleaned(spec.field(key), value) for key, value in given.items()}
    wanted = _new_id(document.plan, spec, new)
    row = _made(spec, {**new, "id": wanted})
    label = _("Create {what} “{name}”").format(what=_lowered(_(spec.label)), name=shortened(row_name(spec, row)))
    changed = _made_room(document.plan, row) if isinstance(row, TargetRow) else {}
    if not document.read_only and wanted not in taken_ids(document.plan, spec):
        rows = [
            row,
            *(replace(one, **changed[one.id]) for one in row_objects(document.plan, spec) if one.id in changed),
        ]
        _refuse_errors(document.plan, with_rows(document.plan, spec, rows), spec, [wanted])
    with document.edit(label) as session:
        row_id = session.insert(table, {**new, "id": wanted})
        for other, values_of_other in changed.items():
            session.update(table, other, values_of_other)
    return row_id


def duplicate_rows(
    document: Document, table: str, ids: Iterable[str], *, with_contents: frozenset[str] = ALL
) -> list[str]:
    """Copy rows, with those kinds of their contents that are named, and return the ids of the copies.

    References between copied rows lead to the copies. Raises EditRefused.
    """
    spec = _listed(table)
    if table in PAIRS:
        raise EditRefused(_("This row is what joins the two; it cannot be there twice."))
    rows = _find(document.plan, spec, ids)
    copies = Copies(document.plan, with_contents)
    for row in rows:
        copies.take(spec, row)
    label = act(
        _("Duplicate “{name}”"),
        _("Duplicate {n} rows"),
        [row_name(spec, row) for row in rows],
        document.plan.header.locale,
    )
    with document.edit(label) as session:
        copies.write(session)
    return [copies.new_ids[table, row.id] for row in rows]


def delete_rows(document: Document, table: str, ids: Iterable[str]) -> None:
    """Delete rows with all that hangs on them, as `hanging_on` names it. Raises EditRefused."""
    spec = _listed(table)
    rows = _find(document.plan, spec, ids)
    label = act(
        _("Delete “{name}”"), _("Delete {n} rows"), [row_name(spec, row) for row in rows], document.plan.header.locale
    )
    with document.edit(label) as session:
        remove(session, {table: [row.id for row in rows]})


def hanging_on(plan: Plan, table: str, ids: Iterable[str]) -> tuple[Hanging, ...]:
    """Return what is removed, cleared or changed besides, when these rows are deleted."""
    wanted = set(ids)
    what = removal(plan, {table: wanted})
    removed = [
        Hanging(name, row_id, "", _name_of(plan, name, row_id), Effect.REMOVED)
        for name, row_ids in what.removed.items()
        for row_id in row_ids
        if name != table or row_id not in wanted
    ]
    changed = [
        Hanging(name, row_id, key, _name_of(plan, name, row_id), Effect.CHANGED if value else Effect.CLEARED)
        for (name, row_id), new in what.changed.items()
        for key, value in new.items()
    ]
    return (*removed, *changed, *_misled(plan, what))


def _misled(plan: Plan, what: Removal) -> Iterator[Hanging]:
    """Yield the differences of scenarios that stay and name what goes."""
    name = "scenario_override"
    for row in plan.scenario_overrides.values():
        if row.id not in what.removed.get(name, {}) and any(
            names_any(row.selector, table, ids) for table, ids in what.removed.items()
        ):
            yield Hanging(name, row.id, "selector", _name_of(plan, name, row.id), Effect.MISLED)


def reorder_rows(document: Document, table: str, ids: Iterable[str], before: str | None) -> None:
    """Put rows, in the order they have, before another one; None puts them at the end. Raises EditRefused."""
    spec = _listed(table)
    rows = _find(document.plan, spec, ids)
    places = {str(row["id"]): int(row["position"] or 0) for row in document.rows(table)}
    chosen = {row.id for row in rows}
    if before is not None and before not in places:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=before))
    label = act(
        _("Move “{name}” in its list"),
        _("Move {n} rows in their list"),
        [row_name(spec, row) for row in rows],
        document.plan.header.locale,
    )
    moved = _reordered(places, chosen, before)
    if not moved:
        return
    with document.edit(label) as session:
        session.update_many(table, {row_id: {"position": place} for row_id, place in moved.items()})


def change_rows(
    document: Document, table: str, changes: Mapping[str, Mapping[str, Any]], new: Sequence[Mapping[str, Any]] = ()
) -> list[str]:
    """Change rows and add others in one step, all of it or nothing; return the ids of the added ones.

    `changes` has new Python values by row id and field key, `new` those of each row to be added; None or "" leaves a
    field empty. Raises EditRefused.
    """
    spec = fields.table(table) if not new else _listed(table)
    rows = _find(document.plan, spec, changes) if changes or not new else []
    wanted = {row.id: {key: cleaned(spec.field(key), value) for key, value in changes[row.id].items()} for row in rows}
    joined = {field.key for field in spec.fields[:2]} if table in PAIRS else set()
    if any(joined.intersection(values_of_row) for values_of_row in wanted.values()):
        raise EditRefused(_("This row is what joins the two; delete it and make another."))
    added = _numbered(document.plan, spec, new)
    defaults = values.defaults(spec) if table != _TARGETS else {}
    changed = []
    for row in rows:  # a default that is written out is no change
        new_of_row = {key: defaults.get(key) if new is None else new for key, new in wanted[row.id].items()}
        if any(getattr(row, key) != new for key, new in new_of_row.items()):
            changed.append(replace(row, **new_of_row))
    wanted = {row.id: wanted[row.id] for row in changed}
    if not changed and not added:
        return []
    made = [_made(spec, given) for given in added]
    _refuse_errors(document.plan, with_rows(document.plan, spec, [*changed, *made]), spec, [*wanted, *_ids_of(made)])
    names = [row_name(spec, row) for row in [*(row for row in rows if row.id in wanted), *made]]
    label = (
        act(_("Change “{name}”"), _("Change {n} rows"), names, document.plan.header.locale)
        if changed
        else act(_("Create “{name}”"), _("Create {n} rows"), names, document.plan.header.locale)
    )
    with document.edit(label) as session:
        session.update_many(table, wanted)
        for given in added:
            session.insert(table, given)
    return _ids_of(made)


def _numbered(plan: Plan, table: Table, new: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows to be added, cleaned, each with an id of its own. Raises EditRefused."""
    fresh = FreshIds(taken_ids(plan, table) if new else ())
    found = []
    for given in new:
        row = {key: cleaned(table.field(key), value) for key, value in given.items()}
        missing = next((field for field in table.fields if field.required and row.get(field.key) is None), None)
        if missing:
            raise EditRefused(_("{label} is missing").format(label=_(missing.label)))
        row_id = _pair_id(table, row)
        if row_id in fresh.known:
            raise EditRefused(_("There is already a row with the id “{id}”.").format(id=row_id))
        if row_id:
            fresh.known.add(row_id)
        else:
            row_id = fresh.take()
        found.append({**row, "id": row_id})
    return found


def _ids_of(rows: Iterable[Any]) -> list[str]:
    return [row.id for row in rows]


def row_name(table: Table, row: Any) -> str:
    """Return what a row is called in a sentence: its name or first text, else its id."""
    for key in ("name", "title", "text", "idea", "hypothesis", "role"):
        if text := getattr(row, key, ""):
            return str(text)
    return (
        str(row.id)
        if table.id_column or table.name in PAIRS
        else _("{what} {id}").format(what=_(table.label), id=row.id)
    )


def _name_of(plan: Plan, table: str, row_id: str) -> str:
    spec = fields.table(table)
    return row_name(spec, row_of(plan, spec, row_id))


def _listed(name: str) -> Table:
    if name == fields.HEADER.name:
        raise EditRefused(_("The plan itself is one row; it can only be changed."))
    return fields.table(name)


def _find(plan: Plan, table: Table, ids: Iterable[str]) -> list[Any]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise EditRefused(_("No row is selected."))
    found = []
    for row_id in wanted:
        try:
            found.append(row_of(plan, table, row_id))
        except KeyError:
            raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row_id)) from None
    return found


def _new_id(plan: Plan, table: Table, new: Mapping[str, Any]) -> str:
    if pair := _pair_id(table, new):
        return pair
    given = new.get("id")
    return str(given) if given else fresh_id(taken_ids(plan, table))


def _pair_id(table: Table, row: Mapping[str, Any]) -> str:
    if table.name not in PAIRS:
        return ""
    return values.SEPARATOR.join(str(row.get(field.key) or "") for field in table.fields[:2])


def _made(table: Table, given: Mapping[str, Any]) -> Any:
    """Return a row of its dataclass from cleaned values."""
    if table.name == _TARGETS:
        return TargetRow(*(given.get(key) for key in ("id", "activity_id", "cell_id", "share")))  # type: ignore[arg-type]
    known = values.defaults(table)
    filled = {field.key: known.get(field.key) for field in table.fields}
    return table.row(**filled | {key: value for key, value in given.items() if value is not None})


def _made_room(plan: Plan, new: TargetRow) -> dict[str, dict[str, Any]]:
    """Return the smaller shares of an activity's other market cells. Source: domain B.11 (I1)."""
    activity = plan.activities.get(new.activity_id)
    if activity is None or new.share is None or not 0 <= new.share < 1:
        return {}
    others = [TargetRow.of(activity, target) for target in activity.targets]
    return {row.id: {"share": row.share * (1 - new.share)} for row in others}


def _refuse_errors(before: Plan, after: Plan, table: Table, ids: Iterable[str]) -> None:
    """Raise EditRefused if the rows have errors that they did not have before; of several, the sentence names which."""
    wanted = list(ids)
    now, then = Facts(after, len(wanted)), Facts(before, len(wanted))
    for row_id in suspects(before, after, table, wanted):
        errors = [found for found in check_row(after, table.name, row_id, now) if found.severity is Severity.ERROR]
        if not errors:
            continue
        try:
            known = {found.sentence for found in check_row(before, table.name, row_id, then)}
        except KeyError:
            known = set()
        for problem in errors:
            if problem.sentence not in known:
                raise _refused(after, table, row_id, problem, several=len(wanted) > 1)


def _refused(plan: Plan, table: Table, row_id: str, problem: Problem, *, several: bool) -> EditRefused:
    label = _(fields.table(problem.table).field(problem.key).label) if problem.key else _(table.label)
    sentence = _("{label}: {problem}").format(label=label, problem=problem.sentence)
    if several:
        name = shortened(row_name(table, row_of(plan, table, row_id)))
        sentence = _("“{name}”, {sentence}").format(name=name, sentence=sentence)
    return EditRefused(sentence, problem.remedy)


def _reordered(places: Mapping[str, int], chosen: set[str], before: str | None) -> dict[str, int]:
    """Return the new places of the rows that need one, so that no others are touched."""
    old = list(places)
    rest = [row_id for row_id in old if row_id not in chosen]
    at = len(rest) if before is None else next((i for i, one in enumerate(old) if one == before), len(old))
    if before is not None:
        at = sum(1 for row_id in old[:at] if row_id not in chosen)
    new = [*rest[:at], *(row_id for row_id in old if row_id in chosen), *rest[at:]]
    slots = sorted(places.values())
    if len(set(slots)) < len(slots):
        slots = list(range(1, len(old) + 1))
    return {row_id: slot for row_id, slot in zip(new, slots, strict=True) if places[row_id] != slot}


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
