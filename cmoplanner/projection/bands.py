"""The range of an outcome: P10, P50 and P90 of every monthly series and total, and the odds (domain C.18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Goal, Plan
from cmoplanner.projection.assumptions import Uncertain, uncertain_values
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled
from cmoplanner.projection.drawn_customers import Series
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.projection.terms import Money
from cmoplanner.projection.uncertainty import Simulation

SHARES = (0.1, 0.5, 0.9)


class Month(StrEnum):
    """The series that have a band by month."""

    REVENUE = "projected_revenue"
    BASELINE_REVENUE = "baseline_revenue"
    INCREMENTAL_REVENUE = "incremental_revenue"
    INCREMENTAL_MARGIN = "incremental_gm"
    NEW_CUSTOMERS = "new_customers_marketing"
    NEW_CUSTOMERS_BASE = "new_customers_base"
    ACTIVE = "active"
    BASELINE_ACTIVE = "active_baseline"


class Total(StrEnum):
    """The totals that have a band, named as in the figures of the projection."""

    REVENUE = "projected_revenue_fy"
    REVENUE_HORIZON = "projected_revenue_horizon"
    BASELINE_REVENUE = "baseline_revenue_fy"
    INCREMENTAL_REVENUE = "incremental_revenue_fy"
    INCREMENTAL_REVENUE_HORIZON = "incremental_revenue_horizon"
    INCREMENTAL_MARGIN = "incremental_gm_fy"
    CONTRIBUTION = "contribution_fy"
    ROI = "roi_fy"
    PRESENT_MARGIN = "pv_incremental_gm_horizon"
    CONTRIBUTION_HORIZON = "contribution_horizon"
    ROI_HORIZON = "roi_horizon"
    NEW_CUSTOMERS = "new_customers_marketing_fy"
    NEW_CUSTOMERS_HORIZON = "new_customers_marketing_horizon"
    NEW_CUSTOMERS_TOTAL = "new_customers_total_fy"
    ACTIVE_END = "active_end_fy"


Totals = Mapping[Total, Floats]
"""Each total by draw; a return on no cost is not there."""


@dataclass(frozen=True, slots=True)
class Band:
    """A number: in the single-point plan, and its P10, P50 and P90. The P50 is not the plan: curves are bent."""

    plan: float
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True, eq=False)
class MonthBand:
    """The same by month of the horizon."""

    plan: Floats
    p10: Floats
    p50: Floats
    p90: Floats


@dataclass(frozen=True, eq=False)
class Bands:
    """The range of an outcome. `goals` gives the probability to reach each revenue goal of the company by its id.

    `pays_back` is the probability that the plan earns its cost over the value horizon, None without cost;
    `budget_at_risk` the P10 of the year's contribution. `left_out` are assumptions with a range in the register
    that were not drawn.
    """

    draws: Draws
    months: Mapping[Month, MonthBand]
    totals: Mapping[Total, Band]
    goals: Mapping[str, float]
    pays_back: float | None
    drawn: int
    left_out: tuple[Uncertain, ...]

    @property
    def budget_at_risk(self) -> float:
        """The contribution of the fiscal year that is missed one time in ten. Source: domain C.18."""
        return self.totals[Total.CONTRIBUTION].p10


def bands(simulation: Simulation, outcome: Outcome | None = None) -> Bands:
    """Return the range of a simulated plan; `outcome` is its single-point projection, if there is one already."""
    compiled = simulation.compiled
    point = outcome or project(compiled)
    left_out = _left_out(compiled.plan, simulation)
    return ranged(
        simulation.draws,
        compiled,
        point,
        (simulation.full, simulation.baseline, simulation.present),
        (len(simulation.values), left_out),
    )


def ranged(
    draws: Draws,
    compiled: Compiled,
    point: Outcome,
    sampled: tuple[Floats, Floats, Floats],
    register: tuple[int, tuple[Uncertain, ...]],
) -> Bands:
    """Return bands from full, baseline and discount factors by draw, and how many assumptions were drawn or left."""
    full, baseline, present = sampled
    single = single_point(point)
    money, decimals = compiled.money, compiled.plan.header.currency_decimals
    by_draw = totals_of(full, baseline, present, money, decimals)
    planned = totals_of(*single, compiled.setting.discount[:, None], money, decimals)
    of_month, of_plan = months_of(full, baseline), months_of(*single)
    roi = by_draw.get(Total.ROI_HORIZON)
    return Bands(
        draws,
        MappingProxyType({key: MonthBand(of_plan[key][:, 0], *_points(series)) for key, series in of_month.items()}),
        MappingProxyType(
            {
                key: Band(float(planned[key][0]), *(float(value) for value in _points(values)))
                for key, values in by_draw.items()
            }
        ),
        MappingProxyType(_goals(compiled.plan, by_draw[Total.REVENUE])),
        None if roi is None else float((roi >= 0).mean()),
        *register,
    )


def totals_of(full: Floats, baseline: Floats, present: Floats, money: Money, decimals: int) -> Totals:
    """Return the totals by draw from series by month and draw. Source: domain C.13, C.15."""
    added = full - baseline
    net = np.array(money.net, dtype=float) / 10**decimals
    cost = sum(money.net) / 10**decimals
    worth_of_cost = (net[:, None] * present[:MONTHS_A_YEAR]).sum(axis=0)
    margin = added[Series.MARGIN, :MONTHS_A_YEAR].sum(axis=0)
    worth = (added[Series.MARGIN] * present).sum(axis=0)
    new = full[Series.MARKETING_NEW]
    found = {
        Total.REVENUE: full[Series.REVENUE, :MONTHS_A_YEAR].sum(axis=0),
        Total.REVENUE_HORIZON: full[Series.REVENUE].sum(axis=0),
        Total.BASELINE_REVENUE: baseline[Series.REVENUE, :MONTHS_A_YEAR].sum(axis=0),
        Total.INCREMENTAL_REVENUE: added[Series.REVENUE, :MONTHS_A_YEAR].sum(axis=0),
        Total.INCREMENTAL_REVENUE_HORIZON: added[Series.REVENUE].sum(axis=0),
        Total.INCREMENTAL_MARGIN: margin,
        Total.CONTRIBUTION: margin - cost,
        Total.PRESENT_MARGIN: worth,
        Total.CONTRIBUTION_HORIZON: worth - worth_of_cost,
        Total.NEW_CUSTOMERS: new[:MONTHS_A_YEAR].sum(axis=0),
        Total.NEW_CUSTOMERS_HORIZON: new.sum(axis=0),
        Total.NEW_CUSTOMERS_TOTAL: (new + full[Series.BASE_NEW])[:MONTHS_A_YEAR].sum(axis=0),
        Total.ACTIVE_END: full[Series.ACTIVE, MONTHS_A_YEAR - 1],
    }
    if cost:
        found[Total.ROI] = (margin - cost) / cost
        found[Total.ROI_HORIZON] = (worth - worth_of_cost) / worth_of_cost
    return found


def months_of(full: Floats, baseline: Floats) -> Mapping[Month, Floats]:
    """Return the series by month and draw."""
    return {
        Month.REVENUE: full[Series.REVENUE],
        Month.BASELINE_REVENUE: baseline[Series.REVENUE],
        Month.INCREMENTAL_REVENUE: full[Series.REVENUE] - baseline[Series.REVENUE],
        Month.INCREMENTAL_MARGIN: full[Series.MARGIN] - baseline[Series.MARGIN],
        Month.NEW_CUSTOMERS: full[Series.MARKETING_NEW],
        Month.NEW_CUSTOMERS_BASE: full[Series.BASE_NEW],
        Month.ACTIVE: full[Series.ACTIVE],
        Month.BASELINE_ACTIVE: baseline[Series.ACTIVE],
    }


def single_point(outcome: Outcome) -> tuple[Floats, Floats]:
    """Return the plan's own projection as full and baseline with one draw."""
    lines = (Line.REVENUE, Line.MARGIN, Line.BASE_NEW, Line.MARKETING_NEW, Line.ACTIVE)
    full = np.array([outcome.by_month(line) for line in lines])[..., None]
    return full, np.array([outcome.baseline_by_month(line) for line in lines])[..., None]


def _points(by_draw: Floats) -> Floats:
    return np.quantile(by_draw, SHARES, axis=-1)


def _goals(plan: Plan, revenue: Floats) -> dict[str, float]:
    """Return the probability of each revenue goal; other goals do not say of whom they speak."""
    return {
        goal.id: float((revenue >= goal.target).mean())
        for goal in plan.goals.values()
        if is_revenue(goal) and goal.target is not None
    }


def is_revenue(goal: Goal) -> bool:
    """Return whether a goal is the company's revenue of the year."""
    return goal.metric.strip().casefold() == "revenue"


def _left_out(plan: Plan, simulation: Simulation) -> tuple[Uncertain, ...]:
    return tuple(one for one in uncertain_values(plan) if one.assumption and one.key not in simulation.values)
