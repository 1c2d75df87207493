"""Verified copies of a plan in the data folder, by the plan's id; thinned as they grow old."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cmoplanner.errors import PlanFileError, PlanNotWritable
from cmoplanner.i18n import _
from cmoplanner.model.store.contents import Contents, Identity
from cmoplanner.model.store.flush import flush_file, flush_folder, make_folder
from cmoplanner.model.store.open import receive
from cmoplanner.model.store.publish import SUFFIX, write_plan_file

_log = logging.getLogger(__name__)

_STAMP = "%Y%m%dT%H%M%S"
NEWEST = 20
MOST_BYTES = 1 << 30
BULK = 50  # rows that one act changes: from here on the state before it is kept as well
_RULES: tuple[tuple[int, str], ...] = ((24, "%Y%m%d%H"), (30, "%Y%m%d"), (12, "%Y%m"))


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: when it was made, of which revision, and where it lies."""

    path: Path
    at: datetime
    revision: int
    mark: str

    @property
    def size(self) -> int:
        """Its bytes on the disk; 0 if it was removed meanwhile."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @classmethod
    def parse(cls, path: Path) -> "Backup | None":
        """Return the backup that a file name tells of; None for another file."""
        stamp, _sign, rest = path.stem.partition("-r")
        revision, _sign, mark = rest.partition("-")
        try:
            return cls(path, datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC), int(revision), mark)
        except ValueError:
            return None


class Backups:
    """The backups of one plan."""

    def __init__(self, data_folder: Path, uuid: str) -> None:
        self._folder = data_folder / "backups" / uuid

    def list(self) -> list[Backup]:
        """Return all backups, oldest first."""
        if not self._folder.is_dir():
            return []
        found = (Backup.parse(path) for path in self._folder.glob(f"*{SUFFIX}"))
        return sorted((backup for backup in found if backup), key=lambda backup: (backup.at, backup.revision))

    def keep_file(self, verified: Path, identity: Identity, now: datetime) -> Path | None:
        """Keep a copy of a file that was just verified; None if this state is the newest backup already.

        Raises PlanNotWritable if the copy cannot be made or does not read back equal.
        """

        def copy(target: Path) -> None:
            draft = target.with_suffix(".tmp")  # a copy that a kill cut short has no backup's name
            try:
                shutil.copyfile(verified, draft)
                if draft.read_bytes() != verified.read_bytes():
                    raise OSError(f"the backup {target.name} does not read back as it was written")
                flush_file(draft)
                draft.replace(target)
                flush_folder(target.parent)
            finally:
                draft.unlink(missing_ok=True)

        return self._keep(identity, now, copy)

    def keep(self, contents: Contents, now: datetime) -> Path | None:
        """Write contents as a backup; None if this state is the newest backup already. Raises PlanNotWritable."""
        return self._keep(contents.identity, now, lambda target: write_plan_file(target, contents))

    def _keep(self, identity: Identity, now: datetime, make: Callable[[Path], None]) -> Path | None:
        found = self.list()
        mark = identity.digest[:12]
        if found and (found[-1].revision, found[-1].mark) == (identity.revision, mark):
            return None
        target = self._folder / f"{now.astimezone(UTC).strftime(_STAMP)}-r{identity.revision}-{mark}{SUFFIX}"
        try:
            make_folder(self._folder)
            make(target)
            self._thin()
        except OSError as error:
            raise PlanNotWritable(target, str(error)) from error
        return target

    def _thin(self) -> None:
        found = self.list()
        wanted = worth_keeping(found)
        room = MOST_BYTES
        for backup in reversed(found):
            room -= backup.size
            if backup not in wanted or (room < 0 and backup is not found[-1]):
                backup.path.unlink(missing_ok=True)  # another window of the same plan thins as well


@dataclass(frozen=True, slots=True)
class PendingBackup:
    """A state of a plan on its way to a backup: taken from an open document in a moment, written from any thread."""

    store: Backups
    contents: Contents
    at: datetime

    def write(self) -> Path | None:
        """Write it, verified; None if the newest backup is the same. Raises PlanNotWritable."""
        return self.store.keep(self.contents, self.at)

    def write_quietly(self) -> None:
        """Write it; a failure is noted in the log, since work must go on: undo is still there."""
        try:
            self.write()
        except PlanNotWritable:
            _log.exception("No backup could be made")


def worth_keeping(found: Sequence[Backup]) -> list[Backup]:
    """Return which backups to keep: the newest 20, and the last of each of 24 hours, 30 days and 12 months."""
    newest_first = sorted(found, key=lambda backup: (backup.at, backup.revision), reverse=True)
    kept = set(newest_first[:NEWEST])
    for count, period in _RULES:
        last_of: dict[str, Backup] = {}
        for backup in newest_first:
            last_of.setdefault(backup.at.strftime(period), backup)
        kept.update(list(last_of.values())[:count])
    return [backup for backup in found if backup in kept]


def make_way(path: Path, data_folder: Path, now: datetime, *, replace: bool) -> None:
    """Back up the plan that is about to be replaced by another; a file that is no sound plan has no backup.

    Raises PlanNotWritable if there is a file that may not be replaced, or the backup cannot be made.
    """
    try:
        there = path.exists()
    except OSError as error:  # a name that is too long
        raise PlanNotWritable(path, str(error)) from error
    if there and not replace:
        raise PlanNotWritable(path, _("There is already a file of this name."))
    if there:
        _keep_replaced(path, data_folder, now)


def _keep_replaced(path: Path, data_folder: Path, now: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="cmoplanner-") as folder:
        try:
            received = receive(path, Path(folder))
        except PlanFileError as error:
            _log.info("The file %s that is replaced is no sound plan: %s", path.name, error.details)
            return
        Backups(data_folder, received.identity.uuid).keep_file(received.original, received.identity, now)
