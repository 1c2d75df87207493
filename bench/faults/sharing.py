"""R9, R10, R11: a sync program that copies slowly, a file that another program holds, two computers."""

import random
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from bench.faults.tally import Tally, plan, rename
from cmoplanner.errors import PlanConflict, PlanFileError
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
