"""Activities made, named, chosen, nudged and deleted on the calendar."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.ui.widgets.deletion import Deletion
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import CTRL, LEFT, NONE, SHIFT, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


def type_name(hand: Driver, name: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    editor = hand.editor()
    assert editor is not None
    assert editor.hasFocus()
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, end)
    assert hand.editor() is None
    assert hand.view.hasFocus()


def test_drawing_in_a_lane_makes_an_activity_of_it_and_asks_for_its_name(hand: Driver) -> None:
    known = set(hand.plan.activities)
    spot, lane = hand.empty_spot(12)
    hand.drag(spot, 10 * hand.px)
    (made,) = set(hand.plan.activities) - known
    row = hand.row(made)
    assert row.campaign_id == lane
    assert row.start == hand.day_at(spot.x())
    assert row.end == hand.day_at(spot.x() + round(10 * hand.px))
    assert row.gross_spend == 0
    assert hand.chosen == (made,)
    type_name(hand, "Autumn & <b>road</b> show")
    assert hand.row(made).name == "Autumn & <b>road</b> show"
    assert hand.text("undo").startswith("Undo Change name of “")
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.row(made).name == "New activity"
    hand.key(Qt.Key.Key_Z, CTRL)
    assert set(hand.plan.activities) == known
    assert hand.chosen == ()


def test_drawing_backwards_and_with_shift_draws_whole_weeks(hand: Driver) -> None:
    known = set(hand.plan.activities)
    spot, _lane = hand.empty_spot(30)
    start = spot + QPoint(round(20 * hand.px), 0)
    hand.drag(start, -9 * hand.px, SHIFT)
    (made,) = set(hand.plan.activities) - known
    row = hand.row(made)
    assert (row.start.weekday(), row.end.weekday()) == (0, 6)
    assert row.start <= hand.day_at(start.x() - round(9 * hand.px)) <= hand.day_at(start.x()) <= row.end
    assert (row.end - row.start).days < 9 + 14
    type_name(hand, "", Qt.Key.Key_Escape)


def test_a_click_beside_bars_makes_nothing_and_lets_go(hand: Driver) -> None:
    known = set(hand.plan.activities)
    hand.click(hand.middle(hand.movable()))
    assert hand.chosen
    spot, _lane = hand.empty_spot(5)
    hand.click(spot)
    assert hand.chosen == ()
    assert set(hand.plan.activities) == known


def test_drawing_while_a_filter_hides_it_shows_it_nevertheless(hand: Driver) -> None:
    known = set(hand.plan.activities)
    hand.page.shown.filter_by("> 20k")
    hand.view.fold(set())
    hand.settle()
    spot, _lane = hand.empty_spot(12)
    hand.drag(spot, 10 * hand.px)
    (made,) = set(hand.plan.activities) - known
    assert made in hand.view.state.layout.index
    assert hand.page.toolbar.filter.text() == ""
    type_name(hand, "Seen")
    assert hand.row(made).name == "Seen"


@pytest.mark.parametrize("way", ["double click", "F2", "Enter"])
def test_renaming(hand: Driver, way: str) -> None:
    key = hand.movable()
    name = hand.row(key).name
    hand.click(hand.middle(key))

    def begin() -> None:
        if way == "double click":
            QTest.mouseDClick(hand.viewport, LEFT, NONE, hand.middle(key))
        else:
            hand.key(Qt.Key.Key_F2 if way == "F2" else Qt.Key.Key_Return)

    begin()
    editor = hand.editor()
    assert editor is not None
    assert (editor.text(), editor.selectedText()) == (name, name)
    type_name(hand, "Never kept", Qt.Key.Key_Escape)
    assert hand.row(key).name == name
    assert hand.document.undo_label is None
    begin()
    type_name(hand, "  Kept  ")
    assert hand.row(key).name == "Kept"
    begin()
    type_name(hand, " ")
    assert hand.row(key).name == "Kept"
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.row(key).name == name
    assert hand.document.undo_label is None


def test_leaving_the_name_keeps_it_and_plain_keys_are_text(hand: Driver) -> None:
    key = hand.movable()
    hand.click(hand.middle(key))
    hand.key(Qt.Key.Key_F2)
    editor = hand.editor()
    assert editor is not None
    QTest.keyClicks(editor, "T t")
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert key in hand.plan.activities
    hand.page.toolbar.filter.setFocus()
    assert hand.row(key).name == "T t"
    assert hand.editor() is None


def test_deleting_and_bringing_back(hand: Driver) -> None:
    first, second = hand.open_bars()[:2]
    before = dict(hand.plan.activities)
    hand.click(hand.middle(first))
    hand.click(hand.middle(second), CTRL)
    hand.key(Qt.Key.Key_Delete)
    assert set(before) - set(hand.plan.activities) == {first, second}
    assert hand.chosen == ()
    assert hand.view.selection == ()
    assert first not in hand.view.state.layout.index
    assert hand.text("undo") == "Undo Delete 2 activities"
    hand.key(Qt.Key.Key_Z, CTRL)
    assert dict(hand.plan.activities) == before
    assert list(hand.plan.activities) == list(before)
    assert first in hand.view.state.layout.index


def test_ctrl_click_adds_and_takes_away_and_a_click_leaves_one(hand: Driver) -> None:
    first, second, third = hand.open_bars()[:3]
    hand.click(hand.middle(first))
    hand.click(hand.middle(second), CTRL)
    hand.click(hand.middle(third), SHIFT)
    assert hand.chosen == (first, second, third)
    hand.click(hand.middle(second), CTRL)
    assert hand.chosen == (first, third)
    hand.click(hand.middle(third))
    assert hand.chosen == (third,)


def test_a_rubber_band_adds_what_it_touches(hand: Driver) -> None:
    hand.view.fold(set())
    hand.settle()
    spot, _lane = hand.empty_spot(2)
    end = QPoint(min(spot.x() + 420, hand.viewport.width() - 40), spot.y() + 160)
    touched = {
        key
        for key in hand.view.state.layout.index
        if (box := hand.view.bar_rect(key)).right() > spot.x() and box.left() < end.x()
        and box.bottom() > spot.y() and box.top() < end.y()
    }  # fmt: skip
    outside = next(key for key in hand.open_bars() if key not in touched)
    hand.click(hand.middle(outside))
    revision = hand.document.revision
    with hand.held(spot, end.x() - spot.x(), SHIFT, end.y() - spot.y(), at=SHIFT):
        assert hand.chosen == (outside,)
    assert len(touched) > 2
    assert set(hand.chosen) == touched | {outside}
    assert hand.chosen[0] == outside
    assert hand.document.revision == revision


def test_arrows_nudge_by_weeks_or_days_and_quick_ones_are_one_step(hand: Driver) -> None:
    key = hand.movable()
    before = hand.row(key)
    hand.click(hand.middle(key))
    hand.key(Qt.Key.Key_Right)
    assert hand.row(key).start - before.start == timedelta(7)
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Left, SHIFT)
    assert hand.row(key).start - before.start == timedelta(13)
    assert hand.row(key).end - before.end == timedelta(13)
    assert hand.chosen == (key,)
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.row(key) == before
    assert hand.document.undo_label is None


def test_arrows_stop_at_the_years_end(hand: Driver) -> None:
    key, end = hand.movable(), hand.plan.calendar.fy_end
    move_activity(hand.document, key, (end - hand.row(key).end).days - 3)
    hand.workspace.context.selection.set("activity", [key])
    hand.view.setFocus()
    hand.key(Qt.Key.Key_Right)
    assert hand.row(key).end == end
    revision = hand.document.revision
    hand.key(Qt.Key.Key_Right)
    assert hand.document.revision == revision


def test_up_and_down_walk_through_the_open_lanes(hand: Driver) -> None:
    layout = hand.view.state.layout
    full = [i for i in range(len(layout.columns)) if layout.full(i)]
    order = [layout.activity(i).id for i in sorted(full, key=lambda i: (layout.top[i], layout.left[i]))]
    hand.view.setFocus()
    hand.key(Qt.Key.Key_Down)
    assert hand.chosen == (order[0],)
    walked = [order[0]]
    for _step in order[1:]:
        hand.key(Qt.Key.Key_Down)
        walked += hand.chosen
    assert walked == order
    hand.key(Qt.Key.Key_Down)
    assert hand.chosen == (order[-1],)
    hand.key(Qt.Key.Key_Up)
    assert hand.chosen == (order[-2],)


def test_select_all_takes_what_is_shown(hand: Driver) -> None:
    hand.view.setFocus()
    hand.key(Qt.Key.Key_A, CTRL)
    assert set(hand.chosen) == set(hand.plan.activities)
    hand.page.shown.filter_by("webinar")
    hand.view.setFocus()
    hand.key(Qt.Key.Key_A, CTRL)
    assert set(hand.chosen) == set(hand.view.state.layout.index) < set(hand.plan.activities)


def test_duplicating_and_locking_several_are_one_step_each(hand: Driver) -> None:
    first, second = hand.open_bars()[:2]
    count = len(hand.plan.activities)
    hand.click(hand.middle(first))
    hand.click(hand.middle(second), CTRL)
    hand.key(Qt.Key.Key_D, CTRL)
    copies = hand.chosen
    assert len(hand.plan.activities) == count + 2
    assert set(copies).isdisjoint({first, second})
    assert [hand.row(key).name for key in copies] == [f"{hand.row(key).name} (copy)" for key in (first, second)]
    assert hand.text("undo") == "Undo Duplicate 2 activities"
    assert hand.text("calendar.lock") == "Lock"
    hand.key(Qt.Key.Key_L, CTRL)
    assert all(hand.row(key).locked for key in copies)
    assert hand.text("calendar.lock") == "Unlock"
    hand.key(Qt.Key.Key_L, CTRL)
    assert not any(hand.row(key).locked for key in copies)


def test_the_selection_survives_edits_of_others_and_undo(hand: Driver) -> None:
    first, second = hand.open_bars()[:2]
    hand.click(hand.middle(first))
    move_activity(hand.document, second, 7)
    assert hand.chosen == hand.view.selection == (first,)
    hand.document.undo()
    assert hand.chosen == hand.view.selection == (first,)


def test_new_by_shortcut_goes_into_the_lane_of_what_is_chosen(hand: Driver) -> None:
    key = hand.movable()
    known = set(hand.plan.activities)
    hand.click(hand.middle(key))
    hand.key(Qt.Key.Key_N, CTRL)
    (made,) = set(hand.plan.activities) - known
    assert hand.row(made).campaign_id == hand.row(key).campaign_id
    assert (hand.row(made).end - hand.row(made).start).days == 13
    type_name(hand, "From the keyboard")
    assert hand.row(made).name == "From the keyboard"


def test_a_lane_in_another_grouping_gives_its_field(hand: Driver) -> None:
    hand.page.group_by("owner")
    hand.settle()
    known = set(hand.plan.activities)
    spot, lane = hand.empty_spot(12)
    hand.drag(spot, 10 * hand.px)
    (made,) = set(hand.plan.activities) - known
    assert hand.row(made).owner_role == lane != ""
    assert hand.row(made).campaign_id is None
    type_name(hand, "", Qt.Key.Key_Escape)


def test_deleting_a_campaign_names_what_hangs_on_it_before(hand: Driver) -> None:
    members = [row.id for row in hand.plan.activities.values() if row.campaign_id == "esb"]
    hand.workspace.context.selection.set("campaign", ["esb"])
    hand.workspace.context.commands.run("calendar.delete")
    assert "esb" in hand.plan.campaigns
    (asked,) = hand.page.findChildren(Deletion)
    said = " ".join(label.text() for label in asked.findChildren(QLabel))
    assert hand.plan.campaigns["esb"].name in said
    assert str(len(members)) in said
    asked.reject()
    assert "esb" in hand.plan.campaigns
    hand.workspace.context.commands.run("calendar.delete")
    asked = hand.page.findChildren(Deletion)[-1]
    asked.accept()
    assert "esb" not in hand.plan.campaigns
    assert all(hand.row(row_id).campaign_id is None for row_id in members)
    hand.key(Qt.Key.Key_Z, CTRL)
    assert "esb" in hand.plan.campaigns


def test_a_fault_while_painting_is_told_once_and_the_calendar_goes_on(
    hand: Driver, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise ValueError("no such colour")

    with qtbot.capture_exceptions() as told:
        with monkeypatch.context() as patched:
            patched.setattr(hand.view.renderer, "paint", broken)
            for _time in range(3):
                hand.view.stale()
                hand.view.viewport().repaint()
            qtbot.wait(10)
        assert [str(error) for _kind, error, _trace in told] == ["no such colour"]
        hand.view.stale()
        hand.view.viewport().repaint()
        qtbot.wait(10)
    assert len(told) == 1
