"""What a user can do to what joins activities: link two, unlink them, and push what starts too early."""

from enum import StrEnum
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, mark
from cmoplanner.model.booked import Booked
from cmoplanner.model.circles import leads_back
from cmoplanner.model.dependencies import LEADS, Network, Tie, in_place, push, ties
from cmoplanner.model.edits.activities import write_dates
from cmoplanner.model.edits.naming import fresh_id, shortened
from cmoplanner.model.fields import ACTIVITY
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.store.document import Document

_TABLE = ACTIVITY.name
_LINKS = "activity_link"


class Join(StrEnum):
    """How a second activity is joined to a first one."""

    AFTER_END = "after_end"
    AFTER_START = "after_start"
    FOLLOWS_UP = "follows_up"
    DERIVES_FROM = "derives_from"
    ANNOUNCES = "announces"
    PROMOTES = "promotes"
    REHEARSES = "rehearses"
    SUPPORTS = "supports"


SENTENCES = {
    Join.AFTER_END: mark("“{then}” starts after “{first}” ends"),
    Join.AFTER_START: mark("“{then}” starts after “{first}” starts"),
    Join.FOLLOWS_UP: mark("“{then}” follows up “{first}”"),
    Join.DERIVES_FROM: mark("“{then}” is made from “{first}”"),
    Join.ANNOUNCES: mark("“{then}” announces “{first}”"),
    Join.PROMOTES: mark("“{first}” promotes “{then}”"),
    Join.REHEARSES: mark("“{first}” rehearses “{then}”"),
    Join.SUPPORTS: mark("“{first}” supports “{then}”"),
}
"""What each way of joining says of the two activities, with their names for {first} and {then}."""
_TIMED = frozenset({Join.AFTER_END, Join.AFTER_START, Join.FOLLOWS_UP, Join.DERIVES_FROM, Join.ANNOUNCES})


def join(document: Document, first: str, then: str, how: Join) -> Tie:
    """Join two activities, and return what joins them; what follows also starts after it. Raises EditRefused."""
    plan = document.plan
    one, other = _find(plan, first), _find(plan, then)
    label = _("Link “{name}”").format(name=shortened(other.name))
    tie = _tie(plan, first, then, how)
    _refuse(plan, one, other, tie)
    with document.edit(label) as session:
        if tie.link is None:
            session.update(_TABLE, then, {"depends_on": (*other.depends_on, first)})
        else:
            session.insert(_LINKS, _row(tie))
    return tie


def unjoin(document: Document, tie: Tie) -> None:
    """Take away what joins two activities. Raises EditRefused."""
    other = _find(document.plan, tie.then)
    if tie not in ties(document.plan):
        raise EditRefused(_("The link is no longer in the plan."))
    with document.edit(_("Unlink “{name}”").format(name=shortened(other.name))) as session:
        if tie.link is None:
            session.update(_TABLE, tie.then, {"depends_on": tuple(row for row in other.depends_on if row != tie.first)})
        else:
            session.delete(_LINKS, tie.link)


def start_in_time(document: Document, activity_id: str) -> None:
    """Move an activity to the first working day after all it waits for, and push what follows. Raises EditRefused."""
    activity = _find(document.plan, activity_id)
    network, booked = Network(document.plan), Booked(document.plan)
    at = in_place(network, activity_id, booked)
    rows = (at, *push(network, [at], booked).moved)
    with document.edit(_("Move “{name}” after its input").format(name=shortened(activity.name))) as session:
        write_dates(session, rows)


def push_followers(document: Document, activity_id: str) -> None:
    """Push what starts before an activity lets it, in one step. Raises EditRefused."""
    activity = _find(document.plan, activity_id)
    found = push(Network(document.plan), [activity], Booked(document.plan))
    if not found.moved:
        raise EditRefused(_("Nothing that follows can be pushed."))
    with document.edit(_("Push what follows “{name}”").format(name=shortened(activity.name))) as session:
        write_dates(session, found.moved)


def _tie(plan: Plan, first: str, then: str, how: Join) -> Tie:
    if how is Join.AFTER_END:
        return Tie(first, then, timing="FS")
    timing = ("SS" if how is Join.AFTER_START else "FS") if how in _TIMED else ""
    kind = "supports" if how is Join.AFTER_START else how.value
    return Tie(first, then, kind, timing, 0, fresh_id(plan.activity_links))


def _row(tie: Tie) -> dict[str, Any]:
    own, other = (tie.first, tie.then) if not tie.timing and tie.kind in LEADS else (tie.then, tie.first)
    return {
        "id": tie.link,
        "activity_id": own,
        "linked_id": other,
        "link_type": tie.kind,
        "timing": tie.timing,
        "lag_days": tie.lag,
    }


def _refuse(plan: Plan, one: Activity, other: Activity, tie: Tie) -> None:
    if one is other:
        raise EditRefused(_("An activity cannot be linked to itself."), _("Draw the link to another bar."))
    same = (tie.first, tie.then, tie.kind, tie.timing)
    if any((known.first, known.then, known.kind, known.timing) == same for known in ties(plan)):
        raise EditRefused(_("“{first}” and “{then}” are linked so already.").format(first=one.name, then=other.name))
    if tie.timing and leads_back(plan, ACTIVITY, other.id, [one.id]):
        text = _("“{first}” already waits for “{then}”, by itself or by way of others.")
        raise EditRefused(
            text.format(first=one.name, then=other.name), _("Delete that link first, or link the two the other way.")
        )


def _find(plan: Plan, activity_id: str) -> Activity:
    if activity_id not in plan.activities:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=activity_id))
    return plan.activities[activity_id]
