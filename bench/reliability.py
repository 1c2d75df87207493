"""The reliability table: tries, failures and the failure rate that is excluded with 95 %; --full runs full sizes."""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import faults
from bench.faults import Tally

Experiment = Callable[[int, Path, random.Random], Tally]

# row, what happens, experiment, tries by default, tries with --full, whether failures are wanted (a control)
ROWS: tuple[tuple[str, str, Experiment, int, int, bool], ...] = (
    ("R1", "kill -9 in edits and publishing", faults.kills, 40, 10_000, False),
    ("R2", "torn tail of the working copy (model)", faults.torn_tails, 300, 10_000, False),
    ("R2", "control: a confirmed part is lost", partial(faults.torn_tails, keep_confirmed=False), 30, 300, True),
    ("R4", "disk full in edit, publish, backup", faults.full_disk, 100, 500, False),
    ("R6", "damaged files, 8 kinds", faults.damaged_files, 4_000, 20_000, False),
    ("R6", "control: without the digest", partial(faults.damaged_files, with_digest=False), 100, 1_000, True),
    ("R9", "slow copier while publishing", faults.slow_copies, 300, 5_000, False),
    ("R9", "control: written in place", partial(faults.slow_copies, in_place=True), 100, 1_000, True),
    ("R10", "replace refused, then allowed", faults.refused_replaces, 60, 4_000, False),
    ("R11", "two computers, one file", faults.two_computers, 40, 1_000, False),
    ("R11", "control: the file is just overwritten", partial(faults.two_computers, careless=True), 10, 100, True),
    ("R20", "the clock jumps", faults.clock_jumps, 40, 100, False),
)


def main() -> int:
    full = "--full" in sys.argv[1:]
    print(f"{'row':4} {'what':40} {'tries':>7} {'failures':>9} {'excluded above':>15} {'seconds':>8}")
    bad = 0
    for row, what, experiment, usual, most, control in ROWS:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            tally = experiment(most if full else usual, Path(folder), random.Random(row))
        bad += (tally.failures > 0) != control
        bound = "" if tally.failures else f"{100 * tally.bound:.3f} %"
        spent = time.perf_counter() - started
        print(f"{row:4} {what:40} {tally.tries:7} {tally.failures:9} {bound:>15} {spent:8.1f}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
