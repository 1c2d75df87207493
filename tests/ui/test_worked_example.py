"""The guided calculator in a real window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.ui.assumptions.example import WorkedExample
from cmoplanner.ui.workspace import Workspace


def opened(qtbot: QtBot, workspace: Workspace) -> WorkedExample:
    workspace.context.commands.action("example").trigger()
    dialog = workspace.window().findChild(WorkedExample)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    return dialog


def typed(dialog: WorkedExample, key: str, text: str) -> None:
    line = dialog.asked[key].line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)


def test_it_opens_with_the_published_figures_from_any_page(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    assert dialog.told.text().startswith("125,000 EUR a month become 300,000")
    assert len(dialog.chart.marks) == 4
    dialog.close()


def test_figures_follow_what_is_typed_and_the_plan_stays(qtbot: QtBot, workspace: Workspace) -> None:
    revision = workspace.context.document.revision
    dialog = opened(qtbot, workspace)
    typed(dialog, "conversion", "3")
    assert "become 450,000" in dialog.told.text()
    typed(dialog, "buyers", "120")
    assert dialog.asked["buyers"].fault.text()
    typed(dialog, "buyers", "")
    assert dialog.told.text() == "Fill in all five fields."
    assert workspace.context.document.revision == revision
    dialog.close()
