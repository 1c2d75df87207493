"""Why the books differ from the approved plan: scope, currency, volume, price and timing, adding up to the minor unit.

Money is int minor units; a variance is actual less plan, so more cost than planned is positive and adverse.
Source: domain F.5.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cmoplanner.ledger.lines import UNCODED, Ledger, fiscal_month
from cmoplanner.ledger.orders import booked
from cmoplanner.model.money import minor_from_number
from cmoplanner.model.plan import Activity, Plan

MATERIAL_SHARE = 0.05
MATERIAL_AMOUNT = 1_000
"""In currency units: a variance is explained when it is at least this and at least the share of the plan."""


@dataclass(frozen=True, slots=True)
class Variance:
    """One line over some months: planned and booked, and the parts of the difference."""

    id: str
    plan: int
    actual: int
    scope: int = 0
    currency: int = 0
    volume: int = 0
    price: int = 0
    timing: int = 0

    @property
    def difference(self) -> int:
        """Actual less plan; above zero is adverse."""
        return self.actual - self.plan

    def material(self, decimals: int) -> bool:
        """Return whether the difference needs a comment."""
        return is_material(self.difference, self.plan, decimals)


def is_material(difference: int, plan: int, decimals: int) -> bool:
    """Return whether a difference from a plan (minor units) is to be explained. Source: domain F.5."""
    size = abs(difference)
    return size >= MATERIAL_AMOUNT * 10**decimals and size >= MATERIAL_SHARE * abs(plan)


def variances(plan: Plan, now: Ledger, approved: Plan, then: Ledger, first: int, last: int) -> list[Variance]:
    """Return the variance of each line over the fiscal months `first`…`last` (0…11, both included).

    `approved` is the plan as it was approved (or the plan itself) with its ledger. Lines without money are left out.
    """
    months = range(first, last + 1)
    spent = _currency(plan, months)
    found = []
    for row in dict.fromkeys([*then.lines, *now.lines]):
        before, after = then.lines.get(row), now.lines.get(row)
        planned = sum(before.plan[month] for month in months) if before else 0
        actual = sum(after.actual[month] for month in months) if after else 0
        if not planned and not actual:
            continue
        difference = actual - planned
        if row == UNCODED or not before or not before.planned or not after or not after.planned:
            found.append(Variance(row, planned, actual, scope=difference))
            continue
        currency = spent.get(row, 0)
        lasting = _lasting(difference - currency, after.expected - before.planned - currency)
        volume = _volume(plan, approved.activities[row], before.planned) if plan.activities[row].status == "done" else 0
        volume = _lasting(volume, lasting)
        found.append(
            Variance(
                row,
                planned,
                actual,
                currency=currency,
                volume=volume,
                price=lasting - volume,
                timing=difference - currency - lasting,
            )
        )
    return found


def _lasting(difference: int, at_the_end: int) -> int:
    """Return the part of a difference that is still there at the end of the year: the rest is only early or late."""
    if (difference > 0) != (at_the_end > 0) or not difference:
        return 0
    return min(difference, at_the_end, key=abs)


def _currency(plan: Plan, months: range) -> Mapping[str, int]:
    """Return what each line cost more because another currency was dearer than planned."""
    found: defaultdict[str, int] = defaultdict(int)
    for actual in plan.actuals.values():
        activity = plan.activities.get(actual.activity_id or "")
        if activity is None or not activity.fx_rate_plan or actual.foreign_amount is None:
            continue
        if fiscal_month(plan.calendar, actual.month) in months:
            planned = minor_from_number(actual.foreign_amount * activity.fx_rate_plan, plan.header.currency_decimals)
            found[activity.id] += booked(actual) - (planned if booked(actual) >= 0 else -planned)
    return found


def _volume(plan: Plan, activity: Activity, planned: int) -> int:
    """Return what more or fewer units than planned cost at the planned price."""
    if not activity.quantity:
        return 0
    bought = [actual.quantity for actual in plan.actuals.values() if actual.activity_id == activity.id]
    known = [quantity for quantity in bought if quantity is not None]
    if not known:
        return 0
    return round(planned / activity.quantity * (sum(known) - activity.quantity))
