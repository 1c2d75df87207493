"""Carry-over: what is felt of an activity's money month by month, exact to the day (domain C.2)."""

from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def decay_rate(half_life_weeks: Floats) -> Floats:
    """Return k with 2^(-d/(7h)) = e^(-k·d) for d days; infinite for a half-life of zero. Source: domain C.2."""
    with np.errstate(divide="ignore"):
        return np.asarray(log(2) / (7 * np.asarray(half_life_weeks, dtype=float)), dtype=float)


def stay_share(rate: Floats, length: Ints, days_after: Ints) -> Floats:
    """Return g of runs of `length` days that end `days_after` days before the month does, in closed form.

    g = r^(n−u2+½)·(1−r^m)/(m·(1−r)), the mean of 2^(−(e−u+½)/(7h)) over the run. Source: domain C.2.
    """
    finite = np.isfinite(rate)
    k = np.where(finite, rate, 1.0)
    g = np.exp(-k * (days_after + 0.5)) * np.expm1(-k * length) / (length * np.expm1(-k))
    return np.where(finite, g, 0.0)


def stay_share_of_days(rate: Floats, days_before_end: Ints) -> Floats:
    """Return g of any set of days, each given as its distance from the month's last day. Source: domain C.2."""
    rate = np.asarray(rate, dtype=float)
    if not np.isfinite(rate):
        return np.zeros(())
    return np.asarray(np.exp(-rate * (np.asarray(days_before_end) + 0.5)).mean())


def month_decay(rate: Floats, days: Ints) -> Floats:
    """Return q: what a month of so many days leaves of an opening stock (rates × months). Source: domain C.2."""
    return np.exp(-np.asarray(rate)[..., None] * days)


def corkscrew(spend: Floats, stay: Floats, rate: Floats, days: Ints) -> tuple[Floats, Floats]:
    """Return closing stock and pressure by month: opening + spend − pressure = closing. Source: domain C.2.

    `spend` and `stay` are rows × months of the fiscal year, `days` has the length of each month of the
    horizon; `rate` has one value a row. Pressure is what is felt, before any delay.
    """
    months = spend.shape[1]
    decay = -np.asarray(rate)[:, None] * days
    kept, lost = np.exp(decay), -np.expm1(decay)
    fresh, felt = spend * stay, spend * (1 - stay)
    closing = np.zeros(decay.shape)
    stock = np.zeros(len(spend))
    for t in range(months):
        stock = stock * kept[:, t] + fresh[:, t]
        closing[:, t] = stock
    # after the last spend the stock only decays
    np.cumprod(kept[:, months:], axis=1, out=closing[:, months:])
    closing[:, months:] *= stock[:, None]
    pressure = np.zeros(decay.shape)
    pressure[:, 1:] = closing[:, :-1] * lost[:, 1:]
    pressure[:, :months] += felt
    return closing, pressure


def delayed(pressure: Floats, months: int) -> Floats:
    """Return the pressure `months` later, nothing before; the stock lines stay as they are. Source: domain C.2."""
    if months <= 0:
        return pressure
    shifted = np.zeros_like(pressure)
    shifted[..., months:] = pressure[..., : max(0, pressure.shape[-1] - months)]
    return shifted
