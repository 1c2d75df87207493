"""The presentation before it is held: ordered by dragging, ticked, titled, noted; each act one step of undo."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.report.deck.blocks import Audience
from cmoplanner.ui.context import Context
from cmoplanner.ui.presenter.commands import Presenting
from cmoplanner.ui.presenter.deck_dialog import DeckDialog
from cmoplanner.ui.workspace import Workspace

Key = Qt.Key
DEFAULT = ["on-a-page", "calendar", "budget", "outcome", "channels", "scenarios", "asks"]


@pytest.fixture
def dialog(qtbot: QtBot, presenting: Presenting) -> Iterator[DeckDialog]:
    presenting.arrange()
    found = presenting.dialog
    assert found is not None
    qtbot.waitExposed(found)
    found.slides.settle()
    yield found
    if presenting.dialog is not None:
        presenting.dialog.accept()


def order(dialog: DeckDialog) -> list[str]:
    return [dialog.list.page_id(row) for row in range(dialog.list.count())]


def middle(dialog: DeckDialog, row: int) -> QPoint:
    return dialog.list.visualItemRect(dialog.list.item(row)).center()


def test_pages_are_dragged_moved_by_keys_ticked_added_and_removed(dialog: DeckDialog, context: Context) -> None:
    document, viewport = context.document, dialog.list.viewport()
    assert order(dialog) == DEFAULT
    start, over = middle(dialog, 0), middle(dialog, 2) + QPoint(0, 20)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start + QPoint(0, 30))
    QTest.mouseMove(viewport, over)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=over)
    assert list(document.plan.deck_pages) == ["calendar", "budget", "on-a-page", *DEFAULT[3:]]
    dialog.slides.settle()
    assert order(dialog) == list(document.plan.deck_pages)
    assert dialog.list.chosen == "on-a-page"
    QTest.keyClick(dialog.list, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    dialog.slides.settle()
    assert order(dialog)[:3] == ["calendar", "on-a-page", "budget"]
    QTest.keyClick(dialog.list, Key.Key_Space)
    assert not document.plan.deck_pages["on-a-page"].shown
    dialog.slides.settle()
    assert len(order(dialog)) == 7, "hidden pages stay in the list"
    menu = dialog.add.menu()
    next(action for action in menu.actions() if action.text() == "Risks and approvals").trigger()
    dialog.slides.settle()
    assert document.plan.deck_pages[dialog.list.chosen].kind == "risks"
    dialog.remove.click()
    dialog.slides.settle()
    assert len(order(dialog)) == 7
    dialog.usual.click()
    dialog.slides.settle()
    assert order(dialog) == DEFAULT
    assert not dialog.usual.isEnabled()
    QTest.keyClick(dialog, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not document.plan.deck_pages["on-a-page"].shown, "also going back to the usual pages is one step"
    for _step in range(5):
        document.undo()
    assert document.plan.deck_pages == {}


def test_titles_notes_range_and_lanes_are_the_pages_own(dialog: DeckDialog, context: Context) -> None:
    document = context.document
    dialog.list.setCurrentRow(1)
    written = dialog.slides.slides[1].page.written
    assert dialog.heading.placeholderText() == written
    dialog.heading.setFocus()
    QTest.keyClicks(dialog.heading, "Our ROI grows. It does")
    assert "return" in dialog.doubts.text()
    assert "One page, one message" in dialog.doubts.text()
    QTest.keyClick(dialog.heading, Key.Key_Return)
    assert document.plan.deck_pages["calendar"].title == "Our ROI grows. It does"
    dialog.slides.settle()
    assert dialog.slides.slides[1].page.title == "Our ROI grows. It does"
    dialog.heading.clear()
    dialog.heading.insert("Two\nlines\tpasted")
    QTest.keyClick(dialog.heading, Key.Key_Return)
    assert document.plan.deck_pages["calendar"].title == "Two lines pasted"
    dialog.heading.clear()
    dialog.heading.insert("W" * 500)
    QTest.keyClick(dialog.heading, Key.Key_Return)
    assert document.plan.deck_pages["calendar"].title == "W" * 200, "as long as the field lets it be"
    dialog.slides.settle()
    dialog.notes.setFocus()
    QTest.keyClicks(dialog.notes, "Pause here")
    dialog.days.setFocus()
    QTest.keyClicks(dialog.days, "Q3")
    QTest.keyClick(dialog.days, Key.Key_Return)
    dialog.slides.settle()
    row = document.plan.deck_pages["calendar"]
    assert (row.notes, row.days) == ("Pause here", "Q3")
    assert "1 Jul" in dialog.slides.slides[1].page.subtitle
    dialog.grouping.setCurrentIndex(dialog.grouping.findData("channel"))
    dialog.grouping.activated.emit(dialog.grouping.currentIndex())
    assert document.plan.deck_pages["calendar"].grouping == "channel"
    dialog.slides.settle()
    dialog.heading.setFocus()
    dialog.heading.clear()
    QTest.keyClick(dialog.heading, Key.Key_Return)
    dialog.slides.settle()
    assert dialog.slides.slides[1].page.title == dialog.slides.slides[1].page.written
    dialog.list.setCurrentRow(0)
    assert dialog.notes.toPlainText() == ""
    assert not dialog.days.isVisible()


def test_it_is_presented_to_the_chosen_audience(dialog: DeckDialog, presenting: Presenting) -> None:
    for audience, withheld in ((Audience.PARTNER, True), (Audience.BOARD, False)):
        place = dialog.audience.findData(audience)
        dialog.audience.setCurrentIndex(place)
        dialog.audience.activated.emit(place)
        dialog.slides.settle()
        assert ("not for this audience" in dialog.list.item(2).text()) is withheld, "the budget"
    place = dialog.audience.findData(Audience.TEAM)
    dialog.audience.setCurrentIndex(place)
    dialog.audience.activated.emit(place)
    dialog.slides.settle()
    assert "vendor" in dialog.said.text()
    dialog.present.click()
    assert presenting.dialog is None
    stage = presenting.stage
    assert stage is not None
    assert stage.slides.audience is Audience.TEAM


def test_it_exports_what_the_window_exports(workspace: Workspace) -> None:
    workspace.context.commands.action("present.pages").trigger()
    presenting = workspace.findChild(Presenting)
    assert presenting is not None
    assert presenting.dialog is not None
    menu = presenting.dialog.export.menu()
    assert [action.text() for action in menu.actions()] == [
        action.text() for action in workspace.header.export.menu().actions()
    ]
    workspace.close_plan()
    assert presenting.dialog is None, "closing the plan closes it"
