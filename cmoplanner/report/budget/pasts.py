"""The other times that the budget page shows beside this plan: which are known, and their money under its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.ledger.lines import Ledger, ledger
from cmoplanner.ledger.past import Past, approved_plan, last_year_booked, last_year_by_channel, last_year_of
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.past_sums import APPROVED, PRIOR


@dataclass(frozen=True)
class Then:
    """A plan of another time, what it is called, and its ledger, which is worked out once."""

    title: str
    plan: Plan
    ledger: Ledger

    @staticmethod
    def of(title: str, plan: Plan) -> Then:
        """Return a plan of another time with its ledger."""
        return Then(title, plan, ledger(plan))


@dataclass(frozen=True)
class Times:
    """The approved version and last year's plan, as far as they were read."""

    approved: Then | None = None
    last_year: Then | None = None


def pasts_of(plan: Plan, times: Times, by: Sequence[str]) -> Mapping[str, Past]:
    """Return what stands beside the rows of a plan grouped by dimensions.

    Last year is what its plan file says, else what is booked for its months, else, under channels, what their past
    months say. A file in another currency is not compared.
    """
    found: dict[str, Past] = {}
    if times.approved is not None:
        then = times.approved
        found[APPROVED] = approved_plan(then.title, then.plan, plan, then.ledger)
    prior = _last_year(plan, times.last_year, by)
    if prior is not None:
        found[PRIOR] = prior
    return found


def _last_year(plan: Plan, then: Then | None, by: Sequence[str]) -> Past | None:
    if then is not None and then.plan.header.currency == plan.header.currency:
        return last_year_of(then.title, then.plan, plan, then.ledger)
    booked = last_year_booked(_("Bookings of last year"), plan)
    if booked is None and by[:1] == ("channel",):
        return last_year_by_channel(_("Past months of channels"), plan)
    return booked
