"""The response curve of a channel fitted to months of spend and responses, with a band of the curve (domain C.16)."""

from dataclasses import dataclass
from functools import cached_property
from math import expm1, sqrt
from statistics import NormalDist

import numpy as np

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext
from cmoplanner.projection.carryover import Floats, Ints, corkscrew, decay_rate, delayed, stay_share
from cmoplanner.projection.channel_curve import ChannelCurve, log_share

HALF_LIVES = np.geomspace(0.3, 26.0, 48)
SLOPES = np.array([1.0, 1.1, 1.2, 1.3, 1.4, 1.5])
HALVES = np.geomspace(0.2, 5.0, 33)
"""Half points, as multiples of the mean spend."""

FEWEST = 6
"""Months with both figures below which nothing is fitted."""

_PARAMETERS = 4
_HOLD_OUT, _ENOUGH_TO_HOLD_OUT, _BLOCK = 6, 18, 3
_LEAST_ERROR = 0.01  # no measurement is better than one percent
_MEAN_MONTH = 365.2425 / 12
BAND = 0.8
"""What the band means: in eight of ten histories like this one the true curve is inside at a given spend."""


class NotFitted(CmoPlannerError):
    """A history from which no curve can be made."""


@dataclass(frozen=True, eq=False)
class ChannelHistory:
    """One channel's consecutive months ("2026-04"): lengths in days, spend in currency units, responses.

    Spend is never missing; responses are NaN in months that are left out. `delay` is the channel's, in months; `rows`
    are the lines of the file, one a month, 0 where there is none.
    """

    channel_id: str
    months: tuple[str, ...]
    days: Ints
    spend: Floats
    responses: Floats
    delay: int = 0
    rows: tuple[int, ...] = ()

    @cached_property
    def used(self) -> Ints:
        """The places of the months that are fitted: with responses, and after the delay."""
        known = np.isfinite(self.responses) & (self.responses > 0)
        return np.flatnonzero(known & (np.arange(len(self.months)) >= self.delay))

    @property
    def mean_spend(self) -> float:
        """The mean spend of all months."""
        return float(self.spend.mean())

    @property
    def variation(self) -> float:
        """Standard deviation of the months' spend ÷ their mean."""
        return float(self.spend.std() / self.mean_spend) if self.mean_spend > 0 else 0.0


@dataclass(frozen=True, eq=False)
class Plausible:
    """Every curve of the grid that the history does not speak against; `slack` is how far each may move as a whole.

    Arrays have one value a curve; `log_most` is ln V. Source: domain C.16 (profile likelihood).
    """

    log_most: Floats
    log_half: Floats
    slope: Floats
    half_life: Floats
    slack: Floats

    def logs_at(self, spend: Floats) -> tuple[Floats, Floats]:
        """Return the lowest and the highest ln R of all these curves at spends above zero."""
        log_spend = np.log(np.asarray(spend, dtype=float))[:, None]
        logs = self.log_most + log_share(log_spend, self.log_half, self.slope)
        return (logs - self.slack).min(axis=1), (logs + self.slack).max(axis=1)


@dataclass(frozen=True, slots=True)
class HoldOut:
    """How well months are predicted that the fit did not see: root mean square of ln(y/ŷ), and that of a mean month."""

    error: float
    of_mean: float
    months: int

    @property
    def percent(self) -> float:
        """The error as a share: 0.1 is ten percent off."""
        return expm1(self.error)


@dataclass(frozen=True, eq=False)
class Fit:
    """The best curve of a history with its band, errors, and what the months say about it.

    `error` is the RMSE of ln(y/ŷ), `r_squared` the share of the variation of ln y that the curve explains.
    `ran_before` is whether the history reads best if the channel had its mean spend before the first month.
    """

    history: ChannelHistory
    curve: ChannelCurve
    ran_before: bool
    error: float
    r_squared: float
    residuals: Floats
    follow: float
    plausible: Plausible
    hold_out: HoldOut

    @property
    def months(self) -> int:
        """How many months the fit rests on."""
        return len(self.history.used)

    def band(self, spend: Floats) -> tuple[Floats, Floats]:
        """Return responses a month that are low (one in ten is lower) and high at spends above zero."""
        low, high = self.plausible.logs_at(spend)
        return np.exp(low), np.exp(high)


@dataclass(frozen=True, eq=False)
class _Grid:
    """ln of the curve's shape in every used month, for every curve of the grid (curves × months)."""

    shape: Floats
    log_half: Floats
    slope: Floats
    half_life: Floats
    before: Floats


def _few(months: int) -> str:
    if not months:
        return _("No month has both spend and responses.")
    return ngettext(
        "There is only {n} month with both spend and responses.",
        "There are only {n} months with both spend and responses.",
        months,
    ).format(n=months)


