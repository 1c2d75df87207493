"""Killed at any moment: no confirmed edit is lost, none is half done, no file is torn."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from tests.model.store.small_plan import make

ROOT = Path(__file__).parents[2]
KILLS = 12


def run_and_kill(path: Path, data: Path, first: int, seconds: float, *, done: int) -> list[int]:
    """Start an editing process, kill it a while after it confirmed so many edits; return the numbers it confirmed."""
    command = [sys.executable, "-m", "tests.faults.editing_process", str(path), str(data), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        waited_for = [process.stdout.readline() for _ in range(done)]
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
        whole_lines = [*waited_for, *said[: said.rfind("\n") + 1].split()]
    return [int(line) for line in whole_lines]


def test_no_confirmed_edit_is_lost(tmp_path: Path) -> None:
    path, data = tmp_path / "plan.cmoplan", tmp_path / "data"
    make(path, data_folder=data).close()
    chance = random.Random(7)  # a test that can be repeated
    number, confirmed, recovered = 0, 0, 0
    for kill in range(KILLS):
        said = run_and_kill(path, data, number + 1, chance.uniform(0, 0.25), done=kill % 4)
        read_verified(path)
        with Document.open(path, data_folder=data) as document:
            now = int(document.plan.activities["A001"].name) if document.undo_label else 0
            last = said[-1] if said else number
            undone_by_the_kill = document.redo_label is not None and now == last - 1
            assert now in {last, last + 1} or undone_by_the_kill, "lost, or from nowhere"
            if now:
                assert document.plan.activities["A002"].gross_spend == now, "half an edit"
            recovered += document.recovered
            while document.redo():
                pass
            number = max(now, last)
        confirmed += len(said)
    assert confirmed > KILLS, "the process hardly edited; the test shows nothing"
    assert recovered > 0, "no kill left anything unpublished; the test shows nothing"
