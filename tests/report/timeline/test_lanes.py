"""Which activities share a lane, in which order, and what a lane costs."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Campaign, Plan
from cmoplanner.report.timeline.arrangement import USUAL, Arrangement
from cmoplanner.report.timeline.bars import BarBook, net_cost
from cmoplanner.report.timeline.lanes import AIMED, FIELDS, GROUPINGS, NONE
from cmoplanner.report.timeline.parts import PartBook
from cmoplanner.report.timeline.tree import LaneGroup, group
from tests.plans import norrvik
from tests.report.timeline.samples import measure, with_activities

PLAN = norrvik()


def lanes(plan: Plan, *by: str, given: Arrangement = USUAL) -> list[LaneGroup]:
    book = BarBook(plan.calendar, measure)
    bars = [book.bar(activity) for activity in plan.activities.values()]
    return group(plan, given.grouped(*by), bars, sum(bar.net for bar in bars), PartBook(measure))


@pytest.mark.parametrize("grouping", FIELDS)
def test_every_activity_stands_in_the_lane_of_its_field(grouping: str) -> None:
    found = lanes(PLAN, grouping)
    placed = [activity.id for lane in found for activity in lane.activities]
    assert sorted(placed) == sorted(PLAN.activities)
    for lane in found:
        for activity in lane.activities:
            assert (getattr(activity, FIELDS[grouping]) or NONE) == lane.id


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_money_and_shares_add_up_to_the_plan(grouping: str) -> None:
    found = lanes(PLAN, grouping)
    whole = sum(net_spend(row) for row in PLAN.activities.values() if not row.cancelled)
    assert sum(lane.net for lane in found) == whole
    assert sum(lane.share for lane in found) == pytest.approx(1.0, abs=1e-12)
    for lane in found:
        if grouping not in AIMED:
            assert lane.net == sum(net_spend(row) for row in lane.activities if not row.cancelled)


_IN_STEPS = ("stage", "status", "audience")


@pytest.mark.parametrize("grouping", [key for key in GROUPINGS if key not in _IN_STEPS])
def test_the_most_expensive_lane_is_first_and_none_last(grouping: str) -> None:
    found = lanes(PLAN, grouping)
    assert NONE not in [lane.id for lane in found[:-1]]
    named = [lane for lane in found if lane.id != NONE]
    assert [lane.net for lane in named] == sorted((lane.net for lane in named), reverse=True)


def test_none_is_last_even_if_it_is_the_most_expensive() -> None:
    rows = {key: replace(row, campaign_id=None) for key, row in list(PLAN.activities.items())[:-1]}
    last = list(PLAN.activities.values())[-1]
    found = lanes(with_activities(PLAN, {**rows, last.id: last}), "campaign")
    assert found[-1].id == NONE
    assert found[-1].net == max(lane.net for lane in found)
    assert found[-1].name == "No campaign"


def test_stages_stand_in_the_order_of_the_journey() -> None:
    named = [lane.id for lane in lanes(PLAN, "stage") if lane.id != NONE]
    assert named == sorted(named, key=lambda key: PLAN.stages[key].seq)


def test_an_empty_campaign_has_a_lane() -> None:
    plan = replace(PLAN, campaigns=MappingProxyType({**PLAN.campaigns, "J99": Campaign("J99", "Not begun")}))
    lane = next(lane for lane in lanes(plan, "campaign") if lane.id == "J99")
    assert (lane.name, lane.bars, lane.net, lane.share) == ("Not begun", (), 0, 0.0)
    assert "J99" not in [lane.id for lane in lanes(plan, "channel")]


def test_lanes_have_names_and_notes_for_people() -> None:
    named = {grouping: {lane.id: lane for lane in lanes(PLAN, grouping)} for grouping in GROUPINGS}
    for key, campaign in PLAN.campaigns.items():
        assert (named["campaign"][key].name, named["campaign"][key].note) == (campaign.name, campaign.objective)
    media = {"online": "Online", "offline": "Offline", "both": "Online and offline"}
    for lane in named["channel"].values():
        if lane.id:
            assert (lane.name, lane.note) == (PLAN.channels[lane.id].name, media[PLAN.channels[lane.id].medium])
    assert named["status"]["planned"].name == "Planned"
    for lane in named["stage"].values():
        if lane.id:
            assert lane.note == PLAN.stages[lane.id].question


def test_a_plan_without_money_has_shares_of_nothing() -> None:
    plan = with_activities(PLAN, {key: replace(row, gross_spend=0) for key, row in PLAN.activities.items()})
    assert {lane.share for lane in lanes(plan, "campaign")} == {0.0}


def test_cancelled_activities_cost_nothing() -> None:
    row = max(PLAN.activities.values(), key=net_cost)
    assert net_cost(row) == net_spend(row) > 0
    assert net_cost(replace(row, status="cancelled")) == 0


def test_a_bar_is_made_again_only_for_another_object() -> None:
    book = BarBook(PLAN.calendar, measure)
    row = next(iter(PLAN.activities.values()))
    first = book.bar(row)
    assert book.bar(row) is first
    renamed = replace(row, name="Another name altogether")
    assert book.bar(renamed).words == measure(renamed.name, 11, 500)
    assert book.bar(renamed) is not first
