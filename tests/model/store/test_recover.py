"""Recovering a damaged file: what is whole is saved, what is not is named, and the source stays as it is."""

import random
from pathlib import Path

import pytest

from cmoplanner.errors import NewerPlan, NotAPlan, PlanFileError, PlanNotReadable, PlanNotWritable
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.recover import Recovered, recover
from cmoplanner.model.store.snapshot import Snapshot, read_snapshot
from cmoplanner.paths import sample_plan
from tests.model.store.small_plan import fingerprint, make_file, tampered

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "plan.cmoplan"
    path.write_bytes(sample_plan().read_bytes())
    return path


def salvaged(path: Path) -> tuple[Recovered, Snapshot]:
    before, target = fingerprint(path), path.with_name("out.cmoplan")
    found = recover(path, target)
    assert fingerprint(path) == before
    return found, read_snapshot(target)


def rows(snapshot: Snapshot) -> set[tuple[str, object]]:
    return {(name, row) for name, table in snapshot.contents.tables.items() if name != "plan" for row in table}


def leaf_with(path: Path, text: bytes) -> int:
    """Return where the leaf page of a table begins that holds a text."""
    data = path.read_bytes()
    return next(at for at in range(0, len(data), PAGE) if data[at] == 0x0D and text in data[at : at + PAGE])


def test_a_sound_file_loses_nothing(path: Path) -> None:
    found, snapshot = salvaged(path)
    assert found.lost == ()
    assert rows(snapshot) == rows(read_snapshot(path))
    assert snapshot.plan.header.name.endswith("(recovered)")
    assert snapshot.contents.identity.uuid != read_snapshot(path).contents.identity.uuid


def test_a_torn_page_loses_its_rows_alone_and_names_them(path: Path) -> None:
    whole = read_snapshot(path)
    at = leaf_with(path, whole.plan.activities["A040"].name.encode())
    data = bytearray(path.read_bytes())
    data[at : at + PAGE] = bytes(PAGE)
    path.write_bytes(data)
    found, snapshot = salvaged(path)
    lost = whole.plan.activities.keys() - snapshot.plan.activities.keys()
    assert 0 < len(lost) < len(whole.plan.activities)
    assert rows(snapshot) <= rows(whole)
    assert {key for name, row in rows(whole) - rows(snapshot) if name == "activity" for key in [row[0]]} == lost  # type: ignore[index]
    (sentence,) = [line for line in found.lost if f"of {len(whole.plan.activities)} rows are lost" in line]
    assert sum(key in sentence for key in lost) == min(20, len(lost))


def test_a_lost_first_page_costs_no_row(path: Path) -> None:
    whole = read_snapshot(path)
    data = bytearray(path.read_bytes())
    data[100:PAGE] = bytes(PAGE - 100)
    path.write_bytes(data)
    _found, snapshot = salvaged(path)
    assert rows(snapshot) == rows(whole)


def test_a_cut_file_keeps_what_is_left(path: Path) -> None:
    whole = read_snapshot(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    found, snapshot = salvaged(path)
    assert rows(snapshot) < rows(whole)
    assert len(rows(snapshot)) > 100
    assert len(found.lost) > 1


def test_a_changed_figure_is_told(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("UPDATE activity SET gross_spend = 7 WHERE id = 'A001'")
    found, snapshot = salvaged(path)
    assert snapshot.plan.activities["A001"].gross_spend == 7
    assert any("checksum" in sentence for sentence in found.lost)


def test_a_row_that_no_plan_holds_is_named_and_left_out(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("UPDATE activity SET start = 'tomorrow' WHERE id = 'A001'")
        connection.execute("CREATE TRIGGER t AFTER UPDATE ON activity BEGIN DELETE FROM activity; END")
    found, snapshot = salvaged(path)
    assert "A001" not in snapshot.plan.activities
    assert any("A001" in sentence and "start" in sentence for sentence in found.lost)


def test_a_lost_header_is_replaced_and_told(path: Path) -> None:
    with tampered(path) as connection:
        connection.execute("DELETE FROM plan")
    found, snapshot = salvaged(path)
    assert snapshot.plan.header.fy_start.year == min(a.start.year for a in snapshot.plan.activities.values())
    assert any("own row is lost" in sentence for sentence in found.lost)


def test_long_texts_are_read_over_their_overflow_pages(tmp_path: Path) -> None:
    path = make_file(tmp_path / "plan.cmoplan")
    long = "ä" * 15_000
    with tampered(path) as connection:
        connection.execute("UPDATE activity SET notes = ? WHERE id = 'A002'", (long,))
    _found, snapshot = salvaged(path)
    assert snapshot.plan.activities["A002"].notes == long


def test_whatever_the_damage_the_result_is_a_sound_plan_or_a_refusal(tmp_path: Path) -> None:
    path = make_file(tmp_path / "plan.cmoplan")
    data, chance, saved = path.read_bytes(), random.Random(3), 0
    for number in range(60):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 40)):
            at = chance.randrange(len(damaged))
            damaged[at : at + 16] = chance.randbytes(len(damaged[at : at + 16]))
        path.write_bytes(damaged)
        target = tmp_path / f"{number}.cmoplan"
        try:
            recover(path, target)
        except PlanFileError:
            assert not target.exists()
            continue
        Document.open(target).close()
        saved += 1
    assert saved > 30


def test_what_is_refused(path: Path, tmp_path: Path) -> None:
    before = fingerprint(path)
    with pytest.raises(PlanNotWritable):
        recover(path, path)
    assert fingerprint(path) == before
    out = tmp_path / "out.cmoplan"
    with pytest.raises(PlanNotReadable):
        recover(tmp_path / "none.cmoplan", out)
    foreign = tmp_path / "foreign.cmoplan"
    foreign.write_bytes(b"no plan at all " * 1000)
    with pytest.raises(NotAPlan):
        recover(foreign, out)
    with tampered(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerPlan):
        recover(path, out)
    assert not out.exists()
