"""Track records against plans that came true, in part or otherwise: actual figures are projected by another plan."""

from dataclasses import replace
from datetime import date
from math import exp, log

import numpy as np
import pytest

from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.plan import Actual, KpiValue, PastMonth, Plan
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.track_offer import offers, verdict
from cmoplanner.projection.track_record import TrackRecord, measures, month_names, track_record
from tests.plans import norrvik

PLAN = norrvik()
BEFORE = date(2026, 12, 15)
TODAY = date(2028, 1, 10)
MONTHS = [f"2027-{month:02d}" for month in range(1, 13)]
SEARCH = "paid_search"


def changed(channel: str, cost: float = 1.0, money: float = 1.0) -> Plan:
    """The sample with another cost per response, or other money, on one channel."""
    channels = {
        **PLAN.channels,
        channel: replace(PLAN.channels[channel], unit_cost=PLAN.channels[channel].unit_cost * cost),
    }
    activities = {
        key: replace(row, gross_spend=round(row.gross_spend * money)) if row.channel_id == channel else row
        for key, row in PLAN.activities.items()
    }
    return replace(PLAN, channels=channels, activities=activities)


def came_true(truth: Plan, channel: str, noise: float = 0.0, spend: dict[str, int] | None = None) -> Plan:
    """The sample with past months of its fiscal year: the responses that another plan brings."""
    responses = project(compile_plan(truth)).by_channel[channel].responses[:12]
    errors = np.exp(np.random.default_rng(7).normal(0, noise, 12))
    past = {
        f"N{t}": PastMonth(
            f"N{t}", channel, MONTHS[t], (spend or {}).get(MONTHS[t], 0), float(responses[t] * errors[t])
        )
        for t in range(12)
    }
    return replace(PLAN, past_months={**PLAN.past_months, **past}, actuals={})


def record(plan: Plan, named: date = BEFORE) -> TrackRecord:
    return track_record("Board", named, PLAN, plan)


def test_a_plan_that_came_true() -> None:
    found = record(came_true(PLAN, SEARCH)).channels[SEARCH]
    assert [one.month for one in found.months] == MONTHS
    assert found.bias == pytest.approx(0, abs=1e-9)
    assert found.error == pytest.approx(0, abs=1e-9)
    assert found.hit_rate == 1
    month = found.months[0]
    cost = PLAN.assumptions["S001"]
    assert (month.low, month.high) == pytest.approx(
        (month.forecast * 5.2 / cost.high_p90, month.forecast * 5.2 / cost.low_p10)
    )
    assert month.spent is None
    assert offers(record(came_true(PLAN, SEARCH)), PLAN, TODAY) == ()
    assert "0 % more" in verdict(found, "Paid search")


def test_only_months_that_began_after_the_version_count() -> None:
    plan = came_true(PLAN, SEARCH)
    found = record(plan, date(2027, 3, 1)).channels[SEARCH]
    assert [one.month for one in found.months] == MONTHS[3:], "March had begun: it is no forecast"
    assert record(plan, date(2027, 12, 31)).channels == {}


def test_bias_error_and_hits_by_hand() -> None:
    plan = came_true(changed(SEARCH, cost=1.5), SEARCH)
    found = record(plan).channels[SEARCH]
    assert found.bias == pytest.approx(1 / 1.5 - 1)
    assert found.error == pytest.approx(0.5), "what was expected is half as much again"
    assert found.hits == 0, "the range of the cost ends at 30 % more"
    noisy = record(came_true(PLAN, SEARCH, noise=0.3)).channels[SEARCH]
    inside = sum(one.forecast * 5.2 / 6.76 <= one.actual <= one.forecast * 5.2 / 3.9 for one in noisy.months)
    assert noisy.hits == inside
    assert 0 < inside < 12
    by_hand = [abs(one.actual - one.forecast) / one.actual for one in noisy.months]
    assert noisy.error == pytest.approx(sum(by_hand) / 12)


def test_a_cost_that_was_wrong_is_moved_by_half_after_a_year() -> None:
    plan = came_true(changed(SEARCH, cost=1.2), SEARCH, noise=0.05)
    (offer,) = offers(record(plan), plan, TODAY)
    mean = np.mean([one.miss for one in record(plan).channels[SEARCH].months])
    assert mean == pytest.approx(-log(1.2), abs=0.05)
    assert offer.new.likely == pytest.approx(5.2 * exp(-12 / 24 * mean))
    assert offer.new.low / offer.new.likely == pytest.approx(3.9 / 5.2)
    assert "fewer responses" in offer.sentence
    assert "Raise" in offer.sentence
    (estimate,) = offer.calibration.estimates
    assert (estimate.parameter, estimate.value) == ("unit_cost", offer.new.likely)
    assert "“Board”: 12 months" in offer.calibration.source
    (other,) = offers(record(came_true(changed(SEARCH, cost=0.85), SEARCH, noise=0.05)), PLAN, TODAY)
    assert "Lower" in other.sentence
    assert other.new.likely < 5.2


