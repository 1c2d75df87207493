"""Two processes and one plan: the second is told, a crash frees it, and a copier never sees a torn file."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cmoplanner.errors import PlanFileError, PlanInUse
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from tests.model.store.small_plan import make, rename

ROOT = Path(__file__).parents[2]
COPIES = 200


def test_the_lock_of_another_process(tmp_path: Path) -> None:
    path, data = tmp_path / "plan.cmoplan", tmp_path / "data"
    make(path, data_folder=data).close()
    command = [sys.executable, "-m", "tests.faults.editing_process", str(path), str(data), "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        with pytest.raises(PlanInUse):
            Document.open(path, data_folder=data)
        assert process.poll() is None, "it was still running"
        process.send_signal(signal.SIGKILL)
    Document.open(path, data_folder=data).close()


def slow_copy(source: Path, target: Path) -> None:
    """Copy as a sync client does: piece by piece, taking its time."""
    with source.open("rb") as reader, target.open("wb") as writer:
        while piece := reader.read(16_384):
            writer.write(piece)
            time.sleep(0.0004)


def is_torn(live: Path) -> bool:
    """Return whether a slow copy of a file that something works on is no sound plan."""
    copy = live.with_name("copy.cmoplan")
    slow_copy(live, copy)
    try:
        read_verified(copy)
    except PlanFileError:
        return True
    return False


def test_a_slow_copier_gets_whole_plans(tmp_path: Path) -> None:
    path, published = tmp_path / "plan.cmoplan", []
    stop, ready = threading.Event(), threading.Event()

    def edit() -> None:
        with make(path) as document:
            ready.set()
            while not stop.is_set():
                rename(document, f"{len(published)}")
                document.publish()
                published.append(document.revision)

    editor = threading.Thread(target=edit)
    editor.start()
    ready.wait()
    copies = []
    try:
        while editor.is_alive() and (len(copies) < COPIES or len(published) < 100):
            copies.append(is_torn(path))
    finally:
        stop.set()
        editor.join()
    assert len(published) >= 100, "the editor failed"
    assert not any(copies)


def test_the_copier_would_catch_a_file_written_in_place(tmp_path: Path) -> None:
    """The control: the same copier against a file that is overwritten where it lies."""
    path, stop, ready = tmp_path / "plan.cmoplan", threading.Event(), threading.Event()
    versions = []
    with make(path) as document:
        for name in ("One", "Two"):
            rename(document, name)
            document.publish()
            versions.append(path.read_bytes())

    def overwrite() -> None:
        while not stop.is_set():
            for version in versions:
                with path.open("r+b") as file:
                    file.write(version)
                ready.set()

    editor = threading.Thread(target=overwrite)
    editor.start()
    ready.wait()
    try:
        copies = [is_torn(path) for _ in range(30)]
    finally:
        stop.set()
        editor.join()
    assert any(copies)
