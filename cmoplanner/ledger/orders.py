"""Purchase orders and what came of them: what is invoiced, what is still open, what they will cost in the end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmoplanner.model.booked import booked
from cmoplanner.model.plan import Actual, Commitment, Plan

__all__ = ["OrderMoney", "booked", "orders"]

_INVOICED = frozenset({"invoice", "credit", "uncoded"})


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """One order in minor units: its amount, its invoices, all bookings on it (accruals too), what is released from it.

    A release is an order under a blanket order; what a blanket order still holds is what no release has taken.
    """

    order: Commitment
    invoiced: int
    booked: int
    released: int = 0

    @property
    def ordered(self) -> int:
        """What was promised: nothing where the order was cancelled."""
        return 0 if self.order.status == "cancelled" else self.order.amount

    @property
    def open(self) -> int:
        """What is still to come: nothing of a closed or cancelled order, and never less than nothing."""
        return max(0, self.order.amount - self.booked - self.released) if self.order.status == "open" else 0

    @property
    def expected(self) -> int:
        """What the order will have cost: while it is open the larger of order and bookings, then what was booked."""
        return self.booked + self.open

    @property
    def over(self) -> int:
        """By how much the bookings and releases go beyond the order."""
        return max(0, self.booked + self.released - self.ordered)


def orders(plan: Plan) -> Mapping[str, OrderMoney]:
    """Return the money of each order by its id, in the plan's order."""
    return _orders(plan.commitments, plan.actuals.values())


def _orders(commitments: Mapping[str, Commitment], actuals: Iterable[Actual]) -> dict[str, OrderMoney]:
    invoiced: defaultdict[str, int] = defaultdict(int)
    total: defaultdict[str, int] = defaultdict(int)
    for actual in actuals:
        if actual.po_id:
            total[actual.po_id] += booked(actual)
            if actual.kind in _INVOICED:
                invoiced[actual.po_id] += booked(actual)
    found = {row: OrderMoney(order, invoiced[row], total[row]) for row, order in commitments.items()}
    released: defaultdict[str, int] = defaultdict(int)
    for row, order in commitments.items():
        if order.blanket_id and order.blanket_id in commitments and order.blanket_id != row:
            released[order.blanket_id] += found[row].expected
    for row, amount in released.items():
        parent = found[row]
        found[row] = OrderMoney(parent.order, parent.invoiced, parent.booked, amount)
    return found
