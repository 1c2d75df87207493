"""The year's budget made larger or smaller: all money that is still open, in proportion; the rest stays as it is.

Open is what lies in months that are not over, of activities that are neither locked nor done nor cancelled, less what
is invoiced or ordered. Dates stay, amounts scale. Source: domain D.1, H.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from cmoplanner.model.booked import Booked
from cmoplanner.model.money import split
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import monthly_spend, net_spend
from cmoplanner.model.plan import Activity, Plan

_OVER = frozenset({"done", "cancelled"})


@dataclass(frozen=True, slots=True)
class Scaled:
    """The activities that change, and our cost of the whole year with them, in minor units."""

    activities: tuple[Activity, ...]
    net: int


@dataclass(frozen=True, slots=True)
class _Open:
    """An activity's gross money by fiscal month that may still change, and what of its month may not."""

    activity: Activity
    free: tuple[int, ...]
    held: tuple[int, ...]

    @property
    def whole(self) -> bool:
        return not any(self.held)


class Scaling:
    """What of a plan's budget is open, gathered once; `to` answers for one total."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._open = _open_money(plan)
        self.net = sum(net_spend(activity) for activity in plan.activities.values() if not activity.cancelled)
        self.open_net = sum(
            net_spend(one.activity) - net_spend(replace(one.activity, gross_spend=sum(one.held))) for one in self._open
        )

    @property
    def least(self) -> int:
        """Our cost of the year if nothing open were spent: what cannot be cut any more, in minor units."""
        return self.net - self.open_net

    def factor(self, net: int) -> Fraction:
        """Return by what open money is multiplied so that the year costs `net`; never below 0."""
        if not self.open_net:
            return Fraction(1)
        return max(Fraction(0), Fraction(net - self.least, self.open_net))

    def to(self, net: int) -> Scaled:
        """Return the activities with which the year costs `net` (minor units), as near as rounding and locks allow."""
        factor = self.factor(net)
        if factor == 1:
            return Scaled((), self.net)
        changed = tuple(self._scaled(one, factor) for one in self._open)
        more = sum(net_spend(new) - net_spend(old.activity) for new, old in zip(changed, self._open, strict=True))
        return Scaled(changed, self.net + more)

    def _scaled(self, one: _Open, factor: Fraction) -> Activity:
        free = floor(sum(one.free) * factor + Fraction(1, 2))
        gross = sum(one.held) + free
        new = replace(one.activity, gross_spend=gross)
        decimals = self._plan.header.currency_decimals
        if new.foreign_amount is not None and new.fx_rate_plan:
            new = replace(new, foreign_amount=gross / 10**decimals / new.fx_rate_plan)
        if one.whole:
            return new
        months = [held + part for held, part in zip(one.held, split(free, one.free), strict=True)]
        if not any(months):
            return new
        return replace(new, custom_phasing=tuple(float(Decimal(amount).scaleb(-decimals)) for amount in months))


def _open_money(plan: Plan) -> tuple[_Open, ...]:
    """Return every activity of which money is open."""
    booked, calendar = Booked(plan), plan.calendar
    over = [calendar.month(number).end <= plan.header.as_of for number in range(1, MONTHS_A_YEAR + 1)]
    found = []
    for activity in plan.activities.values():
        if activity.locked or activity.status in _OVER or not activity.gross_spend:
            continue
        gross = monthly_spend(activity, calendar)
        stays = booked.held(activity).months
        held = tuple(whole if closed else part for whole, part, closed in zip(gross, stays, over, strict=True))
        free = tuple(whole - part for whole, part in zip(gross, held, strict=True))
        if any(free):
            found.append(_Open(activity, free, held))
    return tuple(found)


def changes(plan: Plan, scaled: Scaled) -> Mapping[str, Mapping[str, object]]:
    """Return what of each activity's fields is other than in the plan."""
    keys = ("gross_spend", "custom_phasing", "foreign_amount")
    found = {}
    for new in scaled.activities:
        old = plan.activities[new.id]
        other = {key: getattr(new, key) for key in keys if getattr(new, key) != getattr(old, key)}
        if other:
            found[new.id] = other
    return found
