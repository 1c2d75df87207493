"""The survival curve against the published table, closed forms, brute sums and simulated customers."""

from datetime import date
from decimal import Decimal, localcontext
from math import inf, isclose

import numpy as np
import pytest

from cmoplanner.projection.hypergeometric import hypergeometric
from cmoplanner.projection.survival import (
    SurvivalCurve,
    SurvivalRefused,
    fit_survival,
    from_two_answers,
    likelihood,
    retention_calibration,
)
from tests.plans import reference

GOLDEN = reference("golden_vectors")
PUBLISHED = reference("published_tables")["sBG_Fader_Hardie_2007"]
GROUPS = ["high_end", "regular"]


def table(group: str) -> list[float]:
    return [share / 100 for share in PUBLISHED["survival_pct_year0_12"][group][:8]]


@pytest.mark.parametrize("group", GROUPS)
def test_the_published_parameters(group: str) -> None:
    curve = fit_survival([table(group)]).curve
    assert curve.alpha == pytest.approx(PUBLISHED["fit_years_1_7"][group]["alpha"], abs=6e-4)
    assert curve.beta == pytest.approx(PUBLISHED["fit_years_1_7"][group]["beta"], abs=6e-4)
    again = PUBLISHED["recomputed_here"][group]
    assert (round(curve.alpha, 4), round(curve.beta, 4)) == (again["alpha"], again["beta"])


@pytest.mark.parametrize("group", GROUPS)
def test_the_published_projection_of_years_8_to_12(group: str) -> None:
    curve = fit_survival([table(group)]).curve
    projected = [round(100 * curve.survival(year), 1) for year in range(8, 13)]
    assert projected == PUBLISHED["recomputed_here"][group]["proj_8_12"]
    actual = PUBLISHED["survival_pct_year0_12"][group][8:]
    assert projected == pytest.approx(actual, abs=1.7)
    if group == "high_end":
        assert projected == [100 * share for share in PUBLISHED["published_projection_high_end_8_12"]]


@pytest.mark.parametrize("group", GROUPS)
def test_survival_retention_and_lifetimes(group: str) -> None:
    golden = GOLDEN["sbg_fit"][group]
    curve = fit_survival([[1.0, *golden["survival"]]]).curve
    years = range(1, 13)
    assert [round(curve.survival(year), 4) for year in years] == golden["survival_1_12"]
    assert [round(curve.retention(year), 4) for year in years] == golden["retention_1_12"]
    assert curve.expected_lifetime(0.1) == pytest.approx(golden["DEL_10pct"], abs=5e-5)
    assert curve.residual_lifetime(7, 0.1) == pytest.approx(golden["DERL_10pct_after_7_renewals"], abs=5e-5)


def test_the_published_residual_lifetime_and_likelihood() -> None:
    curve = SurvivalCurve(0.668, 3.806)
    assert curve.residual_lifetime(7, 0.1) == pytest.approx(PUBLISHED["DERL_high_end_d10pct_survived7"], abs=5e-4)
    assert likelihood(SurvivalCurve(1, 1), [table("high_end")]) == pytest.approx(
        PUBLISHED["LL_at_1_1_high_end"], abs=6e-4
    )


def test_the_published_cohorts() -> None:
    cohorts = PUBLISHED["multi_cohort"]
    curve = fit_survival(cohorts["data"]).curve
    assert curve.alpha == pytest.approx(cohorts["alpha"], abs=0.005)
    assert curve.beta == pytest.approx(cohorts["beta"], abs=0.005)


@pytest.mark.parametrize("case", GOLDEN["sbg_two_point"], ids=str)
def test_two_answers(case: dict[str, float]) -> None:
    curve = from_two_answers(case["r1"], case["r2"])
    assert (curve.alpha, curve.beta) == pytest.approx((case["alpha"], case["beta"]))
    assert (curve.retention(1), curve.retention(2)) == pytest.approx((case["r1"], case["r2"]))


@pytest.mark.parametrize(("b", "c"), [(3.8, 4.47), (0.3, 9.0), (2.0, 2.0), (11.8, 12.5), (1e-3, 1e3)])
@pytest.mark.parametrize("z", [0.0, 0.3, 1 / 1.1, 0.99])
def test_the_series_against_a_brute_sum_of_60_digits(b: float, c: float, z: float) -> None:
    with localcontext() as context:
        context.prec = 60
        term = total = Decimal(1)
        for k in range(6_000):
            term *= Decimal(z) * (Decimal(b) + k) / (Decimal(c) + k)
            total += term
    assert float(term) < 1e-20
    assert isclose(hypergeometric(b, c, z), float(total), rel_tol=1e-13)


