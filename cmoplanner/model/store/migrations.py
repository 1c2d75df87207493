"""Bringing older plan files to the current format, one step at a time, always forward and always on a copy."""

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType

Step = Callable[[sqlite3.Connection], None]

OLDEST = 1

# From format n to n + 1. Format 1 is the first that was released, so there is no step yet.
STEPS: Mapping[int, Step] = MappingProxyType({})


def migrate(connection: sqlite3.Connection, found: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Run every step from format `found` to `wanted` in one transaction: all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for version in range(found, wanted):
            steps[version](connection)
            connection.execute(f"PRAGMA user_version = {version + 1}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
