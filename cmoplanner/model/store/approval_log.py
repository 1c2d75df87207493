"""Keeps the approval log true within every edit: a new state leaves its entry, and more money asks again.

An approved activity whose cost goes beyond what was approved is submitted anew in the same edit: it is never approved
silently. Source: domain B.6; A-133, rule BUD-08.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model import approving, fields
from cmoplanner.model.approving import AGAIN, APPROVED, ASKED, REJECTED, SUBMITTED, WITHDRAWN, Step, Subject, Terms
from cmoplanner.model.edits.naming import fresh_id
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.store.following import as_is
from cmoplanner.model.store.session import Session

_TABLE, _LOG = fields.ACTIVITY.name, fields.table("approval").name
_MONEY = ("gross_spend", "partner_share")
_TERMS = (*_MONEY, "start", "end", "until", "recurrence", "vendor_id", "owner_role", "status")
_DECISIONS = {"submitted": SUBMITTED, "approved": APPROVED, "rejected": REJECTED, "draft": WITHDRAWN}


def keep_approvals(plan: Plan, session: Session) -> None:
    """Log states of activities that an edit gave without an entry, and submit anew what now costs more."""
    if _TABLE not in session.touched:
        return
    logged = {new.get("activity_id") for (table, _id), new in session.written.items() if table == _LOG}
    for (table, row_id), new in list(session.written.items()):
        old = plan.activities.get(row_id) if table == _TABLE else None
        if old is None or row_id in logged:
            continue
        if "approval_status" in new:
            state = new["approval_status"] or "draft"
            if state != old.approval_status:
                _log(plan, session, _as_it_is(plan, session, old), _DECISIONS[state])
        elif old.approval_status == APPROVED and not new.keys().isdisjoint(_MONEY):
            _ask_again(plan, session, old)


def _ask_again(plan: Plan, session: Session, old: Activity) -> None:
    now = _as_it_is(plan, session, old)
    standing = approving.standing(plan, Subject(_TABLE, old.id))
    known = standing.approved.amount if standing.approved else standing.terms.amount
    amount = approving.activity_terms(plan, now).amount
    if now.cancelled or amount <= known:
        return
    decimals = plan.header.currency_decimals
    words = _("Costs {now} now; {before} were approved.").format(
        now=text_from_minor(amount, decimals), before=text_from_minor(known, decimals)
    )
    session.update(_TABLE, old.id, {"approval_status": SUBMITTED})
    said = (AGAIN, now.owner_role, SUBMITTED)
    write_entry(plan, session, Subject(_TABLE, old.id), said, approving.activity_terms(plan, now), words)


def _log(plan: Plan, session: Session, activity: Activity, decision: str) -> None:
    by_owner = decision in (SUBMITTED, WITHDRAWN)
    terms = approving.activity_terms(plan, activity)
    steps = approving.steps_of(plan, terms.amount, activity)
    if by_owner:
        steps = (Step(ASKED, activity.owner_role),)
    for step in steps if decision == APPROVED else steps[:1]:
        write_entry(plan, session, Subject(_TABLE, activity.id), (step.key, step.role, decision), terms)


def write_entry(
    plan: Plan,
    session: Session,
    subject: Subject,
    said: tuple[str, str, str],
    terms: Terms,
    comment: str = "",
    version: str = "",
    day: date | None = None,
) -> str:
    """Add an entry about a subject to the log within an edit and return its id; `said` is step, role and decision."""
    step, role, decision = said
    taken = {row for table, row in session.written if table == _LOG}
    row: dict[str, Any] = {
        "id": fresh_id({*plan.approvals, *taken}),
        "step": step,
        "role": role or None,
        "decision": decision,
        "date": day or plan.header.as_of,
        "comment": comment or None,
        "amount": terms.amount,
        "start": terms.start,
        "end": terms.end,
        "vendor_id": terms.vendor_id if terms.vendor_id and session.exists("vendor", terms.vendor_id) else None,
        "version": version or None,
    }
    if subject.table != "plan":
        row[f"{subject.table}_id"] = subject.id
    return session.insert(_LOG, row)


def _as_it_is(plan: Plan, session: Session, old: Activity) -> Activity:
    """Return an activity as it is at this point of the edit, as far as an approval looks at it."""
    return replace(old, **{key: as_is(plan, session, _TABLE, old.id, key) for key in _TERMS})
