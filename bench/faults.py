"""Experiments that try to lose or falsify a plan; each counts its tries and its failures, and has a control."""

import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.document import rows
from cmoplanner.errors import CmoPlannerError, EditRefused, PlanConflict, PlanFileError, PlanNotWritable
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from cmoplanner.model.store.publish import write_plan_file

_FIRST = "A00000"
_EDITOR = """
import sys
from pathlib import Path
from cmoplanner.model.store.document import Document
document = Document.open(Path(sys.argv[1]), data_folder=Path(sys.argv[2]))
print("open", flush=True)
for number in range(int(sys.argv[3]), 10**9):
    with document.edit(str(number)) as session:
        session.update("activity", "A00000", {"name": str(number)})
        session.update("activity", "A00001", {"gross_spend": number})
    print(number, flush=True)
    if number % 5 == 0:
        document.publish()
"""


@dataclass
class Tally:
    """How often something was tried, and how often it went wrong."""

    tries: int = 0
    failures: int = 0

    def count(self, *, failed: bool) -> None:
        """Note one more try."""
        self.tries += 1
        self.failures += failed

    @property
    def bound(self) -> float:
        """The failure rate that the tries exclude with 95 %, if none failed."""
        return 1 - 0.05 ** (1 / self.tries) if self.tries else 1.0


def plan(folder: Path, name: str = "plan.cmoplan", *, activities: int = 10, data: str = "data") -> Document:
    """Make and open a small plan."""
    return Document.create(folder / name, rows(activities), data_folder=folder / data)


def rename(document: Document, name: str) -> None:
    """Do one small edit."""
    with document.edit(f"Rename to {name}") as session:
        session.update("activity", _FIRST, {"name": name})


def name_of(document: Document) -> str:
    """Return what `rename` last gave."""
    return document.plan.activities[_FIRST].name


