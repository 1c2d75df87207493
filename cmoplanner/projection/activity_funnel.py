"""The funnel of single activities: their part of what their campaign and channel bring in each market cell."""

from collections.abc import Collection

import numpy as np

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Block, CompiledCell
from cmoplanner.projection.outcome import CellOutcome, Funnel, Outcome
from cmoplanner.projection.response import lagged


def funnel_of(outcome: Outcome, activity_ids: Collection[str]) -> Funnel:
    """Return responses, leads, offers and deals by month of these activities together.

    A response is the activity's pressure times the lane's responses per pressure (domain C.5). From there on
    the funnel is linear once synergy and ceiling stand, so the activities of a plan add up to it (domain C.17).
    """
    total = np.zeros((4, outcome.compiled.horizon))
    wanted = frozenset(activity_ids)
    for cell, found in zip(outcome.compiled.cells, outcome.cells, strict=True):
        if any(one in block.rows for block in (cell.curve, cell.planned) for one in wanted):
            total += _of_cell(cell, found, wanted)
    return Funnel(*total)


def _of_cell(cell: CompiledCell, found: CellOutcome, wanted: frozenset[str]) -> Floats:
    flow, rates, market = found.flow, cell.rates, cell.cell
    responses = _own(cell.curve, cell, wanted) * flow.ratio[cell.channel]
    if cell.curves.sustained is not None:
        responses += (cell.curves.long_term[cell.channel] - 1) * (responses @ cell.curves.sustained)
    responses += _own(cell.planned, cell, wanted)
    leads = responses * rates.lead[cell.channel] * flow.factor[cell.campaign]
    if market.sales_model == "direct":
        rows = [responses, np.zeros_like(leads), np.zeros_like(leads), leads * found.ceiling]
    else:
        offers = lagged(leads, market.lag_lead_offer) * rates.offer[cell.channel]
        deals = lagged(offers, market.lag_offer_deal) * rates.deal[cell.channel]
        rows = [responses, leads, offers, deals * found.ceiling]
    return np.array([row.sum(axis=0) for row in rows])


def _own(block: Block, cell: CompiledCell, wanted: frozenset[str]) -> Floats:
    """Return the series of the wanted activities by group."""
    own = np.zeros((cell.groups, cell.rates.lead.shape[1]))
    for activity_id in sorted(wanted & block.rows.keys()):
        for row in block.rows[activity_id]:
            own[block.group[row]] += block.series[row]
    return own
