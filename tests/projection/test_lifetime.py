"""Customer lifetime value and payback against the reference and the published table."""

from dataclasses import replace

import pytest

from cmoplanner.projection.lifetime import (
    cohort_value,
    contract_value,
    customer_value,
    gupta_lehmann,
    lifetime_value,
    payback_months,
)
from cmoplanner.projection.survival import SurvivalCurve
from tests.plans import norrvik, reference

GOLDEN = reference("golden_vectors")
PUBLISHED = reference("published_tables")["margin_multiple"]


@pytest.mark.parametrize("case", GOLDEN["clv_monthly"], ids=lambda case: str(case["clv"]))
def test_lifetime_value(case):
    value = lifetime_value(
        first_order=case["fov"],
        arpa=case["arpa"],
        margin=case["gm"],
        retention_new=case["r_new"],
        retention=case["r_est"],
        discount=case["i"],
        expansion=case["g"],
        horizon=case["horizon"],
    )
    assert value == pytest.approx(case["clv"], rel=1e-6)


@pytest.mark.parametrize("case", GOLDEN["clv_gupta_lehmann"], ids=lambda case: str(case["end"]))
def test_the_endless_value(case):
    assert gupta_lehmann(case["margin"], case["r"], case["i"], case["g"]) == pytest.approx((case["end"], case["begin"]))


def test_the_published_table_of_margin_multiples():
    for retention, row in zip(PUBLISHED["rows_r"], PUBLISHED["table"], strict=True):
        for discount, multiple in zip(PUBLISHED["cols_d"], row, strict=True):
            value = gupta_lehmann(1.0, retention, discount, 0.0)
            assert value is not None
            assert value[0] == pytest.approx(multiple, abs=0.0051)


def test_the_endless_value_has_a_limit_only_if_customers_fade():
    assert gupta_lehmann(100, 0.95, 0.02, 0.10) is None


@pytest.mark.parametrize("case", GOLDEN["payback"], ids=lambda case: str(case["months"]))
def test_payback(case):
    months = payback_months(
        case["cac"], first_order=case["fov"], arpa=case["arpa"], margin=case["gm"], retention_new=case["r_new"]
    )
    assert months == case["months"]


def test_the_value_of_each_cell_beside_the_endless_check():
    plan = norrvik()
    expected = reference("demo_expected")["projection_by_cell"]
    for key, cell in plan.cells.items():
        value = customer_value(plan.header, cell)
        assert round(value.capped, 2) == expected[key]["clv"]
        yearly = 12 * cell.arpa_month * cell.gross_margin
        years = range(1, 2_000)
        growth = cell.retention_year * (1 + cell.expansion_year) / 1.1
        # the first yearly margin at the end of year 1: before it grows, and only from those who stayed
        brute = sum(yearly * cell.retention_year / 1.1 * growth ** (year - 1) for year in years)
        assert value.end == pytest.approx(brute)
        assert value.begin == pytest.approx(value.end / cell.retention_year * 1.1)


def test_a_value_far_from_its_check_says_why():
    plan = norrvik()
    close = customer_value(plan.header, plan.cells["edu-sensors"])
    assert (close.apart, close.gaps) == (0.0, ())
    capped = customer_value(plan.header, plan.cells["prop-care"])
    assert capped.apart > 0.3
    assert [gap.part for gap in capped.gaps] == ["cap"]
    assert "60 months" in capped.gaps[0].sentence
    bought = customer_value(plan.header, plan.cells["hosp-audit"])
    assert bought.gaps[0].part == "first_order"
    young = replace(plan.cells["smb-care"], retention_new_year=0.1)
    assert customer_value(plan.header, young).gaps[0].part == "first_year"
    assert customer_value(plan.header, replace(young, retention_year=0.99, expansion_year=0.2)).end is None


def test_a_contract_is_worth_its_renewals():
    plan, curve = norrvik(), SurvivalCurve(0.6681, 3.8061)
    cell = replace(plan.cells["prop-cloud"], expansion_year=0.04)
    yearly = 12 * cell.arpa_month * cell.gross_margin
    alive, brute = 1.0, cell.first_order_value * cell.gross_margin
    for year in range(2_000):
        brute += yearly * alive * (1.04 / 1.1) ** year
        alive *= curve.retention(year + 1)
    assert contract_value(plan.header, cell, curve) == pytest.approx(brute)
    assert contract_value(plan.header, replace(cell, expansion_year=0.2), curve) is None


@pytest.mark.parametrize("group", ["high_end", "regular"])
def test_the_cohort_value_of_a_cell_is_that_of_the_published_curves(group: str) -> None:
    """A cell with the first two retentions of a published curve has its curve, its DEL and its DERL."""
    golden = reference("golden_vectors")["sbg_fit"][group]
    alpha, beta = golden["alpha"], golden["beta"]
    plan = norrvik()
    cell = replace(
        plan.cells["prop-cloud"],
        first_order_value=0.0,
        arpa_month=100.0,
        gross_margin=0.5,
        expansion_year=0.0,
        retention_new_year=beta / (alpha + beta),
        retention_year=(beta + 1) / (alpha + beta + 1),
    )
    header = replace(plan.header, discount_rate=0.1)
    found = cohort_value(header, cell)
    assert found is not None
    assert (found.curve.alpha, found.curve.beta) == pytest.approx((alpha, beta), rel=1e-9)
    assert found.new == pytest.approx(600 * golden["DEL_10pct"], rel=1e-4)
    # still to come after the first renewal is due: what a longer loop over years adds up
    brute, alive = 0.0, 1.0
    for year in range(2, 5_000):
        alive *= (beta + year - 1) / (alpha + beta + year - 1)
        brute += alive / 1.1 ** (year - 2)
    assert found.residual == pytest.approx(600 * brute, rel=1e-6)


def test_retention_that_does_not_rise_has_no_survival_curve() -> None:
    plan = norrvik()
    cell = replace(plan.cells["prop-cloud"], retention_new_year=0.9, retention_year=0.9)
    assert cohort_value(plan.header, cell) is None
    assert customer_value(plan.header, cell).cohort is None
    growing = replace(plan.cells["prop-cloud"], expansion_year=0.2)
    assert cohort_value(plan.header, growing).residual is None
