"""An activity's money by month, week and day: exact, inside the fiscal year, on its active days."""

from dataclasses import replace
from datetime import date

import pytest

from cmoplanner.model.periods import FiscalCalendar
from cmoplanner.model.phasing import (
    daily_spend,
    monthly_spend,
    net_by_month,
    net_spend,
    partner_part,
    partner_total,
    phase,
    weekly_spend,
)
from cmoplanner.model.plan import Activity
from tests.plans import norrvik, reference
from tests.projection.brute import Brute
from tests.projection.small_plans import small_plan

YEAR = FiscalCalendar(date(2027, 1, 1))


def activity(start: str, end: str, gross: int, **more) -> Activity:
    return Activity("a", "A", date.fromisoformat(start), date.fromisoformat(end), gross_spend=gross, **more)


def by_month(amounts: dict[int, int]) -> list[int]:
    return [amounts.get(month, 0) for month in range(1, 13)]


@pytest.mark.parametrize("case", reference("golden_vectors")["phasing_fy_july_2027"], ids=lambda case: case["start"])
def test_a_year_from_july_with_a_leap_day(case):
    more = {key: case[key] for key in ("recurrence", "phasing") if key in case}
    until = {"until": date.fromisoformat(case["until"])} if "until" in case else {}
    one = activity(case["start"], case["end"], round(case["gross"] * 100), **more, **until)
    months = monthly_spend(one, FiscalCalendar(date(2027, 7, 1)))
    assert [amount / 100 for amount in months] == case["months"]


def test_the_examples_of_the_sample_plan():
    plan = norrvik()
    for key, net in reference("demo_expected")["phasing_examples"].items():
        assert [amount / 100 for amount in net_by_month(plan.activities[key], plan.calendar)] == net, key


@pytest.mark.parametrize("seed", range(25))
def test_plans_of_every_kind_agree_with_the_plain_loops(seed):
    plan = small_plan(seed)
    brute = Brute(plan, activities=False)
    for one in plan.activities.values():
        gross, partner = monthly_spend(one, plan.calendar), partner_part(one, plan.calendar)
        assert gross == brute.gross(one)
        assert partner == brute.partner(one)
        assert net_by_month(one, plan.calendar) == brute.net(one)
        assert sum(gross) == one.gross_spend
        assert sum(partner) == partner_total(one) == one.gross_spend - net_spend(one)
        phased = phase(one, plan.calendar)
        active = {date.fromordinal(day) for run in phased.active for day in range(run.first, run.last + 1)}
        assert active == brute.active(one)
        assert (list(phased.gross), list(phased.partner)) == (gross, partner)


@pytest.mark.parametrize("seed", range(25))
def test_weeks_and_days_add_up_to_the_months(seed):
    plan = small_plan(seed)
    for one in plan.activities.values():
        days = daily_spend(one, plan.calendar)
        months = [0] * 12
        weeks: dict[int, int] = {}
        for day, amount in days.items():
            months[plan.calendar.month_of(date.fromordinal(day)) - 1] += amount
            monday = day - date.fromordinal(day).weekday()
            weeks[monday] = weeks.get(monday, 0) + amount
        assert months == monthly_spend(one, plan.calendar)
        assert {monday: amount for monday, amount in weeks.items() if amount} == weekly_spend(one, plan.calendar)


def test_a_series_is_split_over_its_occurrences_first():
    one = activity("2027-01-30", "2027-02-02", 100_01, recurrence="quarterly", until=date(2027, 5, 31))
    # 50.01 and 50.00, each then by days: 2 + 2 and 1 (30 April) + 3 with the clamp on the 30th
    assert monthly_spend(one, YEAR) == by_month({1: 2501, 2: 2500, 4: 1250, 5: 3750})


def test_start_and_end_phasing_hold_for_each_occurrence():
    one = activity("2027-01-30", "2027-02-02", 200, recurrence="quarterly", until=date(2027, 5, 31))
    assert monthly_spend(replace(one, phasing="start"), YEAR) == by_month({1: 100, 4: 100})
    assert monthly_spend(replace(one, phasing="end"), YEAR) == by_month({2: 100, 5: 100})


def test_custom_weights_take_the_place_of_the_phasing():
    weights = (0, 1, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0)
    one = activity("2027-02-02", "2027-02-03", 100, phasing="end", custom_phasing=weights)
    assert monthly_spend(one, YEAR) == by_month({2: 67, 9: 33})
    money = {(run.month, run.days) for run in phase(one, YEAR).money}
    assert money == {(1, 2), (8, 30)}  # no active day in September: all of it


@pytest.mark.parametrize("weights", [(0.0,) * 12, (1.0, 2.0), (-1.0, *(1.0,) * 11)])
def test_custom_weights_that_say_nothing_are_passed_over(weights):
    one = activity("2027-02-02", "2027-02-03", 100, custom_phasing=weights)
    assert monthly_spend(one, YEAR) == by_month({2: 100})


def test_days_outside_the_year_take_no_money():
    assert monthly_spend(activity("2026-12-01", "2027-01-02", 100), YEAR) == by_month({1: 100})
    assert monthly_spend(activity("2027-12-31", "2028-02-28", 100), YEAR) == by_month({12: 100})
    weekly = activity("2027-12-14", "2027-12-14", 300, recurrence="weekly", until=date(2028, 3, 1))
    assert monthly_spend(weekly, YEAR) == by_month({12: 300})
    assert len(daily_spend(weekly, YEAR)) == 3


@pytest.mark.parametrize(("start", "month"), [("2025-05-05", 1), ("2028-01-01", 12)])
def test_money_of_another_year_stands_in_the_nearest_month(start, month):
    one = activity(start, start, 100, partner_share=0.5)
    assert monthly_spend(one, YEAR) == by_month({month: 100})
    assert sum(weekly_spend(one, YEAR).values()) == 100


def test_an_end_before_the_start_counts_as_one_day():
    assert daily_spend(activity("2027-03-05", "2027-03-01", 100), YEAR) == {date(2027, 3, 5).toordinal(): 100}


def test_a_day_covered_twice_counts_once():
    one = activity("2027-03-01", "2027-03-10", 2000, recurrence="weekly", until=date(2027, 3, 8))
    assert sum(run.days for run in phase(one, YEAR).active) == 17
    assert set(daily_spend(one, YEAR).values()) == {117, 118}


def test_a_negative_amount_is_a_credit():
    one = activity("2027-01-31", "2027-02-01", -101, partner_share=0.5)
    assert monthly_spend(one, YEAR) == by_month({1: -51, 2: -50})
    assert partner_total(one) == -51
    assert sum(weekly_spend(one, YEAR).values()) == sum(daily_spend(one, YEAR).values()) == -101
