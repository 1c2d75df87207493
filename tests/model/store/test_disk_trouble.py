"""A disk that refuses during an edit is told plainly, and the plan is as before; a kept commit is believed."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from cmoplanner.errors import CmoPlannerError, EditRefused, PlanNotWritable
from cmoplanner.model.store import contents
from cmoplanner.model.store import document as document_module
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import crash, make, rename


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


def write_notes(document: Document) -> None:
    with document.edit("Write notes") as session:
        session.update("activity", "A001", {"notes": "x" * 19_000})


def test_a_full_disk_refuses_the_edit_and_keeps_the_plan(path: Path) -> None:
    with make(path) as document:
        below = document._working.raw
        (pages,) = below.execute("PRAGMA page_count").fetchone()
        below.execute(f"PRAGMA max_page_count = {pages}")
        before, revision = document.plan, document.revision
        with pytest.raises(EditRefused) as caught:
            write_notes(document)
        assert "full" in caught.value.details
        assert caught.value.remedy
        assert document.plan is before
        assert document.revision == revision
        assert document.undo_label is None
        below.execute("PRAGMA max_page_count = 100000")
        write_notes(document)
        assert document.undo() == "Write notes"


def failing_commit(document: Document, monkeypatch: pytest.MonkeyPatch, *, kept: bool) -> None:
    """Let the next commit fail, before or after it has reached the disk."""

    def fail(connection: sqlite3.Connection) -> None:
        monkeypatch.undo()
        if kept:
            connection.commit()
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(document._connection.engine.dialect, "do_commit", fail)


def test_a_commit_that_failed_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    document = make(path, data_folder=data_folder)
    before = document.plan
    failing_commit(document, monkeypatch, kept=False)
    with pytest.raises(EditRefused):
        rename(document, "Lost")
    assert document.plan is before
    rename(document, "Next")
    crash(document)
    with Document.open(path, data_folder=data_folder) as document:
        assert document.plan.activities["A001"].name == "Next"
        assert document.recovered == 1


def test_a_commit_that_was_reported_as_failed_but_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    document = make(path, data_folder=data_folder)
    failing_commit(document, monkeypatch, kept=True)
    rename(document, "Kept")
    assert document.plan.activities["A001"].name == "Kept"
    assert document.undo_label == "Rename to Kept"
    crash(document)
    with Document.open(path, data_folder=data_folder) as document:
        assert document.plan.activities["A001"].name == "Kept"


def test_a_data_folder_that_cannot_be_written_is_named(path: Path, tmp_path: Path) -> None:
    make(path).close()
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(CmoPlannerError) as caught:
        Document.open(path, data_folder=blocked)
    assert str(blocked) in caught.value.sentence
    assert caught.value.remedy


def test_a_disk_that_does_not_say_whether_an_edit_was_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    """Nothing may be built on a state that nobody knows: the plan can be read until it is opened again."""
    document = make(path, data_folder=data_folder)
    connection = document._connection

    def answer_nothing(*_given: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("disk I/O error"))

    with monkeypatch.context() as patch:

        def commit_and_fail(below: sqlite3.Connection) -> None:
            below.commit()
            patch.setattr(type(connection), "begin", answer_nothing)
            raise sqlite3.OperationalError("disk I/O error")

        patch.setattr(connection.engine.dialect, "do_commit", commit_and_fail)
        with pytest.raises(EditRefused) as caught:
            rename(document, "Unknown")
    assert "does not say" in caught.value.sentence
    assert "open it again" in caught.value.remedy
    with pytest.raises(EditRefused):
        rename(document, "After")
    document.close()
    with Document.open(path, data_folder=data_folder) as document:
        assert document.plan.activities["A001"].name == "Unknown", "it had been kept"
        rename(document, "After")


def test_a_publication_that_could_not_be_noted_is_no_conflict(
    path: Path, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    document = make(path, data_folder=data_folder)
    rename(document, "Published")

    def refuse(*_given: object) -> None:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("disk I/O error"))

    with monkeypatch.context() as patch:
        patch.setattr(document_module, "save_base", refuse)
        document.publish()
    rename(document, "Later")
    crash(document)
    with Document.open(path, data_folder=data_folder) as document:
        assert document.plan.activities["A001"].name == "Later"
        assert document.conflict is None
        assert document.recovered == 1


def test_a_draft_that_cannot_be_removed_hides_no_reason(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with make(path) as document:
        rename(document, "Kept")

        def refuse(*_given: object, **_options: object) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            patch.setattr(os, "unlink", refuse)
            with pytest.raises(PlanNotWritable):
                document.publish()


def test_a_fault_below_the_change_log_takes_the_edit_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with make(path) as document:
        before = document.digest

        def refuse(*_given: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        with monkeypatch.context() as patch:
            patch.setattr(contents, "append", refuse)
            with pytest.raises(EditRefused):
                rename(document, "Lost")
        assert document.digest == before
        rename(document, "Kept")
