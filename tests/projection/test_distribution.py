"""Three points give a distribution that meets them exactly, bends as published, and knows its ends."""

from statistics import NormalDist

import numpy as np
import pytest

from cmoplanner.projection.distribution import P90_SCORE, Points, normal_score, quantile, spread
from tests.plans import reference

VECTORS = reference("golden_vectors")["myerson"]
SCORES = np.array([-P90_SCORE, 0.0, P90_SCORE])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['p10']}–{vector['p50']}–{vector['p90']}")
def test_quantiles_are_those_of_the_reference(vector):
    points = Points(vector["p10"], vector["p50"], vector["p90"])
    for share, expected in vector["quantiles"].items():
        found = quantile(points, np.array([NormalDist().inv_cdf(float(share))]))
        assert found[0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "points",
    [Points(0.55, 1.0, 1.6), Points(80, 100, 120), Points(-3, 0, 9), Points(1, 5, 5.5), Points(1e-6, 2e-6, 1e-3)],
)
def test_three_points_are_met_exactly(points):
    assert quantile(points, SCORES) == pytest.approx([points.low, points.likely, points.high], rel=1e-14, abs=1e-18)


def test_a_nearly_straight_one_joins_the_straight_one():
    scores = np.linspace(-4, 4, 33)
    straight = quantile(Points(80, 100, 120), scores)
    bent = quantile(Points(80 - 1e-4, 100, 120), scores)
    assert np.abs(bent - straight).max() < 1e-3
    assert straight == pytest.approx(100 + 20 * scores / P90_SCORE)


def test_values_rise_with_the_score():
    for points in (Points(1, 2, 30), Points(-20, 1, 2), Points(3, 3, 5), Points(3, 5, 5)):
        assert (np.diff(quantile(points, np.linspace(-5, 5, 101))) >= 0).all()


def test_one_side_without_doubt_stays_where_it_is():
    assert quantile(Points(5, 5, 8), SCORES).tolist() == [5, 5, 8]
    assert quantile(Points(2, 5, 5), SCORES).tolist() == [2, 5, 5]


@pytest.mark.parametrize(("confidence", "ends"), [("H", (90, 110)), ("M", (75, 130)), ("L", (55, 160))])
def test_a_confidence_alone_gives_the_points(confidence, ends):
    points = spread(100, confidence)
    assert (points.low, points.likely, points.high) == pytest.approx((ends[0], 100, ends[1]))


def test_the_points_of_a_negative_value_stand_in_order():
    points = spread(-0.2, "M")
    assert points.low == pytest.approx(-0.26)
    assert points.high == pytest.approx(-0.15)


def test_normal_scores_are_those_of_the_standard_library():
    shares = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 5001), [0.075, 0.925, 1e-300, 1e-20, 2.0**-54, 1 - 2.0**-53]])
    expected = [NormalDist().inv_cdf(share) for share in shares]
    assert np.abs(normal_score(shares) - expected).max() < 1e-14 * 40
