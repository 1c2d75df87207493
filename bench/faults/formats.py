"""An older format that never was: a real plan file taken one step back, and the step that brings it forward again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType

from cmoplanner.model.store import contents as stored
from cmoplanner.model.store import migrations, schema

TABLE, FORMER = "activity", "action"


def make_older(kept: Path, target: Path) -> None:
    """Write a plan file of the oldest format as one of the format before it, in which a table had another name."""
    target.write_bytes(kept.read_bytes())
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute(f'ALTER TABLE "{TABLE}" RENAME TO "{FORMER}"')
        connection.execute(f"PRAGMA user_version = {migrations.OLDEST - 1}")
        names = [name for kind, name in schema.objects(connection) if kind == "table"]
        plan = [name for name in names if name not in {schema.META, *schema.RECORD}]
        rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in plan}  # noqa: S608
        identity, _reader = stored.read_identity(connection)
        sums = stored.sums(rows, stored.read_record(connection).versions)
        connection.execute("UPDATE meta SET digest = ?", (sums.digest(identity.uuid, identity.revision),))
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("VACUUM")


@contextmanager
def older_format(kept: Path) -> Iterator[None]:
    """Have the program know the step from that format; `kept` is a file of the oldest format that was released."""
    with closing(sqlite3.connect(kept)) as connection:
        (definition,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (TABLE,)).fetchone()

    def step(connection: sqlite3.Connection) -> None:
        connection.execute(definition)
        for row in connection.execute(f'SELECT * FROM "{FORMER}"').fetchall():  # noqa: S608 # one by one: time to be killed
            marks = ", ".join("?" * len(row))
            connection.execute(f'INSERT INTO "{TABLE}" VALUES ({marks})', row)  # noqa: S608
        connection.execute(f'DROP TABLE "{FORMER}"')

    oldest, defaults = migrations.OLDEST, migrations.migrate.__defaults__
    migrations.OLDEST = oldest - 1
    migrations.migrate.__defaults__ = (MappingProxyType({oldest - 1: step, **migrations.STEPS}),)
    try:
        yield
    finally:
        migrations.OLDEST, migrations.migrate.__defaults__ = oldest, defaults
