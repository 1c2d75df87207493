"""R20: the clock jumps by up to a year, in both directions."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.document import rows
from bench.faults.tally import Tally, name_of, rename
from cmoplanner.errors import CmoPlannerError
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified


def clock_jumps(tries: int, folder: Path, chance: random.Random, *, trusting: bool = False) -> Tally:
    """R20: the clock jumps by years in both directions; edits, undo, publishing and backups go on.

    The control takes what has the latest time for the newest.
    """
    tally, edited = Tally(), list[tuple[datetime, int]]()
    now = [datetime(2028, 2, 29, 12, tzinfo=UTC)]
    path, data = folder / "plan.cmoplan", folder / "data"
    document = Document.create(path, rows(10), data_folder=data, clock=lambda: now[0])
    for number in range(tries):
        now[0] += timedelta(seconds=chance.choice((-1, 1)) * 10 ** chance.uniform(0, 7.5))
        try:
            rename(document, f"{number}")
            document.undo()
            document.redo()
            document.close()
            document = Document.open(path, data_folder=data, clock=lambda: now[0])
            fine = name_of(document) == f"{number}" and document.undo_label == f"Rename to {number}"
            digests = {read_verified(backup.path).identity.digest for backup in document.backups()}
            tally.count(failed=not fine or not digests)
        except CmoPlannerError:
            tally.count(failed=True)
        edited.append((now[0], number))
        if trusting:
            tally.failures += max(edited)[1] != number
    document.close()
    return tally
