"""Carry-over by the day: the published cases, a loop over days, and mass kept."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from cmoplanner.model.periods import FiscalCalendar
from cmoplanner.model.phasing import phase
from cmoplanner.model.plan import Activity
from cmoplanner.projection.carryover import corkscrew, decay_rate, delayed, stay_share, stay_share_of_days
from cmoplanner.projection.terms import stay_shares
from tests.plans import reference

CASES = reference("golden_vectors")["carry_over"]


def case_activity(case) -> Activity:
    return Activity(
        "a",
        "A",
        date.fromisoformat(case["start"]),
        date.fromisoformat(case["end"]),
        recurrence=case.get("recurrence", "none"),
        until=date.fromisoformat(case["until"]) if case.get("until") else None,
        phasing=case.get("phasing", "even"),
        custom_phasing=tuple(float(weight) for weight in case.get("custom_phasing", "").split("|") if weight),
        gross_spend=round(case["spend"] * 100),
    )


def lines(activity: Activity, half_life: float, calendar: FiscalCalendar, horizon: int):
    phased = phase(activity, calendar)
    rate = decay_rate(np.array([half_life]))
    stay = stay_shares([phased], rate, calendar)
    days = np.diff(np.array(calendar.first_days[: horizon + 1]))
    spend = np.array([phased.gross]) / 100
    closing, pressure = corkscrew(spend, stay, rate, days)
    return spend[0], stay[0], closing[0], pressure[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['half_life']}w {case['start']}–{case['end']}")
def test_the_reference_cases(case):
    calendar = FiscalCalendar(date.fromisoformat(case["fy_start"]))
    horizon = len(case["pressure"])
    spend, stay, closing, pressure = lines(case_activity(case), case["half_life"], calendar, horizon)
    assert spend.tolist() == case["spend_by_month"]
    for month, share in case["stay_share"].items():
        assert stay[int(month) - 1] == pytest.approx(share, abs=1e-11)
    assert closing == pytest.approx(case["closing_stock"], abs=1e-8)
    assert delayed(pressure, case["delay"]) == pytest.approx(case["pressure"], abs=1e-8)


@pytest.mark.parametrize(
    ("half_life", "start", "end", "pressures"),
    [
        (4, "2027-04-01", "2027-04-30", [294.24, 378.14, 171.72, 83.53]),
        (4, "2027-04-01", "2027-04-01", [518.23, 258.13, 117.22, 57.02]),
        (4, "2027-04-30", "2027-04-30", [12.30, 529.20, 240.33, 116.90]),
        (4, "2027-05-01", "2027-05-01", [0, 530.01, 246.35, 119.83]),
        (0.6, "2027-04-01", "2027-04-30", [799.68, 199.10, 1.21, 0.01]),
        (2, "2027-04-01", "2027-04-30", [479.24, 408.54, 86.81, 19.93]),
        (26, "2027-04-01", "2027-04-30", [55.01, 105.21, 90.70, 83.39]),
    ],
)
def test_the_printed_examples(half_life, start, end, pressures):
    one = Activity("a", "A", date.fromisoformat(start), date.fromisoformat(end), gross_spend=100_000)
    pressure = lines(one, half_life, FiscalCalendar(date(2027, 1, 1)), 36)[3]
    assert pressure[3:7] == pytest.approx(pressures, abs=0.035)  # the print is rounded by hand


def by_the_day(activity: Activity, half_life: float, calendar: FiscalCalendar, horizon: int) -> list[float]:
    phased = phase(activity, calendar)
    days_in = {
        month: [d for run in phased.money if run.month == month for d in range(run.first, run.last + 1)]
        for month in range(12)
    }
    felt, stock = [], 0.0
    for t in range(horizon):
        left = 0.0
        for day in range(calendar.first_days[t], calendar.first_days[t + 1]):
            new = phased.gross[t] / 100 / len(days_in[t]) if t < 12 and day in days_in[t] else 0.0
            after = stock * 2 ** (-1 / (7 * half_life)) + new * 2 ** (-1 / (14 * half_life))
            left += stock + new - after
            stock = after
        felt.append(left)
    return felt


@pytest.mark.parametrize("half_life", [0.1, 0.6, 4.0, 26.0, 500.0])
@pytest.mark.parametrize("recurrence", ["none", "weekly", "monthly", "quarterly"])
def test_the_closed_form_agrees_with_a_loop_over_days(half_life, recurrence):
    calendar = FiscalCalendar(date(2027, 7, 1))
    end = date(2028, 3, 3) if recurrence == "none" else date(2027, 8, 12)
    one = Activity("a", "A", date(2027, 8, 9), end, recurrence=recurrence, gross_spend=123_456_78)
    pressure = lines(one, half_life, calendar, 36)[3]
    assert np.abs(pressure - by_the_day(one, half_life, calendar, 36)).max() < 1e-12 * 123_456.78


def test_the_closed_form_agrees_with_the_mean_over_days():
    for half_life in (0.3, 2.0, 26.0):
        rate = decay_rate(np.array(half_life))
        closed = stay_share(rate, np.array(5), np.array(3))
        assert closed == pytest.approx(stay_share_of_days(rate, np.array([3, 4, 5, 6, 7])), rel=1e-13)
    assert stay_share_of_days(decay_rate(np.array(0.0)), np.array([0, 1])) == 0


@pytest.mark.parametrize("half_life", [0.0, 0.6, 26.0])
def test_mass_is_kept(half_life):
    calendar = FiscalCalendar(date(2027, 7, 1))
    one = Activity("a", "A", date(2027, 8, 9), date(2028, 5, 31), gross_spend=9_999_999)
    spend, _, closing, pressure = lines(one, half_life, calendar, 36)
    spent = np.concatenate((np.cumsum(spend), np.full(24, spend.sum())))
    assert np.cumsum(pressure) + closing == pytest.approx(spent, rel=1e-13)


def test_without_half_life_money_counts_in_its_own_month():
    calendar = FiscalCalendar(date(2027, 1, 1))
    one = Activity("a", "A", date(2027, 3, 10), date(2027, 5, 20), gross_spend=7_200_000)
    spend, stay, closing, pressure = lines(one, 0.0, calendar, 12)
    assert pressure.tolist() == spend.tolist()
    assert not stay.any()
    assert not closing.any()


def test_a_day_later_moves_the_effect_by_a_day_without_a_step_at_month_end():
    calendar = FiscalCalendar(date(2027, 1, 1))
    one = Activity("a", "A", date(2027, 4, 30), date(2027, 4, 30), gross_spend=100_000)
    later = replace(one, start=date(2027, 5, 1), end=date(2027, 5, 1))
    by_day = [lines(each, 4.0, calendar, 12)[3][4] for each in (one, later)]
    assert abs(by_day[1] - by_day[0]) < 0.01 * 1000


def test_a_delay_shifts_the_pressure_and_may_pass_the_horizon():
    pressure = np.array([[5.0, 3.0, 1.0]])
    assert delayed(pressure, 1).tolist() == [[0, 5, 3]]
    assert delayed(pressure, 0).tolist() == [[5, 3, 1]]
    assert delayed(pressure, 7).tolist() == [[0, 0, 0]]
