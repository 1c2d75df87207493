"""What an approver is given to decide on: what is asked, what it costs, when it is, what it brings, whose step it is.

Money is int minor units; revenue and margin are currency units. Source: A-133; domain C.17 (loss if cut).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.ledger.approvals import Waits, waiting
from cmoplanner.ledger.cuttable import Cuttable
from cmoplanner.model.approving import Step, Subject, Terms, name_of, owner_of
from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cut_set import CutBook, CutLoss
from cmoplanner.projection.uncertainty import Report


@dataclass(frozen=True)
class PackLine:
    """One decision that is asked for; `loss` is what the plan loses without it, where it is projected."""

    subject: Subject
    name: str
    kind: str
    vendor: str
    owner: str
    terms: Terms
    steps: tuple[Step, ...]
    needed_by: date | None
    before: int | None
    loss: CutLoss | None
    note: str


@dataclass(frozen=True)
class Pack:
    """The decisions that are asked for, the first needed first, of a plan at a revision."""

    plan: Plan
    lines: tuple[PackLine, ...]


def approval_pack(plan: Plan, report: Report | None = None) -> Pack:
    """Return what waits for a decision. Raises CmoPlannerError where nothing does; what `report` raises ends it."""
    asked = [one for one in waiting(plan) if one.why is Waits.DECISION]
    if not asked:
        raise CmoPlannerError(
            _("Nothing waits for an approval."), _("Submit activities, contracts or the plan for approval first.")
        )
    book = CutBook(plan)
    lines = []
    for number, one in enumerate(asked):
        if report:
            report(number / len(asked))
        about = one.subject
        loss = None
        if about.table == "activity":
            loss = book.loss(Cuttable(about.id, one.amount, None, whole=True))
        lines.append(
            PackLine(
                about,
                name_of(plan, about),
                _kind(about),
                _vendor(plan, one.standing.terms.vendor_id),
                owner_of(plan, about),
                one.standing.terms,
                one.standing.steps,
                one.by,
                one.again,
                loss,
                one.standing.asked.comment if one.standing.asked is not None else "",
            )
        )
    return Pack(plan, tuple(lines))


def asked_total(lines: Sequence[PackLine]) -> int:
    """Return what is asked for in all."""
    return sum(line.terms.amount for line in lines)


def _kind(about: Subject) -> str:
    return {"activity": _("Activity"), "contract": _("Contract")}.get(about.table, _("Plan"))


def _vendor(plan: Plan, row: str | None) -> str:
    vendor = plan.vendors.get(row or "")
    return vendor.name if vendor is not None else ""
