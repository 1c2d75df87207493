"""The plan file's tables, made from the field list: their DDL, and SQLAlchemy Core tables to query them.

The DDL is written here and not by SQLAlchemy: it is part of the file format, is compared word for word when a file is
opened, and must not change with a library. References are columns without FOREIGN KEY clauses: an imported plan may
name rows that are kept elsewhere, so `checks.py` reports a dangling reference instead of the file refusing it.
"""

import sqlite3
from functools import lru_cache
from typing import Any

from sqlalchemy import BLOB, INTEGER, REAL, TEXT, Column, MetaData, Table
from sqlalchemy.types import NullType, TypeEngine

from cmoplanner.model import fields
from cmoplanner.model.fields import Kind

APPLICATION_ID = 0x434D4F50  # "CMOP"
FORMAT = 1

ID, POSITION, EXTRA = "id", "position", "extra"
COMMON = (ID, POSITION, EXTRA)

KEPT = "kept_table"
META = "meta"
VERSION = "version"
LOG = "change_log"
HEADER = fields.HEADER.name

_INTEGERS = {Kind.MONEY, Kind.COUNT, Kind.FLAG}
_REALS = {Kind.AMOUNT, Kind.RATE, Kind.NUMBER}


def sql_type(kind: Kind) -> str:
    """Return the SQLite type in which a kind of value is stored."""
    if kind in _INTEGERS:
        return "INTEGER"
    return "REAL" if kind in _REALS else "TEXT"


def _plan_columns(table: fields.Table) -> tuple[tuple[str, str], ...]:
    common = ((ID, "TEXT"), (POSITION, "INTEGER"), (EXTRA, "TEXT"))
    return common + tuple((field.key, sql_type(field.kind)) for field in table.fields)


COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {table.name: _plan_columns(table) for table in fields.TABLES}
COLUMNS[KEPT] = ((ID, "TEXT"), (POSITION, "INTEGER"), ("header", "TEXT"), ("rows", "TEXT"))

META_COLUMNS = (
    (ID, "INTEGER"),
    ("format", "INTEGER"),
    ("min_reader", "INTEGER"),
    ("uuid", "TEXT"),
    ("revision", "INTEGER"),
    ("digest", "TEXT"),
    ("app_version", "TEXT"),
)

RECORD: dict[str, tuple[tuple[str, str], ...]] = {
    VERSION: (
        (ID, "TEXT"),
        (POSITION, "INTEGER"),
        ("name", "TEXT"),
        ("note", "TEXT"),
        ("at", "TEXT"),
        ("revision", "INTEGER"),
        ("format", "INTEGER"),
        ("sums", "TEXT"),
        ("size", "INTEGER"),
        ("hash", "TEXT"),
        ("data", "BLOB"),
    ),
    LOG: (
        ("number", "INTEGER"),
        ("at", "TEXT"),
        ("kind", "TEXT"),
        ("label", "TEXT"),
        ("revision", "INTEGER"),
        ("digest", "TEXT"),
        ("previous", "TEXT"),
        ("hash", "TEXT"),
    ),
}
"""What a plan file tells of its own past; a clean copy starts without it."""

JOURNAL_WIDTH = 60  # room for the widest table and more, so that a new field does not change the journal
VALUES = tuple(f"v{i}" for i in range(JOURNAL_WIDTH))

_JOURNAL = {
    "journal_step": (
        ("step", "INTEGER"),
        ("label", "TEXT"),
        ("merge", "TEXT"),
        ("at", "TEXT"),
        ("undone", "INTEGER"),
        ("revision", "INTEGER"),
    ),
    "journal_row": (
        ("seq", "INTEGER"),
        ("step", "INTEGER"),
        ("tab", "TEXT"),
        ("row", "TEXT"),
        ("side", "INTEGER"),
        *((value, "ANY") for value in VALUES),
    ),
    "working_base": (
        (ID, "INTEGER"),
        ("path", "TEXT"),
        ("revision", "INTEGER"),
        ("digest", "TEXT"),
        ("published_at", "TEXT"),
    ),
}
_NULLABLE = {"merge", *VALUES}


def names(table: str) -> tuple[str, ...]:
    """Return the column names of a plan table in stored order."""
    return tuple(name for name, _ in COLUMNS[table])


def _create(name: str, columns: tuple[tuple[str, str], ...], required: set[str]) -> str:
    lines = []
    for i, (column, kind) in enumerate(columns):
        suffix = " PRIMARY KEY" if i == 0 else ""
        null = " NOT NULL" if i == 0 or column in required else ""
        lines.append(f'  "{column}" {kind}{null}{suffix}')
    return f'CREATE TABLE "{name}" (\n' + ",\n".join(lines) + "\n) STRICT"


def plan_ddl() -> list[str]:
    """Return the statements that make an empty plan file."""
    statements = [_create(META, META_COLUMNS, {name for name, _ in META_COLUMNS})]
    for table in fields.TABLES:
        required = {POSITION} | {field.key for field in table.fields if field.required}
        statements.append(_create(table.name, COLUMNS[table.name], required))
    statements.append(_create(KEPT, COLUMNS[KEPT], {name for name, _ in COLUMNS[KEPT]}))
    statements += [_create(name, columns, {column for column, _ in columns}) for name, columns in RECORD.items()]
    return statements


def journal_ddl() -> list[str]:
    """Return the statements that add the journal to a working copy; a plan file never holds these tables."""
    return [
        _create(name, columns, {column for column, _ in columns} - _NULLABLE) for name, columns in _JOURNAL.items()
    ] + ['CREATE INDEX "journal_row_step" ON "journal_row" ("step")']


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty plan file."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    for statement in plan_ddl():
        connection.execute(statement)


def objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str | None]:
    """Return what a database holds: (type, name) -> the SQL that made it."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_schema")
    return {(kind, name): sql for kind, name, sql in found}


@lru_cache
def expected_objects(*, journal: bool = False) -> dict[tuple[str, str], str | None]:
    """Return what a plan file (or a working copy, with its journal) of this format holds exactly."""
    connection = sqlite3.connect(":memory:")
    try:
        create(connection)
        for statement in journal_ddl() if journal else ():
            connection.execute(statement)
        return objects(connection)
    finally:
        connection.close()


_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "TEXT": TEXT,
    "INTEGER": INTEGER,
    "REAL": REAL,
    "BLOB": BLOB,
    "ANY": NullType,
}


def _core(metadata: MetaData, name: str, columns: tuple[tuple[str, str], ...]) -> Table:
    return Table(
        name, metadata, *(Column(column, _TYPES[kind], primary_key=i == 0) for i, (column, kind) in enumerate(columns))
    )


_METADATA = MetaData()
CORE: dict[str, Table] = {name: _core(_METADATA, name, columns) for name, columns in COLUMNS.items()}
META_CORE = _core(_METADATA, META, META_COLUMNS)
VERSION_CORE, LOG_CORE = (_core(_METADATA, name, columns) for name, columns in RECORD.items())
STEP_CORE, ROW_CORE, BASE_CORE = (_core(_METADATA, name, columns) for name, columns in _JOURNAL.items())
