"""Scenarios side by side under the same luck."""

from dataclasses import replace

import numpy as np
import pytest

from cmoplanner.errors import Cancelled
from cmoplanner.projection.bands import Total, bands
from cmoplanner.projection.comparison import Named, by_draw, scenarios, side_by_side
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.scenario import applied
from cmoplanner.projection.uncertainty import simulate
from tests.plans import norrvik

DRAWS = Draws(500, 6)


@pytest.fixture(scope="module")
def plan():
    return norrvik()


@pytest.fixture(scope="module")
def found(plan):
    return scenarios(plan, DRAWS)


def test_the_plan_comes_first_and_only_once(found):
    assert [one.name for one in found] == ["", "Cut 15 %", "Hospitality +200k", "No brand campaign"]
    assert found[0].differences is None
    assert found[0].better is None


def test_each_is_what_it_is_alone(plan, found):
    alone = bands(simulate(compile_plan(applied(plan, "cut15").plan), DRAWS))
    assert found[1].bands.totals == alone.totals


def test_differences_are_taken_draw_by_draw(plan, found):
    one, other = (by_draw(simulate(compile_plan(p), DRAWS)) for p in (plan, applied(plan, "cut15").plan))
    gap = other[Total.PRESENT_MARGIN] - one[Total.PRESENT_MARGIN]
    band = found[1].differences[Total.PRESENT_MARGIN]
    assert (band.p10, band.p50, band.p90) == pytest.approx(np.quantile(gap, [0.1, 0.5, 0.9]))
    assert found[1].better[Total.PRESENT_MARGIN] == (gap > 0).mean()


def test_the_same_luck_makes_differences_narrow(found):
    whole = found[0].bands.totals[Total.PRESENT_MARGIN]
    gap = found[1].differences[Total.PRESENT_MARGIN]
    assert gap.p90 - gap.p10 < 0.15 * (whole.p90 - whole.p10)
    assert gap.plan == pytest.approx(3454452.5449 - 3757545.5494, abs=0.01)


def test_a_new_row_in_the_register_does_not_shift_the_others(plan):
    row = replace(next(iter(plan.assumptions.values())), id="x", scope="cell:prop-cloud", parameter="gross_margin")
    more = replace(plan, assumptions={"x": replace(row, value=0.78, low_p10=0.7, high_p90=0.8), **plan.assumptions})
    one, other = (simulate(compile_plan(p), DRAWS) for p in (plan, more))
    assert np.array_equal(one.full, other.full)


def test_a_scenario_that_cannot_be_made_says_so(plan):
    rows = {**plan.scenario_overrides}
    key = next(key for key, row in rows.items() if row.scenario_id == "cut15")
    found = scenarios(replace(plan, scenario_overrides={key: replace(rows[key], field="colour")}), Draws(5))
    assert [one.name for one in found] == ["", "Cut 15 %"]
    assert found[1].problems
    assert found[1].differences[Total.REVENUE].plan == 0


def test_progress_runs_through_all(plan):
    told = []
    side_by_side([Named("a", plan), Named("b", plan)], Draws(5), report=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert 0.5 in told

    def stop(share):
        if share > 0.6:
            raise Cancelled

    with pytest.raises(Cancelled):
        side_by_side([Named("a", plan), Named("b", plan)], Draws(5), report=stop)
