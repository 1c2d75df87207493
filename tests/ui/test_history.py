"""The history panel by keyboard and mouse: what it lists, how it goes back and forward, and that it stays live."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.campaigns import rename_campaign
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.history import Step
from cmoplanner.model.store.versions import Version
from cmoplanner.report.formats import Formats
from cmoplanner.ui.history.compare_view import CompareDialog
from cmoplanner.ui.history.entries import START, gone_words, history_lines, present_key
from cmoplanner.ui.history.lines import Line, LinesModel, LinesView
from cmoplanner.ui.history.panel import HistoryPanel
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

IDS = ("A001", "A002", "A003", "A004")
MARKUP = "<b>Spring</b> & co"


@pytest.fixture
def document(workspace: Workspace) -> Document:
    return workspace.context.document


@pytest.fixture
def sums(document: Document) -> list[str]:
    """Make four acts; return what the plan was before them and after each."""
    found = [document.content_sums]
    for activity in IDS:
        move_activity(document, activity, 7)
        found.append(document.content_sums)
    return found


@pytest.fixture
def panel(qtbot: QtBot, window: Window, workspace: Workspace) -> HistoryPanel:
    qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(workspace.side, HistoryPanel)
    QApplication.processEvents()
    return workspace.side


def rows(panel: HistoryPanel) -> list[Line]:
    return [line for line in panel.list.lines.lines if not line.head]


def click(panel: HistoryPanel, row: int, *, double: bool = False) -> None:
    view = panel.list
    index = view.lines.index(row)
    view.scrollTo(index)
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    if double:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_acts_stand_newest_first_with_the_present_marked(
    document: Document, sums: list[str], panel: HistoryPanel
) -> None:
    assert [line.text for line in rows(panel)[:-1]] == [step.label for step in reversed(document.steps())]
    assert rows(panel)[-1].key == START
    assert [line.detail for line in rows(panel)] == ["The plan as it is now", "", "", "", ""]
    assert [line.text for line in panel.list.lines.lines if line.head] == ["Today"]
    assert panel.list.key == rows(panel)[0].key
    assert not panel.primary.isEnabled()
    assert panel.list.hasFocus()


def test_arrows_and_enter_go_back_and_forward(
    qtbot: QtBot, workspace: Workspace, document: Document, sums: list[str], panel: HistoryPanel
) -> None:
    revision = document.revision
    for _press in range(3):
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.primary.text() == "Go back to here"
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert document.content_sums == sums[1]
    assert document.revision == revision + 1  # one act
    assert workspace.status.said.text().startswith("Went back 3 acts, to “Move")
    assert [line.faint for line in rows(panel)] == [True, True, True, False, False]
    assert rows(panel)[3].detail == "The plan as it is now"
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    assert panel.primary.text() == "Go forward to here"
    qtbot.keyClick(panel.list, Qt.Key.Key_Enter)
    assert document.content_sums == sums[4]
    assert workspace.status.said.text().startswith("Went forward 3 acts")
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert document.content_sums == sums[0]
    assert workspace.status.said.text() == "Took back all 4 acts that are kept"
    assert rows(panel)[-1].detail == "The plan as it is now"


def test_the_button_and_a_double_click_go_as_well(
    qtbot: QtBot, document: Document, sums: list[str], panel: HistoryPanel
) -> None:
    click(panel, 2)
    qtbot.mouseClick(panel.primary, Qt.MouseButton.LeftButton)
    assert document.content_sums == sums[3]
    click(panel, 4, double=True)
    assert document.content_sums == sums[1]


def test_any_listed_act_is_compared_with_now(
    qtbot: QtBot, window: Window, document: Document, sums: list[str], panel: HistoryPanel
) -> None:
    present, *earlier = rows(panel)
    assert not panel.compare.isVisible()  # the present is chosen
    for count, line in ((1, earlier[0]), (len(IDS), earlier[-1])):
        panel.list.go_to_key(line.key)
        qtbot.mouseClick(panel.compare, Qt.MouseButton.LeftButton)
        (dialog,) = (found for found in window.findChildren(CompareDialog) if found.isVisible())
        qtbot.waitUntil(lambda dialog=dialog: dialog.copy.isEnabled())  # type: ignore[misc]
        moved = [found for found in dialog.list.lines.lines if not found.head]
        assert {found.text for found in moved} == {document.plan.activities[row].name for row in IDS[-count:]}
        assert (dialog.after.currentText(), line.text in dialog.before.currentText()) == ("Now", True)
        dialog.reject()
    assert document.content_sums == sums[-1]
    panel.list.go_to_key(earlier[-2].key)
    menu = panel.menu_of_act(panel.list.key)
    assert [action.text() for action in menu.actions()] == ["Go back to here", "Compare with now…"]
    menu.close()
    panel.list.go_to_key(present.key)
    assert not panel.compare.isVisible()


def test_it_is_live_and_follows_the_present(
    qtbot: QtBot, workspace: Workspace, document: Document, sums: list[str], panel: HistoryPanel
) -> None:
    move_activity(document, "A005", 7)
    assert len(rows(panel)) == 6
    assert panel.list.key == rows(panel)[0].key
    qtbot.keyClick(workspace, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rows(panel)[0].faint
    assert panel.list.key == rows(panel)[1].key == present_key(document.steps())
    workspace.context.commands.run("redo")
    assert not rows(panel)[0].faint
    document.go_to(document.steps()[1].id)
    move_activity(document, "A006", 7)  # what was undone is gone for good
    assert len(rows(panel)) == 4


def test_a_chosen_line_stays_chosen_while_acts_come_in(
    document: Document, sums: list[str], panel: HistoryPanel
) -> None:
    click(panel, 3)
    chosen = panel.list.key
    move_activity(document, "A005", 7)
    assert panel.list.key == chosen


def test_a_hidden_panel_catches_up_when_it_is_shown(
    qtbot: QtBot, workspace: Workspace, document: Document, sums: list[str], panel: HistoryPanel
) -> None:
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert workspace.side is None
    assert workspace.inspector.isVisible()
    move_activity(document, "A005", 7)
    assert len(rows(panel)) == 5
    workspace.context.commands.run("history")
    assert len(rows(panel)) == 6


def test_the_inspector_gives_way_and_comes_back(qtbot: QtBot, workspace: Workspace, panel: HistoryPanel) -> None:
    action = workspace.context.commands.action("history")
    assert action.isChecked()
    assert not workspace.inspector.isVisible()
    assert not workspace.header.inspector.isChecked()
    qtbot.mouseClick(workspace.header.inspector, Qt.MouseButton.LeftButton)
    assert workspace.side is None
    assert workspace.inspector.isVisible()
    assert not workspace.inspector.folded
    assert workspace.header.inspector.isChecked()
    assert not action.isChecked()
    workspace.context.commands.run("history")
    qtbot.mouseClick(workspace.status.budget, Qt.MouseButton.LeftButton)  # shows where the figure comes from
    assert workspace.inspector.isVisible()


def test_nothing_yet(qtbot: QtBot, document: Document, panel: HistoryPanel) -> None:
    assert panel.stack.currentWidget() is not panel.list
    assert panel.empty_button.hasFocus()
    assert not panel.foot.isVisible()
    rename_campaign(document, "esb", MARKUP)
    assert panel.stack.currentWidget() is panel.list
    move_activity(document, "A001", 7)
    rename_campaign(document, "esb", "Other")  # acts are called by what a row was called
    assert rows(panel)[0].text == f"Change name of “{MARKUP}”"


def test_a_file_that_can_only_be_read_is_looked_at_only(
    qtbot: QtBot, document: Document, sums: list[str], panel: HistoryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_read_only", True)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert not panel.primary.isEnabled()
    assert "can only be read" in panel.note.text()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert document.content_sums == sums[4]


def step(number: int, at: datetime, *, undone: bool = False) -> Step:
    return Step(number, f"Act {number}", None, at, undone)


def test_days_and_versions_stand_where_they_belong() -> None:
    now = datetime(2027, 3, 31, 12, tzinfo=UTC).astimezone()
    steps = [
        step(1, now - timedelta(days=9)),
        step(2, now - timedelta(days=1)),
        step(3, now - timedelta(hours=1)),
        step(4, now, undone=True),
    ]
    version = Version("v", "Board", now - timedelta(hours=2), 7)
    lines = history_lines(steps, [version], Formats("en_GB", "EUR", 2), now.date())
    assert [line.text for line in lines] == [
        "Today", "Act 4", "Act 3", "Board", "Yesterday", "Act 2", "Mon, 22 Mar 2027", "Act 1",
        "Before the first of these acts",
    ]  # fmt: skip
    assert [line.key for line in lines if line.icon == "dot"] == ["step:3"]
    assert len({line.key for line in lines}) == len(lines)


def test_a_clock_that_was_set_back_does_not_shuffle_the_acts() -> None:
    now = datetime(2027, 3, 31, 12, tzinfo=UTC)
    steps = [step(1, now), step(2, now - timedelta(days=3)), step(3, now)]
    lines = history_lines(steps, [], Formats("en_GB", "EUR", 2), date(2027, 4, 30))
    assert [line.text for line in lines if line.key.startswith("step")] == ["Act 3", "Act 2", "Act 1"]
    assert len({line.key for line in lines}) == len(lines)


def test_what_going_did_is_said() -> None:
    now, formats = datetime(2027, 3, 31, 12, tzinfo=UTC), Formats("en_GB", "EUR", 2)
    steps = [step(1, now), step(2, now), step(3, now, undone=True), step(4, now, undone=True)]
    assert gone_words(steps, 1, formats) == "Went back 1 act, to “Act 1”"
    assert gone_words(steps, 4, formats) == "Went forward 2 acts, to “Act 4”"
    assert gone_words(steps, None, formats) == "Took back all 2 acts that are kept"
    assert gone_words(steps[:1], None, formats) == "Took back 1 act: all that are kept"


def test_the_lines_are_a_sound_model(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    model = LinesModel(workspace)
    model.show_lines([Line("h", "Head", head=True), Line("a", "A", "detail", "12:00"), Line("b", "B")])
    qtmodeltester.check(model)
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == "A, detail, 12:00"


def test_thousands_of_lines_are_shown_without_a_widget_each(qtbot: QtBot, workspace: Workspace) -> None:
    theme: Theme = workspace.context.theme
    view = LinesView(theme, "Many", workspace)
    view.resize(300, 400)
    lines = [Line("h", "Head", head=True)] + [Line(f"k{i}", f"Act {i}", "detail", "12:00") for i in range(20_000)]
    view.show_lines(lines, "k19999")
    view.show()
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 800_000, timeout=20_000)
    view.go_to_key("k19999")
    assert view.indexAt(QPoint(50, view.viewport().height() - 20)).row() == 20_000
    assert len(view.viewport().children()) == 0
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.key == "k0"
    qtbot.keyClick(view, Qt.Key.Key_Up)  # a head is passed over
    assert view.key == "k0"
    view.hide()
    view.deleteLater()
