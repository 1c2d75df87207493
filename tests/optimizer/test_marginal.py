"""The margin of the next unit of money: reference figures, and a finite difference through whole plans."""

from dataclasses import replace

import pytest

from cmoplanner.optimizer.marginal import by_channel, by_lane
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, present_value
from tests.plans import norrvik, reference


@pytest.fixture(scope="module")
def outcome():
    return project(compile_plan(norrvik()))


def test_the_reference_by_channel(outcome):
    expected = reference("demo_expected")["marginal_pv_gm_per_net_unit_by_channel"]
    found = by_channel(outcome)
    assert found.keys() == expected.keys()
    for channel, value in expected.items():
        assert found[channel].per_unit == pytest.approx(value, rel=1e-6, abs=5e-7)


def test_a_whole_plan_with_one_per_cent_more(outcome):
    plan = norrvik()
    more = {
        key: replace(one, gross_spend=one.gross_spend * 101 // 100)
        if one.channel_id == "partner" and not one.locked
        else one
        for key, one in plan.activities.items()
    }
    raised = project(compile_plan(replace(plan, activities=more)))
    gain = present_value(raised, raised.by_month(Line.MARGIN)) - present_value(outcome, outcome.by_month(Line.MARGIN))
    cost = (sum(raised.money.net) - sum(outcome.money.net)) / 100
    partner = by_channel(outcome)["partner"]
    assert partner.net_cost == pytest.approx(cost)
    assert partner.present_margin == pytest.approx(gain, rel=1e-5)  # months are rounded to cents


def test_lanes_share_the_money_of_their_channel(outcome):
    lanes, channels = by_lane(outcome), by_channel(outcome)
    for channel, total in channels.items():
        net = sum(marginal.net_cost for lane, marginal in lanes.items() if lane.channel_id == channel)
        assert net == pytest.approx(total.net_cost)
    assert len(lanes) >= len(reference("demo_expected")["optimizer_same_budget_bounds_0.5_1.5"]["multipliers"])


def test_money_that_is_not_ours_has_no_price():
    plan = norrvik()
    paid = {key: replace(one, partner_share=1.0) for key, one in plan.activities.items()}
    found = by_channel(project(compile_plan(replace(plan, activities=paid))))
    assert found["pr"].per_unit is None
    assert found["pr"].present_margin > 0
