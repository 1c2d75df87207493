"""The guards fail each culprit and nobody else: all of them are run in a pytest of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

SOURCE = """
import contextlib, socket, threading, time, urllib.request, warnings

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

kept = []


def test_connecting():
    with socket.socket() as connection, contextlib.suppress(RuntimeError):
        connection.connect(("127.0.0.1", 9))


def test_fetching():
    with contextlib.suppress(Exception):
        urllib.request.urlopen("http://example.org")


def test_sleeping():
    threading.Thread(target=time.sleep, args=(5,), name="sleeper", daemon=True).start()


def test_window(qapp):
    kept.append(QWidget(objectName="forgotten"))


def test_timer(qapp):
    QTimer(qapp, objectName="ticking").start(1000)


def test_job(qapp):
    QThreadPool.globalInstance().start(lambda: time.sleep(3))


def test_qt_warning(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    QVBoxLayout(widget), QVBoxLayout(widget)


def test_warning():
    warnings.warn("old", DeprecationWarning)


def test_innocent(qtbot):
    left, right = socket.socketpair()
    left.close(), right.close()
    threading.Thread(target=time.sleep, args=(0.05,)).start()
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    QTimer(widget).start(1000)
    cycle = QWidget()
    cycle.itself = cycle
"""

COMPLAINTS = {
    "test_connecting": "the network was used: socket.connect",
    "test_fetching": "the network was used: socket.getaddrinfo",
    "test_sleeping": "thread sleeper runs on",
    "test_window": "window QWidget “forgotten” was not deleted",
    "test_timer": "timer QTimer “ticking” is active",
    "test_job": "a job of the thread pool runs on",
    "test_qt_warning": "FAILED",  # pytest-qt gives its reason in the report, not in the summary
    "test_warning": "DeprecationWarning: old",
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the line of pytest's summary for each test that did not pass."""
    file = tmp_path_factory.mktemp("culprits") / "test_culprits.py"
    file.write_text(SOURCE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "tests.conftest", str(file)]
    settings = os.environ | {"COLUMNS": "400"}  # or the summary is cut
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Failure: Qt messages with level WARNING or above emitted" in done.stdout
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return {line.split("::")[1].split(" ")[0]: line for line in lines}


@pytest.mark.qt
@pytest.mark.parametrize("name", COMPLAINTS)
def test_culprit_fails(verdicts: dict[str, str], name: str) -> None:
    assert COMPLAINTS[name] in verdicts[name]


@pytest.mark.qt
def test_nobody_else_fails(verdicts: dict[str, str]) -> None:
    assert verdicts.keys() == COMPLAINTS.keys()
