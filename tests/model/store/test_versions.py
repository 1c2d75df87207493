"""Named versions: the plan comes back as it was, travels with the file, and nothing crafted gets in."""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import DamagedPlan, EditRefused, HostilePlan, VersionRefused
from cmoplanner.model.plan import Plan
from cmoplanner.model.store import schema, versions
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from tests.model.store.small_plan import Clock, crash, make, rename, resealed, tampered

BOMB = 1 << 28


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


def same(one: Plan, other: Plan) -> bool:
    """Whether all rows of both are equal, in the same order."""
    found = [{name: value for name, value in vars(plan).items() if name != "revision"} for plan in (one, other)]
    orders = [[list(value) for value in part.values() if hasattr(value, "keys")] for part in found]
    return found[0] == found[1] and orders[0] == orders[1]


def test_a_version_is_the_plan_as_it_was(tmp_path: Path) -> None:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", clock=Clock()) as document:
        then, revision = document.plan, document.revision
        named = document.name_version("Board draft", "As shown in May")
        assert (named.name, named.note, named.at, named.revision) == (
            "Board draft",
            "As shown in May",
            Clock().now,
            revision,
        )
        rename(document, "Other")
        assert not same(document.plan, then)
        assert document.versions == (named,)
        assert same(document.plan_of(named.id), then)
        assert document.plan_of(named.id).revision == revision


def test_naming_is_no_step_but_is_published(path: Path) -> None:
    with make(path) as document:
        rename(document, "One")
        document.publish()
        told = []
        document.subscribe(told.append)
        sums = document.content_sums
        document.name_version("First")
        assert [(change.label, dict(change.rows)) for change in told] == [("Name version “First”", {})]
        assert document.has_unpublished
        assert document.undo_label == "Rename to One"
        assert document.content_sums == sums
        document.undo()
        assert [version.name for version in document.versions] == ["First"]
    with Document.open(path) as document:
        (version,) = document.versions
        assert document.plan_of(version.id).activities["A001"].name == "One"
        assert document.plan.activities["A001"].name == "Webinar"


def test_versions_survive_a_crash_and_travel_with_the_file(path: Path, tmp_path: Path) -> None:
    document = make(path)
    document.name_version("First")
    rename(document, "One")
    document.name_version("Second")
    crash(document)
    with Document.open(path) as document:
        assert [version.name for version in document.versions] == ["First", "Second"]
        document.save_copy(tmp_path / "copy.cmoplan")
    with Document.open(path, data_folder=tmp_path / "elsewhere") as document:
        names = [document.plan_of(version.id).activities["A001"].name for version in document.versions]
    with Document.open(tmp_path / "copy.cmoplan") as copy:
        assert [copy.plan_of(version.id).activities["A001"].name for version in copy.versions] == names
    assert names == ["Webinar", "One"]


def test_versions_are_renamed_and_deleted(path: Path) -> None:
    with make(path) as document:
        first, second = document.name_version("First"), document.name_version("Second")
        document.rename_version(first.id, "Zero")
        assert [version.name for version in document.versions] == ["Zero", "Second"]
        revision = document.revision
        document.rename_version(first.id, "Zero")
        assert document.revision == revision
        document.delete_version(first.id)
        assert document.versions == (second,)
        for act in (document.delete_version, document.plan_of, lambda gone: document.rename_version(gone, "x")):
            with pytest.raises(EditRefused, match="no such version"):
                act(first.id)
    with Document.open(path) as document:
        assert document.versions == (second,)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "two\nlines", "First"])
def test_names_that_are_refused(path: Path, name: str) -> None:
    with make(path) as document:
        document.name_version("First")
        revision = document.revision
        with pytest.raises(EditRefused):
            document.name_version(name)
        assert (document.revision, len(document.versions)) == (revision, 1)


def test_there_is_a_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST_VERSIONS", 2)
    with make(path) as document:
        document.name_version("1")
        document.name_version("2")
        with pytest.raises(EditRefused, match="at most 2"):
            document.name_version("3")
        document.delete_version(document.versions[0].id)
        document.name_version("3")


