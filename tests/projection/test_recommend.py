"""What a history, a judgement or a preset would write into a plan, checked by projecting the plan with it."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from cmoplanner.model.calibration import Calibration
from cmoplanner.model.plan import Plan
from cmoplanner.projection.channel_curve import ChannelCurve, ChannelUse, Placed, placed_of, single_use, use_of
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.history_fit import ChannelHistory, fit_history, pressures
from cmoplanner.projection.history_rows import Histories, HistoryRow, histories, rows_of_plan
from cmoplanner.projection.judgement import Answers, judged
from cmoplanner.projection.model import project
from cmoplanner.projection.recommend import (
    HistoryCalibration,
    calibrate_from_history,
    from_judgement,
    lane_from_judgement,
    recommend,
    together,
)
from cmoplanner.projection.remarks import RemarkKind
from cmoplanner.projection.response import hill
from cmoplanner.projection.shrinkage import blended, weight_of
from tests.plans import norrvik

PLAN = norrvik()
TODAY = date(2026, 11, 22)
CHANNELS = ["paid_search", "paid_social", "webinar", "events"]


@pytest.fixture(scope="module")
def found() -> HistoryCalibration:
    return calibrate_from_history(PLAN, histories(rows_of_plan(PLAN), PLAN.channels), TODAY)


def taken_over(plan: Plan, calibration: Calibration) -> Plan:
    new = {estimate.parameter: estimate.value for estimate in calibration.estimates}
    channel = replace(plan.channels[calibration.row_id], **new)
    return replace(plan, channels={**plan.channels, channel.id: channel})


def responses(plan: Plan, channel: str) -> float:
    return float(project(compile_plan(plan)).by_channel[channel].responses.sum())


def use(channel: str) -> ChannelUse:
    known = use_of(PLAN, channel)
    assert known is not None
    return known


def test_lanes_in_step_have_the_curve_of_the_channel() -> None:
    """Three lanes that rise and fall together: reference, cost and share of the maximum follow in closed form."""
    shape, shares = np.array([100.0, 150.0, 50.0, 100.0]), np.array([0.5, 0.3, 0.2])
    pressure = shares[:, None] * shape * 10
    together = ChannelUse(("a", "b", "c"), pressure, shares * 1_000, np.ones(3), (True,) * 3)
    curve = together.curve(Placed(5.0, 0.4, 1.2, 2.0))
    assert curve.at(np.array([1_000.0])) == pytest.approx([1_000 / 5.0])
    assert curve.most == pytest.approx(1_000 / (5.0 * 0.4))
    assert curve.half == pytest.approx(1_000 * (0.6 / 0.4) ** (1 / 1.2))
    assert together.typical == pytest.approx(1_000 * (1 + 1.5**2 + 0.5**2 + 1) / 4)


@pytest.mark.parametrize("channel", list(PLAN.channels))
def test_there_and_back_is_the_same(channel: str) -> None:
    standing = placed_of(PLAN.channels[channel])
    assert standing is not None
    back = use(channel).placed(use(channel).curve(standing))
    assert (back.unit_cost, back.sigma, back.slope) == pytest.approx(
        (standing.unit_cost, standing.sigma, standing.slope), rel=1e-6
    )


@pytest.mark.parametrize("channel", list(PLAN.channels))
def test_the_curve_of_a_channel_brings_what_the_plan_projects(channel: str) -> None:
    """The plan of acquiring activities without planned responses, delays or after-effects, month by month."""
    standing = placed_of(PLAN.channels[channel])
    assert standing is not None
    activities = {key: replace(row, planned_responses=None) for key, row in PLAN.activities.items()}
    plan = replace(PLAN, activities=activities)
    again = use_of(plan, channel)
    assert again is not None
    brought = float(again.curve(standing).at(again.total).sum())
    assert brought == pytest.approx(responses(plan, channel), rel=1e-6)


def test_the_blend_lies_between_and_is_exact_at_the_reference() -> None:
    fit, prior = ChannelCurve(1_000, 8_000, 1.5, 6.0), ChannelCurve(900, 3_000, 1.0, 0.5)
    spends = np.geomspace(1_500, 15_000, 40)
    for weight in (0.0, 0.3, 0.667, 1.0):
        blend = blended(fit, prior, weight, 6_000.0)
        here = np.array([6_000.0])
        level = fit.at(here) ** weight * prior.at(here) ** (1 - weight)
        assert blend.curve.at(here) == pytest.approx(level)
        exact = fit.at(spends) ** weight * prior.at(spends) ** (1 - weight)
        assert np.abs(np.log(blend.curve.at(spends) / exact)).max() <= blend.miss + 0.002
        assert blend.miss < 0.05
        assert blend.curve.half_life == pytest.approx(6.0**weight * 0.5 ** (1 - weight))
    assert blended(fit, prior, 1.0, 6_000.0).curve.at(spends) == pytest.approx(fit.at(spends), rel=0.01)
    assert blended(fit, prior, 0.0, 6_000.0).curve.at(spends) == pytest.approx(prior.at(spends), rel=0.01)


def test_the_weight_of_months() -> None:
    assert [weight_of(n) for n in (12, 24, 36)] == pytest.approx([1 / 2, 2 / 3, 3 / 4])


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_recommendation_taken_over_is_what_the_plan_then_projects(found: HistoryCalibration, channel: str) -> None:
    one = found.recommendations[channel]
    assert one.calibration is not None
    plan = taken_over(PLAN, replace(one.calibration, estimates=one.calibration.estimates[:3]))  # carry-over as it was
    wanted = float(one.curve.at(use(channel).total).sum())
    assert responses(plan, channel) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_recommendation_is_the_blend_with_its_band(found: HistoryCalibration, channel: str) -> None:
    one = found.recommendations[channel]
    here = np.array([one.reference])
    assert one.weight == pytest.approx(one.fit.months / (one.fit.months + 12))
    assert one.prior is not None
    exact = one.fit.curve.at(here) ** one.weight * one.prior.curve.at(here) ** (1 - one.weight)
    assert one.curve.at(here) == pytest.approx(exact)
    low, high = one.band(here)
    cost = next(estimate for estimate in one.calibration.estimates if estimate.parameter == "unit_cost")
    assert cost.low * high == pytest.approx(cost.value * exact)
    assert cost.high * low == pytest.approx(cost.value * exact)
    for point in one.points():
        assert point.low <= point.fitted <= point.high
        assert point.recommended_low <= point.recommended <= point.recommended_high
    assert all(estimate.low <= estimate.value <= estimate.high for estimate in one.calibration.estimates)
    assert "2025-01 to 2026-12" in one.calibration.source
    assert one.calibration.date == TODAY
    assert RemarkKind.SHRUNK in {remark.kind for remark in one.remarks}


def history(channel: str, change: Any) -> Histories:
    rows = [change(i, row) for i, row in enumerate(row for row in rows_of_plan(PLAN) if row.channel_id == channel)]
    return histories([row for row in rows if row is not None], PLAN.channels)


def made(channel: str, curve: ChannelCurve, spend: list[float], noise: float = 0.05) -> Histories:
    """A history of a known curve."""
    names = tuple(f"{2024 + i // 12}-{i % 12 + 1:02d}" for i in range(len(spend)))
    days = np.full(len(spend), 30)
    empty = ChannelHistory(channel, names, days, np.array(spend), np.full(len(spend), np.nan))
    felt = pressures(empty, np.array([curve.half_life]))[0, 0]
    counted = curve.at(felt) * np.exp(np.random.default_rng(1).normal(0, noise, len(spend)))
    rows = [HistoryRow(channel, name, x, y) for name, x, y in zip(names, spend, counted.tolist(), strict=True)]
    return histories(rows, PLAN.channels)


def kinds(given: Histories) -> set[RemarkKind]:
    return {remark.kind for remark in calibrate_from_history(PLAN, given, TODAY).remarks}


def test_constant_spend_keeps_what_the_plan_believed() -> None:
    spend = (10_000 * np.random.default_rng(2).uniform(0.9, 1.1, 24)).tolist()
    given = made("paid_search", ChannelCurve(4_000, 9_000, 1.0, 0.5), spend)
    told = calibrate_from_history(PLAN, given, TODAY)
    one = told.recommendations["paid_search"]
    assert one.calibration is None
    assert told.calibrations == ()
    assert one.weight == 0
    assert one.placed == placed_of(PLAN.channels["paid_search"])
    assert {RemarkKind.CONSTANT_SPEND, RemarkKind.KEPT_PRIOR} <= kinds(given)
    assert RemarkKind.SHRUNK not in kinds(given)


def test_doubts_are_told_where_they_belong() -> None:
    random = np.random.default_rng(9)
    uneven = (8_000 * np.exp(random.normal(0, 0.5, 24))).tolist()
    straight = made("paid_search", ChannelCurve(900_000, 2_000_000, 1.0, 0.5), [x / 3 for x in uneven])
    assert RemarkKind.NEVER_SATURATED in kinds(straight)
    bent = made("paid_search", ChannelCurve(3_000, 6_000, 1.0, 0.5), [5 * x for x in uneven])
    assert not {RemarkKind.NEVER_SATURATED, RemarkKind.BEYOND_HISTORY} & kinds(bent)
    assert RemarkKind.BEYOND_HISTORY in kinds(straight)
    few = made("paid_search", ChannelCurve(3_000, 6_000, 1.0, 0.5), uneven[:9])
    assert RemarkKind.FEW_MONTHS in kinds(few)
    assert RemarkKind.FEW_MONTHS not in kinds(bent)
    noisy = made("paid_search", ChannelCurve(3_000, 800, 1.0, 0.5), uneven, noise=0.5)
    assert {RemarkKind.WEAK_PREDICTION, RemarkKind.CARRY_OVER_UNKNOWN} & kinds(noisy)
    other = made("paid_search", ChannelCurve(30, 6_000, 1.0, 0.5), uneven)
    assert RemarkKind.WRONG_UNIT in kinds(other)
    assert RemarkKind.WRONG_UNIT not in kinds(straight)


def test_responses_without_money_are_told() -> None:
    spend = [0.0 if i % 6 == 5 else 8_000 * (1 + i % 3) for i in range(24)]
    names = [f"{2024 + i // 12}-{i % 12 + 1:02d}" for i in range(24)]
    rows = [HistoryRow("paid_search", name, x, 900 + x / 20) for name, x in zip(names, spend, strict=True)]
    given = histories(rows, PLAN.channels)
    told = calibrate_from_history(PLAN, given, TODAY).remarks
    (free,) = (remark for remark in told if remark.kind is RemarkKind.FREE_RESPONSES)
    assert "4 months" in free.sentence
    fed = [replace(row, spend=row.spend + 2_000) for row in rows]
    assert RemarkKind.FREE_RESPONSES not in kinds(histories(fed, PLAN.channels))


def test_channels_in_step_are_told() -> None:
    one = histories(rows_of_plan(PLAN), PLAN.channels).by_channel
    assert together(PLAN, one.values()) == []
    twin = ChannelHistory(
        "display", one["events"].months, one["events"].days, one["events"].spend * 2, one["events"].responses
    )
    (remark,) = together(PLAN, [one["events"], twin])
    assert remark.kind is RemarkKind.COLLINEAR
    assert PLAN.channels["display"].name in remark.sentence


def test_too_thin_a_history_is_refused_by_channel() -> None:
    given = history("events", lambda i, row: row if i < 5 else None)
    told = calibrate_from_history(PLAN, given, TODAY)
    assert told.recommendations == {}
    assert "5 months" in str(told.refused["events"])
    assert calibrate_from_history(PLAN, histories([HistoryRow("fax", "2026-01", 1.0, 1.0)], {}), TODAY).refused == {}


def test_a_channel_the_plan_knows_nothing_of_takes_the_fit() -> None:
    channel = replace(PLAN.channels["events"], unit_cost=0.0)
    plan = replace(PLAN, channels={**PLAN.channels, "events": channel})
    one = recommend(plan, fit_history(histories(rows_of_plan(PLAN), PLAN.channels).by_channel["events"]), TODAY)
    assert (one.prior, one.weight) == (None, 1.0)
    assert one.curve == one.fit.curve


def test_lanes_without_a_stored_reference_get_theirs() -> None:
    plan = replace(PLAN, lanes={})
    one = recommend(plan, fit_history(histories(rows_of_plan(PLAN), PLAN.channels).by_channel["events"]), TODAY)
    assert one.calibration is not None
    anchors = {anchor.cell_id: anchor.spend for anchor in one.calibration.lanes}
    stored = {lane.cell_id: lane.ref_spend_month for lane in PLAN.lanes.values() if lane.channel_id == "events"}
    assert anchors == pytest.approx({key: stored[key] for key in anchors}, abs=0.01)
    assert len(anchors) > 1


def test_a_judgement_about_the_plan_brings_its_answers() -> None:
    judgement = judged(Answers(300, 2_000, 2_500, 6_000))
    calibration = from_judgement(PLAN, "paid_search", judgement, TODAY)
    plan = taken_over(PLAN, calibration)
    curve = judgement.curve(use("paid_search").typical, 0.6)
    assert float(curve.at(np.array([use("paid_search").typical]))[0]) == pytest.approx(1_700)
    assert responses(plan, "paid_search") == pytest.approx(float(curve.at(use("paid_search").total).sum()), rel=1e-6)
    assert calibration.confidence == "L"
    assert all(estimate.low < estimate.value < estimate.high for estimate in calibration.estimates)


def test_a_judgement_about_a_channel_without_money_needs_its_spend() -> None:
    plan = replace(PLAN, activities={})
    judgement = judged(Answers(0, 100, 125, 220))
    with pytest.raises(ValueError, match="spend"):
        from_judgement(plan, "events", judgement, TODAY)
    calibration = from_judgement(plan, "events", judgement, TODAY, spend=5_000)
    values = {estimate.parameter: estimate.value for estimate in calibration.estimates}
    assert values["unit_cost"] == pytest.approx(50)
    assert values["sigma"] == pytest.approx(judgement.sigma)
    assert values["slope"] == pytest.approx(judgement.gamma)


def test_a_judgement_about_one_lane_meets_today_and_the_most() -> None:
    channel = replace(PLAN.channels["events"], slope=1.3, sigma=0.35)
    judgement = judged(Answers(0, 100, 125, 220))
    anchor = lane_from_judgement(channel, "prop-cloud", judgement, 4_000.0)
    shape = [np.array(value) for value in (anchor.spend, channel.unit_cost, channel.sigma, channel.slope)]
    assert anchor.fit * float(hill(np.array(4_000.0), *shape)) == pytest.approx(100)
    assert anchor.fit * float(hill(np.array(1e12), *shape)) == pytest.approx(220, rel=1e-6)


def test_the_next_unit_is_the_slope_of_the_curve() -> None:
    curve = ChannelCurve(900, 4_000, 1.4, 1.0)
    step = float(curve.at(np.array([3_000.5]))[0] - curve.at(np.array([2_999.5]))[0])
    assert curve.next_unit(3_000) == pytest.approx(step, rel=1e-6)
    assert curve.next_unit(0) == 0
    assert curve.at(np.array([0.0])) == 0
    assert single_use(50.0).typical == 50
    assert Placed(1, 0.4, 1.5, 0).elasticity == pytest.approx(0.9)
