"""The outcome page's values: its sentence, the odds, the pictures and the tables, checked by sums of their own."""

from dataclasses import replace

import numpy as np
import pytest

from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.optimizer.cutback import cutbacks
from cmoplanner.optimizer.cuts import Side, cut, decisions
from cmoplanner.paths import sample_plan
from cmoplanner.projection.attribution import attribute, year_revenue
from cmoplanner.projection.balance import balance_band, paid_back, running_balance
from cmoplanner.projection.bands import Total, bands
from cmoplanner.projection.bridge import Block, Bridge
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.projection.sensitivity import tornado
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.projection.unit_economics import unit_economics
from cmoplanner.report.outcome_cutback import cutback_table
from cmoplanner.report.outcome_cuts import WAITING, cut_table
from cmoplanner.report.outcome_economics import FIGURES, economics_table
from cmoplanner.report.outcome_figures import base_to_goal, horizon_balance, odds, title, year_by_month
from cmoplanner.report.outcome_funnel import funnel_table, steps_by
from cmoplanner.report.outcome_scenarios import bridge_table
from cmoplanner.report.outcome_tornado import SHOWN, hinges


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = tmp_path_factory.mktemp("plan")
    path = folder / "plan.cmoplan"
    Document.create_from(sample_plan(), path, data_folder=folder).close()
    document = Document.open(path, data_folder=folder)
    found = document.plan
    document.close()
    return found


@pytest.fixture(scope="module")
def outcome(plan: Plan) -> Outcome:
    return project(compile_plan(plan))


def number(text: str) -> int:
    """Return the whole number that a cell of the sample's locale shows."""
    return int(text.replace(",", "").replace("\u2212", "-").replace("+", "").replace("·", "0").replace("±", ""))


def with_goal(plan: Plan, target: float | None) -> Plan:
    return replace(plan, goals={"G1": replace(plan.goals["G1"], target=target)})


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (25_800_000.0, "Plan reaches 25.1\u00a0M; the goal needs 684\u00a0k more"),
        (25_000_000.0, "Plan reaches 25.1\u00a0M, 116\u00a0k more than the goal"),
        (None, "Plan reaches 25.1\u00a0M; 1.66\u00a0M of it by marketing"),
    ],
)
def test_the_sentence_says_how_far_the_goal_is(plan: Plan, outcome: Outcome, target: float | None, said: str) -> None:
    assert title(with_goal(plan, target), outcome) == said


def test_odds_are_the_share_of_draws_beyond_the_goal(plan: Plan, outcome: Outcome) -> None:
    simulation = simulate(compile_plan(plan), Draws(200))
    revenue = simulation.full[0, :12].sum(axis=0)
    share = round(100 * np.count_nonzero(revenue >= 25_800_000) / 200)
    first = odds(plan, bands(simulation, outcome))[0]
    assert first.text.startswith(f"{share}\u00a0% chance to reach")
    low = with_goal(plan, 1.0)
    assert odds(low, bands(simulate(compile_plan(low), Draws(50))))[0].role == "positive"


def test_the_running_balance_ends_at_the_contribution_in_every_draw(plan: Plan, outcome: Outcome) -> None:
    simulation = simulate(compile_plan(plan), Draws(300))
    found = bands(simulation, outcome)
    band = balance_band(simulation, outcome)
    total = found.totals[Total.CONTRIBUTION_HORIZON]
    assert [float(line[-1]) for line in (band.plan, band.p10, band.p50, band.p90)] == pytest.approx(
        [total.plan, total.p10, total.p50, total.p90]
    )


@pytest.mark.parametrize(
    ("running", "month"),
    [([-1.0, -2.0, 1.0], 2), ([-1.0, 3.0, -1.0, 2.0], 3), ([1.0, 2.0], 0), ([-1.0, -0.5], None)],
)
def test_paid_back_is_the_first_month_from_which_on_nothing_is_missing(running: list[float], month: int | None) -> None:
    assert paid_back(np.array(running)) == month


def test_the_year_is_base_and_what_marketing_adds(outcome: Outcome) -> None:
    year = year_by_month(outcome)
    assert year.whole.sum() == pytest.approx(outcome.by_month(Line.REVENUE)[:12].sum())
    assert (year.closed, year.today, year.names[0]) == (3, 3.0, "Jan")  # it stands on 31 March
    assert "without marketing" in year.words(4)


def test_the_horizon_balances_margin_and_cost(outcome: Outcome) -> None:
    found = horizon_balance(outcome)
    assert found.balance == pytest.approx(running_balance(outcome)[-1])
    assert found.even is not None
    assert found.running[found.even] >= 0 > found.running[found.even - 1]
    assert found.even_words == "paid back Sept 2028"


