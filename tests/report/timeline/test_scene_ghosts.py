"""Ghost bars as shapes: thin under what stayed, hollow where there is room for what is gone, in the right lanes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cmoplanner.model.plan import Plan
from cmoplanner.report.timeline.layout import BAR
from cmoplanner.report.timeline.scene_ghosts import THIN, Ghosts, ghosts, gone_boxes
from cmoplanner.report.timeline.shapes import Rect, Text
from cmoplanner.report.timeline.state import CalendarState
from cmoplanner.report.timeline.tree import flat, lane_id
from tests.report.timeline.samples import measure, state


def without(plan: Plan, *gone: str) -> Plan:
    return replace(plan, activities={key: row for key, row in plan.activities.items() if key not in gone})


def compared(calendar: CalendarState, past: Plan) -> Ghosts:
    return Ghosts.of(past, calendar.plan, "Board")


def drawn(calendar: CalendarState, found: Ghosts) -> list[Rect | Text]:
    full = [i for i in range(len(calendar.layout.columns)) if calendar.layout.full(i)]
    shapes = ghosts(found, calendar.plan, calendar.layout, full, calendar.arrangement.by, measure)
    return [shape for shape in shapes if isinstance(shape, Rect | Text)]


def test_a_moved_bar_has_its_ghost_where_it_was() -> None:
    calendar = state("campaign")
    calendar.fold(set())
    key = next(row.id for row in calendar.plan.activities.values() if row.recurrence == "none" and row.campaign_id)
    row, step = calendar.plan.activities[key], timedelta(days=21)
    past = replace(
        calendar.plan,
        activities={**calendar.plan.activities, key: replace(row, start=row.start + step, end=row.end + step)},
    )
    thin = [shape for shape in drawn(calendar, compared(calendar, past)) if isinstance(shape, Rect) and shape.h == THIN]
    assert len(thin) == len(calendar.layout.columns), "each bar has one"
    i = calendar.layout.index[key]
    (mine,) = [
        shape
        for shape in thin
        if shape.x == calendar.axis.x(row.start + step) and shape.y == float(calendar.layout.top[i]) + BAR + 0.5
    ]
    assert mine.w == pytest.approx(max(6.0, calendar.axis.x_end(row.end + step) - calendar.axis.x(row.start + step)))


@pytest.mark.parametrize("by", [("campaign",), ("channel",), ("segment",), ("campaign", "channel")])
def test_what_is_gone_stands_in_its_lane_and_over_no_bar(by: tuple[str, ...]) -> None:
    whole = state(*by)
    gone = [row.id for row in whole.plan.activities.values() if row.recurrence == "none"][:8]
    past = whole.plan
    calendar = CalendarState(without(past, *gone), whole.outcome, measure, px_a_day=3.2)
    calendar.arrange(calendar.arrangement.grouped(*by))
    calendar.fold(set())
    found = Ghosts.of(past, calendar.plan, "Board")
    assert sorted(ghost.activity.id for ghost in found.gone) == sorted(gone)
    seen = 0
    for group in calendar.layout.groups:
        if group.parent or not group.bars:
            continue
        for ghost, left, right, top, free in gone_boxes(calendar.layout, group, found.gone):
            assert ghost in found.gone
            assert group.y < top < group.y + group.h
            if free:
                seen += 1
                for i in range(group.first, group.first + group.bars):
                    same_row = abs(float(calendar.layout.top[i]) - top) < BAR
                    apart = right <= calendar.layout.left[i] or left >= calendar.layout.right[i]
                    assert apart or not same_row
    assert seen
    hollow = [shape for shape in drawn(calendar, found) if isinstance(shape, Rect) and shape.dash]
    assert hollow, "in lanes of every kind"


def test_nothing_is_drawn_without_a_comparison() -> None:
    assert drawn(state("campaign"), Ghosts()) == []
    assert not Ghosts().anything


@pytest.mark.parametrize(
    "by",
    [("segment",), ("campaign", "channel"), ("segment", "channel"), ("channel", "segment"), ("segment", "offering")],
)
def test_what_is_gone_has_its_lanes_also_where_nothing_else_is_in_them(by: tuple[str, ...]) -> None:
    """Each ghost is in just the lanes that its bars were in, whatever else was removed."""
    whole = state(*by)
    lanes = {lane.id: {bar.activity.id for bar in lane.bars} for lane in flat(whole.lanes) if not lane.children}
    gone = {"A001", "A026", *min((ids for ids in lanes.values() if ids), key=len)}
    calendar = CalendarState(without(whole.plan, *gone), whole.outcome, measure, px_a_day=3.2)
    calendar.arrange(calendar.arrangement.grouped(*by))
    calendar.ghosts = Ghosts.of(whole.plan, calendar.plan, "Board")
    calendar.rearrange()
    calendar.fold(set())
    assert lanes.keys() <= {lane.id for lane in flat(calendar.lanes)}
    found = calendar.ghosts.lanes(calendar.plan, by)
    assert {lane_id(keys): {ghost.activity.id for ghost in ghosts} for keys, ghosts in found.items()} == {
        key: ids & gone for key, ids in lanes.items() if ids & gone
    }
    hollow = [one for one in drawn(calendar, calendar.ghosts) if isinstance(one, Rect) and not one.fill]
    assert len(hollow) == sum(len(ids & gone) for ids in lanes.values())


def test_what_a_removed_campaign_had_is_in_no_campaign() -> None:
    whole = state("campaign")
    key = next(iter(whole.plan.campaigns))
    gone = [row.id for row in whole.plan.activities.values() if row.campaign_id == key]
    left = replace(
        without(whole.plan, *gone), campaigns={one: row for one, row in whole.plan.campaigns.items() if one != key}
    )
    found = Ghosts.of(whole.plan, left, "Board").lanes(left, ("campaign",))
    assert {ghost.activity.id for ghost in found["",]} == set(gone)
