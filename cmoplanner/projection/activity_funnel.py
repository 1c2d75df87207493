"""The funnel of single activities: their part of what their campaign and channel bring in each market cell."""

from collections.abc import Collection

import numpy as np

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.outcome import CellOutcome, Funnel, Outcome


def funnel_of(outcome: Outcome, activity_ids: Collection[str]) -> Funnel:
    """Return responses, leads, offers and deals by month of these activities together.

    A response is the activity's pressure times the lane's responses per pressure (domain C.5). Leads, offers and
    deals of a group (campaign × channel) are split by its responses, with the month in which they come: the forward
    proportional rule of domain C.17, so the activities of a group add up to it.
    """
    total = np.zeros((4, outcome.compiled.horizon))
    wanted = frozenset(activity_ids)
    for cell, found in zip(outcome.compiled.cells, outcome.cells, strict=True):
        own, whole = _responses(cell, found, wanted)
        if not own.any():
            continue
        flow = found.flow
        leads = flow.leads if cell.cell.sales_model != "direct" else np.zeros_like(flow.leads)
        share = _share(own.sum(axis=1), whole.sum(axis=1))[:, None]
        now = _share(own, whole)
        total[0] += (flow.responses * now).sum(axis=0)
        total[1] += (leads * now).sum(axis=0)
        total[2] += (flow.offers * share).sum(axis=0)
        total[3] += (flow.deals * found.ceiling * share).sum(axis=0)
    return Funnel(*total)


def _responses(cell: CompiledCell, found: CellOutcome, wanted: frozenset[str]) -> tuple[Floats, Floats]:
    """Return the responses of the wanted activities and of all, by group and month, before any after-effect."""
    own = np.zeros((cell.groups, found.effect.shape[-1]))
    whole = np.zeros_like(own)
    for block, ratio in ((cell.curve, found.flow.ratio), (cell.planned, None)):
        for stream, series, group in zip(block.streams, block.series, block.group.tolist(), strict=True):
            responses = series if ratio is None else series * ratio[cell.channel[group]]
            whole[group] += responses
            if stream.activity_id in wanted:
                own[group] += responses
    return own, whole


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
