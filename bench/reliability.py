"""The reliability table: tries, acts confirmed before, failures and the failure rate that is excluded with 95 %.

`--full` runs the full sizes (hours); `--scale 0.1` a part of them; row names (`R2 R6`) only those rows.
"""

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.faults import clocks, damage, exports, full, kills, money, power, sharing, trouble
from bench.faults.tally import Tally

Experiment = Callable[[int, Path, random.Random], Tally]


@dataclass(frozen=True)
class Row:
    """One line of the table: an experiment with its usual and its full number of tries; a control must fail."""

    name: str
    what: str
    experiment: Experiment
    usual: int
    most: int
    control: bool = False


def _control(name: str, what: str, experiment: Experiment, usual: int, most: int) -> Row:
    return Row(name, f"control: {what}", experiment, usual, most, control=True)


_without_flush = partial(power.power_cuts, flushed_drafts=False)
ROWS = (
    Row("R1", "kill -9 in edits, publishing, import, restore", kills.kills, 200, 10_000),
    _control("R1", "a file written in place", kills.kills_in_place, 20, 1_000),
    Row("R1", "kill -9 in long editing, publishing now and then", kills.kills_in_long_editing, 6, 500),
    _control("R1", "confirmed before it is written", kills.kills_of_a_hasty_program, 3, 50),
    Row("R2", "power cut", power.power_cuts, 300, 10_000),
    _control("R2", "SQLite's default journal", partial(power.power_cuts, settings=power.SQLITE_DEFAULT), 40, 1_000),
    _control("R2", "SQLite flushing rarely", partial(power.power_cuts, settings=power.RARELY_FLUSHED), 40, 1_000),
    _control("R2", "published without flushing", _without_flush, 20, 1_000),
    Row("R3", "I/O errors injected", trouble.io_errors, 80, 2_000),
    _control("R3", "errors taken for success", partial(trouble.io_errors, careless=True), 20, 200),
    Row("R3", "I/O errors in exports and imports", exports.export_errors, 80, 2_000),
    _control("R3", "exports written in place", partial(exports.export_errors, careless=True), 20, 200),
    Row("R4", "disk full, in everything that writes", full.full_disk, 80, 500),
    _control("R4", "files written in place", partial(full.full_disk, careless=True), 8, 80),
    Row("R6", "damaged files, 8 kinds", damage.damaged_files, 4_000, 20_000),
    _control("R6", "without the digest", partial(damage.damaged_files, with_digest=False), 100, 1_000),
    Row("R9", "slow copier while publishing", sharing.slow_copies, 300, 5_000),
    _control("R9", "written in place", partial(sharing.slow_copies, in_place=True), 100, 1_000),
    Row("R10", "replace refused for 0.1 to 60 s", sharing.refused_replaces, 60, 4_000),
    _control("R10", "without patience", partial(sharing.refused_replaces, patient=False), 10, 100),
    Row("R11", "two computers, one file", sharing.two_computers, 40, 1_000),
    _control("R11", "the file is just overwritten", partial(sharing.two_computers, careless=True), 10, 100),
    Row("R12", "kill -9 in migrations", kills.killed_migrations, 60, 100 * (1 + len(kills.KEPT))),
    _control("R12", "the file itself is migrated", kills.killed_careless_migrations, 10, 100),
    Row("R14", "money is split", money.splits, 10_000, 100_000),
    _control("R14", "each part is rounded", partial(money.splits, rounding=True), 100, 1_000),
    Row("R20", "the clock jumps", clocks.clock_jumps, 40, 100),
    _control("R20", "the latest is taken for the newest", partial(clocks.clock_jumps, trusting=True), 10, 100),
)


def main() -> int:
    """Run the rows that are asked for and print the table; return 1 if a row failed or a control did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", help="such as R2; all if none is named")
    parser.add_argument("--full", action="store_true", help="as often as promised")
    parser.add_argument("--scale", type=float, default=0.0, help="this part of the full size, such as 0.1")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # calendars are drawn
    logging.disable()  # the faults that are made here are no news
    print(f"{'row':4} {'what':49} {'tries':>7} {'confirmed':>9} {'failures':>9} {'excluded above':>15} {'seconds':>8}")
    bad = [row for row in ROWS if (not given.rows or row.name in given.rows) and not _run(row, given)]
    return int(bool(bad))


def _run(row: Row, given: argparse.Namespace) -> bool:
    share = 1.0 if given.full else given.scale
    tries = max(1, round(row.most * share)) if share else row.usual
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        tally = row.experiment(tries, Path(folder), random.Random(row.name))
    bound = "" if tally.failures else f"{100 * tally.bound:.3f} %"
    spent = time.perf_counter() - started
    confirmed = tally.confirmed or ""
    told = f"{tally.tries:7} {confirmed:>9} {tally.failures:9} {bound:>15} {spent:8.1f}"
    print(f"{row.name:4} {row.what:49} {told}", flush=True)
    return (tally.failures > 0) == row.control


if __name__ == "__main__":
    sys.exit(main())
