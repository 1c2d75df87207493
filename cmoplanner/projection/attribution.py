"""What each activity is responsible for: shares that add up to what the plan brings (domain C.17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Block, Compiled, CompiledCell
from cmoplanner.projection.model import project_cell
from cmoplanner.projection.outcome import CellOutcome, Line, Outcome
from cmoplanner.projection.rates import Rates, staying
from cmoplanner.projection.response import lagged_back


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """What is shared out: revenue or gross margin; `weights` is what each month of it counts."""

    line: Literal[Line.REVENUE, Line.MARGIN]
    weights: Floats


def present_margin(compiled: Compiled) -> Measure:
    """Return the measure of C.17: the present value of gross margin over the horizon."""
    return Measure(Line.MARGIN, weights=compiled.setting.discount)


def year_revenue(compiled: Compiled) -> Measure:
    """Return the revenue of the fiscal year as measure."""
    return Measure(Line.REVENUE, weights=(np.arange(compiled.horizon) < MONTHS_A_YEAR).astype(float))


@dataclass(frozen=True, slots=True)
class Share:
    """What one activity brings in one market cell through media and through retention."""

    activity_id: str
    cell_id: str
    media: float
    retention: float

    @property
    def value(self) -> float:
        """Both together."""
        return self.media + self.retention


@dataclass(frozen=True, eq=False)
class Attribution:
    """The incremental total in three blocks, and the shares of media and retention; the levers' block by cell.

    The blocks add up to the total, and the shares to media and retention.
    """

    compiled: Compiled
    shares: tuple[Share, ...]
    levers_by_cell: dict[str, float]
    media: float
    levers: float
    retention: float

    @property
    def total(self) -> float:
        """Everything the plan adds."""
        return self.media + self.levers + self.retention

    @cached_property
    def by_activity(self) -> dict[str, float]:
        """Media and retention by activity, in the plan's order."""
        totals = self._by(lambda share: share.activity_id)
        return dict(sorted(totals.items(), key=lambda item: self.compiled.terms[item[0]].position))

    def by_channel(self) -> dict[str | None, float]:
        """Media and retention by channel."""
        return self._by_activity(lambda activity: activity.channel_id)

    def by_campaign(self) -> dict[str | None, float]:
        """Media and retention by campaign; None is what belongs to no campaign."""
        return self._by_activity(lambda activity: activity.campaign_id)

    def by_stage(self) -> dict[str | None, float]:
        """Media and retention by journey stage."""
        return self._by_activity(lambda activity: activity.stage_id)

    def by_partner(self) -> dict[str | None, float]:
        """Media and retention by partner; None is what we do alone."""
        return self._by_activity(lambda activity: activity.partner_id)

    def by_region(self) -> dict[str | None, float]:
        """Media and retention by region; None is what names none."""
        return self._by_activity(lambda activity: activity.region or None)

    def by_cell(self) -> dict[str, float]:
        """Media, levers and retention by market cell."""
        totals = self._by(lambda share: share.cell_id)
        return {key: totals.get(key, 0.0) + levers for key, levers in self.levers_by_cell.items()}

    def by_segment(self) -> dict[str, float]:
        """Media, levers and retention by segment."""
        return self._by_cell(lambda cell: cell.cell.segment_id)

    def by_offering(self) -> dict[str, float]:
        """Media, levers and retention by offering."""
        return self._by_cell(lambda cell: cell.cell.offering_id)

    def _by_activity(self, key: Callable[[Activity], str | None]) -> dict[str | None, float]:
        totals: dict[str | None, float] = {}
        for activity_id, value in self.by_activity.items():
            name = key(self.compiled.terms[activity_id].activity)
            totals[name] = totals.get(name, 0.0) + value
        return totals

    def _by_cell(self, key: Callable[[CompiledCell], str]) -> dict[str, float]:
        totals: dict[str, float] = {}
        values = self.by_cell()
        for cell in self.compiled.cells:
            totals[key(cell)] = totals.get(key(cell), 0.0) + values[cell.cell.id]
        return totals

    def _by(self, key: Callable[[Share], str]) -> dict[str, float]:
        totals: dict[str, float] = {}
        for share in self.shares:
            totals[key(share)] = totals.get(key(share), 0.0) + share.value
        return totals