def test_the_steps_lead_from_base_to_goal_without_a_hole(outcome: Outcome) -> None:
    found = base_to_goal(outcome, attribute(outcome.compiled, outcome, year_revenue(outcome.compiled)))
    assert [step.name for step in found.steps] == ["base", "media", "levers", "retention", "plan", "gap", "goal"]
    tops = [step.high for step in found.steps]
    assert tops[:5] == pytest.approx([*tops[:3], tops[4], tops[4]])
    for before, after in zip(found.steps[:3], found.steps[1:4], strict=True):
        assert after.low == pytest.approx(before.high)
    assert 0 < found.cut < found.steps[0].high


@pytest.mark.parametrize("side", list(Side))
def test_every_cut_shows_parts_that_add_up_to_its_foot(plan: Plan, outcome: Outcome, side: Side) -> None:
    found = cut(outcome, side)
    table = cut_table(plan, found, None)
    assert all(line.entries[3].text == WAITING for line in table.parts)
    exact = [line.entries[2].full for line in table.lines]
    cents = [round(100 * float(text.replace(",", "").replace("\u2212", "-"))) for text in exact]
    assert sum(cents[:-1]) == cents[-1] == found.incremental


def test_losses_and_next_money_stand_beside_the_contribution(plan: Plan, outcome: Outcome) -> None:
    table = cut_table(plan, cut(outcome, Side.CHANNEL), decisions(outcome, Side.CHANNEL))
    first = table.lines[0].entries
    assert (first[0].text, first[1].text, first[2].text, first[4].text) == (
        "Paid search",
        "312,000",
        "757,034",
        "1,265",
    )
    assert first[4].role == "positive"
    below = next(line.entries for line in table.lines if line.entries[0].text == "Sponsorships")
    assert below[4].role == "negative"


def test_the_funnel_of_channels_and_of_cells_have_the_same_deals(plan: Plan, outcome: Outcome) -> None:
    won = float(outcome.lines[:, Line.WON].sum())
    for side in (Side.CHANNEL, Side.CELL):
        steps = steps_by(outcome, side).values()
        assert sum(one.deals + one.orders for one in steps) == pytest.approx(won)
    table = funnel_table(outcome, Side.CHANNEL)
    shares = [entry.aside for line in table.lines for entry in line.entries if entry.aside]
    assert shares
    assert all(float(share.split("\u00a0")[0].replace(",", "")) <= 100 for share in shares)


def test_cutting_everything_is_a_plan_with_nothing(outcome: Outcome, plan: Plan) -> None:
    found = cutbacks(outcome, (0.1, 1.0))
    none = replace(plan, activities={})
    without = project(compile_plan(none))
    lost = outcome.by_month(Line.REVENUE)[:12].sum() - without.by_month(Line.REVENUE)[:12].sum()
    assert found[None][1].revenue == pytest.approx(float(lost))
    assert found[None][0].saved == pytest.approx(212_625)
    table = cutback_table(plan, cutbacks(outcome, (0.1, 0.2)))
    assert table.lines[-1].entries[0].text == "Everything alike"


def test_customers_cost_and_bring_what_the_economics_say(outcome: Outcome) -> None:
    found = unit_economics(outcome)
    table = economics_table(outcome, found)
    assert len(table.parts) == len(outcome.compiled.cells)
    margins = [number(line.entries[FIGURES.index("margin")].text) for line in table.parts]
    assert margins == sorted(margins, reverse=True)
    assert abs(sum(margins) - number(table.lines[-1].entries[FIGURES.index("margin")].text)) <= len(margins)
    kept = next(iter(found.kept.values()))
    assert any(
        f"{100 * (1 - kept.retention_with):.1f}" in line.entries[FIGURES.index("churn")].text for line in table.parts
    )


def test_the_bridge_between_scenarios_adds_up_as_it_is_shown(plan: Plan) -> None:
    parts = {Block.BUDGET: 10.5, Block.MIX: -3.4, Block.TIMING: 0.4, Block.ASSUMPTIONS: 0.0}
    table = bridge_table(plan, ("", "Cut"), {Total.REVENUE: Bridge(100.2, 107.7, parts)})
    shown = [number(entry.text) for entry in table.lines[0].entries[1:]]
    assert sum(shown[:-1]) == shown[-1]


def test_the_tornado_has_the_largest_effects_on_top(plan: Plan, outcome: Outcome) -> None:
    found = hinges(plan, tornado(outcome.compiled), Total.CONTRIBUTION_HORIZON)
    swings = [abs(one.high - one.low) for one in found.levers]
    assert len(swings) == SHOWN
    assert swings == sorted(swings, reverse=True)
    assert found.left_out > 0
