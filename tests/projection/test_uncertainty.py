"""Draws all at once give what the ordinary projection gives for each drawn plan."""

from dataclasses import replace

import numpy as np
import pytest

from bench.plans import generated_plan
from cmoplanner.errors import Cancelled
from cmoplanner.projection.assumptions import with_values
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.drawn_customers import Series
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.projection.uncertainty import PART, Scope, simulate
from tests.plans import norrvik
from tests.projection.small_plans import small_plan

LINES = {
    Series.REVENUE: Line.REVENUE,
    Series.MARGIN: Line.MARGIN,
    Series.BASE_NEW: Line.BASE_NEW,
    Series.MARKETING_NEW: Line.MARKETING_NEW,
    Series.ACTIVE: Line.ACTIVE,
}


def same_as_one_by_one(plan, draws, scope=None, looked_at=None):
    """Compare with the ordinary projection of a plan with each draw's values."""
    found = simulate(compile_plan(plan), draws, scope=scope)
    for draw in looked_at or range(draws.count):
        chosen = with_values(plan, {key: float(values[draw]) for key, values in found.values.items()})
        outcome = project(compile_plan(chosen))
        for series, line in LINES.items():
            assert found.full[series][:, draw] == pytest.approx(outcome.by_month(line), rel=1e-9, abs=1e-9)
            expected = outcome.baseline_by_month(line)
            assert found.baseline[series][:, draw] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    return found


@pytest.mark.parametrize("register", [False, True])
def test_the_sample_plan_draw_by_draw(register):
    found = same_as_one_by_one(norrvik(), Draws(8, 5), Scope(register=register))
    assert len(found.values) == (93 if register else 80)


def test_draws_beyond_the_first_part_too():
    count = PART + 3
    same_as_one_by_one(norrvik(), Draws(count, 2), looked_at=(0, 255, 256, PART - 1, PART, count - 1))


@pytest.mark.parametrize("seed", range(40))
def test_small_plans_of_every_kind_draw_by_draw(seed):
    same_as_one_by_one(small_plan(seed), Draws(3, seed), Scope(register=True))


def test_a_larger_plan_draw_by_draw():
    same_as_one_by_one(generated_plan(300, 4, segments=2, offerings=3), Draws(4, 1))


def test_channels_with_levers_of_their_own_go_their_own_way():
    plan = norrvik()
    first = next(iter(plan.levers.values()))
    levers = {
        metric: replace(first, id=metric, metric=metric, channel_id="email", cell_id="", multiplier=1.4)
        for metric in ("lead_to_offer", "offer_to_deal", "responses", "lead_rate")
    }
    same_as_one_by_one(replace(plan, levers=levers), Draws(4, 1))


def test_planned_responses_and_money_in_the_same_channel_of_a_campaign():
    plan = norrvik()
    more = {
        f"{key}+": replace(one, id=f"{key}+", planned_responses=400.0)
        for key, one in plan.activities.items()
        if one.channel_id and one.campaign_id
    }
    assert len(more) > 40
    same_as_one_by_one(replace(plan, activities={**plan.activities, **more}), Draws(4, 1))


def test_without_doubt_every_draw_is_the_plan():
    plan = norrvik()
    rows = {
        f"{key}{name}": replace(next(iter(plan.assumptions.values())), id=f"{key}{name}", scope=scope, parameter=name)
        for key, scope, name in _core(plan)
    }
    rows = {key: _certain(plan, row) for key, row in rows.items()}
    found = simulate(compile_plan(replace(plan, assumptions=rows)), Draws(3))
    assert not found.values
    expected = project(compile_plan(plan)).by_month(Line.REVENUE)
    assert found.full[Series.REVENUE] == pytest.approx(np.repeat(expected[:, None], 3, axis=1), rel=1e-12)


def _core(plan):
    from cmoplanner.projection.assumptions import uncertain_values

    return [(one.key.scope, one.key.scope, one.key.parameter) for one in uncertain_values(plan) if one.core]


def _certain(plan, row):
    from cmoplanner.projection.assumptions import Key, value_of

    value = value_of(plan, Key(row.scope, row.parameter))
    return replace(row, value=value, low_p10=value, high_p90=value)


def test_the_same_seed_gives_the_same_figures_to_the_bit():
    compiled = compile_plan(norrvik())
    one, other = simulate(compiled, Draws(200, 9)), simulate(compiled, Draws(200, 9))
    assert np.array_equal(one.full, other.full)
    assert not np.array_equal(one.full, simulate(compiled, Draws(200, 10)).full)


def test_progress_is_told_and_rises():
    told = []
    simulate(compile_plan(norrvik()), Draws(PART + 1), report=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1
    assert len(told) == 2 * 12 + 1


def test_it_stops_when_it_is_told_to():
    told = []

    def stop(share):
        told.append(share)
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        simulate(compile_plan(norrvik()), Draws(PART), report=stop)
    assert max(told) < 0.7


def test_an_empty_plan_has_draws_too():
    plan = replace(norrvik(), activities={}, cells={})
    found = simulate(compile_plan(plan), Draws(10))
    assert not found.full.any()
