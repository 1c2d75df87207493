"""What the rules find for the plan's panel: the same beside the window, for the newest plan, and never twice."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.doctor.examine import examine
from cmoplanner.doctor.findings import Severity
from cmoplanner.model.edits.activities import rename_activity
from cmoplanner.ui.inspector import looking as looking_module
from cmoplanner.ui.inspector.looking import Looking, Seen, seen
from cmoplanner.ui.inspector.plan import PlanPanel
from cmoplanner.ui.workspace import Workspace
from tests.plans import norrvik


@pytest.fixture
def looking() -> Iterator[Looking]:
    made = Looking()
    yield made
    made.stop()


def test_it_sees_what_the_rules_find_breaks_first() -> None:
    plan = norrvik()
    found = seen(plan)
    at_bars = [finding for finding in examine(plan) if finding.table == "activity"]
    assert {finding for finding, _name in found.at_bars} == set(at_bars)
    assert len(found.at_bars) == len(at_bars) > 1
    assert [name for _finding, name in found.at_bars] == [
        plan.activities[finding.subject].name for finding, _name in found.at_bars
    ]
    breaks = [finding.severity is Severity.BREAK for finding, _name in found.at_bars]
    assert breaks == sorted(breaks, reverse=True)
    assert list(found.one_sided) == [finding for finding in examine(plan) if finding.table == "segment"]


def test_a_large_plan_is_looked_through_beside_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, looking: Looking
) -> None:
    monkeypatch.setattr(looking_module, "HEAVY", 0)
    told: list[Seen] = []
    looking.found.connect(told.append)
    plan = norrvik()
    looking.look(plan)
    assert told == []
    looking.settle()
    assert told == [seen(plan)]
    looking.look(replace(plan, revision=plan.revision + 1))  # a version was named: no row is another
    looking.settle()
    assert len(told) == 1


def test_the_newest_plan_is_told_alone(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, looking: Looking) -> None:
    monkeypatch.setattr(looking_module, "HEAVY", 0)
    told: list[Seen] = []
    looking.found.connect(told.append)
    old = norrvik()
    new = replace(old, activities=dict(list(old.activities.items())[:3]))
    looking.look(old)
    looking.look(new)
    with qtbot.waitSignal(looking.found):
        pass
    assert [found.plan for found in told] == [new]


def test_stopping_leaves_no_thread_and_the_next_look_begins_anew(
    monkeypatch: pytest.MonkeyPatch, looking: Looking
) -> None:
    monkeypatch.setattr(looking_module, "HEAVY", 0)
    before = set(threading.enumerate())
    plan = norrvik()
    looking.look(plan)
    looking.stop()
    assert set(threading.enumerate()) <= before
    told: list[Seen] = []
    looking.found.connect(told.append)
    looking.look(plan)
    looking.settle()
    assert [found.plan for found in told] == [plan]


def test_the_panel_follows_an_edit(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> None:
    monkeypatch.setattr(looking_module, "HEAVY", 0)
    workspace.context.selection.clear()
    panel = workspace.inspector.panel()
    assert isinstance(panel, PlanPanel)
    told: list[Seen] = []
    panel.looking.found.connect(told.append)
    document = workspace.context.document
    rename_activity(document, next(iter(document.plan.activities)), "Other")
    panel.looking.settle()
    assert told[-1].plan is document.plan
    assert panel.findings.isVisibleTo(panel) is bool(told[-1].at_bars)
