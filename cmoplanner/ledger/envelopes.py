"""Top-down beside bottom-up: what each budget envelope was given, and what the lines in it plan, book and expect.

Money is int minor units. A line's quarter stands in one envelope: the one that names most of its cost centre, category
and region. What no envelope holds stands in the envelope of id "". Source: domain B.6.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cmoplanner.ledger.lines import Ledger
from cmoplanner.model.plan import Plan
from cmoplanner.model.purses import (
    ANY_REGION,
    CONTINGENCY,
    Purse,
    fitting,
    is_contingency,
    of_year,
    purse_of,
    transferred,
)

__all__ = [
    "ANY_REGION",
    "CONTINGENCY",
    "OUTSIDE",
    "QUARTERS",
    "EnvelopeMoney",
    "Envelopes",
    "envelopes",
    "is_contingency",
    "of_year",
]

OUTSIDE = ""
QUARTERS = range(1, 5)
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class EnvelopeMoney:
    """One envelope: given, moved in (positive) or out by transfers, planned, booked and expected of its lines."""

    id: str
    given: int
    moved: int = 0
    planned: int = 0
    booked: int = 0
    expected: int = 0

    @property
    def revised(self) -> int:
        """What the envelope has after all transfers."""
        return self.given + self.moved

    @property
    def headroom(self) -> int:
        """What is left of it when all planned lines come: negative when it is over."""
        return self.revised - self.planned


@dataclass(frozen=True)
class Envelopes:
    """All envelopes of the fiscal year by id, the one of id "" last; the lines and quarters (1…4) that each holds.

    `contingency` is what is kept back, in minor units.
    """

    money: Mapping[str, EnvelopeMoney]
    holds: Mapping[str, tuple[tuple[str, int], ...]]
    contingency: int


def envelopes(plan: Plan, ledger: Ledger) -> Envelopes:
    """Return what each envelope has and holds; their planned money adds up to the plan's, to the minor unit."""
    known = of_year(plan)
    by_purse: dict[Purse, str] = {}
    for one in known:
        by_purse.setdefault(purse_of(one), one.id)
    planned: defaultdict[str, int] = defaultdict(int)
    booked: defaultdict[str, int] = defaultdict(int)
    expected: defaultdict[str, int] = defaultdict(int)
    holds: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, line in ledger.lines.items():
        for quarter in QUARTERS:
            of = slice(_QUARTER * quarter - _QUARTER, _QUARTER * quarter)
            if not any((*line.plan[of], *line.actual[of], *line.forecast[of])):
                continue
            activity = plan.activities.get(row)
            purses = fitting(activity, quarter) if activity else ()
            envelope = next((by_purse[purse] for purse in purses if purse in by_purse), OUTSIDE)
            planned[envelope] += sum(line.plan[of])
            booked[envelope] += sum(line.actual[of])
            expected[envelope] += sum(line.forecast[of])
            holds[envelope].append((row, quarter))
    moved = transferred(plan)
    money = {
        row.id: EnvelopeMoney(
            row.id, row.topdown_amount, moved.get(row.id, 0), planned[row.id], booked[row.id], expected[row.id]
        )
        for row in known
    }
    given = plan.header.topdown_budget - sum(row.topdown_amount for row in known)
    money[OUTSIDE] = EnvelopeMoney(OUTSIDE, given, 0, planned[OUTSIDE], booked[OUTSIDE], expected[OUTSIDE])
    kept = sum(row.topdown_amount + moved.get(row.id, 0) for row in known if is_contingency(row))
    return Envelopes(money, {row: tuple(found) for row, found in holds.items()}, kept)