def kills(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R1: kill -9 in edits and publishing; each confirmed edit must be there, none half."""
    tally, last = Tally(), 0
    plan(folder).close()
    path, data = folder / "plan.cmoplan", folder / "data"
    for _ in range(tries):
        command = [sys.executable, "-c", _EDITOR, str(path), str(data), str(last + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
            said = [int(line) for line in process.stdout.read().rpartition("\n")[0].split()]
        last = said[-1] if said else last
        with Document.open(path, data_folder=data) as document:
            spent = document.plan.activities["A00001"].gross_spend
            found = int(name_of(document)) if name_of(document).isdigit() else 0
            tally.count(failed=found not in {last, last + 1} or (found > 0 and spent != found))
            last = max(last, found)
    return tally


def torn_tails(tries: int, folder: Path, chance: random.Random, *, keep_confirmed: bool = True) -> Tally:
    """R2 as a model: what was not yet flushed when an edit was confirmed is lost or turned into noise.

    The model takes SQLite's word that everything before the confirmation was flushed. The control loses a part of that.
    """
    tally = Tally()
    document = plan(folder)
    working = next((folder / "data" / "working").glob("*/plan.db"))
    log = working.with_name("plan.db-wal")
    for number in range(tries):
        rename(document, f"confirmed {number}")
        flushed = log.stat().st_size
        database, before = working.read_bytes(), log.read_bytes()
        rename(document, f"not confirmed {number}")
        after = log.read_bytes()
        length = chance.randrange(flushed, len(after) + 1) if after[:flushed] == before else flushed
        if not keep_confirmed:
            length = chance.randrange(flushed)
        tail = after[:length] + chance.randbytes(chance.randrange(5000))
        cut = folder / "cut"
        shutil.rmtree(cut, ignore_errors=True)
        shutil.copytree(folder / "data", cut, ignore=shutil.ignore_patterns("backups"))
        copy = cut / working.relative_to(folder / "data")
        copy.write_bytes(database)
        copy.with_name("plan.db-wal").write_bytes(tail)
        copy.with_name("plan.db-shm").unlink(missing_ok=True)
        found = Document.open(document.path, data_folder=cut)
        good = {f"confirmed {number}", f"not confirmed {number}"}
        tally.count(failed=name_of(found) not in good)
        found.close(publish=False)
    document.close()
    return tally


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


def damage(data: bytes, kind: int, chance: random.Random) -> bytes:
    """Return bytes damaged in one of eight ways."""
    at, size = chance.randrange(len(data)), chance.randrange(1, 600)
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
    plan(folder, activities=30 if with_digest else 400).close()
    sound = read_verified(folder / "plan.cmoplan")
    data, path = (folder / "plan.cmoplan").read_bytes(), folder / "damaged.cmoplan"
    for number in range(tries):
        path.write_bytes(damage(data, number % (8 if with_digest else 3), chance))
        try:
            found = _read(path, with_digest=with_digest)
        except PlanFileError:
            tally.count(failed=False)
        else:
            tally.count(failed=found.tables != sound.tables)
    return tally


def _read(path: Path, *, with_digest: bool) -> Contents:
    from cmoplanner.model.store import open as opening

    if with_digest:
        opening.check_header(path, shown=path)
        return read_verified(path)
    from cmoplanner.errors import DamagedPlan
    from cmoplanner.model.store import contents, engine

    try:
        connection = engine.open_untrusted(path)
        try:
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise DamagedPlan(path)
            return Contents(contents.read_identity(connection)[0], contents.read_tables(connection), contents.Record())
        finally:
            connection.close()
    except (ValueError, sqlite3.Error) as error:
        raise DamagedPlan(path, str(error)) from error


def slow_copies(tries: int, folder: Path, chance: random.Random, *, in_place: bool = False) -> Tally:
    """R9: a sync program copies piece by piece while we publish. The control overwrites the file where it lies."""
    tally, stop = Tally(), threading.Event()
    with plan(folder) as document:
        path, versions = document.path, []
        for number in range(4):
            rename(document, f"{number}" * 50)
            document.publish()
            versions.append((document.contents(), path.read_bytes()))

    def work() -> None:
        while not stop.is_set():
            for contents, data in versions:
                if in_place:
                    with path.open("r+b") as file:
                        file.write(data)
                else:
                    write_plan_file(path, contents)

    writer = threading.Thread(target=work)
    writer.start()
    try:
        for _ in range(tries):
            tally.count(failed=_is_torn(path, folder / "copy.cmoplan", chance))
    finally:
        stop.set()
        writer.join()
    return tally


def _is_torn(path: Path, copy: Path, chance: random.Random) -> bool:
    with path.open("rb") as reader, copy.open("wb") as writer:
        while piece := reader.read(16_384):
            writer.write(piece)
            time.sleep(chance.uniform(0, 0.001))
    try:
        read_verified(copy)
    except PlanFileError:
        return True
    return False


def refused_replaces(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R10: the system refuses to replace the file for a while; then it works, and nothing is left beside."""
    tally = Tally()
    with plan(folder) as document:
        contents, path = document.contents().renewed(), folder / "other.cmoplan"
        for _ in range(tries):
            left = [PermissionError(13, "in use")] * chance.randrange(1, 5)

            def replace(draft: Path, target: Path, left: list[PermissionError] = left) -> None:
                if left:
                    raise left.pop()
                draft.replace(target)

            write_plan_file(path, contents, replace=replace)
            tally.count(
                failed=bool(left)
                or read_verified(path).identity != contents.identity
                or len(list(folder.glob(".~*"))) > 0
            )
    return tally


def two_computers(tries: int, folder: Path, chance: random.Random, *, careless: bool = False) -> Tally:
    """R11: two computers edit one file; what either confirmed is in a file afterwards. The control just overwrites."""
    tally = Tally()
    for number in range(tries):
        place = folder / f"{number}"
        place.mkdir()
        plan(place, data="a").close()
        sides = [Document.open(place / "plan.cmoplan", data_folder=place / key) for key in "ab"]
        for step in range(6):
            side = chance.choice(sides)
            rename(side, f"{sides.index(side)} {step}")
            if step == 5 or chance.random() < 0.5:
                _publish(side, careless=careless)
        for side in sides:
            _publish(side, careless=careless)
        wanted = {side.digest for side in sides if side.revision > 1}
        there = {read_verified(path).identity.digest for path in place.glob("*.cmoplan")}
        tally.count(failed=not wanted <= there)
        for side in sides:
            side.close(publish=False)
        shutil.rmtree(place)
    return tally


def _publish(document: Document, *, careless: bool) -> None:
    if careless:
        write_plan_file(document.path, document.contents())
        return
    with suppress(PlanConflict):  # both versions are kept; the caller looks for them
        document.publish()


def clock_jumps(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R20: the clock jumps by years in both directions; edits, undo, publishing and backups go on."""
    tally = Tally()
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
    document.close()
    return tally