def attribute(compiled: Compiled, outcome: Outcome, measure: Measure | None = None) -> Attribution:
    """Share out what the plan adds: media, then levers, then retention. Source: domain C.17."""
    measure = measure or present_margin(compiled)
    shares: list[Share] = []
    levers: dict[str, float] = {}
    media = retention = 0.0
    for i, cell in enumerate(compiled.cells):
        parts = _Blocks.of(cell, outcome, i, measure)
        levers[cell.cell.id] = parts.levers
        media += parts.media
        retention += parts.retention
        shares += _shares(cell, parts, measure)
    return Attribution(compiled, tuple(shares), levers, media, sum(levers.values()), retention)


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """What media, levers and retention add in one cell, and the run of media alone."""

    run: CellOutcome
    media: float
    levers: float
    retention: float

    @classmethod
    def of(cls, cell: CompiledCell, outcome: Outcome, i: int, measure: Measure) -> _Blocks:
        full = outcome.cells[i]
        with_levers = project_cell(cell, cell.rates, retention=False) if cell.retain.streams else full
        media = with_levers if cell.rates is cell.plain else project_cell(cell, cell.plain, retention=False)
        value = [
            float((lines[measure.line] * measure.weights).sum())
            for lines in (outcome.baseline[i], media.lines, with_levers.lines, full.lines)
        ]
        return cls(media, value[1] - value[0], value[2] - value[1], value[3] - value[2])


def _shares(cell: CompiledCell, parts: _Blocks, measure: Measure) -> list[Share]:
    deal = deal_value(cell, cell.plain, measure)
    response = response_value(cell, cell.plain, parts.run, deal)
    values = _of_media(cell, parts.run, response)
    values += [(key, 0.0, value) for key, value in _of_retention(cell.retain, parts.retention)]
    return [Share(key, cell.cell.id, media, retention) for key, media, retention in values]


def deal_value(cell: CompiledCell, rates: Rates, measure: Measure) -> Floats:
    """Return what a customer won in each month counts in the measure, with all referrals that follow from it.

    No retention effect. The pool of C.12 and C.13 is linear, so this is its recursion run backwards.
    """
    weights = measure.weights * (cell.cell.gross_margin if measure.line is Line.MARGIN else 1.0)
    horizon = len(weights)
    months = max(1, cell.cell.fov_recognition_months)
    running = np.concatenate((np.zeros(1), np.cumsum(weights)))
    ends = np.minimum(np.arange(horizon) + months, horizon)
    first = rates.first * (running[ends] - running[:horizon]) / months
    stay = staying(rates.churn_new, np.zeros(horizon))
    earned = (stay * rates.arpa * weights).tolist()
    referral = cell.cell.referral_year / 12
    value = [0.0] * horizon
    customer = 0.0  # one in the pool at the end of the month before
    for t in range(horizon - 1, -1, -1):
        value[t] = first[t] + customer
        customer = earned[t] + referral * first[t] + (float(stay[t]) + referral) * customer
    return np.array(value)


def response_value(cell: CompiledCell, rates: Rates, run: CellOutcome, deal: Floats) -> Floats:
    """Return what a response of each group and month counts, down the funnel with its synergy and ceiling."""
    value = np.broadcast_to(deal * run.ceiling, (cell.groups, len(deal)))
    if cell.cell.sales_model != "direct":
        value = lagged_back(value * rates.deal[cell.channel], cell.cell.lag_offer_deal)
        value = lagged_back(value * rates.offer[cell.channel], cell.cell.lag_lead_offer)
    return value * run.flow.factor[cell.campaign] * rates.lead[cell.channel]


def _of_media(cell: CompiledCell, run: CellOutcome, response: Floats) -> list[tuple[str, float, float]]:
    if not cell.groups:
        return []
    direct = response
    if cell.curves.sustained is not None:
        direct = response + (cell.curves.long_term[cell.channel] - 1) * (response @ cell.curves.sustained.T)
    values = _summed(cell.curve, run.flow.ratio[cell.channel] * direct) + _summed(cell.planned, response)
    return [(key, value, 0.0) for key, value in values]


def _summed(block: Block, value: Floats) -> list[tuple[str, float]]:
    totals = (block.series * value[block.group]).sum(axis=1).tolist()
    return [(stream.activity_id, total) for stream, total in zip(block.streams, totals, strict=True)]


def _of_retention(block: Block, gain: float) -> list[tuple[str, float]]:
    """Split the retention block of a cell by retention pressure over the horizon."""
    pressure = block.series.sum(axis=1)
    total = pressure.sum()
    values = (gain * pressure / total if total > 0 else pressure).tolist()
    return [(stream.activity_id, value) for stream, value in zip(block.streams, values, strict=True)]
