"""Every test runs without a screen, without the network, in folders of its own, and cleans up after itself."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.guards import NetworkGuard, Running

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("any machine")  # a busy machine must not fail a test
_network = NetworkGuard()
_WINDOW_FIXTURES = {"qtbot", "qapp", "qtlog", "qtmodeltester"}


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know the settings of pytest-qt where it is switched off."""
    if not pluginmanager.has_plugin("pytest-qt"):
        parser.addini("qt_api", "of pytest-qt")
        parser.addini("qt_log_level_fail", "of pytest-qt")
        parser.addini("qt_log_ignore", "of pytest-qt", type="linelist")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens windows, so that `dev.py test fast` leaves it out."""
    for item in items:
        if _WINDOW_FIXTURES & set(getattr(item, "fixturenames", ())) or "ui" in item.path.parent.parts:
            item.add_marker(pytest.mark.qt)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep fixtures of wide scope out of the developer's own folders."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CMOPLANNER_DATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session")
def _data_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a new name at a time: most tests never make the folder, and looking for a free name takes time."""
    folder = tmp_path_factory.mktemp("data")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def data_folder(_data_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for this test's working copies and backups; it is made by what first writes there."""
    folder = next(_data_folders)
    monkeypatch.setenv("CMOPLANNER_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _leaves_nothing_running() -> Iterator[None]:
    before = Running()
    yield
    leftovers = before.leftovers()
    assert not leftovers, "; ".join(leftovers)


@pytest.fixture(autouse=True)
def _stays_off_the_network() -> Iterator[None]:
    _network.seen.clear()
    yield
    assert not _network.seen, f"the network was used: {'; '.join(_network.seen)}"
