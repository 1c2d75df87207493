"""The bridge between two plans adds up, does not depend on an order, and puts each change where it belongs."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from statistics import fmean

import pytest

from cmoplanner.errors import Cancelled
from cmoplanner.projection.bands import Total
from cmoplanner.projection.bridge import Block, bridge, figures, mixed, shapley
from cmoplanner.projection.calibration import with_references
from cmoplanner.projection.scenario import applied
from tests.plans import norrvik


@pytest.fixture(scope="module")
def plan():
    return norrvik()


def all_changed(plan):
    """Return a plan that differs in everything."""
    rows = dict(plan.activities)
    for number, (key, one) in enumerate(plan.activities.items()):
        if number % 3 == 0:
            rows[key] = replace(one, start=one.start + timedelta(days=20), end=one.end + timedelta(days=20))
        elif number % 3 == 1:
            rows[key] = replace(one, gross_spend=int(one.gross_spend * 1.7))
    first = next(iter(plan.activities.values()))
    rows["new"] = replace(first, id="new", channel_id="email", gross_spend=4_000_000)
    del rows["A010"]
    cells = {key: replace(cell, lead_to_offer=cell.lead_to_offer * 0.9) for key, cell in plan.cells.items()}
    return replace(plan, activities=rows, cells=cells)


def changed(plan, change):
    return replace(plan, activities={key: change(one) for key, one in plan.activities.items()})


def only(found, block):
    assert {one for one, value in found.parts.items() if value} == {block}
    assert found.parts[block] == pytest.approx(found.end - found.start, rel=1e-9)


def test_it_adds_up_exactly(plan):
    for name in ("cut15", "hosp200", "nobrand"):
        other = applied(plan, name).plan
        for total, found in bridge(plan, other).items():
            assert sum(found.parts.values()) == pytest.approx(found.end - found.start, abs=1e-6), total
            assert found.start == pytest.approx(figures(plan)[total], rel=1e-12)
            assert found.end == pytest.approx(figures(other)[total], rel=1e-12)


def test_all_four_parts_are_means_over_all_orders(plan):
    """Brute force: exchange the blocks one after another in each of the 24 orders."""
    before, after = with_references(plan), with_references(all_changed(plan))
    total = Total.PRESENT_MARGIN
    known = {}

    def worth(exchanged):
        key = frozenset(exchanged)
        if key not in known:
            known[key] = figures(mixed(before, after, key))[total]
        return known[key]

    steps = {block: [] for block in Block}
    for order in permutations(Block):
        for place, block in enumerate(order):
            steps[block].append(worth(order[: place + 1]) - worth(order[:place]))
    found = bridge(before, after)[total]
    assert len(known) == 16
    for block in Block:
        assert found.parts[block] == pytest.approx(fmean(steps[block]), rel=1e-9)
        assert found.parts[block]
    assert sum(found.parts.values()) == pytest.approx(found.end - found.start, abs=1e-6)


def test_the_way_back_has_the_same_parts_reversed(plan):
    # the curves are those of the plan on both ways
    plan = with_references(plan)
    there, back = bridge(plan, all_changed(plan)), bridge(all_changed(plan), plan)
    for total, found in there.items():
        for block in Block:
            assert back[total].parts[block] == pytest.approx(-found.parts[block], rel=1e-6, abs=1e-4)


def test_dates_alone_are_timing(plan):
    later = changed(plan, lambda one: replace(one, start=one.start + timedelta(30), end=one.end + timedelta(30)))
    only(bridge(plan, later)[Total.PRESENT_MARGIN], Block.TIMING)


def test_assumptions_alone_are_assumptions(plan):
    cells = {key: replace(cell, arpa_month=1.1 * cell.arpa_month) for key, cell in plan.cells.items()}
    only(bridge(plan, replace(plan, cells=cells))[Total.REVENUE], Block.ASSUMPTIONS)


def test_all_money_alike_is_budget(plan):
    half = changed(plan, lambda one: replace(one, gross_spend=one.gross_spend // 2))
    plan = changed(plan, lambda one: replace(one, gross_spend=one.gross_spend // 2 * 2))
    only(bridge(with_references(plan), replace(half, lanes=with_references(plan).lanes))[Total.REVENUE], Block.BUDGET)


def test_money_that_does_not_work_is_a_budget_of_its_own(plan):
    plan = with_references(plan)
    fees = {key for key, one in plan.cost_categories.items() if not one.working}
    dearer = changed(
        plan, lambda one: replace(one, gross_spend=2 * one.gross_spend) if one.category_id in fees else one
    )
    found = bridge(plan, dearer)
    only(found[Total.CONTRIBUTION], Block.BUDGET)
    cost = sum(one.gross_spend for one in plan.activities.values() if one.category_id in fees) / 100
    assert found[Total.CONTRIBUTION].parts[Block.BUDGET] == pytest.approx(-cost)
    assert found[Total.REVENUE].parts[Block.BUDGET] == 0


def test_the_same_money_elsewhere_is_mix(plan):
    activities = dict(plan.activities)
    search = [key for key, one in activities.items() if one.channel_id == "paid_search" and not one.partner_share]
    display = [key for key, one in activities.items() if one.channel_id == "display" and not one.partner_share]
    one, other = search[0], display[0]
    activities[one] = replace(activities[one], gross_spend=activities[one].gross_spend - 1_000_000)
    activities[other] = replace(activities[other], gross_spend=activities[other].gross_spend + 1_000_000)
    moved = replace(with_references(plan), activities=activities)
    only(bridge(plan, moved)[Total.PRESENT_MARGIN], Block.MIX)


def test_money_for_which_there_is_no_activity_is_not_spent(plan):
    empty = replace(with_references(plan), activities={})
    found = bridge(plan, empty)[Total.INCREMENTAL_REVENUE]
    assert found.end == pytest.approx(0, abs=60_000)  # the levers stay
    assert sum(found.parts.values()) == pytest.approx(found.end - found.start, abs=1e-6)


def test_nothing_changed_is_nothing(plan):
    found = bridge(plan, plan)
    assert found[Total.REVENUE].start == found[Total.REVENUE].end
    assert not any(found[Total.REVENUE].parts.values())


def test_shapley_of_a_known_game():
    # gloves: one left, two right; the left one is worth 2/3, each right one 1/6
    left, right, other = Block.BUDGET, Block.MIX, Block.TIMING
    found = shapley([left, right, other], lambda who: float(left in who and len(who) > 1))
    assert found == pytest.approx({left: 2 / 3, right: 1 / 6, other: 1 / 6})


def test_it_tells_how_far_it_is_and_stops(plan):
    told = []
    bridge(plan, all_changed(plan), told.append)
    assert told == [step / 16 for step in range(17)]

    def stop(_share):
        raise Cancelled

    with pytest.raises(Cancelled):
        bridge(plan, plan, stop)
