"""Which values are uncertain, with which range, and what a plan with other values is."""

from dataclasses import replace
from datetime import date

import pytest

from cmoplanner.model.plan import Assumption, Lever
from cmoplanner.projection.assumptions import PARAMETERS, Key, uncertain_values, value_of, with_values
from cmoplanner.projection.distribution import Points
from tests.plans import norrvik


@pytest.fixture(scope="module")
def plan():
    return norrvik()


def found(plan):
    return {one.key: one for one in uncertain_values(plan)}


def with_row(plan, **given):
    row = Assumption(**{"id": "new", "scope": "cell:prop-cloud", "parameter": "gross_margin", "value": 0.78} | given)
    return replace(plan, assumptions={**plan.assumptions, "new": row})


def test_every_row_of_the_register_is_read(plan):
    keys = found(plan)
    assert {(row.scope, row.parameter) for row in plan.assumptions.values()} <= {tuple(key) for key in keys}


def test_what_is_not_in_the_register_has_a_range_by_confidence(plan):
    effect = found(plan)[Key("cell:prop-cloud", "ret_max_effect")]
    likely = plan.cells["prop-cloud"].ret_max_effect
    assert (effect.points.low, effect.points.high) == pytest.approx((0.55 * likely, 1.6 * likely))
    assert effect.assumption is None


def test_a_row_has_its_own_range_and_source(plan):
    cost = found(plan)[Key("channel:paid_search", "unit_cost")]
    assert cost.points == Points(3.9, 5.2, 6.76)
    assert cost.assumption is plan.assumptions["S001"]
    assert cost.good == -1


def test_missing_ends_follow_the_confidence(plan):
    row = found(with_row(plan, confidence="M", low_p10=0.7))[Key("cell:prop-cloud", "gross_margin")]
    assert row.points.low == pytest.approx(0.7)
    assert row.points.high == pytest.approx(0.78 * 1.3)


def test_the_range_moves_with_the_value_the_plan_reckons_with(plan):
    moved = with_row(plan, value=0.39, low_p10=0.3, high_p90=0.45)
    assert found(moved)[Key("cell:prop-cloud", "gross_margin")].points == Points(
        pytest.approx(0.6), 0.78, pytest.approx(0.9)
    )


def test_a_retention_of_which_only_the_confidence_is_known_has_the_range_of_its_churn(plan):
    key = Key("cell:prop-cloud", "retention_year")
    assert plan.assumptions["S049"].high_p90 == 0.968  # 0.88 · 1.1, as confidence H gives it
    for low, high in ((0.792, 0.968), (None, None)):
        row = replace(plan.assumptions["S049"], low_p10=low, high_p90=high)
        one = found(replace(plan, assumptions={"S049": row}))[key]
        assert one.usual
        assert one.points == Points(pytest.approx(1 - 0.12 * 1.1), 0.88, pytest.approx(1 - 0.12 * 0.9))


def test_a_range_of_retention_that_somebody_gave_counts_as_given(plan):
    key = Key("cell:prop-cloud", "retention_year")
    row = replace(plan.assumptions["S049"], low_p10=0.8, high_p90=0.93)
    one = found(replace(plan, assumptions={"S049": row}))[key]
    assert not one.usual
    assert one.points == Points(0.8, 0.88, 0.93)
    half = replace(row, low_p10=None)
    points = found(replace(plan, assumptions={"S049": half}))[key].points
    assert points == Points(pytest.approx(1 - 0.12 * 1.1), 0.88, 0.93)


def test_retention_by_confidence_is_never_above_one(plan):
    for letter in "HML":
        cell = replace(plan.cells["prop-cloud"], retention_year=0.2)
        row = replace(plan.assumptions["S049"], value=0.2, low_p10=None, high_p90=None, confidence=letter)
        changed = replace(plan, cells={"prop-cloud": cell}, assumptions={"S049": row})
        points = found(changed)[Key("cell:prop-cloud", "retention_year")].points
        assert 0.01 <= points.low < 0.2 < points.high < 1


def test_rows_of_what_is_not_there_and_ranges_of_nothing_are_passed_over(plan):
    for row in (
        {"scope": "cell:nowhere"},
        {"scope": "planet:mars"},
        {"parameter": "segment_id"},
        {"low_p10": 0.78, "high_p90": 0.78},
    ):
        keys = found(with_row(plan, **row))
        assert not [key for key, one in keys.items() if one.assumption and one.assumption.id == "new"]


def test_orders_have_no_funnel_and_a_funnel_no_order_rate(plan):
    for key in found(plan):
        if key.scope.startswith("cell:") and key.parameter in ("order_rate", "lead_to_offer", "offer_to_deal"):
            direct = plan.cells[key.row_id].sales_model == "direct"
            assert direct == (key.parameter == "order_rate")


def test_a_lever_on_churn_is_better_the_lower_it_is(plan):
    levers = {
        key: Lever(key, key, key, 0.9, date(2027, 4, 1), "prop-cloud", confidence="L") for key in ("churn", "arpa")
    }
    plan = replace(plan, levers=levers)
    for key, good in (("churn", -1), ("arpa", 1)):
        row = with_row(plan, scope=f"lever:{key}", parameter="multiplier", value=0.9)
        assert found(row)[Key(f"lever:{key}", "multiplier")].good == good


def test_a_plan_with_other_values_has_them_and_nothing_else(plan):
    values = {
        Key("plan", "synergy_kappa"): 0.3,
        Key("channel:email", "lead_rate"): 0.01,
        Key("cell:prop-cloud", "gross_margin"): 0.5,
        Key("lane:email|prop-cloud", "fit"): 1.5,
    }
    changed = with_values(plan, values)
    assert {key: value_of(changed, key) for key in values} == values
    back = with_values(changed, {key: value_of(plan, key) for key in values})
    assert back == plan


def test_first_year_retention_follows_the_established_one(plan):
    cell = plan.cells["prop-cloud"]
    key = Key("cell:prop-cloud", "retention_year")
    better = with_values(plan, {key: 1 - (1 - cell.retention_year) / 2}).cells["prop-cloud"]
    assert 1 - better.retention_new_year == pytest.approx((1 - cell.retention_new_year) / 2)
    own = with_values(plan, {key: 0.9, Key("cell:prop-cloud", "retention_new_year"): 0.5}).cells["prop-cloud"]
    assert own.retention_new_year == 0.5
    unknown = replace(plan, cells={**plan.cells, "prop-cloud": replace(cell, retention_new_year=None)})
    assert with_values(unknown, {key: 0.9}).cells["prop-cloud"].retention_new_year is None


def test_luck_is_good_for_the_plan(plan):
    for one in uncertain_values(plan):
        low, high = one.at(-1.0), one.at(1.0)
        assert (high - low) * (one.good or 1) > 0, one.key


def test_values_stay_within_their_limits(plan):
    for one in uncertain_values(plan):
        low, high = PARAMETERS[one.key.scope.partition(":")[0], one.key.parameter].limits
        for score in (-9.0, 9.0):
            assert low <= one.at(score) <= high, one.key
        if one.key.parameter == "unit_cost":
            assert one.at(9.0) > 0
