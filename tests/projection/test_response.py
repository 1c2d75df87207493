"""The response curve, its calibration, synergy and lags."""

import numpy as np
import pytest

from cmoplanner.projection.response import (
    half_point,
    hill,
    lag_weights,
    lagged,
    lagged_back,
    maximum,
    pressure_weighted_mean,
    sustained,
    synergy,
)
from tests.plans import reference

GOLDEN = reference("golden_vectors")


@pytest.mark.parametrize("case", GOLDEN["hill"], ids=lambda case: str(case["slope"]))
def test_the_reference_curves(case):
    reference_spend, cost = case["ref"], case["unit_cost"]
    assert maximum(reference_spend, cost, case["sigma"]) == pytest.approx(case["V"], rel=1e-9)
    assert half_point(reference_spend, case["sigma"], case["slope"]) == pytest.approx(case["K"], rel=1e-9)
    for multiple, responses in case["at"].items():
        pressure = np.array(float(multiple) * reference_spend)
        got = hill(
            pressure, np.array(reference_spend), np.array(cost), np.array(case["sigma"]), np.array(case["slope"])
        )
        assert got == pytest.approx(responses, rel=1e-6)


def test_at_the_reference_a_response_costs_exactly_its_unit_cost():
    got = hill(np.array(7000.0), np.array(7000.0), np.array(8.0), np.array(0.35), np.array(1.4))
    assert got == 7000.0 / 8.0


@pytest.mark.parametrize("sigma", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0, 3.0, 900.0])
def test_every_curve_is_bounded_and_rises(sigma, slope):
    pressure = np.array([0.0, 1e-300, 1e-9, 1.0, 99.0, 100.0, 1e4, 1e12])
    with np.errstate(all="raise", under="ignore"):
        responses = hill(pressure, np.array(100.0), np.array(2.0), np.array(sigma), np.array(slope))
    assert np.isfinite(responses).all()
    assert (np.diff(responses) >= 0).all()
    assert responses[0] == 0
    if sigma:
        assert responses.max() <= maximum(100.0, 2.0, sigma) * (1 + 1e-12)


def test_nothing_is_invented_without_a_cost_or_a_reference():
    args = np.array(0.5), np.array(1.0)
    assert hill(np.array(50.0), np.array(100.0), np.array(0.0), *args) == 0
    assert hill(np.array(50.0), np.array(0.0), np.array(2.0), *args) == 0


def test_the_reference_spend_is_the_pressure_weighted_mean():
    pressure = np.array([[10.0, 30.0, 0.0], [0.0, 0.0, 0.0]])
    assert pressure_weighted_mean(pressure).tolist() == [25.0, 0.0]


@pytest.mark.parametrize("case", GOLDEN["synergy"], ids=lambda case: str(case["lead_shares"]))
def test_the_reference_synergy(case):
    shares = np.array(case["lead_shares"]) * 37.0
    factor = synergy(shares.sum(), np.array((shares**2).sum()), np.array(case["kappa"]))
    assert factor == pytest.approx(case["factor"], rel=1e-12)


def test_synergy_needs_leads_and_stays_bounded():
    total = np.array([0.0, 1e-200, 4.0])
    squares = np.array([0.0, 0.0, 4.0])
    factor = synergy(total, squares, np.array(0.4))
    assert factor[0] == 1
    assert ((factor >= 1) & (factor < 1.4)).all()


@pytest.mark.parametrize(("lag", "weights"), GOLDEN["lag_weights"].items())
def test_the_reference_lags(lag, weights):
    assert {str(months): weight for months, weight in lag_weights(float(lag))} == pytest.approx(weights)


@pytest.mark.parametrize("lag", [0.0, 0.5, 1.0, 2.75, 5.0, 9.5])
def test_lags_lose_only_what_falls_behind_the_horizon(lag):
    series = np.array([4.0, 0.0, 0.0, 8.0, 0.0, 0.0])
    out = lagged(series, lag)
    expected = np.zeros(20)
    for months, weight in lag_weights(lag):
        expected[months] += 4 * weight
        expected[months + 3] += 8 * weight
    assert out == pytest.approx(expected[:6])


@pytest.mark.parametrize("lag", [0.0, 0.5, 2.75, 9.5])
def test_valuing_backwards_is_the_transpose(lag):
    chance = np.random.default_rng(3)
    series, value = chance.random(8), chance.random(8)
    assert (lagged(series, lag) * value).sum() == pytest.approx((series * lagged_back(value, lag)).sum())


def test_the_sustained_effect_is_the_pressure_of_a_26_week_half_life():
    days = [30, 31, 28, 31, 30, 31]
    matrix = sustained(np.array(days))
    for start in range(6):
        stock, felt = 0.0, []
        for t, length in enumerate(days):
            left = 0.0
            for _ in range(length):
                new = 1.0 / length if t == start else 0.0
                after = stock * 2 ** (-1 / 182) + new * 2 ** (-1 / 364)
                left += stock + new - after
                stock = after
            felt.append(left)
        assert matrix[start] == pytest.approx(felt, rel=1e-11)
