"""Activities on their way from one plan to another: with audience, links, and the names of what they refer to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.field import Field, Kind
from cmoplanner.model.fields import ACTIVITY
from cmoplanner.model.plan import Activity, ActivityLink, Plan, Target
from cmoplanner.model.values import from_store, to_store

KIND = "application/x-cmoplanner-activities"
_LINKS = fields.table("activity_link")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What can be pasted: activities and links as the plan that takes them names things, and what it has not."""

    activities: tuple[Activity, ...]
    links: tuple[ActivityLink, ...]
    unmatched: tuple[str, ...]

    @property
    def told(self) -> str:
        """What could not be matched, as a sentence; "" if all was."""
        if not self.unmatched:
            return ""
        return _("Not in this plan, and left empty: {names}").format(names=", ".join(self.unmatched))


def pack(plan: Plan, ids: Sequence[str]) -> str:
    """Return activities as text, with links among them and the names behind all references."""
    rows = [plan.activities[row_id] for row_id in ids if row_id in plan.activities]
    chosen = {row.id for row in rows}
    links = [row for row in plan.activity_links.values() if row.activity_id in chosen and row.linked_id in chosen]
    stored = [{field.key: to_store(field, getattr(row, field.key)) for field in ACTIVITY.fields} for row in rows]
    return json.dumps(
        {
            "currency": plan.header.currency,
            "decimals": plan.header.currency_decimals,
            "ids": [row.id for row in rows],
            "activities": stored,
            "targets": [[[*_cell_names(plan, part.cell_id), part.share] for part in row.targets] for row in rows],
            "links": [
                {field.key: to_store(field, getattr(row, field.key)) for field in _LINKS.fields} for row in links
            ],
            "names": _names(plan, rows),
        }
    )


def _cell_names(plan: Plan, cell_id: str) -> tuple[str, str, str]:
    cell = plan.cells.get(cell_id)
    if cell is None:
        return cell_id, "", ""
    return cell_id, _name(plan.segments.get(cell.segment_id)), _name(plan.offerings.get(cell.offering_id))


def _name(row: Any) -> str:
    return str(getattr(row, "name", "") or getattr(row, "title", "") or "") if row is not None else ""


def _references() -> list[Field]:
    return [field for field in ACTIVITY.fields if field.refers_to and field.refers_to != ACTIVITY.name]


def _names(plan: Plan, rows: Sequence[Activity]) -> dict[str, dict[str, str]]:
    """Return what each row that is referred to is called, by table and id."""
    found: dict[str, dict[str, str]] = {}
    for field in _references():
        known = getattr(plan, fields.table(field.refers_to).attribute)
        for row in rows:
            value = getattr(row, field.key)
            for row_id in value if field.kind is Kind.REFS else [value]:
                if row_id in known:
                    found.setdefault(field.refers_to, {})[row_id] = _name(known[row_id])
    return found


def unpack(text: str, plan: Plan) -> Bundle:
    """Return what a packed text brings into a plan. Raises ValueError with a sentence if it does not fit or is damaged.

    What is referred to is found by its id if that means the same here, else by its name.
    """
    try:
        given = json.loads(text)
        if (given["currency"], given["decimals"]) != (plan.header.currency, plan.header.currency_decimals):
            raise ValueError(
                _("The copied activities are in {other}, this plan is in {currency}. Nothing was pasted.").format(
                    other=given["currency"], currency=plan.header.currency
                )
            )
        return _unpacked(given, plan)
    except (KeyError, TypeError, AttributeError, IndexError) as damage:
        raise ValueError(_("What is on the clipboard cannot be read as activities.")) from damage
    except json.JSONDecodeError as damage:
        raise ValueError(_("What is on the clipboard cannot be read as activities.")) from damage


def _unpacked(given: dict[str, Any], plan: Plan) -> Bundle:
    unmatched: dict[str, None] = {}
    activities = []
    for row_id, stored, targets in zip(given["ids"], given["activities"], given["targets"], strict=True):
        values = {field.key: from_store(field, stored.get(field.key)) for field in ACTIVITY.fields}
        values = {key: value for key, value in values.items() if value is not None}
        row = Activity(id=str(row_id), **values)
        for field in _references():
            row = _matched(row, field, plan, given["names"], unmatched)
        activities.append(replace(row, targets=_targets(targets, plan, unmatched)))
    links = []
    for number, stored in enumerate(given["links"]):
        values = {field.key: from_store(field, stored.get(field.key)) for field in _LINKS.fields}
        links.append(ActivityLink(id=str(number), **{key: value for key, value in values.items() if value is not None}))
    return Bundle(tuple(activities), tuple(links), tuple(unmatched))


def _matched(
    row: Activity, field: Field, plan: Plan, names: dict[str, dict[str, str]], unmatched: dict[str, None]
) -> Activity:
    value = getattr(row, field.key)
    if not value:
        return row
    table = fields.table(field.refers_to)
    known = getattr(plan, table.attribute)
    called = names.get(field.refers_to, {})

    def find(row_id: str) -> str | None:
        name = called.get(row_id, "")
        if row_id in known and (not name or _name(known[row_id]).casefold() == name.casefold()):
            return row_id
        same = next((other for other, one in known.items() if name and _name(one).casefold() == name.casefold()), None)
        if same is None:
            unmatched[_("{kind} “{name}”").format(kind=_(table.label).lower(), name=name or row_id)] = None
        return same

    if field.kind is Kind.REFS:
        matched: Any = tuple(one for part in value if (one := find(part)) is not None)
    else:
        matched = find(value)
    changed: dict[str, Any] = {field.key: matched}
    return replace(row, **changed)


def _targets(targets: Sequence[Any], plan: Plan, unmatched: dict[str, None]) -> tuple[Target, ...]:
    """Return the audience in this plan's market cells; where one is missing, the others share the whole."""
    by_names = {_cell_names(plan, cell_id)[1:]: cell_id for cell_id in plan.cells}
    found: dict[str, float] = {}
    for cell_id, segment, offering, share in targets:
        same = by_names.get((segment, offering))
        if same is None and cell_id in plan.cells and not segment:
            same = cell_id
        if same is None:
            name = f"{segment} × {offering}" if segment else cell_id
            unmatched[_("market cell “{name}”").format(name=name)] = None
        else:
            found[same] = found.get(same, 0.0) + float(share)
    whole = sum(found.values())
    if len(found) == len(targets):
        return tuple(Target(cell_id, share) for cell_id, share in found.items())
    return tuple(Target(cell_id, share / whole) for cell_id, share in found.items()) if whole > 0 else ()
