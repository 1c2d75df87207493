"""Receiving a plan file: copied aside, checked from the outside in, read; never changed, never half-opened."""

import errno
import os
import shutil
import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.errors import (
    CmoPlannerError,
    DamagedPlan,
    HostilePlan,
    IncompletePlan,
    NewerPlan,
    NotAPlan,
    PlanFileError,
    PlanNotReadable,
)
from cmoplanner.i18n import _
from cmoplanner.model.store import contents as stored
from cmoplanner.model.store import engine, migrations, schema, versions
from cmoplanner.model.store.change_log import BrokenChangeLog, LogKind, next_entry, verify_change_log
from cmoplanner.model.store.contents import Contents, Identity

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_LARGEST = 1 << 29
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT}) if hasattr(errno, "EDQUOT") else frozenset({errno.ENOSPC})
_JOURNALS = ("-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Received:
    """A plan file taken in: what it holds, which plan the file itself says it is, and our verified copies of it.

    `original` has the bytes of the file; `current` is the same plan in the current format.
    """

    contents: Contents
    identity: Identity
    original: Path
    current: Path


def receive(path: Path, folder: Path) -> Received:
    """Copy a plan file into `folder`, bring the copy to the current format, and return what it holds, verified.

    Raises a PlanFileError that names the true reason, CmoPlannerError where `folder` has no room for the copy; the file
    itself is only ever read.
    """
    check_complete(path)
    check_header(path, shown=path)  # before a foreign file of any size is copied
    original = folder / f"received{path.suffix}"
    _copy(path, original, shown=path)
    found = check_header(original, shown=path)
    if found == schema.FORMAT:
        contents = read_verified(original, shown=path)
        return Received(contents, contents.identity, original, original)
    identity = identify(original)
    if identity is None:
        raise DamagedPlan(path)
    current = folder / f"migrated{path.suffix}"
    _copy(original, current, shown=path)
    _migrate(current, found, identity, shown=path)
    return Received(read_verified(current, shown=path), identity, original, current)


def _copy(source: Path, target: Path, *, shown: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        if error.errno in _NO_ROOM:  # no fault of the file: whoever would replace it must not take it for unsound
            raise CmoPlannerError(
                _("There is no room on this computer to open “{name}”.").format(name=shown.name),
                _("Free some space in “{folder}” and open it again. The plan was not changed.").format(
                    folder=target.parent
                ),
                str(error),
            ) from error
        raise PlanNotReadable(shown, str(error)) from error


def check_complete(path: Path) -> None:
    """Raise PlanNotReadable or NotAPlan if there is no such file, IncompletePlan if a journal lies beside it."""
    if not os.path.exists(path):  # noqa: PTH110 # nor does a name that is too long for any file
        raise PlanNotReadable(path)
    if not path.is_file():
        raise NotAPlan(path, _("It is a folder.") if path.is_dir() else _("It is no file but a device or a pipe."))
    for suffix in _JOURNALS:
        journal = path.with_name(path.name + suffix)
        if journal.exists() and journal.stat().st_size:
            raise IncompletePlan(path, journal)


def check_header(path: Path, *, shown: Path) -> int:
    """Return the format of a plan file, read from its first bytes without SQLite.

    Raises NotAPlan, NewerPlan, DamagedPlan or PlanNotReadable about the file that is `shown` to the user.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise PlanNotReadable(shown, str(error)) from error
    if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
        raise NotAPlan(shown, _("The file is empty.") if not head else "")
    page_size, write_version, read_version = struct.unpack(">HBB", head[16:20])
    (pages,) = struct.unpack(">I", head[28:32])
    (user_version,) = struct.unpack(">i", head[60:64])
    (application_id,) = struct.unpack(">I", head[68:72])
    if application_id != schema.APPLICATION_ID:
        raise NotAPlan(shown, _("It is a database of another program."))
    if user_version > schema.FORMAT:
        raise NewerPlan(shown, user_version, schema.FORMAT)
    if size > _LARGEST:
        raise HostilePlan(shown, _("It is larger than any plan."))
    if user_version < migrations.OLDEST:
        raise DamagedPlan(shown, _("It names format {found}, which never existed.").format(found=user_version))
    if (write_version, read_version) != (1, 1):
        raise DamagedPlan(shown, _("Its first page is changed."))
    if pages * (65536 if page_size == 1 else page_size) != size:
        raise DamagedPlan(shown, _("It should have {pages} pages and has another length.").format(pages=pages))
    return int(user_version)


def identify(path: Path) -> Identity | None:
    """Return which plan a file says it is, None if it cannot be told. Cheap: nothing is verified."""
    try:
        connection = engine.open_untrusted(path)
        try:
            return stored.read_identity(connection)[0]
        finally:
            connection.close()
    except (OSError, sqlite3.Error, ValueError):
        return None


def others_of(path: Path, uuid: str) -> tuple[Path, ...]:
    """Return the other plan files in the folder that say they are the same plan, in order of their names.

    Sync programs keep both sides of a conflict under names of their own making; the id tells what the name may not.
    """
    found = []
    for other in sorted(path.parent.glob(f"*{path.suffix}")):
        try:
            check_header(other, shown=other)
        except PlanFileError:
            continue
        identity = identify(other)
        if other.name != path.name and identity is not None and identity.uuid == uuid:
            found.append(other)
    return tuple(found)


def read_verified(path: Path, *, shown: Path | None = None) -> Contents:
    """Return what a plan file of the current format holds.

    Raises DamagedPlan if it is not what was written, HostilePlan if it holds what a plan never holds,
    NewerPlan if it asks for a newer reader; `shown` is the path that the user knows.
    """
    shown = shown or path
    try:
        connection = engine.open_untrusted(path)
        try:
            return _read(connection, shown)
        finally:
            connection.close()
    except sqlite3.DataError as error:  # a value beyond the limits of the connection
        raise HostilePlan(shown, str(error)) from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise DamagedPlan(shown, str(error)) from error


def _read(connection: sqlite3.Connection, shown: Path) -> Contents:
    check_schema(connection, shown)
    for (line,) in connection.execute("PRAGMA integrity_check(1)"):
        if line != "ok":
            raise DamagedPlan(shown, line)
    try:
        identity, min_reader = stored.read_identity(connection)
    except ValueError as error:
        raise DamagedPlan(shown, str(error)) from error
    if min_reader > schema.FORMAT:
        raise NewerPlan(shown, min_reader, schema.FORMAT)
    found = Contents(identity, stored.read_tables(connection), stored.read_record(connection))
    if found.digest() != identity.digest:
        raise DamagedPlan(shown, _("The contents do not agree with their checksum."))
    try:
        verify_change_log(found.record.log, identity.revision, identity.digest)
        versions.check_rows(found.record.versions)
    except (BrokenChangeLog, versions.DamagedVersion) as error:
        raise DamagedPlan(shown, str(error)) from error
    except versions.HostileVersion as error:
        raise HostilePlan(shown, str(error)) from error
    return found


def check_schema(connection: sqlite3.Connection, shown: Path) -> None:
    """Raise HostilePlan or DamagedPlan if the file's tables are not exactly those of a plan."""
    found, expected = schema.objects(connection), schema.expected_objects()
    for kind, name in found.keys() - expected.keys():
        raise HostilePlan(shown, _("It holds a foreign {kind} “{name}”.").format(kind=kind, name=name))
    for _kind, name in expected.keys() - found.keys():
        raise DamagedPlan(shown, _("Its table “{name}” is missing.").format(name=name))
    for (_kind, name), sql in found.items():
        wanted = expected[_kind, name]
        if sql == wanted:
            continue
        # Damage changes bytes in place; a changed definition that also works has another length.
        if sql is not None and wanted is not None and len(sql) == len(wanted):
            raise DamagedPlan(shown, _("Its table “{name}” is changed.").format(name=name))
        raise HostilePlan(shown, _("Its table “{name}” is not defined as in a plan.").format(name=name))


def _migrate(copy: Path, found: int, identity: Identity, *, shown: Path) -> None:
    connection = engine.open_fresh(copy)
    try:
        tables = [name for kind, name in schema.objects(connection) if _is_table(kind, name, shown)]
        rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608
        if stored.sums(rows, stored.read_record(connection).versions).digest(*_state(identity)) != identity.digest:
            raise DamagedPlan(shown, _("The contents do not agree with their checksum."))
        migrations.migrate(connection, found, schema.FORMAT)
        _seal_migrated(connection, found, identity)
    except (sqlite3.Error, IndexError) as error:
        raise DamagedPlan(shown, str(error)) from error
    finally:
        connection.close()


def _state(identity: Identity) -> tuple[str, int]:
    return identity.uuid, identity.revision


def _seal_migrated(connection: sqlite3.Connection, found: int, identity: Identity) -> None:
    record = stored.read_record(connection)
    digest = Contents(identity, stored.read_tables(connection), record).digest()
    newest = record.log[-1]
    entry = next_entry(newest, newest.time, LogKind.FORMAT, f"{found} → {schema.FORMAT}", identity.revision, digest)
    stored.append(connection, entry)
    connection.execute("UPDATE meta SET format = ?, min_reader = ?, digest = ?", (schema.FORMAT, schema.FORMAT, digest))


def _is_table(kind: str, name: str, shown: Path) -> bool:
    if kind in {"trigger", "view"}:
        raise HostilePlan(shown, _("It holds a foreign {kind} “{name}”.").format(kind=kind, name=name))
    return kind == "table" and name not in {schema.META, *schema.RECORD}
