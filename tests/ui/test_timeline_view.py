"""Zoom, scroll, folding, grouping, filter: the view moves and the plan does not."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.report.timeline.lanes import GROUPINGS, shares_of
from cmoplanner.ui.widgets.timeline.view import ZOOM_STEP
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import CTRL, SHIFT, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


def head_of(hand: Driver, lane: str, x: int, dy: int = 10) -> QPoint:
    frame = hand.view.frame()
    group = next(group for group in hand.view.state.layout.groups if group.lane.id == lane)
    return QPoint(x, round(group.y - frame.scroll_y + frame.body_top + dy))


def test_it_opens_on_the_whole_year_with_the_lanes_that_fit(hand: Driver) -> None:
    frame, axis = hand.view.frame(), hand.view.state.axis
    assert axis.width(hand.plan.calendar.year) == pytest.approx(frame.time_width)
    assert frame.scroll_x == frame.scroll_y == 0
    assert not hand.view.state.layout.groups[0].folded


def test_zooming_with_the_wheel_keeps_the_day_under_the_mouse(hand: Driver) -> None:
    at = QPoint(900, 300)
    frame = hand.view.frame()
    day = frame.time_x(at.x()) / hand.px
    for turn in (120, 120, 120, -120, 240, -360):
        before = hand.px
        hand.wheel(at, 0, turn, CTRL)
        assert hand.px == pytest.approx(before * ZOOM_STEP ** (turn / 120))
        if hand.view.horizontalScrollBar().value() > 0:
            assert hand.view.frame().time_x(at.x()) / hand.px == pytest.approx(day, abs=1 / hand.px)
    assert hand.document.undo_label is None


def test_zooming_with_keys_buttons_and_two_fingers(hand: Driver) -> None:
    start = hand.px
    hand.key(Qt.Key.Key_Plus, CTRL)
    assert hand.px == pytest.approx(start * ZOOM_STEP)
    QTest.mouseClick(hand.page.toolbar.zoom_in, Qt.MouseButton.LeftButton)
    assert hand.px == pytest.approx(start * ZOOM_STEP**2)
    hand.key(Qt.Key.Key_Minus, CTRL)
    QTest.mouseClick(hand.page.toolbar.zoom_out, Qt.MouseButton.LeftButton)
    assert hand.px == pytest.approx(start)
    at = QPointF(700, 300)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, at, at, at, 0.5, QPointF()
    )
    day = hand.view.frame().time_x(at.x()) / start
    QCoreApplication.sendEvent(hand.viewport, event)
    assert hand.px == pytest.approx(start * 1.5)
    assert hand.view.frame().time_x(at.x()) / hand.px == pytest.approx(day, abs=1 / hand.px)
    hand.key(Qt.Key.Key_0, CTRL)
    assert hand.px == pytest.approx(start)
    assert hand.view.horizontalScrollBar().value() == 0


def test_wheels_scroll_down_and_sideways(hand: Driver) -> None:
    hand.view.fold(set())
    hand.view.zoom(4)
    across, down = hand.view.horizontalScrollBar(), hand.view.verticalScrollBar()
    across.setValue(500)
    at = QPoint(700, 300)
    hand.wheel(at, 0, -120)
    assert down.value() > 0
    assert across.value() == 500
    lower = down.value()
    hand.wheel(at, 0, -120, SHIFT)
    assert across.value() == 620
    hand.wheel(at, 240, 0)
    assert across.value() < 620
    hand.wheel(at, 0, 120, pixels=QPoint(0, 40))
    assert down.value() < lower


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_scrolling_down_paints_what_painting_everything_would(
    hand: Driver, workspace: Workspace, theme: str, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: workspace.context.outlook.bands is not None, timeout=30_000)  # it paints when it comes
    workspace.window().choose_theme(theme)  # type: ignore[attr-defined]
    hand.view.fold(set())
    hand.view.zoom(1.7)
    hand.view.horizontalScrollBar().setValue(333)
    bar = hand.view.verticalScrollBar()
    assert bar.maximum() > 300
    hand.picture()
    hand.view.stale()
    hand.picture()  # now from the bars' own pictures
    for value in (1, 38, 39, 250, 243, bar.maximum(), bar.maximum() - 5, 7, 0):
        bar.setValue(value)
        scrolled = hand.picture()
        hand.view.stale()
        assert scrolled == hand.picture(), value


def test_the_chevron_folds_and_opens_a_lane(hand: Driver) -> None:
    lane = hand.view.state.layout.groups[0].lane.id
    hand.click(head_of(hand, lane, 12))
    assert lane in hand.view.state.folded
    hand.click(head_of(hand, lane, 12))
    assert lane not in hand.view.state.folded
    QTest.mouseDClick(hand.viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, head_of(hand, lane, 90))
    assert lane in hand.view.state.folded
    hand.workspace.context.commands.run("calendar.open_all")
    assert hand.view.state.folded == set()
    hand.workspace.context.commands.run("calendar.fold_all")
    assert hand.view.state.folded == {lane.id for lane in hand.view.state.lanes}


def test_a_lanes_head_selects_the_campaign_or_its_activities(hand: Driver) -> None:
    selection = hand.workspace.context.selection
    group = hand.view.state.layout.groups[0]
    hand.click(head_of(hand, group.lane.id, 90))
    assert (selection.kind, selection.ids) == ("campaign", (group.lane.id,))
    hand.page.group_by("channel")
    group = hand.view.state.layout.groups[0]
    hand.click(head_of(hand, group.lane.id, 90))
    assert (selection.kind, set(selection.ids)) == ("activity", {row.id for row in group.lane.activities})


def test_every_grouping_shows_every_activity_in_its_lane(hand: Driver) -> None:
    for i, grouping in enumerate(GROUPINGS):
        hand.page.toolbar.grouping.setCurrentIndex(i)
        hand.page.toolbar.grouping.activated.emit(i)
        hand.settle()
        layout = hand.view.state.layout
        assert set(layout.index) == set(hand.plan.activities)
        for group in layout.groups:
            for row in group.lane.activities:
                assert group.lane.id in [key for key, _share in shares_of(hand.plan, grouping, row)]
        assert not layout.groups[0].folded
        assert hand.view.verticalScrollBar().value() == 0


def test_typing_into_the_filter_leaves_what_fits(hand: Driver, qtbot: QtBot) -> None:
    hand.key(Qt.Key.Key_F, CTRL)
    assert hand.page.toolbar.filter.hasFocus()
    with qtbot.waitSignal(hand.page.toolbar.rest.timeout):
        QTest.keyClicks(hand.page.toolbar.filter, "webinar > 1k")
    shown = {bar.activity.id for bar in hand.view.state.layout.columns}
    assert 0 < len(shown) < len(hand.plan.activities)
    assert hand.page.toolbar.count.text() == f"{len(shown)} of {len(hand.plan.activities)}"
    move_activity(hand.document, next(iter(shown)), 1)
    assert {bar.activity.id for bar in hand.view.state.layout.columns} == shown
    with qtbot.waitSignal(hand.page.toolbar.rest.timeout):
        hand.page.toolbar.filter.clear()
    assert len(hand.view.state.layout.columns) == len(hand.plan.activities)


def test_an_edit_keeps_zoom_scroll_and_folded_lanes(hand: Driver) -> None:
    hand.view.zoom(3)
    hand.view.horizontalScrollBar().setValue(700)
    hand.view.verticalScrollBar().setValue(20)
    folded, px = set(hand.view.state.folded), hand.px
    down = hand.view.verticalScrollBar().value()
    move_activity(hand.document, next(iter(hand.plan.activities)), 1)
    assert (hand.view.horizontalScrollBar().value(), hand.view.verticalScrollBar().value()) == (700, down)
    assert (hand.view.state.folded, hand.px) == (folded, px)


def test_a_year_that_filled_the_window_still_does_after_a_resize(hand: Driver, workspace: Workspace) -> None:
    workspace.window().resize(1700, 1000)
    hand.settle()
    year = hand.plan.calendar.year
    assert hand.view.state.axis.width(year) == pytest.approx(hand.view.frame().time_width)
    hand.view.zoom(2)
    px = hand.px
    workspace.window().resize(1500, 900)
    hand.settle()
    assert hand.px == px


def test_going_to_today_and_to_a_bar_in_a_folded_lane(hand: Driver) -> None:
    hand.view.zoom(8)
    hand.key(Qt.Key.Key_T)
    frame, axis = hand.view.frame(), hand.view.state.axis
    assert 0 < axis.x(hand.plan.header.as_of) - frame.scroll_x < frame.time_width / 2
    last = hand.view.state.layout.groups[-1]
    hand.view.fold({group.lane.id for group in hand.view.state.layout.groups})
    key = last.lane.activities[0].id
    hand.view.show_bar(key)
    frame, box = hand.view.frame(), hand.view.bar_rect(key)
    assert last.lane.id not in hand.view.state.folded
    assert frame.body_top <= box.top() < box.bottom() <= frame.body_bottom + 1
    assert box.right() >= frame.head
    assert box.left() <= frame.width


def test_the_mouse_shows_what_it_would_do(hand: Driver) -> None:
    key = hand.movable()
    box, none = hand.view.bar_rect(key), Qt.MouseButton.NoButton
    shapes = []
    spot, _lane = hand.empty_spot(3)
    for at in (box.center(), QPoint(box.left() + 1, box.center().y()), spot, QPoint(40, 200)):
        hand.move(at, buttons=none)
        shapes.append(hand.viewport.cursor().shape())
    shape = Qt.CursorShape
    assert shapes == [shape.OpenHandCursor, shape.SizeHorCursor, shape.CrossCursor, shape.PointingHandCursor]
    plain = hand.picture()
    hand.move(box.center(), buttons=none)
    assert hand.picture() != plain
    hand.move(spot, buttons=none)
    assert hand.picture() == plain


def test_a_key_date_is_selected_by_its_flag(hand: Driver) -> None:
    frame = hand.view.frame()
    flag = hand.view.state.picture(frame).flags[0]
    x = round(frame.head + hand.view.state.axis.x(flag.milestone.date))
    hand.click(QPoint(x + 3, round(frame.axis_bottom) + 13 + 20 * flag.row))
    selection = hand.workspace.context.selection
    assert (selection.kind, selection.ids) == ("milestone", (flag.milestone.id,))


def test_a_screen_reader_hears_the_bar(hand: Driver) -> None:
    hand.view.select(("A032",))
    row = hand.row("A032")
    said = hand.view.accessibleDescription()
    assert said.startswith(f"{row.name}, ")
    assert "EUR" in said
    assert said.endswith("starts before input")


def test_the_menu_of_a_bar_has_the_pages_commands(hand: Driver) -> None:
    shown: list[str] = []

    def read_and_close() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        shown.extend(action.text() for action in menu.actions())
        menu.close()

    hand.page.use_actions([hand.workspace.context.commands.action("calendar.rename")])
    key = hand.movable()
    at = hand.middle(key)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, hand.viewport.mapToGlobal(at))
    QTimer.singleShot(0, read_and_close)
    QCoreApplication.sendEvent(hand.viewport, event)
    assert hand.chosen == (key,)
    assert "Rename" in shown
