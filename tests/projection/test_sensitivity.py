"""The tornado: each assumption alone at its ends, as a projection of its own would have it."""

from dataclasses import replace

import pytest

from cmoplanner.errors import Cancelled
from cmoplanner.model.plan import Assumption
from cmoplanner.projection.assumptions import Key, uncertain_values, with_values
from cmoplanner.projection.bands import Total
from cmoplanner.projection.bridge import figures
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.sensitivity import tornado
from tests.plans import norrvik


@pytest.fixture(scope="module")
def plan():
    return norrvik()


@pytest.fixture(scope="module")
def found(plan):
    return tornado(compile_plan(plan))


def test_every_assumption_has_its_swing(plan, found):
    assert [swing.uncertain for swing in found.swings] == list(uncertain_values(plan))
    assert len(found.swings) == 117


@pytest.mark.parametrize(
    ("scope", "parameter", "low", "high"),
    [
        ("channel:partner", "unit_cost", 33, 96),
        ("channel:seo_content", "half_life_weeks", 14.3, 41.6),
        ("channel:events", "sigma", 0.22, 0.64),
        ("cell:prop-pilot", "retention_year", 0.901, 0.919),  # churn of 9 % with the confidence H
        ("cell:smb-cloud", "order_rate", 0.00675, 0.0117),
        ("plan", "synergy_kappa", 0.11, 0.32),
        ("plan", "discount_rate", 0.09, 0.11),
    ],
)
def test_a_swing_is_two_projections(plan, found, scope, parameter, low, high):
    key = Key(scope, parameter)
    swing = next(one for one in found.swings if one.uncertain.key == key)
    for value, got in ((low, swing.low), (high, swing.high)):
        expected = figures(with_values(plan, {key: value}))
        assert got.keys() == expected.keys()
        for total, figure in expected.items():
            assert got[total] == pytest.approx(figure, rel=1e-9), total
    total = Total.PRESENT_MARGIN
    assert swing.of(total) == pytest.approx(swing.high[total] - swing.low[total])


def test_levers_swing_too(plan):
    row = Assumption("x", "lever:L1", "multiplier", 1.12, 1.0, 1.3)
    key = Key("lever:L1", "multiplier")
    swings = tornado(compile_plan(replace(plan, assumptions={"x": row}))).swings
    swing = next(one for one in swings if one.uncertain.key == key)
    expected = (
        figures(with_values(plan, {key: 1.3}))[Total.REVENUE] - figures(with_values(plan, {key: 1.0}))[Total.REVENUE]
    )
    assert swing.of(Total.REVENUE) == pytest.approx(expected)
    assert expected > 0


def test_the_largest_comes_first_whatever_its_direction(found):
    for total in (Total.PRESENT_MARGIN, Total.REVENUE, Total.ROI_HORIZON):
        sizes = [abs(swing.of(total)) for swing in found.by(total)]
        assert sizes == sorted(sizes, reverse=True)
    first = found.by(Total.PRESENT_MARGIN)[0]
    assert first.uncertain.key == Key("channel:partner", "unit_cost")
    assert first.of(Total.PRESENT_MARGIN) < 0


def test_the_plan_stands_beside(plan, found):
    assert found.plan == figures(plan)


def test_a_plan_without_doubts_of_shape_or_without_cells(plan):
    assert tornado(compile_plan(replace(plan, cells={}, activities={}, channels={}, assumptions={}))).by(Total.REVENUE)


def test_it_tells_how_far_it_is_and_stops(plan):
    told = []
    tornado(compile_plan(plan), told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1

    def stop(share):
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        tornado(compile_plan(plan), stop)
