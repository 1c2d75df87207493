"""All that a plan file holds, as plain stored values: what is read from one file and written to another."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from cmoplanner import __version__
from cmoplanner.model.store import schema
from cmoplanner.model.store.digest import StoredRow, Sums


@dataclass(frozen=True, slots=True)
class Identity:
    """Which state of which plan a file holds; two files with equal identity hold the same plan."""

    uuid: str
    revision: int
    digest: str


@dataclass(frozen=True)
class Contents:
    """The rows of each table in stored order, and which plan they are."""

    identity: Identity
    tables: Mapping[str, Sequence[StoredRow]]

    @classmethod
    def new(cls, tables: Mapping[str, Sequence[StoredRow]], revision: int = 1) -> "Contents":
        """Return contents as a plan of their own, with a new id."""
        uuid = str(uuid4())
        return cls(Identity(uuid, revision, Sums(tables).digest(uuid, revision)), tables)

    def renewed(self) -> "Contents":
        """Return the same rows as another plan, with a new id."""
        return Contents.new(self.tables)

    def digest(self) -> str:
        """Return the digest that the rows really have."""
        return Sums(self.tables).digest(self.identity.uuid, self.identity.revision)

    def at(self, revision: int, digest: str) -> "Contents":
        """Return these rows under another revision and digest."""
        return replace(self, identity=Identity(self.identity.uuid, revision, digest))


def quoted(columns: Sequence[str]) -> str:
    """Return column names as a quoted SQL list."""
    return ", ".join(f'"{name}"' for name in columns)


def read_identity(connection: sqlite3.Connection) -> tuple[Identity, int]:
    """Return what the `meta` row says, and the oldest format that a reader must know.

    Raises ValueError if there is not exactly one such row.
    """
    columns = quoted([name for name, _ in schema.META_COLUMNS])
    rows = connection.execute(f"SELECT {columns} FROM meta LIMIT 2").fetchall()  # noqa: S608 # our own names
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} rows in meta")
    _id, _format, min_reader, uuid, revision, digest, _app = rows[0]
    return Identity(uuid, revision, digest), min_reader


def read_tables(connection: sqlite3.Connection) -> dict[str, list[StoredRow]]:
    """Return all rows of all plan tables in the user's order."""
    return {
        name: connection.execute(
            f'SELECT {quoted(schema.names(name))} FROM "{name}" ORDER BY "position", "id"'  # noqa: S608 # our own names
        ).fetchall()
        for name in schema.COLUMNS
    }


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
