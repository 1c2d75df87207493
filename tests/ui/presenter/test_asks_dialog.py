"""Asks in the user's own words: they take the place of those of the figures, and give it back when deleted."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.ui.context import Context
from cmoplanner.ui.presenter.asks_dialog import AsksDialog
from cmoplanner.ui.presenter.commands import Presenting
from cmoplanner.ui.widgets.editors import LineEditor


def line(dialog: AsksDialog, key: str) -> LineEditor:
    editor = dialog.form.editors[key]
    assert isinstance(editor, LineEditor)
    return editor


def test_asks_are_worded_added_hidden_and_deleted(qtbot: QtBot, presenting: Presenting, context: Context) -> None:
    presenting.arrange()
    deck = presenting.dialog
    assert deck is not None
    deck.slides.settle()
    QTest.mouseClick(deck.asks, Qt.MouseButton.LeftButton)
    dialog = deck.asks_dialog
    assert dialog is not None
    qtbot.waitExposed(dialog)
    assert dialog.list.count() == 3
    written = dialog.asks[0]
    assert not dialog.delete.isEnabled(), "what the figures say cannot be deleted, only hidden"

    title = line(dialog, "title").line
    title.setFocus()
    title.selectAll()
    QTest.keyClicks(title, "Go <on> the road & now")
    QTest.keyClick(title, Qt.Key.Key_Return)
    (own,) = context.document.plan.asks.values()
    assert (own.title, own.subject, own.amount) == ("Go <on> the road & now", written.subject, written.amount)
    deck.slides.settle()
    last = deck.slides.slides[-1].page
    assert dialog.list.item(0).text() == "Go <on> the road & now"
    assert any("Go <on> the road & now" in spot.spoken for spot in deck.slides.draw(last).spots)

    amount = line(dialog, "amount").line
    amount.setFocus()
    amount.selectAll()
    QTest.keyClicks(amount, "70,000")
    QTest.keyClick(amount, Qt.Key.Key_Return)
    assert next(iter(context.document.plan.asks.values())).amount == 7_000_000
    deck.slides.settle()
    dialog.delete.click()
    deck.slides.settle()
    assert dialog.asks[0] == written

    dialog.add.click()
    deck.slides.settle()
    assert dialog.ask is not None
    assert dialog.ask.title == "New ask"
    assert len(dialog.asks) == 3, "three at most stand on the page, the user's own first"
    assert dialog.asks[0].id == dialog.ask.id
    context.commands.run("undo")
    deck.slides.settle()
    assert context.document.plan.asks == {}
    dialog.accept()
