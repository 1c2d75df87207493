"""What was delivered in a closed month and is not in the books yet: the list that is accrued at month end.

Source: domain E, rule BUD-10; F.5.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cmoplanner.ledger.lines import UNCODED, Ledger
from cmoplanner.model.plan import Plan

WORTH = 500
"""The planned money of a month, in currency units, from which a missing booking is missed."""

_DELIVERED = frozenset({"committed", "live", "done"})


@dataclass(frozen=True, slots=True)
class Missing:
    """A closed month (0…11) of a line that was planned and has no booking; `amount` to accrue is in minor units."""

    line: str
    month: int
    amount: int


def missing_bookings(plan: Plan, ledger: Ledger, worth: int = WORTH) -> Iterator[Missing]:
    """Yield what to accrue: closed months of running or finished lines with planned money and no booking at all."""
    least = worth * 10**plan.header.currency_decimals
    for row, line in ledger.lines.items():
        if row == UNCODED or plan.activities[row].status not in _DELIVERED:
            continue
        for month in range(ledger.closed):
            if line.plan[month] >= least and not line.actual[month]:
                yield Missing(row, month, line.plan[month])


def uncoded_bookings(plan: Plan) -> list[str]:
    """Return the ids of the bookings that name no activity of the plan."""
    return [row for row, actual in plan.actuals.items() if actual.activity_id not in plan.activities]
