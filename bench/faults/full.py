"""R4: no more bytes can be written."""

import random
import resource
from collections.abc import Callable
from pathlib import Path

from bench.faults.tally import Tally, name_of, plan, rename
from cmoplanner.errors import EditRefused, PlanNotWritable
from cmoplanner.model.store.open import read_verified


def full_disk(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R4: no more bytes can be written, in an edit, a publication or a backup; a clear message, the file as before."""
    tally = Tally()
    document = plan(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    acts: list[Callable[[], object]] = [
        lambda: rename(document, "x" * chance.randrange(1, 190)),
        document.publish,
        document.back_up,
    ]
    for number in range(tries):
        rename(document, f"before {number}")
        before, name = document.path.read_bytes(), name_of(document)
        resource.setrlimit(resource.RLIMIT_FSIZE, (chance.randrange(0, 12_000), hard))
        refused = False
        try:
            acts[number % 3]()
        except (EditRefused, PlanNotWritable) as error:
            refused = bool(error.sentence and error.remedy)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        same = document.path.read_bytes() == before and name_of(document) == name
        document.publish()
        tally.count(failed=not (refused and same and read_verified(document.path).identity.digest == document.digest))
    document.close()
    return tally
