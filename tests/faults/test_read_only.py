"""A file or folder that an ordinary user may not write: read, refused edits, copied elsewhere; nothing is changed."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.faults.below import watched
from bench.faults.trouble import Trouble
from cmoplanner.errors import EditRefused, PlanNotReadable, PlanNotWritable
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import crash, fingerprint, make, make_file, rename

NOBODY = 65_534


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Be a user whom permissions hold; root, as whom tests may run, passes them all."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder of the ordinary user, outside of the tests' private ones."""
    with make(tmp_path / "first.cmoplan") as document:  # loads what that user may have no right to load
        assert document.backups()
    path = Path(tempfile.mkdtemp(prefix="cmoplanner-test-"))
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    with ordinary_user():
        (path / "plans").mkdir()
    yield path
    (path / "plans").chmod(0o700)
    shutil.rmtree(path)


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_plan_that_may_not_be_written_can_be_read_and_copied(folder: Path, closed: str) -> None:
    path, data = folder / "plans" / "plan.cmoplan", folder / "data"
    with ordinary_user():
        make(path, data_folder=data).close()
        (path if closed == "file" else path.parent).chmod(0o444 if closed == "file" else 0o555)
        before = fingerprint(path)
        with Document.open(path, data_folder=data) as document:
            assert document.read_only
            with pytest.raises(EditRefused) as caught:
                rename(document, "No")
            assert caught.value.remedy
            document.save_copy(folder / "copy.cmoplan")
        assert fingerprint(path) == before
        assert [entry.name for entry in path.parent.iterdir()] == [path.name]
        with Document.open(folder / "copy.cmoplan", data_folder=data) as copy:
            assert not copy.read_only
            rename(copy, "Yes")


def test_the_control_is_writable(folder: Path) -> None:
    with ordinary_user(), make(folder / "plans" / "plan.cmoplan", data_folder=folder / "data") as document:
        assert not document.read_only


def test_a_folder_that_is_closed_meanwhile_keeps_the_edits(folder: Path) -> None:
    path, data = folder / "plans" / "plan.cmoplan", folder / "data"
    with ordinary_user():
        document = make(path, data_folder=data)
        before = fingerprint(path)
        path.parent.chmod(0o555)
        rename(document, "Kept")
        with pytest.raises(PlanNotWritable) as caught:
            document.publish()
        assert caught.value.remedy
        assert fingerprint(path) == before
        crash(document)
        path.parent.chmod(0o700)
        with Document.open(path, data_folder=data) as document:
            assert document.recovered == 1
            assert document.plan.activities["A001"].name == "Kept"


def test_a_folder_that_is_gone_keeps_the_edits(tmp_path: Path, data_folder: Path) -> None:
    place = tmp_path / "drive"
    place.mkdir()
    document = make(place / "plan.cmoplan")
    rename(document, "Kept")
    place.rename(tmp_path / "unplugged")
    with pytest.raises(PlanNotWritable):
        document.publish()
    rename(document, "Kept too")
    (tmp_path / "unplugged").rename(place)
    document.close()
    with Document.open(place / "plan.cmoplan") as document:
        assert document.plan.activities["A001"].name == "Kept too"


@pytest.mark.parametrize("code", [errno.ENODEV, errno.EIO, errno.ENOTCONN, errno.ESTALE], ids=os.strerror)
def test_a_drive_that_is_gone_keeps_the_edits(tmp_path: Path, data_folder: Path, code: int) -> None:
    """Every call on the drive fails from one moment on, for a memory stick as for a network share."""
    place = tmp_path / "drive"
    place.mkdir()
    document = make(place / "plan.cmoplan", data_folder=data_folder)
    before = fingerprint(document.path)
    with watched(place, Trouble(1, code, lasting=True)):
        rename(document, "Kept")
        with pytest.raises(PlanNotWritable) as caught:
            document.publish()
        assert caught.value.remedy
        rename(document, "Kept too")
        with pytest.raises(PlanNotWritable):
            document.close()
        with pytest.raises(PlanNotReadable):
            Document.open(place / "plan.cmoplan", data_folder=data_folder)
    assert fingerprint(place / "plan.cmoplan") == before
    with Document.open(place / "plan.cmoplan", data_folder=data_folder) as document:
        assert document.recovered == 2
        assert document.plan.activities["A001"].name == "Kept too"
    assert [entry.name for entry in place.iterdir()] == ["plan.cmoplan"]


def test_a_data_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """The drive with the working copies fails: no edit is taken for saved, and what was saved before is there."""
    path, data = tmp_path / "plan.cmoplan", tmp_path / "home"
    data.mkdir()
    trouble = Trouble(1_000_000, errno.ENODEV, lasting=True)
    with watched(data, trouble):
        document = make(path, data_folder=data)
        rename(document, "Kept")
        trouble.number = trouble.seen + 1
        with pytest.raises(EditRefused) as caught:
            rename(document, "Lost")
        assert caught.value.remedy
        assert document.plan.activities["A001"].name == "Kept"
        crash(document)
    with Document.open(path, data_folder=data) as document:
        assert document.plan.activities["A001"].name == "Kept"
        assert document.recovered == 1


def test_a_long_path_works_and_a_too_long_name_is_told(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name-of-fifty-letters-indeed-yes"] * 6)
    deep.mkdir(parents=True)
    path = make_file(deep / "plan.cmoplan")
    assert len(str(path)) > 300
    with Document.open(path) as document:
        rename(document, "Deep")
    too_long = tmp_path / f"{'n' * 300}.cmoplan"
    with pytest.raises(PlanNotWritable):
        make(too_long)
    with pytest.raises(PlanNotReadable):
        Document.open(too_long)
