"""Lanes inside lanes, activities that aim at several groups, and the order of lanes."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest

from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan, Target
from cmoplanner.report.timeline.arrangement import ORDERS, USUAL, Arrangement
from cmoplanner.report.timeline.bars import BarBook
from cmoplanner.report.timeline.lanes import GROUPINGS, NONE, known_keys
from cmoplanner.report.timeline.parts import PartBook
from cmoplanner.report.timeline.tree import LaneGroup, flat, group
from tests.plans import norrvik
from tests.report.timeline.samples import measure, with_activities

PLAN = norrvik()
WHOLE = sum(net_spend(row) for row in PLAN.activities.values() if not row.cancelled)


def lanes(plan: Plan, *by: str, given: Arrangement = USUAL) -> list[LaneGroup]:
    book = BarBook(plan.calendar, measure)
    bars = [book.bar(activity) for activity in plan.activities.values()]
    return group(plan, given.grouped(*by), bars, sum(bar.net for bar in bars), PartBook(measure))


@pytest.mark.parametrize("by", [*((key,) for key in GROUPINGS), *permutations(GROUPINGS, 2)])
def test_lanes_of_either_level_add_up_to_the_plan_to_the_cent(by: tuple[str, ...]) -> None:
    found = lanes(PLAN, *by)
    assert sum(lane.net for lane in found) == WHOLE
    assert {row.id for lane in found for row in lane.activities} == set(PLAN.activities)
    for lane in flat(found):
        assert lane.net == sum(bar.net for bar in lane.bars)
        if lane.children:
            assert sum(inner.net for inner in lane.children) == lane.net
            assert {bar.activity.id for inner in lane.children for bar in inner.bars} == {
                bar.activity.id for bar in lane.bars
            }


def test_the_first_level_is_the_same_with_a_second_one() -> None:
    for first in ("segment", "campaign"):
        one = {lane.id: (lane.net, len(lane.bars)) for lane in lanes(PLAN, first)}
        two = {lane.id: (lane.net, len(lane.bars)) for lane in lanes(PLAN, first, "offering")}
        assert one == two


def exact(plan: Plan, activity_id: str, key: str) -> Fraction:
    """Return the share of an activity that goes to a segment, from its rows."""
    targets = plan.activities[activity_id].targets
    whole = sum(Fraction(str(target.share)) for target in targets)
    own = [target for target in targets if plan.cells[target.cell_id].segment_id == key]
    return sum((Fraction(str(target.share)) for target in own), Fraction(0)) / whole


def test_a_part_has_its_share_of_the_money_and_says_so() -> None:
    seen = 0
    for lane in lanes(PLAN, "segment"):
        for bar in lane.bars:
            if lane.key == NONE or not bar.aims:
                assert bar.share == 1.0
                assert bar.label == bar.activity.name
                continue
            share = exact(PLAN, bar.activity.id, lane.key)
            whole = net_spend(bar.activity)
            assert abs(bar.net - share * whole) < 1
            assert bar.share == pytest.approx(float(share))
            assert bar.label == f"{bar.activity.name} · {float(100 * share):.0f} %"
            seen += 1
    assert seen > 40


def test_a_third_of_a_cent_is_lost_nowhere() -> None:
    cells = list(PLAN.cells)[:3]
    row = next(iter(PLAN.activities.values()))
    targets = tuple(Target(cell_id, 1 / 3) for cell_id in cells)
    plan = with_activities(PLAN, {row.id: replace(row, gross_spend=100, partner_share=0.0, targets=targets)})
    for by in (("segment",), ("offering",), ("segment", "offering"), ("offering", "segment")):
        assert sum(lane.net for lane in lanes(plan, *by)) == 100


def test_targets_that_lead_nowhere_stand_in_the_lane_of_no_segment() -> None:
    row = next(iter(PLAN.activities.values()))
    lost = replace(row, targets=(Target("no such cell", 1.0),))
    bare = replace(row, id="bare", targets=())
    found = lanes(with_activities(PLAN, {row.id: lost, bare.id: bare}), "segment")
    assert [(lane.key, len(lane.bars)) for lane in found] == [(NONE, 2)]
    assert found[0].name == "No segment"


def test_an_inner_lane_has_the_keys_of_both_levels() -> None:
    found = lanes(PLAN, "campaign", "channel")
    for lane in found:
        assert (lane.level, lane.key, lane.keys) == (0, lane.id, (lane.id,))
        for inner in lane.children:
            assert inner.level == 1
            assert inner.keys == (lane.id, inner.key)
            for row in inner.activities:
                assert (row.campaign_id or NONE, row.channel_id or NONE) == inner.keys
    assert len({lane.id for lane in flat(found)}) == len(list(flat(found)))


def test_lanes_stand_in_the_order_that_is_asked_for() -> None:
    def order(name: str, **more: object) -> list[LaneGroup]:
        return [lane for lane in lanes(PLAN, "channel", given=replace(USUAL, order=name, **more)) if lane.key]

    assert set(ORDERS) == {"usual", "money", "name", "start", "own"}
    by_money = order("money")
    assert [lane.net for lane in by_money] == sorted((lane.net for lane in by_money), reverse=True)
    assert [lane.id for lane in order("usual")] == [lane.id for lane in by_money]
    names = [lane.name.casefold() for lane in order("name")]
    assert names == sorted(names)
    starts = [min(row.start for row in lane.activities) for lane in order("start")]
    assert starts == sorted(starts)
    own = (by_money[3].key, by_money[0].key)
    mine = order("own", own={"channel": own})
    assert [lane.key for lane in mine[:2]] == list(own)
    rest = [lane.key for lane in by_money if lane.key not in own]
    assert [lane.key for lane in mine[2:]] == rest


@pytest.mark.parametrize("order", [key for key in ORDERS if key != "own"])
def test_no_group_is_last_whatever_the_order(order: str) -> None:
    found = lanes(PLAN, "partner", given=replace(USUAL, order=order))
    assert found[-1].key == NONE
    assert NONE not in [lane.key for lane in found[:-1]]


def test_statuses_stand_in_the_order_of_the_work() -> None:
    found = [lane.key for lane in lanes(PLAN, "status")]
    assert found == [key for key in ("planned", "committed", "live", "done") if key in found]


@pytest.mark.parametrize("grouping", ["channel", "segment", "offering", "stage", "partner", "vendor", "audience"])
def test_empty_groups_have_lanes_when_they_are_wanted(grouping: str) -> None:
    row = next(row for row in PLAN.activities.values() if row.targets)
    plan = with_activities(PLAN, {row.id: row})
    usual = {lane.key for lane in lanes(plan, grouping)}
    found = {lane.key for lane in lanes(plan, grouping, given=replace(USUAL, empty=True))}
    assert found - {NONE} == set(known_keys(plan, grouping))
    assert len(found) > len(usual)


def test_an_activity_without_an_owner_is_unassigned() -> None:
    row = next(iter(PLAN.activities.values()))
    lane = lanes(with_activities(PLAN, {row.id: replace(row, owner_role="")}), "owner")[0]
    assert (lane.key, lane.name, lane.note) == (NONE, "Unassigned", "These activities have no owner yet")


def test_a_lane_reaches_from_its_first_start_to_its_last_end() -> None:
    for lane in lanes(PLAN, "owner"):
        assert lane.extent is not None
        assert lane.extent.start == min(bar.span.start for bar in lane.bars)
        assert lane.extent.end == max(bar.span.end for bar in lane.bars)
    assert lanes(PLAN, "owner")[0].extent.days > 300  # type: ignore[union-attr]
    empty = LaneGroup("a", "A", (), 0, 0.0)
    assert empty.extent is None


def test_parts_are_made_again_only_for_what_changed() -> None:
    book, parts = BarBook(PLAN.calendar, measure), PartBook(measure)
    bars = [book.bar(row) for row in PLAN.activities.values()]
    first = parts.members(PLAN, "segment", bars)
    again = parts.members(PLAN, "segment", bars)
    assert all(one is other for key in first for one, other in zip(first[key], again[key], strict=True))
    row = next(row for row in PLAN.activities.values() if len(row.targets) > 1)
    dearer = replace(row, gross_spend=row.gross_spend + 12_345, start=date(2027, 2, 1), end=date(2027, 5, 1))
    plan = with_activities(PLAN, {**PLAN.activities, row.id: dearer})
    new = parts.members(plan, "segment", [book.bar(one) for one in plan.activities.values()])
    for key, members in new.items():
        old = {bar.activity.id: bar for bar in first[key]}
        for bar in members:
            assert (bar is old[bar.activity.id]) is (bar.activity.id != row.id)
