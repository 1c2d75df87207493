"""Older formats: every kept file opens; steps run in order, all or nothing, on a copy."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import pytest

from cmoplanner.errors import DamagedPlan, HostilePlan
from cmoplanner.model.edits.activities import move_activity
from cmoplanner.model.problems import check_plan
from cmoplanner.model.store import contents, engine, migrations, open, schema  # noqa: A004
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import fingerprint, make_file, tampered

KEPT = sorted((Path(__file__).parents[2] / "data" / "plans").glob("format-*.cmoplan"))


def test_there_is_a_file_of_every_format() -> None:
    assert [path.stem for path in KEPT] == [f"format-{i}" for i in range(migrations.OLDEST, schema.FORMAT + 1)]


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_a_file_of_every_format_opens_and_works(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.cmoplan"
    path.write_bytes(kept.read_bytes())
    before = fingerprint(path)
    with Document.open(path) as document:
        assert fingerprint(path) == before
        assert (len(document.plan.activities), len(document.plan.lanes)) == (70, 144)
        assert sum(activity.gross_spend for activity in document.plan.activities.values()) == 222_720_000
        assert [found.row_id for found in check_plan(document.plan)] == ["O4"], "an objective without a goal"
        move_activity(document, "A001", 1)
    with Document.open(path) as document:
        assert document.undo_label


def test_steps_run_in_order() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (v)")
        done: list[int] = []

        def step(number: int) -> Callable[[sqlite3.Connection], None]:
            return lambda _connection: done.append(number)

        migrations.migrate(connection, 2, 5, {i: step(i) for i in range(1, 6)})
        assert done == [2, 3, 4]
        assert connection.execute("PRAGMA user_version").fetchone() == (5,)


def test_a_failing_step_leaves_nothing_half_done() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (v)")
        connection.execute("PRAGMA user_version = 1")

        def good(connection: sqlite3.Connection) -> None:
            connection.execute("ALTER TABLE t ADD COLUMN w")

        def bad(connection: sqlite3.Connection) -> None:
            connection.execute("ALTER TABLE none ADD COLUMN w")

        with pytest.raises(sqlite3.OperationalError):
            migrations.migrate(connection, 1, 3, {1: good, 2: bad})
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert [column[1] for column in connection.execute("PRAGMA table_info(t)")] == ["v"]


@pytest.fixture
def next_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that this program knows a format 2, in which segments have a colour."""
    segment = (*schema.COLUMNS["segment"], ("colour", "TEXT"))
    ddl = schema.plan_ddl
    add = "ALTER TABLE segment ADD COLUMN colour TEXT"
    with closing(sqlite3.connect(":memory:")) as connection:
        schema.create(connection)
        connection.execute(add)
        (changed,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'segment'").fetchone()
    monkeypatch.setitem(schema.COLUMNS, "segment", segment)
    monkeypatch.setattr(schema, "FORMAT", 2)
    monkeypatch.setattr(schema, "plan_ddl", lambda: [changed if '"segment"' in sql else sql for sql in ddl()])
    monkeypatch.setattr(
        migrations.migrate, "__defaults__", (MappingProxyType({1: lambda connection: connection.execute(add)}),)
    )
    schema.expected_objects.cache_clear()
    yield
    schema.expected_objects.cache_clear()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_file(tmp_path / "plan.cmoplan")


def test_an_older_file_is_brought_forward_on_a_copy(path: Path, tmp_path: Path, next_format: None) -> None:
    before = fingerprint(path)
    (tmp_path / "aside").mkdir()
    received = open.receive(path, tmp_path / "aside")
    assert fingerprint(path) == before
    assert received.original.read_bytes() == path.read_bytes(), "what is backed up is the file as it came"
    assert received.identity != received.contents.identity
    assert received.contents.tables["segment"][0][-1] is None
    with closing(engine.open_untrusted(received.current)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert contents.read_identity(connection) == (received.contents.identity, 2)


def test_a_damaged_older_file_is_found_before_its_migration(path: Path, tmp_path: Path, next_format: None) -> None:
    with tampered(path) as connection:
        connection.execute("UPDATE activity SET gross_spend = 1")
    with pytest.raises(DamagedPlan):
        open.receive(path, tmp_path)


def test_a_hostile_older_file_is_refused_before_its_migration(path: Path, tmp_path: Path, next_format: None) -> None:
    with tampered(path) as connection:
        connection.execute("CREATE TRIGGER t AFTER UPDATE ON segment BEGIN DELETE FROM activity; END")
    with pytest.raises(HostilePlan):
        open.receive(path, tmp_path)
