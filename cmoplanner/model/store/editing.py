"""The edits on a working copy: each one transaction, one step and one log entry; undo, redo, and named versions."""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import RootTransaction, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.store import contents as stored
from cmoplanner.model.store import schema, versions
from cmoplanner.model.store.approval_log import keep_approvals
from cmoplanner.model.store.change_log import LogEntry, LogKind, next_entry
from cmoplanner.model.store.changes import ChangeKind, Changes, RowChange, notice
from cmoplanner.model.store.contents import Contents, Identity, Record
from cmoplanner.model.store.digest import Sums
from cmoplanner.model.store.following import follow
from cmoplanner.model.store.heading import keep_heading
from cmoplanner.model.store.held import Held
from cmoplanner.model.store.history import History, MergeKey, Step, UnfitJournal
from cmoplanner.model.store.past import Past, unfit
from cmoplanner.model.store.read import InvalidRow
from cmoplanner.model.store.session import Session
from cmoplanner.model.store.versions import Moment, Packed, Version, VersionRow
from cmoplanner.model.store.working import Working

_log = logging.getLogger(__name__)
_REFUSED = (OperationalError, sqlite3.OperationalError)  # of SQLAlchemy, and of the connection below it

Listener = Callable[[Changes], None]
Completion = Callable[[Plan, Session], None]
Clock = Callable[[], datetime]
Act = Callable[[int], Sequence[RowChange]]


