"""The working copy: a private copy of the plan in the data folder where every edit is committed at once.

It stays when the plan is closed, so that undo reaches back across reopening, and it is what a crash leaves behind.
"""

import logging
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from time import time
from typing import cast

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError, NoResultFound, OperationalError

from cmoplanner.errors import CmoPlannerError, HostilePlan, PlanInUse, PlanNotReadable, PlanNotWritable
from cmoplanner.i18n import _
from cmoplanner.model.store import contents as stored
from cmoplanner.model.store import schema
from cmoplanner.model.store.backups import Backups
from cmoplanner.model.store.change_log import verify_change_log
from cmoplanner.model.store.contents import Contents, Identity
from cmoplanner.model.store.engine import open_fresh, working_engine
from cmoplanner.model.store.flush import flush_file, flush_folder, make_folder
from cmoplanner.model.store.locks import FileLock, LockedError
from cmoplanner.model.store.open import Received, receive
from cmoplanner.model.store.publish import keep_beside
from cmoplanner.model.store.read import InvalidRow, PlanReader
from cmoplanner.model.store.versions import check_rows

_log = logging.getLogger(__name__)
_TRIES = 5
_OPENING, _NEW = "opening-", "new-"
_STALE_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Base:
    """The state of the plan file that was last seen or written."""

    identity: Identity
    published_at: datetime


@dataclass(frozen=True)
class Working:
    """An open, locked working copy that agrees with its digest."""

    connection: Connection
    contents: Contents
    reader: PlanReader
    base: Base
    lock: FileLock
    conflict: Path | None = None

    @property
    def raw(self) -> sqlite3.Connection:
        """The one SQLite connection below."""
        return raw(self.connection)

    def release(self) -> None:
        """Let go of the database and of the lock."""
        engine = self.connection.engine
        self.connection.close()
        engine.dispose()
        self.lock.release()


def raw(connection: Connection) -> sqlite3.Connection:
    """Return the SQLite connection below a SQLAlchemy connection."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def writable(path: Path) -> bool:
    """Return whether the plan file may be replaced."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def open_working(path: Path, data_folder: Path, now: datetime) -> Working:
    """Open the working copy of a plan file: the one left from before if it fits, otherwise a new one.

    Raises PlanFileError. Edits that were never published are kept in every case: in the working copy,
    or, if the file was changed meanwhile, in a file of their own beside it (`conflict`).
    """
    root = data_folder / "working"
    try:
        make_folder(root)
        _remove_drafts(root)
        with tempfile.TemporaryDirectory(prefix=_OPENING, dir=root, ignore_cleanup_errors=True) as folder:
            received, lock = _receive_locked(path, root, Path(folder))
            try:
                return _settle(path, data_folder, received, lock, now)
            except BaseException:
                lock.release()
                raise
    except (OSError, DBAPIError, sqlite3.Error) as error:  # the plan file's own faults are told before
        raise unusable(data_folder, error) from error


def unusable(data_folder: Path, error: Exception) -> CmoPlannerError:
    """Return what to tell the user where the disk refuses the folder of the working copies."""
    return CmoPlannerError(
        _("The folder “{folder}” cannot be written.").format(folder=str(data_folder)),
        _("Free some space there, or ask for the right to write. The plan was not changed."),
        f"{type(error).__name__}: {error}",
    )


def _remove_drafts(root: Path) -> None:
    """Remove what a killed program left half made; another window may be making a younger one."""
    for prefix in (_OPENING, _NEW):
        for left in root.glob(f"{prefix}*"):
            if time() - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def key_of(uuid: str, path: Path) -> str:
    """Return the name of the working copy of one plan at one place."""
    place = blake2b(os.path.normcase(path.resolve()).encode(), digest_size=6).hexdigest()
    return f"{uuid}-{place}"


def _receive_locked(path: Path, root: Path, folder: Path) -> tuple[Received, FileLock]:
    for _attempt in range(_TRIES):
        before = _signature(path)
        received = receive(path, folder)
        if not _is_plain(received.identity.uuid):
            raise HostilePlan(path, "uuid")
        try:
            lock = FileLock(root / f"{key_of(received.identity.uuid, path)}.lock")
        except LockedError as error:
            raise PlanInUse(path) from error
        if _signature(path) == before:
            return received, lock
        lock.release()  # another window published between our copy and our lock
    raise PlanNotReadable(path, "it changes all the time")


def _is_plain(uuid: str) -> bool:
    return len(uuid) == 36 and all(char in "0123456789abcdef-" for char in uuid)  # it becomes a folder's name


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _settle(path: Path, data_folder: Path, received: Received, lock: FileLock, now: datetime) -> Working:
    try:
        reader = PlanReader(received.contents.tables, received.contents.identity.revision)
    except InvalidRow as error:
        raise HostilePlan(path, str(error)) from error
    _back_up(data_folder, received, now)
    folder = data_folder / "working" / key_of(received.identity.uuid, path)
    if not (folder / "plan.db").exists():
        _follow_moved_file(folder, path, received)
    conflict = None
    if (folder / "plan.db").exists():
        left = _reopen(folder / "plan.db", received.contents, reader, lock)
        if left is None:
            _set_aside(folder, now)
        elif received.identity in {left.contents.identity, left.base.identity} or _is_own(received.identity, left):
            return _adopted(left, received, path)
        else:
            left.connection.close()
            left.connection.engine.dispose()
            if left.contents.identity.revision > left.base.identity.revision:
                conflict = _keep_unpublished(path, left.contents, data_folder, now)
            shutil.rmtree(folder)
    return replace(_begin(folder, path, received, reader, lock), conflict=conflict)


