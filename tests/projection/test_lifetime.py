"""Customer lifetime value and payback against the reference and the published table."""

import pytest

from cmoplanner.projection.lifetime import gupta_lehmann, lifetime_value, payback_months
from tests.plans import reference

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
