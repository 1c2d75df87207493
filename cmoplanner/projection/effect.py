"""What one activity brings month by month: its share of what the plan adds, spread over time (domain C.17)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.model import project_cell, recognised
from cmoplanner.projection.outcome import CellOutcome, Line, Outcome
from cmoplanner.projection.rates import staying
from cmoplanner.projection.response import lagged


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """Revenue and gross margin that an activity is responsible for, by month of the horizon, in currency units.

    `retention` is the part of the revenue that retention brings.
    """

    revenue: Floats
    margin: Floats
    retention: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _CellRuns:
    """A cell with media alone, and what retention adds to its revenue by month."""

    media: CellOutcome
    retention: Floats


class EffectBook:
    """The effects of one outcome's activities, worked out when asked for.

    An activity's part of the responses goes down the funnel with the synergy and the ceiling that the whole plan has.
    So the months of an effect, weighed as a measure weighs them, add up to the activity's share in that measure, and
    the effects of all activities to what media and retention add. Retention is one block that is shared out by money,
    whenever that is spent: a part of it has months before the activity begins. Source: domain C.17.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._runs: dict[int, _CellRuns] = {}
        self._effects: dict[str, Effect] = {}

    def of(self, activity_id: str) -> Effect:
        """Return the effect of an activity; one that brings nothing has zeros."""
        known = self._effects.get(activity_id)
        if known is None:
            known = self._effects[activity_id] = self._worked_out(activity_id)
        return known

    def _worked_out(self, activity_id: str) -> Effect:
        compiled = self.outcome.compiled
        revenue, margin, kept = (np.zeros(compiled.horizon) for _line in range(3))
        for i, cell in enumerate(compiled.cells):
            if not any(activity_id in block.rows for block in (cell.curve, cell.planned, cell.retain)):
                continue
            retention = self._of_retention(cell, i, activity_id)
            brought = self._of_media(cell, i, activity_id) + retention
            revenue += brought
            kept += retention
            margin += brought * cell.cell.gross_margin
        return Effect(revenue, margin, kept)

    def _cell(self, i: int) -> _CellRuns:
        known = self._runs.get(i)
        if known is None:
            cell, full = self.outcome.compiled.cells[i], self.outcome.cells[i]
            levers = project_cell(cell, cell.rates, retention=False) if cell.retain.streams else full
            media = levers if cell.rates is cell.plain else project_cell(cell, cell.plain, retention=False)
            known = self._runs[i] = _CellRuns(media, full.lines[Line.REVENUE] - levers.lines[Line.REVENUE])
        return known

    def _of_media(self, cell: CompiledCell, i: int, activity_id: str) -> Floats:
        flow = self._cell(i).media.flow if cell.groups else None
        deals = np.zeros(self.outcome.compiled.horizon)
        if flow is None:
            return deals
        for row in cell.curve.rows.get(activity_id, ()):
            group = int(cell.curve.group[row])
            responses = cell.curve.series[row] * flow.ratio[cell.channel[group]]
            if cell.curves.sustained is not None:
                more = np.ravel(cell.curves.long_term[cell.channel[group]]) - 1
                responses = responses + more * (responses @ cell.curves.sustained)
            deals = deals + self._deals(cell, i, group, responses)
        for row in cell.planned.rows.get(activity_id, ()):
            deals = deals + self._deals(cell, i, int(cell.planned.group[row]), cell.planned.series[row])
        return _revenue(cell, deals * self._cell(i).media.ceiling)

    def _deals(self, cell: CompiledCell, i: int, group: int, responses: Floats) -> Floats:
        """Return the deals of a group's responses, before the ceiling. Source: domain C.6–C.8."""
        rates, channel = cell.plain, cell.channel[group]
        factor = self._cell(i).media.flow.factor[cell.campaign[group]]
        leads = responses * np.ravel(rates.lead[channel]) * factor
        if cell.cell.sales_model == "direct":
            return np.asarray(leads)
        offers = lagged(leads, cell.cell.lag_lead_offer) * np.ravel(rates.offer[channel])
        return np.asarray(lagged(offers, cell.cell.lag_offer_deal) * np.ravel(rates.deal[channel]))

    def _of_retention(self, cell: CompiledCell, i: int, activity_id: str) -> Floats:
        """Return the activity's part of what retention adds, by its pressure over the horizon. Source: domain C.17."""
        rows = list(cell.retain.rows.get(activity_id, ()))
        whole = float(cell.retain.series.sum())
        part = float(cell.retain.series[rows].sum()) / whole if rows and whole > 0 else 0.0
        return self._cell(i).retention * part


def _revenue(cell: CompiledCell, won: Floats) -> Floats:
    """Return the revenue of customers won, with the referrals that follow from them. Source: domain C.12–C.13."""
    rates = cell.plain
    stay = staying(rates.churn_new, np.zeros(len(won))).tolist()
    referral = cell.cell.referral_year / 12
    pool, new, stayed = 0.0, list[float](), list[float]()
    for t, deals in enumerate(won.tolist()):
        new.append(deals + referral * pool)
        pool *= stay[t]
        stayed.append(pool)
        pool += new[-1]
    first = np.asarray(rates.first) * np.array(new)
    return np.asarray(rates.arpa * np.array(stayed) + recognised(first, cell.cell.fov_recognition_months))
