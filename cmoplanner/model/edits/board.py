"""What leadership decides while it is shown the plan, recorded as it falls; and asks in the user's own words."""

from datetime import date
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.edits.fields import cleaned
from cmoplanner.model.edits.naming import fresh_id, shortened
from cmoplanner.model.plan import Plan
from cmoplanner.model.presenting import ACCEPTED, DECISIONS, DECLINED, BoardDecision, OwnAsk
from cmoplanner.model.store.document import Document

_DECISION, _ASK = fields.table("board_decision"), fields.table("ask")


def record_decision(
    document: Document,
    ask: OwnAsk,
    decision: str,
    *,
    role: str = "",
    comment: str = "",
    version: str = "",
    day: date | None = None,
) -> str:
    """Record what was decided about an ask, as it was put, and return the decision's id. Raises EditRefused.

    Another decision about the same ask on the same day takes the place of the first: minds are changed in meetings.
    """
    if decision not in DECISIONS:
        raise EditRefused(_("“{text}” is no decision.").format(text=decision))
    given = {
        "title": ask.title,
        "subject": ask.subject,
        "amount": ask.amount,
        "by": ask.by,
        "decision": decision,
        "role": role,
        "date": day or document.plan.header.as_of,
        "comment": comment,
        "version": version or str(document.plan.header.version),
    }
    row = {key: cleaned(_DECISION.field(key), value) for key, value in given.items()}
    label = {ACCEPTED: _("Record “{name}” as accepted"), DECLINED: _("Record “{name}” as declined")}.get(
        decision, _("Record “{name}” as deferred")
    )
    known = decision_about(document.plan, ask, row["date"])
    with document.edit(label.format(name=shortened(ask.title))) as session:
        if known is not None:
            session.update(_DECISION.name, known.id, row)
            return known.id
        return session.insert(_DECISION.name, {"id": fresh_id(document.plan.board_decisions), **row})


def take_back_decision(document: Document, decision_id: str) -> None:
    """Forget a decision that was recorded by mistake. Raises EditRefused."""
    row = document.plan.board_decisions.get(decision_id)
    if row is None:
        raise EditRefused(_("This decision is no longer in the plan."))
    with document.edit(_("Take back the decision on “{name}”").format(name=shortened(row.title))) as session:
        session.delete(_DECISION.name, decision_id)


def decision_about(plan: Plan, ask: OwnAsk, day: date | None = None) -> BoardDecision | None:
    """Return the last decision about an ask, of a day if one is given; None if there is none."""
    found = [
        row
        for row in plan.board_decisions.values()
        if (row.subject == ask.subject if ask.subject else row.title == ask.title) and day in (None, row.date)
    ]
    return max(found, key=lambda row: row.date or date.min, default=None)


def write_ask(document: Document, subject: str, key: str, value: Any, written: OwnAsk) -> str:
    """Change a part of an ask that the figures make: it becomes the user's own; return its id. Raises EditRefused."""
    known = next((row.id for row in document.plan.asks.values() if row.subject == subject), None)
    new = cleaned(_ASK.field(key), value)
    if new is None and _ASK.field(key).required:
        raise EditRefused(_("{label} is missing").format(label=_(_ASK.field(key).label)))
    label = _("Change ask “{name}”").format(name=shortened(written.title))
    with document.edit(label, merge=("ask", subject, key)) as session:
        if known is not None:
            session.update(_ASK.name, known, {key: new})
            return known
        whole = {field.key: getattr(written, field.key) for field in _ASK.fields}
        return session.insert(_ASK.name, {"id": fresh_id(document.plan.asks), **whole, "subject": subject, key: new})
