"""Naming a version and sending a clean copy from the File menu; only the two system dialogs are answered for."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog

from cmoplanner.model.compare import compare
from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.ui.window import Window


def test_a_version_is_named_and_compared_with(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    assert window.workspace
    document = window.workspace.context.document
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args: ("  Board, first reading ", True))
    window.workspace.context.commands.run("version")
    (version,) = document.versions
    assert version.name == "Board, first reading"
    move_activity(document, "A013", -84)
    (difference,) = compare(document.plan_of(version.id), document.plan)
    assert (difference.table, difference.id) == ("activity", "A013")


@pytest.mark.parametrize("answer", [("", True), ("Board", False)])
def test_no_name_keeps_nothing(window: Window, monkeypatch: pytest.MonkeyPatch, answer: tuple[str, bool]) -> None:
    assert window.workspace
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args: answer)
    window.workspace.context.commands.run("version")
    assert not window.workspace.context.document.versions


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
