"""Money that could come back: orders nobody needs any more, partner funds that expire, renewals, overdue lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cmoplanner.ledger.lines import UNCODED, Ledger
from cmoplanner.model.phasing import partner_total
from cmoplanner.model.plan import Plan, last_day

GRACE_DAYS = 30
"""How long after its activity an order may be open before it is asked for."""
_UNDECIDED = frozenset({"planned", "placeholder"})
NOTICE_DAYS = 60
"""How many days ahead the notice day of a contract is told."""


class Source(StrEnum):
    """Where the money is."""

    ORDER = "order"
    FUND = "fund"
    RENEWAL = "renewal"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """An amount in minor units, the row that holds it, and the day until which something can be done about it."""

    source: Source
    table: str
    row: str
    amount: int
    until: date | None = None


def money_back(plan: Plan, ledger: Ledger) -> list[MoneyBack]:
    """Return what could come back, the largest amount first within each source."""
    found = [*_orders(plan, ledger), *_funds(plan), *_renewals(plan), *_overdue(plan, ledger)]
    return sorted(found, key=lambda item: (list(Source).index(item.source), -item.amount))


def notice_day(end: date | None, notice_days: int | None) -> date | None:
    """Return the last day on which a contract can be ended in time, None if it has no end."""
    return None if end is None else end - timedelta(days=notice_days or 0)


def fund_left(plan: Plan) -> dict[str, int]:
    """Return what no activity takes of each partner fund, in minor units; negative where too much is promised."""
    left = {row: fund.allocated for row, fund in plan.mdf_funds.items()}
    for activity in plan.activities.values():
        if activity.fund_id in left and not activity.cancelled:
            left[activity.fund_id] -= partner_total(activity)
    return left


def _orders(plan: Plan, ledger: Ledger) -> Iterator[MoneyBack]:
    for row, money in ledger.orders.items():
        activity = plan.activities.get(money.order.activity_id or "")
        if not money.open or activity is None:
            continue
        ended = last_day(activity, plan.calendar.fy_end) + timedelta(days=GRACE_DAYS) <= plan.header.as_of
        if ended or activity.cancelled:
            yield MoneyBack(Source.ORDER, "commitment", row, money.open)


def _funds(plan: Plan) -> Iterator[MoneyBack]:
    for row, left in fund_left(plan).items():
        end = plan.mdf_funds[row].period_end
        if left > 0 and (end is None or end >= plan.header.as_of):
            yield MoneyBack(Source.FUND, "mdf_fund", row, left, end)


def _renewals(plan: Plan) -> Iterator[MoneyBack]:
    today = plan.header.as_of
    for row, contract in plan.contracts.items():
        notice = notice_day(contract.end, contract.notice_days)
        if notice is None or not today <= notice <= today + timedelta(days=NOTICE_DAYS):
            continue
        if contract.auto_renew and contract.value:
            yield MoneyBack(Source.RENEWAL, "contract", row, contract.value, notice)


def _overdue(plan: Plan, ledger: Ledger) -> Iterator[MoneyBack]:
    """Yield lines whose planned months are over and of which nothing was ordered or booked."""
    for row, line in ledger.lines.items():
        if row == UNCODED or plan.activities[row].status not in _UNDECIDED or line.ordered:
            continue
        idle = sum(line.plan[month] for month in range(line.closed) if not line.actual[month])
        if idle > 0 and not line.booked:
            yield MoneyBack(Source.OVERDUE, "activity", row, idle)
