"""Times the finance workbook of the sample and of 1,000 and 10,000 activities: seconds, memory and size of the file."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.plans import generated_plan
from cmoplanner.exchange.book_model import LIVE_FORMULAS, formulas_of
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project

SAMPLE = 0
SIZES = (SAMPLE, 1_000, 10_000)
LIMITS = {SAMPLE: (3.0, 500.0), 1_000: (20.0, 500.0), 10_000: (20.0, 500.0)}  # seconds, megabytes


def main() -> int:
    """Measure each size in a process of its own; return 1 where one takes more than its limit."""
    print(f"{'activities':>10} {'live':>5} {'seconds':>8} {'memory MB':>10} {'file MB':>8}")
    over = False
    for size in SIZES:
        command = [sys.executable, "-m", "bench.workbook", str(size)]
        done = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
        live, seconds, memory, file = done
        name = "sample" if size == SAMPLE else f"{size:,}"
        print(f"{name:>10} {live:>5} {float(seconds):>8.2f} {float(memory):>10.0f} {float(file):>8.1f}")
        over |= float(seconds) > LIMITS[size][0] or float(memory) > LIMITS[size][1]
    return int(over)


def measure(size: int) -> None:
    """Export once and print whether streams are live, processor seconds, most memory and the size of the file."""
    plan = read_snapshot(sample_plan()).plan if size == SAMPLE else generated_plan(size)
    outcome = project(compile_plan(plan))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        start = time.process_time()
        export_workbook(plan, outcome, path)
        seconds = time.process_time() - start
        megabytes = path.stat().st_size / 1e6
    live = "yes" if formulas_of(outcome) <= LIVE_FORMULAS else "no"
    print(live, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, megabytes)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        sys.exit(main())
