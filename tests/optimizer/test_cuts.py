"""Cuts of the plan: they add up to the cent along every side, and meet Shapley, last-in and marginal figures."""

from dataclasses import replace
from itertools import combinations
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.plans import generated_plan
from cmoplanner.errors import Cancelled
from cmoplanner.model.phasing import net_spend
from cmoplanner.optimizer.cuts import Side, cut, decisions, to_add_up
from cmoplanner.optimizer.marginal import by_channel
from cmoplanner.projection.attribution import attribute, year_revenue
from cmoplanner.projection.calibration import with_references
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, fiscal_year, present_value
from tests.plans import norrvik, reference
from tests.projection.small_plans import small_plan

SHAPLEY = reference("demo_expected")["shapley_channel_no_levers"]


@pytest.fixture(scope="module")
def outcome():
    return project(compile_plan(norrvik()))


@pytest.fixture(scope="module")
def bare():
    """The sample without levers."""
    return project(compile_plan(replace(norrvik(), levers={})))


def worth(outcome):
    return present_value(outcome, outcome.incremental_by_month(Line.MARGIN))


def adds_up(outcome, side, measure=None):
    found = cut(outcome, side, measure)
    assert found.base + found.levers + sum(part.contribution for part in found.parts) == found.total
    plan = outcome.compiled.plan
    cost = sum(net_spend(one) for one in plan.activities.values() if not one.cancelled)
    assert sum(part.net_cost for part in found.parts) == cost
    return found


@pytest.mark.parametrize("side", Side)
def test_every_side_adds_up_to_the_cent(outcome, side):
    found = adds_up(outcome, side)
    assert found.incremental == round(100 * worth(outcome))
    assert found.base == round(100 * present_value(outcome, outcome.baseline_by_month(Line.MARGIN)))
    assert (found.levers == 0) == (side in (Side.SEGMENT, Side.OFFERING, Side.CELL))


@pytest.mark.parametrize("side", Side)
def test_revenue_of_the_year_adds_up_too(outcome, side):
    found = adds_up(outcome, side, year_revenue(outcome.compiled))
    assert found.total == pytest.approx(100 * fiscal_year(outcome.by_month(Line.REVENUE)), abs=1.1)
    assert found.incremental == round(100 * fiscal_year(outcome.incremental_by_month(Line.REVENUE)))


@pytest.mark.parametrize("seed", range(25))
def test_plans_of_every_kind_add_up(seed):
    found = project(compile_plan(small_plan(seed)))
    for side in Side:
        adds_up(found, side)


def test_a_large_plan_adds_up():
    found = project(compile_plan(generated_plan(400, segments=3, offerings=3)))
    for side in Side:
        adds_up(found, side)


def test_parts_are_those_of_the_attribution(outcome):
    attribution = attribute(outcome.compiled, outcome)
    for side, expected in (
        (Side.CHANNEL, attribution.by_channel()),
        (Side.CAMPAIGN, attribution.by_campaign()),
        (Side.STAGE, attribution.by_stage()),
        (Side.PARTNER, attribution.by_partner()),
        (Side.REGION, attribution.by_region()),
        (Side.SEGMENT, attribution.by_segment()),
        (Side.OFFERING, attribution.by_offering()),
        (Side.CELL, attribution.by_cell()),
        (Side.ACTIVITY, attribution.by_activity),
    ):
        found = {part.name: part.contribution for part in cut(outcome, side).parts}
        for name, value in expected.items():
            assert found.get(name, 0) == pytest.approx(100 * value, abs=1.01), (side, name)


def test_average_and_marginal_stand_side_by_side(outcome):
    found, expected = decisions(outcome, Side.CHANNEL), by_channel(outcome)
    for part in cut(outcome, Side.CHANNEL).parts:
        if part.name is None:  # agencies, tools: they cost and bring nothing by themselves
            assert part.average == 0
            continue
        assert found[part.name].marginal.per_unit == pytest.approx(expected[part.name].per_unit)
        assert found[part.name].next_thousand == pytest.approx(1000 * expected[part.name].per_unit)
        assert part.average > found[part.name].marginal.per_unit  # curves bend


