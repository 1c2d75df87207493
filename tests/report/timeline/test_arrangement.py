"""How lanes are arranged: kept, read again, put in another order; damaged memory is the usual arrangement."""

import json
import random

import pytest

from cmoplanner.report.timeline.arrangement import ORDERS, USUAL, Arrangement
from cmoplanner.report.timeline.lane_values import lane_values
from cmoplanner.report.timeline.lanes import GROUPINGS, by_words
from cmoplanner.report.timeline.reorder import places, reordered, target
from tests.plans import norrvik
from tests.report.timeline.samples import state


@pytest.mark.parametrize("seed", range(20))
def test_what_is_stored_is_read_again(seed: int) -> None:
    chance = random.Random(seed)
    made = Arrangement(
        order=chance.choice(list(ORDERS)),
        own={key: tuple(chance.sample("abcdef", 3)) for key in chance.sample(list(GROUPINGS), 2)},
        colour=chance.choice(list(GROUPINGS)),
        empty=chance.random() < 0.5,
    ).grouped(*chance.sample(list(GROUPINGS), chance.choice((1, 2))))
    assert Arrangement.read(json.loads(json.dumps(made.stored()))) == made


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        [],
        "campaign",
        {},
        {"by": "campaign", "order": ["own"], "own": ["a"], "colour": {}, "empty": 1},
        {"by": [], "own": {"campaign": "abc", "unknown": ["a"]}, "colour": "rainbow", "order": "random"},
        {"by": [None, 7, "unknown"], "own": {"channel": [1, None]}},
    ],
)
def test_damaged_memory_is_the_usual_arrangement(damaged: object) -> None:
    found = Arrangement.read(damaged)
    assert (found.by, found.order, found.colour, found.empty) == (USUAL.by, "usual", "campaign", False)
    assert not any(found.own.values())


def test_a_level_that_says_the_same_is_left_out() -> None:
    assert USUAL.grouped("channel", "channel").by == ("channel",)
    assert USUAL.grouped("channel", "owner", "stage").by == ("channel", "owner")
    assert by_words(("campaign", "cost_centre")) == "Campaign, cost centre"


def test_a_head_lands_before_the_first_lane_whose_middle_is_below_it() -> None:
    calendar = state("campaign", "channel")
    calendar.fold({lane.id for lane in calendar.lanes[1:]})
    beside = places(calendar.layout, calendar.layout.groups[0])
    assert [place.id for place in beside] == [lane.id for lane in calendar.lanes]
    assert beside[0].bottom == beside[1].top  # with all the lanes inside it
    assert target(beside, beside[2].top + 1) == 2
    assert target(beside, -10) == 0
    assert target(beside, beside[-1].bottom + 50) == len(beside)
    keys = [place.key for place in beside]
    assert reordered(beside, beside[0].id, 2) == [keys[1], keys[0], *keys[2:]]
    assert reordered(beside, beside[2].id, 0) == [keys[2], keys[0], keys[1], *keys[3:]]
    for place in (3, 4):  # before itself and behind itself is where it is
        assert reordered(beside, beside[3].id, place) == keys


def test_inner_lanes_move_among_their_own() -> None:
    calendar = state("campaign", "channel")
    groups = calendar.layout.groups
    inner = next(group for group in groups if group.lane.level == 1)
    beside = places(calendar.layout, inner)
    assert [place.key for place in beside] == [lane.key for lane in calendar.lanes[0].children]
    keys = reordered(beside, beside[-1].id, 0)
    calendar.arrange(calendar.reordered(calendar.lanes[0].children[-1], keys))
    assert [lane.key for lane in calendar.lanes[0].children] == keys
    assert calendar.arrangement.order == "own"


def test_a_new_activity_has_what_its_lane_says() -> None:
    plan = norrvik()
    calendar = state("segment", "offering")
    lane = next(inner for lane in calendar.lanes for inner in lane.children if all(inner.keys))
    given = lane_values(plan, calendar.arrangement, lane)
    assert given.targets is not None
    assert sum(target.share for target in given.targets) == pytest.approx(1.0)
    for one in given.targets:
        cell = plan.cells[one.cell_id]
        assert (cell.segment_id, cell.offering_id) == lane.keys
    calendar = state("owner", "status")
    lane = calendar.lanes[0].children[0]
    given = lane_values(plan, calendar.arrangement, lane)
    assert (given.fields["owner_role"], given.fields["status"]) == lane.keys
    assert given.targets is None
    assert given.fields["cost_centre_id"] in plan.cost_centres
    nobody = state("partner").lanes[-1]
    assert "partner_id" not in lane_values(plan, USUAL.grouped("partner"), nobody).fields
