"""From pressure to responses and leads: saturation, calibration, synergy and lags (domain C.4–C.8)."""

import numpy as np

from cmoplanner.projection.carryover import Floats, Ints, corkscrew, decay_rate, stay_share

SUSTAINED_HALF_LIFE = 26.0
_LARGEST = 1e300  # keeps a steep curve far above its reference from overflowing
_SMALLEST = 1e-300


def hill(pressure: Floats, reference: Floats, unit_cost: Floats, sigma: Floats, slope: Floats) -> Floats:
    """Return responses per month at a pressure; exactly reference/unit_cost at the reference. Source: domain C.4.

    H = V·P^s/(K^s+P^s) with V = X0/(u·σ), K = X0·((1−σ)/σ)^(1/s), written as (X0/u)·p^s/(1−σ+σ·p^s),
    p = P/X0, which also holds at σ = 0 and 1. Without unit cost or reference nothing is known: no responses.
    """
    known = (np.asarray(unit_cost) > 0) & (np.asarray(reference) > 0)
    x0 = np.where(known, reference, 1.0)
    level = np.where(known, x0 / np.where(known, unit_cost, 1.0), 0.0)
    multiple = np.maximum(pressure, 0.0) / x0
    power = multiple if np.all(slope == 1) else _power(multiple, slope)
    # the smallest number keeps 0/0 at no pressure from being undefined
    curve = level * (power / (1 - sigma + sigma * power + _SMALLEST))
    return np.asarray(np.where(np.asarray(pressure) > 0, curve, 0.0))


def _power(multiple: Floats, slope: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.asarray(np.minimum(multiple**slope, _LARGEST))


def maximum(reference: float, unit_cost: float, sigma: float) -> float:
    """Return V, the most responses per month the curve can reach. Source: domain C.4."""
    return reference / (unit_cost * sigma)


def half_point(reference: float, sigma: float, slope: float) -> float:
    """Return K, the money per month at half of the maximum. Source: domain C.4."""
    return float(reference * ((1 - sigma) / sigma) ** (1 / slope))


def pressure_weighted_mean(pressure: Floats) -> Floats:
    """Return the reference spend that a plan's pressure calibrates, Σ P² / Σ P by row. Source: domain C.4."""
    total = pressure.sum(axis=-1)
    return np.asarray(np.divide((pressure**2).sum(axis=-1), total, out=np.zeros_like(total), where=total > 0))


def sustained(days: Ints) -> Floats:
    """Return the matrix that turns monthly responses into their 26-week after-effect. Source: domain C.5."""
    horizon = len(days)
    rate = decay_rate(np.full(horizon, SUSTAINED_HALF_LIFE))
    stay = stay_share(rate, days, np.zeros_like(days))
    return corkscrew(np.eye(horizon), np.broadcast_to(stay, (horizon, horizon)), rate, days)[1]


def synergy(total: Floats, squares: Floats, strength: Floats) -> Floats:
    """Return M = 1 + κ·integration·(1 − Σ p²) from a campaign's leads and their squares by channel.

    `strength` is κ·integration. Source: domain C.7.
    """
    concentration = (squares + _SMALLEST) / (total**2 + _SMALLEST)  # 1 without leads
    return np.asarray(1 + strength * np.maximum(0.0, 1 - concentration))


def lag_weights(lag: float) -> tuple[tuple[int, float], ...]:
    """Return the months and weights a lag is split into: 1−frac at ⌊τ⌋, frac at ⌊τ⌋+1. Source: domain C.8."""
    whole = int(lag)
    fraction = lag - whole
    return ((whole, 1 - fraction), (whole + 1, fraction)) if fraction else ((whole, 1.0),)


def lagged(series: Floats, lag: float) -> Floats:
    """Return a series of months later by `lag` months. Source: domain C.8."""
    if lag == 0:
        return series
    horizon = series.shape[-1]
    out = np.zeros_like(series)
    for months, weight in lag_weights(lag):
        if months < horizon:
            out[..., months:] += weight * series[..., : horizon - months]
    return out


def lagged_back(value: Floats, lag: float) -> Floats:
    """Return what a unit now is worth by the value of what it becomes `lag` months later (transpose of `lagged`)."""
    if lag == 0:
        return value
    horizon = value.shape[-1]
    out = np.zeros_like(value)
    for months, weight in lag_weights(lag):
        if months < horizon:
            out[..., : horizon - months] += weight * value[..., months:]
    return out
