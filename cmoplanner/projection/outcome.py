"""What a plan is expected to bring, month by month and market cell by market cell: frozen arrays and their totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled, CompiledCell
from cmoplanner.projection.terms import Money


class Line(IntEnum):
    """The lines of a market cell by month; customers are counted at month end."""

    REVENUE = 0
    MARGIN = 1
    BASE_NEW = 2
    MARKETING_NEW = 3
    WON = 4
    ESTABLISHED = 5
    OF_BASE = 6
    OF_MARKETING = 7
    ACTIVE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """The funnel of a cell by group (campaign × channel) and month, before the market ceiling.

    `ratio` is responses per unit of pressure by channel, `factor` the synergy by campaign.
    """

    responses: Floats
    leads: Floats
    offers: Floats
    deals: Floats
    ratio: Floats
    factor: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CellOutcome:
    """The outcome of one market cell: `lines` × months, its funnel, the share φ of deals under the ceiling,
    and the relative churn reduction.
    """

    lines: Floats
    flow: Flow
    ceiling: Floats
    effect: Floats


@dataclass(frozen=True, slots=True)
class Funnel:
    """Responses, leads (pipeline), offers (pipeline) and deals by month of some part of the plan."""

    responses: Floats
    leads: Floats
    offers: Floats
    deals: Floats


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a plan is expected to bring. `lines` and `baseline` are cells × `Line` × months.

    Baseline is the company without the plan's marketing; incremental is full less baseline.
    """

    compiled: Compiled
    cells: tuple[CellOutcome, ...]
    lines: Floats
    baseline: Floats

    def by_month(self, line: Line) -> Floats:
        """Return a line over all cells, by month of the horizon."""
        return np.asarray(self.lines[:, line].sum(axis=0))

    def baseline_by_month(self, line: Line) -> Floats:
        """Return a line over all cells without the plan's marketing."""
        return np.asarray(self.baseline[:, line].sum(axis=0))

    def incremental_by_month(self, line: Line) -> Floats:
        """Return what the plan adds to a line, by month of the horizon."""
        return np.asarray((self.lines[:, line] - self.baseline[:, line]).sum(axis=0))

    def by_segment(self, line: Line) -> dict[str, Floats]:
        """Return a line by segment and month."""
        return self._by(line, [cell.cell.segment_id for cell in self.compiled.cells])

    def by_offering(self, line: Line) -> dict[str, Floats]:
        """Return a line by offering and month."""
        return self._by(line, [cell.cell.offering_id for cell in self.compiled.cells])

    def _by(self, line: Line, keys: Iterable[str]) -> dict[str, Floats]:
        totals: dict[str, Floats] = {}
        for i, key in enumerate(keys):
            totals[key] = totals.get(key, 0.0) + self.lines[i, line]
        return totals

    @property
    def money(self) -> Money:
        """The plan's money, cancelled activities left out."""
        return self.compiled.money

    @cached_property
    def by_channel(self) -> Mapping[str, Funnel]:
        """The funnel by channel, of every channel that has a part in it."""
        ids = self.compiled.setting.channel_ids
        return {ids[i]: funnel for i, funnel in self._funnels(len(ids), _by_channel).items()}

    @cached_property
    def by_campaign(self) -> Mapping[str | None, Funnel]:
        """The funnel by campaign; None is what belongs to no campaign."""
        ids = (*self.compiled.setting.campaign_ids, None)
        return {ids[i]: funnel for i, funnel in self._funnels(len(ids), _by_campaign).items()}

    def _funnels(self, count: int, grouped: Grouped) -> dict[int, Funnel]:
        totals = np.zeros((count, 4, self.compiled.horizon))
        met: set[int] = set()
        for cell, outcome in zip(self.compiled.cells, self.cells, strict=True):
            flow = outcome.flow
            leads = flow.leads if cell.cell.sales_model != "direct" else np.zeros_like(flow.leads)
            for i, series in enumerate((flow.responses, leads, flow.offers, flow.deals * outcome.ceiling)):
                numbers, rows = grouped(cell, series)
                totals[numbers, i] += rows
                met.update(number % count for number in numbers)
        return {i: Funnel(*totals[i]) for i in sorted(met)}


Grouped = Callable[[CompiledCell, Floats], tuple[list[int], Floats]]


def _by_channel(cell: CompiledCell, series: Floats) -> tuple[list[int], Floats]:
    return list(cell.channels), cell.pressure_by_lane(series)


def _by_campaign(cell: CompiledCell, series: Floats) -> tuple[list[int], Floats]:
    if not cell.groups:
        return [], series
    return list(cell.campaigns), np.add.reduceat(series, cell.campaign_starts, axis=0)


def fiscal_year(series: Floats) -> float:
    """Return the total of the fiscal year, months 1–12."""
    return float(series[..., :MONTHS_A_YEAR].sum())


def quarters(series: Floats) -> Floats:
    """Return the totals by quarter over the horizon; the last one may have fewer than three months."""
    return np.add.reduceat(series, np.arange(0, series.shape[-1], 3), axis=-1)


def fiscal_years(series: Floats) -> Floats:
    """Return the totals by fiscal year over the horizon; the last one may be cut short."""
    return np.add.reduceat(series, np.arange(0, series.shape[-1], MONTHS_A_YEAR), axis=-1)


def present_value(outcome: Outcome, series: Floats) -> float:
    """Return the present value of amounts by month. Source: domain C.15."""
    return float((series * outcome.compiled.setting.discount[: series.shape[-1]]).sum())
