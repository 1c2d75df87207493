"""What all market cells share: the months, the levers, the discount and the order of channels and campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count, pairwise

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar
from cmoplanner.model.plan import Lane, Lever, Plan
from cmoplanner.projection.carryover import Floats, Ints
from cmoplanner.projection.response import sustained


@dataclass(frozen=True, eq=False)
class Setting:
    """The plan's tables other than its activities, and what follows from them for every cell.

    `days` are the lengths of the months of the horizon; `discount` turns a month's money into present
    value; `levers` come with their strength by month, 1 where they do nothing.
    """

    plan: Plan
    calendar: FiscalCalendar
    days: Ints
    discount: Floats
    levers: tuple[tuple[Lever, Floats], ...]
    lanes: Mapping[tuple[str, str], Lane]
    channel_order: Mapping[str, int]
    campaign_order: Mapping[str, int]

    @property
    def horizon(self) -> int:
        """How many months are projected."""
        return len(self.days)

    @cached_property
    def channel_ids(self) -> tuple[str, ...]:
        """The channels in the plan's order."""
        return tuple(self.channel_order)

    @cached_property
    def campaign_ids(self) -> tuple[str, ...]:
        """The campaigns in the plan's order."""
        return tuple(self.campaign_order)

    def strength(self, campaign: int) -> float:
        """Return κ·integration of a campaign by its number; 0 for −1, no campaign. Source: domain C.7."""
        if campaign < 0:
            return 0.0
        integration = self.plan.campaigns[self.campaign_ids[campaign]].integration
        return self.plan.header.synergy_kappa * integration

    @cached_property
    def sustained(self) -> Floats:
        """The matrix of the 26-week after-effect of responses."""
        return sustained(self.days)


def setting_of(plan: Plan) -> Setting:
    """Return what all market cells of a plan share."""
    calendar = plan.calendar
    starts = calendar.first_days[: horizon_of(plan) + 1]
    days = np.array([after - start for start, after in pairwise(starts)], dtype=np.int64)
    years = np.arange(1, len(days) + 1) / MONTHS_A_YEAR
    return Setting(
        plan,
        calendar,
        days,
        (1 + plan.header.discount_rate) ** -years,
        tuple((lever, lever_strength(lever, calendar, len(days))) for lever in plan.levers.values()),
        {(lane.channel_id, lane.cell_id): lane for lane in plan.lanes.values()},
        {key: i for i, key in enumerate(plan.channels)},
        {key: i for i, key in enumerate(plan.campaigns)},
    )


def horizon_of(plan: Plan) -> int:
    """Return the months that are projected: the value horizon, at least the fiscal year."""
    return max(MONTHS_A_YEAR, plan.header.value_horizon_months)


def lever_strength(lever: Lever, calendar: FiscalCalendar, horizon: int) -> Floats:
    """Return 1 + (multiplier − 1)·f by month, f rising over the ramp from the start month. Source: domain C.9."""
    start = _month_index(lever.start, calendar)
    since = np.arange(horizon) - start
    ramp = np.where(since >= 0, np.minimum(1.0, (since + 1) / (lever.ramp_months + 1)), 0.0)
    return np.asarray(1 + (lever.multiplier - 1) * ramp)


def _month_index(day: date, calendar: FiscalCalendar) -> int:
    """Return the fiscal month a day falls into, 0 the first of the plan, negative before it."""
    starts = calendar.first_days
    ordinal = day.toordinal()
    if ordinal >= starts[-1]:
        return len(starts) - 1
    if ordinal >= starts[0]:
        return (calendar.month_of(day) or 1) - 1
    return next(-months for months in count(1) if ordinal >= calendar.first_day_before(months))
