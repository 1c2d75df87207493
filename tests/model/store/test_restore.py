"""Backups before bulk changes and replacements; looked at, and brought back as a file of their own."""

from pathlib import Path

import pytest

from cmoplanner.errors import DamagedPlan, PlanNotWritable
from cmoplanner.model.store.backups import BULK, Backups
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.open import read_verified
from cmoplanner.model.store.restore import preview, restore
from cmoplanner.model.store.snapshot import read_snapshot
from tests.model.store.small_plan import Clock, fingerprint, make, make_file, rename


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


def test_a_bulk_change_keeps_the_state_before_it(path: Path) -> None:
    with make(path, clock=Clock()) as document:
        rename(document, "Before")
        before, sums = document.plan, document.digest
        with document.edit("Bulk") as session:
            for number in range(BULK):
                session.insert("segment", {"id": f"n{number}", "name": f"{number}"})
            session.update("activity", "A001", {"name": "After"})
            session.delete("activity_target", "A001|s-o")
        newest = max(document.backups(), key=lambda backup: backup.revision)
        assert read_verified(newest.path).identity.digest == sums
        assert preview(newest).plan.activities == before.activities
        assert "n1" in document.plan.segments


def test_a_plan_that_is_replaced_is_backed_up(path: Path, tmp_path: Path, data_folder: Path) -> None:
    make_file(path)
    lost = read_snapshot(path).contents.identity
    (tmp_path / "backups").mkdir()
    with make(path, replace=True, data_folder=tmp_path) as document:
        assert document.uuid != lost.uuid
    (kept,) = Backups(tmp_path, lost.uuid).list()
    assert read_verified(kept.path).identity == lost


def test_a_preview_tells_what_a_backup_holds(path: Path) -> None:
    with make(path, clock=Clock()) as document:
        (backup,) = document.backups()
        found = preview(backup)
        assert (found.name, found.backup.revision, found.backup.at) == ("Plan", 1, Clock()())
        assert found.counts["activity"] == 2
        assert "channel" not in found.counts
        assert found.plan.activities == document.plan.activities


def test_a_restored_plan_stands_beside_the_current_one(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "restored.cmoplan"
    with make(path) as document:
        (backup,) = document.backups()
        rename(document, "Later")
        document.publish()
        current = fingerprint(path)
        restore(backup.path, target)
        assert fingerprint(path) == current
        assert document.conflicted_copies() == ()
    with Document.open(target) as restored:
        assert restored.plan.activities["A001"].name == "Webinar"
    with pytest.raises(PlanNotWritable):
        restore(backup.path, target)


def test_a_damaged_backup_restores_nothing(path: Path, tmp_path: Path) -> None:
    with make(path) as document:
        (backup,) = document.backups()
    data = backup.path.read_bytes()
    backup.path.write_bytes(data[:-1])
    with pytest.raises(DamagedPlan):
        restore(backup.path, tmp_path / "restored.cmoplan")
    assert not (tmp_path / "restored.cmoplan").exists()


def test_copies_of_sync_programs_are_known_by_their_id(path: Path, tmp_path: Path) -> None:
    with make(path) as document:
        names = ["plan (conflicted copy 2027-01-05).cmoplan", "plan-DESKTOP.cmoplan", "Überarbeitet.cmoplan"]
        for name in names:
            (tmp_path / name).write_bytes(path.read_bytes())
        make_file(tmp_path / "plan (conflicted copy of another).cmoplan")
        (tmp_path / "plan (conflicted copy) damaged.cmoplan").write_bytes(path.read_bytes()[:5000])
        (tmp_path / "plan.sync-conflict.cmoplan").mkdir()
        assert [other.name for other in document.conflicted_copies()] == sorted(names)
