"""What the outcome hinges on: each assumption at its P10 and P90, all others as they are (domain C.18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cmoplanner.projection.assumptions import Uncertain, uncertain_values, with_values
from cmoplanner.projection.bands import Total, totals_of
from cmoplanner.projection.bridge import Figures, figures
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled
from cmoplanner.projection.draws import Drawn
from cmoplanner.projection.uncertainty import DISCOUNT, Report, discount_factors, projected


@dataclass(frozen=True, slots=True)
class Swing:
    """One assumption: the totals with its value at P10 and at P90."""

    uncertain: Uncertain
    low: Figures
    high: Figures

    def of(self, total: Total) -> float:
        """Return by how much a total moves from P10 to P90; negative if more of it is worse."""
        return self.high[total] - self.low[total]


@dataclass(frozen=True, eq=False)
class Tornado:
    """What every assumption does to every total, beside the plan's own totals."""

    plan: Figures
    swings: tuple[Swing, ...]

    def by(self, total: Total) -> tuple[Swing, ...]:
        """Return the assumptions by the size of their effect on one total, the largest first."""
        return tuple(sorted(self.swings, key=lambda swing: -abs(swing.of(total))))


def tornado(compiled: Compiled, report: Report | None = None) -> Tornado:
    """Move each assumption from its P10 to its P90, one at a time. What `report` raises ends it. Source: domain C.18.

    Those that can be drawn go through the draws' engine in one run, two draws each; the shapes of curves and the
    levers take a projection each.
    """
    uncertain = uncertain_values(compiled.plan)
    drawable = [one for one in uncertain if one.drawable]
    shapes = [one for one in uncertain if not one.drawable]
    whole = len(drawable) + 20 * len(shapes) or 1
    share = len(drawable) / whole
    found = _together(compiled, drawable, (lambda done: report(done * share)) if report else None)
    for number, one in enumerate(shapes):
        if report:
            report(share + (1 - share) * number / len(shapes))
        low, high = (figures(with_values(compiled.plan, {one.key: value})) for value in ends(one))
        found[one] = Swing(one, low, high)
    if report:
        report(1.0)
    return Tornado(figures(compiled.plan), tuple(found[one] for one in uncertain))


def ends(one: Uncertain) -> tuple[float, float]:
    """Return P10 and P90 of an assumption, within its limits."""
    low, high = np.clip([one.points.low, one.points.high], *one.limits).tolist()
    return low, high


def _together(compiled: Compiled, uncertain: list[Uncertain], report: Report | None) -> dict[Uncertain, Swing]:
    """Return the swings of assumptions that can be drawn: number i is at P10 in draw 2i, at P90 in draw 2i + 1."""
    if not uncertain:
        return {}
    count = 2 * len(uncertain)
    values: Drawn = {}
    for number, one in enumerate(uncertain):
        values[one.key] = np.full(count, one.points.likely)
        values[one.key][2 * number : 2 * number + 2] = ends(one)
    full, baseline = projected(compiled, values, count, report=report)
    rate = values.get(DISCOUNT, np.array([compiled.plan.header.discount_rate]))
    present = discount_factors(rate, compiled.horizon)
    totals = totals_of(full, baseline, present, compiled.money, compiled.plan.header.currency_decimals)
    return {
        one: Swing(one, _at(totals, 2 * number), _at(totals, 2 * number + 1)) for number, one in enumerate(uncertain)
    }


def _at(totals: Mapping[Total, Floats], draw: int) -> Figures:
    return {total: float(values[draw]) for total, values in totals.items()}
