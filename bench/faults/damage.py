"""R6: damaged files open as they were or are refused, never as another plan."""

import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from bench.faults.tally import Tally, plan
from cmoplanner.errors import DamagedPlan, PlanFileError
from cmoplanner.model.store import contents, engine
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.open import check_header, read_verified

KINDS = 8


def damage(data: bytes, kind: int, chance: random.Random) -> bytes:
    """Return bytes damaged in one of eight ways, every second time within a row: most pages are empty."""
    at, size = chance.randrange(len(data)), chance.randrange(1, 600)
    if chance.random() < 0.5:
        rows = [found.start() for found in re.finditer(b"Activity ", data)]
        at, size = chance.choice(rows) + chance.randrange(60), chance.randrange(1, 40)
    page = at // 4096 * 4096
    other = chance.randrange(len(data)) // 4096 * 4096
    match kind:
        case 0:
            return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        case 1:
            return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]
        case 2:
            return data[:at] + chance.randbytes(len(data[at : at + size])) + data[at + size :]
        case 3:
            return data[:at]
        case 4:
            return data + chance.randbytes(size)
        case 5:
            return data[:page] + data[other : other + 4096] + data[page + 4096 :]
        case 6:
            return data[:at] + data[at + size :]
        case _:
            return data[:at] + data[at : at + size] + data[at:]


def damaged_files(tries: int, folder: Path, chance: random.Random, *, with_digest: bool = True) -> Tally:
    """R6: damaged bytes; the plan as it was or a refusal, never other rows. The control does without the digest."""
    tally = Tally()
    plan(folder, activities=30).close()
    sound = read_verified(folder / "plan.cmoplan")
    data, path = (folder / "plan.cmoplan").read_bytes(), folder / "damaged.cmoplan"
    for number in range(tries):
        path.write_bytes(damage(data, number % KINDS, chance))
        try:
            found = _read(path, with_digest=with_digest)
        except PlanFileError:
            tally.count(failed=False)
        else:
            tally.count(failed=found.tables != sound.tables)
    return tally


def _read(path: Path, *, with_digest: bool) -> Contents:
    check_header(path, shown=path)
    if with_digest:
        return read_verified(path)
    try:
        with closing(engine.open_untrusted(path)) as connection:
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise DamagedPlan(path)
            identity, _reader = contents.read_identity(connection)
            return Contents(identity, contents.read_tables(connection), contents.Record())
    except (ValueError, sqlite3.Error) as error:
        raise DamagedPlan(path, str(error)) from error
