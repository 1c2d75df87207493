"""Spend by week and quarter against the budget: exact, and the same however it was reached."""

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from cmoplanner.model.periods import Span
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity, Envelope, Goal, Plan
from cmoplanner.report.timeline.strip import Budget, Revenue, Spend, SpendBook, Strip, revenue_goal, spend_of
from tests.plans import norrvik
from tests.projection.small_plans import small_plan
from tests.report.timeline.samples import edited, with_activities

PLAN = norrvik()
SEEDS = range(25)


def same(one: Spend, other: Spend) -> None:
    for monday in {*one.weeks, *other.weeks}:
        assert one.weeks.get(monday, 0.0) == pytest.approx(other.weeks.get(monday, 0.0), abs=1e-5), monday
    assert one.quarters == pytest.approx(other.quarters, abs=1e-5)


@pytest.mark.parametrize("plan", [PLAN, *map(small_plan, SEEDS)])
def test_weeks_and_quarters_add_up_to_our_cost(plan: Plan) -> None:
    for activity in plan.activities.values():
        spend = spend_of(activity, plan)
        ours = 0 if activity.cancelled else net_spend(activity)
        assert sum(spend.weeks.values()) == pytest.approx(ours, abs=1e-6)
        assert sum(spend.quarters) == ours
    whole = sum(net_spend(row) for row in plan.activities.values() if not row.cancelled)
    total = SpendBook(plan).total
    assert sum(total.weeks.values()) == pytest.approx(whole, abs=1e-6)
    assert sum(total.quarters) == whole


def test_a_week_holds_the_days_that_fall_into_it() -> None:
    activity = Activity("a", "A", date(2027, 3, 3), date(2027, 3, 16), gross_spend=14_000)  # Wed to Tue, 14 days
    plan = with_activities(PLAN, {"a": activity})
    assert spend_of(activity, plan).weeks == {
        date(2027, 3, 1): 5_000,
        date(2027, 3, 8): 7_000,
        date(2027, 3, 15): 2_000,
    }
    halved = replace(activity, partner_share=0.5)
    assert spend_of(halved, plan).weeks == {date(2027, 3, 1): 2_500, date(2027, 3, 8): 3_500, date(2027, 3, 15): 1_000}
    assert spend_of(activity, plan).quarters == (14_000, 0, 0, 0)
    assert spend_of(replace(activity, status="cancelled"), plan) == Spend({}, (0, 0, 0, 0))


@pytest.mark.parametrize("seed", SEEDS)
def test_moving_gives_what_a_new_book_gives(seed: int) -> None:
    chance = random.Random(seed)
    book = SpendBook(PLAN)
    rows = chance.sample(list(PLAN.activities.values()), 4)
    step = timedelta(days=chance.randrange(-60, 60))
    moved = [replace(row, start=row.start + step, end=row.end + step) for row in rows]
    fresh = SpendBook(with_activities(PLAN, {**PLAN.activities, **{row.id: row for row in moved}}))
    same(book.with_moved(moved), fresh.total)
    same(book.total, SpendBook(PLAN).total)


def test_an_added_activity_counts_in_a_preview() -> None:
    made = Activity("new", "New", date(2027, 5, 3), date(2027, 5, 9), gross_spend=7_000)
    before = SpendBook(PLAN)
    after = before.with_moved([made])
    assert after.weeks[date(2027, 5, 3)] - before.total.weeks.get(date(2027, 5, 3), 0.0) == pytest.approx(7_000)


@pytest.mark.parametrize("seed", SEEDS)
def test_following_edits_gives_what_a_new_book_gives(seed: int) -> None:
    chance, plan = random.Random(seed), PLAN
    book = SpendBook(plan)
    for _step in range(12):
        plan = edited(plan, chance)
        book.update(plan)
    same(book.total, SpendBook(plan).total)


def test_another_year_is_phased_anew() -> None:
    later = replace(PLAN, header=replace(PLAN.header, fy_start=date(2027, 7, 1)))
    book = SpendBook(PLAN)
    book.update(later)
    same(book.total, SpendBook(later).total)


def with_envelopes(*amounts: tuple[int | None, int]) -> Plan:
    rows = {str(i): Envelope(str(i), quarter=q, topdown_amount=money) for i, (q, money) in enumerate(amounts)}
    return replace(PLAN, envelopes=MappingProxyType(rows))


def test_the_budget_is_the_envelopes_of_each_quarter() -> None:
    budget = Budget.of(with_envelopes((1, 100), (1, 20), (3, 300), (None, 999)))
    assert [money for _span, money in budget.quarters] == [120, 0, 300, 0]
    assert [span for span, _money in budget.quarters] == [PLAN.calendar.quarter(q) for q in range(1, 5)]


def test_without_envelopes_the_budget_is_spread_by_days() -> None:
    budget = Budget.of(replace(PLAN, envelopes=MappingProxyType({}), header=replace(PLAN.header, topdown_budget=36500)))
    assert [money for _span, money in budget.quarters] == pytest.approx([9000, 9100, 9200, 9200])


def test_the_budget_passes_evenly_inside_each_quarter() -> None:
    budget = Budget.of(with_envelopes((1, 9_000), (2, 18_200)))
    assert budget.until(date(2026, 12, 31)) == 0
    assert budget.until(date(2027, 1, 1)) == pytest.approx(100)
    assert budget.until(date(2027, 3, 31)) == 9_000
    assert budget.until(date(2027, 4, 10)) == pytest.approx(9_000 + 2_000)
    assert budget.until(date(2028, 5, 1)) == 27_200
    days = [date(2027, 1, 1) + timedelta(days=i) for i in range(365)]
    for before, after in itertools.pairwise(days):
        assert budget.until(after) - budget.until(before) == pytest.approx(budget.a_week(after) / 7)


def test_a_week_of_the_budget_is_that_of_its_quarter() -> None:
    budget = Budget.of(with_envelopes((1, 9_000), (2, 18_200)))
    assert budget.a_week(date(2027, 2, 1)) == pytest.approx(700)
    assert budget.a_week(date(2027, 6, 30)) == pytest.approx(1_400)
    assert budget.a_week(date(2027, 7, 1)) == 0
    assert budget.a_week(date(2028, 1, 1)) == 0


def strip(weeks: dict[date, float], as_of: date) -> Strip:
    quarter = Span(date(2027, 1, 1), date(2027, 3, 31))
    budget = Budget(((quarter, 9_000.0),))
    return Strip(Spend(weeks, (1.0, 2.0, 3.0, 4.0)), budget, 0, Revenue([], [], 0.0, None), as_of)


def test_a_week_is_over_by_what_exceeds_its_budget_until_it_is_over() -> None:
    first, then = date(2027, 1, 11), date(2027, 1, 18)
    figures = strip({first: 900.0, then: 650.0}, as_of=date(2027, 1, 16))
    assert figures.over(first) == pytest.approx(200)
    assert figures.over(then) == 0
    assert strip({first: 900.0}, as_of=date(2027, 1, 17)).over(first) == 0  # its Sunday has come: it is history
    assert figures.over(date(2028, 1, 3)) == 0
    assert figures.planned == 10


def test_the_goal_is_the_companys_revenue_goal() -> None:
    goals = (
        Goal("G1", metric="customers", target=9.0),
        Goal("G2", metric="revenue"),
        Goal("G3", "", "revenue", 25.8e6),
    )
    assert revenue_goal(replace(PLAN, goals=MappingProxyType({goal.id: goal for goal in goals}))) == 25.8e6
    assert revenue_goal(replace(PLAN, goals=MappingProxyType({}))) is None
