"""The plan file and the backups follow the edits without holding the window up, whatever the disk does meanwhile."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cmoplanner.errors import PlanNotWritable
from cmoplanner.model.edits.activities import move_activities, rename_activity
from cmoplanner.model.store import backups as backups_module
from cmoplanner.model.store import publish as publish_module
from cmoplanner.model.store.backups import BULK
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from cmoplanner.model.store.publish import write_plan_file
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

ID = "A013"


class Gate:
    """Stands in for the writing of a file: each write waits until it may go on, and may fail."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.began = threading.Event()
        self.threads: list[str] = []
        self.faults: list[Exception] = []

    def write(self, path: Path, contents: Contents, **options: Callable[[], None]) -> None:
        self.threads.append(threading.current_thread().name)
        self.began.set()
        assert self.open.wait(10)
        if self.faults:
            raise self.faults.pop()
        write_plan_file(path, contents, **options)  # type: ignore[arg-type]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    monkeypatch.setattr(publish_module, "write_plan_file", made.write)
    monkeypatch.setattr(backups_module, "write_plan_file", made.write)
    yield made
    made.open.set()


def name_in(path: Path) -> str:
    return read_snapshot(path).plan.activities[ID].name


def edit(workspace: Workspace, name: str) -> None:
    rename_activity(workspace.context.document, ID, name)


