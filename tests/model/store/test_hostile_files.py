"""More files that somebody made in order to do harm: each is refused, with its own reason, and stays untouched."""

import os
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cmoplanner.errors import (
    CmoPlannerError,
    DamagedPlan,
    HostilePlan,
    NewerPlan,
    NotAPlan,
    PlanFileError,
    PlanNotReadable,
)
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import fingerprint, make_file, rechained, resealed, tampered

Change = Callable[[sqlite3.Connection], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_file(tmp_path / "plan.cmoplan")


def reason(path: Path, error: type[CmoPlannerError]) -> str:
    """Open a file that must be refused with this error; return the reason that is told."""
    before = fingerprint(path) if path.is_file() else None
    with pytest.raises(CmoPlannerError) as caught:
        Document.open(path).close()
    assert type(caught.value) is error, f"{caught.value!r}: {caught.value.details}"
    assert isinstance(caught.value, PlanFileError)
    assert caught.value.remedy
    assert (fingerprint(path) if path.is_file() else None) == before
    return f"{caught.value.sentence} {caught.value.details}"


def schema_edit(statement: str) -> Change:
    """Return a change of SQLite's own table of definitions."""

    def change(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement)

    return change


def script(statement: str) -> Change:
    return lambda connection: connection.executescript(statement)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (script("CREATE VIRTUAL TABLE r USING rtree(id, a, b)"), "foreign table “r"),
        (script("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)"), "foreign table “"),
        (script("ANALYZE"), "foreign table “sqlite_stat"),
        (script("CREATE TEMP TABLE x (a); CREATE TABLE y AS SELECT 1 AS a"), "“y”"),
        (script(f"CREATE TABLE {'n' * 10_000} (a)"), "nnn"),
        (script('CREATE TABLE "x""; DROP TABLE activity; --" (a)'), "DROP TABLE activity"),
        (script("CREATE INDEX i ON activity (upper(name))"), "foreign index “i”"),
        (script("CREATE VIEW activity_view AS SELECT * FROM activity"), "foreign view"),
        (
            script("CREATE TRIGGER again AFTER INSERT ON cell BEGIN INSERT INTO cell SELECT * FROM cell; END"),
            "foreign trigger “again”",
        ),
        (script("ALTER TABLE activity RENAME COLUMN gross_spend TO net_spend"), "activity"),
        (script("ALTER TABLE activity RENAME TO activities"), "activities"),
        (script("ALTER TABLE lever DROP COLUMN metric"), "lever"),
        (schema_edit("UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'cell'"), "cell"),
        (
            schema_edit("UPDATE sqlite_schema SET sql = replace(sql, 'TEXT', 'TEXT DEFAULT ''x''')"),
            "not defined as in a plan",
        ),
        (
            schema_edit("UPDATE sqlite_schema SET sql = replace(sql, '\"name\"', '\"nane\"') WHERE name = 'offering'"),
            "“offering” is changed",
        ),
        (
            schema_edit(
                "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'cell')"
                " WHERE name = 'activity'"
            ),
            "damaged",
        ),
        (schema_edit("DELETE FROM sqlite_schema WHERE name = 'change_log'"), "“change_log” is missing"),
    ],
)
def test_a_crafted_schema(path: Path, change: Change, told: str) -> None:
    with tampered(path) as connection:
        change(connection)
    found = reason(
        path, DamagedPlan if "missing" in told or told in {"damaged", "“offering” is changed"} else HostilePlan
    )
    assert told in found


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE activity SET start = '2027-02-30' WHERE id = 'A001'", "activity[A001].start"),
        ("UPDATE activity SET start = '2027-2-3' WHERE id = 'A001'", "activity[A001].start"),
        ("UPDATE activity SET end = '99999-01-01' WHERE id = 'A001'", "activity[A001].end"),
        ("UPDATE activity SET id = 'A|1' WHERE id = 'A002'", "activity[A|1].id"),
        ("UPDATE activity SET id = 'A' || char(10) WHERE id = 'A002'", "activity[A"),
        ("UPDATE activity SET id = char(8296) || 'A' WHERE id = 'A002'", "activity["),
        ("UPDATE activity SET id = printf('%.*c', 500, 'i') WHERE id = 'A002'", "activity[iii"),
        ("UPDATE cell SET customers_start = -9e999 WHERE id = 's-o'", "cell[s-o].customers_start"),
        ("UPDATE activity SET name = 'a' || char(8295) WHERE id = 'A001'", "activity[A001].name"),
        ("UPDATE activity SET name = printf('%.*c', 201, 'x') WHERE id = 'A001'", "activity[A001].name"),
        ("UPDATE activity SET extra = '{\"a\": 1}' WHERE id = 'A001'", "activity[A001].extra"),
        ("UPDATE activity SET extra = '{' WHERE id = 'A001'", "activity[A001].extra"),
        ("UPDATE activity SET extra = printf('%.*c', 50000, '[') WHERE id = 'A001'", "activity[A001].extra"),
        ("INSERT INTO kept_table VALUES ('k', 1, '[]', printf('%.*c', 50000, '['))", "kept_table[k]"),
        ("INSERT INTO kept_table VALUES ('k', 1, '{\"a\": 1}', '[[1]]')", "kept_table[k]"),
        ("INSERT INTO plan SELECT 'q', position, extra, company, name, fy_start FROM plan", "plan"),
    ],
)
def test_crafted_rows(path: Path, statement: str, place: str) -> None:
    if statement.startswith("INSERT INTO plan"):
        statement = "CREATE TEMP TABLE p AS SELECT * FROM plan; UPDATE p SET id = 'q'; INSERT INTO plan SELECT * FROM p"
    resealed(path, script(statement))
    assert place in reason(path, HostilePlan)


