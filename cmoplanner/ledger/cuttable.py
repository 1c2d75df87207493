"""What can still be cut by today: lines whose money is neither booked nor bound, and how much of it comes free.

Money is int minor units. What comes free is the line's forecast now less its forecast after the cut (domain F.5), so
that it is what the year will really cost less. Source: ux "Budget"; domain B.6, RSK-04.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cmoplanner.ledger.lines import UNCODED, Ledger, LineMoney, line_money
from cmoplanner.ledger.money_back import notice_day
from cmoplanner.model.edits.cutting import Cuts
from cmoplanner.model.edits.money import planned_months
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity, Plan, last_day

_OVER = frozenset({"done", "cancelled"})


class Kept(StrEnum):
    """Why a line with money to come is not offered."""

    LOCKED = "locked"
    ORDERED = "ordered"
    LAUNCH = "launch"


@dataclass(frozen=True)
class Cuttable:
    """A line that can be cut: the money that comes free, and the last day on which that is so; None: at any time.

    It is cancelled as a whole, or its `months` (0…11) are planned at nothing; `orders` get smaller amounts.
    """

    line: str
    free: int
    by: date | None
    whole: bool
    months: frozenset[int] = frozenset()
    orders: Mapping[str, int] = field(default_factory=dict)

    def activity(self, plan: Plan) -> Activity:
        """Return the activity as it is after the cut."""
        row = plan.activities[self.line]
        if self.whole:
            return replace(row, status="cancelled")
        changes = planned_months(plan, {self.line: dict.fromkeys(self.months, 0)}).get(self.line, {})
        given: dict[str, Any] = {
            key: () if key == "custom_phasing" and value is None else value for key, value in changes.items()
        }
        return replace(row, **given)


@dataclass(frozen=True)
class CutList:
    """What can be cut, and how many lines are kept for which reason."""

    lines: tuple[Cuttable, ...]
    kept: Mapping[Kept, int]


def cuttable(plan: Plan, ledger: Ledger) -> CutList:
    """Return what can still be cut of a plan: nothing invoiced, ordered, locked or around a launch is offered."""
    found, kept = [], Counter[Kept]()
    for row, line in ledger.lines.items():
        if row == UNCODED or plan.activities[row].status in _OVER:
            continue
        one = _cuttable(plan, ledger, plan.activities[row], line)
        if isinstance(one, Kept):
            kept[one] += 1
        elif one is not None and one.free > 0:
            found.append(one)
    return CutList(tuple(found), kept)


def cuts_of(lines: Iterable[Cuttable]) -> Cuts:
    """Return the edit that cuts lines."""
    chosen = list(lines)
    orders = {order: amount for one in chosen for order, amount in one.orders.items()}
    whole = frozenset(one.line for one in chosen if one.whole)
    return Cuts(whole, {one.line: one.months for one in chosen if not one.whole}, orders)


def _cuttable(plan: Plan, ledger: Ledger, activity: Activity, line: LineMoney) -> Cuttable | Kept | None:
    first = _first_month(plan, line.closed)
    if not any((*line.plan[first:], *line.forecast[first:])):
        return None
    if activity.locked:
        return Kept.LOCKED
    if line.open_orders:
        return _under_contract(plan, ledger, activity, line) or Kept.ORDERED
    launch = getattr(plan.campaigns.get(activity.campaign_id or ""), "launch_date", None)
    if launch is not None and activity.start <= launch <= last_day(activity, plan.calendar.fy_end):
        return Kept.LAUNCH
    if activity.start > plan.header.as_of and not any(line.actual):
        channel = plan.channels.get(activity.channel_id or "")
        by = activity.start - timedelta(days=channel.lead_time_days if channel else 0)
        return Cuttable(line.id, line.expected, max(by, plan.header.as_of), whole=True)
    months = frozenset(range(first, MONTHS_A_YEAR))
    return Cuttable(line.id, line.expected - _after(plan, line, months, 0), None, whole=False, months=months)


def _first_month(plan: Plan, closed: int) -> int:
    """Return the first month (0…12) of which nothing has passed."""
    if closed >= MONTHS_A_YEAR or plan.calendar.month(closed + 1).start > plan.header.as_of:
        return closed
    return closed + 1


def _under_contract(plan: Plan, ledger: Ledger, activity: Activity, line: LineMoney) -> Cuttable | None:
    """Return what an order releases where notice can still be given: the months after its contract's end."""
    contract = plan.contracts.get(activity.contract_id or "")
    notice = notice_day(contract.end, contract.notice_days) if contract is not None else None
    if contract is None or contract.end is None or notice is None or notice < plan.header.as_of:
        return None
    months = frozenset(m for m in range(MONTHS_A_YEAR) if plan.calendar.month(m + 1).start > contract.end)
    rest = sum(max(0, line.plan[month] - line.actual[month]) for month in months)
    orders: dict[str, int] = {}
    for row, money in ledger.orders.items():
        if rest and money.order.activity_id == activity.id and money.open:
            less = min(rest, money.open)
            orders[row] = money.order.amount - less
            rest -= less
    less = sum(ledger.orders[row].order.amount - amount for row, amount in orders.items())
    free = line.expected - _after(plan, line, months, line.open_orders - less)
    return Cuttable(line.id, free, notice, whole=False, months=months, orders=orders) if free > 0 else None


def _after(plan: Plan, line: LineMoney, months: frozenset[int], still_open: int) -> int:
    """Return what a line is expected to cost once nothing is planned in some months."""
    left = tuple(0 if month in months else amount for month, amount in enumerate(line.plan))
    fixed = {month: line.forecast[month] for month in line.fixed - months}
    return line_money(line.id, line.closed, left, line.actual, (still_open, still_open), fixed).expected