def _is_own(identity: Identity, left: Working) -> bool:
    """Return whether the file is what this very copy has published without being able to note it."""
    log, since = left.contents.record.log, left.base.identity.revision
    return any((entry.revision, entry.digest) == (identity.revision, identity.digest) for entry in log) and (
        identity.revision > since
    )


def _follow_moved_file(folder: Path, path: Path, received: Received) -> None:
    """Take over the working copy of this very state, if its plan file was moved here: its undo steps come along."""
    for other in folder.parent.glob(f"{received.identity.uuid}-*"):
        if not (other / "plan.db").is_file():
            continue
        try:
            lock = FileLock(other.with_name(f"{other.name}.lock"))
        except LockedError:
            continue
        try:
            if _fits(other / "plan.db", path, received):
                other.replace(folder)
                return
        finally:
            lock.release()


def _fits(database: Path, path: Path, received: Received) -> bool:
    connection = sqlite3.connect(database)
    try:
        current, _min_reader = stored.read_identity(connection)
        place, revision, digest = connection.execute("SELECT path, revision, digest FROM working_base").fetchone()
    except (sqlite3.Error, ValueError, TypeError):
        return False
    finally:
        connection.close()
    moved = place == str(path) or not Path(place).exists()
    return moved and received.identity in {current, Identity(current.uuid, revision, digest)}


def _begin(folder: Path, path: Path, received: Received, reader: PlanReader, lock: FileLock) -> Working:
    draft = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder.parent))
    shutil.copyfile(received.current, draft / "plan.db")
    seen = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    base = Base(received.identity, seen)
    with closing(open_fresh(draft / "plan.db")) as connection:
        for statement in schema.journal_ddl():
            connection.execute(statement)
        connection.execute(
            "INSERT INTO working_base VALUES (1, ?, ?, ?, ?)",
            (str(path), base.identity.revision, base.identity.digest, seen.isoformat()),
        )
    flush_file(draft / "plan.db")
    flush_folder(draft)
    draft.replace(folder)  # a crash before this leaves only a draft behind
    flush_folder(folder.parent)  # or a power cut could take back the name, and all edits with it
    return Working(_connect(folder / "plan.db"), received.contents, reader, base, lock)


def _connect(path: Path) -> Connection:
    return working_engine(path).connect()


def _reopen(path: Path, received: Contents, reader: PlanReader, lock: FileLock) -> Working | None:
    """Return the working copy left from before, None if it is damaged; `reader` has read what was received."""
    connection = None
    try:
        connection = _connect(path)
        contents = _read_checked(raw(connection), received)
        with connection.begin():
            row = connection.execute(select(schema.BASE_CORE)).one()
        identity = Identity(contents.identity.uuid, row.revision, row.digest)
        base = Base(identity, datetime.fromisoformat(row.published_at))
        if contents is not received:
            reader = PlanReader(contents.tables, contents.identity.revision)
        return Working(connection, contents, reader, base, lock)
    except (OperationalError, sqlite3.OperationalError):  # the disk does not answer: that is no damage
        _close(connection)
        raise
    except (DBAPIError, NoResultFound, sqlite3.Error, ValueError, UnicodeDecodeError):
        _log.exception("The working copy %s cannot be used", path.parent.name)
        _close(connection)
        return None


def _close(connection: Connection | None) -> None:
    if connection is not None:
        connection.close()
        connection.engine.dispose()


def _read_checked(connection: sqlite3.Connection, received: Contents) -> Contents:
    """Return what a working copy holds: `received`, which was checked, if that is the same. Raises ValueError."""
    if schema.objects(connection) != schema.expected_objects(journal=True):
        raise ValueError("other tables than a working copy has")
    identity, _min_reader = stored.read_identity(connection)
    contents = Contents(identity, stored.read_tables(connection), stored.read_record(connection))
    if contents == received:
        return received
    if contents.digest() != identity.digest:
        raise ValueError("the contents do not agree with their checksum")
    verify_change_log(contents.record.log, identity.revision, identity.digest)
    check_rows(contents.record.versions)
    return contents


def _adopted(left: Working, received: Received, path: Path) -> Working:
    base = Base(received.identity, left.base.published_at)
    save_base(left.connection, path, base)
    return replace(left, base=base)


def save_base(connection: Connection, path: Path, base: Base) -> None:
    """Remember in the working copy which state of which plan file it goes out from."""
    with connection.begin():
        connection.execute(
            update(schema.BASE_CORE).values(
                path=str(path),
                revision=base.identity.revision,
                digest=base.identity.digest,
                published_at=base.published_at.isoformat(),
            )
        )


def _keep_unpublished(path: Path, contents: Contents, data_folder: Path, now: datetime) -> Path:
    try:
        return keep_beside(path, contents, now)
    except PlanNotWritable:
        rescued = data_folder / "rescued"
        rescued.mkdir(exist_ok=True)
        return keep_beside(rescued / path.name, contents, now)


def _set_aside(folder: Path, now: datetime) -> None:
    folder.replace(folder.with_name(f"damaged-{folder.name}-{now.strftime('%Y%m%dT%H%M%S%f')}"))


def _back_up(data_folder: Path, received: Received, now: datetime) -> None:
    try:
        Backups(data_folder, received.identity.uuid).keep_file(received.original, received.identity, now)
    except PlanNotWritable:  # opening a plan must not fail for want of a backup
        _log.exception("No backup could be made")
