"""A presentation of the sample plan, with its pages there; and a window where the window is the point."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cmoplanner.model.store.document import Document
from cmoplanner.projection.draws import Draws
from cmoplanner.report.palette import Palette
from cmoplanner.settings import Settings
from cmoplanner.ui.bridge import Bridge
from cmoplanner.ui.commands import Command, Commands
from cmoplanner.ui.context import Context
from cmoplanner.ui.presenter import slides
from cmoplanner.ui.presenter.commands import Presenting
from cmoplanner.ui.presenter.stage import Stage
from cmoplanner.ui.theme import Theme, install

FEW = Draws(60)


@pytest.fixture(scope="session")
def _worked_out() -> list[slides.Basis]:
    return []


@pytest.fixture(autouse=True)
def _equal_plans_are_worked_out_once(_worked_out: list[slides.Basis], monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests fast: the work is a pure function of the plan, and most tests begin with the same one.

    Ranges are drawn a few times only: no test here looks at them.
    """
    monkeypatch.setattr(slides, "gather", partial(slides.gather, draws=FEW))
    work = slides._basis

    def known(plan: Any, *rest: Any) -> slides.Basis:
        found = [one for one in _worked_out if one.material.plan == plan]
        if not found:
            found = [work(plan, *rest)]
            _worked_out.extend(found)
        return found[0]

    monkeypatch.setattr(slides, "_basis", known)


@pytest.fixture
def host(qapp: QApplication) -> Iterator[QWidget]:
    """Return what stands for the window."""
    widget = QWidget()
    yield widget
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def context(plan_path: Path, tmp_path: Path, host: QWidget) -> Iterator[Context]:
    """Return what a presentation needs of an open plan: no pages, and no outlook."""
    theme = Theme(Palette.load("light"), host)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    install(app, theme)
    with Document.open(plan_path) as document:
        bridge = Bridge(document, host)
        commands = Commands(host)
        commands.add([Command("undo", "Undo", "Ctrl+Z", document.undo)])
        made = SimpleNamespace(
            document=document,
            bridge=bridge,
            theme=theme,
            commands=commands,
            settings=Settings(tmp_path / "settings.json", theme="light"),
        )
        yield cast("Context", made)
        bridge.close()


@pytest.fixture
def presenting(context: Context, host: QWidget) -> Iterator[Presenting]:
    """Return what begins a presentation."""
    made = Presenting(context, host, host)
    yield made
    made.close_work()


@pytest.fixture
def stage(qtbot: QtBot, presenting: Presenting) -> Stage:
    """Return a presentation at the size of a usual projector."""
    presenting.begin()
    found = presenting.stage
    assert found is not None
    found.showNormal()
    found.resize(1600, 900)
    qtbot.waitExposed(found)
    found.slides.settle()
    return found
