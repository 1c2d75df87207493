"""No file is replaced that the user was not asked about, whatever ending was typed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.ui.save_dialog import with_suffix
from cmoplanner.ui.text import plain_action
from cmoplanner.ui.widgets.dialogs import Confirm
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

WORK = b"the only copy of somebody's work"


def test_endings() -> None:
    assert with_suffix(Path("a/plan"), ".cmoplan") == Path("a/plan.cmoplan")
    assert with_suffix(Path("a/v1.2"), ".cmoplan") == Path("a/v1.2.cmoplan")
    assert with_suffix(Path("a/plan.CMOPLAN"), ".cmoplan") == Path("a/plan.CMOPLAN")


@pytest.fixture(name="answer")
def _answer(qtbot: QtBot, window: Window) -> Callable[[str], list[str]]:
    """Return what clicks a button of the next question, and notes the button that Enter would press."""

    def click(text: str, asked: list[str]) -> None:
        question = next(one for one in window.findChildren(Confirm) if one.isVisible())
        buttons = question.findChildren(QPushButton)
        asked.append(next(button.text() for button in buttons if button.isDefault()))
        wanted = next(button for button in buttons if button.text() == plain_action(text))
        qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)

    def wait_for(text: str) -> list[str]:
        asked: list[str] = []
        QTimer.singleShot(0, window, partial(click, text, asked))
        return asked

    return wait_for


@pytest.mark.parametrize(
    ("command", "suffix"),
    [("copy", ".cmoplan"), ("clean", ".cmoplan"), ("export.xlsx", ".xlsx"), ("export.png", ".png")],
)
def test_a_name_without_its_ending_replaces_nothing_unasked(
    workspace: Workspace,
    answer: Callable[[str], list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    suffix: str,
) -> None:
    victim = tmp_path / f"victim{suffix}"
    victim.write_bytes(WORK)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "victim"), ""))
    asked = answer("Keep")
    workspace.context.commands.run(command)
    assert asked == ["Keep"]
    assert victim.read_bytes() == WORK


def test_it_is_replaced_once_that_is_agreed_to(
    workspace: Workspace, answer: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim.cmoplan"
    victim.write_bytes(WORK)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "victim"), ""))
    asked = answer("Replace")
    workspace.context.commands.run("copy")
    assert asked
    assert read_snapshot(victim).plan.activities == workspace.context.document.plan.activities
