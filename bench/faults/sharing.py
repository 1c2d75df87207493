"""R9, R10, R11: a sync program that copies slowly, a file that another program holds, two computers."""

import random
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.faults.tally import Tally, plan, rename
from cmoplanner.errors import PlanConflict, PlanFileError, PlanNotWritable
from cmoplanner.model.store import publish
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from cmoplanner.model.store.publish import write_plan_file


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


@dataclass
class _HeldFile:
    """A file that another program holds for a while; the time is not the world's, so that no try takes a minute."""

    now: float = 0.0
    until: float = 0.0

    def replace(self, draft: Path, target: Path) -> None:
        """Replace the target as Windows does: not while it is held."""
        if self.now < self.until:
            raise PermissionError(13, "in use")
        draft.replace(target)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def refused_replaces(tries: int, folder: Path, chance: random.Random, *, patient: bool = True) -> Tally:
    """R10: the file cannot be replaced for 0.1 to 60 seconds.

    Held for up to two seconds, it is written; held for longer, it is told, stays as it was, and is written later.
    The control does not wait.
    """
    tally = Tally()
    held = _HeldFile()
    with plan(folder) as document, _time_of(held, patient=patient):
        path, contents = folder / "other.cmoplan", document.contents()
        write_plan_file(path, contents)
        for _ in range(tries):
            contents, before = contents.renewed(), path.read_bytes()
            lasts = 0.1 * 600 ** chance.random()
            held.until = held.now + lasts
            try:
                write_plan_file(path, contents, replace=held.replace)
                good = True
            except PlanNotWritable:
                good = lasts > 2 and path.read_bytes() == before
                held.now = held.until
                write_plan_file(path, contents, replace=held.replace)
            left = list(folder.glob(".~*"))
            tally.count(failed=not good or bool(left) or read_verified(path).identity != contents.identity)
    return tally


@contextmanager
def _time_of(held: _HeldFile, *, patient: bool) -> Iterator[None]:
    module: Any = publish
    changed = {"monotonic": lambda: held.now, "sleep": held.sleep} | ({} if patient else {"_RETRY_SECONDS": 0.0})
    kept = {name: getattr(module, name) for name in changed}
    module.__dict__.update(changed)
    try:
        yield
    finally:
        module.__dict__.update(kept)


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