def test_the_series_in_closed_form() -> None:
    assert hypergeometric(2, 2, 0.75) == pytest.approx(4.0, rel=1e-13), "geometric"
    z = 0.6
    assert hypergeometric(1, 2, z) == pytest.approx(-np.log(1 - z) / z, rel=1e-13)
    assert hypergeometric(1, 4, 1) == pytest.approx(3 / 2)
    assert hypergeometric(1, 2, 1) == inf


@pytest.mark.parametrize(("b", "c", "z"), [(2, 1, 0.5), (0, 1, 0.5), (1, 2, -0.1), (1, 2, 1.1), (1, 2, 0.99999)])
def test_the_series_refuses_what_it_cannot_sum(b: float, c: float, z: float) -> None:
    with pytest.raises(ValueError, match=r"2F1|slow"):
        hypergeometric(b, c, z)


def test_the_lifetime_is_the_sum_of_the_survival() -> None:
    curve = SurvivalCurve(1.4, 3.1)
    years = np.arange(3_000)
    survival = np.concatenate(([1.0], np.cumprod([curve.retention(int(t)) for t in years[1:]])))
    assert curve.expected_lifetime(0.08) == pytest.approx(float((survival / 1.08**years).sum()), rel=1e-12)
    left = survival[4:] / survival[3]
    assert curve.residual_lifetime(3, 0.08) == pytest.approx(
        float((left / 1.08 ** np.arange(len(left))).sum()), rel=1e-12
    )
    assert curve.expected_lifetime(0.0) is None


def test_simulated_customers_are_recovered() -> None:
    """Each customer has a churn of his own, drawn from a beta distribution: the definition, not the formula."""
    random = np.random.default_rng(5)
    churn = random.beta(0.9, 2.4, size=40_000)
    stays = random.geometric(churn)
    cohort = [int((stays > t).sum()) for t in range(9)]
    curve = fit_survival([cohort]).curve
    assert (curve.alpha, curve.beta) == pytest.approx((0.9, 2.4), rel=0.05)
    assert curve.survival(14) == pytest.approx((stays > 14).mean(), abs=0.005)
    assert curve.yearly_retention(5)[1] == pytest.approx((stays > 6).sum() / (stays > 5).sum(), abs=0.02)


def test_a_grid_finds_nothing_more_likely() -> None:
    cohorts = [[1000, 700, 560, 490, 450], [800, 590, 450], [500, 340, 300, 270]]
    fit = fit_survival(cohorts)
    best = likelihood(fit.curve, cohorts)
    for alpha in np.geomspace(0.2, 5, 60):
        for beta in np.geomspace(0.2, 20, 60):
            assert likelihood(SurvivalCurve(alpha, beta), cohorts) <= best + 1e-9


def test_customers_who_are_all_alike_are_told() -> None:
    fit = fit_survival([[100_000, 80_000, 64_000, 51_200, 40_960]])
    assert fit.alike
    assert fit.curve.survival(4) == pytest.approx(0.4096, abs=1e-4)
    assert not fit_survival([table("high_end")]).alike


@pytest.mark.parametrize(
    ("cohorts", "word"),
    [
        ([], "two renewals"),
        ([[100, 80]], "two renewals"),
        ([[100, 80, 85]], "more customers"),
        ([[100, 100, 100]], "Nobody leaves"),
        ([[0, 0, 0]], "Group 1"),
        ([[100, 80, 60], [50, float("nan")]], "Group 2"),
    ],
)
def test_tables_that_cannot_be_fitted(cohorts: list[list[float]], word: str) -> None:
    with pytest.raises(SurvivalRefused, match=word) as told:
        fit_survival(cohorts)
    assert told.value.remedy


@pytest.mark.parametrize(("first", "second"), [(0.0, 0.5), (0.5, 1.0), (0.8, 0.8), (0.8, 0.7), (-1, 0.5)])
def test_answers_that_are_refused(first: float, second: float) -> None:
    with pytest.raises(SurvivalRefused) as told:
        from_two_answers(first, second)
    assert told.value.remedy


def test_a_survival_curve_as_the_retention_of_a_market_cell() -> None:
    curve = SurvivalCurve(0.6681, 3.8061)
    found = retention_calibration("prop-cloud", curve, 5.0, "billing", "H", date(2026, 11, 22))
    assert (found.scope, found.source, found.confidence) == ("cell:prop-cloud", "billing", "H")
    new, established = found.estimates
    assert (new.parameter, established.parameter) == ("retention_new_year", "retention_year")
    assert new.value == pytest.approx(0.8507, abs=5e-5)
    assert established.value == pytest.approx(curve.survival(6) / curve.survival(5))
    assert 1 - established.low == pytest.approx(1.1 * (1 - established.value))
    assert 1 - established.high == pytest.approx(0.9 * (1 - established.value))
