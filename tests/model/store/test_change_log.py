"""The change log: every act has its entry, the chain shows every tampering, and its size is bounded."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cmoplanner.errors import DamagedPlan, EditRefused
from cmoplanner.model.store import change_log
from cmoplanner.model.store.change_log import BrokenChangeLog, LogKind, verify_change_log
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import Clock, crash, make, rechained, rename, tampered


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


def lived(path: Path) -> Document:
    """A plan in which something of each kind was done."""
    document = make(path, clock=Clock())
    rename(document, "One")
    rename(document, "Two")
    document.undo()
    document.redo()
    document.go_to(None)
    document.name_version("First")
    return document


KINDS = ["start", "edit", "edit", "undo", "redo", "undo", "version"]


def test_every_act_has_its_entry(path: Path) -> None:
    with lived(path) as document:
        log = document.change_log()
        assert [entry.kind for entry in log] == KINDS
        assert [entry.number for entry in log] == list(range(1, 8))
        assert [entry.revision for entry in log] == list(range(1, 8))
        assert [entry.label for entry in log[1:4]] == ["Rename to One", "Rename to Two", "Rename to Two"]
        assert log[-1].digest == document.digest
        assert {entry.time for entry in log[1:]} == {Clock().now}


def test_what_changes_nothing_or_fails_has_none(path: Path) -> None:
    with make(path) as document:
        with document.edit("Nothing"):
            pass
        with pytest.raises(EditRefused), document.edit("Wrong") as session:
            session.update("activity", "A001", {"gross_spend": -1})
        assert [entry.kind for entry in document.change_log()] == [LogKind.START]


def test_the_hashes_are_as_documented(path: Path) -> None:
    """Worked out once more without the program's code: whoever keeps an export can check it."""
    with lived(path) as document:
        log = document.change_log()
    previous = ""
    for entry in log:
        parts = [entry.number, entry.at, entry.kind, entry.label, entry.revision, entry.digest, previous]
        text = json.dumps(parts, separators=(",", ":"))
        assert entry.previous == previous
        assert entry.hash == hashlib.blake2b(text.encode("ascii"), digest_size=32).hexdigest()
        previous = entry.hash


def test_the_log_survives_crashes_and_travels_with_the_file(path: Path, tmp_path: Path) -> None:
    document = lived(path)
    log = document.change_log()
    crash(document)
    with Document.open(path) as document:
        assert document.change_log() == log
        rename(document, "Three")
        log = document.change_log()
    with Document.open(path, data_folder=tmp_path / "elsewhere") as document:
        assert document.change_log() == log


def test_a_copy_names_the_plan_it_comes_from(path: Path, tmp_path: Path) -> None:
    with lived(path) as document:
        document.save_copy(tmp_path / "copy.cmoplan")
        uuid, newest = document.uuid, document.change_log()[-1]
    with Document.open(tmp_path / "copy.cmoplan") as copy:
        rename(copy, "Copied")
        first, second = copy.change_log()
        assert (first.kind, first.label, first.previous, first.revision) == ("copy", uuid, newest.hash, 1)
        assert (second.number, second.previous) == (2, first.hash)
    Document.open(tmp_path / "copy.cmoplan").close()


TAMPERINGS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "a label": lambda c: c.execute("UPDATE change_log SET label = 'Nothing' WHERE number = 3"),
    "a time": lambda c: c.execute("UPDATE change_log SET at = '2020-01-01T00:00:00+00:00' WHERE number = 3"),
    "a digest": lambda c: c.execute("UPDATE change_log SET digest = 'x' WHERE number = 3"),
    "the newest label": lambda c: c.execute("UPDATE change_log SET label = 'Nothing' WHERE number = 7"),
    "an entry taken out": lambda c: c.execute("DELETE FROM change_log WHERE number = 3"),
    "the beginning cut off": lambda c: c.execute("DELETE FROM change_log WHERE number < 3"),
    "the end cut off": lambda c: c.execute("DELETE FROM change_log WHERE number = 7"),
    "all of it": lambda c: c.execute("DELETE FROM change_log"),
    "two entries swapped": lambda c: c.executescript(
        "UPDATE change_log SET number = 99 WHERE number = 2; UPDATE change_log SET number = 2 WHERE number = 3;"
        "UPDATE change_log SET number = 3 WHERE number = 99"
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_seen_at_opening(path: Path, tampering: str) -> None:
    lived(path).close()
    with tampered(path) as connection:
        TAMPERINGS[tampering](connection)
    with pytest.raises(DamagedPlan) as caught:
        Document.open(path)
    assert "change log" in caught.value.details


@pytest.mark.parametrize(
    "crafted",
    [
        "UPDATE change_log SET kind = 'shell' WHERE number = 3",
        "UPDATE change_log SET kind = 'start' WHERE number = 3",
        "UPDATE change_log SET at = 'someday' WHERE number = 3",
        "UPDATE change_log SET label = char(27) || '[2J' WHERE number = 3",
        "UPDATE change_log SET label = hex(zeroblob(300)) WHERE number = 3",
        "UPDATE change_log SET revision = 99 WHERE number = 3",
        "UPDATE change_log SET number = number + 100",
        "UPDATE change_log SET number = number - 1",
        "UPDATE change_log SET revision = 1 WHERE number = 7",
    ],
)
def test_a_log_with_true_hashes_that_is_none_of_ours(path: Path, crafted: str) -> None:
    lived(path).close()
    with tampered(path) as connection:
        connection.execute(crafted)
        rechained(connection)
    with pytest.raises(DamagedPlan) as caught:
        Document.open(path)
    assert "change log" in caught.value.details


def test_crafted_labels_are_text_and_nothing_else(path: Path, tmp_path: Path) -> None:
    label = "'); DROP TABLE activity; --"
    lived(path).close()
    with tampered(path) as connection:
        connection.execute("UPDATE change_log SET label = ? WHERE number = 3", (label,))
        rechained(connection)
    with Document.open(path, data_folder=tmp_path / "elsewhere") as document:
        assert document.change_log()[2].label == label
        rename(document, "Three")
        assert len(document.plan.activities) == 2


def test_rechaining_alone_is_accepted(path: Path) -> None:
    """So the tests above are refused for what they say, not for how they were made."""
    lived(path).close()
    with tampered(path) as connection:
        rechained(connection)
    Document.open(path).close()


def test_a_working_copy_with_another_log_is_not_used(path: Path, data_folder: Path) -> None:
    lived(path).close()
    (database,) = data_folder.glob("working/*/plan.db")
    with tampered(database) as connection:
        connection.execute("UPDATE change_log SET label = 'Nothing' WHERE number = 3")
    with Document.open(path) as document:
        assert document.change_log()[2].label == "Rename to Two"


def test_labels_lose_what_a_terminal_would_run(path: Path) -> None:
    with make(path) as document:
        with document.edit("Clear\x1b[2J\nthe\u202e screen " + "x" * 600) as session:
            session.update("activity", "A001", {"name": "One"})
        label = document.change_log()[-1].label
    assert label.startswith("Clear[2J the screen")
    assert len(label) == 500
    Document.open(path).close()


def test_the_oldest_entries_go_when_it_is_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "KEPT_ENTRIES", 5)
    with make(path) as document:
        for i in range(9):
            rename(document, f"{i}")
        log = document.change_log()
    assert [entry.label for entry in log] == [f"Rename to {i}" for i in range(4, 9)]
    with Document.open(path) as document:
        assert document.change_log() == log
    last = log[-1]
    with pytest.raises(BrokenChangeLog):
        verify_change_log(log[1:], last.revision, last.digest)
