"""What waits for an approval: for whom, since when and by when it is needed; and what would have to ask for one.

Money is int minor units. Source: A-133, domain B.6, C.8 (lead times).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cmoplanner.model.approving import Standing, State, Step, Subject, standing, subjects
from cmoplanner.model.plan import Plan

_OVER = frozenset({"done", "cancelled"})


class Waits(StrEnum):
    """Why something is on the list, in the order of the list."""

    DECISION = "decision"
    OUTDATED = "outdated"
    REJECTED = "rejected"
    UNASKED = "unasked"


@dataclass(frozen=True)
class Waiting:
    """One thing without a valid approval: since when it is asked for, and the last day on which it still helps.

    `again` is what was approved before, in minor units, where it was.
    """

    standing: Standing
    why: Waits
    since: date | None = None
    by: date | None = None
    again: int | None = None

    @property
    def subject(self) -> Subject:
        """What it is."""
        return self.standing.subject

    @property
    def amount(self) -> int:
        """What is asked for, in minor units."""
        return self.standing.terms.amount

    @property
    def step(self) -> Step | None:
        """Whose signature is the next one."""
        return self.standing.steps[0] if self.standing.steps else None


_WHY = {
    State.SUBMITTED: Waits.DECISION,
    State.OUTDATED: Waits.OUTDATED,
    State.REJECTED: Waits.REJECTED,
    State.DRAFT: Waits.UNASKED,
}


def waiting(plan: Plan, frozen: Plan | None = None) -> list[Waiting]:
    """Return what has no valid approval, what waits for a decision first, within that what is needed first.

    `frozen` is the plan as it was approved, if there is one.
    """
    found = []
    for subject in subjects(plan):
        one = standing(plan, subject, frozen)
        why = _WHY.get(one.state)
        if why is not None:
            since = one.asked.date if one.asked is not None else None
            again = one.approved.amount if one.approved is not None else None
            found.append(Waiting(one, why, since, needed_by(plan, subject), again))
    order = list(Waits)
    return sorted(found, key=lambda row: (order.index(row.why), row.by is None, row.by or date.max, -row.amount))


def needed_by(plan: Plan, subject: Subject) -> date | None:
    """Return the last day on which an approval leaves the lead time that is needed; None where nothing depends on it.

    A contract is needed for the first of its activities that has not begun, or when it begins.
    """
    today = plan.header.as_of
    if subject.table == "activity":
        activity = plan.activities[subject.id]
        if activity.status in _OVER:
            return None
        channel = plan.channels.get(activity.channel_id or "")
        return activity.start - timedelta(days=channel.lead_time_days if channel else 0)
    if subject.table == "contract":
        of_it = [row for row in plan.activities.values() if row.contract_id == subject.id and row.status not in _OVER]
        days = [needed_by(plan, Subject("activity", row.id)) for row in of_it if row.start > today]
        known = [day for day in days if day is not None]
        return min(known, default=plan.contracts[subject.id].start)
    return None


def total(rows: Sequence[Waiting]) -> int:
    """Return what is asked for in all by activities and contracts: the plan's budget would count them twice."""
    return sum(row.amount for row in rows if row.subject.table == "activity")
