"""R3, the exports: the disk fails calls while plan tables, a workbook, a picture or pages replace older ones."""

import json
import random
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.faults.below import watched
from bench.faults.tally import Tally, plan, rename
from bench.faults.trouble import Trouble
from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.files_out import write_text
from cmoplanner.exchange.plan_tables import export_tables, import_tables
from cmoplanner.exchange.proof import proof_of
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.ui.calendar_export import export_calendar

Act = Callable[[], object]
_NEVER = 10**9


def export_errors(tries: int, folder: Path, chance: random.Random, *, careless: bool = False) -> Tally:
    """Export and import over older files on a disk with faults, somewhere in each of them.

    What fails is told, each file then is the old one, byte by byte, and nothing is left beside; what does not fail is
    whole. A fault in the very act of naming may leave some plan tables new and others old, and one after it an import
    that came through: each file is whole then. The control writes the files in place.
    """
    tally, root = Tally(), folder / "disk"
    root.mkdir()
    with plan(root, data="../data") as document:
        acts = _acts(document, root)
        calls = {what: _calls_of(act, root) for what, act in acts.items()}
        for number in range(tries):
            what = list(acts)[number % len(acts)]
            rename(document, f"{chance.randrange(10**9)}")  # the new files are others than the old ones
            trouble = Trouble(chance.randrange(1, calls[what] + 1), lasting=chance.random() < 0.3)
            act = partial(_in_place, root) if careless else acts[what]
            tally.count(failed=not _came_through(act, root, trouble))
    return tally


def _acts(document: Document, root: Path) -> dict[str, Act]:
    """Return what is written, each of it once so that there is something to lose."""
    source, data = root / "source", root / "data"
    outcome = project(compile_plan(document.plan))
    export_tables(document, source)
    acts: dict[str, Act] = {
        "tables": lambda: export_tables(document, root / "tables", replace=True),
        "book": lambda: export_workbook(document.plan, outcome, root / "book.xlsx"),
        "picture": lambda: export_calendar(document.plan, outcome, root / "calendar.png"),
        "pages": lambda: export_calendar(document.plan, outcome, root / "calendar.pdf"),
        "proof": lambda: write_text(root / "proof.json", json.dumps(proof_of(document.contents()))),
        "import": lambda: import_tables(source, root / "imported.cmoplan", replace=True, data_folder=data),
    }
    for act in acts.values():
        act()
    return acts


def _calls_of(act: Act, root: Path) -> int:
    counting = Trouble(_NEVER)
    with watched(root, counting):
        act()
    return counting.seen


def _came_through(act: Act, root: Path, trouble: Trouble) -> bool:
    """Do an act on a disk with a fault; return whether all is as it may be afterwards, and tidy up."""
    before, told, failed = _files(root), True, False
    with watched(root, trouble):
        try:
            act()
        except CmoPlannerError as error:
            told, failed = bool(error.sentence and error.remedy), True
        except OSError:
            told = False
    after = _files(root)
    left = [path for path in after if path.name.startswith(".~")]
    fine = told and (not left or "remove" in trouble.failed)
    for path, data in before.items():
        new = after.get(path) != data
        fine = fine and (not new or (_may_be_new(path, trouble, failed=failed) and _is_whole(path)))
    for path in left:
        path.unlink()
    shutil.rmtree(root / "data", ignore_errors=True)  # working copies of what was imported
    return fine


def _may_be_new(path: Path, trouble: Trouble, *, failed: bool) -> bool:
    """Whether a file may be the new one: if nothing failed, and in the two cases that `export_errors` names."""
    named = path.parent.name == "tables" and "rename" in trouble.failed
    return not failed or named or path.suffix == ".cmoplan"


def _is_whole(path: Path) -> bool:
    data = path.read_bytes()
    match path.suffix:
        case ".xlsx":
            with zipfile.ZipFile(path) as book:
                return book.testzip() is None
        case ".png":
            return data.endswith(b"IEND\xaeB`\x82")
        case ".pdf":
            return data.endswith(b"%%EOF\n")
        case ".json":
            return bool(json.loads(data))
        case ".cmoplan":
            return bool(read_verified(path).tables)
        case _:
            return data.endswith(b"\n")


def _files(root: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] != "data"
    }


def _in_place(root: Path) -> None:
    for path in _files(root):
        path.write_bytes(path.read_bytes())
