"""Unit economics of the sample against the reference figures, plans without the effect, and plain loops."""

from dataclasses import replace

import pytest

from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.lifetime import payback_months
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.projection.rates import retention_new
from cmoplanner.projection.unit_economics import Cost, UnitEconomics, unit_economics
from tests.plans import norrvik, reference

EXPECTED = reference("demo_expected")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return project(compile_plan(norrvik()))


@pytest.fixture(scope="module")
def economics(outcome: Outcome) -> UnitEconomics:
    return unit_economics(outcome)


def test_the_cost_of_a_customer_in_the_reference(economics: UnitEconomics) -> None:
    cases = [finding for finding in EXPECTED["findings"] if finding["rule"] == "OFF-01"]
    assert len(cases) > 3
    for case in cases:
        found = economics.by_cell[case["subject"]]
        assert round(found.cac_working, 2) == case["evidence"]["cac_working"]
        assert round(found.value_to_cost, 2) == case["evidence"]["ratio"]
        assert round(found.lifetime_value, 2) == case["evidence"]["clv"]


def test_every_cent_of_cost_has_one_place(economics: UnitEconomics) -> None:
    total = economics.total
    assert total.cost.total == pytest.approx(EXPECTED["budget"]["net_total"])
    assert total.cost.working == pytest.approx(EXPECTED["budget"]["working_net"])
    for parts in (economics.by_cell, economics.by_segment, economics.by_offering):
        costs = sum((found.cost for found in parts.values()), start=Cost())
        assert (costs.acquiring, costs.retaining, costs.rest) == pytest.approx(
            (total.cost.acquiring, total.cost.retaining, total.cost.rest)
        )
        assert sum(found.new_customers for found in parts.values()) == pytest.approx(total.new_customers)
        assert sum(found.margin_value for found in parts.values()) == pytest.approx(total.margin_value)
        assert sum(found.contribution_year for found in parts.values()) == pytest.approx(total.contribution_year)
    assert total.contribution_year == pytest.approx(EXPECTED["projection"]["contribution_fy"])
    assert total.margin_value == pytest.approx(EXPECTED["projection"]["pv_incremental_gm_horizon"])
    assert total.cac_working < total.cac_loaded


def test_payback_of_one_cell_is_the_closed_question(economics: UnitEconomics, outcome: Outcome) -> None:
    for compiled in outcome.compiled.cells:
        cell = compiled.cell
        found = economics.by_cell[cell.id]
        for cost, months in ((found.cac_working, found.payback_working), (found.cac_loaded, found.payback_loaded)):
            assert months == payback_months(
                cost,
                first_order=cell.first_order_value,
                arpa=cell.arpa_month,
                margin=cell.gross_margin,
                retention_new=retention_new(cell),
            )


def test_without_customers_nothing_is_divided() -> None:
    plan = norrvik()
    found = unit_economics(project(compile_plan(replace(plan, activities={}, levers={}))))
    assert found.total.cac_working is None
    assert found.total.payback_working is None
    assert found.total.lifetime_value is None
    assert found.kept == {}
    assert found.break_even.month == 1


def test_what_retaining_touchpoints_keep_is_a_plan_without_their_effect(economics: UnitEconomics) -> None:
    plan = norrvik()
    cells = {key: replace(cell, ret_max_effect=0.0) for key, cell in plan.cells.items()}
    without = project(compile_plan(replace(plan, cells=cells)))
    full = economics.outcome
    assert len(economics.kept) == 6
    for place, compiled in enumerate(full.compiled.cells):
        kept = economics.kept.get(compiled.cell.id)
        more = full.lines[place, Line.ACTIVE] - without.lines[place, Line.ACTIVE]
        margin = full.lines[place, Line.MARGIN] - without.lines[place, Line.MARGIN]
        if kept is None:
            assert abs(more).max() == 0
            continue
        assert kept.customers_year == pytest.approx(more[11])
        assert kept.customers_horizon == pytest.approx(more[-1])
        assert kept.margin_year == pytest.approx(margin[:12].sum())
        assert kept.margin_value == pytest.approx(sum(value / 1.1 ** ((t + 1) / 12) for t, value in enumerate(margin)))
        cell = compiled.cell
        stayed = full.lines[place, Line.ESTABLISHED, 11] / cell.customers_start
        assert kept.retention_with == pytest.approx(stayed)
        assert kept.retention_without == pytest.approx(cell.retention_year)
        assert 0 < kept.churn_cut < cell.ret_max_effect
    assert sum(kept.cost for kept in economics.kept.values()) == pytest.approx(economics.total.cost.retaining)


def test_break_even_is_where_a_running_sum_stays_above_zero(economics: UnitEconomics) -> None:
    outcome = economics.outcome
    margin, cost = EXPECTED["projection_by_month"]["incremental_gm"], EXPECTED["budget"]["net_by_month"]
    for rate, found in ((0.0, economics.break_even.month), (0.1, economics.break_even.discounted)):
        sums, running = [], 0.0
        for t, earned in enumerate(margin):
            running += (earned - (cost[t] if t < 12 else 0.0)) / (1 + rate) ** ((t + 1) / 12)
            sums.append(running)
        assert found == next(t + 1 for t in range(len(sums)) if min(sums[t:]) >= 0)
    by_month = economics.contribution_by_month()
    assert by_month[:12].sum() == pytest.approx(EXPECTED["projection"]["contribution_fy"])
    assert len(by_month) == outcome.compiled.horizon


def test_a_plan_that_never_pays_for_itself() -> None:
    plan = norrvik()
    cells = {key: replace(cell, gross_margin=0.05) for key, cell in plan.cells.items()}
    found = unit_economics(project(compile_plan(replace(plan, cells=cells))))
    assert found.break_even.month is None
    assert found.break_even.discounted is None
