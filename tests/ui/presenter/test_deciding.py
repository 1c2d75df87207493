"""Decisions are recorded as they fall, notes as they are typed; both are steps that can be undone."""

from datetime import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.deck import change_page
from cmoplanner.model.store.document import Document
from cmoplanner.ui.context import Context
from cmoplanner.ui.presenter.cards import DecideCard
from cmoplanner.ui.presenter.commands import Presenting
from cmoplanner.ui.presenter.stage import Stage
from cmoplanner.ui.presenter.stopwatch import Stopwatch

Key = Qt.Key


def open_ask(stage: Stage, place: int = 0) -> DecideCard:
    QTest.keyClick(stage.canvas, Key.Key_End)
    spot = [one for one in stage.canvas.places if one.kind == "ask"][place]
    QTest.mouseClick(stage.canvas, Qt.MouseButton.LeftButton, pos=stage.canvas.place(spot).center().toPoint())
    (card,) = stage.layers
    assert isinstance(card, DecideCard)
    return card


def test_a_decision_is_recorded_with_the_ask_as_it_was_put(stage: Stage) -> None:
    document = stage.context.document
    card = open_ask(stage)
    QTest.keyClicks(card.role, "Board")
    QTest.keyClicks(card.comment, "Yes, but in 2 cities")
    QTest.keyClick(card.comment, Key.Key_Tab)
    QTest.keyClick(card.buttons["accepted"], Key.Key_Y)
    (row,) = document.plan.board_decisions.values()
    assert (row.decision, row.role, row.comment) == ("accepted", "Board", "Yes, but in 2 cities")
    assert (row.title, row.amount, row.subject) == (card.ask.title, card.ask.amount, card.ask.subject)
    assert row.date == document.plan.header.as_of
    assert row.version == str(document.plan.header.version)
    stage.slides.settle()
    assert any("Accepted" in spot.spoken and "Board" in spot.spoken for spot in stage.canvas.places)

    again = open_ask(stage)
    assert again.buttons["accepted"].isChecked()
    assert again.role.text() == "Board"
    QTest.mouseClick(again.buttons["deferred"], Qt.MouseButton.LeftButton)
    (row,) = document.plan.board_decisions.values()
    assert row.decision == "deferred", "a changed mind is no second decision"
    stage.slides.settle()
    QTest.keyClick(stage.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert next(iter(document.plan.board_decisions.values())).decision == "accepted"
    stage.slides.settle()
    open_ask(stage).back.click()
    assert document.plan.board_decisions == {}


def test_undo_ends_where_the_presentation_began(presenting: Presenting, context: Context) -> None:
    change_page(context.document, "budget", "title", "Before")
    presenting.begin()
    stage = presenting.stage
    assert stage is not None
    stage.slides.settle()
    change_page(context.document, "outcome", "title", "While presenting")
    for _time in range(3):
        QTest.keyClick(stage.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert context.document.plan.deck_pages["outcome"].title == ""
    assert context.document.plan.deck_pages["budget"].title == "Before"
    assert "Nothing was recorded" in stage.toast.text()


def test_what_is_typed_turns_no_page_and_escape_records_nothing(stage: Stage) -> None:
    card = open_ask(stage, place=1)
    QTest.keyClicks(card.comment, "n y l 3")
    QTest.keyClick(card, Key.Key_Right)
    assert stage.number == 6
    QTest.keyClick(card.comment, Key.Key_Escape)
    assert stage.layers == ()
    assert stage.context.document.plan.board_decisions == {}
    card = open_ask(stage)
    card.behind.click()
    assert stage.layers == ()
    assert len(stage.details) == 1


def test_notes_are_kept_in_the_plan(qtbot: QtBot, stage: Stage) -> None:
    document = stage.context.document
    QTest.keyClick(stage.canvas, Key.Key_3)
    QTest.keyClick(stage.canvas, Key.Key_Return)
    QTest.keyClick(stage.canvas, Key.Key_N)
    desk = stage.desk
    assert desk.isVisible()
    assert desk.number.text() == "3 of 7"
    assert desk.next.drawn is stage.slides.drawn(3)
    desk.notes.setFocus()
    QTest.keyClicks(desk.notes, "Say 2.13 slowly")
    assert stage.number == 2, "digits typed into notes jump nowhere"
    QTest.keyClick(desk.notes, Key.Key_Escape)
    assert document.plan.deck_pages["budget"].notes == "Say 2.13 slowly"
    stage.slides.settle()
    QTest.keyClick(stage.canvas, Key.Key_Right)
    assert desk.notes.toPlainText() == ""
    QTest.keyClick(stage.canvas, Key.Key_Left)
    assert desk.notes.toPlainText() == "Say 2.13 slowly"
    qtbot.keyClick(stage.canvas, Key.Key_N)
    assert not desk.isVisible()


def test_a_desk_of_its_own_takes_the_keys_too(stage: Stage) -> None:
    stage.use_screen_for_desk()
    stage.toggle_desk()
    assert stage.desk.isWindow()
    QTest.keyClick(stage.desk, Key.Key_Right)
    assert stage.number == 1
    assert stage.desk.number.text() == "2 of 7"


def test_time_runs_pauses_and_begins_again() -> None:
    now = [100.0]
    watch = Stopwatch(lambda: now[0])
    assert watch.text == "0:00"
    watch.start()
    now[0] += 65
    assert watch.text == "1:05"
    watch.pause()
    now[0] += 1_000
    assert (watch.text, watch.running) == ("1:05", False)
    watch.start()
    now[0] += 3_600
    assert watch.text == "1:01:05"
    watch.reset()
    assert watch.text == "0:00"


def test_the_clock_and_the_timer_are_shown(stage: Stage) -> None:
    QTest.keyClick(stage.canvas, Key.Key_N)
    desk = stage.desk
    assert time.fromisoformat(desk.clock.text())
    assert desk.start.text() == "Pause"
    QTest.mouseClick(desk.start, Qt.MouseButton.LeftButton)
    assert not stage.watch.running
    stood = stage.watch.text
    assert desk.timer.text() == stood
    QTest.mouseClick(desk.reset, Qt.MouseButton.LeftButton)
    assert desk.timer.text() == "0:00"


def test_a_plan_that_cannot_be_edited_says_so(stage: Stage) -> None:
    document: Document = stage.context.document
    card = open_ask(stage)
    stage.context.document._read_only = True  # type: ignore[attr-defined]
    QTest.keyClick(card.buttons["accepted"], Key.Key_Y)
    assert document.plan.board_decisions == {}
    assert stage.layers == (card,), "what was typed is still there"
    assert stage.toast.text()