def test_loss_if_cut_is_the_last_in_of_the_reference(bare):
    found = decisions(bare, Side.CHANNEL)
    for channel, value in SHAPLEY["last_in"].items():
        assert found[channel].loss_if_cut == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("side", [Side.CAMPAIGN, Side.REGION, Side.PARTNER, Side.STAGE])
def test_loss_if_cut_is_the_plan_without_it(outcome, side):
    """The long way: take the activities out of the plan, with the curves as they were."""
    plan = with_references(norrvik())
    column = {"region": "region"}.get(side.value, f"{side.value}_id")
    for name, decision in decisions(outcome, side).items():
        left = {key: one for key, one in plan.activities.items() if (getattr(one, column) or None) != name}
        without = project(compile_plan(replace(plan, activities=left)))
        assert decision.loss_if_cut == pytest.approx(worth(outcome) - worth(without), rel=1e-6, abs=0.01), name


def test_planned_responses_can_be_cut_too():
    plan = norrvik()
    rows = {
        key: replace(one, planned_responses=100.0) if key == "A010" else one for key, one in plan.activities.items()
    }
    plan = with_references(replace(plan, activities=rows))
    found = project(compile_plan(plan))
    without = project(compile_plan(replace(plan, activities={key: one for key, one in rows.items() if key != "A010"})))
    decision = decisions(found, Side.ACTIVITY)["A010"]
    assert decision.loss_if_cut == pytest.approx(worth(found) - worth(without), rel=1e-6)
    assert decision.loss_if_cut > 0
    assert decision.next_thousand is None


def test_the_default_comes_near_shapley_by_channel(bare):
    """Domain C.17 tells the gaps: channels that also retain differ most, for retention is split by pressure."""
    retaining = {"email", "events", "webinar", "direct_mail"}
    found = {part.name: part.contribution / 100 for part in cut(bare, Side.CHANNEL).parts}
    assert sum(found.values()) == pytest.approx(SHAPLEY["total"], rel=2e-4)
    for channel, value in SHAPLEY["shapley"].items():
        assert found[channel] == pytest.approx(value, rel=0.14 if channel in retaining else 0.075), channel


def test_shapley_by_enumeration_of_a_small_plan():
    """All 2ⁿ subsets of the channels of one cell, without retention: what the default approximates."""
    plan = with_references(norrvik())
    rows = {
        key: one for key, one in plan.activities.items() if one.stage_id and plan.stages[one.stage_id].role == "acquire"
    }
    cell = {"prop-cloud": plan.cells["prop-cloud"]}
    channels = ["paid_search", "email", "partner", "webinar", "pr"]
    plan = replace(plan, activities=rows, cells=cell, levers={})
    value = {}
    for size in range(len(channels) + 1):
        for chosen in combinations(channels, size):
            kept = {key: one for key, one in rows.items() if one.channel_id in chosen}
            value[frozenset(chosen)] = worth(project(compile_plan(replace(plan, activities=kept))))
    whole = {key: one for key, one in rows.items() if one.channel_id in channels}
    found = cut(project(compile_plan(replace(plan, activities=whole))), Side.CHANNEL)
    total = 0.0
    for part in found.parts:
        others = [channel for channel in channels if channel != part.name]
        share = sum(
            factorial(size) * factorial(len(others) - size) / factorial(len(channels))
            * (value[frozenset({*chosen, part.name})] - value[frozenset(chosen)])
            for size in range(len(others) + 1)
            for chosen in combinations(others, size)
        )  # fmt: skip
        total += share
        assert part.contribution / 100 == pytest.approx(share, rel=0.1), part.name
    assert total == pytest.approx(found.incremental / 100, abs=0.01)
    assert len(found.parts) == len(channels)


def test_it_tells_how_far_it_is_and_stops(outcome):
    told = []
    decisions(outcome, Side.SEGMENT, told.append)
    assert told == [0, 0.25, 0.5, 0.75, 1.0]

    def stop(_share):
        raise Cancelled

    with pytest.raises(Cancelled):
        decisions(outcome, Side.SEGMENT, stop)


@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=30))
def test_rounded_values_add_up_and_stay_near(values):
    total = round(sum(values))
    found = to_add_up(values, total)
    assert sum(found) == total
    assert max(abs(one - other) for one, other in zip(found, values, strict=True)) <= 1 + 1e-6
