"""The calendar's state: following edits gives what beginning anew gives."""

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from cmoplanner.model.plan import Plan
from cmoplanner.report.timeline import lane_book
from cmoplanner.report.timeline.arrangement import ORDERS, USUAL, Arrangement
from cmoplanner.report.timeline.axis import MAX_PX_A_DAY, MIN_PX_A_DAY, Axis
from cmoplanner.report.timeline.bars import LaneBars
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.report.timeline.layout import Layout, Placement
from cmoplanner.report.timeline.placing import place
from cmoplanner.report.timeline.shapes import Region
from cmoplanner.report.timeline.state import CalendarState, everything
from tests.report.timeline.samples import edited, measure, sample, state, with_activities


def same_layout(one: Layout, other: Layout) -> None:
    assert [bar.activity for bar in one.columns] == [bar.activity for bar in other.columns]
    assert [(group.lane.id, group.y, group.h, group.folded, group.warnings) for group in one.groups] == [
        (group.lane.id, group.y, group.h, group.folded, group.warnings) for group in other.groups
    ]
    assert [(bar.net, bar.share, bar.label) for bar in one.columns] == [
        (bar.net, bar.share, bar.label) for bar in other.columns
    ]
    for name in ("sides", "left", "right", "top", "height", "label"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert dict(one.findings) == dict(other.findings)


def chosen(chance: random.Random) -> Arrangement:
    """Return any arrangement."""
    by = chance.sample(list(GROUPINGS), chance.choice((1, 2)))
    colour, order = chance.choice(list(GROUPINGS)), chance.choice(list(ORDERS))
    return Arrangement(order=order, colour=colour, empty=chance.random() < 0.3).grouped(*by)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("grouping", ["campaign", "stage", "segment"])
def test_following_edits_gives_a_new_calendar(grouping: str, seed: int) -> None:
    chance = random.Random(seed)
    plan, outcome = sample()
    calendar = CalendarState(plan, outcome, measure, USUAL.grouped(grouping))
    folded = {lane.id for lane in calendar.lanes[::3]}
    calendar.fold(folded)
    for _step in range(8):
        plan = edited(plan, chance)
        calendar.refresh(plan, outcome)
    fresh = CalendarState(plan, outcome, measure, USUAL.grouped(grouping), folded=folded)
    same_layout(calendar.layout, fresh.layout)
    assert calendar.shown == fresh.shown == len(plan.activities)
    strip, new = calendar.strip().strip, fresh.strip().strip
    assert strip.spend.quarters == pytest.approx(new.spend.quarters, abs=1e-5)
    assert strip.budget == new.budget
    assert strip.revenue == new.revenue


@pytest.mark.parametrize("seed", range(8))
def test_filters_folds_zooms_and_groupings_between_edits_leave_nothing_behind(seed: int) -> None:
    chance = random.Random(seed)
    plan, outcome = sample()
    calendar = CalendarState(plan, outcome, measure)
    for _step in range(25):
        match chance.randrange(6):
            case 0:
                limit = chance.randrange(3_000_000)
                calendar.passes = chance.choice((everything, lambda row, limit=limit: row.gross_spend >= limit))
                calendar.rearrange()
            case 1:
                calendar.arrange(chosen(chance))
            case 2:
                calendar.fold({lane for lane in calendar.all_lanes() if chance.random() < 0.5})
            case 3:
                calendar.zoom_to(chance.choice((1.0, 2.0, 7.5)))
            case _:
                plan = edited(plan, chance)
                calendar.refresh(plan, outcome)
        fresh = CalendarState(
            plan,
            outcome,
            measure,
            calendar.arrangement,
            passes=calendar.passes,
            px_a_day=calendar.px_a_day,
            folded=set(calendar.folded),
        )
        same_layout(calendar.layout, fresh.layout)


def test_an_edit_packs_only_the_lane_it_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, outcome = sample()
    calendar = CalendarState(plan, outcome, measure)
    packed: list[int] = []

    def counting(lanes: Sequence[tuple[LaneBars, bool]], axis: Axis) -> list[Placement]:
        packed.extend(len(columns.bars) for columns, _folded in lanes)
        return place(lanes, axis)

    monkeypatch.setattr(lane_book, "place", counting)
    lane = calendar.lanes[1]
    row = lane.activities[0]
    activities = {**plan.activities, row.id: replace(row, name=row.name + ", again")}
    calendar.refresh(with_activities(plan, activities), outcome)
    assert packed == [len(lane.bars)]
    assert calendar.layout.activity(calendar.layout.index[row.id]).name.endswith(", again")


def test_another_year_moves_the_axis_and_the_bars() -> None:
    plan, outcome = sample()
    later = replace(plan, header=replace(plan.header, fy_start=plan.header.fy_start.replace(month=7)))
    calendar = CalendarState(plan, outcome, measure)
    calendar.refresh(later, outcome)
    same_layout(calendar.layout, CalendarState(later, outcome, measure).layout)
    assert calendar.axis.start == later.header.fy_start


def test_a_filter_leaves_out_lanes_without_bars_but_not_the_shares() -> None:
    calendar = state()
    whole = {lane.id: lane for lane in calendar.lanes}
    kept = next(lane for lane in calendar.lanes if lane.bars)
    calendar.passes = lambda activity: activity.campaign_id == kept.id
    calendar.rearrange()
    assert [lane.id for lane in calendar.lanes] == [kept.id]
    assert calendar.lanes[0].share == whole[kept.id].share
    assert calendar.shown == len(kept.bars)
    calendar.passes = everything
    calendar.rearrange()
    assert {lane.id: lane for lane in calendar.lanes} == whole


@pytest.mark.parametrize("height", [0.0, 300.0, 520.0, 900.0, 10_000.0])
def test_as_many_lanes_open_as_fit_and_the_first_always(height: float) -> None:
    calendar = state()
    calendar.fold_to_fit(height)
    closed = [lane.id for lane in calendar.lanes if lane.id in calendar.folded]
    assert calendar.lanes[0].id not in closed
    opened = len(calendar.lanes) - len(closed)
    assert calendar.layout.total_height <= height or opened == 1
    tried = [lane.id for lane in calendar.lanes[:12] if lane.id in calendar.folded]
    for lane in tried:  # opening one more would not fit
        calendar.fold(set(closed) - {lane})
        assert calendar.layout.total_height > height


def test_zooming_stays_inside_the_limits() -> None:
    calendar = state()
    calendar.zoom_to(1e9)
    assert calendar.axis.px_a_day == calendar.px_a_day == MAX_PX_A_DAY
    calendar.zoom_to(0)
    assert calendar.axis.px_a_day == MIN_PX_A_DAY
    same_layout(calendar.layout, state(px_a_day=MIN_PX_A_DAY).layout)


def test_the_strip_of_a_move_is_that_of_the_moved_plan() -> None:
    plan, outcome = sample()
    calendar = state()
    chance = random.Random(7)
    moved: Plan = plan
    while moved.activities.keys() != plan.activities.keys() or moved is plan:
        moved = edited(plan, chance)
    changed = [row for key, row in moved.activities.items() if plan.activities[key] is not row]
    preview = calendar.strip(outcome, changed).strip
    real = CalendarState(moved, outcome, measure).strip().strip
    assert preview.spend.quarters == pytest.approx(real.spend.quarters, abs=1e-5)


def shapes_without(regions: list[Region], name: str) -> bool:
    return not any(getattr(shape, "text", "") == name for region in regions for shape in region.shapes)


def test_what_is_dragged_is_left_out_of_the_picture() -> None:
    calendar = state()
    frame = calendar.frame(1440, 2_000, 0, 0)
    name = calendar.layout.activity(0).name
    assert not shapes_without(calendar.picture(frame).regions(), name)
    calendar.hidden = frozenset({calendar.layout.activity(0).id})
    assert shapes_without(calendar.picture(frame).lanes(), name)


@pytest.mark.parametrize(("width", "head"), [(1000, 212), (1440, 244)])
def test_the_frame_stacks_axis_keys_lanes_legend_and_strip(width: float, head: float) -> None:
    for grouping, legend in (("campaign", 0), ("owner", 24)):
        frame = state(grouping).frame(width, 800, 30, 50)
        assert (frame.head, frame.legend) == (head, legend)
        assert frame.axis_bottom < frame.body_top < frame.body_bottom <= frame.strip_top < frame.height
        assert frame.body_bottom + frame.legend == frame.strip_top
        assert frame.time_x(head) == 30
        assert frame.lane_y(frame.body_top) == 50
        assert frame.time_width == width - head
