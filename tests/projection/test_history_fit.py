"""Curves fitted to months of spend and responses: the demo's truth, simulated truths, and a slow double loop."""

import csv
from calendar import monthrange
from itertools import product
from math import erf, exp, log, pi, sqrt

import numpy as np
import pytest

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.channel_curve import ChannelCurve
from cmoplanner.projection.history_fit import (
    BAND,
    HALF_LIVES,
    HALVES,
    SLOPES,
    ChannelHistory,
    Fit,
    NotFitted,
    fit_history,
    pressures,
    student,
)
from tests.plans import NORRVIK, reference

TRUTH = reference("history_truth")


def days_of(months: tuple[str, ...]) -> Floats:
    return np.array([monthrange(int(month[:4]), int(month[5:]))[1] for month in months])


def demo(channel: str) -> ChannelHistory:
    with (NORRVIK / "history.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["channel_id"] == channel]
    months = tuple(row["month"] for row in rows)
    spend = np.array([float(row["spend"]) for row in rows])
    responses = np.array([float(row["responses"]) or np.nan for row in rows])
    return ChannelHistory(channel, months, days_of(months), spend, responses)


def felt_day_by_day(spend: Floats, days: Floats, half_life: float, opening: float = 0.0) -> list[float]:
    """Pressure by a plain loop over days: money arrives at mid-day. Source: domain C.2."""
    stock, found = opening, []
    for amount, length in zip(spend, days, strict=True):
        felt = 0.0
        for _day in range(int(length)):
            came = amount / length
            kept = stock * 2 ** (-1 / (7 * half_life)) + came * 2 ** (-1 / (14 * half_life))
            felt += stock + came - kept
            stock = kept
        found.append(felt)
    return found


def simulated(random: np.random.Generator, months: int, noise: float) -> tuple[ChannelHistory, ChannelCurve]:
    """A history of a known curve, with carry-over day by day and lognormal errors."""
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
    days = days_of(names)
    felt = np.array(felt_day_by_day(spend, days, curve.half_life))
    responses = np.where(felt > 0, curve.at(felt) * np.exp(random.normal(0, noise, months)), np.nan)
    return ChannelHistory("x", names, days, spend, responses), curve


@pytest.mark.parametrize("channel", TRUTH)
def test_the_demo_history(channel: str) -> None:
    """Tolerances of domain H.1: 5 % at the mean spend, 10 % at twice the mean; no single parameter is tested."""
    truth, fit = TRUTH[channel], fit_history(demo(channel))
    mean = fit.history.mean_spend
    spends = np.array([mean, 2 * mean])
    true = np.array(
        [truth["V"] * x ** truth["slope"] / (truth["K"] ** truth["slope"] + x ** truth["slope"]) for x in spends]
    )
    found = fit.curve.at(spends)
    assert found[0] == pytest.approx(true[0], rel=0.05)
    assert found[1] == pytest.approx(true[1], rel=0.10)
    low, high = fit.band(spends)
    assert (low <= true * 1.02).all()
    assert (true <= high * 1.02).all()
    assert fit.error == pytest.approx(0.06, abs=0.025), "the noise that was put in"
    assert fit.r_squared > 0.8
    assert fit.hold_out.error < fit.hold_out.of_mean
    assert channel == "paid_search" or not fit.ran_before  # there a stock is gone within days


def test_known_curves_are_recovered_with_honest_bands() -> None:
    """The true curve has to be inside the band about as often as the band says, and close to the best curve."""
    random = np.random.default_rng(20261)
    inside, misses = [], []
    for i in range(200):
        history, truth = simulated(random, (18, 24, 36)[i % 3], (0.06, 0.15)[i % 2])
        fit = fit_history(history)
        spends = history.mean_spend * np.array([0.5, 1.0, 1.5, 2.0])
        low, high = fit.band(spends)
        true = truth.at(spends)
        inside.append((low <= true) & (true <= high))
        misses.append(np.abs(fit.curve.at(spends) / true - 1))
    share = np.mean(inside, axis=0)
    # four standard errors of 200 draws, and a little for what lies between the points of the grid
    margin = 4 * sqrt(BAND * (1 - BAND) / len(inside))
    assert (share > BAND - margin - 0.02).all(), share
    assert (share < BAND + margin + 0.02).all(), share
    assert np.median(misses, axis=0)[1] < 0.03
    assert np.median(misses, axis=0)[3] < 0.06


def brute(history: ChannelHistory) -> tuple[float, float, ChannelCurve, bool]:
    """The best curve by plain loops over the same grid: RMSE of ln(y/ŷ), the worst one's, the curve, ran before."""
    mean = sum(history.spend) / len(history.spend)
    places = [t for t in range(len(history.months)) if history.responses[t] > 0]
    best, worst = None, 0.0
    for ran, half_life in product((False, True), HALF_LIVES):
        opening = 0.0
        if ran:  # what a steady mean spend has built up: the stock that months of mean length leave as they find it
            rate = log(2) / (7 * half_life)
            length = 365.2425 / 12
            arrived = mean * exp(-rate / 2) * (1 - exp(-rate * length)) / (length * (1 - exp(-rate)))
            opening = arrived / (1 - exp(-rate * length))
        felt = felt_day_by_day(history.spend, history.days, half_life, opening)
        for multiple, slope in product(HALVES, SLOPES):
            half = multiple * mean
            shapes = [felt[t] ** slope / (half**slope + felt[t] ** slope) for t in places]
            logs = [log(history.responses[t] / shape) for t, shape in zip(places, shapes, strict=True)]
            level = sum(logs) / len(logs)
            error = sqrt(sum((value - level) ** 2 for value in logs) / len(logs))
            worst = max(worst, error)
            if best is None or error < best[0]:
                best = (error, ChannelCurve(exp(level), half, slope, half_life), ran)
    assert best is not None
    return best[0], worst, best[1], best[2]


@pytest.mark.parametrize("channel", ["paid_search", "events"])
def test_a_slow_double_loop_finds_the_same(channel: str) -> None:
    history = demo(channel)
    part = ChannelHistory(channel, history.months[:12], history.days[:12], history.spend[:12], history.responses[:12])
    error, worst, curve, ran = brute(part)
    fit = fit_history(part)
    assert fit.error == pytest.approx(error, rel=1e-9)
    assert worst > 1.2 * error, "the loop has something to choose from"
    assert fit.ran_before == ran
    assert fit.curve.most == pytest.approx(curve.most)
    assert fit.curve.half == pytest.approx(curve.half)
    assert (fit.curve.slope, fit.curve.half_life) == (curve.slope, curve.half_life)


def test_pressure_is_that_of_a_loop_over_days() -> None:
    history = demo("events")
    for half_life in (0.3, 4.0, 26.0):
        loop = felt_day_by_day(history.spend, history.days, half_life)
        assert pressures(history, np.array([half_life]))[0, 0] == pytest.approx(loop, rel=1e-9, abs=1e-6)
    steady = ChannelHistory("x", history.months, history.days, np.full(24, 1000.0), history.responses)
    settled = pressures(steady, np.array([26.0]))[1, 0]
    assert settled == pytest.approx(np.full(24, 1000.0), rel=0.09), "a channel that ran before goes on as it was"
    delayed = ChannelHistory("x", history.months, history.days, history.spend, history.responses, delay=2)
    assert pressures(delayed, np.array([4.0]))[0, 0, 2:] == pytest.approx(
        pressures(history, np.array([4.0]))[0, 0, :-2]
    )


def test_a_channel_that_ran_before_is_seen() -> None:
    random = np.random.default_rng(3)
    names = tuple(f"{2024 + i // 12}-{i % 12 + 1:02d}" for i in range(24))
    spend = np.concatenate(([0.0, 0.0], 10_000 * np.exp(random.normal(0, 0.6, 22))))
    history = ChannelHistory("x", names, days_of(names), spend, np.full(24, np.nan))
    curve = ChannelCurve(5_000, 9_000, 1.0, 8.0)
    felt = pressures(history, np.array([8.0]))[1, 0]
    responses = curve.at(felt) * np.exp(random.normal(0, 0.05, 24))
    fit = fit_history(ChannelHistory("x", names, days_of(names), spend, responses))
    assert fit.ran_before
    mean = np.array([history.mean_spend])
    assert fit.curve.at(mean) == pytest.approx(curve.at(mean), rel=0.05)


def test_errors_that_follow_each_other_make_the_band_wider() -> None:
    """A season that the curve does not know: half a year too much, half a year too little."""
    history, _curve = simulated(np.random.default_rng(8), 36, 0.0)
    truth = ChannelCurve(900, history.mean_spend, 1.0, 1.0)
    felt = pressures(history, np.array([truth.half_life]))[0, 0]

    def fitted(errors: Floats) -> Fit:
        responses = truth.at(felt) * np.exp(errors)
        return fit_history(ChannelHistory("x", history.months, history.days, history.spend, responses))

    season = 0.3 * np.sin(2 * np.pi * np.arange(36) / 12)
    one, other = fitted(np.random.default_rng(2).permutation(season)), fitted(season)
    assert one.follow == 0
    assert other.follow > 0.3
    mean = np.array([history.mean_spend])

    def relative(fit: Fit) -> float:
        low, high = fit.band(mean)
        return float(np.log(high / low)[0]) / fit.error

    assert relative(other) > 1.3 * relative(one)


def test_more_months_and_less_noise_make_the_band_narrower() -> None:
    history, truth = simulated(np.random.default_rng(4), 36, 0.0)
    felt = pressures(history, np.array([truth.half_life]))[0, 0]
    errors = np.random.default_rng(5).normal(0, 1, 36)

    def width(months: int, noise: float) -> float:
        responses = truth.at(felt) * np.exp(noise * errors)
        part = ChannelHistory(
            "x", history.months[:months], history.days[:months], history.spend[:months], responses[:months]
        )
        low, high = fit_history(part).band(np.array([history.mean_spend * 1.5]))
        return float(np.log(high / low)[0])

    assert width(36, 0.05) < width(36, 0.2)
    assert width(36, 0.1) < width(12, 0.1)


def test_too_little_is_refused() -> None:
    history = demo("webinar")
    part = ChannelHistory("x", history.months[:6], history.days[:6], history.spend[:6], history.responses[:6])
    with pytest.raises(NotFitted, match="5 months") as told:  # the first one has no responses
        fit_history(part)
    assert "four questions" in told.value.remedy
    single = ChannelHistory("x", history.months[:2], history.days[:2], history.spend[:2], history.responses[:2])
    with pytest.raises(NotFitted, match="is only 1 month with"):
        fit_history(single)
    nothing = ChannelHistory("x", history.months, history.days, np.zeros(24), history.responses)
    with pytest.raises(NotFitted, match="No month has both"):
        fit_history(nothing)


@pytest.mark.parametrize("freedom", [3, 8, 20])
def test_students_t_holds_its_share(freedom: int) -> None:
    """By integrating the density with Simpson's rule."""
    t = student(0.8, freedom)
    xs = np.linspace(-t, t, 2001)
    weights = np.where(np.arange(2001) % 2 == 1, 4.0, 2.0)
    weights[[0, -1]] = 1.0
    gamma = {3: 2 / (sqrt(3) * pi), 8: 0.38669902, 20: 0.39398859}[freedom]
    share = (weights * (1 + xs**2 / freedom) ** (-(freedom + 1) / 2)).sum() * (xs[1] - xs[0]) / 3 * gamma
    assert share == pytest.approx(0.8, abs=0.002)
    assert erf(student(0.8, 1e9) / sqrt(2)) == pytest.approx(0.8)
