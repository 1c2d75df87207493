"""In a large plan the window does not wait for who brings what: it says so, and shows the same figures in the end."""

import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.ui import outlook as module
from cmoplanner.ui.inspector.activity import ActivityPanel
from cmoplanner.ui.inspector.campaign import CampaignPanel
from cmoplanner.ui.inspector.loss import WAITING
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

ID = "A013"


def figures(workspace: Workspace) -> list[str]:
    panel = workspace.inspector.panel()
    if isinstance(panel, ActivityPanel):
        return [figure.value.text() for figure in (panel.brings.margin, panel.brings.per_unit, panel.brings.next)]
    assert isinstance(panel, CampaignPanel)
    return [part.value.text() for part in (panel.revenue, panel.contribution, panel.margin, panel.per_unit)]


@pytest.mark.parametrize(("kind", "row"), [("activity", ID), ("campaign", "esb")])
def test_the_same_figures_come_a_moment_later(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, kind: str, row: str
) -> None:
    workspace.context.selection.set(kind, [row])
    set_field(workspace.context.document, "activity", ID, "gross_spend", 9_000_000)
    expected = figures(workspace)
    assert WAITING not in expected
    workspace.context.document.undo()
    monkeypatch.setattr(module, "HEAVY", 0)
    workspace.context.document.redo()
    assert set(figures(workspace)) == {WAITING}
    qtbot.waitUntil(lambda: WAITING not in figures(workspace))
    assert figures(workspace) == expected


def test_figures_of_an_older_plan_are_never_shown(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = workspace.context.document
    workspace.context.selection.set("activity", [ID])
    set_field(document, "activity", ID, "gross_spend", 9_000_000)
    expected = figures(workspace)
    document.undo()
    monkeypatch.setattr(module, "HEAVY", 0)
    move_activity(document, ID, 7)
    document.undo()
    set_field(document, "activity", ID, "gross_spend", 9_000_000)
    shown = [figures(workspace)]
    workspace.context.outlook.settled.connect(lambda: shown.append(figures(workspace)))
    qtbot.waitUntil(lambda: WAITING not in figures(workspace))
    assert all(found in ([WAITING] * 3, expected) for found in shown)


def test_closing_does_not_wait_for_figures_nor_leave_them_running(
    window: Window, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEAVY", 0)
    workspace.context.selection.set("activity", [ID])
    move_activity(workspace.context.document, ID, 7)
    window.close()
    assert not workspace.context.outlook.ready(module.MARGIN)
    assert workspace.context.outlook._job is None or not workspace.context.outlook._job._thread.is_alive()