@pytest.mark.parametrize(
    ("statement", "error", "told"),
    [
        ("UPDATE meta SET uuid = 'ABCDEF00-0000-0000-0000-000000000000'", HostilePlan, "uuid"),
        ("UPDATE meta SET revision = -5", DamagedPlan, "revision"),
        ("UPDATE meta SET revision = 9223372036854775807", DamagedPlan, "revision"),
        ("UPDATE meta SET format = 9", DamagedPlan, "format"),
        (
            "INSERT INTO meta SELECT 2, format, min_reader, uuid, revision, digest, app_version FROM meta",
            DamagedPlan,
            "2",
        ),
        ("UPDATE meta SET digest = upper(digest)", DamagedPlan, "checksum"),
    ],
)
def test_a_crafted_state(path: Path, statement: str, error: type[CmoPlannerError], told: str) -> None:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute(statement)
        if "revision = " in statement:
            connection.execute("UPDATE change_log SET revision = (SELECT revision FROM meta)")

    if "digest" in statement and "INSERT" not in statement:
        with tampered(path) as connection:
            change(connection)
    else:
        resealed(path, change)
    assert told in reason(path, error)


def test_text_that_is_no_text(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("UPDATE activity SET name = CAST(x'c328ff' AS TEXT) WHERE id = 'A001'")
    assert "UTF-8" in reason(path, DamagedPlan)


def test_a_change_log_that_is_empty(path: Path) -> None:
    resealed(path, script("DELETE FROM change_log"))
    assert "empty" in reason(path, DamagedPlan)


def test_a_change_log_with_an_override_of_direction(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("UPDATE change_log SET label = 'a' || char(8238)")
        rechained(connection)
    assert "none of ours" in reason(path, DamagedPlan)


def header(path: Path, at: int, new: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + len(new)] = new
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("at", "new", "error", "told"),
    [
        (0, b"SQLite format 4\x00", NotAPlan, "not a CMO Planner plan"),
        (68, struct.pack(">I", 0), NotAPlan, "another program"),
        (60, struct.pack(">i", -1), DamagedPlan, "never existed"),
        (60, struct.pack(">i", 99), NewerPlan, "format 99"),
        (18, b"\x02\x02", DamagedPlan, "first page"),
        (28, struct.pack(">I", 1), DamagedPlan, "another length"),
        (16, struct.pack(">H", 512), DamagedPlan, "another length"),
        (56, struct.pack(">I", 3), DamagedPlan, "damaged"),
    ],
)
def test_a_crafted_header(path: Path, at: int, new: bytes, error: type[CmoPlannerError], told: str) -> None:
    header(path, at, new)
    assert told in reason(path, error)


def test_a_file_without_end(path: Path) -> None:
    pages = (1 << 29) // 4096 + 1
    header(path, 28, struct.pack(">I", pages))
    os.truncate(path, pages * 4096)  # takes no space on the disk
    before = path.stat().st_mtime_ns
    with pytest.raises(HostilePlan) as caught:
        Document.open(path)
    assert "larger than any plan" in caught.value.details
    assert path.stat().st_mtime_ns == before


def test_a_file_cut_off_after_any_page(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(4096, len(whole), 4096):
        path.write_bytes(whole[:length])
        assert "another length" in reason(path, DamagedPlan)


def test_every_page_emptied(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(4096, len(whole), 4096):
        path.write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])
        reason(path, DamagedPlan)


def test_a_database_with_another_encoding(path: Path, tmp_path: Path) -> None:
    """The rows are the same, so it opens as what it is, or is refused; it is never something else."""
    other = tmp_path / "wide.cmoplan"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(other)) as target:
        target.execute("PRAGMA encoding = 'UTF-16'")
        target.executescript("\n".join(source.iterdump()))
        for name in ("application_id", "user_version"):
            (value,) = source.execute(f"PRAGMA {name}").fetchone()
            target.execute(f"PRAGMA {name} = {value}")
    with Document.open(path) as document:
        plan = document.plan
    with Document.open(other) as document:
        assert document.plan == plan


@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "dangling", "folder"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "plan.cmoplan"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to(path)
        case "dangling":
            path.symlink_to(tmp_path / "nowhere.cmoplan")
        case "folder":
            path.mkdir()
    found = reason(path, PlanNotReadable if kind in {"loop", "dangling"} else NotAPlan)
    assert {"pipe": "no file", "device": "no file", "folder": "folder"}.get(kind, "") in found