def test_a_damaged_version_is_refused(path: Path) -> None:
    with make(path) as document:
        document.name_version("First")
    for damage in ("data = substr(data, 2)", "name = 'Other'", "revision = 9", "hash = 'x'"):
        whole = path.read_bytes()
        with tampered(path) as connection:
            connection.execute(f"UPDATE version SET {damage}")  # noqa: S608 # our own words
        with pytest.raises(DamagedPlan):
            Document.open(path)
        path.write_bytes(whole)
    Document.open(path).close()


def crafted(path: Path, plain: bytes, *, packed: bytes | None = None, **columns: Any) -> None:
    """Put a version of somebody else into a plan file, with every hash as it should be."""
    data = zlib.compress(plain) if packed is None else packed
    digest = blake2b(data, digest_size=32).hexdigest()
    values = {"data": data, "hash": digest, "size": len(plain)} | columns
    assignments = ", ".join(f"{name} = ?" for name in values)
    statement = f"UPDATE version SET {assignments}"  # noqa: S608 # our own names
    resealed(path, lambda connection: connection.execute(statement, tuple(values.values())))


@pytest.fixture
def named(path: Path) -> Path:
    with make(path) as document:
        document.name_version("First")
    return path


def test_the_crafting_itself_is_sound(named: Path) -> None:
    """A version that is put back as it was opens: so it is the contents that the next tests are refused for."""
    with Document.open(named) as document:
        row = document.contents().record.versions[0]
    crafted(named, zlib.decompress(row[-1]))
    with Document.open(named) as document:
        assert document.plan_of(document.versions[0].id).activities["A001"].name == "Webinar"


@pytest.mark.parametrize(
    "craft",
    [
        lambda path: crafted(path, bytes(BOMB)),
        lambda path: crafted(path, b"{}", size=-5),
        lambda path: crafted(path, b"{}", size=0),
        lambda path: crafted(path, b"{}", size=versions.MOST_SIZE + 1),
        lambda path: crafted(path, b"{}", packed=bytes(versions.MOST_PACKED + 1)),
        lambda path: crafted(path, b"{}", name=""),
        lambda path: crafted(path, b"{}", name="\u202eevil"),
        lambda path: crafted(path, b"{}", at="someday"),
    ],
)
def test_a_hostile_version_is_refused_at_opening(named: Path, craft: Callable[[Path], None]) -> None:
    craft(named)
    with pytest.raises(HostilePlan):
        Document.open(named)


@pytest.mark.parametrize(
    ("plain", "columns"),
    [
        (bytes(BOMB), {"size": 1000}),
        (bytes(BOMB), {"size": versions.MOST_SIZE}),
        (b"{}", {"size": 3}),
        (b"{}", {"packed": zlib.compress(b"{}") + b"more"}),
        (b"{}", {"packed": zlib.compress(b"{}")[:-3]}),
        (b"{}", {"packed": b"no zlib at all"}),
        (b"{}", {"packed": b""}),
    ],
)
def test_hostile_data_of_a_version_are_refused_when_it_is_read(
    named: Path, plain: bytes, columns: dict[str, Any]
) -> None:
    """And stop nothing else: the plan is edited, published with the version in it, and the version deleted."""
    crafted(named, plain, **columns)
    with Document.open(named) as document:
        (version,) = document.versions
        with pytest.raises(VersionRefused) as refused:
            document.plan_of(version.id)
        assert "First" in refused.value.sentence
        rename(document, "Goes on")
        document.publish()
    with Document.open(named) as document:
        assert document.plan.activities["A001"].name == "Goes on"
        document.delete_version(version.id)
    with Document.open(named) as document:
        assert document.versions == ()


def test_opening_unpacks_no_version(named: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions.zlib, "decompressobj", lambda: pytest.fail("unpacked"))
    with Document.open(named) as document:
        assert [version.name for version in document.versions] == ["First"]


def row_of(found: dict[str, Any], table: str) -> dict[str, Any]:
    return dict(zip(found[table]["columns"], found[table]["rows"][0], strict=True))


