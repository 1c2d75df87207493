"""What of an activity's money is invoiced or ordered already: it stays in its months wherever the bar goes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar
from cmoplanner.model.phasing import phase
from cmoplanner.model.plan import Activity, Actual, Commitment, Plan

_TAKEN_BACK = frozenset({"accrual_reversal", "credit"})
_NOTHING = (0,) * MONTHS_A_YEAR
_MIDDLE = 15  # of a calendar month: it names the fiscal month in 4-4-5 years as well

Months = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Gross money by fiscal month, minor units, that does not follow the dates: what is invoiced, and what is ordered.

    Never more than is planned for the month.
    """

    invoiced: Months = _NOTHING
    ordered: Months = _NOTHING

    @property
    def months(self) -> Months:
        """Both together by month."""
        return tuple(one + other for one, other in zip(self.invoiced, self.ordered, strict=True))

    @property
    def any(self) -> bool:
        """Whether any money is held."""
        return any(self.invoiced) or any(self.ordered)


FREE = Held()


class Booked:
    """The bookings and orders of a plan by activity, gathered once for many of them."""

    def __init__(self, plan: Plan) -> None:
        self._calendar = plan.calendar
        self._actuals: dict[str, list[Actual]] = defaultdict(list)
        self._orders: dict[str, list[Commitment]] = defaultdict(list)
        self._on_order: dict[str, int] = defaultdict(int)
        for actual in plan.actuals.values():
            if actual.activity_id:
                self._actuals[actual.activity_id].append(actual)
            if actual.po_id:
                self._on_order[actual.po_id] += booked(actual)
        for order in plan.commitments.values():
            if order.activity_id and order.status == "open":
                self._orders[order.activity_id].append(order)

    def held(self, activity: Activity) -> Held:
        """Return what stays of an activity as it is planned now.

        An invoice holds what is planned for its month, up to its amount. What of an open order is not invoiced yet
        holds the planned money from the order's month on, up to what is left of it. Both are our cost, as the planned
        net is; the partner's part of a held month stays with it.
        """
        if activity.id not in self._actuals and activity.id not in self._orders:
            return FREE
        phased = phase(activity, self._calendar)
        free = list(phased.net)
        invoiced = self._invoiced(activity.id, free)
        ordered = self._ordered(activity.id, free)
        gross, net = phased.gross, phased.net
        both = [_gross_of(a + b, *pair) for a, b, *pair in zip(invoiced, ordered, gross, net, strict=True)]
        first = [_gross_of(a, *pair) for a, *pair in zip(invoiced, gross, net, strict=True)]
        return Held(tuple(first), tuple(whole - part for whole, part in zip(both, first, strict=True)))

    def _invoiced(self, activity_id: str, free: list[int]) -> list[int]:
        """Take what is invoiced out of the planned months."""
        sums = [0] * MONTHS_A_YEAR
        for actual in self._actuals.get(activity_id, ()):
            month = fiscal_month(self._calendar, actual.month)
            if month is not None:
                sums[month] += booked(actual)
        taken = [max(0, min(amount, left)) for amount, left in zip(sums, free, strict=True)]
        free[:] = [left - amount for left, amount in zip(free, taken, strict=True)]
        return taken

    def _ordered(self, activity_id: str, free: list[int]) -> list[int]:
        """Take what is ordered out of the planned months that are left, from the month of the order on."""
        taken = [0] * MONTHS_A_YEAR
        for order in self._orders.get(activity_id, ()):
            left = order.amount - self._on_order.get(order.id, 0)
            for month in range(_month_of(order.date, self._calendar), MONTHS_A_YEAR):
                amount = max(0, min(left, free[month]))
                taken[month] += amount
                free[month] -= amount
                left -= amount
        return taken


def fiscal_month(calendar: FiscalCalendar, month: str) -> int | None:
    """Return the fiscal month (0…11) of a text like "2027-03", None outside the year or where it is no month.

    In a year of weeks it is the fiscal month that has the middle of the calendar month.
    """
    try:
        year, number = month.split("-")
        found = calendar.month_of(date(int(year), int(number), _MIDDLE))
    except ValueError:
        return None
    return found - 1 if found is not None and found <= MONTHS_A_YEAR else None


def booked(actual: Actual) -> int:
    """Return what a booking adds to the cost, in minor units; a credit and the reversal of an accrual take it away.

    Source: domain F.5, actual = invoices + accruals - reversals.
    """
    return -abs(actual.amount) if actual.kind in _TAKEN_BACK else actual.amount


def _month_of(day: date | None, calendar: FiscalCalendar) -> int:
    """Return the fiscal month of an order: the first without a day or before the year, none of them after it."""
    if day is None or day < calendar.fy_start:
        return 0
    found = calendar.month_of(day)
    return MONTHS_A_YEAR if found is None else min(MONTHS_A_YEAR, found - 1)


def _gross_of(held: int, gross: int, net: int) -> int:
    """Return the gross money of a month that a held part of its net stands for."""
    if held <= 0 or gross <= 0 or net <= 0:
        return 0
    return gross if held >= net else gross * held // net


def held_of(plan: Plan, activities: Sequence[Activity]) -> Mapping[str, Held]:
    """Return what stays of each activity."""
    booked = Booked(plan)
    return {activity.id: booked.held(activity) for activity in activities}
