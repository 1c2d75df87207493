"""Edits of approvals: submit, approve, reject with a comment, withdraw; each is one step and leaves its log entry."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.approving import (
    APPROVED,
    ASKED,
    QUESTION,
    REJECTED,
    SUBMITTED,
    WITHDRAWN,
    Standing,
    State,
    Subject,
    name_of,
    owner_of,
    standing,
)
from cmoplanner.model.edits.naming import act
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.approval_log import write_entry
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.session import Session
from cmoplanner.model.values import clean_text


class Decision(NamedTuple):
    """What an approver decided about a subject: approved, rejected, or a question; the day and what was said."""

    subject: Subject
    word: str
    day: date | None = None
    comment: str = ""


def submit(document: Document, subjects: Sequence[Subject], comment: str = "", version: str = "") -> None:
    """Ask for the approval of subjects as they are now, in one step; `version` is the plan's, by its id.

    Raises EditRefused.
    """
    plan = document.plan
    found = _found(plan, subjects)
    for one in found:
        if one.state is State.APPROVED:
            raise EditRefused(_("“{name}” is approved already.").format(name=name_of(plan, one.subject)))
        if one.state is State.SUBMITTED and not one.changes:
            raise EditRefused(_("“{name}” is submitted already.").format(name=name_of(plan, one.subject)))
    names = [name_of(plan, one.subject) for one in found]
    with document.edit(act(_("Submit “{name}”"), _("Submit {n} for approval"), names, plan.header.locale)) as session:
        for one in found:
            _ask(plan, session, one, clean_text(comment), version)
            _set_state(plan, session, one.subject, SUBMITTED)


def approve(document: Document, subjects: Sequence[Subject], comment: str = "", *, every: bool = False) -> None:
    """Record the next missing signature of subjects as given, in one step; with the last one they are approved.

    With `every`, all missing signatures are given. What was not submitted is so in the same step. Raises EditRefused.
    """
    plan = document.plan
    found = _found(plan, subjects)
    for one in found:
        if one.state is State.APPROVED:
            raise EditRefused(_("“{name}” is approved already.").format(name=name_of(plan, one.subject)))
    names = [name_of(plan, one.subject) for one in found]
    with document.edit(act(_("Approve “{name}”"), _("Approve {n}"), names, plan.header.locale)) as session:
        for one in found:
            _record(plan, session, one, clean_text(comment), every=every)


def reject(document: Document, subjects: Sequence[Subject], comment: str) -> None:
    """Record that subjects were rejected, and why, in one step. Raises EditRefused."""
    plan, words = document.plan, clean_text(comment)
    if not words.strip():
        raise EditRefused(_("Say why it is rejected."))
    found = _found(plan, subjects)
    names = [name_of(plan, one.subject) for one in found]
    with document.edit(act(_("Reject “{name}”"), _("Reject {n}"), names, plan.header.locale)) as session:
        for one in found:
            _record_rejection(plan, session, one, words)


def record_decisions(document: Document, decisions: Sequence[Decision]) -> None:
    """Record decisions that came back from approvers, in one step: signatures, rejections and questions.

    Raises EditRefused.
    """
    plan = document.plan
    found = _found(plan, [one.subject for one in decisions])
    names = [name_of(plan, one.subject) for one in found]
    label = act(_("Record the decision on “{name}”"), _("Record {n} decisions"), names, plan.header.locale)
    with document.edit(label) as session:
        for one, decided in zip(found, decisions, strict=True):
            words = clean_text(decided.comment)
            if decided.word == APPROVED:
                _record(plan, session, one, words, day=decided.day)
            elif decided.word == REJECTED:
                _record_rejection(plan, session, one, words, decided.day)
            else:
                said = (QUESTION, one.steps[0].role if one.steps else "", SUBMITTED)
                write_entry(plan, session, one.subject, said, one.terms, words, day=decided.day)


def withdraw(document: Document, subjects: Sequence[Subject]) -> None:
    """Take requests back, in one step: what is within its last approval is approved again. Raises EditRefused."""
    plan = document.plan
    found = _found(plan, subjects)
    for one in found:
        if one.state is not State.SUBMITTED:
            raise EditRefused(_("“{name}” is not submitted.").format(name=name_of(plan, one.subject)))
    names = [name_of(plan, one.subject) for one in found]
    with document.edit(act(_("Withdraw “{name}”"), _("Withdraw {n} requests"), names, plan.header.locale)) as session:
        for one in found:
            within = one.approved is not None and one.terms == one.approved
            said = (ASKED, owner_of(plan, one.subject), WITHDRAWN)
            write_entry(plan, session, one.subject, said, one.terms)
            _set_state(plan, session, one.subject, APPROVED if within else State.DRAFT.value)


def _record(
    plan: Plan,
    session: Session,
    one: Standing,
    comment: str = "",
    *,
    every: bool = False,
    day: date | None = None,
) -> None:
    """Write missing signatures of a subject within an edit: the next one, or every one."""
    if one.state is not State.SUBMITTED:
        _ask(plan, session, one, "", "")
    version = one.asked.version if one.asked is not None else ""
    given = one.steps if every else one.steps[:1]
    for step in given:
        said = (step.key, step.role, APPROVED)
        write_entry(plan, session, one.subject, said, one.terms, comment, version, day)
    _set_state(plan, session, one.subject, APPROVED if given == one.steps else SUBMITTED, version)


def _record_rejection(plan: Plan, session: Session, one: Standing, comment: str, day: date | None = None) -> None:
    """Write within an edit that a subject was rejected, and why."""
    step = one.steps[0] if one.steps else None
    said = (step.key if step else ASKED, step.role if step else owner_of(plan, one.subject), REJECTED)
    write_entry(plan, session, one.subject, said, one.terms, comment, day=day)
    _set_state(plan, session, one.subject, REJECTED)


def _ask(plan: Plan, session: Session, one: Standing, comment: str, version: str) -> None:
    said = (ASKED, owner_of(plan, one.subject), SUBMITTED)
    write_entry(plan, session, one.subject, said, one.terms, comment, version)


def _set_state(plan: Plan, session: Session, subject: Subject, state: str, version: str = "") -> None:
    if subject.table == "activity":
        session.update("activity", subject.id, {"approval_status": state})
    elif subject.table == "plan":
        status = State.DRAFT.value if state == REJECTED else state
        approved = {"approved_version": version} if version and state == APPROVED else {}
        session.update("plan", plan.header.id, {"status": status, **approved})


def _found(plan: Plan, subjects: Sequence[Subject]) -> list[Standing]:
    if not subjects:
        raise EditRefused(_("Nothing is selected."))
    try:
        return [standing(plan, one) for one in dict.fromkeys(subjects)]
    except KeyError as gone:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=gone.args[0])) from None
