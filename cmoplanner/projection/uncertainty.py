"""The outcome under many draws of what is not known: one simulated company for each (domain C.18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmoplanner.projection.assumptions import Key, Uncertain, uncertain_values
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled, CompiledCell
from cmoplanner.projection.drawn_cell import Chosen, Layout, funnelled, layout, leads
from cmoplanner.projection.drawn_customers import Series, market_of, rolled
from cmoplanner.projection.draws import Drawn, Draws, drawn
from cmoplanner.projection.setting import Setting

DISCOUNT = Key("plan", "discount_rate")

PART = 1_000
"""How many draws are in memory at once."""

Report = Callable[[float], None]
"""Told how much is done, 0…1; raises `errors.Cancelled` to stop."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """The outcome by draw: `full` and `baseline` are `Series` × months × draws, summed over market cells.

    `values` are what was drawn; `discount` is the drawn discount rate, one value if it is not drawn.
    """

    compiled: Compiled
    draws: Draws
    uncertain: tuple[Uncertain, ...]
    values: Drawn
    full: Floats
    baseline: Floats
    discount: Floats

    @cached_property
    def present(self) -> Floats:
        """What a month's money counts today, months × draws."""
        return discount_factors(self.discount, self.compiled.horizon)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is drawn: the core of domain C.18, or (`register`) every assumption with a range that can be drawn."""

    register: bool = False

    def holds(self, one: Uncertain) -> bool:
        """Return whether an assumption is drawn."""
        return one.drawable and (one.core or self.register)


def simulate(
    compiled: Compiled,
    draws: Draws | None = None,
    *,
    scope: Scope | None = None,
    report: Report | None = None,
    kept: list[Floats] | None = None,
) -> Simulation:
    """Project a plan under many draws; what `report` raises ends it. Source: domain C.18.

    `kept` is given the leads of each cell (kinds × months × draws), if there is one part only.
    """
    draws = draws or Draws()
    scope = scope or Scope()
    uncertain = tuple(one for one in uncertain_values(compiled.plan) if scope.holds(one))
    values = drawn(uncertain, draws)
    full, baseline = projected(compiled, values, draws.count, report=report, kept=kept)
    rate = values.get(DISCOUNT, np.array([compiled.plan.header.discount_rate]))
    return Simulation(compiled, draws, uncertain, values, full, baseline, rate)


def projected(
    compiled: Compiled,
    values: Drawn,
    count: int,
    *,
    report: Report | None = None,
    kept: list[Floats] | None = None,
) -> tuple[Floats, Floats]:
    """Return full and baseline (`Series` × months × draws) of a plan with `count` values of some assumptions."""
    shape = (len(Series), compiled.horizon, count)
    full, baseline = np.zeros(shape), np.zeros(shape)
    parts = list(_parts(count))
    steps = len(parts) * max(1, len(compiled.cells))
    done = 0
    for cell in compiled.cells:
        laid = layout(compiled.setting, cell)
        for part in parts:
            if report:
                report(done / steps)
            chosen = Chosen(values, part)
            found = leads(laid, compiled.setting, chosen)
            if kept is not None:
                kept.append(found)
            full[..., part] += series_of(compiled.setting, laid, chosen, found)
            baseline[..., part] += cell_baseline(compiled.setting, cell, chosen)
            done += 1
    if report:
        report(1.0)
    return full, baseline


def discount_factors(rate: Floats, horizon: int) -> Floats:
    """Return what a month's money counts today, months × draws. Source: domain C.15."""
    return np.asarray((1 + rate) ** -(np.arange(1, horizon + 1)[:, None] / 12))


def _parts(count: int) -> Iterator[slice]:
    for start in range(0, count, PART):
        yield slice(start, min(start + PART, count))


def series_of(setting: Setting, laid: Layout, chosen: Chosen, found: Floats) -> Floats:
    """Return `Series` × months × draws of a cell whose leads by kind are known."""
    cell = laid.cell
    market = market_of(setting, cell.cell, chosen, retention_pressure(cell), levers=True)
    return rolled(market, funnelled(laid, chosen, found), chosen.count)


def cell_baseline(setting: Setting, cell: CompiledCell, chosen: Chosen) -> Floats:
    """Return `Series` × months × draws of one market cell without the plan's marketing. Source: domain C.10."""
    return rolled(market_of(setting, cell.cell, chosen, None, levers=False), None, chosen.count)


def retention_pressure(cell: CompiledCell) -> Floats | None:
    """Return what is felt of retention money by month; None where there is none."""
    return cell.retain.series.sum(axis=0) if cell.retain.streams else None