def test_edits_go_on_while_the_file_is_written(qtbot: QtBot, workspace: Workspace, plan_path: Path, gate: Gate) -> None:
    document = workspace.context.document
    edit(workspace, "First")
    qtbot.keyClick(workspace, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert gate.began.wait(5)
    edit(workspace, "Second")
    rename_activity(document, "A001", "Third")
    assert document.undo() is not None
    assert name_in(plan_path) == "LinkedIn autumn flight"
    gate.open.set()
    qtbot.waitUntil(lambda: workspace.status.said.text() == "“plan.cmoplan” is up to date")
    assert name_in(plan_path) == "Second"
    assert not document.has_unpublished
    assert gate.threads == ["publish", "publish"], "what was edited meanwhile is written next"


def test_what_is_edited_while_a_rest_is_published_stays_unpublished(
    qtbot: QtBot, workspace: Workspace, plan_path: Path, gate: Gate
) -> None:
    edit(workspace, "First")
    workspace.keeper.publish()
    edit(workspace, "Second")
    with qtbot.waitSignal(workspace.keeper.kept):
        gate.open.set()
    assert name_in(plan_path) == "First"
    assert workspace.context.document.has_unpublished
    assert workspace.keeper._rest.isActive(), "the next rest publishes it"


def test_the_status_bar_tells_when_the_file_was_written(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.status.saved.setText("")
    edit(workspace, "First")
    with qtbot.waitSignal(workspace.keeper.kept):
        workspace.keeper.publish()
    time = workspace.context.document.published_at
    assert time is not None
    assert f"{time.astimezone():%H:%M}" in workspace.status.saved.text()


def test_closing_waits_for_what_is_written_and_writes_the_rest(
    window: Window, workspace: Workspace, plan_path: Path, gate: Gate
) -> None:
    edit(workspace, "First")
    workspace.keeper.publish()
    assert gate.began.wait(5)
    edit(workspace, "Second")
    threading.Timer(0.1, gate.open.set).start()
    window.close()
    assert name_in(plan_path) == "Second"
    assert gate.threads == ["publish", "MainThread"]


def test_trouble_is_told_once_and_tried_again(qtbot: QtBot, workspace: Workspace, plan_path: Path, gate: Gate) -> None:
    said: list[str] = []
    gate.open.set()
    gate.faults = [PlanNotWritable(plan_path), PlanNotWritable(plan_path), PlanNotWritable(plan_path)]
    edit(workspace, "First")
    workspace.context.commands.said.connect(said.append)
    workspace.keeper._rest.setInterval(1)
    with qtbot.waitSignal(workspace.keeper.kept):
        workspace.keeper.publish()
    assert said == [PlanNotWritable(plan_path).sentence]
    assert name_in(plan_path) == "First"
    assert workspace.findChild(Message) is None


def test_trouble_with_what_the_user_asked_for_opens_a_dialog(
    qtbot: QtBot, window: Window, workspace: Workspace, plan_path: Path, gate: Gate
) -> None:
    gate.open.set()
    gate.faults = [PlanNotWritable(plan_path)]
    edit(workspace, "First")
    with qtbot.waitSignal(workspace.keeper.failed):
        qtbot.keyClick(workspace, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    message = window.findChild(Message)
    assert message is not None
    assert message.sentence.text() == PlanNotWritable(plan_path).sentence
    message.accept()
    assert workspace.context.document.has_unpublished


def test_a_fault_of_the_program_keeps_the_edits(qtbot: QtBot, workspace: Workspace, gate: Gate) -> None:
    gate.open.set()
    gate.faults = [ZeroDivisionError("a bug")]
    edit(workspace, "First")
    with qtbot.waitSignal(workspace.keeper.told):
        workspace.keeper.publish()
    assert workspace.context.document.has_unpublished
    assert workspace.keeper._rest.isActive()


def somebody_else_writes(path: Path, folder: Path) -> None:
    with Document.open(path, data_folder=folder) as other:
        rename_activity(other, ID, "Theirs")


@pytest.mark.parametrize("closing", [False, True])
def test_a_conflict_keeps_both_and_is_told(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    plan_path: Path,
    tmp_path: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    *,
    closing: bool,
) -> None:
    told: list[str] = []
    edit(workspace, "Ours")
    monkeypatch.setattr(Message, "exec", lambda message: told.append(message.sentence.text()))
    gate.open.set()
    somebody_else_writes(plan_path, tmp_path / "elsewhere")
    gate.open.clear()
    gate.began.clear()
    workspace.keeper.publish()
    assert gate.began.wait(5)
    if closing:
        threading.Timer(0.1, gate.open.set).start()
        window.close()
    else:
        gate.open.set()
        qtbot.waitUntil(lambda: not workspace.context.document.has_unpublished)
        told.append(workspace.status.said.text())
        assert workspace.context.document.path != plan_path
    assert len(told) == 1
    assert told[0].startswith("Somebody else changed “plan.cmoplan” meanwhile")
    assert name_in(plan_path) == "Theirs"
    (beside,) = plan_path.parent.glob("plan (conflict *.cmoplan")
    assert name_in(beside) == "Ours"


def test_a_backup_every_ten_minutes_with_edits(qtbot: QtBot, workspace: Workspace) -> None:
    document, keeper = workspace.context.document, workspace.keeper.backups
    assert keeper._clock.interval() == 600_000
    keeper._clock.setInterval(1)
    assert not keeper._clock.isActive(), "nothing changes, nothing is backed up"
    edit(workspace, "First")
    qtbot.waitUntil(lambda: any(backup.revision == document.revision for backup in document.backups()))
    (kept,) = [backup for backup in document.backups() if backup.revision == document.revision]
    assert read_verified(kept.path).identity.digest == document.digest
    qtbot.waitUntil(lambda: not keeper.busy)
    assert not keeper._clock.isActive()
    assert document.has_unpublished, "backups need no publishing"


def test_the_clock_runs_from_the_first_edit_on(qtbot: QtBot, workspace: Workspace) -> None:
    clock = workspace.keeper.backups._clock
    edit(workspace, "First")
    qtbot.wait(30)
    left = clock.remainingTime()
    edit(workspace, "Second")
    assert clock.remainingTime() <= left, "somebody who edits all the time is backed up as well"


def test_the_state_before_a_bulk_edit_is_backed_up_beside_it(qtbot: QtBot, workspace: Workspace, gate: Gate) -> None:
    document = workspace.context.document
    ids = list(document.plan.activities)[:BULK]
    edit(workspace, "Before")
    first = document.revision
    move_activities(document, ids, 1)
    assert gate.began.wait(5)
    move_activities(document, ids, 1)
    move_activities(document, ids, 1)
    gate.open.set()
    qtbot.waitUntil(lambda: not workspace.keeper.backups.busy)
    assert set(gate.threads) == {"back up"}
    kept = {backup.revision: backup for backup in document.backups()}
    assert set(kept) == {1, first, first + 1}, "of a series of bulk edits the state before it is kept, and one more"
    before = read_snapshot(kept[first].path).plan.activities[ids[0]].start
    assert (document.plan.activities[ids[0]].start - before).days == 3


def test_closing_waits_for_the_backup(window: Window, workspace: Workspace, gate: Gate) -> None:
    document = workspace.context.document
    edit(workspace, "Before")
    first = document.revision
    move_activities(document, list(document.plan.activities)[:BULK], 1)
    assert gate.began.wait(5)
    threading.Timer(0.1, gate.open.set).start()
    window.close()
    assert first in {backup.revision for backup in document.backups()}


def test_a_backup_that_cannot_be_made_is_told_once(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, gate: Gate
) -> None:
    said: list[str] = []
    workspace.keeper.backups.told.connect(said.append)
    gate.open.set()
    gate.faults = [PlanNotWritable(tmp_path), PlanNotWritable(tmp_path)]
    workspace.keeper.backups._clock.setInterval(1)
    edit(workspace, "First")
    document = workspace.context.document
    qtbot.waitUntil(lambda: any(backup.revision == document.revision for backup in document.backups()))
    assert len(said) == 1
    assert "No backup could be made" in said[0]
