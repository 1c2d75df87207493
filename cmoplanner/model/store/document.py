"""A plan file that is open: making, opening, publishing, copying and closing it."""

import logging
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from cmoplanner import paths
from cmoplanner.errors import PlanConflict, PlanIsOpen
from cmoplanner.model.plan import KeptTable
from cmoplanner.model.store import rows as stored_rows
from cmoplanner.model.store import schema
from cmoplanner.model.store.backups import BULK, Backup, Backups, PendingBackup, make_way
from cmoplanner.model.store.change_log import LogEntry, LogKind
from cmoplanner.model.store.changes import ChangedRows, ChangeKind, Changes, RowChange
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.digest import Sums
from cmoplanner.model.store.editing import Clock, Editing
from cmoplanner.model.store.history import Step
from cmoplanner.model.store.open import others_of, receive
from cmoplanner.model.store.publish import Publication, write_plan_file
from cmoplanner.model.store.working import Base, Working, open_working, save_base, unusable, writable
from cmoplanner.model.values import Stored

__all__ = ["ChangeKind", "ChangedRows", "Changes", "Document"]


_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


class Document(Editing):
    """One open plan file. It follows the edits, which are safe on disk already, when it is published."""

    def __init__(self, path: Path, working: Working, data_folder: Path, clock: Clock) -> None:
        super().__init__(path, working, clock, read_only=not writable(path))
        self._data_folder = data_folder
        self._backups = Backups(data_folder, working.contents.identity.uuid)
        self._take_backup: Callable[[PendingBackup], None] = PendingBackup.write_quietly
        self._base = working.base
        self._closed = False
        with self._connection.begin():
            unpublished = self._identity != self._base.identity
            since = self._history.steps_since(self._base.identity.revision) if unpublished else []
        self._recovered_steps = tuple(since)
        self._recovered_besides = self._besides(since) if unpublished else ()

    @classmethod
    def open(cls, path: Path, *, data_folder: Path | None = None, clock: Clock = _now) -> "Document":
        """Open a plan file. Raises PlanFileError with the true reason; the file is never changed by it."""
        path = _real(path)
        folder = data_folder or paths.data_folder()
        working = open_working(path, folder, clock())
        try:
            return cls(path, working, folder, clock)
        except OperationalError as error:
            working.release()
            raise unusable(folder, error) from error

    @classmethod
    def create(
        cls,
        path: Path,
        rows: Mapping[str, Sequence[Mapping[str, Stored]]],
        *,
        kept: Sequence[KeptTable] = (),
        replace: bool = False,
        data_folder: Path | None = None,
        clock: Clock = _now,
    ) -> "Document":
        """Make a new plan file of stored rows and open it; an existing file is only replaced if asked for.

        Raises PlanNotWritable, or ValueError for rows that no plan holds (the importer has named them before).
        """
        path = _real(path)
        contents = Contents.new(stored_rows.tables(rows, kept))
        make_way(path, data_folder or paths.data_folder(), clock(), replace=replace)
        write_plan_file(path, contents)
        return cls.open(path, data_folder=data_folder, clock=clock)

    @classmethod
    def create_from(
        cls, source: Path, target: Path, *, replace: bool = False, data_folder: Path | None = None, clock: Clock = _now
    ) -> "Document":
        """Make a new plan, with an id of its own, from another plan file (such as the sample) and open it."""
        target = _real(target)
        make_way(target, data_folder or paths.data_folder(), clock(), replace=replace)
        with tempfile.TemporaryDirectory() as folder:
            received = receive(Path(source).absolute(), Path(folder))
        write_plan_file(target, received.contents.renewed())
        return cls.open(target, data_folder=data_folder, clock=clock)

    @property
    def path(self) -> Path:
        """The plan file; after a conflict the file beside it that holds this version."""
        return self._path

    @property
    def read_only(self) -> bool:
        """Whether the file or its folder refuses to be written: edits are refused then."""
        return self._read_only

    @property
    def recovered_steps(self) -> tuple[Step, ...]:
        """The acts, oldest first, that came back: they had not reached the plan file when the program last ended.

        One that is `undone` was taken back then.
        """
        return self._recovered_steps

    @property
    def recovered_besides(self) -> tuple[LogEntry, ...]:
        """What came back and is no step that is left: versions, and undoing what later edits took out of the steps."""
        return self._recovered_besides

    @property
    def recovered(self) -> int:
        """How many acts came back."""
        return len(self._recovered_steps)

    @property
    def conflict(self) -> Path | None:
        """Where unpublished edits of an earlier run were kept, because somebody else had changed the file."""
        return self._working.conflict

    @property
    def kept(self) -> list[KeptTable]:
        """Tables of an import that have no home in the plan yet."""
        return list(self.plan.kept.values())

    @property
    def has_unpublished(self) -> bool:
        """Whether there are edits that are not in the plan file yet."""
        return self._identity != self._base.identity

    @property
    def published_at(self) -> datetime | None:
        """When the plan file was last written."""
        return self._base.published_at

    def rows(self, table: str) -> list[dict[str, Stored]]:
        """Return the stored rows of a table in order, for a lossless export."""
        names = schema.names(table)
        core = schema.CORE[table]
        with self._connection.begin():
            found = self._connection.execute(select(core).order_by(core.c.position, core.c.id)).all()
        return [dict(zip(names, row, strict=True)) for row in found]

    def publish(self) -> None:
        """Bring the plan file up to date, if it is not.

        Raises PlanNotWritable, the edits then stay in the working copy; or PlanConflict, the document then
        goes on as the file beside it that holds this version.
        """
        publication = self.publication()
        if publication is None:
            return
        try:
            publication.write()
        except PlanConflict as conflict:
            self.published(publication, conflict.kept_as)
            raise
        self.published(publication, self._path)

    def publication(self) -> Publication | None:
        """Return what `publish` would write, to be written in another thread; None if the file is up to date."""
        if not self.has_unpublished:
            return None
        anew = not os.path.exists(self._path)  # noqa: PTH110 # nor does a folder that may not be read stop the writing
        return Publication(self._path, self.contents(), self._base.identity, self._clock(), anew)

    def published(self, publication: Publication, path: Path) -> None:
        """Take note of where a publication was written; that file is the plan file from now on."""
        self._path = path
        self._base = Base(publication.contents.identity, publication.at)
        try:
            save_base(self._connection, path, self._base)
        except OperationalError:  # the file is written; at worst it is taken for somebody else's, and both are kept
            _log.exception("It could not be noted that the plan file was written")

    def save_copy(self, path: Path) -> None:
        """Write the plan as another one, with an id of its own. Raises PlanNotWritable; PlanIsOpen for its own file."""
        write_plan_file(self.way_for_copy(path), self.contents().renewed())

    def way_for_copy(self, path: Path) -> Path:
        """Return where a copy of the plan may be written; a plan that it replaces has a backup.

        Raises PlanNotWritable, PlanIsOpen for the plan's own file.
        """
        path = _real(path)
        if path.resolve() == self._path.resolve():
            raise PlanIsOpen(path)
        make_way(path, self._data_folder, self._clock(), replace=True)
        return path

    def back_up(self) -> Path | None:
        """Keep a verified backup of the plan as it is now; None if the newest is the same. Raises PlanNotWritable."""
        return self.pending_backup().write()

    def pending_backup(self) -> PendingBackup:
        """Return what `back_up` would write, to be written in another thread."""
        return PendingBackup(self._backups, self.contents(), self._clock())

    def hand_backups_to(self, take: Callable[[PendingBackup], None]) -> None:
        """Hand the state before each bulk edit to `take` from now on, which writes it beside the work."""
        self._take_backup = take

    def backups(self) -> tuple[Backup, ...]:
        """Return the backups of this plan on this computer, newest first."""
        return tuple(reversed(self._backups.list()))

    def conflicted_copies(self) -> tuple[Path, ...]:
        """Return the files beside the plan file that are the same plan: what a sync program or a conflict left."""
        return others_of(self._path, self.uuid)

    def close(self, *, publish: bool = True) -> None:
        """Publish and let go of the file; closing twice is fine.

        Raises what `publish` raises; the document is closed then too, and its edits are kept in the working copy.
        """
        if self._closed:
            return
        self._closed = True
        try:
            if publish and not self._read_only:
                self.publish()
        finally:
            self._listeners.clear()
            self._working.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(publish=error is None)

    def _besides(self, steps: Sequence[Step]) -> tuple[LogEntry, ...]:
        told = {step.label for step in steps}
        since = [entry for entry in self.change_log() if entry.revision > self._base.identity.revision]
        undone = {entry.label: entry for entry in since if entry.kind == LogKind.UNDO and entry.label not in told}
        return (*undone.values(), *(entry for entry in since if entry.kind == LogKind.VERSION))

    def _store_state(
        self, changes: Sequence[RowChange], revision: int, kind: LogKind, label: str
    ) -> tuple[Sums, LogEntry]:
        if len(changes) >= BULK:
            self._take_backup(self.pending_backup())  # what is held is still the state before
        return super()._store_state(changes, revision, kind, label)


def _real(path: Path) -> Path:
    path = Path(path).absolute()
    try:
        return path.resolve() if path.is_symlink() else path  # replacing a link would leave its file behind
    except (OSError, RuntimeError):  # a name that is too long, a link to itself: told by what reads or writes it
        return path
