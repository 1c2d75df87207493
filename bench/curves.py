"""Fits curves to simulated histories of known truth: how often the band holds the truth, how far off the best curve is.

Beside it a control that must fail: the band of single parameters held at their best, as a straight regression of ln y
would give it. It is far too narrow, because the other parameters are not known either.
"""

import sys
import time
from math import exp, log, sqrt

import numpy as np

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.channel_curve import ChannelCurve
from cmoplanner.projection.history_fit import BAND, ChannelHistory, Fit, fit_history, pressures, student

HISTORIES = 200
MULTIPLES = np.array([0.5, 1.0, 1.5, 2.0])
_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 4)


def simulated(random: np.random.Generator, months: int, noise: float) -> tuple[ChannelHistory, ChannelCurve]:
    """Return a history of a random truth with lognormal errors; a third of them have months without money."""
    mean, uneven = 10 ** random.uniform(2.5, 5), random.uniform(0.3, 0.9)
    spend = mean * np.exp(random.normal(0, sqrt(log(1 + uneven**2)), months))
    if random.random() < 0.3:
        spend[random.random(months) < 0.25] = 0
    curve = ChannelCurve(
        10 ** random.uniform(2, 4),
        mean * exp(random.uniform(log(0.3), log(3.5))),
        random.uniform(1, 1.5),
        exp(random.uniform(log(0.35), log(20))),
    )
    names = tuple(f"{2024 + i // 12}-{i % 12 + 1:02d}" for i in range(months))
    days = _DAYS[:months]
    empty = ChannelHistory("x", names, days, spend, np.full(months, np.nan))
    felt = pressures(empty, np.array([curve.half_life]))[int(random.random() < 0.5), 0]
    counted = np.where(felt > 0, curve.at(felt) * np.exp(random.normal(0, noise, months)), np.nan)
    return ChannelHistory("x", names, days, spend, counted), curve


def regression_band(fit: Fit, spends: Floats) -> tuple[Floats, Floats]:
    """Return the control: the level alone is uncertain, shape and carry-over are held at their best."""
    freedom = fit.months - 1.0
    half = student(BAND, freedom) * fit.error * sqrt(fit.months / freedom) / sqrt(fit.months)
    curve = fit.curve.at(spends)
    return curve * exp(-half), curve * exp(half)


def measured(months: int, noise: float, histories: int) -> tuple[Floats, Floats, Floats, float]:
    """Return coverage of band and of control and the median miss, each by multiple, and milliseconds a fit."""
    random = np.random.default_rng(months * 1000 + round(noise * 100))
    inside: list[Floats] = []
    control: list[Floats] = []
    misses: list[Floats] = []
    spent = 0.0
    for _ in range(histories):
        history, truth = simulated(random, months, noise)
        began = time.perf_counter()
        fit = fit_history(history)
        spent += time.perf_counter() - began
        spends = history.mean_spend * MULTIPLES
        true = truth.at(spends)
        for found, (low, high) in ((inside, fit.band(spends)), (control, regression_band(fit, spends))):
            found.append(((low <= true) & (true <= high)).astype(float))
        misses.append(np.abs(fit.curve.at(spends) / true - 1))
    means = (np.mean(np.array(found), axis=0) for found in (inside, control))
    return (*means, np.median(np.array(misses), axis=0), 1e3 * spent / histories)


def main(histories: int = HISTORIES) -> int:
    """Print the table; 1 if the band holds the truth far too seldom, or the control does not fail."""
    print(f"{histories} histories each; the band should hold the truth in {BAND:.0%}, at 0.5, 1, 1.5, 2 × mean spend")
    worst, of_control = 1.0, 0.0
    for months in (12, 18, 24, 36):
        for noise in (0.06, 0.15):
            band, control, miss, took = measured(months, noise, histories)
            worst, of_control = min(worst, float(band.min())), max(of_control, float(control.min()))
            print(
                f"{months:3} months, noise {noise:.0%}: band {_percent(band)}; control {_percent(control)}; "
                f"median miss {_percent(miss, 1)}; {took:.0f} ms a fit"
            )
    print(f"least coverage {worst:.0%}, of the control at best {of_control:.0%}")
    return int(worst < BAND - 0.15 or of_control > worst)


def _percent(shares: Floats, digits: int = 0) -> str:
    return " ".join(f"{100 * share:.{digits}f}" for share in shares) + " %"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES))
