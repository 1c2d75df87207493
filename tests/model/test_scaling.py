"""Another budget of the year: open money scales in proportion and adds up; what is bound stays to the minor unit."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

import pytest

from cmoplanner.model.booked import Booked
from cmoplanner.model.phasing import monthly_spend, net_spend
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.scaling import Scaling
from tests.plans import norrvik


@pytest.fixture(scope="module")
def plan() -> Plan:
    return norrvik()


def cost(plan: Plan, *changed: Activity) -> int:
    rows = {**plan.activities, **{one.id: one for one in changed}}
    return sum(net_spend(one) for one in rows.values() if not one.cancelled)


@pytest.mark.parametrize("percent", [-20, -7, 1, 13, 30])
def test_the_year_costs_what_was_asked_for_and_bound_money_stays(plan: Plan, percent: int) -> None:
    scaling = Scaling(plan)
    wanted = round(Fraction(scaling.net * (100 + percent), 100))
    scaled = scaling.to(wanted)
    assert scaled.net == cost(plan, *scaled.activities)
    assert abs(scaled.net - wanted) <= len(scaled.activities), "half a minor unit each at most"
    booked, closed = Booked(plan), 3  # months that are over on 31 March
    factors = set()
    for new in scaled.activities:
        old = plan.activities[new.id]
        assert not old.locked
        before, after = monthly_spend(old, plan.calendar), monthly_spend(new, plan.calendar)
        assert after[:closed] == before[:closed]
        held = booked.held(old).months
        for month in range(closed, 12):
            assert after[month] >= min(held[month], before[month])
        free = sum(before[closed:]) - sum(held[closed:])
        if free > 100_000:
            factors.add(round((sum(after[closed:]) - sum(held[closed:])) / free, 4))
    assert len(factors) == 1, "everything open in the same proportion"


def test_a_cut_ends_at_what_is_bound(plan: Plan) -> None:
    scaling = Scaling(plan)
    nothing_open = scaling.to(0)
    assert nothing_open.net == scaling.least == scaling.net - scaling.open_net
    again = replace(
        plan, activities=MappingProxyType({**plan.activities, **{a.id: a for a in nothing_open.activities}})
    )
    assert Scaling(again).open_net == 0
    assert Scaling(again).to(scaling.net).activities == ()


def test_the_same_budget_changes_nothing(plan: Plan) -> None:
    scaling = Scaling(plan)
    assert scaling.to(scaling.net).activities == ()
    assert scaling.net == cost(plan)


def test_what_is_agreed_in_another_currency_scales_with_its_amount(plan: Plan) -> None:
    row = Activity(
        "x", "Fair", date(2027, 6, 1), date(2027, 6, 9), gross_spend=110_000, currency="USD", foreign_amount=1_000.0,
        fx_rate_plan=1.1,
    )  # fmt: skip
    alone = replace(
        plan, activities=MappingProxyType({"x": row}), commitments=MappingProxyType({}), actuals=MappingProxyType({})
    )
    (new,) = Scaling(alone).to(220_000).activities
    assert (new.gross_spend, new.foreign_amount) == (220_000, pytest.approx(2_000.0))