def test_a_band_that_misses_on_both_sides_is_widened() -> None:
    plan = came_true(PLAN, SEARCH, noise=0.9)
    found = record(plan)
    (offer,) = offers(found, plan, TODAY)
    assert offer.now.high / offer.now.likely < offer.new.high / offer.new.likely
    assert offer.new.low / offer.new.likely < offer.now.low / offer.now.likely
    assert "Widen" in offer.sentence or "widen" in offer.sentence
    assert (
        offer.calibration.estimates[0].low < offer.calibration.estimates[0].value < offer.calibration.estimates[0].high
    )


def test_a_far_off_forecast_is_moved_and_widened() -> None:
    (offer,) = offers(record(came_true(changed(SEARCH, cost=4.0), SEARCH, noise=0.05)), PLAN, TODAY)
    assert offer.new.likely == pytest.approx(5.2 * 2, rel=0.05)
    assert "widen its range" in offer.sentence


def test_little_is_offered_for_little() -> None:
    assert offers(record(came_true(changed(SEARCH, cost=1.03), SEARCH, noise=0.05)), PLAN, TODAY) == ()
    late = came_true(changed(SEARCH, cost=2.0), SEARCH)
    assert len(record(late, date(2027, 10, 5)).channels[SEARCH].months) == 2
    assert offers(record(late, date(2027, 10, 5)), PLAN, TODAY) == ()
    assert len(offers(record(late, date(2027, 9, 5)), PLAN, TODAY)) == 1


def test_an_assumption_changed_since_is_left_alone() -> None:
    plan = came_true(changed(SEARCH, cost=2.0), SEARCH)
    assert offers(record(plan), changed(SEARCH, cost=1.1), TODAY) == ()


@pytest.mark.parametrize("channel", [SEARCH, "events", "seo_content"])
def test_money_spent_otherwise_is_no_error_of_the_forecast(channel: str) -> None:
    truth = changed(channel, money=1.4)
    spend: dict[str, int] = {}
    for one in compile_plan(truth).terms.values():
        if one.activity.channel_id == channel and one.kind == "curve":
            for t, amount in enumerate(one.gross):
                spend[MONTHS[t]] = spend.get(MONTHS[t], 0) + amount
    found = record(came_true(truth, channel, spend=spend)).channels[channel]
    naive = sum(one.actual for one in found.months) / sum(one.forecast for one in found.months) - 1
    assert naive > 0.1
    assert abs(found.bias) < 0.025
    month = found.months[3]
    assert month.spent == pytest.approx(1.4 * month.planned_spend, rel=1e-4)


def test_bookings_stand_in_for_past_spend() -> None:
    activity = next(row for row in PLAN.activities.values() if row.channel_id == SEARCH)
    booked = {
        "I1": Actual("I1", "2027-02", 1_000_00, activity.id),
        "I2": Actual("I2", "2027-02", 500_00, activity.id),
        "I3": Actual("I3", "2027-02", 900_00, None),
    }
    plan = replace(came_true(PLAN, SEARCH), actuals=booked)
    months = {one.month: one for one in record(plan).channels[SEARCH].months}
    assert months["2027-02"].spent == 1_500
    assert months["2027-03"].spent is None
    assert months["2027-02"].expected < months["2027-02"].forecast


def test_measures() -> None:
    found = measures(PLAN)
    assert found.keys() == {"K1", "K3"}
    planned, actual = [3.6, 507.3, 923.3], [3, 462, 942]
    assert found["K1"].bias == pytest.approx(sum(actual) / sum(planned) - 1)
    errors = [abs(p - a) / a for p, a in zip(planned, actual, strict=True)]
    assert found["K1"].error == pytest.approx(sum(errors) / 3)
    assert found["K1"].months == ("2027-01", "2027-02", "2027-03")
    open_months = {"R1": KpiValue("R1", "K1", "2027-01", 3.0, None), "R2": KpiValue("R2", "K1", "2027-02", 0.0, 1.0)}
    assert measures(replace(PLAN, kpi_values=open_months)) == {}


def test_months_have_the_name_of_the_month_they_mostly_are() -> None:
    assert month_names(FiscalCalendar(date(2027, 7, 1)))[:2] == ["2027-07", "2027-08"]
    weeks = month_names(FiscalCalendar(date(2027, 1, 4), Pattern.W445))
    assert len(set(weeks)) == 12
    assert weeks[:3] == ["2027-01", "2027-02", "2027-03"]
