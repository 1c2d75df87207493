"""Backups: verified, one for each state, and thinned by age."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cmoplanner.errors import PlanNotWritable
from cmoplanner.model.store import backups as module
from cmoplanner.model.store.backups import Backup, Backups, worth_keeping
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from tests.model.store.small_plan import Clock, make, rename

NOW = datetime(2027, 6, 15, 12, 30, tzinfo=UTC)


def backup(age: timedelta) -> Backup:
    return Backup(Path(f"{age}"), NOW - age, 1, "")


def test_opening_keeps_one_backup_of_each_state(tmp_path: Path, data_folder: Path) -> None:
    clock = Clock()
    with make(tmp_path / "plan.cmoplan", clock=clock) as document:
        store = Backups(data_folder, document.uuid)
        assert len(store.list()) == 1
        rename(document, "Changed")
    clock.forward(60)
    for _ in range(3):
        Document.open(tmp_path / "plan.cmoplan", clock=clock).close()
    first, second = store.list()
    assert (first.revision, second.revision) == (1, 2)
    assert read_verified(second.path).identity.revision == 2


def test_a_backup_of_edits_that_are_not_published(tmp_path: Path) -> None:
    with make(tmp_path / "plan.cmoplan", clock=Clock()) as document:
        rename(document, "Unpublished")
        kept = document.back_up()
        assert kept is not None
        assert document.back_up() is None
        assert read_verified(kept).identity.digest == document.digest


def test_a_copy_that_reads_back_otherwise_is_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source.cmoplan"
    with make(source) as document:
        contents = document.contents()

    def bad_copy(_source: Path, target: Path) -> None:
        target.write_bytes(b"other")

    monkeypatch.setattr(module.shutil, "copyfile", bad_copy)
    store = Backups(tmp_path, "u")
    with pytest.raises(PlanNotWritable) as refused:
        store.keep_file(source, contents.identity, NOW)
    assert "read back" in refused.value.details
    assert list((tmp_path / "backups" / "u").iterdir()) == []


def test_thinning_keeps_what_the_rule_says() -> None:
    """Counted another way than the code does: a year of backups every 20 minutes."""
    found = [backup(timedelta(minutes=20 * i)) for i in range(3 * 24 * 365)]
    kept = {entry.at for entry in worth_keeping(found)}
    made = sorted((entry.at for entry in found), reverse=True)
    assert set(made[:20]) <= kept
    hours = {NOW.replace(minute=0) - timedelta(hours=i) for i in range(24)}
    assert all(any(hour <= one < hour + timedelta(hours=1) for one in kept) for hour in hours)
    days = {NOW.date() - timedelta(days=i) for i in range(30)}
    assert days <= {one.date() for one in kept}
    assert {(one.year, one.month) for one in kept} == {(2026, month) for month in range(7, 13)} | {
        (2027, month) for month in range(1, 7)
    }
    last_of_march = max(one for one in made if (one.year, one.month) == (2027, 3))
    assert last_of_march in kept
    assert len(kept) <= 20 + 24 + 30 + 12


def test_old_backups_go_and_the_newest_stays(
    tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NEWEST", 3)
    clock = Clock()
    with make(tmp_path / "plan.cmoplan", clock=clock) as document:
        for i in range(8):
            clock.forward(1)
            rename(document, f"{i}")
            document.back_up()
        store = Backups(data_folder, document.uuid)
        assert [entry.revision for entry in store.list()] == [7, 8, 9]
        monkeypatch.setattr(module, "MOST_BYTES", 1)
        clock.forward(1)
        rename(document, "last")
        document.back_up()
        assert [entry.revision for entry in store.list()] == [10]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "backups" / "u").mkdir(parents=True)
    foreign = tmp_path / "backups" / "u" / "notes.cmoplan"
    foreign.write_text("mine")
    assert Backups(tmp_path, "u").list() == []
    assert foreign.exists()
