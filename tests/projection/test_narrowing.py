"""What knowing an assumption is worth: closed forms, and a simulation inside a simulation."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from cmoplanner.model.plan import Assumption
from cmoplanner.projection.assumptions import Key, Uncertain, uncertain_values
from cmoplanner.projection.bands import Total
from cmoplanner.projection.comparison import by_draw, scenarios
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.distribution import Points, normal_score
from cmoplanner.projection.drawn_customers import Series
from cmoplanner.projection.draws import COMMON, Draws, drawn, joined, scores
from cmoplanner.projection.narrowing import knowledge, of_plan
from cmoplanner.projection.uncertainty import projected, simulate
from tests.plans import norrvik

DRAWS = Draws(10_000, 3)
ROWS = [Uncertain(Key(f"row{i}", "x"), Points(-1, 0, 1), 1, (-9, 9), True, "M") for i in range(5)]
SIZES = (3.0, 1.5, 0.5, 0.0, 0.0)


def linear(mean):
    own = sum(size * scores(row.key, DRAWS) for size, row in zip(SIZES, ROWS, strict=True))
    return mean + 2 * scores(COMMON, DRAWS) + own


def linear_worth(mean, size):
    """E[max(0, m + s·z)] − max(0, m) = m·Φ(m/s) + s·φ(m/s) − max(0, m)."""
    if not size:
        return 0.0
    normal = NormalDist()
    return mean * normal.cdf(mean / size) + size * normal.pdf(mean / size) - max(0.0, mean)


@pytest.mark.parametrize("mean", [-1.0, 0.3, 2.0])
def test_a_linear_one_has_a_closed_form(mean):
    found = knowledge(ROWS, DRAWS, [linear(mean), np.zeros(DRAWS.count)])
    got = {one.uncertain.key: one for one in found.narrowings}
    variance = 4 + sum(size**2 for size in SIZES)
    for row, size in zip(ROWS, SIZES, strict=True):
        assert got[row.key].worth == pytest.approx(linear_worth(mean, size), abs=0.06)
        assert got[row.key].share == pytest.approx(size**2 / variance, abs=0.015)
    assert found.common == pytest.approx(4 / variance, abs=0.015)
    assert found.rest == pytest.approx(0, abs=0.02)
    assert found.everything == pytest.approx(linear_worth(mean, variance**0.5), abs=0.06)
    assert [one.uncertain for one in found.narrowings[:2]] == ROWS[:2]


def test_what_only_comes_about_together_is_the_rest():
    product = scores(ROWS[0].key, DRAWS) * scores(ROWS[1].key, DRAWS)
    found = knowledge(ROWS, DRAWS, [product, np.zeros(DRAWS.count)])
    assert found.rest == pytest.approx(1, abs=0.02)
    assert found.everything == pytest.approx(1 / np.pi, abs=0.02)  # E|xy|/2 of independent normals


def test_noise_is_worth_nothing_where_no_knowledge_changes_the_choice():
    found = knowledge(ROWS, DRAWS, [linear(60.0), np.zeros(DRAWS.count)])
    assert all(one.worth == 0 for one in found.narrowings)
    assert found.everything == 0
    assert found.narrowings[0].uncertain == ROWS[0]


def test_without_variance_there_is_nothing_to_know():
    found = knowledge(ROWS, DRAWS, [np.ones(DRAWS.count), np.zeros(DRAWS.count)])
    assert (found.everything, found.common, found.rest) == (0, 0, 0)
    assert all((one.worth, one.share) == (0, 0) for one in found.narrowings)


DOUBTS = {
    ("channel:partner", "unit_cost"): (20.0, 60.0, 200.0),
    ("cell:prop-cloud", "lead_to_offer"): (0.02, 0.06, 0.12),
}


@pytest.fixture(scope="module")
def small():
    """One market cell, two doubts, everything else certain."""
    plan = norrvik()
    plan = replace(plan, cells={"prop-cloud": plan.cells["prop-cloud"]}, assumptions={})
    rows = {}
    for one in uncertain_values(plan):
        low, likely, high = DOUBTS.get(tuple(one.key), (one.points.likely,) * 3)
        rows[str(one.key)] = Assumption(str(one.key), *one.key, likely, low, high)
    plan = replace(plan, assumptions=rows)
    assert {tuple(one.key) for one in uncertain_values(plan)} == set(DOUBTS)
    return compile_plan(plan)


def test_a_simulation_inside_a_simulation_agrees(small):
    """The long way: fix one assumption's own luck, draw all else, and look which option is better on average."""
    simulation = simulate(small, DRAWS)
    worth = by_draw(simulation)[Total.PRESENT_MARGIN]
    options = [worth, np.full(DRAWS.count, worth.mean() * 1.02)]
    found = {one.uncertain.key: one for one in knowledge(simulation.uncertain, DRAWS, options).narrowings}
    chance = np.random.default_rng(11)
    outer, inner = 40, 2000
    nodes = normal_score((np.arange(outer) + 0.5) / outer)
    for known in simulation.uncertain:
        # the same luck of everything else at each node, so that the nodes can be compared
        others = {one.key: np.tile(chance.standard_normal(inner), outer) for one in simulation.uncertain}
        others[known.key] = np.repeat(nodes, inner)
        common = np.tile(chance.standard_normal(inner), outer)
        values = {one.key: one.at(joined(one, common, others[one.key])) for one in simulation.uncertain}
        full, baseline = projected(small, values, outer * inner)
        margin = ((full - baseline)[Series.MARGIN] * small.setting.discount[:, None]).sum(axis=0)
        expected = margin.reshape(outer, inner).mean(axis=1)
        other = expected.mean() * 1.02
        assert found[known.key].share == pytest.approx(expected.var() / margin.var(), abs=0.02), known.key
        assert found[known.key].worth == pytest.approx(np.maximum(expected, other).mean() - other, rel=0.15), known.key
        assert expected.var() > 0.03 * margin.var()


def test_the_draws_it_takes_its_scores_from_are_those_of_the_simulation(small):
    simulation = simulate(small, DRAWS)
    for key, values in drawn(simulation.uncertain, DRAWS).items():
        assert np.array_equal(values, simulation.values[key])


def test_a_plan_is_weighed_against_none_and_against_scenarios():
    plan = norrvik()
    draws = Draws(500, 2)
    compared = scenarios(plan, draws)
    simulation = simulate(compile_plan(plan), draws)
    alone = of_plan(simulation)
    among = of_plan(simulation, [one.by_draw for one in compared[1:]])
    worth = np.array([one.by_draw[Total.CONTRIBUTION_HORIZON] for one in compared])
    assert alone.everything == pytest.approx(np.maximum(worth[0], 0).mean() - max(worth[0].mean(), 0))
    best = max(*worth.mean(axis=1), 0)
    assert among.everything == pytest.approx(np.maximum(worth.max(axis=0), 0).mean() - best)
    assert among.everything > alone.everything
    assert {one.uncertain for one in among.narrowings} == set(simulation.uncertain)
    assert among.common == pytest.approx(alone.common)  # the shares are those of the plan
