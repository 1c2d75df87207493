"""The response curve of a whole channel in money: responses by spend per month, and its place in the plan (C.4)."""

from dataclasses import dataclass
from math import log

import numpy as np

from cmoplanner.model.plan import Channel, Plan
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.response import half_point, maximum

_SMALLEST, _LARGEST = 0.001, 0.999  # limits of sigma in the plan


@dataclass(frozen=True, slots=True)
class ChannelCurve:
    """R(x) = V·x^s/(K^s + x^s): responses a month at a steady spend of x currency units a month. Source: domain C.4.

    `half_life` in weeks says how long the effect is carried over.
    """

    most: float
    half: float
    slope: float
    half_life: float

    def log_at(self, spend: Floats) -> Floats:
        """Return ln R at spends above zero."""
        return np.asarray(np.log(self.most) + log_share(np.log(spend), log(self.half), self.slope))

    def at(self, spend: Floats) -> Floats:
        """Return responses a month at spends; none without any."""
        spend = np.asarray(spend, dtype=float)
        known = spend > 0
        return np.where(known, np.exp(self.log_at(np.where(known, spend, 1.0))), 0.0)

    def next_unit(self, spend: float) -> float:
        """Return H'(x): what one more unit of money a month brings in responses. Source: domain C.4."""
        here = float(self.at(np.array(spend)))
        return here * self.slope * (1 - here / self.most) / spend if spend > 0 else 0.0

    def placed(self, reference: float, weight: float | None = None) -> "Placed":
        """Return the channel's parameters that give this curve at a reference spend a month.

        `weight` is Σ fit·X0 where lanes have a fit other than 1; it is the reference itself where they have not.
        """
        here = float(self.at(np.array(reference)))
        reached = min(max(here / self.most, _SMALLEST), _LARGEST)
        return Placed(reference, (reference if weight is None else weight) / here, reached, self.slope, self.half_life)


@dataclass(frozen=True, slots=True)
class Placed:
    """A curve as the plan keeps it: reference spend, cost per response there, share of the maximum reached, slope."""

    reference: float
    unit_cost: float
    sigma: float
    slope: float
    half_life: float

    def curve(self, weight: float | None = None) -> ChannelCurve:
        """Return the curve in money. Source: domain C.4."""
        factor = 1.0 if weight is None else weight / self.reference
        most = maximum(self.reference, self.unit_cost, self.sigma) * factor
        return ChannelCurve(most, half_point(self.reference, self.sigma, self.slope), self.slope, self.half_life)

    @property
    def elasticity(self) -> float:
        """e = s·(1−σ): by how many percent responses grow if spend grows by one. Source: domain C.4."""
        return self.slope * (1 - self.sigma)


def log_share(log_spend: Floats, log_half: Floats | float, slope: Floats | float) -> Floats:
    """Return ln(x^s/(K^s + x^s)) = −ln(1 + (K/x)^s), which neither under- nor overflows."""
    return np.asarray(-np.logaddexp(0.0, slope * (np.asarray(log_half) - log_spend)))


@dataclass(frozen=True, slots=True)
class LaneReference:
    """The reference spend of one lane in currency units a month, its fit, and whether the plan has it stored."""

    cell_id: str
    spend: float
    fit: float
    stored: bool


def lane_references(plan: Plan, channel_id: str) -> tuple[LaneReference, ...]:
    """Return the references that count for a channel: those of the market cells that its money reaches."""
    compiled = compile_plan(plan)
    if channel_id not in compiled.setting.channel_order:
        return ()
    number = compiled.setting.channel_order[channel_id]
    found = []
    for cell in compiled.cells:
        used = {stream.channel for stream in cell.curve.streams}
        if number in used:
            row = cell.channels.index(number)
            spend = float(cell.curves.reference[row, 0])
            stored = float(cell.curves.stored[row, 0]) > 0
            found.append(LaneReference(cell.cell.id, spend, float(cell.curves.fit[row, 0]), stored))
    return tuple(found)


def placed_of(channel: Channel, references: tuple[LaneReference, ...]) -> tuple[Placed, float] | None:
    """Return how a channel's curve stands in the plan, and Σ fit·X0; None if no money or no cost is known."""
    total = sum(lane.spend for lane in references)
    weight = sum(lane.spend * lane.fit for lane in references)
    if total <= 0 or weight <= 0 or channel.unit_cost <= 0:
        return None
    return Placed(total, channel.unit_cost, channel.sigma, channel.slope, channel.half_life_weeks), weight
