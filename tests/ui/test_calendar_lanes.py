"""Lanes by anything, two levels deep, in an order of one's own; colours, legend, strip, effects: with real events."""

import json
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cmoplanner.projection.effect import EffectBook
from cmoplanner.report.timeline import scene_strip
from cmoplanner.report.timeline.arrangement import Arrangement
from cmoplanner.report.timeline.lanes import GROUPINGS
from cmoplanner.report.timeline.tree import LaneGroup
from cmoplanner.ui.pages.calendar import CalendarPage
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import CTRL, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    """Return a hand on the calendar."""
    return Driver(workspace)


def run(hand: Driver, command: str) -> None:
    hand.workspace.context.commands.run(command)
    hand.settle()


def head_of(hand: Driver, lane: str, x: int = 90) -> QPoint:
    frame = hand.view.frame()
    group = next(group for group in hand.view.state.layout.groups if group.lane.id == lane)
    return QPoint(x, round(group.y + 11 + frame.body_top - frame.scroll_y))


def carry(hand: Driver, begin: QPoint, end: QPoint) -> None:
    """Press at one point, move to another one and let go."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(hand.viewport, left, none, begin)
    for step in range(1, 6):
        hand.move(begin + (end - begin) * step / 5, buttons=left)
    QTest.mouseRelease(hand.viewport, left, none, end)


def top_lanes(hand: Driver) -> list[LaneGroup]:
    return hand.view.state.lanes


@pytest.mark.parametrize("grouping", [key for key in GROUPINGS if key != "campaign"])
def test_commands_nest_and_colour_by_anything(hand: Driver, grouping: str) -> None:
    plan = hand.plan
    run(hand, f"calendar.then.{grouping}")
    assert hand.view.state.arrangement.by == ("campaign", grouping)
    assert any(lane.children for lane in top_lanes(hand))
    run(hand, f"calendar.colour.{grouping}")
    assert hand.view.state.colours.dimension == grouping
    run(hand, "calendar.then.nothing")
    run(hand, f"calendar.by.{grouping}")
    assert hand.view.state.arrangement.by == (grouping,)
    assert hand.page.toolbar.grouping.currentData() == grouping
    assert hand.view.frame().legend == 0  # the heads show the colours
    assert hand.plan is plan  # looking changes nothing


def test_both_levels_fold_by_their_chevrons(hand: Driver) -> None:
    run(hand, "calendar.then.channel")
    outer = top_lanes(hand)[0]
    inner = outer.children[0]
    assert {outer.id, inner.id}.isdisjoint(hand.view.state.folded)
    hand.click(head_of(hand, inner.id, 26))
    assert inner.id in hand.view.state.folded
    assert outer.id not in hand.view.state.folded
    hand.click(head_of(hand, outer.id, 12))
    assert outer.id in hand.view.state.folded
    assert inner.id not in [group.lane.id for group in hand.view.state.layout.groups]
    hand.click(head_of(hand, outer.id, 12))
    assert [group.lane.id for group in hand.view.state.layout.groups][:2] == [outer.id, inner.id]
    run(hand, "calendar.fold_all")
    assert {outer.id, inner.id} <= hand.view.state.folded


def test_a_bar_inside_folded_lanes_is_shown_by_opening_both(hand: Driver) -> None:
    run(hand, "calendar.then.channel")
    run(hand, "calendar.fold_all")
    key = top_lanes(hand)[3].children[-1].bars[0].activity.id
    hand.view.show_bar(key)
    layout = hand.view.state.layout
    assert layout.full(layout.index[key])


def test_a_head_is_dragged_to_another_place_and_the_plan_stays(hand: Driver) -> None:
    run(hand, "calendar.fold_all")
    before = [lane.key for lane in top_lanes(hand)]
    revision = hand.plan.revision
    carry(hand, head_of(hand, before[2]), head_of(hand, before[0]) - QPoint(0, 8))
    assert [lane.key for lane in top_lanes(hand)] == [before[2], before[0], before[1], *before[3:]]
    assert hand.view.state.arrangement.order == "own"
    assert hand.plan.revision == revision
    assert not hand.document.undo_label
    carry(hand, head_of(hand, before[2]), head_of(hand, before[1]) + QPoint(0, 25))
    assert [lane.key for lane in top_lanes(hand)] == before


def test_escape_puts_a_carried_head_back(hand: Driver) -> None:
    run(hand, "calendar.fold_all")
    before = [lane.key for lane in top_lanes(hand)]
    begin, end = head_of(hand, before[1]), head_of(hand, before[3]) + QPoint(0, 30)
    plain = hand.picture()
    QTest.mousePress(hand.viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
    hand.move(end, buttons=Qt.MouseButton.LeftButton)
    assert hand.picture() != plain
    hand.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(hand.viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert [lane.key for lane in top_lanes(hand)] == before
    assert hand.view.state.arrangement.order == "usual"


def test_keys_move_the_lane_that_was_pressed(hand: Driver) -> None:
    run(hand, "calendar.fold_all")
    before = [lane.key for lane in top_lanes(hand)]
    hand.click(head_of(hand, before[1]))
    hand.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [lane.key for lane in top_lanes(hand)] == [before[1], before[0], *before[2:]]
    for _step in range(2):
        hand.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [lane.key for lane in top_lanes(hand)] == [before[0], before[2], before[1], *before[3:]]
    run(hand, "calendar.order.name")
    names = [lane.name.casefold() for lane in top_lanes(hand) if lane.key]
    assert names == sorted(names)
    run(hand, "calendar.order.own")
    assert [lane.key for lane in top_lanes(hand)] == [before[0], before[2], before[1], *before[3:]]


def test_the_arrangement_is_remembered_for_the_plan(hand: Driver, workspace: Workspace, qtbot: QtBot) -> None:
    run(hand, "calendar.by.segment")
    run(hand, "calendar.then.stage")
    run(hand, "calendar.colour.owner")
    run(hand, "calendar.empty")
    settings = workspace.context.settings
    kept = Arrangement.read(json.loads(settings.lanes)[hand.plan.header.id])
    assert kept == hand.view.state.arrangement
    assert (kept.by, kept.colour, kept.empty) == (("segment", "stage"), "owner", True)
    again = CalendarPage(workspace.context)
    qtbot.addWidget(again)
    assert again.view.state.arrangement == kept
    assert again.toolbar.grouping.currentData() == "segment"
    again.close_work()


def test_moving_one_part_moves_the_one_activity(hand: Driver) -> None:
    run(hand, "calendar.by.segment")
    layout = hand.view.state.layout
    open_bars = [key for key in hand.open_bars() if hand.row(key).recurrence == "none"]
    key = next(key for key in open_bars if layout.columns[layout.index[key]].aims and hand.row(key).start.month > 1)
    start, count = hand.row(key).start, len(hand.plan.activities)
    at = hand.middle(key)
    carry(hand, at, at + QPoint(round(21 * hand.px), 0))
    assert (hand.row(key).start - start).days == 21
    assert len(hand.plan.activities) == count
    layout = hand.view.state.layout
    places = layout.places(key)
    assert len(places) > 1
    assert {layout.columns[i].span.start for i in places} == {hand.row(key).start}
    run(hand, "undo")
    assert hand.row(key).start == start


def test_drawing_in_a_segments_lane_aims_at_the_segment(hand: Driver, qtbot: QtBot) -> None:
    run(hand, "calendar.by.segment")
    lane = top_lanes(hand)[0]
    day = date(2027, 11, 1)
    hand.view.created.emit(lane.id, day, date(2027, 11, 14))
    made = next(row for row in hand.plan.activities.values() if row.start == day and row.name == "New activity")
    assert {hand.plan.cells[target.cell_id].segment_id for target in made.targets} == {lane.key}
    assert sum(target.share for target in made.targets) == pytest.approx(1.0)
    hand.key(Qt.Key.Key_Escape)


def test_an_entry_of_the_legend_selects_its_bars_and_ctrl_adds(hand: Driver) -> None:
    run(hand, "calendar.by.stage")
    frame = hand.view.frame()
    legend = hand.view.state.picture(frame).legend
    y = round(frame.body_bottom + frame.legend / 2)
    first, then = legend.entries[:2]
    hand.click(QPoint(round(first.left) + 4, y))
    expected = {row.id for row in hand.plan.activities.values() if row.campaign_id == first.key}
    assert set(hand.chosen) == expected
    hand.click(QPoint(round(then.left) + 4, y), CTRL)
    expected |= {row.id for row in hand.plan.activities.values() if row.campaign_id == then.key}
    assert set(hand.chosen) == expected


def test_the_legends_title_offers_other_colours(hand: Driver, qtbot: QtBot) -> None:
    run(hand, "calendar.by.stage")
    frame = hand.view.frame()
    hand.click(QPoint(30, round(frame.body_bottom + frame.legend / 2)))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.objectName() == "calendar.colour.owner")
    action.trigger()
    menu.close()
    assert hand.view.state.colours.dimension == "owner"


def test_the_lanes_button_opens_every_choice(hand: Driver, qtbot: QtBot) -> None:
    QTest.mouseClick(hand.page.toolbar.lanes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    inner = [action.menu() for action in menu.actions() if action.menu() is not None]
    assert [len(one.actions()) for one in inner] == [12, 13, 12, 5]  # type: ignore[attr-defined]
    menu.close()


def test_rows_of_the_strip_fold_and_lanes_get_the_room(hand: Driver, workspace: Workspace) -> None:
    before = hand.view.frame()
    hand.click(QPoint(8, round(before.strip_top) + 8))
    after = hand.view.frame()
    assert hand.view.state.strip_folded == {"spend"}
    assert after.body_height == before.body_height + scene_strip.SPEND - scene_strip.FOLDED
    assert json.loads(workspace.context.settings.lanes)[hand.plan.header.id]["strip"] == ["spend"]
    hand.click(QPoint(8, round(after.strip_top) + 8))
    assert hand.view.frame() == before


def test_the_figures_of_the_strip_lead_to_where_they_come_from(hand: Driver, workspace: Workspace) -> None:
    frame = hand.view.frame()
    run(hand, "calendar.all")
    hand.click(QPoint(80, round(frame.strip_top) + 10))
    assert workspace.budget.isVisible()
    workspace.show_page("calendar")
    hand.click(QPoint(80, round(frame.strip_top) + scene_strip.SPEND + scene_strip.CUMULATIVE + 10))
    assert workspace.outcome.isVisible()


def test_the_bar_under_the_mouse_lights_up_what_it_brings(hand: Driver, qtbot: QtBot) -> None:
    none = Qt.MouseButton.NoButton
    qtbot.waitUntil(lambda: hand.workspace.context.outlook.bands is not None, timeout=30_000)
    plain = hand.picture()
    key = next(key for key in hand.open_bars() if hand.view.bar_rect(key).width() > 30)
    hand.move(hand.middle(key), buttons=none)
    qtbot.waitUntil(lambda: hand.view.lit is not None, timeout=10_000)
    lit = hand.view.lit
    assert lit is not None
    assert lit.name == hand.row(key).name
    expected = EffectBook(hand.workspace.context.outlook.outcome).of(key)
    assert lit.effect.revenue.tolist() == expected.revenue.tolist()
    assert hand.picture() != plain
    frame = hand.view.frame()
    hand.move(QPoint(round(frame.head) + 5, round(frame.axis_bottom) - 5), buttons=none)
    assert hand.view.lit is None
    assert hand.picture() == plain


def test_an_owners_lane_has_its_work_by_month(hand: Driver) -> None:
    run(hand, "calendar.by.owner")
    group = hand.view.state.layout.groups[0]
    assert group.under > 0
    with_owner = hand.picture()
    run(hand, "calendar.by.channel")
    assert hand.view.state.layout.groups[0].under == 0
    assert hand.picture() != with_owner
