"""Verified copies of a plan in the data folder, by the plan's id; thinned as they grow old."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cmoplanner.model.store.contents import Contents, Identity
from cmoplanner.model.store.publish import SUFFIX, write_plan_file

_STAMP = "%Y%m%dT%H%M%S"
NEWEST = 20
MOST_BYTES = 1 << 30
_RULES: tuple[tuple[int, str], ...] = ((24, "%Y%m%d%H"), (30, "%Y%m%d"), (12, "%Y%m"))


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: when it was made, of which revision, and where it lies."""

    path: Path
    made: datetime
    revision: int
    mark: str

    @classmethod
    def parse(cls, path: Path) -> "Backup | None":
        """Return the backup that a file name tells of; None for another file."""
        stamp, _, rest = path.stem.partition("-r")
        revision, _, mark = rest.partition("-")
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
        return sorted((backup for backup in found if backup), key=lambda backup: (backup.made, backup.revision))

    def keep_file(self, verified: Path, identity: Identity, now: datetime) -> Path | None:
        """Keep a copy of a file that was just verified; None if this state is the newest backup already.

        Raises OSError if the copy cannot be made or does not read back equal.
        """

        def copy(target: Path) -> None:
            shutil.copyfile(verified, target)
            if target.read_bytes() != verified.read_bytes():
                target.unlink()
                raise OSError(f"the backup {target.name} does not read back as it was written")

        return self._keep(identity, now, copy)

    def keep(self, contents: Contents, now: datetime) -> Path | None:
        """Write contents as a backup; None if this state is the newest backup already. Raises PlanNotWritable."""
        return self._keep(contents.identity, now, lambda target: write_plan_file(target, contents))

    def _keep(self, identity: Identity, now: datetime, make: Callable[[Path], None]) -> Path | None:
        found = self.list()
        mark = identity.digest[:12]
        if found and (found[-1].revision, found[-1].mark) == (identity.revision, mark):
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{now.astimezone(UTC).strftime(_STAMP)}-r{identity.revision}-{mark}{SUFFIX}"
        make(target)
        self._thin()
        return target

    def _thin(self) -> None:
        found = self.list()
        wanted = worth_keeping(found)
        room = MOST_BYTES
        for backup in reversed(found):
            room -= backup.path.stat().st_size
            if backup not in wanted or (room < 0 and backup is not found[-1]):
                backup.path.unlink()


def worth_keeping(found: Sequence[Backup]) -> list[Backup]:
    """Return which backups to keep: the newest 20, and the last of each of 24 hours, 30 days and 12 months."""
    newest_first = sorted(found, key=lambda backup: (backup.made, backup.revision), reverse=True)
    kept = set(newest_first[:NEWEST])
    for count, period in _RULES:
        last_of: dict[str, Backup] = {}
        for backup in newest_first:
            last_of.setdefault(backup.made.strftime(period), backup)
        kept.update(list(last_of.values())[:count])
    return [backup for backup in found if backup in kept]
