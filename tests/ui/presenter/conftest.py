"""A presentation of the sample plan, with its pages there."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cmoplanner.ui.presenter import slides
from cmoplanner.ui.presenter.commands import Presenting
from cmoplanner.ui.presenter.stage import Stage
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace


@pytest.fixture(scope="session")
def _worked_out() -> list[slides.Basis]:
    return []


@pytest.fixture(autouse=True)
def _equal_plans_are_worked_out_once(_worked_out: list[slides.Basis], monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests fast: the work is a pure function of the plan, and most tests begin with the same one."""
    work = slides._basis

    def known(plan: Any, *rest: Any) -> slides.Basis:
        found = [one for one in _worked_out if one.material.plan == plan]
        if not found:
            found = [work(plan, *rest)]
            _worked_out.extend(found)
        return found[0]

    monkeypatch.setattr(slides, "_basis", known)


@pytest.fixture
def presenting(window: Window, workspace: Workspace) -> Presenting:
    """Return what begins a presentation."""
    found = window.findChild(Presenting)
    assert found is not None
    return found


@pytest.fixture
def stage(qtbot: QtBot, presenting: Presenting, workspace: Workspace) -> Iterator[Stage]:
    """Return the presentation, begun with F5, at the size of a usual projector."""
    workspace.context.commands.action("present").trigger()
    found = presenting.stage
    assert found is not None
    found.showNormal()
    found.resize(1600, 900)
    qtbot.waitExposed(found)
    found.slides.settle()
    yield found
    if presenting.stage is not None:
        presenting.stage.close()
