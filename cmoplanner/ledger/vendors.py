"""What goes to each vendor: planned, ordered, invoiced and expected, its share and its cap; and when contracts end.

Money is int minor units. Source: A-091, A-127; domain B.6, rules RSK-02 and RSK-04.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cmoplanner.ledger.lines import UNCODED, Ledger
from cmoplanner.ledger.money_back import notice_day
from cmoplanner.ledger.orders import booked
from cmoplanner.model.booked import fiscal_month
from cmoplanner.model.plan import Actual, Contract, Plan

MOST_SHARE = 0.35
"""Above this share of what goes to vendors one of them is a dependence (RSK-02)."""

TOOLS_USUAL = 0.22
"""The share of the budget that marketing technology and data usually take (domain E, BUD-12: Gartner)."""

_TOOLS = ("martech", "data", "technology")


@dataclass(frozen=True, slots=True)
class VendorMoney:
    """The money of one vendor in the fiscal year; `share` is of what is planned with all vendors."""

    id: str
    planned: int = 0
    ordered: int = 0
    invoiced: int = 0
    expected: int = 0
    share: float = 0.0
    cap: int | None = None

    @property
    def headroom(self) -> int | None:
        """What is left of the cap when all comes as it is expected: negative when it is over; None without a cap."""
        return None if self.cap is None else self.cap - self.expected


@dataclass(frozen=True, slots=True)
class ContractDates:
    """A contract with its last day, the last day to give notice, and whether it renews by itself."""

    id: str
    end: date
    notice: date | None
    renews: bool


def vendors(plan: Plan, ledger: Ledger) -> list[VendorMoney]:
    """Return the money of every vendor, the most first. A line's money goes to the vendor that it names.

    An order or a booking that names another vendor goes to that one.
    """
    planned: defaultdict[str, int] = defaultdict(int)
    expected: defaultdict[str, int] = defaultdict(int)
    for row, line in ledger.lines.items():
        vendor = plan.activities[row].vendor_id if row != UNCODED else None
        if vendor:
            planned[vendor] += line.planned
            expected[vendor] += line.expected
    ordered: defaultdict[str, int] = defaultdict(int)
    for money in ledger.orders.values():
        if money.order.blanket_id not in ledger.orders:  # what a release takes is promised by its blanket order
            ordered[money.order.vendor_id or _of_line(plan, money.order.activity_id)] += money.ordered
    invoiced: defaultdict[str, int] = defaultdict(int)
    for actual in plan.actuals.values():
        if fiscal_month(plan.calendar, actual.month) is not None:
            invoiced[_of_booking(plan, actual)] += booked(actual)
    whole = sum(planned.values())
    found = [
        VendorMoney(
            row.id,
            planned[row.id],
            ordered[row.id],
            invoiced[row.id],
            expected[row.id],
            planned[row.id] / whole if whole else 0.0,
            row.annual_cap,
        )
        for row in plan.vendors.values()
    ]
    return sorted(found, key=lambda one: (-one.planned, one.id))


def contract_dates(plan: Plan) -> list[ContractDates]:
    """Return when contracts end and notice is due, the first date that something must be done first."""
    found = [
        ContractDates(row.id, row.end, _notice(row), row.auto_renew)
        for row in plan.contracts.values()
        if row.end is not None
    ]
    return sorted(found, key=lambda one: (one.notice or one.end, one.id))


def tool_lines(plan: Plan, ledger: Ledger) -> Mapping[str, int]:
    """Return what marketing technology and data cost by line, as planned: the lines of cost categories named so."""
    kinds = {
        row.id
        for row in plan.cost_categories.values()
        if any(word in f"{row.id} {row.name}".casefold() for word in _TOOLS)
    }
    return {
        row: line.planned
        for row, line in ledger.lines.items()
        if row != UNCODED and plan.activities[row].category_id in kinds and line.planned
    }


def _notice(contract: Contract) -> date | None:
    return notice_day(contract.end, contract.notice_days) if contract.notice_days else None


def _of_line(plan: Plan, activity_id: str | None) -> str:
    activity = plan.activities.get(activity_id or "")
    return (activity.vendor_id if activity is not None else None) or ""


def _of_booking(plan: Plan, actual: Actual) -> str:
    if actual.vendor_id:
        return actual.vendor_id
    order = plan.commitments.get(actual.po_id or "")
    return (order.vendor_id if order is not None else None) or _of_line(plan, actual.activity_id)
