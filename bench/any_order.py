"""Real edits, undo, redo, steps, versions, closing and crashing in any order, as many runs as wanted.

`python -m bench.any_order [runs [acts]]`: the state is compared by digest after each act; 5,000 runs of 100 by default.
"""

import sys
import tempfile
from pathlib import Path

from tests.model.edits.test_any_order import Machine

RUNS, ACTS = 5_000, 100


def main() -> None:
    runs, acts = [int(text) for text in sys.argv[1:3]] + [RUNS, ACTS][len(sys.argv[1:3]) :]
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(runs):
            machine = Machine(Path(folder) / f"{seed}" / "plan.cmoplan", seed, Path(folder) / f"{seed}" / "data")
            machine.run(acts)
            refused += machine.refused
    print(f"{runs} runs of {acts} acts ({refused} refused): the state was right after each")


if __name__ == "__main__":
    main()
