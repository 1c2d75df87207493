"""A copy for somebody else holds the plan as it is now: no deleted text anywhere in its bytes, no steps, another id."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cmoplanner.errors import CmoPlannerError, PlanInUse
from cmoplanner.model import fields
from cmoplanner.model.checks import row_objects
from cmoplanner.model.fields import Kind
from cmoplanner.model.plan import Plan
from cmoplanner.model.store import schema
from cmoplanner.model.store.backups import Backups
from cmoplanner.model.store.clean import SENT, send_clean_copy
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import data_folder, sample_plan
from tests.model.store.small_plan import make, rename

MARK = "Zebra-Secret-47"


def marked_and_deleted(path: Path) -> Path:
    """Return the clean copy of a plan in which a marker was written, renamed away and deleted in many ways."""
    copy = path.with_name("sent.cmoplan")
    with make(path) as document:
        rename(document, f"{MARK} label and name")
        with document.edit("Write") as session:
            session.insert("segment", {"id": f"{MARK}-id", "name": MARK})
            session.update("activity", "A002", {"notes": f"{MARK} " * 900})
        document.publish()
        rename(document, "Plain")
        with document.edit("Delete") as session:
            session.delete("segment", f"{MARK}-id")
            session.update("activity", "A002", {"notes": ""})
        send_clean_copy(document, copy)
        working = document._working.raw.execute("PRAGMA database_list").fetchone()[2]
        kept = Path(working).read_bytes() + Path(f"{working}-wal").read_bytes()
        assert MARK.encode() in kept, "the control: the working copy still knows the text"
    return copy


def test_no_deleted_text_is_in_the_bytes(tmp_path: Path) -> None:
    copy = marked_and_deleted(tmp_path / "plan.cmoplan")
    data = copy.read_bytes()
    for form in (MARK.encode(), MARK.encode("utf-16-le"), MARK.encode().hex().encode(), MARK[:5].encode()):
        assert form not in data


def test_the_copy_is_the_same_plan_without_a_past(tmp_path: Path) -> None:
    path = tmp_path / "plan.cmoplan"
    copy = marked_and_deleted(path)
    sent, whole = read_snapshot(copy), read_snapshot(path)
    assert {name: sent.contents.tables[name] for name in SENT} == {name: whole.contents.tables[name] for name in SENT}
    assert sent.contents.identity.uuid != whole.contents.identity.uuid
    assert sent.contents.identity.revision == 1
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["plan.cmoplan", "sent.cmoplan"]
    with closing(sqlite3.connect(copy)) as connection:
        assert schema.objects(connection) == schema.expected_objects()


def test_the_open_plan_itself_is_not_overwritten(tmp_path: Path) -> None:
    with make(tmp_path / "plan.cmoplan") as document, pytest.raises(PlanInUse):
        send_clean_copy(document, document.path)


def test_a_plan_that_it_replaces_has_a_backup(tmp_path: Path) -> None:
    victim = tmp_path / "victim.cmoplan"
    with make(victim) as lost:
        uuid, before = lost.uuid, victim.read_bytes()
    with make(tmp_path / "plan.cmoplan") as document:
        send_clean_copy(document, victim)
    assert victim.read_bytes() != before
    (backup,) = Backups(data_folder(), uuid).list()
    assert backup.path.read_bytes() == before


def test_nothing_is_replaced_while_the_disk_has_no_room_for_its_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim.cmoplan"
    make(victim).close()
    before = victim.read_bytes()

    def full(*_paths: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with make(tmp_path / "plan.cmoplan") as document:
        with monkeypatch.context() as patched:
            patched.setattr(shutil, "copyfile", full)
            with pytest.raises(CmoPlannerError, match="no room"):
                send_clean_copy(document, victim)
            with pytest.raises(CmoPlannerError, match="no room") as told:
                Document.open(victim)
        assert "Free some space" in told.value.remedy
    assert victim.read_bytes() == before


def every_text(plan: Plan) -> Iterator[tuple[str, str, list[str]]]:
    """Yield table, row and keys of the texts that may hold anything, for one row of each table."""
    for table in fields.TABLES:
        keys = [field.key for field in table.fields if field.kind in {Kind.TEXT, Kind.NOTE} and not field.unit]
        row = next(iter(row_objects(plan, table)), None)
        if row is not None and keys:
            yield table.name, row.id, keys


def test_a_marker_from_every_text_field_is_in_no_sent_copy(tmp_path: Path) -> None:
    """It stood in each field of the sample, in a deleted row of each table, in a version and in the change log."""
    copy = tmp_path / "sent.cmoplan"
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan") as document:
        places = list(every_text(document.plan))
        assert len(places) > 15
        before = document.content_sums
        with document.edit(f"{MARK} in every text") as session:
            for table, row_id, keys in places:
                session.update(table, row_id, dict.fromkeys(keys, MARK))
                if table in {"segment", "campaign", "channel", "vendor"}:
                    session.insert(table, {"id": f"{MARK}-{table}", "name": MARK})
        document.name_version(f"{MARK} version", MARK)
        document.publish()
        assert MARK.encode() in document.path.read_bytes(), "the control: the plan file knows the text"
        document.undo()
        assert document.content_sums == before
        send_clean_copy(document, copy)
    data = copy.read_bytes()
    for form in (MARK.encode(), MARK.encode("utf-16-le"), MARK[:5].encode(), MARK[6:12].encode()):
        assert form not in data
