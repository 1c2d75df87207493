"""The fit of partners and what may be expected of them, against figures worked out by hand (domain B.7)."""

from dataclasses import replace

import pytest

from cmoplanner.model.partner_fit import enablement, expected_revenue, fit_of, weighted_fit
from cmoplanner.model.plan import Partner
from tests.exchange.plans import empty

HEADER = empty().header
PARTNER = Partner("p", "P", fit_segments=80.0, fit_reach=40.0, prior_year_revenue=100_000_00, certified_staff=3)


def test_equal_weights_give_the_mean_of_what_is_known() -> None:
    assert weighted_fit(HEADER, PARTNER) == 60.0
    assert weighted_fit(HEADER, replace(PARTNER, fit_reach=None)) == 80.0
    assert weighted_fit(HEADER, Partner("p", "P")) is None


def test_weights_of_the_plan_count() -> None:
    assert weighted_fit(replace(HEADER, weight_segments=3.0), PARTNER) == 70.0
    assert weighted_fit(replace(HEADER, weight_segments=0.0), PARTNER) == 40.0
    assert weighted_fit(replace(HEADER, weight_segments=0.0, weight_reach=0.0), PARTNER) is None


def test_a_judgement_takes_the_place_of_the_criteria() -> None:
    assert fit_of(HEADER, PARTNER) == 60.0
    assert fit_of(HEADER, replace(PARTNER, fit_score=75.0)) == 75.0


@pytest.mark.parametrize(("staff", "factor"), [(None, 0.9), (0, 0.9), (1, 1.0), (4, 1.0), (5, 1.1), (14, 1.1)])
def test_certified_staff_enable(staff: int | None, factor: float) -> None:
    assert enablement(replace(PARTNER, certified_staff=staff)) == factor


def test_expected_revenue() -> None:
    assert expected_revenue(HEADER, PARTNER) == 100_000_00, "a fit of 60 and some staff change nothing"
    best = replace(PARTNER, fit_score=100.0, certified_staff=5)
    assert expected_revenue(HEADER, best) == pytest.approx(132_000_00)  # × 1.2 × 1.1
    worst = replace(PARTNER, fit_score=0.0, certified_staff=0)
    assert expected_revenue(HEADER, worst) == pytest.approx(63_000_00)  # × 0.7 × 0.9
    assert expected_revenue(HEADER, replace(PARTNER, prior_year_revenue=None)) is None
