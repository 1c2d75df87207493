"""Publishing: whole or not at all, nothing left beside, nothing deleted inside."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from cmoplanner.errors import PlanNotWritable
from cmoplanner.model.store import publish, schema
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from tests.model.store.small_plan import fingerprint, make, make_file, rename

MARK = "a-name-that-was-deleted"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    return read_verified(make_file(tmp_path / "source.cmoplan")).renewed()


def test_a_published_file_holds_the_plan_and_nothing_else(path: Path) -> None:
    with make(path) as document:
        with document.edit("Write") as session:  # the name of an act is in the change log, which is published
            session.update("activity", "A001", {"name": MARK})
        with document.edit("Delete") as session:
            session.delete("activity_target", "A001|s-o")
            session.delete("activity_target", "A001|s-p")
            session.delete("activity", "A001")
    assert MARK.encode() not in path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        assert schema.objects(connection) == schema.expected_objects()
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_same_plan_makes_the_same_bytes(path: Path, contents: Contents) -> None:
    publish.write_plan_file(path, contents)
    first = path.read_bytes()
    publish.write_plan_file(path, contents)
    assert path.read_bytes() == first


def test_replacing_is_tried_again_while_a_reader_holds_the_file(path: Path, contents: Contents) -> None:
    refusals = [PermissionError(13, "in use")] * 3

    def replace(draft: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        draft.replace(target)

    publish.write_plan_file(path, contents, replace=replace)
    assert read_verified(path).identity == contents.identity
    assert not refusals


def test_a_refused_replace_leaves_the_old_file_alone(
    path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_file(path)
    before, beside = fingerprint(path), sorted(path.parent.iterdir())
    monkeypatch.setattr(publish, "_RETRY_SECONDS", 0.05)

    def refuse(_draft: Path, _target: Path) -> None:
        raise PermissionError(13, "in use")

    with pytest.raises(PlanNotWritable):
        publish.write_plan_file(path, contents, replace=refuse)
    assert fingerprint(path) == before
    assert sorted(path.parent.iterdir()) == beside


def test_a_full_disk_is_told_before_anything_is_written(
    path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1000))
    with pytest.raises(PlanNotWritable) as caught:
        publish.write_plan_file(path, contents)
    assert "space" in caught.value.details
    assert not path.exists()


def test_a_disk_that_lies_is_found_out(path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(path)
    before, beside = fingerprint(path), sorted(path.parent.iterdir())
    flush = os.fsync

    def corrupt(handle: int) -> None:
        flush(handle)
        size = os.fstat(handle).st_size
        os.pwrite(handle, b"\xff" * 200, size - 4096)

    monkeypatch.setattr(publish.os, "fsync", corrupt)
    with pytest.raises(PlanNotWritable) as caught:
        publish.write_plan_file(path, contents)
    assert "gave back" in caught.value.details
    assert fingerprint(path) == before
    assert sorted(path.parent.iterdir()) == beside


def test_a_missing_folder(tmp_path: Path, contents: Contents) -> None:
    with pytest.raises(PlanNotWritable):
        publish.write_plan_file(tmp_path / "gone" / "plan.cmoplan", contents)


def test_edits_stay_when_publishing_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = make(path)
    rename(document, "Kept")
    with monkeypatch.context() as patch:
        patch.setattr(publish.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=0))
        with pytest.raises(PlanNotWritable):
            document.publish()
        assert document.has_unpublished
        with pytest.raises(PlanNotWritable):
            document.close()
    with Document.open(path) as document:
        assert document.recovered == 1
        assert document.plan.activities["A001"].name == "Kept"


def test_a_deleted_file_is_written_anew(path: Path) -> None:
    with make(path) as document:
        rename(document, "Back")
        path.unlink()
    with Document.open(path) as document:
        assert document.plan.activities["A001"].name == "Back"


def test_drafts_of_killed_programs_are_removed_when_old(path: Path, contents: Contents) -> None:
    old, young = path.with_name(".~plan-0123abcd.tmp"), path.with_name(".~plan-89abcdef.tmp")
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    publish.write_plan_file(path, contents)
    assert not old.exists()
    assert young.exists()


def test_permissions_of_the_file_are_kept(path: Path, contents: Contents) -> None:
    make_file(path)
    path.chmod(0o640)
    publish.write_plan_file(path, contents)
    assert path.stat().st_mode & 0o777 == 0o640
