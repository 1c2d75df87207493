"""A damaged, foreign, hostile, newer or half-copied file is refused with its true reason, and stays untouched."""

import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

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
from cmoplanner.model.store import engine
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import fingerprint, make_file, resealed, tampered


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_file(tmp_path / "plan.cmoplan")


def refused(path: Path, error: type[CmoPlannerError]) -> PlanFileError:
    before = fingerprint(path) if path.is_file() else None
    with pytest.raises(CmoPlannerError) as caught:
        Document.open(path)
    assert type(caught.value) is error, f"{caught.value!r}: {caught.value.details}"
    assert caught.value.remedy
    assert (fingerprint(path) if path.is_file() else None) == before
    assert isinstance(caught.value, PlanFileError)
    return caught.value


def test_opening_a_sound_plan_changes_nothing(path: Path) -> None:
    before, beside = fingerprint(path), sorted(path.parent.iterdir())
    Document.open(path).close()
    assert fingerprint(path) == before
    assert sorted(path.parent.iterdir()) == beside


def test_missing(tmp_path: Path) -> None:
    assert "no file" in str(refused(tmp_path / "none.cmoplan", PlanNotReadable))


def test_folder(tmp_path: Path) -> None:
    refused(tmp_path, NotAPlan)


@pytest.mark.parametrize("contents", [b"", b"PK\x03\x04", b"x" * 5000, b"SQLite format 3\x00"])
def test_other_kinds_of_file(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "plan.cmoplan"
    path.write_bytes(contents)
    refused(path, NotAPlan)


def test_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.cmoplan"
    with tampered(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    refused(path, NotAPlan)


def test_newer_format(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("PRAGMA user_version = 7")
        connection.execute("DROP TABLE activity")  # a newer format may look like anything
    error = refused(path, NewerPlan)
    assert "7" in error.details
    assert "backup" not in error.remedy.lower()


def test_newer_reader_needed(path: Path) -> None:
    resealed(path, lambda connection: connection.execute("UPDATE meta SET min_reader = 9"))
    refused(path, NewerPlan)


@pytest.mark.parametrize("version", [0, -1, -(2**31)])
def test_a_format_that_never_existed(path: Path, version: int) -> None:
    with tampered(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    assert f" {version}," in refused(path, DamagedPlan).details


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_journal_beside(path: Path, suffix: str) -> None:
    path.with_name(path.name + suffix).write_bytes(b"half a copy")
    refused(path, IncompletePlan)


def test_permission_denied(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def deny(self: Path, *args: object, **options: object) -> object:
        if self == path:
            raise PermissionError(13, "denied")
        return opened(self, *args, **options)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:  # the tests may run as root, who may read everything
        patch.setattr(Path, "open", deny)
        with pytest.raises(PlanNotReadable):
            Document.open(path)


def test_silent_change_of_a_figure(path: Path) -> None:
    """What SQLite's own checks cannot see; without the digest this plan would open with another budget."""
    with tampered(path) as connection:
        connection.execute("UPDATE activity SET gross_spend = gross_spend + 1 WHERE id = 'A001'")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert "checksum" in refused(path, DamagedPlan).details


def test_a_lost_row(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("DELETE FROM activity_target WHERE id = 'A001|s-o'")
    refused(path, DamagedPlan)


def test_a_lost_table(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("DROP TABLE lever")
    refused(path, DamagedPlan)


def test_truncated(path: Path) -> None:
    whole = path.read_bytes()
    for length in (101, 4096, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        refused(path, DamagedPlan)


def test_random_damage_is_never_opened_as_something_else(path: Path) -> None:
    """Whatever happens to the bytes: the plan as it was, or a refusal that is ours."""
    whole = path.read_bytes()
    with Document.open(path) as document:
        sound = document.plan
    chance = random.Random(20270105)  # a test that can be repeated
    opened = 0
    for _ in range(60):
        damaged = bytearray(whole)
        start = chance.randrange(len(damaged))
        match chance.randrange(3):
            case 0:
                damaged[start] ^= 1 << chance.randrange(8)
            case 1:
                damaged[start : start + 512] = bytes(len(damaged[start : start + 512]))
            case _:
                damaged[start : start + 64] = chance.randbytes(len(damaged[start : start + 64]))
        path.write_bytes(damaged)
        try:
            with Document.open(path) as document:
                opened += 1
                assert document.plan == sound
        except PlanFileError:
            continue
    assert opened < 60


def _hostile(statement: str) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: connection.executescript(statement)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("CREATE TRIGGER t AFTER UPDATE ON activity BEGIN UPDATE activity SET gross_spend = 0; END", "t"),
        ("CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", "v"),
        ("CREATE TABLE extra (a)", "extra"),
        ("CREATE INDEX i ON activity (name)", "i"),
        ("CREATE VIRTUAL TABLE f USING fts5(a)", "f"),
        ("ALTER TABLE segment ADD COLUMN colour TEXT", "segment"),
        ("ALTER TABLE segment ADD COLUMN g TEXT GENERATED ALWAYS AS (name || name)", "segment"),
        ("ALTER TABLE segment ADD COLUMN c TEXT CHECK (length(c) > 0)", "segment"),
        ("CREATE TABLE journal_step (step INTEGER)", "journal_step"),
    ],
)
def test_foreign_things(path: Path, statement: str, name: str) -> None:
    with tampered(path) as connection:
        connection.executescript(statement)
    assert name in refused(path, HostilePlan).details


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE activity SET start = 'tomorrow' WHERE id = 'A001'", "activity[A001].start"),
        ("UPDATE activity SET status = 'hijacked'", "activity[A001].status"),
        ("UPDATE activity SET locked = 7", "activity[A001].locked"),
        ("UPDATE activity SET name = 'a' || char(8238) || 'b'", "activity[A001].name"),
        ("UPDATE activity SET name = char(0)", "activity[A001].name"),
        ("UPDATE activity SET notes = printf('%.*c', 30000, 'x')", "activity[A001].notes"),
        ("UPDATE activity SET custom_phasing = '1|x'", "activity[A001].custom_phasing"),
        ("UPDATE activity SET extra = '[1]'", "activity[A001].extra"),
        ("UPDATE activity SET id = '' WHERE id = 'A001'", "activity[]"),
        ("UPDATE cell SET gross_margin = 9e999", "cell[s-o].gross_margin"),
        ("UPDATE activity_target SET id = 'A002|s-o' WHERE id = 'A001|s-o'", "activity_target"),
        ("DELETE FROM plan", "plan"),
        ("INSERT INTO kept_table VALUES ('k', 1, '[1]', '[]')", "kept_table[k]"),
    ],
)
def test_contents_that_no_program_of_ours_wrote(path: Path, statement: str, place: str) -> None:
    resealed(path, lambda connection: connection.executescript(statement))
    error = refused(path, HostilePlan)
    assert error.details.startswith(place)


def test_id_that_would_lead_out_of_the_data_folder(path: Path) -> None:
    resealed(
        path, lambda connection: connection.execute("UPDATE meta SET uuid = '../../../../../../tmp/evil-folder-xx'")
    )
    refused(path, HostilePlan)


def test_huge_text(path: Path) -> None:
    rows = json.dumps([["x" * 11_000_000]])
    resealed(path, lambda connection: connection.execute("INSERT INTO kept_table VALUES ('k', 1, '[]', ?)", (rows,)))
    refused(path, HostilePlan)


def test_no_state_of_the_plan_at_all(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("DELETE FROM meta")
    refused(path, DamagedPlan)


def test_reading_gives_up_after_a_while(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_CHECK_SECONDS", -1.0)
    monkeypatch.setattr(engine, "_CHECK_EVERY", 10)
    assert "interrupted" in refused(path, DamagedPlan).details


def test_untrusted_connection_cannot_write(path: Path) -> None:
    connection = engine.open_untrusted(path)
    try:
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM activity")
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == 10_000_000
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    finally:
        connection.close()
