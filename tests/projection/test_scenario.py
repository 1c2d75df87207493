"""Scenarios: the right rows change by the right amount, curves stay, and what cannot be done is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Scenario, ScenarioOverride
from cmoplanner.projection.calibration import with_references
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line
from cmoplanner.projection.scenario import applied, lineage
from cmoplanner.projection.selectors import COMPARED, WORDS, select
from cmoplanner.report.figures import projection
from tests.plans import norrvik, reference

EXPECTED = reference("demo_expected")["scenarios"]


@pytest.fixture(scope="module")
def plan():
    return norrvik()


def scenario(plan, *differences, parent=None):
    """Return the sample with one more scenario of these differences (selector, field, op, value)."""
    rows = {
        f"T{i}": ScenarioOverride(f"T{i}", "test", selector, field, op, value)
        for i, (selector, field, op, value) in enumerate(differences)
    }
    return replace(
        plan,
        scenarios={**plan.scenarios, "test": Scenario("test", "Test", parent)},
        scenario_overrides={**plan.scenario_overrides, **rows},
    )


def made(plan, *differences):
    found = applied(scenario(plan, *differences), "test")
    assert not found.problems
    return found.plan


@pytest.mark.parametrize("name", EXPECTED)
def test_figures_of_the_reference(plan, name):
    found = applied(plan, name)
    assert not found.problems
    figures = projection(found.plan, project(compile_plan(found.plan)))
    compared = [key for key in EXPECTED[name] if key in figures]
    assert len(compared) == 8
    for key in compared:
        assert figures[key] == pytest.approx(EXPECTED[name][key], rel=1e-6, abs=1e-4), key


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        ("working", lambda plan, one: plan.cost_categories[one.category_id].working),
        ("nonworking & unlocked", lambda plan, one: not (plan.cost_categories[one.category_id].working or one.locked)),
        ("campaign=hc,be & locked", lambda plan, one: one.campaign_id in ("hc", "be") and one.locked),
        ("channel!=email", lambda plan, one: one.channel_id != "email"),
        ("campaign=", lambda plan, one: one.campaign_id is None),
        ("segment=edu", lambda plan, one: any(target.cell_id.startswith("edu-") for target in one.targets)),
        ("all", lambda plan, one: True),
        ("activity:A003", lambda plan, one: one.id == "A003"),
    ],
)  # fmt: skip
def test_a_selector_finds_its_activities(plan, selector, kept):
    found = select(plan, selector)
    assert found.table == "activity"
    assert list(found.rows) == [key for key, one in plan.activities.items() if kept(plan, one)]
    assert found.rows


def test_every_word_and_comparison_can_be_read(plan):
    for word in (*WORDS, *(f"{key}=x" for key in COMPARED)):
        select(plan, word)


def test_rows_of_other_tables_have_addresses(plan):
    assert select(plan, "plan").rows == {plan.header.id: plan.header}
    assert select(plan, "channel:*").rows == plan.channels
    assert list(select(plan, "lane:email|prop-cloud").rows) == ["email|prop-cloud"]


@pytest.mark.parametrize("selector", ["wrking", "campaign", "colour=red", "scenario:*", "planet:mars", "", "working &"])
def test_a_selector_that_means_nothing_is_refused(plan, selector):
    with pytest.raises(ValueError, match="“"):
        select(plan, selector)


def test_money_rises_by_what_is_told(plan):
    old = {key: one.gross_spend for key, one in plan.activities.items()}
    new = made(plan, ("campaign=be", "gross_spend", "add", "100.50")).activities
    for key, one in plan.activities.items():
        assert new[key].gross_spend - old[key] == (10_050 if one.campaign_id == "be" else 0)


def test_money_rises_in_proportion(plan):
    new = made(plan, ("channel=partner", "net_cost", "add_proportional", "30000"))
    rows = [key for key, one in plan.activities.items() if one.channel_id == "partner"]
    rise = sum(net_spend(new.activities[key]) - net_spend(plan.activities[key]) for key in rows)
    assert rise == pytest.approx(3_000_000, abs=len(rows))
    factors = {round(new.activities[key].gross_spend / plan.activities[key].gross_spend, 4) for key in rows}
    assert len(factors) == 1


def test_an_amount_can_be_set(plan):
    assert made(plan, ("activity:A001", "gross_spend", "set", "12.34")).activities["A001"].gross_spend == 1234


def test_activities_move_as_a_whole(plan):
    new = made(plan, ("campaign=ayt", "dates", "add", "-14")).activities
    for key, one in plan.activities.items():
        days = timedelta(days=-14 if one.campaign_id == "ayt" else 0)
        assert (new[key].start, new[key].end) == (one.start + days, one.end + days)
        assert new[key].until == (None if one.until is None else one.until + days)


def test_assumptions_change(plan):
    new = made(
        plan,
        ("channel:email", "unit_cost", "multiply", "1.5"),
        ("cell:*", "base_erosion_year", "add", "0.05"),
        ("plan", "discount_rate", "set", "0.12"),
        ("lever:L1", "start", "add", "31"),
        ("lane:email|prop-cloud", "fit", "set", "2"),
    )
    assert new.channels["email"].unit_cost == pytest.approx(0.69)
    for key, cell in plan.cells.items():
        assert new.cells[key].base_erosion_year == pytest.approx(cell.base_erosion_year + 0.05)
    assert new.header.discount_rate == 0.12
    assert new.levers["L1"].start == plan.levers["L1"].start + timedelta(days=31)
    assert new.lanes["email|prop-cloud"].fit == 2


def test_money_in_another_currency_follows_its_rate(plan):
    rows = {
        **plan.activities,
        "A001": replace(
            plan.activities["A001"], currency="USD", foreign_amount=1000.0, fx_rate_plan=0.92, gross_spend=92_000
        ),
    }
    new = made(replace(plan, activities=rows), ("working", "fx_rate_plan", "multiply", "1.25")).activities
    assert (new["A001"].fx_rate_plan, new["A001"].gross_spend) == (1.15, 115_000)
    assert {key: one for key, one in new.items() if key != "A001"} == {
        key: one for key, one in rows.items() if key != "A001"
    }


@pytest.mark.parametrize(
    "difference",
    [
        ("campaign=nowhere", "gross_spend", "multiply", "2"),
        ("planet:mars", "gross_spend", "multiply", "2"),
        ("working", "colour", "set", "red"),
        ("working", "gross_spend", "multiply", "-1"),
        ("working", "gross_spend", "multiply", "much"),
        ("working", "gross_spend", "set", "0.001"),
        ("working", "name", "multiply", "2"),
        ("working", "dates", "add", "0.5"),
        ("working", "dates", "multiply", "2"),
        ("working", "dates", "add", "99999999"),
        ("working", "start", "add", "400"),
        ("channel:email", "unit_cost", "add_proportional", "2"),
        ("channel:email", "lead_rate", "multiply", "1000"),
        ("cell:*", "retention_year", "add", "0.9"),
        ("activity:A003", "sends", "multiply", "2"),
        ("activity:A044", "net_cost", "add_proportional", "1"),
    ],
)
def test_what_cannot_be_done_is_told_and_left_out(plan, difference):
    plan = replace(plan, activities={**plan.activities, "A044": replace(plan.activities["A044"], gross_spend=0)})
    found = applied(scenario(plan, difference), "test")
    (problem,) = found.problems
    assert problem.table == "scenario_override"
    assert problem.row_id == "T0"
    assert problem.sentence
    assert problem.remedy
    assert found.plan.activities == plan.activities
    assert found.plan.channels == plan.channels


def test_a_scenario_builds_on_its_parents(plan):
    child = scenario(plan, ("working & unlocked", "gross_spend", "multiply", "0.5"), parent="cut15")
    assert lineage(child, "test") == ("base", "cut15", "test")
    half = applied(child, "test").plan.activities
    whole = applied(plan, "cut15").plan.activities
    for key, one in whole.items():
        changed = one.gross_spend != plan.activities[key].gross_spend
        assert half[key].gross_spend == pytest.approx(one.gross_spend * (0.5 if changed else 1), abs=1)


def test_a_circle_of_parents_ends(plan):
    scenarios = {"a": Scenario("a", "A", "b"), "b": Scenario("b", "B", "a")}
    assert lineage(replace(plan, scenarios=scenarios), "a") == ("b", "a")


def test_the_plan_itself_is_untouched(plan):
    before = replace(plan)
    applied(plan, "cut15")
    assert plan == before


def test_curves_stay_those_of_the_plan(plan):
    """Without stored references a lane follows its money, and more money would never meet a bent curve."""
    bare = replace(plan, lanes={})
    found = applied(scenario(bare, ("working", "gross_spend", "multiply", "2")), "test").plan
    frozen = with_references(bare)
    assert found.lanes == frozen.lanes
    doubled = project(compile_plan(found)).incremental_by_month(Line.MARGIN).sum()
    once = project(compile_plan(bare)).incremental_by_month(Line.MARGIN).sum()
    assert doubled < 1.9 * once


def test_storing_references_changes_no_figure(plan):
    bare = replace(plan, lanes={})
    frozen = with_references(bare)
    assert frozen.lanes
    expected = project(compile_plan(bare)).by_month(Line.REVENUE)
    assert project(compile_plan(frozen)).by_month(Line.REVENUE) == pytest.approx(expected, rel=1e-12)
    assert with_references(frozen) == frozen