class Editing:
    """A plan that can be edited. Every edit is safe on disk when it returns."""

    def __init__(self, path: Path, working: Working, clock: Clock, *, read_only: bool) -> None:
        self._path = path
        self._clock = clock
        self._working = working
        self._connection = working.connection
        self._reader = working.reader
        self._identity = working.contents.identity
        self._versions = tuple(working.contents.record.versions)
        self._held = Held(working.contents)
        self._sums = working.contents.sums.copy()
        self._listeners: list[Listener] = []
        self._completions: list[Completion] = []
        self._read_only = read_only
        self._undo: Step | None = None
        self._redo: Step | None = None
        with self._connection.begin():
            self._history = History(self._connection)
            self._remember_steps()

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
        return self._sums.without(schema.VERSION).digest("", 0)

    @property
    def undo_label(self) -> str | None:
        """The name of the act that undo would take back; None if there is none."""
        return self._undo.label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """The name of the act that redo would repeat; None if there is none."""
        return self._redo.label if self._redo else None

    @property
    def versions(self) -> tuple[Version, ...]:
        """The moments that were given a name, oldest first."""
        return tuple(versions.version_of(row) for row in self._versions)

    def subscribe(self, callback: Listener) -> Callable[[], None]:
        """Call `callback` after each change; return a function that ends it."""
        self._listeners.append(callback)

        def unsubscribe() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return unsubscribe

    def complete_edits_with(self, completion: Completion) -> None:
        """Have every edit from now on end with a call that may write more rows into it.

        It gets the plan as it was before the edit and the edit's session. What follows from the edit in the register
        of assumptions and in other currencies is written before it and after it, for every document.
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
        transaction = self._begin(label)
        try:
            recording = self._history.begin(label, merge, self._clock(), revision)
            session = Session(self._connection, self._reader)
            try:
                yield session
                for completion in (keep_heading, follow, *self._completions, follow, keep_approvals):
                    completion(self.plan, session)
            finally:
                session.end()
            changes = self._history.finish(recording)
            if not changes:
                transaction.rollback()
                return
            sums, entry = self._store_state(changes, revision, LogKind.EDIT, label)
        except _REFUSED as error:
            transaction.rollback()
            raise _disk_refused(label, error) from error
        except BaseException:
            transaction.rollback()
            raise
        self._commit(transaction, label, revision)
        self._adopt(changes, sums, entry)
        self._tell(notice(label, changes, revision, ChangeKind.EDIT))

    def undo(self) -> str | None:
        """Take back the last act; return its name, None if there is nothing to undo."""
        return self._replay([self._undo] if self._undo else [])

    def redo(self) -> str | None:
        """Repeat the act that was taken back last; return its name, None if there is nothing to redo."""
        return self._replay([self._redo] if self._redo else [])

    def steps(self) -> tuple[Step, ...]:
        """Return all acts that can be undone, oldest first, then those that can be redone."""
        with self._connection.begin():
            return tuple(self._history.steps())

    def go_to(self, step: int | None) -> None:
        """Undo or redo until the act with this id is the last one that counts; None takes back every act.

        It is one transaction and one notice. Raises EditRefused if there is no such act any more.
        """
        try:
            with self._connection.begin():
                between = self._history.between(step)
        except LookupError as error:
            raise EditRefused(_("This step is no longer kept.")) from error
        self._replay(between)

    def past(self, step: int | None) -> Past:
        """Return the plan as it was after the act with this id (None: before all that are kept). Raises EditRefused."""
        try:
            with self._connection.begin():
                between = self._history.between(step)
                changes = self._history.told_of(between) if between else []
            return Past(self._held.tables_with(changes), self.revision)
        except UnfitJournal as error:
            raise unfit(between[-1].label, error) from error
        except LookupError as error:
            raise EditRefused(_("This step is no longer kept.")) from error

    def name_version(self, name: str, note: str = "") -> Version:
        """Keep the plan as it is now under a name, in the plan file. Raises EditRefused."""
        return self.keep_version(self.moment(name, note).packed())

    def moment(self, name: str, note: str = "") -> Moment:
        """Return the plan as it is now, to be packed in any thread and kept under a name. Raises EditRefused."""
        self._refuse_if_read_only()
        return versions.moment(self._versions, name, note, self._clock(), self.revision, self._held.tables())

    def keep_version(self, packed: Packed) -> Version:
        """Keep a packed state of the plan in the plan file, whatever was edited since. Raises EditRefused."""
        row = versions.named(self._versions, packed)
        self._shelve(_("Name version “{name}”").format(name=row[2]), None, row)
        return versions.version_of(row)

    def rename_version(self, version_id: str, name: str) -> None:
        """Give a version another name. Raises EditRefused."""
        old = versions.find(self._versions, version_id)
        new = versions.renamed(self._versions, version_id, name)
        if new != old:
            self._shelve(_("Rename version “{old}” to “{new}”").format(old=old[2], new=new[2]), old, new)

    def delete_version(self, version_id: str) -> None:
        """Delete a version for good; the plan as it is now stays. Raises EditRefused."""
        old = versions.find(self._versions, version_id)
        self._shelve(_("Delete version “{name}”").format(name=old[2]), old, None)

    def plan_of(self, version_id: str) -> Plan:
        """Return the plan as it was when a version was named. Raises EditRefused, VersionRefused.

        It may be called from any thread.
        """
        return versions.plan_of(versions.find(self._versions, version_id))

    def change_log(self) -> tuple[LogEntry, ...]:
        """Return what was done to the plan, oldest first; the file was only opened because its chain is whole."""
        return self._held.log()

    def contents(self) -> Contents:
        """Return all that the plan holds now, as stored values, in a moment; it can be written from any thread."""
        return Contents(self._identity, self._held.tables(), Record(self._versions, self._held.log()))

    def _shelve(self, label: str, old: VersionRow | None, new: VersionRow | None) -> None:
        """Put a version into the plan, change it, or take it away: no step that undo would see."""
        core = schema.VERSION_CORE
        row_id = str((new or old or ("",))[0])

        def act(_revision: int) -> Sequence[RowChange]:
            if old is not None:
                self._connection.execute(delete(core).where(core.c.id == row_id))
            if new is not None:
                self._connection.execute(insert(core).values(new))
            sides = (None if row is None else versions.summed(row) for row in (old, new))
            return [RowChange(schema.VERSION, row_id, *sides)]

        self._transact(label, LogKind.VERSION, act)
        kept = [row for row in self._versions if row is not old] + ([] if new is None else [new])
        self._versions = tuple(sorted(kept, key=lambda row: (row[1], row[0])))
        self._tell(notice(label, (), self.revision, ChangeKind.EDIT))

    def _replay(self, steps: Sequence[Step]) -> str | None:
        """Undo or redo steps in this order, all of them or none; return the name of the last one."""
        self._refuse_if_read_only()
        if not steps:
            return None
        label, kind = steps[-1].label, ChangeKind.REDO if steps[-1].undone else ChangeKind.UNDO

        def act(revision: int) -> Sequence[RowChange]:
            changes = self._history.replay(steps, revision)
            self._reader.check(changes)
            return changes

        try:
            changes = self._transact(label, LogKind(kind), act)
        except (UnfitJournal, InvalidRow) as error:
            raise unfit(label, error) from error
        self._tell(notice(label, changes, self.revision, kind))
        return label

    def _transact(self, label: str, kind: LogKind, act: Act) -> Sequence[RowChange]:
        self._refuse_if_read_only()
        revision = self.revision + 1
        transaction = self._begin(label)
        try:
            changes = act(revision)
            sums, entry = self._store_state(changes, revision, kind, label)
        except _REFUSED as error:
            transaction.rollback()
            raise _disk_refused(label, error) from error
        except BaseException:
            transaction.rollback()
            raise
        self._commit(transaction, label, revision)
        self._adopt(changes, sums, entry)
        return changes

    def _store_state(
        self, changes: Sequence[RowChange], revision: int, kind: LogKind, label: str
    ) -> tuple[Sums, LogEntry]:
        sums = self._sums.copy()
        for change in changes:
            sums.changed(change.table, change.old, change.new)
        digest = sums.digest(self.uuid, revision)
        self._connection.execute(update(schema.META_CORE).values(revision=revision, digest=digest))
        entry = next_entry(self._held.newest_entry, self._clock(), kind, label, revision, digest)
        stored.append(self._working.raw, entry)
        return sums, entry

    def _commit(self, transaction: RootTransaction, label: str, revision: int) -> None:
        try:
            transaction.commit()
        except OperationalError as error:
            transaction.rollback()
            if self._working.raw.in_transaction:  # SQLAlchemy takes the transaction for ended, SQLite may not
                self._working.raw.rollback()
            # A commit that is reported as failed may have been kept: only the disk knows.
            if self._stored_revision(label) != revision:
                raise _disk_refused(label, error) from error

    def _begin(self, label: str) -> RootTransaction:
        try:
            return self._connection.begin()
        except OperationalError as error:
            raise _disk_refused(label, error) from error

    def _stored_revision(self, label: str) -> int:
        try:
            with self._connection.begin():
                return int(self._connection.execute(select(schema.META_CORE.c.revision)).scalar_one())
        except OperationalError as error:
            self._read_only = True  # nothing may be built on a state that nobody knows
            raise EditRefused(
                _("The disk does not say whether “{label}” was saved.").format(label=label),
                _("Check the disk, then close the plan and open it again. All that was saved before is kept."),
                f"{type(error).__name__}: {error}",
            ) from error

    def _adopt(self, changes: Sequence[RowChange], sums: Sums, entry: LogEntry) -> None:
        self._sums = sums
        self._held.apply(changes, entry)
        self._identity = Identity(self.uuid, entry.revision, entry.digest)
        self._reader.apply([change for change in changes if change.table in schema.COLUMNS], entry.revision)
        try:
            with self._connection.begin():
                self._remember_steps()
        except OperationalError:  # the edit is saved; undo comes back with the next one
            _log.exception("The steps cannot be read")
            self._undo = self._redo = None

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


def _disk_refused(label: str, error: Exception) -> EditRefused:
    return EditRefused(
        _("“{label}” could not be saved; the plan is as it was before.").format(label=label),
        _("Free some space on the disk and try again."),
        f"{type(error).__name__}: {error}",
    )
