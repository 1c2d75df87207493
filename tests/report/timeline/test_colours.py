"""The colour of a value: by any grouping, steady, and never the same for two values."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from cmoplanner.model.plan import Campaign, Plan
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.arrangement import Arrangement
from cmoplanner.report.timeline.colours import CATEGORIES, OTHER, Colours, Mark
from cmoplanner.report.timeline.lanes import GROUPINGS, NONE, known_keys
from cmoplanner.report.timeline.legend import legend_of, values
from cmoplanner.report.timeline.scene_bars import look, mini_bars
from cmoplanner.report.timeline.shapes import Boxes, Rect
from cmoplanner.report.timeline.state import CalendarState
from tests.plans import norrvik
from tests.report.timeline.samples import measure, sample, with_activities

PLAN = norrvik()


def many(count: int) -> Plan:
    return replace(PLAN, campaigns=MappingProxyType({f"J{i}": Campaign(f"J{i}", f"J{i}") for i in range(count)}))


def test_eight_colours_then_the_same_hatched_then_other() -> None:
    colours = Colours.of(many(20), "campaign")
    marks = [colours.of_key(f"J{i}") for i in range(20)]
    assert marks[:8] == [Mark(str(i)) for i in range(8)]
    assert marks[8:16] == [Mark(str(i), hatched=True) for i in range(8)]
    assert set(marks[16:]) == {OTHER}
    assert colours.of_key(NONE) == Mark("none")
    assert Palette.load("light").categories == Palette.load("dark").categories == CATEGORIES


@pytest.mark.parametrize("dimension", GROUPINGS)
def test_no_two_values_of_the_sample_look_the_same(dimension: str) -> None:
    colours = Colours.of(PLAN, dimension)
    marks = [colours.of_key(key) for key in known_keys(PLAN, dimension)]
    assert len(set(marks)) == len(marks) <= 2 * CATEGORIES


@pytest.mark.parametrize("dimension", GROUPINGS)
def test_colours_follow_neither_money_nor_order_nor_time(dimension: str) -> None:
    rows = {
        key: replace(row, gross_spend=97 * i, start=row.start.replace(day=1))
        for i, (key, row) in enumerate(reversed(PLAN.activities.items()))
    }
    before, after = Colours.of(PLAN, dimension), Colours.of(with_activities(PLAN, rows), dimension)
    assert before == after


def test_a_part_has_the_colour_of_its_own_group_the_whole_that_of_the_largest() -> None:
    colours = Colours.of(PLAN, "segment")
    calendar = CalendarState(*sample(), measure, Arrangement(by=("segment",), colour="segment"))
    for lane in calendar.lanes:
        for bar in lane.bars:
            assert colours.key(bar.activity, bar.aims) == lane.key
    row = next(row for row in PLAN.activities.values() if len(row.targets) > 1)
    sums: dict[str, float] = {}
    for target in row.targets:
        key = PLAN.cells[target.cell_id].segment_id
        sums[key] = sums.get(key, 0.0) + target.share
    assert sums[colours.key(row)] == pytest.approx(max(sums.values()))
    assert colours.title == "Colour = segment with the largest share"
    assert Colours.of(PLAN, "owner").title == "Colour = owner"


def test_a_ninth_value_is_hatched_in_open_and_folded_lanes() -> None:
    plan = many(10)
    row = replace(next(iter(PLAN.activities.values())), status="planned", approval_status="approved")
    rows = {f"A{i}": replace(row, id=f"A{i}", campaign_id=f"J{i}") for i in range(10)}
    calendar = CalendarState(with_activities(plan, rows), sample()[1], measure)
    looks = [look(rows[f"A{i}"], calendar.colours) for i in range(10)]
    assert [bool(one.hatch) for one in looks] == [False] * 8 + [True] * 2
    assert looks[0].fill == looks[8].fill
    calendar.fold(calendar.all_lanes())
    layout = calendar.layout
    thin = [shape for shape in mini_bars(layout, calendar.view.looks, np.arange(10)) if isinstance(shape, Rect)]
    assert len(thin) == 10
    assert sum(bool(shape.hatch) for shape in thin) == 2


def test_lines_too_thin_to_tell_apart_are_boxes_each_once() -> None:
    row = next(iter(PLAN.activities.values()))
    rows = {f"A{i}": replace(row, id=f"A{i}", campaign_id="esb", status="live") for i in range(300)}
    calendar = CalendarState(with_activities(PLAN, rows), sample()[1], measure)
    calendar.fold(calendar.all_lanes())
    shapes = mini_bars(calendar.layout, calendar.view.looks, np.arange(300))
    boxes = [shape for shape in shapes if isinstance(shape, Boxes)]
    assert len(shapes) == len(boxes) == 1
    assert len(boxes[0].boxes) == len(set(boxes[0].boxes)) < 60
    assert boxes[0].fill.startswith("bar.solid.")


def test_the_legend_has_the_values_in_use_in_the_plans_order_and_counts_the_rest() -> None:
    colours = Colours.of(PLAN, "channel")
    used = [NONE, *list(PLAN.channels)[::-1], "gone"]
    keys = values(colours, used)
    assert keys == [*PLAN.channels, "gone", NONE]
    wide, narrow = (legend_of(colours, keys, width, measure) for width in (4_000.0, 700.0))
    assert [entry.key for entry in wide.entries] == keys
    assert wide.rest == ()
    assert (*(entry.key for entry in narrow.entries), *narrow.rest) == tuple(keys)
    assert narrow.rest
    for entry in narrow.entries:
        assert narrow.at((entry.left + entry.right) / 2) == entry
        assert entry.right < 700
    assert narrow.at(0) is None
    assert narrow.is_title(20)
    assert narrow.is_more(narrow.after + 1)
    assert not wide.is_more(3_999)


def test_an_edit_keeps_the_colours_and_a_new_campaign_gets_the_next_one() -> None:
    plan, outcome = sample()
    calendar = CalendarState(plan, outcome, measure)
    before = calendar.colours
    more = MappingProxyType({**plan.campaigns, "new": Campaign("new", "New")})
    calendar.refresh(replace(plan, campaigns=more, revision=plan.revision + 1), outcome)
    for key in plan.campaigns:
        assert calendar.colours.of_key(key) == before.of_key(key)
    assert calendar.colours.of_key("new") not in [before.of_key(key) for key in plan.campaigns]
