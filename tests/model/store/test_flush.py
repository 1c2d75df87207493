"""Folders are flushed where the system offers it; where it does not, work goes on; a real fault is told."""

import errno
import os
from pathlib import Path

import pytest

from cmoplanner.model.store.document import Document
from cmoplanner.model.store.flush import flush_folder, make_folder
from tests.model.store.small_plan import make_file, rename


def fail_with(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)


def test_a_fault_of_the_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(errno.EIO, monkeypatch)
    with pytest.raises(OSError, match="error"):
        flush_folder(tmp_path)


def test_a_share_that_flushes_no_folders_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(errno.EINVAL, monkeypatch)
    flush_folder(tmp_path)


def test_every_folder_that_is_made_is_flushed_into_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("cmoplanner.model.store.flush.flush_folder", flushed.append)
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert flushed == [tmp_path / "a", tmp_path]
    make_folder(tmp_path / "a" / "b")
    assert len(flushed) == 2, "nothing was made"


def test_a_plan_can_be_edited_and_published_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sync = make_file(tmp_path / "plan.cmoplan"), os.fsync

    def files_only(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, "no folders")
        sync(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    with Document.open(path) as document:
        rename(document, "Kept")
    with Document.open(path) as document:
        assert document.plan.activities["A001"].name == "Kept"
