"""Counts in the window are written as the plan writes numbers."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.rows import Effect, Hanging
from cmoplanner.model.store.history import Step
from cmoplanner.report.formats import Formats
from cmoplanner.report.palette import Palette
from cmoplanner.ui.history.entries import gone_words
from cmoplanner.ui.plan_data.losses import grouped, summary
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.grid.noun_list import NounList
from tests.plans import norrvik

GERMAN = Formats("de_DE", "EUR", 2)


def test_what_hangs_on_rows_is_counted_so() -> None:
    lost = [Hanging("activity", f"A{i}", "", f"A{i}", Effect.REMOVED) for i in range(1_200)]
    assert summary(lost, GERMAN).startswith("1.200 rows go with it")
    ((_heading, ((kind, _names),)),) = grouped(
        [Hanging("activity", key, "", key, Effect.REMOVED) for key in ("A001", "A002", "A003")], norrvik()
    )
    assert kind.startswith("3 · ")


def test_so_are_acts_that_were_gone_through() -> None:
    steps = [Step(i, f"Act {i}", None, datetime(2027, 1, 1, tzinfo=UTC), undone=False) for i in range(1, 1_501)]
    assert gone_words(steps, 300, GERMAN) == "Went back 1.200 acts, to “Act 300”"
    assert gone_words(steps, None, GERMAN) == "Took back all 1.500 acts that are kept"


def test_and_the_rows_of_each_table(qtbot: QtBot) -> None:
    nouns = NounList(Theme(Palette.load("light")))
    qtbot.addWidget(nouns)
    nouns.offer([("Marketing", [("activity", "Activities"), ("campaign", "Campaigns")])])
    nouns.show_counts({"activity": 12_345, "campaign": 7}, {"activity": 1_100}, GERMAN.number)
    _head, activities, campaigns = (nouns.item(i) for i in range(3))
    assert "1.100 rows to correct" in activities.toolTip()
    shown = [
        {item.data(role) for role in range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 9)}
        for item in (activities, campaigns)
    ]
    assert "1.100 of 12.345" in shown[0]
    assert "7" in shown[1]
