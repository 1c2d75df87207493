"""All that a plan file holds, as plain stored values: what is read from one file and written to another."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import uuid4

from cmoplanner import __version__
from cmoplanner.model.store import schema
from cmoplanner.model.store.change_log import LogEntry, copy_entry, first_entry, first_kept
from cmoplanner.model.store.digest import StoredRow, Sums
from cmoplanner.model.store.versions import VersionRow, summed

_MOST_REVISIONS = 1 << 53  # so that counting on never overflows


@dataclass(frozen=True, slots=True)
class Identity:
    """Which state of which plan a file holds; two files with equal identity hold the same plan."""

    uuid: str
    revision: int
    digest: str


@dataclass(frozen=True)
class Record:
    """What a plan file tells of its own past: the versions that were named, and the change log."""

    versions: Sequence[VersionRow] = ()
    log: Sequence[LogEntry] = ()


@dataclass(frozen=True)
class Contents:
    """The rows of each table in stored order, which plan they are, and what is told of their past."""

    identity: Identity
    tables: Mapping[str, Sequence[StoredRow]]
    record: Record

    @classmethod
    def new(cls, tables: Mapping[str, Sequence[StoredRow]], revision: int = 1) -> "Contents":
        """Return contents as a plan of their own, with a new id and no past."""
        uuid = str(uuid4())
        identity = Identity(uuid, revision, sums(tables).digest(uuid, revision))
        return cls(identity, tables, Record(log=(first_entry(revision, identity.digest),)))

    def renewed(self) -> "Contents":
        """Return the same rows and versions as another plan, with a new id; its change log names this one."""
        uuid, versions = str(uuid4()), self.record.versions
        identity = Identity(uuid, 1, sums(self.tables, versions).digest(uuid, 1))
        entry = copy_entry(self.identity.uuid, self.record.log[-1], 1, identity.digest)
        return Contents(identity, self.tables, Record(versions, (entry,)))

    @cached_property
    def sums(self) -> Sums:
        """The sums of the rows, made from them once; `copy` them before they are changed."""
        return sums(self.tables, self.record.versions)

    def digest(self) -> str:
        """Return the digest that the rows really have."""
        return self.sums.digest(self.identity.uuid, self.identity.revision)

    def at(self, revision: int, digest: str) -> "Contents":
        """Return these rows under another revision and digest."""
        return replace(self, identity=Identity(self.identity.uuid, revision, digest))


def sums(tables: Mapping[str, Sequence[StoredRow]], versions: Sequence[VersionRow] = ()) -> Sums:
    """Return the sums of which a plan's digest is made."""
    return Sums({**tables, schema.VERSION: [summed(row) for row in versions]})


def quoted(columns: Sequence[str]) -> str:
    """Return column names as a quoted SQL list."""
    return ", ".join(f'"{name}"' for name in columns)


def read_identity(connection: sqlite3.Connection) -> tuple[Identity, int]:
    """Return what the `meta` row says, and the oldest format that a reader must know.

    Raises ValueError if there is not exactly one such row, or if it says what no plan file says.
    """
    columns = quoted([name for name, _ in schema.META_COLUMNS])
    rows = connection.execute(f"SELECT {columns} FROM meta LIMIT 2").fetchall()  # noqa: S608 # our own names
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} rows in meta")
    _id, found, min_reader, uuid, revision, digest, _app = rows[0]
    if not 0 < found <= schema.FORMAT:
        raise ValueError(f"format {found}")
    if not 0 <= revision < _MOST_REVISIONS:
        raise ValueError(f"revision {revision}")
    return Identity(uuid, revision, digest), min_reader


def read_tables(connection: sqlite3.Connection) -> dict[str, list[StoredRow]]:
    """Return all rows of all plan tables in the user's order."""
    return {
        name: connection.execute(
            f'SELECT {quoted(schema.names(name))} FROM "{name}" ORDER BY "position", "id"'  # noqa: S608 # our own names
        ).fetchall()
        for name in schema.COLUMNS
    }


def read_record(connection: sqlite3.Connection) -> Record:
    """Return what a plan file tells of its own past."""
    versions = connection.execute('SELECT * FROM "version" ORDER BY "position", "id"').fetchall()
    log = connection.execute('SELECT * FROM "change_log" ORDER BY "number"')
    return Record(versions, [LogEntry(*row) for row in log])


def append(connection: sqlite3.Connection, entry: LogEntry) -> None:
    """Add an entry to the change log; the oldest goes where the log has reached its limit."""
    marks = ", ".join("?" * len(schema.RECORD[schema.LOG]))
    connection.execute(f'INSERT INTO "change_log" VALUES ({marks})', entry.row())  # noqa: S608 # our own names
    connection.execute('DELETE FROM "change_log" WHERE "number" < ?', (first_kept(entry),))


def write(connection: sqlite3.Connection, contents: Contents) -> None:
    """Write the contents into an empty database."""
    schema.create(connection)
    identity = contents.identity
    connection.execute(
        "INSERT INTO meta VALUES (1, ?, ?, ?, ?, ?, ?)",
        (schema.FORMAT, schema.FORMAT, identity.uuid, identity.revision, identity.digest, __version__),
    )
    for name in schema.COLUMNS:
        marks = ", ".join("?" * len(schema.names(name)))
        statement = f'INSERT INTO "{name}" VALUES ({marks})'  # noqa: S608 # our own names
        connection.executemany(statement, contents.tables.get(name, ()))
    past = {schema.VERSION: contents.record.versions, schema.LOG: [entry.row() for entry in contents.record.log]}
    for name, rows in past.items():
        marks = ", ".join("?" * len(schema.RECORD[name]))
        connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 # our own names
