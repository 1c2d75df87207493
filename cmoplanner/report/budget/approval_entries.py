"""What the panel of approvals lists: what waits for whom, since when and by when, with its amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _, ngettext
from cmoplanner.ledger.approvals import Waiting, Waits, total, waiting
from cmoplanner.model.approving import AGAIN, Standing, State, Subject, name_of
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.changes import Changes
from cmoplanner.report.budget.entries import Entry
from cmoplanner.report.formats import Formats

_NAMED = 2


@dataclass(frozen=True)
class ApprovalList:
    """The entries under their headings, what each is about, and a sentence over them."""

    entries: Sequence[Entry]
    headings: Mapping[str, str]
    waiting: Mapping[tuple[str, str], Waiting]
    told: str


def approval_list(plan: Plan, frozen: Plan | None = None) -> ApprovalList:
    """Return what waits for an approval, the first needed first. `frozen` is the plan as it was approved."""
    rows, formats = waiting(plan, frozen), Formats.of(plan)
    headings: dict[str, str] = {}
    entries = []
    for one in rows:
        key, heading = _heading(one)
        headings.setdefault(key, heading)
        entries.append(
            Entry(
                key,
                one.subject.table,
                one.subject.id,
                name_of(plan, one.subject),
                detail(plan, formats, one),
                one.amount,
            )
        )
    order = list(headings)
    entries.sort(key=lambda entry: order.index(entry.group))
    asked = [one for one in rows if one.why is Waits.DECISION]
    told = (
        _("{amount} {currency} wait for approval").format(amount=formats.whole(total(asked)), currency=formats.currency)
        if asked
        else _("Nothing waits for approval")
    )
    return ApprovalList(entries, headings, {(one.subject.table, one.subject.id): one for one in rows}, told)


def _heading(one: Waiting) -> tuple[str, str]:
    if one.why is Waits.DECISION and one.step is not None:
        return f"{one.why.value}:{one.step.key}:{one.step.role}", _("Waits for {role}").format(role=one.step.role)
    return one.why.value, {
        Waits.OUTDATED: _("Changed since approval"),
        Waits.REJECTED: _("Rejected"),
    }.get(one.why, _("Not submitted yet"))


def detail(plan: Plan, formats: Formats, one: Waiting) -> str:
    """Return in words since when and by when something waits, by what it changed, or who would have to sign."""
    parts = []
    if one.since is not None:
        parts.append(_("since {day}").format(day=formats.day(one.since)))
    if one.by is not None:
        late = one.by < plan.header.as_of
        words = _("was needed by {day}") if late else _("needed by {day}")
        parts.append(words.format(day=formats.day(one.by)))
    if one.standing.changes:
        parts.append(_("changed: {fields}").format(fields=changed_words(formats, one.standing)))
    if one.why is not Waits.DECISION:
        roles = " + ".join(step.role for step in one.standing.steps)
        parts.append(_("signed by {roles}").format(roles=roles))
    if one.subject.table != "activity":
        parts.insert(0, _("Contract") if one.subject.table == "contract" else _("The plan and its budget"))
    return " · ".join(parts)


def changed_words(formats: Formats, one: Standing) -> str:
    """Return by what something is other than it was approved, or asked for."""
    before = one.approved if one.state is State.OUTDATED else None
    words = {"amount": _("amount"), "start": _("start"), "end": _("end"), "vendor_id": _("vendor")}
    found = []
    for key in one.changes:
        if before is not None and key == "amount":
            found.append(
                _("amount {before} → {now}").format(
                    before=formats.whole(before.amount), now=formats.whole(one.terms.amount)
                )
            )
        else:
            found.append(words[key])
    return ", ".join(found)


def state_words(plan: Plan, one: Standing) -> str:
    """Return in a sentence how far the approval of something is."""
    formats = Formats.of(plan)
    roles = " + ".join(step.role for step in one.steps)
    match one.state:
        case State.APPROVED:
            return _("Approved")
        case State.OUTDATED:
            return _("Approval outdated: {fields}. Submit it again.").format(fields=changed_words(formats, one))
        case State.SUBMITTED:
            said = _("Waits for {roles}").format(roles=roles)
            if one.changes:
                said += " · " + _("changed since it was submitted: {fields}").format(fields=changed_words(formats, one))
            return said
        case State.REJECTED:
            return _("Rejected")
        case _:
            return _("Not submitted; {amount} need {roles}").format(amount=formats.whole(one.terms.amount), roles=roles)


def asked_again(plan: Plan, changes: Changes) -> str:
    """Return the names of the activities that an edit submitted again because they cost more; "" where none."""
    rows = [plan.approvals[row] for row in changes.of("approval").added if row in plan.approvals]
    again = [plan.activities[row.activity_id or ""].name for row in rows if row.step == AGAIN]
    shown = ", ".join(sorted(again)[:_NAMED])
    n = len(again) - _NAMED
    return shown if n <= 0 else ngettext("{names} and {n} more", "{names} and {n} more", n).format(names=shown, n=n)


def about(entries: Sequence[Entry]) -> list[Subject]:
    """Return what entries are about."""
    return [Subject(one.table, one.row) for one in entries]
