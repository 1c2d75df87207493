"""Filtering by typing: suggestions, chips, one key that clears, and words about what cannot be read."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.report.filters import activity_filter
from cmoplanner.ui.workspace import Workspace
from tests.ui.calendar_driver import CTRL, LEFT, Driver


@pytest.fixture
def hand(workspace: Workspace) -> Driver:
    driver = Driver(workspace)
    driver.settle()
    return driver


def shown(hand: Driver) -> set[str]:
    return set(hand.view.state.layout.index)


def wait(hand: Driver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not hand.page.toolbar.rest.isActive())
    hand.settle()


def test_a_suggestion_is_taken_with_the_keys(hand: Driver, qtbot: QtBot) -> None:
    hand.key(Qt.Key.Key_F, CTRL)
    line = hand.page.toolbar.filter
    QTest.keyClicks(line, "chann")
    assert line.suggested[0] == "channel:"
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.hasFocus()
    assert line.text() == "channel:"
    names = [row.name for row in hand.plan.channels.values()]
    assert line.suggested == names[: len(line.suggested)]
    QTest.keyClicks(line, '"paid soc')
    assert line.suggested == ["Paid social"]
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == 'channel:"Paid social" '
    wait(hand, qtbot)
    (channel,) = [row.id for row in hand.plan.channels.values() if row.name == "Paid social"]
    assert shown(hand) == {row.id for row in hand.plan.activities.values() if row.channel_id == channel}


def test_a_name_is_found_without_its_field_and_taken_with_the_mouse(hand: Driver, qtbot: QtBot) -> None:
    segment = list(hand.plan.segments.values())[1]
    hand.page.shown.focus_filter()
    line = hand.page.toolbar.filter
    QTest.keyClicks(line, segment.name[:6].lower())
    place = line.suggested.index(segment.name)
    rows = line._list
    assert rows is not None
    QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualItemRect(rows.item(place)).center())
    assert line.text().strip() == f'segment:"{segment.name}"'
    assert line.hasFocus()
    wait(hand, qtbot)
    cells = {cell.id for cell in hand.plan.cells.values() if cell.segment_id == segment.id}
    assert shown(hand) == {
        row.id for row in hand.plan.activities.values() if any(target.cell_id in cells for target in row.targets)
    }


def test_escape_closes_the_list_then_clears_then_leaves(hand: Driver, qtbot: QtBot) -> None:
    hand.key(Qt.Key.Key_F, CTRL)
    line = hand.page.toolbar.filter
    QTest.keyClicks(line, "webin")
    assert line.suggested
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not line.suggested
    assert line.text() == "webin"
    wait(hand, qtbot)
    assert 0 < len(shown(hand)) < len(hand.plan.activities)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
    wait(hand, qtbot)
    assert len(shown(hand)) == len(hand.plan.activities)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert hand.view.hasFocus()
    assert hand.document.undo_label is None


def test_chips_say_what_is_active_and_go_one_by_one_or_all(hand: Driver) -> None:
    hand.page.shown.filter_by("webinar -status:done > 1k")
    hand.settle()
    chips = hand.page.chips
    assert [chip.text() for chip in chips.shown] == ["webinar", "not Status: done", "Our cost > 1k"]
    QTest.mouseClick(chips.shown[1], LEFT)
    assert hand.page.toolbar.filter.text() == "webinar > 1k"
    chips.shown[1].setFocus()
    assert chips.shown[1].accessibleName() == "Take away: Our cost > 1k"
    QTest.keyClick(chips.shown[1], Qt.Key.Key_Delete)
    assert hand.page.toolbar.filter.text() == "webinar"
    expected = {row.id for row in hand.plan.activities.values() if activity_filter("webinar", hand.plan)(row)}
    assert shown(hand) == expected
    QTest.mouseClick(chips.clear, LEFT)
    assert hand.page.toolbar.filter.text() == ""
    assert not chips.isVisible()
    assert shown(hand) == set(hand.plan.activities)


@pytest.mark.parametrize("text", ["colour:red", "channel:pigeon", "start:soon", "cost:much"])
def test_what_cannot_be_read_is_said_and_everything_is_shown(hand: Driver, text: str) -> None:
    hand.page.shown.filter_by(text)
    hand.settle()
    chips = hand.page.chips
    assert chips.problem.isVisible()
    assert chips.problem.text().endswith(". Everything is shown.")
    assert shown(hand) == set(hand.plan.activities)
    assert hand.page.toolbar.count.text() == "70 of 70"
    hand.page.shown.filter_by("webinar")
    assert not chips.problem.isVisible()


def test_collisions_come_and_go_with_edits_while_they_are_filtered(hand: Driver) -> None:
    hand.page.shown.filter_by("has:collision")
    before = shown(hand)
    assert before == set(hand.view.state.findings)
    key = next(iter(before))
    hand.workspace.context.selection.set("activity", [key])
    hand.workspace.context.commands.run("calendar.delete")
    hand.settle()
    assert key not in shown(hand)
    assert shown(hand) == set(hand.view.state.findings)
    hand.workspace.context.commands.run("undo")
    hand.settle()
    assert shown(hand) == before


def test_the_list_of_suggestions_stays_inside_and_closes_when_one_goes_elsewhere(hand: Driver) -> None:
    line = hand.page.toolbar.filter
    hand.page.shown.focus_filter()
    QTest.keyClicks(line, "s")
    rows = line._list
    assert rows is not None
    assert rows.isVisible()
    window = hand.workspace.window()
    corner = rows.mapTo(window, QPoint(rows.width(), rows.height()))
    assert corner.x() <= window.width()
    assert corner.y() <= window.height()
    hand.view.setFocus()
    assert not rows.isVisible()
