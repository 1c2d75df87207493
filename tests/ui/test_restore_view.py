"""Backups in the window: looked into, compared, restored as a new file; a damaged one is told as such."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.campaigns import rename_campaign
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.report.formats import Formats
from cmoplanner.ui.history.compare_view import CompareDialog
from cmoplanner.ui.history.restore_view import RestoreDialog, size_words
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

MARKUP = "<b>Plan</b> & co"


@pytest.fixture
def document(workspace: Workspace) -> Document:
    """Return a plan with two backups: as it was opened, and after it was renamed; it was edited since."""
    document = workspace.context.document
    set_field(document, "plan", document.plan.header.id, "name", MARKUP)
    move_activity(document, "A019", 7)  # nothing of these two is booked: their money goes along
    assert document.back_up()
    move_activity(document, "A026", 7)
    rename_campaign(document, "esb", "Energy")
    return document


@pytest.fixture
def dialog(qtbot: QtBot, window: Window, document: Document) -> RestoreDialog:
    assert window.workspace
    window.workspace.context.commands.run("restore")
    (found,) = [one for one in window.findChildren(RestoreDialog) if one.isVisible()]
    looked(qtbot, found)
    return found


def looked(qtbot: QtBot, dialog: RestoreDialog) -> None:
    qtbot.waitUntil(lambda: "Looking" not in dialog.told.text() or dialog.stack.currentIndex() == 1, timeout=20_000)


def values(dialog: RestoreDialog) -> dict[str, str]:
    return {key: row.value.text() for key, row in dialog.rows.items()}


def test_the_newest_is_looked_into_first(document: Document, dialog: RestoreDialog) -> None:
    backups = document.backups()
    assert len(backups) == 2
    assert [line.key for line in dialog.list.lines.lines if not line.head] == [one.path.name for one in backups]
    assert dialog.list.key == backups[0].path.name
    held = read_snapshot(backups[0].path)
    assert dialog.name.text() == held.plan.header.name == MARKUP
    assert dialog.name.textFormat() is Qt.TextFormat.PlainText
    assert values(dialog)["activity"] == str(len(held.plan.activities))
    assert values(dialog)["campaign"] == str(len(held.plan.campaigns))
    assert values(dialog)["budget"] == f"{held.plan.header.topdown_budget / 100:,.2f} EUR"
    assert dialog.since.text() == "2 differences: 1 moved, 1 renamed"
    dialog.reject()


def test_another_one_by_keyboard(qtbot: QtBot, document: Document, dialog: RestoreDialog) -> None:
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    looked(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 1, timeout=20_000)
    assert dialog.name.text() != MARKUP
    assert dialog.since.text().startswith("4 differences")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_differs_is_shown(qtbot: QtBot, window: Window, dialog: RestoreDialog) -> None:
    qtbot.mouseClick(dialog.compare, Qt.MouseButton.LeftButton)
    (shown,) = [one for one in window.findChildren(CompareDialog) if one.isVisible()]
    qtbot.waitUntil(lambda: shown.stack.currentWidget() is shown.list, timeout=20_000)
    assert shown.before.currentText().startswith("Backup of ")
    assert shown.summary.text() == "2 differences: 1 moved, 1 renamed"
    shown.reject()
    assert dialog.isVisible()
    dialog.reject()


def test_it_comes_back_as_a_file_of_its_own(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    document: Document,
    dialog: RestoreDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, uuid = document.path, document.uuid
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(tmp_path / "back"), ""))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not workspace and window.workspace is not None, timeout=20_000)
    assert window.workspace
    restored = window.workspace.context.document
    assert restored.path == tmp_path / "back.cmoplan"
    assert restored.uuid != uuid
    assert restored.plan.campaigns["esb"].name == "Energy-Smart Buildings"
    assert read_snapshot(path).plan.campaigns["esb"].name == "Energy"  # the plan that was open is whole, up to date
    assert read_snapshot(path).contents.identity.uuid == uuid


def test_nothing_is_overwritten(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    document: Document,
    dialog: RestoreDialog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document.publish()
    before = document.path.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(document.path), ""))
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool([one for one in window.findChildren(Message) if one.isVisible()]), timeout=20_000)
    for message in window.findChildren(Message):
        assert message.sentence.text() == f"There is already a file “{document.path.name}”."
        message.accept()
    assert document.path.read_bytes() == before
    assert window.workspace is workspace
    assert dialog.isVisible()
    dialog.reject()


def test_a_damaged_backup_is_told_in_the_list_and_not_restored(
    qtbot: QtBot, document: Document, dialog: RestoreDialog
) -> None:
    older = document.backups()[1]
    whole = older.path.read_bytes()
    older.path.write_bytes(whole[:4_000] + bytes(2_000) + whole[6_000:])
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    looked(qtbot, dialog)
    assert "is damaged" in dialog.told.text()
    assert not dialog.restore.isEnabled()
    (line,) = [line for line in dialog.list.lines.lines if line.key == older.path.name]
    assert (line.detail, line.icon) == ("Damaged", "warning")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    assert dialog.restore.isEnabled()
    dialog.reject()


def test_no_backup_yet(window: Window, workspace: Workspace, document: Document) -> None:
    dialog = RestoreDialog(workspace.context.theme, window.jobs, document.plan, (), parent=window)
    dialog.open()
    assert "no backup of this plan" in dialog.told.text()
    assert not dialog.restore.isEnabled()
    assert not dialog.list.isVisible()
    dialog.reject()


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0.0 kB"), (640, "0.6 kB"), (12_400, "12 kB"), (601_700, "602 kB"), (8_300_000, "8.3 MB"), (2**30, "1.1 GB")],
)
def test_sizes(size: int, words: str) -> None:
    assert size_words(size, Formats("en_GB", "EUR", 2)) == words.replace(" ", "\u00a0")
