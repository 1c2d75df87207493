"""A thin history drawn towards what was believed before: two response curves blended by their logarithms (C.16)."""

from dataclasses import dataclass
from math import exp, log

import numpy as np

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.channel_curve import ChannelCurve, log_share

PRIOR_MONTHS = 12
"""What was believed before counts as much as so many months."""

_LEAST_HALF_LIFE = 0.05  # weeks: no carry-over at all, for the logarithm
_SPENDS = np.geomspace(0.25, 2.5, 24)
_SLOPES, _HALVES = 21, 121


@dataclass(frozen=True, slots=True)
class Prior:
    """What was believed before: a curve, and its band as factors of its responses (0.7, 1.4)."""

    curve: ChannelCurve
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Blend:
    """A fitted curve drawn towards a prior: `weight` is the fit's, `miss` the largest distance of ln R to the exact
    blend between a quarter and two and a half times the reference spend.
    """

    curve: ChannelCurve
    weight: float
    miss: float


def weight_of(months: int) -> float:
    """Return how much of the fit counts: n/(n+12). Source: domain C.16."""
    return months / (months + PRIOR_MONTHS)


def blended_logs(fit: Floats, prior: Floats, weight: float) -> Floats:
    """Return w·ln R_fit + (1−w)·ln R_prior, at each spend by itself: it always lies between the two curves."""
    return np.asarray(weight * fit + (1 - weight) * prior)


def blended(fit: ChannelCurve, prior: ChannelCurve, weight: float, reference: float) -> Blend:
    """Return the Hill curve closest to the blend of two by their logarithms; exact at the reference spend.

    Only V is given by the level at the reference; K and slope are the least squares of ln R over spends around it.
    The half-life is blended by its logarithm.
    """
    spends = _SPENDS * reference
    here = np.array([reference])
    level = float(blended_logs(fit.log_at(here), prior.log_at(here), weight)[0])
    wanted = blended_logs(fit.log_at(spends), prior.log_at(spends), weight)
    ends = sorted((fit.slope, prior.slope))
    slopes = np.linspace(ends[0], ends[1], _SLOPES if ends[0] < ends[1] else 1)[:, None, None]
    halves = np.linspace(log(min(fit.half, prior.half) / 3), log(max(fit.half, prior.half) * 3), _HALVES)[:, None]
    shapes = log_share(np.log(spends), halves, slopes) - log_share(np.log(here), halves, slopes)
    misses = level + shapes - wanted
    best = np.unravel_index(int(np.argmin((misses**2).sum(axis=-1))), misses.shape[:-1])
    slope, half = float(slopes[best[0], 0, 0]), float(halves[best[1], 0])
    most = level - float(log_share(np.log(here), half, slope)[0])
    lives = [log(max(curve.half_life, _LEAST_HALF_LIFE)) for curve in (fit, prior)]
    half_life = exp(weight * lives[0] + (1 - weight) * lives[1])
    curve = ChannelCurve(exp(most), exp(half), slope, half_life if half_life > _LEAST_HALF_LIFE else 0.0)
    return Blend(curve, weight, float(np.abs(misses[best]).max()))
