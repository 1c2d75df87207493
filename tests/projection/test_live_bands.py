"""The band of one frame of a drag is the band of the plan with that edit."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bench.plans import generated_plan
from cmoplanner.projection.bands import SHARES, Band, Total, bands
from cmoplanner.projection.comparison import by_draw
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.live import Live
from cmoplanner.projection.live_bands import LiveBands, moved_campaigns
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.projection.uncertainty import PART, simulate
from tests.plans import norrvik

COUNT = 60


def moved(activity, days):
    return replace(activity, start=activity.start + timedelta(days=days), end=activity.end + timedelta(days=days))


def same(found, outcome):
    expected = bands(simulate(outcome.compiled, Draws(COUNT, 4)), outcome)
    for key, band in expected.totals.items():
        got = found.totals[key]
        assert (got.plan, got.p10, got.p50, got.p90) == pytest.approx((band.plan, band.p10, band.p50, band.p90), 1e-9)
    for key, series in expected.months.items():
        for name in ("plan", "p10", "p50", "p90"):
            assert getattr(found.months[key], name) == pytest.approx(getattr(series, name), rel=1e-9, abs=1e-6)
    assert (found.goals, found.pays_back, found.drawn) == (expected.goals, expected.pays_back, expected.drawn)


@pytest.fixture(scope="module")
def live():
    return Live(norrvik())


@pytest.fixture(scope="module")
def held(live):
    return LiveBands(live.outcome, seed=4, count=COUNT)


@pytest.mark.parametrize("number", range(0, 70, 4))
def test_a_moved_activity(live, held, number):
    outcome = live.preview(moved(list(live.plan.activities.values())[number], 9))
    same(held.preview(outcome), outcome)


def test_more_money_another_channel_and_nothing_at_all(live, held):
    activity = next(one for one in live.plan.activities.values() if one.channel_id == "paid_search")
    for changed in (
        replace(activity, gross_spend=3 * activity.gross_spend),
        replace(activity, channel_id="sponsorship"),
        replace(activity, status="cancelled"),
        replace(activity, planned_responses=500.0),
        activity,
    ):
        outcome = live.preview(changed)
        same(held.preview(outcome), outcome)
    outcome = live.preview_without(activity.id)
    same(held.preview(outcome), outcome)


def test_a_new_activity(live, held):
    activity = replace(next(iter(live.plan.activities.values())), id="new", gross_spend=5_000_000)
    outcome = live.preview(activity)
    same(held.preview(outcome), outcome)


def test_lanes_that_calibrate_themselves():
    live = Live(replace(norrvik(), lanes={}))
    held = LiveBands(live.outcome, seed=4, count=COUNT)
    outcome = live.preview(moved(list(live.plan.activities.values())[3], 20))
    same(held.preview(outcome), outcome)


def test_only_the_lane_that_moved_is_drawn_anew():
    live = Live(generated_plan(2000, segments=2, offerings=3))
    term = next(one for one in live.outcome.compiled.terms.values() if one.kind == "curve")
    after = live.preview(moved(term.activity, 3)).compiled
    for target in term.activity.targets:
        i = after.index[target.cell_id]
        places = moved_campaigns(live.outcome.compiled.cells[i], after.cells[i])
        assert 0 < len(places) < len(after.cells[i].campaigns) / 2


def test_the_bands_held_are_those_of_the_plan(live, held):
    same(held.bands, live.outcome)


def test_another_plan_is_refused(held):
    other = Live(norrvik())
    with pytest.raises(ValueError, match="another plan"):
        held.preview(other.outcome)


def test_too_many_draws_are_refused(live):
    with pytest.raises(ValueError, match="at most"):
        LiveBands(live.outcome, seed=1, count=PART + 1)


def test_nothing_moved_gives_the_bands_to_the_bit(live, held):
    for key, band in held.preview(live.outcome).months.items():
        assert np.array_equal(band.p10, held.bands.months[key].p10)


@pytest.mark.parametrize("number", [0, 7, 20, 33, 48])
def test_the_loss_of_an_activity_is_the_plan_less_the_plan_in_which_it_is_cancelled(live, held, number):
    found = [one for one in live.plan.activities.values() if one.channel_id and one.targets and not one.cancelled]
    expect_loss(live, held, [found[number % len(found)]])


def test_the_loss_of_a_campaign_is_that_of_all_of_it_together(live, held):
    campaign = next(iter(live.plan.campaigns))
    expect_loss(live, held, [one for one in live.plan.activities.values() if one.campaign_id == campaign])


def test_what_brings_nothing_is_no_loss(held):
    assert held.loss(()) == Band(0, 0, 0, 0)
    assert held.loss({"unknown"}) == Band(0, 0, 0, 0)


def expect_loss(live, held, activities):
    cancelled = {one.id: replace(one, status="cancelled") for one in activities}
    less = replace(live.plan, activities={**live.plan.activities, **cancelled})
    whole, missing = (simulate(compile_plan(plan), Draws(COUNT, 4)) for plan in (live.plan, less))
    lost = by_draw(whole)[Total.PRESENT_MARGIN] - by_draw(missing)[Total.PRESENT_MARGIN]
    point = [project(compile_plan(plan)) for plan in (live.plan, less)]
    margins = [float((one.by_month(Line.MARGIN) * whole.compiled.setting.discount).sum()) for one in point]
    found = held.loss({one.id for one in activities})
    assert found.plan == pytest.approx(margins[0] - margins[1], rel=1e-6, abs=1e-3)
    assert (found.p10, found.p50, found.p90) == pytest.approx(tuple(np.quantile(lost, SHARES)), rel=1e-6, abs=1e-3)
    assert found.p90 > found.p10
