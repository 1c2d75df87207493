"""A plan file that is open: its current Plan, the edits on it, undo and redo, and publishing it."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import RootTransaction, select, update
from sqlalchemy.exc import OperationalError

from cmoplanner import paths
from cmoplanner.errors import EditRefused, PlanConflict, PlanInUse, PlanNotWritable
from cmoplanner.i18n import _
from cmoplanner.model.plan import KeptTable, Plan
from cmoplanner.model.store import contents as stored
from cmoplanner.model.store import rows as stored_rows
from cmoplanner.model.store import schema
from cmoplanner.model.store.backups import Backups
from cmoplanner.model.store.changes import ChangedRows, ChangeKind, Changes, RowChange, notice
from cmoplanner.model.store.contents import Contents, Identity
from cmoplanner.model.store.digest import Sums
from cmoplanner.model.store.history import History, MergeKey, Step
from cmoplanner.model.store.open import receive
from cmoplanner.model.store.publish import Publication, write_plan_file
from cmoplanner.model.store.session import Session
from cmoplanner.model.store.working import Base, Working, open_working, save_base, writable
from cmoplanner.model.values import Stored

__all__ = ["ChangeKind", "ChangedRows", "Changes", "Document"]

Listener = Callable[[Changes], None]
Completion = Callable[[Plan, Session], None]
Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


class Document:
    """One open plan. Every edit is safe on disk when it returns; the plan file follows when it is published."""

    def __init__(self, path: Path, working: Working, data_folder: Path, clock: Clock) -> None:
        self._path = path
        self._data_folder = data_folder
        self._clock = clock
        self._working = working
        self._connection = working.connection
        self._reader = working.reader
        self._identity = working.contents.identity
        self._sums = Sums(working.contents.tables)
        self._base = working.base
        self._listeners: list[Listener] = []
        self._completions: list[Completion] = []
        self._read_only = not writable(path)
        self._closed = False
        with self._connection.begin():
            self._history = History(self._connection)
            unpublished = self._identity != self._base.identity
            self._recovered = self._history.steps_since(self._base.identity.revision) if unpublished else 0
            self._remember_steps()

    @classmethod
    def open(cls, path: Path, *, data_folder: Path | None = None, clock: Clock = _now) -> "Document":
        """Open a plan file. Raises PlanFileError with the true reason; the file is never changed by it."""
        path = _real(path)
        folder = data_folder or paths.data_folder()
        return cls(path, open_working(path, folder, clock()), folder, clock)

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
        _refuse_existing(path, replace=replace)
        write_plan_file(path, Contents.new(stored_rows.tables(rows, kept)))
        return cls.open(path, data_folder=data_folder, clock=clock)

    @classmethod
    def create_from(
        cls, source: Path, target: Path, *, replace: bool = False, data_folder: Path | None = None, clock: Clock = _now
    ) -> "Document":
        """Make a new plan, with an id of its own, from another plan file (such as the sample) and open it."""
        target = _real(target)
        _refuse_existing(target, replace=replace)
        with tempfile.TemporaryDirectory() as folder:
            received = receive(Path(source).absolute(), Path(folder))
        write_plan_file(target, received.contents.renewed())
        return cls.open(target, data_folder=data_folder, clock=clock)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._reader.plan

    @property
    def revision(self) -> int:
        """Counts every edit, undo and redo of the plan's life."""
        return self._identity.revision

    @property
    def uuid(self) -> str:
        """The plan's own id; copies made with `save_copy` get another."""
        return self._identity.uuid

    @property
    def digest(self) -> str:
        """The content digest: equal only for the same plan at the same revision."""
        return self._identity.digest

    @property
    def content_sums(self) -> str:
        """A digest of the rows alone, whatever the revision: equal after undo to what it was before the edit."""
        return self._sums.digest("", 0)

    @property
    def path(self) -> Path:
        """The plan file; after a conflict the file beside it that holds this version."""
        return self._path

    @property
    def read_only(self) -> bool:
        """Whether the file or its folder refuses to be written: edits are refused then."""
        return self._read_only

    @property
    def recovered(self) -> int:
        """How many steps were brought back that had not reached the plan file when the program last ended."""
        return self._recovered

    @property
    def conflict(self) -> Path | None:
        """Where unpublished edits of an earlier run were kept, because somebody else had changed the file."""
        return self._working.conflict

    @property
    def undo_label(self) -> str | None:
        """The name of the act that undo would take back; None if there is none."""
        return self._undo.label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """The name of the act that redo would repeat; None if there is none."""
        return self._redo.label if self._redo else None

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

    def subscribe(self, callback: Listener) -> Callable[[], None]:
        """Call `callback` after each change; return a function that ends it."""
        self._listeners.append(callback)

        def unsubscribe() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return unsubscribe

    def complete_edits_with(self, completion: Completion) -> None:
        """Have every edit from now on end with a call that may write more rows into it.

        It gets the plan as it was before the edit and the edit's session.
        """
        self._completions.append(completion)

    @contextmanager
    def edit(self, label: str, merge: MergeKey | None = None) -> Iterator[Session]:
        """Change the plan in one transaction that is one undo step and one notice; an error takes it back whole.

        Edits with the same `merge` key that follow each other within seconds become one step. An edit that changes
        nothing leaves no step. Raises EditRefused where the file is read-only or the disk refuses.
        """
        self._refuse_if_read_only()
        revision = self.revision + 1
        transaction = self._connection.begin()
        try:
            recording = self._history.begin(label, merge, self._clock(), revision)
            session = Session(self._connection, self._reader)
            try:
                yield session
                for completion in self._completions:
                    completion(self.plan, session)
            finally:
                session.end()
            changes = self._history.finish(recording)
            if not changes:
                transaction.rollback()
                return
            sums = self._store_state(changes, revision)
        except OperationalError as error:
            transaction.rollback()
            raise _disk_refused(label, error) from error
        except BaseException:
            transaction.rollback()
            raise
        self._commit(transaction, label, revision)
        self._adopt(changes, sums, revision)
        self._tell(notice(label, changes, revision, ChangeKind.EDIT))

    def undo(self) -> str | None:
        """Take back the last act; return its name, None if there is nothing to undo."""
        return self._replay(self._undo, ChangeKind.UNDO)

    def redo(self) -> str | None:
        """Repeat the act that was taken back last; return its name, None if there is nothing to redo."""
        return self._replay(self._redo, ChangeKind.REDO)

    def contents(self) -> Contents:
        """Return all that the plan holds now, as stored values; it can be written from any thread."""
        return Contents(self._identity, stored.read_tables(self._working.raw))

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
        return Publication(self._path, self.contents(), self._base.identity, self._clock())

    def published(self, publication: Publication, path: Path) -> None:
        """Take note of where a publication was written; that file is the plan file from now on."""
        self._path = path
        self._base = Base(publication.contents.identity, publication.at)
        save_base(self._connection, path, self._base)

    def save_copy(self, path: Path) -> None:
        """Write the plan as another plan, with an id of its own. Raises PlanNotWritable, PlanInUse for its own file."""
        path = _real(path)
        if path.resolve() == self._path.resolve():
            raise PlanInUse(path)
        write_plan_file(path, self.contents().renewed())

    def back_up(self) -> Path | None:
        """Keep a verified backup of the plan as it is now; None if the newest is the same. Raises PlanNotWritable."""
        return Backups(self._data_folder, self.uuid).keep(self.contents(), self._clock())

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
            engine = self._connection.engine
            self._connection.close()
            engine.dispose()
            self._working.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(publish=error is None)

    def _replay(self, step: Step | None, kind: ChangeKind) -> str | None:
        self._refuse_if_read_only()
        if step is None:
            return None
        revision = self.revision + 1
        transaction = self._connection.begin()
        try:
            changes = self._history.replay(step, revision)
            sums = self._store_state(changes, revision)
        except OperationalError as error:
            transaction.rollback()
            raise _disk_refused(step.label, error) from error
        except BaseException:
            transaction.rollback()
            raise
        self._commit(transaction, step.label, revision)
        self._adopt(changes, sums, revision)
        self._tell(notice(step.label, changes, revision, kind))
        return step.label

    def _store_state(self, changes: Sequence[RowChange], revision: int) -> Sums:
        sums = self._sums.copy()
        for change in changes:
            sums.changed(change.table, change.old, change.new)
        digest = sums.digest(self.uuid, revision)
        self._connection.execute(update(schema.META_CORE).values(revision=revision, digest=digest))
        return sums

    def _commit(self, transaction: RootTransaction, label: str, revision: int) -> None:
        try:
            transaction.commit()
        except OperationalError as error:
            transaction.rollback()
            if self._working.raw.in_transaction:  # SQLAlchemy takes the transaction for ended, SQLite may not
                self._working.raw.rollback()
            # A commit that is reported as failed may have been kept: only the disk knows.
            if self._stored_revision() != revision:
                raise _disk_refused(label, error) from error

    def _stored_revision(self) -> int:
        with self._connection.begin():
            return int(self._connection.execute(select(schema.META_CORE.c.revision)).scalar_one())

    def _adopt(self, changes: Sequence[RowChange], sums: Sums, revision: int) -> None:
        self._sums = sums
        self._identity = Identity(self.uuid, revision, sums.digest(self.uuid, revision))
        self._reader.apply(changes, revision)
        with self._connection.begin():
            self._remember_steps()

    def _remember_steps(self) -> None:
        self._undo = self._history.top(undone=False)
        self._redo = self._history.top(undone=True)

    def _tell(self, changes: Changes) -> None:
        for listener in list(self._listeners):
            listener(changes)

    def _refuse_if_read_only(self) -> None:
        if self._read_only:
            raise EditRefused(
                _("“{name}” can only be read, not changed.").format(name=self._path.name),
                _("Save a copy in another folder and change that."),
            )


def _real(path: Path) -> Path:
    path = Path(path).absolute()
    return path.resolve() if path.is_symlink() else path  # replacing a link would leave its file behind


def _refuse_existing(path: Path, *, replace: bool) -> None:
    if path.exists() and not replace:
        raise PlanNotWritable(path, _("There is already a file of this name."))


def _disk_refused(label: str, error: Exception) -> EditRefused:
    return EditRefused(
        _("“{label}” could not be saved; the plan is as it was before.").format(label=label),
        _("Free some space on the disk and try again."),
        f"{type(error).__name__}: {error}",
    )
