"""Named versions in the window, by keyboard and mouse; only the system's own file dialogs are answered for."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cmoplanner.model.compare import compare
from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.model.store.versions import Moment, Packed
from cmoplanner.ui.history import commands
from cmoplanner.ui.history.compare_view import CompareDialog
from cmoplanner.ui.history.entries import key_of_version
from cmoplanner.ui.history.naming import VersionName
from cmoplanner.ui.history.panel import HistoryPanel
from cmoplanner.ui.widgets.dialogs import Confirm, Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

Kind = TypeVar("Kind", bound=QDialog)
MARKUP = "<b>Board</b> & <img src='file:///etc/hostname'> friends"


@pytest.fixture
def document(workspace: Workspace) -> Document:
    return workspace.context.document


def opened(window: Window, kind: type[Kind]) -> Kind:
    (found,) = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    return found


def panel_of(window: Window, workspace: Workspace) -> HistoryPanel:
    if workspace.side is None:
        workspace.context.commands.run("history")
    assert isinstance(workspace.side, HistoryPanel)
    return workspace.side


def name_one(qtbot: QtBot, window: Window, name: str, note: str = "") -> None:
    assert window.workspace
    window.workspace.context.commands.run("version")
    dialog = opened(window, VersionName)
    qtbot.keyClicks(dialog.name, name)
    dialog.note.setPlainText(note)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_a_version_is_named_by_keyboard_and_compared_with(qtbot: QtBot, window: Window, document: Document) -> None:
    name_one(qtbot, window, "  Board, first reading ", "With the pack of October")
    (version,) = document.versions
    assert (version.name, version.note) == ("Board, first reading", "With the pack of October")
    move_activity(document, "A013", -84)
    (difference,) = compare(document.plan_of(version.id), document.plan)
    assert (difference.table, difference.id) == ("activity", "A013")


def test_escape_and_an_empty_name_keep_nothing(qtbot: QtBot, window: Window, document: Document) -> None:
    assert window.workspace
    window.workspace.context.commands.run("version")
    dialog = opened(window, VersionName)
    assert not dialog.keep.isEnabled()
    qtbot.keyClicks(dialog.name, "   ")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.name, "Board")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not document.versions


def test_a_name_that_is_taken_is_refused_beside_the_name(qtbot: QtBot, window: Window, document: Document) -> None:
    document.name_version("Board")
    assert window.workspace
    window.workspace.context.commands.run("version")
    dialog = opened(window, VersionName)
    qtbot.keyClicks(dialog.name, "Board")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "already a version “Board”" in dialog.error.text()
    assert dialog.error.isVisible()
    qtbot.keyClicks(dialog.name, "Board, second reading")  # it was selected: typing replaces it
    assert not dialog.error.isVisible()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert [version.name for version in document.versions] == ["Board", "Board, second reading"]


def test_a_large_plan_is_packed_beside_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: Window, document: Document
) -> None:
    monkeypatch.setattr(commands, "HEAVY", 0)
    assert window.workspace
    window.workspace.context.commands.run("version")
    dialog = opened(window, VersionName)
    qtbot.keyClicks(dialog.name, "Board")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.keep.isEnabled()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    (version,) = document.versions
    assert compare(document.plan_of(version.id), document.plan) == ()


def test_escape_stops_the_packing_and_nothing_is_kept(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: Window, document: Document
) -> None:
    go_on = threading.Event()
    packed = Moment.packed

    def slowly(moment: Moment, pause: Callable[[], None]) -> Packed:
        go_on.wait(10)
        return packed(moment, pause)

    monkeypatch.setattr(commands, "HEAVY", 0)
    monkeypatch.setattr(Moment, "packed", slowly)
    assert window.workspace
    window.workspace.context.commands.run("version")
    dialog = opened(window, VersionName)
    left: list[int] = []
    dialog.finished.connect(left.append)  # the dialog itself may be gone by the time one looks
    qtbot.keyClicks(dialog.name, "Board")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    go_on.set()
    qtbot.waitUntil(lambda: bool(left))
    assert document.versions == ()


def test_a_version_is_renamed_and_deleted_by_keyboard(
    qtbot: QtBot, window: Window, workspace: Workspace, document: Document
) -> None:
    move_activity(document, "A001", 7)
    version = document.name_version("Draft")
    panel = panel_of(window, workspace)
    panel.choose_version(version.id)
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    dialog = opened(window, VersionName)
    assert dialog.name.text() == "Draft"
    assert not dialog.note.isVisible()
    qtbot.keyClicks(dialog.name, "Final")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert [one.name for one in document.versions] == ["Final"]
    assert panel.list.key == key_of_version(version.id)
    before = document.content_sums
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    question = opened(window, Confirm)
    assert any("“Final”" in label.text() for label in question.findChildren(QLabel))
    qtbot.keyClick(question, Qt.Key.Key_Return)  # Enter is the careful answer
    assert not question.isVisible()
    assert len(document.versions) == 1
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.mouseClick(opened(window, Confirm).act, Qt.MouseButton.LeftButton)
    assert not document.versions
    assert document.content_sums == before
    assert all(not line.key.startswith("version:") for line in panel.list.lines.lines)


def test_a_version_comes_back_as_a_plan_of_its_own(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    document: Document,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    then = document.plan.activities["A001"].start
    version = document.name_version("Then")
    move_activity(document, "A001", 28)
    old_uuid = document.uuid
    panel = panel_of(window, workspace)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(tmp_path / "then"), ""))
    panel.choose_version(version.id)
    menu = panel.menu(version.id)
    next(action for action in menu.actions() if action.text() == "Open as a new plan file…").trigger()
    menu.close()
    target = tmp_path / "then.cmoplan"
    qtbot.waitUntil(lambda: window.workspace is not workspace and window.workspace is not None, timeout=10_000)
    assert window.workspace
    opened_now = window.workspace.context.document
    assert opened_now.path == target
    assert opened_now.uuid != old_uuid
    assert opened_now.plan.activities["A001"].start == then
    assert read_snapshot(target).plan.activities["A001"].start == then


def test_an_existing_file_is_not_replaced_by_a_version(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    document: Document,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = document.name_version("Then")
    there = tmp_path / "there.cmoplan"
    there.write_bytes(b"somebody's work")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(there), ""))
    panel = panel_of(window, workspace)
    menu = panel.menu(version.id)
    next(action for action in menu.actions() if action.text() == "Open as a new plan file…").trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool([one for one in window.findChildren(Message) if one.isVisible()]), timeout=10_000)
    message = opened(window, Message)
    assert "there.cmoplan" in message.sentence.text()
    message.accept()
    assert there.read_bytes() == b"somebody's work"
    assert window.workspace is workspace


def test_names_are_shown_word_for_word(qtbot: QtBot, window: Window, workspace: Workspace, document: Document) -> None:
    version = document.name_version(MARKUP, MARKUP)
    move_activity(document, "A001", 7)
    panel = panel_of(window, workspace)
    panel.choose_version(version.id)
    assert panel.note.text() == MARKUP
    assert panel.note.textFormat() is Qt.TextFormat.PlainText
    assert [line.text for line in panel.list.lines.lines if line.key == key_of_version(version.id)] == [MARKUP]
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    question = opened(window, Confirm)
    (title,) = [label for label in question.findChildren(QLabel) if MARKUP in label.text()]
    assert title.textFormat() is Qt.TextFormat.PlainText
    question.reject()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    dialog = opened(window, CompareDialog)
    assert dialog.before.currentText() == MARKUP
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.list, timeout=10_000)
    dialog.reject()


def test_a_clean_copy_tells_nothing_of_the_past(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert window.workspace
    document = window.workspace.context.document
    document.name_version("Secret draft")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "sent"), ""))
    window.workspace.context.commands.run("clean")
    sent = tmp_path / "sent.cmoplan"
    assert b"Secret draft" not in sent.read_bytes()
    assert read_snapshot(sent).plan.activities == document.plan.activities
