"""The response curve of a whole channel in money: responses by spend per month, and its place in the plan (C.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import numpy as np

from cmoplanner.model.plan import Channel, Plan
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Compiled, compile_plan
from cmoplanner.projection.response import hill

_SMALLEST, _LARGEST = 0.001, 0.999  # limits of sigma in the plan
_MORE = 2.0  # times the money at which a channel's curve and that of its lanes agree
_FAR = 14.0  # ln: how far from the usual spend a half point is looked for


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


@dataclass(frozen=True, slots=True)
class Placed:
    """A curve as the plan keeps it on a channel: its lanes have these parameters at their own reference spends."""

    unit_cost: float
    sigma: float
    slope: float
    half_life: float

    @property
    def elasticity(self) -> float:
        """e = s·(1−σ): by how many percent responses grow if spend grows by one. Source: domain C.4."""
        return self.slope * (1 - self.sigma)


def log_share(log_spend: Floats, log_half: Floats | float, slope: Floats | float) -> Floats:
    """Return ln(x^s/(K^s + x^s)) = −ln(1 + (K/x)^s), which neither under- nor overflows."""
    return np.asarray(-np.logaddexp(0.0, slope * (np.asarray(log_half) - log_spend)))


@dataclass(frozen=True, eq=False)
class ChannelUse:
    """How a plan uses a channel: the pressure of its lanes by month, and each lane's reference spend and fit.

    A curve of the whole channel and the parameters of its lanes say the same if the plan gets the same responses from
    both, as it stands and with twice the money. Where all lanes rise and fall together that is the same curve.
    """

    cells: tuple[str, ...]
    pressure: Floats
    reference: Floats
    fit: Floats
    stored: tuple[bool, ...]

    @cached_property
    def total(self) -> Floats:
        """What is felt of all lanes together, by month that has any."""
        total = self.pressure.sum(axis=0)
        return np.asarray(total[total > 0])

    @property
    def typical(self) -> float:
        """The channel's usual spend a month: the pressure-weighted mean Σ P²/Σ P of all its money. Source: C.4."""
        return float((self.total**2).sum() / self.total.sum())

    def placed(self, curve: ChannelCurve) -> Placed:
        """Return the channel's parameters with which its lanes bring what the curve of the channel says."""
        wanted = self._of_curve(curve.half, curve.slope)
        growth = wanted(_MORE) - wanted(1.0)

        def too_straight(sigma: float) -> bool:
            lanes = self._of_lanes(sigma, curve.slope)
            return lanes(_MORE) - lanes(1.0) > growth

        sigma = _bisected(too_straight, _SMALLEST, _LARGEST)
        level = self._of_lanes(sigma, curve.slope)(1.0) - wanted(1.0) - log(curve.most)
        return Placed(exp(level), sigma, curve.slope, curve.half_life)

    def curve(self, placed: Placed) -> ChannelCurve:
        """Return the curve of the whole channel that says what its lanes bring."""
        lanes = self._of_lanes(placed.sigma, placed.slope)
        growth = lanes(_MORE) - lanes(1.0)

        def too_bent(log_half: float) -> bool:
            found = self._of_curve(exp(log_half), placed.slope)
            return found(_MORE) - found(1.0) < growth

        around = log(self.typical)
        half = exp(_bisected(too_bent, around - _FAR, around + _FAR))
        most = lanes(1.0) - self._of_curve(half, placed.slope)(1.0) - log(placed.unit_cost)
        return ChannelCurve(exp(most), half, placed.slope, placed.half_life)

    def _of_curve(self, half: float, slope: float) -> Callable[[float], float]:
        """Return ln of the plan's responses by a channel curve with V = 1, at a multiple of its money."""
        return lambda times: log(float(np.exp(log_share(np.log(self.total * times), log(half), slope)).sum()))

    def _of_lanes(self, sigma: float, slope: float) -> Callable[[float], float]:
        """Return ln of the plan's responses by its lanes with a unit cost of 1, at a multiple of their money."""
        one, shape = np.array(1.0), (np.array(sigma), np.array(slope))
        reference, fit = self.reference[:, None], self.fit[:, None]
        return lambda times: log(float((fit * hill(self.pressure * times, reference, one, *shape)).sum()))


def _bisected(above: Callable[[float], bool], low: float, high: float) -> float:
    """Return where `above` turns from true to false, the nearer end where it does not turn."""
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if above(middle) else (low, middle)
    return (low + high) / 2


def use_of(plan: Plan, channel_id: str) -> ChannelUse | None:
    """Return how a plan uses a channel, None if none of its money works there by a curve."""
    return use_in(compile_plan(plan), channel_id)


def use_in(compiled: Compiled, channel_id: str) -> ChannelUse | None:
    """Return the same of a plan that is compiled already."""
    number = compiled.setting.channel_order.get(channel_id)
    found = []
    for cell in compiled.cells:
        if number is not None and number in {stream.channel for stream in cell.curve.streams}:
            row = cell.channels.index(number)
            pressure = cell.pressure_by_lane(cell.curve.by_group(cell.groups))[row]
            curves = cell.curves
            if pressure.sum() > 0 and curves.reference[row, 0] > 0 and curves.fit[row, 0] > 0:
                found.append(
                    (cell.cell.id, pressure, curves.reference[row, 0], curves.fit[row, 0], curves.stored[row, 0])
                )
    if not found:
        return None
    cells, pressure, reference, fit, stored = zip(*found, strict=True)
    return ChannelUse(
        cells, np.array(pressure), np.array(reference), np.array(fit), tuple(bool(value > 0) for value in stored)
    )


def single_use(spend: float) -> ChannelUse:
    """Return the use of a channel that spends the same each month on one lane."""
    return ChannelUse((), np.array([[spend]]), np.array([spend]), np.ones(1), ())


def placed_of(channel: Channel) -> Placed | None:
    """Return the parameters of a channel, None without a cost per response."""
    if channel.unit_cost <= 0:
        return None
    return Placed(channel.unit_cost, channel.sigma, channel.slope, channel.half_life_weeks)
