"""The range of an outcome: its quantiles, its odds, and how near it comes to the reference."""

from dataclasses import replace

import numpy as np
import pytest

from cmoplanner.model.plan import Goal
from cmoplanner.projection.bands import Month, Total, bands, months_of, totals_of
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.figures import projection
from tests.plans import norrvik, reference

EXPECTED = reference("demo_expected")["montecarlo_rho0.3_n1000"]


@pytest.fixture(scope="module")
def plan():
    goal = Goal("G1", "Grow", "revenue", 25_800_000.0)
    return replace(norrvik(), goals={"G1": goal})


@pytest.fixture(scope="module")
def simulation(plan):
    return simulate(compile_plan(plan), Draws(4000, 1))


@pytest.fixture(scope="module")
def found(simulation):
    return bands(simulation)


@pytest.fixture(scope="module")
def by_draw(simulation):
    money = simulation.compiled.money
    return totals_of(simulation.full, simulation.baseline, simulation.present, money, 2)


def test_the_single_point_is_the_plan(plan, simulation, found):
    from cmoplanner.projection.model import project

    figures = projection(plan, project(simulation.compiled))
    for total, band in found.totals.items():
        if total.value in figures:
            assert band.plan == pytest.approx(figures[total.value], rel=1e-12), total
    assert len([total for total in Total if total.value in figures]) == 12


def test_a_band_holds_four_fifths_of_the_draws(found, by_draw):
    for total, band in found.totals.items():
        inside = (by_draw[total] >= band.p10) & (by_draw[total] <= band.p90)
        assert inside.mean() == pytest.approx(0.8, abs=0.001), total
        assert (by_draw[total] <= band.p50).mean() == pytest.approx(0.5, abs=0.001), total


def test_each_month_has_its_own_band(found, simulation):
    series = months_of(simulation.full, simulation.baseline)
    assert set(found.months) == set(Month)
    for month, band in found.months.items():
        assert len(band.plan) == len(band.p10) == 36
        below = (series[month] <= band.p10[:, None]).mean(axis=1)
        assert np.allclose(below, 0.1, atol=0.001), month


def test_the_odds_are_shares_of_the_draws(found, by_draw):
    assert found.goals == {"G1": pytest.approx((by_draw[Total.REVENUE] >= 25_800_000).mean())}
    assert found.pays_back == pytest.approx((by_draw[Total.ROI_HORIZON] >= 0).mean())
    assert found.budget_at_risk == found.totals[Total.CONTRIBUTION].p10


def test_the_range_of_revenue_is_that_of_the_reference(found):
    """Within three hundredths, the tolerance of domain H for quantiles of a simulation."""
    band = found.totals[Total.REVENUE]
    expected = [EXPECTED["projected_revenue_fy"][share] for share in ("0.1", "0.5", "0.9")]
    assert [band.p10, band.p50, band.p90] == pytest.approx(expected, rel=0.03)


def test_every_range_comes_near_the_reference(by_draw):
    """The reference is one simulation of 1,000 draws: its quantiles must lie about where ours put them."""
    totals = [Total(name) for name in EXPECTED if not name.startswith("p_")]
    assert len(totals) == 5
    for total in totals:
        for share, value in EXPECTED[total.value].items():
            ours = (by_draw[total] <= value).mean()
            assert ours == pytest.approx(float(share), abs=0.055), (total, share)
    assert (by_draw[Total.REVENUE] >= 25_800_000).mean() == pytest.approx(EXPECTED["p_revenue_goal"], abs=0.04)
    assert (by_draw[Total.ROI_HORIZON] > 0).mean() == pytest.approx(EXPECTED["p_positive_roi_horizon"], abs=0.04)


def test_what_was_not_drawn_is_named(plan, found):
    names = {one.key.parameter for one in found.left_out}
    assert names == {"half_life_weeks", "sigma", "arpa_month", "discount_rate"}
    assert found.drawn == 80


def test_only_goals_of_revenue_have_odds(plan):
    goals = {"N": Goal("N", metric="new_customers", target=1.0), "R": Goal("R", metric="Revenue", target=1.0)}
    result = bands(simulate(compile_plan(replace(plan, goals=goals)), Draws(10)))
    assert result.goals == {"R": 1.0}


def test_a_plan_without_cost_has_no_return(plan):
    result = bands(simulate(compile_plan(replace(plan, activities={})), Draws(10)))
    assert result.pays_back is None
    assert Total.ROI_HORIZON not in result.totals
    assert result.totals[Total.REVENUE].p10 < result.totals[Total.REVENUE].p90
