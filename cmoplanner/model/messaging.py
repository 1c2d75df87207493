"""Which message holds: messages are inherited from the market cell up to the brand (domain B.2, A-078)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cmoplanner.model.market import Message
from cmoplanner.model.plan import Activity, Plan


class Origin(StrEnum):
    """Where the message of an activity is from."""

    ACTIVITY = "activity"
    CELL = "cell"
    OFFERING = "offering"
    PARENT = "parent"
    BRAND = "brand"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A message that holds, where it is from, and the row that it was written for ("" = the whole brand)."""

    message: Message
    origin: Origin
    scope_id: str = ""


def message_of(plan: Plan, activity: Activity) -> Resolved | None:
    """Return the message of an activity: its own, that of its market cell, of the offering, of what that belongs to, or
    of the brand; the largest share of an audience of several cells decides. None if there is none. Source: domain B.2.
    """
    own = plan.messages.get(activity.message_id or "")
    if own is not None:
        return Resolved(own, Origin.ACTIVITY)
    for target in sorted(activity.targets, key=lambda target: -target.share):
        cell = plan.cells.get(target.cell_id)
        if cell is None:
            continue
        if found := _newest(plan, ("cell",), cell.id):
            return Resolved(found, Origin.CELL, cell.id)
        if inherited := message_of_offering(plan, cell.offering_id):
            return inherited
    return _of_brand(plan)


def message_of_offering(plan: Plan, offering_id: str) -> Resolved | None:
    """Return the message of an offering: its own, the nearest of what it belongs to, or that of the brand."""
    for place, row_id in enumerate(_upwards(plan, offering_id)):
        if found := _newest(plan, ("offering", "sub_brand", "brand"), row_id):
            return Resolved(found, Origin.PARENT if place else Origin.OFFERING, row_id)
    return _of_brand(plan)


def _of_brand(plan: Plan) -> Resolved | None:
    found = _newest(plan, ("brand",), "")
    return Resolved(found, Origin.BRAND) if found else None


def _upwards(plan: Plan, offering_id: str | None) -> Iterator[str]:
    """Yield an offering and what it belongs to, step by step; a circle ends where it would begin again."""
    passed: set[str] = set()
    while offering_id and offering_id not in passed and offering_id in plan.offerings:
        passed.add(offering_id)
        yield offering_id
        offering_id = plan.offerings[offering_id].parent_id


def _newest(plan: Plan, scopes: Iterable[str], scope_id: str) -> Message | None:
    """Return the message that was written for a row; of several the one that was updated last."""
    found = [one for one in plan.messages.values() if one.scope_type in scopes and one.scope_id == scope_id]
    return max(found, key=lambda message: message.updated or date.min, default=None)
