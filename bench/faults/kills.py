"""R1 and R12: kill -9 at any moment of editing, publishing, importing, restoring, migrating and opening.

A warm process of its own forks one child after another, so that a kill costs no start of Python.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from bench.faults.formats import make_older, older_format
from bench.faults.killing import Say, killed
from bench.faults.long_editing import run as edit_long
from bench.faults.tally import FIRST, Tally, name_of, plan, rename
from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.plan_tables import export_tables, import_tables
from cmoplanner.model.store import engine, migrations, schema
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from cmoplanner.model.store.restore import restore
from cmoplanner.model.store.snapshot import read_snapshot

KEPT = sorted((Path(__file__).parents[2] / "tests" / "data" / "plans").glob("format-*.cmoplan"))
SECOND = "A00001"


def kills(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R1: of five kills three hit edits and publishing, one an import over a plan, one the restoring of a backup."""
    return _elsewhere("kills", tries, folder, chance)


def kills_in_place(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R1, the control: a program that writes its file in place."""
    return _elsewhere("in-place", tries, folder, chance)


def kills_in_long_editing(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R1: hundreds of acts between two kills, publishing now and then."""
    return _elsewhere("long-editing", tries, folder, chance)


def kills_of_a_hasty_program(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R1, the control: a program that confirms an act before it is written."""
    return _elsewhere("hasty", tries, folder, chance)


def killed_migrations(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R12: killed while a file of each released format, and of one before them, is opened for the first time."""
    return _elsewhere("migrations", tries, folder, chance)


def killed_careless_migrations(tries: int, folder: Path, chance: random.Random) -> Tally:
    """R12, the control: a program that migrates the file itself."""
    return _elsewhere("careless-migrations", tries, folder, chance)


def _elsewhere(what: str, tries: int, folder: Path, chance: random.Random) -> Tally:
    words = [what, str(tries), str(folder), str(chance.randrange(10**9))]
    command = [sys.executable, "-m", "bench.faults.kills", *words]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    return Tally(**json.loads(done.stdout))


class _Target(Protocol):
    def act(self, say: Say) -> None:
        """Go on until killed, saying 0 at the start and then each number that is done."""

    def failed(self, said: Sequence[int]) -> bool:
        """Return whether something that was said is lost, or half of something is there."""


@dataclass
class _Editing:
    """Edits, undo, redo and publishing."""

    path: Path
    data: Path
    last: int = 0

    def act(self, say: Say) -> None:
        document = Document.open(self.path, data_folder=self.data)
        say(0)
        for number in range(self.last + 1, 10**9):
            with document.edit(str(number)) as session:
                session.update("activity", FIRST, {"name": str(number)})
                session.update("activity", SECOND, {"gross_spend": number})
            say(number)
            if number % 5 == 0:
                document.publish()
            if number % 3 == 0:
                document.undo()
                document.redo()

    def failed(self, said: Sequence[int]) -> bool:
        self.last = max([self.last, *said])
        read_verified(self.path)
        with Document.open(self.path, data_folder=self.data) as document:
            while document.redo():  # killed between undo and redo
                pass
            spent, name = document.plan.activities[SECOND].gross_spend, name_of(document)
        found = int(name) if name.isdigit() else 0
        lost, half = found not in {self.last, self.last + 1}, found > 0 and spent != found
        self.last = max(self.last, found)
        return lost or half


@dataclass
class _Importing:
    """Imports of three sets of tables over one plan file, in turn."""

    path: Path
    tables: Sequence[Path]
    data: Path
    last: int = 0

    def act(self, say: Say) -> None:
        say(0)
        for number in range(self.last + 1, 10**9):
            import_tables(self.tables[number % 3], self.path, replace=True, data_folder=self.data)
            say(number)

    def failed(self, said: Sequence[int]) -> bool:
        self.last = max([self.last, *said])
        found = int(read_snapshot(self.path).plan.activities[FIRST].name)
        failed = found not in {self.last % 3, (self.last + 1) % 3}
        with Document.open(self.path, data_folder=self.data):
            return failed


@dataclass
class _Restoring:
    """A backup brought back as new files."""

    backup: Path
    folder: Path
    last: int = 0

    def act(self, say: Say) -> None:
        say(0)
        for number in range(self.last + 1, 10**9):
            restore(self.backup, self.folder / f"{number}.cmoplan")
            say(number)

    def failed(self, said: Sequence[int]) -> bool:
        wanted = read_verified(self.backup).tables
        made = sorted(self.folder.glob("[0-9]*.cmoplan"), key=lambda path: int(path.stem))
        failed = len(said) > len(made) or any(read_verified(path).tables != wanted for path in made)
        self.last = max([self.last, *(int(path.stem) for path in made)])
        for path in self.folder.iterdir():
            path.unlink()
        return failed


@dataclass
class _InPlace:
    """The control: two versions of a file, written over each other in place."""

    path: Path
    versions: Sequence[bytes]

    def act(self, say: Say) -> None:
        say(0)
        while True:
            for version in self.versions:
                with self.path.open("r+b") as file:
                    for at in range(0, len(version), 4096):
                        file.write(version[at : at + 4096])

    def failed(self, _said: Sequence[int]) -> bool:
        read_verified(self.path)
        return False


def _kill(targets: Sequence[_Target], tries: int, chance: random.Random, *, most_done: int = 1) -> Tally:
    tally = Tally()
    for number in range(tries):
        target = targets[number % len(targets)]
        done = most_done if chance.random() < 0.25 else 0  # or nothing at all would be done on a busy machine
        said = killed(target.act, chance, done=done)
        tally.confirmed += len(said)
        try:
            tally.count(failed=target.failed(said))
        except CmoPlannerError:
            tally.count(failed=True)
    return tally


def _run_kills(tries: int, folder: Path, chance: random.Random) -> Tally:
    editing = _Editing(folder / "plan.cmoplan", folder / "data")
    tables = []
    with plan(folder) as document:
        for number in range(3):
            rename(document, f"{number}")
            tables.append(folder / f"tables-{number}")
            export_tables(document, tables[-1])
        rename(document, "no number yet")
        document.publish()
        backup = folder / "backup.cmoplan"  # the program's own backups are thinned
        backup.write_bytes(document.path.read_bytes())
    (folder / "restored").mkdir()
    imported = folder / "imported.cmoplan"
    import_tables(tables[0], imported, data_folder=folder / "data")
    importing = _Importing(imported, tables, folder / "data")
    return _kill([editing, editing, editing, importing, _Restoring(backup, folder / "restored")], tries, chance)


def _run_in_place(tries: int, folder: Path, chance: random.Random) -> Tally:
    versions = []
    with plan(folder) as document:
        for number in range(2):
            rename(document, f"{number}" * 50)
            document.publish()
            versions.append(document.path.read_bytes())
    return _kill([_InPlace(document.path, versions)], tries, chance, most_done=0)


def _run_migrations(tries: int, folder: Path, chance: random.Random, *, careless: bool = False) -> Tally:
    tally = Tally()
    older = folder / "older.cmoplan"
    make_older(KEPT[0], older)
    with older_format(KEPT[0]):
        for number in range(tries):
            kept = [older, *KEPT][0 if careless else number % (1 + len(KEPT))]
            path, data = folder / f"{number % 10}.cmoplan", folder / f"data-{number % 10}"
            path.write_bytes(kept.read_bytes())
            before = path.read_bytes(), path.stat().st_mtime_ns

            def act(say: Say, path: Path = path, data: Path = data) -> None:
                say(0)
                if careless:
                    _migrate_in_place(path)
                else:
                    Document.open(path, data_folder=data)

            killed(act, chance, 0.15)
            tally.count(failed=(path.read_bytes(), path.stat().st_mtime_ns) != before or not _opens(path, data))
    return tally


def _opens(path: Path, data: Path) -> bool:
    """Return whether a plan opens complete, can be edited, and is then a file of the current format."""
    try:
        with Document.open(path, data_folder=data) as document:
            whole = len(document.plan.activities) == 70 and document.backups() != ()
            rename_first = next(iter(document.plan.activities))
            with document.edit("Rename") as session:
                session.update("activity", rename_first, {"name": "Migrated"})
        return whole and read_verified(path).identity.digest == document.digest
    except CmoPlannerError:
        return False


def _migrate_in_place(path: Path) -> None:
    connection = engine.open_fresh(path)
    migrations.migrate(connection, migrations.OLDEST, schema.FORMAT)


_RUNS: dict[str, Callable[[int, Path, random.Random], Tally]] = {
    "kills": _run_kills,
    "in-place": _run_in_place,
    "long-editing": edit_long,
    "hasty": partial(edit_long, hasty=True),
    "migrations": _run_migrations,
    "careless-migrations": partial(_run_migrations, careless=True),
}


def main(what: str, tries: str, folder: str, seed: str) -> None:
    """Run one experiment in this process and print its tally."""
    tally = _RUNS[what](int(tries), Path(folder), random.Random(int(seed)))
    sys.stdout.write(json.dumps(asdict(tally)))


if __name__ == "__main__":
    main(*sys.argv[1:])
