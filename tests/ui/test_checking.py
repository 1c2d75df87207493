"""The checks beside the window: what they find belongs to the plan as it is, and a hidden page waits for no thread."""

import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.errors import Cancelled
from cmoplanner.model.edits.activities import rename_activity
from cmoplanner.model.problems import check_plan
from cmoplanner.ui.jobs import Progress
from cmoplanner.ui.plan_data.checking import Checking, checked
from cmoplanner.ui.workspace import Workspace
from tests.plans import norrvik


def test_it_finds_what_a_check_in_one_go_finds() -> None:
    assert checked(norrvik(), Progress(lambda _share: None)) == check_plan(norrvik())


def test_it_gives_way_and_can_be_stopped() -> None:
    progress = Progress(lambda _share: None)
    progress.stop()
    with pytest.raises(Cancelled):
        check_plan(norrvik(), lambda: progress.report(0))


def test_pauses_come_before_many_rows_were_looked_at() -> None:
    pauses = []
    check_plan(norrvik(), lambda: pauses.append(time.perf_counter()))
    assert len(pauses) > len(norrvik().activities) / 4


def test_an_edit_meanwhile_drops_the_result_and_the_next_one_comes(qtbot: QtBot, workspace: Workspace) -> None:
    document = workspace.context.document
    checking = Checking(document, workspace)
    found: list[object] = []
    checking.found.connect(found.append)
    checking.start()
    rename_activity(document, next(iter(document.plan.activities)), "Other")
    checking.start_soon()
    with qtbot.waitSignal(checking.found):
        pass
    assert found == [check_plan(document.plan)]
    checking.stop()


def test_stopping_leaves_no_thread(workspace: Workspace) -> None:
    before = set(threading.enumerate())
    checking = Checking(workspace.context.document, workspace)
    checking.start()
    checking.stop()
    assert set(threading.enumerate()) <= before
