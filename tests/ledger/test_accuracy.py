"""Forecasts of versions against what came: bias and weighted error, worked out here by hand from a few lines."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cmoplanner.ledger.accuracy import accuracy
from cmoplanner.ledger.lines import ledger
from cmoplanner.model.plan import Activity, Actual, Plan
from tests.plans import norrvik

NAMED = datetime(2027, 1, 1, tzinfo=UTC)
YEAR = {"start": date(2027, 1, 1), "end": date(2027, 12, 31)}


def plan(as_of: date, booked: dict[tuple[str, str], int]) -> Plan:
    """Return two lines of 12 × 100.00 and 12 × 50.00 in two cost centres, and what is booked of them."""
    rows = {
        "a": Activity("a", "a", gross_spend=120_000, custom_phasing=(1.0,) * 12, cost_centre_id="CC100", **YEAR),
        "b": Activity("b", "b", gross_spend=60_000, custom_phasing=(1.0,) * 12, cost_centre_id="CC200", **YEAR),
    }
    actuals = {
        f"{line}{month}": Actual(f"{line}{month}", month, amount, activity_id=line)
        for (line, month), amount in booked.items()
    }
    base = norrvik()
    header = replace(base.header, as_of=as_of)
    return replace(base, header=header, activities=rows, actuals=actuals, commitments={}, forecast_overrides={})


def test_bias_and_error_by_cost_centre() -> None:
    then = plan(date(2026, 12, 31), {})
    now = plan(
        date(2027, 2, 28),
        {("a", "2027-01"): 8_000, ("a", "2027-02"): 12_500, ("b", "2027-01"): 5_000, ("b", "2027-02"): 4_000},
    )
    (found,) = accuracy(now, ledger(now), [("First", NAMED, then)])
    one, other = found.centres["CC100"], found.centres["CC200"]
    assert (one.forecast, one.actual, one.error) == (20_000, 20_500, 2_000 + 2_500)
    assert one.bias == pytest.approx(-500 / 20_500)
    assert (other.bias, other.wape) == (pytest.approx(1_000 / 9_000), pytest.approx(1_000 / 9_000))
    assert (found.total.forecast, found.total.actual, found.total.error) == (30_000, 29_500, 5_500)
    assert found.months == (0, 1)
    assert not found.telling


def test_only_months_that_were_open_then_and_are_closed_now_count() -> None:
    then = plan(date(2027, 2, 28), {("a", "2027-01"): 1, ("a", "2027-02"): 1})
    now = plan(date(2027, 5, 31), {("a", f"2027-0{month}"): 10_000 for month in range(1, 6)})
    (found,) = accuracy(now, ledger(now), [("Second", NAMED, then)])
    assert found.months == (2, 3, 4)
    assert found.telling
    assert (found.centres["CC100"].forecast, found.centres["CC100"].actual) == (30_000, 30_000)
    assert found.centres["CC100"].wape == 0
    nothing = found.centres["CC200"]
    assert (nothing.actual, nothing.bias, nothing.wape) == (0, None, None)


def test_versions_of_another_year_are_left_out_and_a_fresh_one_has_no_month() -> None:
    now = plan(date(2027, 2, 28), {})
    other = replace(now, header=replace(now.header, fy_start=date(2026, 1, 1)))
    found = accuracy(now, ledger(now), [("Old", NAMED, other), ("Fresh", NAMED, now)])
    assert [(one.version, one.months) for one in found] == [("Fresh", ())]