def fit_history(history: ChannelHistory) -> Fit:
    """Return the curve with the least RMSE of ln(y/ŷ), and all that are plausible. Raises NotFitted.

    Grid: half-life 0.3–26 weeks, slope 1, 1.2, 1.5 and between, half point 0.2–5 × the mean spend, and whether the
    channel ran before; the maximum V is that of least squares of ln(y/ŷ) for each. Source: domain C.16.
    """
    used = history.used
    if len(used) < FEWEST or history.mean_spend <= 0:
        raise NotFitted(
            _few(len(used) if history.mean_spend > 0 else 0),
            _("Twelve months or more are needed for a curve. Until then answer the four questions, or use a preset."),
        )
    grid = _grid(history)
    log_y = np.log(history.responses[used])
    offsets = log_y - grid.shape
    log_most = offsets.mean(axis=1)
    squares = ((offsets - log_most[:, None]) ** 2).sum(axis=1)
    best = int(np.argmin(squares))
    curve = ChannelCurve(
        float(np.exp(log_most[best])),
        float(np.exp(grid.log_half[best])),
        float(grid.slope[best]),
        float(grid.half_life[best]),
    )
    residuals = offsets[best] - log_most[best]
    follow = _follow(residuals)
    spread = float(((log_y - log_y.mean()) ** 2).sum())
    return Fit(
        history,
        curve,
        bool(grid.before[best]),
        sqrt(squares[best] / len(used)),
        1 - float(squares[best]) / spread if spread > 0 else 0.0,
        residuals,
        follow,
        _plausible(grid, log_most, squares, len(used), follow),
        _hold_out(offsets, log_y),
    )


def pressures(history: ChannelHistory, half_lives: Floats) -> Floats:
    """Return what is felt of the spend: before (no, yes) × half-lives × months. Source: domain C.2.

    Money counts as spread over all days of its month. A channel that ran before starts with the stock that its mean
    spend had built up.
    """
    rate = decay_rate(half_lives)
    rows, months = len(rate), len(history.days)
    stay = stay_share(rate[:, None], history.days[None, :], np.zeros((1, months), dtype=np.int64))
    spend = np.broadcast_to(history.spend, (rows, months))
    _closing, fresh = corkscrew(spend, stay, rate, history.days)
    # the stock that a steady daily spend neither adds to nor takes from: what arrives ÷ what leaves of it in a day
    built = history.mean_spend / _MEAN_MONTH * np.exp(-rate / 2) / -np.expm1(-rate)
    decay = np.exp(-rate[:, None] * np.concatenate(([0], np.cumsum(history.days)))[None, :])
    settled = fresh + built[:, None] * (decay[:, :-1] - decay[:, 1:])
    return delayed(np.stack((fresh, settled)), history.delay)


def _grid(history: ChannelHistory) -> _Grid:
    felt = pressures(history, HALF_LIVES)[:, :, history.used]
    log_half = np.log(HALVES * history.mean_spend)
    with np.errstate(divide="ignore"):
        log_felt = np.log(felt)
    # nothing felt: a curve far below any response, so that it is never the best
    log_felt = np.maximum(log_felt, np.log(history.mean_spend) - 300.0)
    sizes = (2, len(HALF_LIVES), len(HALVES), len(SLOPES))
    shape = log_share(log_felt[:, :, None, None, :], log_half[:, None, None], SLOPES[:, None])
    before, half_life, half, slope = np.meshgrid([0.0, 1.0], HALF_LIVES, log_half, SLOPES, indexing="ij")
    return _Grid(shape.reshape(int(np.prod(sizes)), -1), half.ravel(), slope.ravel(), half_life.ravel(), before.ravel())


def _plausible(grid: _Grid, log_most: Floats, squares: Floats, months: int, follow: float) -> Plausible:
    """Return the curves within the likelihood bound: RSS ≤ RSS_min·(1 + t²/(n−4)), t Student's at 90 %.

    Errors that follow each other count as fewer months: n·(1−ρ)/(1+ρ).
    """
    worth = months * (1 - follow) / (1 + follow)
    freedom = max(2.0, worth - _PARAMETERS)
    least = max(float(squares.min()), months * _LEAST_ERROR**2)
    bound = least * (1 + student(BAND, freedom) ** 2 / freedom)
    inside = squares <= bound
    slack = np.sqrt((bound - squares[inside]) / months)
    return Plausible(log_most[inside], grid.log_half[inside], grid.slope[inside], grid.half_life[inside], slack)


def _hold_out(offsets: Floats, log_y: Floats) -> HoldOut:
    """Return the error in the last six months, or where there are few in each block of three, by fits without them."""
    months = len(log_y)
    if months >= _ENOUGH_TO_HOLD_OUT:
        blocks = [np.arange(months - _HOLD_OUT, months)]
    else:
        blocks = [np.arange(start, min(start + _BLOCK, months)) for start in range(0, months, _BLOCK)]
    misses, of_mean = [], []
    for block in blocks:
        seen = np.delete(np.arange(months), block)
        part = offsets[:, seen]
        level = part.mean(axis=1)
        best = int(np.argmin(((part - level[:, None]) ** 2).sum(axis=1)))
        misses.append(offsets[best, block] - level[best])
        of_mean.append(log_y[block] - log_y[seen].mean())
    return HoldOut(_root_mean_square(misses), _root_mean_square(of_mean), sum(len(block) for block in blocks))


def _root_mean_square(parts: list[Floats]) -> float:
    return float(np.sqrt((np.concatenate(parts) ** 2).mean()))


def _follow(residuals: Floats) -> float:
    """Return how much each month's error follows the one before, 0 where that may be chance."""
    total = float((residuals**2).sum())
    if total <= 0:
        return 0.0
    found = float((residuals[1:] * residuals[:-1]).sum()) / total
    chance = NormalDist().inv_cdf(0.95) / sqrt(len(residuals))
    return min(found, 0.8) if found > chance else 0.0


def student(share: float, freedom: float) -> float:
    """Return Student's t that holds a middle share, for two degrees of freedom or more (error below 0.5 %).

    Cornish–Fisher expansion to the third order (Abramowitz & Stegun 26.7.5).
    """
    z = NormalDist().inv_cdf((1 + share) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
