"""R4: the disk is full: every file that is written is told and the old one stays, byte by byte.

A full disk is met in two ways: the system lets no file grow beyond a size (an error of the kernel in the middle of
writing), or each call of the store that takes up space fails with "no space left".
"""

import errno
import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bench.faults.below import watched
from bench.faults.tally import Tally, name_of, plan, rename
from bench.faults.trouble import Trouble
from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.plan_tables import export_tables, import_tables
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from cmoplanner.model.store.restore import restore
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project

_OF_THE_STORE = {"publish", "backup", "copy", "restore", "import"}  # an edit writes to a file that is open already
_TAKES_SPACE = frozenset({"create", "write", "mkdir"})
Act = Callable[[], object]


def full_disk(tries: int, folder: Path, chance: random.Random, *, careless: bool = False) -> Tally:
    """Edit, publish, back up, copy, restore, import and export on a full disk. The control writes files in place."""
    tally, root = Tally(), folder / "disk"
    root.mkdir()
    document = plan(root)
    acts = _acts(document, root)
    kept = {path for path in root.rglob("*") if path.is_file() and "data" not in path.relative_to(root).parts}
    for number in range(tries):
        rename(document, f"before {number}")
        what = list(acts)[number % len(acts)]
        act = (lambda: _in_place(kept)) if careless else acts[what]
        before, name = {path: path.read_bytes() for path in kept}, name_of(document)
        limit = chance.randrange(300) if what == "tables" else chance.randrange(6_000)
        injected = what in _OF_THE_STORE and chance.random() < 0.5
        told = False
        with _no_space(root, chance) if injected and not careless else _no_growth(limit):
            try:
                act()
            except CmoPlannerError as error:
                told = bool(error.sentence and error.remedy)
            except OSError:
                told = False
        same = {path: path.read_bytes() for path in kept} == before and name_of(document) == name
        left = [path for path in root.glob(".~*") if path.is_file()]
        tally.count(failed=not (told and same and not left) or not _works_again(document))
    document.close(publish=False)
    return tally


def _acts(document: Document, root: Path) -> dict[str, Act]:
    """Return what takes up space, each of it done once so that there is something to lose."""
    tables, book, other = root / "tables", root / "book.xlsx", root / "imported.cmoplan"
    backup, numbers = root / "backup.cmoplan", count()
    backup.write_bytes(document.path.read_bytes())
    outcome = project(compile_plan(document.plan))
    acts: dict[str, Act] = {
        "edit": lambda: rename(document, "x" * 150),
        "publish": document.publish,
        "backup": document.back_up,
        "copy": lambda: document.save_copy(root / "copy.cmoplan"),
        "tables": lambda: export_tables(document, tables, replace=True),
        "book": lambda: export_workbook(document.plan, outcome, book),
        "import": lambda: import_tables(tables, other, replace=True, data_folder=root / "data"),
        "restore": lambda: restore(backup, root / f"restored-{next(numbers)}.cmoplan"),
    }
    for name in ("copy", "tables", "book", "import"):
        acts[name]()
    return acts


def _in_place(paths: set[Path]) -> None:
    for path in paths:
        path.write_bytes(path.read_bytes())


def _works_again(document: Document) -> bool:
    """With space on the disk again, the plan is published, and what was there is sound."""
    try:
        document.publish()
        return read_verified(document.path).identity.digest == document.digest
    except CmoPlannerError:
        return False


@contextmanager
def _no_growth(limit: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _no_space(root: Path, chance: random.Random) -> Iterator[None]:
    trouble = Trouble(chance.randrange(1, 4), errno.ENOSPC, lasting=True, kinds=_TAKES_SPACE)
    with watched(root, trouble):
        yield