def changed(table: str, column: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(found: dict[str, Any]) -> None:
        found[table]["rows"][0][found[table]["columns"].index(column)] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        changed("activity", "start", "someday"),
        changed("activity", "gross_spend", "1; DROP TABLE activity"),
        changed("activity", "gross_spend", True),
        changed("activity", "name", ["__import__('os')"]),
        changed("activity", "name", "control\x00"),
        changed("activity", "id", None),
        changed("activity", "id", "A002"),
        changed("activity", "position", None),
        changed("cell", "customers_start", 1e999),
        lambda found: found.update({"meta": found["plan"]}),
        lambda found: found["activity"]["columns"].__setitem__(3, 'name" TEXT, "x'),
        lambda found: found["plan"]["rows"].clear(),
    ],
)
def test_a_crafted_version_is_refused_when_it_is_read(named: Path, change: Callable[[dict[str, Any]], None]) -> None:
    with Document.open(named) as document:
        found = json.loads(zlib.decompress(document.contents().record.versions[0][-1]))
    change(found)
    rows = {name: [tuple(row) for row in part["rows"]] for name, part in found.items()}
    try:
        sums = versions.Sums(rows).digest("", 0)
    except TypeError:
        sums = ""
    crafted(named, json.dumps(found).encode(), sums=sums)
    with Document.open(named) as document:
        before = document.contents()
        with pytest.raises(VersionRefused):
            document.plan_of(document.versions[0].id)
        assert document.contents() == before


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[]", "7", '{"activity": 7}', "NaN", "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_version_that_is_no_plan_at_all(named: Path, text: str | bytes) -> None:
    crafted(named, text.encode() if isinstance(text, str) else text)
    with Document.open(named) as document, pytest.raises(VersionRefused):
        document.plan_of(document.versions[0].id)


def test_a_version_of_an_earlier_table_is_read_with_what_is_new_left_empty(named: Path) -> None:
    with Document.open(named) as document:
        found = json.loads(zlib.decompress(document.contents().record.versions[0][-1]))
    notes = found["activity"]["columns"].index("notes")
    found["activity"]["columns"].pop(notes)
    for row in found["activity"]["rows"]:
        row.pop(notes)
    del found["lever"]
    rows = {name: [tuple(row) for row in part["rows"]] for name, part in found.items()}
    crafted(named, json.dumps(found).encode(), sums=versions.Sums(rows).digest("", 0))
    with Document.open(named) as document:
        plan = document.plan_of(document.versions[0].id)
    assert (plan.activities["A001"].notes, dict(plan.levers), len(plan.activities)) == ("", {}, 2)


def test_a_moment_is_kept_as_it_was_whatever_was_edited_since(path: Path) -> None:
    with make(path) as document:
        before, revision = document.plan, document.revision
        moment = document.moment("Then", "A note")
        rename(document, "Later")
        version = document.keep_version(moment.packed())
        assert same(document.plan_of(version.id), before)
        assert (version.revision, version.name, version.note) == (revision, "Then", "A note")
        document.name_version("Now")
        with pytest.raises(EditRefused, match="already a version"):
            document.keep_version(replace(document.moment("Other").packed(), moment=moment))
    with Document.open(path) as document:
        assert [version.name for version in document.versions] == ["Then", "Now"]
        assert document.plan_of(version.id).activities == before.activities


def test_what_is_packed_piece_by_piece_is_one_json_text(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "_STRIDE", 1)
    with make(path) as document:
        pauses: list[int] = []
        moment = document.moment("Then")
        packed = moment.packed(lambda: pauses.append(1))
        tables = {name: rows for name, rows in document.contents().tables.items() if rows}
        found = json.loads(zlib.decompress(packed.data))
        assert {name: [tuple(row) for row in part["rows"]] for name, part in found.items()} == tables
        assert {name: tuple(part["columns"]) for name, part in found.items()} == {
            name: schema.names(name) for name in tables
        }
        assert len(zlib.decompress(packed.data)) == packed.size
        assert len(pauses) > sum(len(rows) for rows in tables.values())
