"""Who has to approve what by its amount, and how far that is: the state of an activity, a contract or the plan.

Money is int minor units. Source: domain B.6; A-133.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity, Approval, ApprovalRule, Contract, Plan, last_day

SUBMITTED, APPROVED, REJECTED, WITHDRAWN = "submitted", "approved", "rejected", "withdrawn"
"""The decisions of the log."""

ASKED, AGAIN, QUESTION, FINANCE = "owner", "again", "question", "finance"
"""Steps that every policy knows: the owner asks, an edit asks again for more money, an approver has a question, which
decides nothing, and finance signs too."""

FINANCE_ROLE = "Finance"
_OWNER = "owner"
_ACTIVITY, _CONTRACT, _PLAN = "activity", "contract", "plan"
_OPENS = frozenset({SUBMITTED, REJECTED, WITHDRAWN})
_SIGNED = frozenset({"signed", "active", "ended", "expired"})


class State(StrEnum):
    """How far an approval is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    OUTDATED = "outdated"


class Subject(NamedTuple):
    """What is approved: an activity, a contract or the plan, by table and id."""

    table: str
    id: str


class Step(NamedTuple):
    """One signature: its key in the log, and whose it is."""

    key: str
    role: str


class Terms(NamedTuple):
    """What is asked for: our cost in minor units, the days, and who is paid."""

    amount: int
    start: date | None = None
    end: date | None = None
    vendor_id: str | None = None


@dataclass(frozen=True)
class Standing:
    """How far the approval of a subject is.

    `steps` are the signatures that are still missing; `approved` is what was approved last, as far as it is known;
    `asked` is the log's entry that opened this round; `changes` are the fields of the terms ("amount", "start", "end",
    "vendor_id") by which it is no longer what was approved, or no longer what was asked for.
    """

    subject: Subject
    state: State
    terms: Terms
    steps: tuple[Step, ...] = ()
    approved: Terms | None = None
    asked: Approval | None = None
    changes: tuple[str, ...] = ()


def standing(plan: Plan, subject: Subject, frozen: Plan | None = None) -> Standing:
    """Return how far the approval of a subject is. Raises KeyError if the plan has no such row.

    `frozen` is the plan as it was approved, if there is one: what stood in it approved was approved as it stood.
    """
    now = terms_of(plan, subject)
    log = _decisive(plan, subject)
    approved = _approved_terms(plan, subject) or _frozen_terms(frozen, subject)
    state = _state(plan, subject, log)
    opened, done = _round(log)
    asked = opened if opened is not None and opened.decision == SUBMITTED else None
    changes: tuple[str, ...] = ()
    if state is State.APPROVED and approved is not None:
        changes = _beyond(approved, now)
        state = State.OUTDATED if changes else state
    elif state is State.SUBMITTED and asked is not None and asked.amount is not None:
        changes = _differing(_terms_in(asked), now)
    needed = steps_for(plan, subject)
    left = tuple(step for step in needed if step.key not in done) if state is State.SUBMITTED else needed
    return Standing(
        subject, state, now, () if state is State.APPROVED else left or needed[-1:], approved, asked, changes
    )


def subjects(plan: Plan) -> list[Subject]:
    """Return what needs an approval: the plan, its contracts, its activities that are not cancelled and cost us."""
    rows = [row.id for row in plan.activities.values() if not row.cancelled and net_spend(row) > 0]
    return [
        Subject(_PLAN, plan.header.id),
        *(Subject(_CONTRACT, row) for row in plan.contracts),
        *(Subject(_ACTIVITY, row) for row in rows),
    ]


def terms_of(plan: Plan, subject: Subject) -> Terms:
    """Return what is asked for of a subject as it is now. Raises KeyError if the plan has no such row."""
    if subject.table == _ACTIVITY:
        return activity_terms(plan, plan.activities[subject.id])
    if subject.table == _CONTRACT:
        contract = plan.contracts[subject.id]
        return Terms(contract.value or 0, contract.start, contract.end, contract.vendor_id)
    return Terms(plan.header.topdown_budget)


def activity_terms(plan: Plan, activity: Activity) -> Terms:
    """Return what is asked for of an activity."""
    end = last_day(activity, plan.calendar.fy_end)
    return Terms(net_spend(activity), activity.start, end, activity.vendor_id)


def steps_for(plan: Plan, subject: Subject) -> tuple[Step, ...]:
    """Return the signatures that a subject needs by its amount and the policy. Raises KeyError if it is not there."""
    return steps_of(plan, terms_of(plan, subject).amount, _row(plan, subject))


