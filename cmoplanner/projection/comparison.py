"""Scenarios side by side, each under the same luck, so that a difference between them is no noise (domain C.18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from cmoplanner.model.plan import Plan
from cmoplanner.model.problem import Problem
from cmoplanner.projection.bands import SHARES, Band, Bands, Total, Totals, bands, totals_of
from cmoplanner.projection.calibration import with_references
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.scenario import applied
from cmoplanner.projection.uncertainty import Report, Scope, Simulation, simulate


@dataclass(frozen=True, eq=False)
class Compared:
    """One scenario: its plan, outcome and range, and how it differs from the first one draw by draw.

    `differences` have the difference of the single-point plans and the quantiles of the differences; `better` the
    probability that a total is higher than the first one's. Both are None for the first one itself. `by_draw` are the
    totals by draw: the options of `narrowing.knowledge`.
    """

    name: str
    plan: Plan
    problems: tuple[Problem, ...]
    outcome: Outcome
    bands: Bands
    by_draw: Totals
    differences: Mapping[Total, Band] | None
    better: Mapping[Total, float] | None


def scenarios(
    plan: Plan, draws: Draws | None = None, *, scope: Scope | None = None, report: Report | None = None
) -> tuple[Compared, ...]:
    """Return the plan as it stands, then every scenario that differs from it, in the plan's order.

    The plan comes first with an empty name; a scenario without differences is the plan and not shown twice.
    """
    found = [Named("", plan, ())]
    unchanged = with_references(plan)
    for scenario in plan.scenarios.values():
        made = applied(plan, scenario.id)
        if made.problems or made.plan != unchanged:
            found.append(Named(scenario.name or scenario.id, made.plan, made.problems))
    return side_by_side(found, draws, scope=scope, report=report)


@dataclass(frozen=True, slots=True)
class Named:
    """A plan to be compared."""

    name: str
    plan: Plan
    problems: tuple[Problem, ...] = ()


def side_by_side(
    plans: list[Named], draws: Draws | None = None, *, scope: Scope | None = None, report: Report | None = None
) -> tuple[Compared, ...]:
    """Project plans under the same draws and compare each with the first. What `report` raises ends it."""
    found: list[Compared] = []
    first: tuple[Totals, Bands] | None = None
    for number, named in enumerate(plans):
        compiled = compile_plan(named.plan)
        simulation = simulate(compiled, draws, scope=scope, report=_part(report, number, len(plans)))
        outcome = project(compiled)
        ranged = bands(simulation, outcome)
        totals = by_draw(simulation)
        differences, better = _against(first, totals, ranged) if first else (None, None)
        found.append(Compared(named.name, named.plan, named.problems, outcome, ranged, totals, differences, better))
        first = first or (totals, ranged)
    return tuple(found)


def by_draw(simulation: Simulation) -> Totals:
    """Return every total of a simulated plan by draw."""
    compiled = simulation.compiled
    return totals_of(
        simulation.full,
        simulation.baseline,
        simulation.present,
        compiled.money,
        compiled.plan.header.currency_decimals,
    )


def _against(
    first: tuple[Totals, Bands], totals: Totals, ranged: Bands
) -> tuple[Mapping[Total, Band], Mapping[Total, float]]:
    others, base = first
    differences, better = {}, {}
    for total, values in totals.items():
        if total in others:
            gap = values - others[total]
            point = ranged.totals[total].plan - base.totals[total].plan
            differences[total] = Band(point, *(float(value) for value in np.quantile(gap, SHARES)))
            better[total] = float((gap > 0).mean())
    return MappingProxyType(differences), MappingProxyType(better)


def _part(report: Report | None, number: int, count: int) -> Report | None:
    """Return a report for one of several pieces of work."""
    if report is None:
        return None
    return lambda share: report((number + share) / count)
