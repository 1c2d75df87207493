"""R3: the disk fails calls of SQLite and of our own code with an I/O error, once or from then on."""

import errno
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.faults.below import Call, watched
from bench.faults.tally import Tally, plan, rename
from cmoplanner.errors import CmoPlannerError
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified

ACTS = 8
_CALLS = (300, 700, 2_000)  # opening alone makes some 250


@dataclass
class Trouble:
    """Counts the calls of some kinds and fails the one of a certain number, and those after it if it lasts."""

    number: int
    code: int = errno.EIO
    lasting: bool = False
    kinds: frozenset[str] = frozenset()  # all kinds if empty
    seen: int = 0
    failed: set[str] = field(default_factory=set)  # the kinds of call that were failed

    def ask(self, kind: str, _path: str) -> int:
        """Return the error of a call that is to fail."""
        if self.kinds and kind not in self.kinds:
            return 0
        self.seen += 1
        if self.seen < self.number or (self.seen > self.number and not self.lasting):
            return 0
        self.failed.add(kind)
        return self.code

    def tell(self, call: Call) -> None:
        """Nothing to note."""

    @property
    def met(self) -> bool:
        """Whether a call was failed."""
        return self.seen >= self.number


@dataclass
class _State:
    """What the user was told: the plan as it is, and what is in its file."""

    digest: str
    published: str


def io_errors(tries: int, folder: Path, chance: random.Random, *, careless: bool = False) -> Tally:
    """Open, edit, publish and back up on a disk with faults; nothing confirmed is lost, each fault is told.

    Only tries in which a fault was met count. The control takes errors for success.
    """
    tally = Tally()
    root, template = folder / "disk", folder / "template"
    root.mkdir()
    document = plan(root)
    rename(document, "Not published")
    states = _State(document.digest, read_verified(document.path).identity.digest)
    document.close(publish=False)
    root.rename(template)
    while tally.tries < tries:
        shutil.copytree(template, root)
        state = replace(states)
        if chance.random() < 0.5:  # opened for the first time on this computer
            shutil.rmtree(root / "data")
            state.digest = state.published
        trouble = Trouble(chance.randrange(1, chance.choice(_CALLS)), lasting=chance.random() < 0.3)
        failed = _worked(root, state, trouble, random.Random(chance.random()), careless=careless)
        if trouble.met:
            tally.count(failed=failed)
        shutil.rmtree(root)
    return tally


def _worked(root: Path, state: _State, trouble: Trouble, chance: random.Random, *, careless: bool) -> bool:
    """Work on a plan, then open it on a sound disk; return whether anything went wrong that may not."""
    path, data = root / "plan.cmoplan", root / "data"
    told, in_doubt = True, None
    with watched(root, trouble):
        try:
            document = Document.open(path, data_folder=data)
        except CmoPlannerError as error:
            told = bool(error.sentence and error.remedy)
        else:
            for _number in range(ACTS):
                told = _act(document, state, chance, careless=careless) and told
            if document.read_only:  # it has said that nobody knows whether the last edit was saved
                in_doubt = document.revision + 1
            _quietly(lambda: document.close(publish=False))
    try:
        file = read_verified(path).identity.digest
        with Document.open(path, data_folder=data) as document:
            kept = document.digest == state.digest or document.revision == in_doubt
            return not told or file != state.published or not kept
    except CmoPlannerError:
        return True


def _act(document: Document, state: _State, chance: random.Random, *, careless: bool) -> bool:
    """Do one thing and note what is confirmed by it; return whether a fault was told as it should."""
    number = chance.randrange(10**6)
    acts: list[Callable[[], object]] = [
        *[lambda: rename(document, f"{number}")] * 4,
        lambda: _write_notes(document, chance),
        document.undo,
        lambda: document.name_version(f"{number}"),
        document.publish,
        document.publish,
        document.back_up,
    ]
    act = chance.choice(acts)
    before = document.digest
    try:
        act()
    except CmoPlannerError as error:
        if careless:
            state.digest = f"{number}"
        state.published = _file_after(document, state)
        return bool(error.sentence and error.remedy) and document.digest == before
    state.digest = document.digest
    if not document.has_unpublished:
        state.published = document.digest
    return True


def _file_after(document: Document, state: _State) -> str:
    """A publication that failed has left the file as it was, or has come through though the disk said otherwise."""
    try:
        found = read_verified(document.path).identity.digest
    except CmoPlannerError:
        return state.published
    return found if found == document.digest else state.published


def _write_notes(document: Document, chance: random.Random) -> None:
    with document.edit("Write notes") as session:
        for row in list(document.plan.activities)[:4]:
            session.update("activity", row, {"notes": chance.choice("abc") * 19_000})


def _quietly(act: Callable[[], object]) -> None:
    """A disk that fails may fail at the last call as well; what counts is what is there afterwards."""
    try:
        act()
    except CmoPlannerError:
        return
