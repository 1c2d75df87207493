"""The schema of the file format is written down, so that it changes only on purpose."""

import sqlite3
from contextlib import closing
from dataclasses import fields as dataclass_fields
from pathlib import Path

from sqlalchemy import INTEGER, REAL, TEXT

from cmoplanner.model.fields import TABLES
from cmoplanner.model.store import schema

GOLDEN = Path(__file__).parents[2] / "golden" / "plan_schema.sql"


def test_schema_is_as_written_down() -> None:
    """A difference is a new file format: raise FORMAT, add a migration, keep a file of the old one, renew this."""
    assert ";\n\n".join(schema.plan_ddl()) + ";\n" == GOLDEN.read_text(encoding="utf-8")


def test_every_field_has_its_column_and_attribute() -> None:
    for table in TABLES:
        columns = [name for name, _kind in schema.COLUMNS[table.name]]
        assert columns == ["id", "position", "extra", *(field.key for field in table.fields)]
        if table.name != "activity_target":
            attributes = {entry.name for entry in dataclass_fields(table.row)} - {"id", "extra", "targets"}
            assert attributes == {field.key for field in table.fields}


def test_tables_refuse_other_types() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        schema.create(connection)
        for _kind, name in schema.objects(connection):
            strict = connection.execute("SELECT strict FROM pragma_table_list WHERE name = ?", (name,)).fetchone()
            assert strict in {(1,), None}, name
        assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.FORMAT,)
        assert {kind for kind, _name in schema.objects(connection)} <= {"table", "index"}


def test_queries_see_the_same_columns_as_the_file() -> None:
    kinds = {"TEXT": TEXT, "INTEGER": INTEGER, "REAL": REAL}
    for name, columns in schema.COLUMNS.items():
        found = [(column.name, type(column.type)) for column in schema.CORE[name].columns]
        assert found == [(column, kinds[kind]) for column, kind in columns]


def test_the_journal_has_room_for_the_widest_table() -> None:
    assert max(len(columns) for columns in schema.COLUMNS.values()) <= schema.JOURNAL_WIDTH
