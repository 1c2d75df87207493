"""Forecast of measures: closed months as they came, the rest scaled by the recent ratio, shrunk half-way to 1."""

from dataclasses import replace

import pytest

from cmoplanner.ledger.results import results
from cmoplanner.model.plan import Kpi, KpiValue, Plan
from tests.plans import norrvik


def plan(values: list[tuple[str, float | None, float | None]], **kpi: object) -> Plan:
    rows = {str(n): KpiValue(str(n), "K", month, planned, came) for n, (month, planned, came) in enumerate(values)}
    return replace(norrvik(), kpis={"K": Kpi("K", "Leads", **{"unit": "leads", **kpi})}, kpi_values=rows)  # type: ignore[arg-type]


def test_the_rest_of_the_target_is_scaled_by_half_of_what_was_missed() -> None:
    found = plan([("2027-01", 100, 90), ("2027-02", 100, 80), ("2027-03", 100, 70)], target_fy=1_200.0)
    (one,) = results(found, 3)
    assert one.ratio == pytest.approx(0.8)
    assert one.forecast == pytest.approx(240 + 900 * 0.9)
    assert one.gap == pytest.approx(-150)


def test_only_the_last_three_closed_months_scale_and_planned_months_count_before_the_target() -> None:
    values = [("2027-01", 100, 10), ("2027-02", 100, 100), ("2027-03", 100, 100), ("2027-04", 100, 130)]
    found = plan([*values, ("2027-05", 200, None)])
    (one,) = results(found, 4)
    assert one.ratio == pytest.approx(1.1)
    assert (one.plan, one.forecast) == (600, pytest.approx(340 + 200 * 1.05))
    assert one.months == 4


@pytest.mark.parametrize(
    ("values", "kpi"),
    [
        ([("2027-01", 0.01, 0.02)], {"unit": "rate", "target_fy": 0.01}),  # rates do not add up
        ([("2027-01", 10, None)], {"target_fy": 100.0}),  # nothing came
        ([("2027-01", 10, 9)], {}),  # no year to reach
        ([("2027-04", 10, 9)], {"target_fy": 100.0}),  # not closed
    ],
)
def test_a_measure_that_cannot_be_forecast_is_left_out(
    values: list[tuple[str, float | None, float | None]], kpi: dict[str, object]
) -> None:
    assert results(plan(values, **kpi), 3) == []


def test_the_sample_s_measures() -> None:
    found = {one.kpi_id: one for one in results(norrvik(), 3)}
    assert set(found) == {"K1", "K3"}
    assert found["K1"].plan == 8_600
