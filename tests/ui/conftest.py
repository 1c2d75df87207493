"""A real window on a plan of the test's own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from cmoplanner.settings import Settings
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

WIDE = (1440, 900)


@pytest.fixture(scope="session")
def _sample_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a plan made from the sample, which is only copied."""
    path = tmp_path_factory.mktemp("sample") / "plan.cmoplan"
    Document.create_from(sample_plan(), path).close()
    return path


@pytest.fixture
def plan_path(_sample_copy: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample plan."""
    return Path(shutil.copyfile(_sample_copy, tmp_path / "plan.cmoplan"))


@pytest.fixture
def make_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Window]]:
    """Return what makes a shown window without a plan."""
    made: list[Window] = []

    def make() -> Window:
        window = Window(Settings(tmp_path / "settings.json", theme="light"))
        made.append(window)
        window.resize(*WIDE)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: Callable[[], Window], plan_path: Path) -> Window:
    """Return a window on the sample plan."""
    made = make_window()
    made.show_document(Document.open(plan_path))
    QCoreApplication.processEvents()
    return made


@pytest.fixture
def workspace(window: Window) -> Workspace:
    """Return what the window shows."""
    assert window.workspace is not None
    return window.workspace
