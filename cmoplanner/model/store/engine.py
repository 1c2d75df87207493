"""Connections to SQLite with every setting that the plan's safety rests on."""

import sqlite3
import sys
from pathlib import Path
from time import monotonic

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 10_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 200_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 10,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 16,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 5,
}

_COMMON_PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 2000",
)
_WORKING_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)
_CHECK_SECONDS = 10.0
_CHECK_EVERY = 10_000


def harden(connection: sqlite3.Connection) -> None:
    """Limit what a database, however it was made, can cost or do."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)
    for pragma in _COMMON_PRAGMAS:
        connection.execute(pragma)


def open_untrusted(path: Path) -> sqlite3.Connection:
    """Return a read-only connection to a file that somebody else may have made; it gives up after ten seconds.

    `immutable` keeps SQLite from looking for, or making, any file beside it.
    """
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    harden(connection)
    connection.execute("PRAGMA query_only = ON")
    deadline = monotonic() + _CHECK_SECONDS
    connection.set_progress_handler(lambda: int(monotonic() > deadline), _CHECK_EVERY)
    return connection


def open_fresh(path: Path) -> sqlite3.Connection:
    """Return a connection that writes a new file at once; the caller flushes it and moves it into place."""
    connection = sqlite3.connect(path, isolation_level=None)
    harden(connection)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def working_engine(path: Path) -> Engine:
    """Return the engine of a working copy: one connection, each transaction begun IMMEDIATE and flushed."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=StaticPool,
        connect_args={"isolation_level": None},
        hide_parameters=True,  # the library's errors would quote the plan's values
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        harden(connection)
        for pragma in _WORKING_PRAGMAS:
            connection.execute(pragma)
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
            connection.execute("PRAGMA checkpoint_fullfsync = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    return engine
