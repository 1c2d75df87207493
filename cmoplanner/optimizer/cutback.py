"""What the plan loses if all of a part's money is cut by a share, with the curves as they are (C.17, last-in)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import net_spend
from cmoplanner.projection.compile import scaled
from cmoplanner.projection.model import project_cell
from cmoplanner.projection.outcome import Line, Outcome, present_value
from cmoplanner.projection.uncertainty import Report


@dataclass(frozen=True, slots=True)
class Loss:
    """What less money saves and costs, in currency units: the saved net cost of the year, the revenue of the year and
    the present value of margin over the horizon that are missing then.
    """

    saved: float
    revenue: float
    margin: float

    @property
    def net(self) -> float:
        """What is left of the saving over the horizon; negative where the cut costs more than it saves."""
        return self.saved - self.margin


def cutbacks(
    outcome: Outcome, shares: Sequence[float], report: Report | None = None
) -> Mapping[str | None, list[Loss]]:
    """Return the losses by channel for each share (0…1), and under None those of cutting every activity alike.

    Whatever works on market cells is cut in them; what does not is saved only. What `report` raises ends it.
    """
    ids = [*outcome.compiled.setting.channel_ids, None]
    found: dict[str | None, list[Loss]] = {}
    for number, channel in enumerate(ids):
        if report:
            report(number / len(ids))
        cost = _cost(outcome, channel)
        if cost:
            found[channel] = [_loss(outcome, channel, share, cost) for share in shares]
    if report:
        report(1.0)
    return found


def _cost(outcome: Outcome, channel: str | None) -> float:
    plan = outcome.compiled.plan
    minor = sum(
        net_spend(one)
        for one in plan.activities.values()
        if not one.cancelled and (channel is None or one.channel_id == channel)
    )
    return float(minor / 10**plan.header.currency_decimals)


def _loss(outcome: Outcome, channel: str | None, share: float, cost: float) -> Loss:
    compiled = outcome.compiled
    revenue = margin = 0.0
    for i, cell in enumerate(compiled.cells):
        factors = [
            np.array([1 - share if _belongs(outcome, stream.activity_id, channel) else 1.0 for stream in block.streams])
            for block in (cell.curve, cell.retain, cell.planned)
        ]
        if all((one == 1).all() for one in factors):
            continue
        less = outcome.lines[i] - project_cell(scaled(cell, *factors), cell.rates).lines
        revenue += float(less[Line.REVENUE, :MONTHS_A_YEAR].sum())
        margin += present_value(outcome, less[Line.MARGIN])
    return Loss(share * cost, revenue, margin)


def _belongs(outcome: Outcome, activity_id: str, channel: str | None) -> bool:
    return channel is None or outcome.compiled.terms[activity_id].activity.channel_id == channel
