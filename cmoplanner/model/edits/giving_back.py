"""The edit that gives money back: orders that nobody needs are closed, lines give up planned months; one step."""

from collections.abc import Iterable, Mapping

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model import fields
from cmoplanner.model.edits.copies import taken_ids
from cmoplanner.model.edits.fields import cleaned
from cmoplanner.model.edits.money import planned_months
from cmoplanner.model.edits.naming import fresh_id, shortened
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.session import Session


def give_back(document: Document, orders: Iterable[str], lines: Mapping[str, Iterable[int]]) -> None:
    """Close orders, and plan nothing in these months (0…11) of activities, in one step. Raises EditRefused."""
    plan = document.plan
    closing = list(dict.fromkeys(orders))
    for row in closing:
        if row not in plan.commitments:
            raise EditRefused(_("“{id}” is no longer in the plan.").format(id=row))
    changes = planned_months(plan, {row: dict.fromkeys(months, 0) for row, months in lines.items()})
    count = len(closing) + len(changes)
    if not count:
        raise EditRefused(_("Nothing is selected that could be taken back."))
    with document.edit(ngettext("Take money back", "Take money back in {n} places", count).format(n=count)) as session:
        for row in closing:
            session.update("commitment", row, {"status": "closed"})
        if changes:
            session.update_many("activity", changes)


def comment_on(document: Document, activity: str, month: str, text: str) -> None:
    """Say why what was booked of an activity up to a month ("2027-03") differs; "" takes the comment away.

    Raises EditRefused.
    """
    plan = document.plan
    row = plan.activities.get(activity)
    if row is None:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=activity))
    if not text.strip() and _comment(plan, activity, month) is None:
        return
    with document.edit(_("Comment on “{name}”").format(name=shortened(row.name))) as session:
        write_comment(session, plan, activity, month, text)


def write_comment(session: Session, plan: Plan, activity: str, month: str, text: str) -> None:
    """Write a comment on a variance within an edit: it is made, changed, or taken away. Raises EditRefused."""
    table = fields.table("variance_note")
    words = cleaned(table.field("text"), text.strip())
    known = _comment(plan, activity, month)
    if known is None:
        if words is not None:
            made = {"activity_id": activity, "month": month, "text": words}
            session.insert("variance_note", {"id": fresh_id(taken_ids(session.plan, table)), **made})
    elif words is None:
        session.delete("variance_note", known)
    else:
        session.update("variance_note", known, {"text": words})


def _comment(plan: Plan, activity: str, month: str) -> str | None:
    """Return the id of the comment on an activity in a month, None if there is none."""
    return next(
        (one.id for one in plan.variance_notes.values() if (one.activity_id, one.month) == (activity, month)), None
    )
