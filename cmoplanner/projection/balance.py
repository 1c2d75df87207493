"""Margin earned minus cost as a running total in present value, month by month over the horizon, with its range."""

from __future__ import annotations

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.bands import SHARES, MonthBand, single_point
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled
from cmoplanner.projection.drawn_customers import Series
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import Simulation


def running_balance(outcome: Outcome) -> Floats:
    """Return the present value of what marketing earned so far less its cost, by month. Source: domain C.15."""
    full, baseline = single_point(outcome)
    return np.asarray(_running(outcome.compiled, full, baseline, outcome.compiled.setting.discount[:, None])[:, 0])


def balance_band(simulation: Simulation, outcome: Outcome) -> MonthBand:
    """Return the running total with its P10, P50 and P90: quantiles of running totals, not sums of quantiles."""
    drawn = _running(simulation.compiled, simulation.full, simulation.baseline, simulation.present)
    return MonthBand(running_balance(outcome), *np.quantile(drawn, SHARES, axis=-1))


def paid_back(running: Floats) -> int | None:
    """Return the first month, from 0, from which on a running total is never below zero; None within the horizon."""
    below = np.flatnonzero(running < 0)
    if not len(below):
        return 0
    return int(below[-1]) + 1 if below[-1] + 1 < len(running) else None


def _running(compiled: Compiled, full: Floats, baseline: Floats, present: Floats) -> Floats:
    """Return months × draws from series by month and draw and discount factors."""
    net = np.zeros((compiled.horizon, 1))
    year = min(MONTHS_A_YEAR, compiled.horizon)
    net[:year, 0] = np.array(compiled.money.net[:year], dtype=float) / 10**compiled.plan.header.currency_decimals
    earned = full[Series.MARGIN] - baseline[Series.MARGIN]
    return np.asarray(np.cumsum((earned - net) * present, axis=0))
