"""What must hold for every plan: shares, mass, zero effect of nothing, the same bits again."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from cmoplanner.model.plan import Activity, Cell, Header, Lever, Offering, Plan
from cmoplanner.projection.attribution import attribute, year_revenue
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, fiscal_year, fiscal_years, present_value, quarters
from cmoplanner.report.figures import summary
from tests.plans import norrvik, reference
from tests.projection.small_plans import small_plan

SEEDS = range(20)


def outcome_of(plan: Plan):
    return project(compile_plan(plan))


def test_target_shares_and_seasons_of_the_sample_add_up():
    plan = norrvik()
    for one in plan.activities.values():
        assert not one.targets or sum(target.share for target in one.targets) == pytest.approx(1, abs=1e-9)
    for offering in plan.offerings.values():
        assert sum(offering.seasonality) == pytest.approx(12, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_cancelled_activities_count_in_nothing(seed):
    plan = small_plan(seed)
    kept = {key: one for key, one in plan.activities.items() if not one.cancelled}
    assert summary(plan) == summary(replace(plan, activities=kept))


def test_cancelling_an_activity_takes_its_money_away():
    plan = norrvik()
    one = plan.activities["A001"]
    without = replace(plan, activities={**plan.activities, "A001": replace(one, status="cancelled")})
    assert sum(outcome_of(plan).money.gross) - sum(outcome_of(without).money.gross) == one.gross_spend


@pytest.mark.parametrize("seed", SEEDS)
def test_attribution_adds_up_for_every_measure(seed):
    compiled = compile_plan(small_plan(seed))
    outcome = project(compiled)
    for measure, total in (
        (None, present_value(outcome, outcome.incremental_by_month(Line.MARGIN))),
        (year_revenue(compiled), fiscal_year(outcome.incremental_by_month(Line.REVENUE))),
    ):
        shares = attribute(compiled, outcome, measure)
        floor = 1e-12 * present_value(outcome, outcome.by_month(Line.REVENUE)) + 1e-9
        assert shares.total == pytest.approx(total, rel=1e-9, abs=floor)
        responsible = pytest.approx(shares.media + shares.retention, rel=1e-9, abs=floor)
        for split in (shares.by_channel(), shares.by_campaign(), shares.by_stage(), shares.by_partner()):
            assert sum(split.values()) == responsible
        for split in (shares.by_cell(), shares.by_segment(), shares.by_offering()):
            assert sum(split.values()) == pytest.approx(shares.total, rel=1e-9, abs=floor)


def test_money_in_is_money_out():
    for plan in (norrvik(), *(small_plan(seed) for seed in SEEDS)):
        figures = summary(plan)["budget"]
        for split in ("category", "cost_centre", "channel", "campaign"):
            total = sum(round(amount * 1000) for amount in figures[f"net_by_{split}"].values())
            assert total == round(figures["net_total"] * 1000)
        assert sum(round(amount * 1000) for amount in figures["net_by_month"]) == round(figures["net_total"] * 1000)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_money_and_levers_the_projection_is_the_baseline(seed):
    plan = small_plan(seed)
    still = {key: replace(one, gross_spend=0, planned_responses=None) for key, one in plan.activities.items()}
    outcome = outcome_of(replace(plan, activities=still, levers={}))
    assert np.array_equal(outcome.lines, outcome.baseline)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_plan_gives_the_same_bits(seed):
    first, second = outcome_of(small_plan(seed)), outcome_of(small_plan(seed))
    assert first.lines.tobytes() == second.lines.tobytes()
    assert summary(small_plan(seed)) == summary(small_plan(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ceiling_holds(seed):
    plan = small_plan(seed)
    outcome = outcome_of(plan)
    for i, cell in enumerate(plan.cells.values()):
        if cell.prospects is not None:
            assert outcome.lines[i, Line.WON].sum() <= cell.prospects * (1 + 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_of_every_grain_agree(seed):
    outcome = outcome_of(small_plan(seed))
    for line in (Line.REVENUE, Line.MARKETING_NEW):
        months = outcome.by_month(line)
        assert quarters(months)[:4].sum() == pytest.approx(fiscal_year(months))
        assert fiscal_years(months).sum() == pytest.approx(months.sum())
        for split in (outcome.by_segment(line), outcome.by_offering(line)):
            assert sum(split.values()) == pytest.approx(months)
    channels = [funnel.deals for funnel in outcome.by_channel.values()]
    campaigns = [funnel.deals for funnel in outcome.by_campaign.values()]
    assert np.sum(channels) == pytest.approx(np.sum(campaigns))
    assert np.sum(channels) == pytest.approx(outcome.by_month(Line.WON).sum())


def one_cell(*levers: Lever, activities: tuple[Activity, ...] = ()) -> Plan:
    """The cell of the worked example: 100,000 visits, 2.5 % of them order for 50."""
    return Plan(
        Header("p", "P", "P", "EUR", 2, date(2027, 1, 1), date(2027, 1, 1), 0),
        offerings={"o": Offering("o", "O")},
        cells={
            "k": Cell(
                "k", "s", "o", sales_model="direct", base_responses_month=100_000, order_rate=0.025,
                first_order_value=50.0,
            )
        },
        levers={lever.id: lever for lever in levers},
        activities={one.id: one for one in activities},
    )  # fmt: skip


def test_the_worked_example():
    example = reference("golden_vectors")["worked_example"]
    traffic = Lever("l1", "Traffic", "responses", 1.2, date(2027, 1, 1))
    conversion = Lever("l2", "Conversion", "order_rate", 2.0, date(2027, 1, 1), cell_id="k")
    steps = [outcome_of(one_cell(*levers)).by_month(Line.REVENUE) for levers in ((), (traffic,), (traffic, conversion))]
    (_, base), (_, more_traffic), (_, more_orders), (_, result) = example["waterfall"]
    assert [round(step[0], 2) for step in steps] == [base, base + more_traffic, base + more_traffic + more_orders]
    assert [round(revenue, 2) for revenue in steps[2]] == [result] * 36


@pytest.mark.parametrize(("day", "factors"), [
    (date(2027, 3, 15), [1, 1, 1.25, 1.5, 1.75, 2, 2]),
    (date(2026, 11, 30), [1.75, 2, 2, 2, 2, 2, 2]),
    (date(2026, 12, 31), [1.5, 1.75, 2, 2, 2, 2, 2]),
    (date(2040, 1, 1), [1] * 7),
])  # fmt: skip
def test_a_lever_rises_over_its_ramp_from_its_start_month(day, factors):
    lever = Lever("l", "L", "order_rate", 2.0, day, ramp_months=3)
    revenue = outcome_of(one_cell(lever)).by_month(Line.REVENUE)
    assert (revenue[:7] / 125_000).tolist() == pytest.approx(factors)


def test_a_lever_of_one_channel_leaves_base_business_alone():
    lever = Lever("l", "L", "order_rate", 2.0, date(2027, 1, 1), channel_id="c")
    assert outcome_of(one_cell(lever)).by_month(Line.REVENUE)[0] == pytest.approx(125_000)


@pytest.mark.parametrize(
    "change",
    [
        {"cells": {}},
        {"activities": {}},
        {"channels": {}},
        {"stages": {}},
        {"campaigns": {}},
        {"cost_categories": {}},
        {"offerings": {}},
        {"segments": {}},
        {"lanes": {}},
        {"levers": {}},
        {"cells": {}, "activities": {}, "channels": {}},
    ],
    ids="+".join,
)
def test_a_plan_with_something_missing_is_projected(change):
    figures = summary(replace(norrvik(), **change))
    for value in figures["projection"].values():
        assert value is None or np.isfinite(value)


def test_an_empty_plan_has_no_return():
    figures = summary(one_cell())["projection"]
    assert figures["roi_fy"] is None
    assert figures["roi_horizon"] is None
    assert figures["incremental_revenue_fy"] == 0
    assert figures["baseline_revenue_fy"] == pytest.approx(12 * 125_000)