def steps_of(plan: Plan, amount: int, row: Activity | Contract | None = None) -> tuple[Step, ...]:
    """Return the signatures that an amount (minor units) needs: the policy's approver, finance where it says so.

    An amount between two bands belongs to the lower one; "Owner" is the owner of the row. Without a policy, whoever an
    activity names approves.
    """
    rule = _rule(plan, amount)
    if rule is None:
        role = (row.approver_role if isinstance(row, Activity) else "") or "CMO"
        return (Step(role.lower(), role),)
    role = rule.approver_role
    if role.strip().lower() == _OWNER:
        own = row.owner_role if row is not None else ""
        return (Step("own", own or role), *_finance(plan, rule))
    return (Step(role.strip().lower(), role), *_finance(plan, rule))


def owner_of(plan: Plan, subject: Subject) -> str:
    """Return the role that a subject belongs to, and so asks for its approval; "" where none is named."""
    row = _row(plan, subject)
    return row.owner_role if row is not None else ""


def name_of(plan: Plan, subject: Subject) -> str:
    """Return what a subject is called."""
    if subject.table == _ACTIVITY:
        return plan.activities[subject.id].name
    return plan.contracts[subject.id].title if subject.table == _CONTRACT else plan.header.name


def _decisive(plan: Plan, subject: Subject) -> tuple[Approval, ...]:
    return tuple(row for row in plan.approval_log.get(subject, ()) if row.step != QUESTION)


def _row(plan: Plan, subject: Subject) -> Activity | Contract | None:
    if subject.table == _ACTIVITY:
        return plan.activities.get(subject.id)
    return plan.contracts.get(subject.id) if subject.table == _CONTRACT else None


def _rule(plan: Plan, amount: int) -> ApprovalRule | None:
    below = [row for row in plan.approval_rules.values() if row.from_amount <= amount]
    return max(below, key=lambda row: row.from_amount, default=None)


def _finance(plan: Plan, rule: ApprovalRule) -> tuple[Step, ...]:
    if not rule.needs_finance:
        return ()
    return (Step(FINANCE, plan.finance_role or FINANCE_ROLE),)


def _state(plan: Plan, subject: Subject, log: Sequence[Approval]) -> State:
    """Return the state as it is written down; contracts have none of their own, so that their log tells it."""
    if subject.table == _ACTIVITY:
        return State(plan.activities[subject.id].approval_status or State.DRAFT)
    if subject.table == _PLAN:
        status = plan.header.status
        rejected = bool(log) and log[-1].decision == REJECTED and status == State.DRAFT
        return State.REJECTED if rejected else State.APPROVED if status == "closed" else State(status or State.DRAFT)
    if not log:
        return State.APPROVED if plan.contracts[subject.id].status.lower() in _SIGNED else State.DRAFT
    last = log[-1].decision
    if last == WITHDRAWN:
        return State.APPROVED if _approved_terms(plan, subject) else State.DRAFT
    if last != APPROVED:
        return State(last)
    _opened, done = _round(log)
    return State.APPROVED if all(step.key in done for step in steps_for(plan, subject)) else State.SUBMITTED


def _round(log: Sequence[Approval]) -> tuple[Approval | None, frozenset[str]]:
    """Return the entry that opened the last round, and the steps that were approved in it."""
    opened: Approval | None = None
    done: set[str] = set()
    for row in log:
        if row.decision in _OPENS:
            opened, done = row, set()
        else:
            done.add(row.step)
    return opened, frozenset(done)


def _approved_terms(plan: Plan, subject: Subject) -> Terms | None:
    """Return what got the last of its signatures last; one of two is no approval."""
    found: Terms | None = None
    done: set[str] = set()
    for row in _decisive(plan, subject):
        if row.decision in _OPENS:
            done = set()
            continue
        done.add(row.step)
        if row.amount is not None and all(step.key in done for step in steps_of(plan, row.amount, _row(plan, subject))):
            found = _terms_in(row)
    return found


def _frozen_terms(frozen: Plan | None, subject: Subject) -> Terms | None:
    if frozen is None or subject.table != _ACTIVITY or subject.id not in frozen.activities:
        return None
    activity = frozen.activities[subject.id]
    return activity_terms(frozen, activity) if activity.approval_status == APPROVED else None


def _terms_in(row: Approval) -> Terms:
    return Terms(row.amount or 0, row.start, row.end, row.vendor_id)


def _beyond(approved: Terms, now: Terms) -> tuple[str, ...]:
    """Return what goes beyond an approval: less money needs none."""
    return tuple(key for key in _differing(approved, now) if key != "amount" or now.amount > approved.amount)


def _differing(before: Terms, now: Terms) -> tuple[str, ...]:
    return tuple(key for key in Terms._fields if getattr(before, key) != getattr(now, key))
