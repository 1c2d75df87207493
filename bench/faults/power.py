"""R2: the power is cut at any moment of editing, publishing and checkpoints: recorded below SQLite, and replayed."""

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.below import Call, watched
from bench.faults.cuts import Disk, read_in, write_out
from bench.faults.tally import Tally, plan, rename
from cmoplanner.errors import CmoPlannerError
from cmoplanner.model.store import engine
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified

ACTS = 60
CUTS = 150  # of one recording
SQLITE_DEFAULT = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON")
RARELY_FLUSHED = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA secure_delete = ON")


@dataclass(frozen=True, slots=True)
class Said:
    """What the program told its user, or was about to do, at this point of the recording."""

    what: str  # doing, done, publishing, published
    digest: str = ""


@dataclass
class Recording:
    """Calls on the disk and words to the user, in order."""

    root: Path
    start: dict[str, bytes | None]
    flushed_drafts: bool = True
    log: list[Call | Said] = field(default_factory=list)
    verified: dict[bytes, str] = field(default_factory=dict)  # digests of the plan files that were read back

    def ask(self, _kind: str, _path: str) -> int:
        """Let every call pass."""
        return 0

    def tell(self, call: Call) -> None:
        """Note a call."""
        if self.flushed_drafts or call.kind != "flush" or not call.path.endswith(".tmp"):
            self.log.append(call)


def power_cuts(
    tries: int,
    folder: Path,
    chance: random.Random,
    *,
    settings: Sequence[str] | None = None,
    flushed_drafts: bool = True,
    acts: int = ACTS,
) -> Tally:
    """Cut the power `tries` times while so many acts are done; what was told as saved must be there, each file whole.

    The controls use SQLite settings that lose edits, or publish without flushing the file.
    """
    tally = Tally()
    with _settings(settings):
        while tally.tries < tries:
            place = folder / f"{tally.tries}"
            place.mkdir()
            recording = record(place, chance, flushed_drafts=flushed_drafts, acts=acts)
            _replay(recording, min(CUTS, tries - tally.tries), chance, tally, acts)
            shutil.rmtree(place)
    return tally


def record(folder: Path, chance: random.Random, *, flushed_drafts: bool = True, acts: int = ACTS) -> Recording:
    """Edit, undo, name versions, publish, back up, close and open again; return all that reached the disk, in order."""
    root = folder / "disk"
    root.mkdir()
    plan(root, data=f"../{folder.name}-before").close()
    path, data = root / "plan.cmoplan", root / "data"
    recording = Recording(root, read_in(root), flushed_drafts)
    digest = read_verified(path).identity.digest
    recording.log += [Said("published", digest), Said("done", digest)]
    with watched(root, recording):
        document = Document.open(path, data_folder=data)
        for number in range(acts):
            document = _act(document, number, chance, recording)
        document.close(publish=False)
    _must_be_complete(recording)
    return recording


def _act(document: Document, number: int, chance: random.Random, recording: Recording) -> Document:
    data = recording.root / "data"
    match chance.randrange(12):
        case 0 | 1:
            recording.log.append(Said("publishing", document.digest))
            document.publish()
            recording.log.append(Said("published", document.digest))
        case 2:
            recording.log.append(Said("publishing", document.digest))
            document.close()
            recording.log.append(Said("published", document.digest))
            document = Document.open(recording.root / "plan.cmoplan", data_folder=data)
        case 3:
            document.back_up()
        case 4:
            document.undo()
        case 5:
            document.name_version(f"{number}")
        case 6 | 7:  # enough for a checkpoint from time to time
            with document.edit("Write notes") as session:
                for row in document.plan.activities:
                    session.update("activity", row, {"notes": chance.choice("abc") * 19_000})
        case _:
            rename(document, f"{number}")
    recording.log.append(Said("done", document.digest))
    return document


def _replay(recording: Recording, tries: int, chance: random.Random, tally: Tally, acts: int) -> None:
    disk, place = Disk(recording.root, recording.start), 0
    opened = 2 * len(recording.log) // acts
    cuts = [chance.randrange(2, chance.choice((opened, len(recording.log)))) for _ in range(tries)]
    for cut in sorted(cuts):  # every second one at the beginning: opening makes files and folders
        disk.replay(entry for entry in recording.log[place:cut] if isinstance(entry, Call))
        place = cut
        shutil.rmtree(recording.root)
        write_out(disk.after_cut(chance), recording.root)
        tally.count(failed=not _survived(recording, cut))


def _survived(recording: Recording, cut: int) -> bool:
    said = [entry for entry in recording.log[:cut] if isinstance(entry, Said)]
    coming = next((entry for entry in recording.log[cut:] if isinstance(entry, Said) and entry.what == "done"), None)
    plans = {next(entry for entry in reversed(said) if entry.what == "done").digest} | (
        {coming.digest} if coming else set()
    )
    files = {said[-1].digest} if said[-1].what == "publishing" else set()
    files.add(next(entry for entry in reversed(said) if entry.what == "published").digest)
    path, data = recording.root / "plan.cmoplan", recording.root / "data"
    try:
        data_there = path.read_bytes()
        if recording.verified.get(data_there) not in files:  # most cuts leave one of a few versions
            recording.verified[data_there] = read_verified(path).identity.digest
        if recording.verified[data_there] not in files:
            return False
        document = Document.open(path, data_folder=data)
    except CmoPlannerError:
        return False
    try:
        return document.digest in plans
    finally:
        document.close(publish=False)


def _must_be_complete(recording: Recording) -> None:
    """Everything replayed must be what is really there: no call escaped the recording."""
    twin = Disk(recording.root, recording.start)
    twin.replay(entry for entry in recording.log if isinstance(entry, Call))
    assert twin.now() == read_in(recording.root), "a call escaped the recording"


@contextmanager
def _settings(pragmas: Sequence[str] | None) -> Iterator[None]:
    kept = engine._WORKING_PRAGMAS  # noqa: SLF001 # a control weakens what the program never would
    engine._WORKING_PRAGMAS = tuple(pragmas or kept)  # type: ignore[assignment] # noqa: SLF001
    try:
        yield
    finally:
        engine._WORKING_PRAGMAS = kept  # noqa: SLF001
