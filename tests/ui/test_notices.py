"""What is told over the page when a plan opens: edits that came back, conflicts, other copies of the file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.campaigns import rename_campaign
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.ui.history.compare_view import CompareDialog
from cmoplanner.ui.history.panel import HistoryPanel
from cmoplanner.ui.widgets.notices import Notice, NoticeBar, NoticeRow
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

MARKUP = "<b>Spring</b> & co"
Show = Callable[[Document], Workspace]


@pytest.fixture
def show(qtbot: QtBot, make_window: Callable[[], Window]) -> Show:
    """Return what shows a document in a window and waits until the folder was looked through."""

    def show(document: Document) -> Workspace:
        window = make_window()
        window.show_document(document)
        QCoreApplication.processEvents()
        window.jobs.stop_all()
        qtbot.wait(50)
        assert window.workspace
        return window.workspace

    return show


def rows(workspace: Workspace) -> list[NoticeRow]:
    return list(workspace.notices.rows)


def button(row: NoticeRow, text: str) -> QPushButton:
    return next(one for one in row.buttons if one.text() == text)


def test_a_quiet_plan_says_nothing(plan_path: Path, show: Show) -> None:
    workspace = show(Document.open(plan_path))
    assert not workspace.notices.isVisible()
    assert not rows(workspace)


def test_acts_that_came_back_are_named(qtbot: QtBot, plan_path: Path, show: Show) -> None:
    document = Document.open(plan_path)
    rename_campaign(document, "esb", MARKUP)
    for activity in ("A001", "A002"):
        move_activity(document, activity, 7)
    rename_campaign(document, "esb", "Energy")
    labels = [step.label for step in document.steps()]
    document.close(publish=False)  # as a program that was killed leaves it
    workspace = show(Document.open(plan_path))
    (row,) = rows(workspace)
    text = row.label.text()
    assert text.startswith("4 edits from before the program ended were brought back: ")
    assert text.endswith(f"{labels[3]}; {labels[2]}; {labels[1]}; and 1 more.")
    assert MARKUP in text
    assert row.label.textFormat() is Qt.TextFormat.PlainText
    qtbot.mouseClick(button(row, "Show the history"), Qt.MouseButton.LeftButton)
    assert isinstance(workspace.side, HistoryPanel)
    assert not rows(workspace)
    assert not workspace.notices.isVisible()


def test_an_undo_before_another_edit_and_a_version_came_back_too(plan_path: Path, show: Show) -> None:
    document = Document.open(plan_path)
    rename_campaign(document, "esb", "Energy")
    document.publish()
    document.undo()
    move_activity(document, "A001", 7)
    (moved,) = [step.label for step in document.steps()]
    document.name_version("Board")
    document.close(publish=False)  # as a program that was killed leaves it
    (row,) = rows(show(Document.open(plan_path)))
    text = row.label.text()
    assert text.startswith("3 edits from before the program ended were brought back: ")
    for told in ("“Board”", "Energy", "(taken back)", moved):
        assert told in text


def test_a_version_alone_came_back(plan_path: Path, show: Show) -> None:
    document = Document.open(plan_path)
    document.name_version("Board")
    document.close(publish=False)
    (row,) = rows(show(Document.open(plan_path)))
    assert "“Board”" in row.label.text()


def test_another_copy_is_told_compared_and_opened(qtbot: QtBot, plan_path: Path, show: Show) -> None:
    copy = plan_path.with_name("plan (conflicted copy of Ann).cmoplan")
    shutil.copy(plan_path, copy)
    document = Document.open(plan_path)
    move_activity(document, "A001", 7)
    workspace = show(document)
    window = workspace.window()
    assert isinstance(window, Window)
    (row,) = rows(workspace)
    assert row.label.text() == f"Another copy of this plan lies beside it: “{copy.name}”."
    qtbot.mouseClick(button(row, "Compare…"), Qt.MouseButton.LeftButton)
    (dialog,) = [one for one in window.findChildren(CompareDialog) if one.isVisible()]
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.list, timeout=20_000)
    assert (dialog.before.currentText(), dialog.after.currentText()) == (copy.name, "Now")
    assert dialog.summary.text() == "1 difference: 1 moved"
    dialog.reject()
    qtbot.mouseClick(button(row, "Open"), Qt.MouseButton.LeftButton)
    assert window.workspace
    assert window.workspace.context.document.path == copy


def test_not_now_puts_it_away(qtbot: QtBot, plan_path: Path, show: Show) -> None:
    for number in (1, 2):
        shutil.copy(plan_path, plan_path.with_name(f"plan ({number}).cmoplan"))
    workspace = show(Document.open(plan_path))
    (row,) = rows(workspace)
    assert row.label.text() == "2 other copies of this plan lie beside it."
    qtbot.mouseClick(button(row, "Not now"), Qt.MouseButton.LeftButton)
    assert not workspace.notices.isVisible()


def test_a_conflict_of_an_earlier_run_is_told_once(plan_path: Path, tmp_path: Path, show: Show) -> None:
    away = tmp_path / "away" / plan_path.name
    away.parent.mkdir()
    shutil.copy(plan_path, away)
    document = Document.open(plan_path)
    move_activity(document, "A001", 7)
    document.close(publish=False)
    with Document.open(away) as other:  # somebody else publishes the same plan
        move_activity(other, "A002", 7)
    shutil.copy(away, plan_path)
    opened = Document.open(plan_path)
    assert opened.conflict
    workspace = show(opened)
    (row,) = rows(workspace)
    assert f"“{opened.conflict.name}”" in row.label.text()
    assert [one.text() for one in row.buttons] == ["Compare…", "Open", "Not now"]


def test_a_conflict_that_comes_up_is_told(qtbot: QtBot, plan_path: Path, tmp_path: Path, show: Show) -> None:
    away = tmp_path / "away" / plan_path.name
    away.parent.mkdir()
    shutil.copy(plan_path, away)
    document = Document.open(plan_path)
    workspace = show(document)
    with Document.open(away) as other:
        move_activity(other, "A002", 7)
    shutil.copy(away, plan_path)
    move_activity(document, "A001", 7)
    workspace.keeper.publish()
    qtbot.waitUntil(lambda: bool(rows(workspace)), timeout=20_000)
    (row,) = rows(workspace)
    assert document.path != plan_path
    assert row.label.text() == (
        f"Somebody else changed “{plan_path.name}” meanwhile. "
        f"You go on in “{document.path.name}”, beside it; both are whole."
    )
    assert [one.text().replace("&&", "&") for one in row.buttons] == [
        "Compare…",
        f"Open “{plan_path.name}”",
        "Show in folder",
        "Save a copy…",
        "Keep working here",
    ]


def test_a_file_that_was_moved_while_it_was_open_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, plan_path: Path, tmp_path: Path, show: Show
) -> None:
    document = Document.open(plan_path)
    workspace = show(document)
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(shown.append(url)))
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _parent, title, *_given, **_more: (asked.append(title) or "", "")
    )
    moved = tmp_path / "moved" / plan_path.name
    moved.parent.mkdir()
    plan_path.rename(moved)
    before = moved.read_bytes()
    move_activity(document, "A001", 7)
    start = document.plan.activities["A001"].start
    workspace.keeper.publish()
    qtbot.waitUntil(lambda: bool(rows(workspace)), timeout=20_000)
    (row,) = rows(workspace)
    assert row.label.text().startswith(f"“{plan_path.name}” was no longer in “{plan_path.parent}”")
    assert read_snapshot(plan_path).plan.activities["A001"].start == start
    assert moved.read_bytes() == before
    qtbot.mouseClick(button(row, "Show in folder"), Qt.MouseButton.LeftButton)
    assert [Path(url.toLocalFile()) for url in shown] == [plan_path.parent]
    qtbot.mouseClick(button(row, "Save a copy…"), Qt.MouseButton.LeftButton)
    assert asked == ["Save a copy"]
    qtbot.mouseClick(button(row, "Keep working here"), Qt.MouseButton.LeftButton)
    move_activity(document, "A001", 7)
    workspace.keeper.publish()
    qtbot.waitUntil(lambda: not document.has_unpublished, timeout=20_000)
    assert not rows(workspace)


def test_a_file_that_was_renamed_beside_can_be_opened(qtbot: QtBot, plan_path: Path, show: Show) -> None:
    document = Document.open(plan_path)
    workspace = show(document)
    renamed = plan_path.with_name("renamed" + plan_path.suffix)
    plan_path.rename(renamed)
    move_activity(document, "A001", 7)
    workspace.keeper.publish()
    words = f"Open “{renamed.name}”"
    qtbot.waitUntil(lambda: any(one.text() == words for row in rows(workspace) for one in row.buttons), timeout=20_000)
    (row,) = rows(workspace)
    assert row.label.text().startswith(f"“{plan_path.name}” was no longer in “{plan_path.parent}”")
    window = workspace.window()
    assert isinstance(window, Window)
    qtbot.mouseClick(button(row, words), Qt.MouseButton.LeftButton)
    assert window.workspace is not None
    assert window.workspace.context.document.path == renamed


def test_a_key_takes_the_place_of_its_own_and_the_oldest_go(workspace: Workspace) -> None:
    bar = NoticeBar(workspace.context.theme, workspace)
    done: list[str] = []
    bar.tell(Notice("a", "One", [("Do & see", lambda: done.append("a"))]))
    bar.tell(Notice("a", "Two"))
    assert [row.label.text() for row in bar.rows] == ["Two"]
    for key in "bcd":
        bar.tell(Notice(key, key))
    assert [row.label.text() for row in bar.rows] == ["b", "c", "d"]
    bar.tell(Notice("e", "e", [("Do & see", lambda: done.append("e"))]))
    bar.rows[-1].buttons[0].click()
    assert bar.rows[-1].buttons[0].text() == "Do && see"
    assert done == ["e"]
    bar.deleteLater()
