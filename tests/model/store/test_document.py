"""A document: create, edit, undo, redo, notices, publish, reopen, recover."""

import threading
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused, PlanConflict, PlanInUse, PlanNotWritable
from cmoplanner.model.plan import KeptTable
from cmoplanner.model.store import publish, working
from cmoplanner.model.store.changes import Changes
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import ROWS, Clock, crash, fingerprint, make, make_file, rename


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


def test_reads_what_was_created(path: Path) -> None:
    with make(path) as document:
        plan = document.plan
        assert list(plan.activities) == ["A001", "A002"]
        assert plan.activities["A001"].start == date(2027, 2, 1)
        assert [(target.cell_id, target.share) for target in plan.activities["A001"].targets] == [
            ("s-o", 0.6),
            ("s-p", 0.4),
        ]
        assert plan.activities["A002"].extra == (("note", "kept"),)
        assert plan.activities["A002"].depends_on == ("A001",)
        assert plan.header.discount_rate == 0.10, "a field that is not given has its default"
        assert plan.revision == document.revision == 1


def test_rows_are_given_back_as_stored(path: Path) -> None:
    with make(path) as document:
        (first, _second) = document.rows("activity")
        assert {key: value for key, value in first.items() if value is not None} == {
            **ROWS["activity"][0],
            "position": 1,
        }


def test_kept_tables_survive(path: Path) -> None:
    table = KeptTable("actuals.csv", ("month", "amount"), (("2027-01", "=1+1"), ("", "é|\n")))
    with make(path, kept=[table]) as document:
        assert document.kept == [table]
    with Document.open(path) as document:
        assert document.kept == [table]


def test_an_edit_changes_the_plan_once_and_tells(path: Path) -> None:
    with make(path) as document:
        before = document.plan
        told: list[Changes] = []
        document.subscribe(told.append)
        with document.edit("Two things") as session:
            session.update("activity", "A001", {"name": "A"})
            session.update("activity", "A001", {"name": "B"})
            new = {"id": "A003", "name": "N", "start": date(2027, 5, 1), "end": date(2027, 5, 1), "gross_spend": 0}
            session.insert("activity", new)
            session.delete("campaign", "spring")
        assert before.activities["A001"].name == "Webinar", "a plan that was read never changes"
        assert document.plan.activities["A001"].name == "B"
        assert document.plan.activities["A002"] is before.activities["A002"], "untouched rows are not read again"
        (change,) = told
        assert change.label == "Two things"
        assert change.revision == document.revision == 2
        assert change.of("activity").changed == {"A001"}
        assert change.of("activity").added == {"A003"}
        assert change.of("campaign").removed == {"spring"}
        assert not change.of("segment").all


def test_an_edit_keeps_the_tables_that_it_does_not_touch(path: Path) -> None:
    """The projection recomputes everything where a table is another object."""
    with make(path) as document:
        before = document.plan
        rename(document, "Other")
        after = document.plan
        assert after.activities is not before.activities
        assert after.campaigns is before.campaigns
        assert after.cells is before.cells
        assert after.kept is before.kept


def test_a_listener_can_leave(path: Path) -> None:
    with make(path) as document:
        told: list[Changes] = []
        leave = document.subscribe(told.append)
        leave()
        leave()
        rename(document, "X")
        assert told == []


def test_changed_targets_change_their_activity(path: Path) -> None:
    with make(path) as document:
        told: list[Changes] = []
        document.subscribe(told.append)
        with document.edit("Target") as session:
            session.delete("activity_target", "A001|s-o")
            session.update("activity_target", "A001|s-p", {"share": 1.0})
        assert [target.cell_id for target in document.plan.activities["A001"].targets] == ["s-p"]
        assert told[0].of("activity").changed == {"A001"}


def _rename_and_fail(document: Document) -> None:
    with document.edit("Fails") as session:
        session.update("activity", "A001", {"name": "Gone"})
        raise ZeroDivisionError


def test_an_error_takes_the_whole_edit_back(path: Path) -> None:
    with make(path) as document:
        before = document.plan
        with pytest.raises(ZeroDivisionError):
            _rename_and_fail(document)
        assert document.plan is before
        assert document.undo_label is None
        assert document.rows("activity")[0]["name"] == "Webinar"
        rename(document, "Works again")
        assert document.plan.activities["A001"].name == "Works again"


def test_an_edit_without_effect_leaves_no_step(path: Path) -> None:
    with make(path) as document:
        with document.edit("Nothing") as session:
            session.update("activity", "A001", {"name": "Other"})
            session.update("activity", "A001", {"name": "Webinar"})
        assert document.undo_label is None
        assert document.revision == 1
        assert not document.has_unpublished


def test_a_session_ends_with_its_edit(path: Path) -> None:
    with make(path) as document:
        with document.edit("One") as session:
            session.update("activity", "A001", {"name": "One"})
        with pytest.raises(RuntimeError):
            session.update("activity", "A001", {"name": "Two"})


@pytest.mark.parametrize(
    ("table", "row", "word"),
    [
        ("activity", {"id": "A001", "name": "Twice"}, "already"),
        ("activity", {"id": "A009", "name": "No dates"}, "missing"),
        ("activity_target", {"activity_id": "A001", "cell_id": "none", "share": 1.0}, "none"),
        ("segment", {"id": "a|b", "name": "Bad id"}, "id"),
        ("segment", {"id": "x", "name": "bad \x00 name"}, "control"),
        ("segment", {"id": "x", "name": "X", "region": ("a|b",)}, "list"),
        ("contract", {"id": "k", "title": "K", "value": 2**60}, "large"),
    ],
)
def test_rows_that_do_not_fit_are_refused(path: Path, table: str, row: dict[str, object], word: str) -> None:
    with make(path) as document:
        before = document.plan
        with pytest.raises(EditRefused, match=word), document.edit("Bad") as session:
            session.insert(table, row)
        assert document.plan is before


def test_a_value_of_a_wrong_type_is_a_bug(path: Path) -> None:
    with make(path) as document, pytest.raises(TypeError), document.edit("Bug") as session:
        session.update("activity", "A001", {"gross_spend": 12.5})


def test_publish_brings_the_file_up_to_date(path: Path) -> None:
    document = make(path)
    clock_before = document.published_at
    rename(document, "One")
    assert document.has_unpublished
    document.publish()
    assert not document.has_unpublished
    assert document.published_at is not None
    assert clock_before is not None
    assert document.published_at >= clock_before
    published = fingerprint(path)
    document.publish()
    assert fingerprint(path) == published, "nothing new, nothing written"
    crash(document)
    with Document.open(path) as document:
        assert document.recovered == 0
        assert document.plan.activities["A001"].name == "One"


def test_publishing_in_another_thread_while_edits_go_on(path: Path) -> None:
    with make(path) as document:
        rename(document, "First")
        publication = document.publication()
        assert publication is not None
        writer = threading.Thread(target=publication.write)
        writer.start()
        rename(document, "Second")
        writer.join()
        document.published(publication, path)
        assert document.has_unpublished
        crash(document)
    with Document.open(path) as document:
        assert document.recovered == 1
        assert document.plan.activities["A001"].name == "Second"
        document.publish()
        assert document.publication() is None


def test_a_file_that_another_program_holds_is_no_conflict(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = make(path)
    rename(document, "Ours")
    opened = Path.open

    def held(self: Path, *args: object, **options: object) -> object:
        if self == path:
            raise PermissionError(13, "in use")
        return opened(self, *args, **options)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(publish, "identify", lambda _path: None)
        patch.setattr(Path, "open", held)
        with pytest.raises(PlanNotWritable):
            document.publish()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    document.close()


def test_a_file_changed_meanwhile_is_kept_and_so_is_ours(path: Path, tmp_path: Path) -> None:
    ours = make(path, clock=Clock())
    rename(ours, "Ours")
    with Document.open(path, data_folder=tmp_path / "elsewhere") as theirs:
        rename(theirs, "Theirs")
    their_file = fingerprint(path)
    with pytest.raises(PlanConflict) as caught:
        ours.publish()
    assert fingerprint(path) == their_file
    kept = caught.value.kept_as
    assert kept.name == "plan (conflict 2027-01-05 1200).cmoplan"
    assert ours.path == kept
    rename(ours, "Ours again")
    ours.close()
    assert len(list(path.parent.glob("*.cmoplan"))) == 2, "the next publishing goes to the same kept file"
    with Document.open(kept) as document:
        assert document.plan.activities["A001"].name == "Ours again"
        assert document.undo() == "Rename to Ours again"
    with Document.open(path) as document:
        assert document.plan.activities["A001"].name == "Theirs"


def test_edits_of_a_crash_are_kept_beside_a_file_changed_meanwhile(path: Path, tmp_path: Path) -> None:
    document = make(path)
    rename(document, "Ours")
    crash(document)
    with Document.open(path, data_folder=tmp_path / "elsewhere") as theirs:
        rename(theirs, "Theirs")
    with Document.open(path) as document:
        assert document.plan.activities["A001"].name == "Theirs"
        kept = document.conflict
    assert kept is not None
    with Document.open(kept) as document:
        assert document.plan.activities["A001"].name == "Ours"


def test_a_second_window_is_refused(path: Path) -> None:
    with make(path), pytest.raises(PlanInUse):
        Document.open(path)
    Document.open(path).close()


def test_undo_follows_a_moved_file(path: Path) -> None:
    document = make(path)
    rename(document, "One")
    document.publish()
    rename(document, "Unpublished")
    crash(document)
    moved = path.with_name("moved.cmoplan")
    path.rename(moved)
    with Document.open(moved) as document:
        assert document.recovered == 1
        assert document.plan.activities["A001"].name == "Unpublished"


def test_a_copied_file_stands_for_itself(path: Path) -> None:
    make_file(path)
    twin = path.with_name("twin.cmoplan")
    twin.write_bytes(path.read_bytes())
    with Document.open(path) as one, Document.open(twin) as other:
        rename(one, "One")
        rename(other, "Other")
    with Document.open(path) as one:
        assert one.plan.activities["A001"].name == "One"


def test_saved_copy_is_a_plan_of_its_own(path: Path, tmp_path: Path) -> None:
    with make(path) as document:
        rename(document, "One")
        copy = tmp_path / "copy.cmoplan"
        document.save_copy(copy)
        with Document.open(copy) as other:
            assert other.uuid != document.uuid
            assert other.plan.activities == document.plan.activities
        with pytest.raises(PlanInUse):
            document.save_copy(path)


def test_create_from_a_read_only_sample(path: Path, tmp_path: Path) -> None:
    source = make_file(tmp_path / "sample.cmoplan")
    source.chmod(0o444)
    before = fingerprint(source)
    with Document.create_from(source, path) as document, Document.open(source) as sample:
        assert document.plan.activities == sample.plan.activities
        assert document.uuid != sample.uuid
        assert not document.read_only
    assert fingerprint(source) == before


def test_create_replaces_nothing_unasked(path: Path) -> None:
    make_file(path)
    before = fingerprint(path)
    with pytest.raises(PlanNotWritable):
        make(path)
    assert fingerprint(path) == before
    with make(path, replace=True) as document:
        assert document.revision == 1


def test_create_refuses_rows_that_no_plan_holds(path: Path) -> None:
    twice = {**ROWS, "segment": [{"id": "s", "name": "S"}, {"id": "s", "name": "S"}]}
    unknown = {**ROWS, "segment": [{"id": "s", "name": "S", "colour": "red"}]}
    no_date = {**ROWS, "activity": [{**ROWS["activity"][0], "start": "soon"}]}
    for rows in (twice, unknown, no_date, {**ROWS, "plan": []}, {**ROWS, "pets": []}):
        with pytest.raises(ValueError, match=r"twice|colour|start|instead of one|pets"):
            Document.create(path, rows)
    assert not path.exists()


def test_a_read_only_plan_can_be_read_and_copied(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(path)
    before = fingerprint(path)
    monkeypatch.setattr(working.os, "access", lambda _path, _mode: False)  # root may write everything
    with Document.open(path) as document:
        assert document.read_only
        with pytest.raises(EditRefused) as caught:
            rename(document, "No")
        assert "copy" in caught.value.remedy.lower()
        with pytest.raises(EditRefused):
            document.undo()
        document.save_copy(path.with_name("copy.cmoplan"))
    assert fingerprint(path) == before
    monkeypatch.undo()
    with Document.open(path.with_name("copy.cmoplan")) as copy:
        rename(copy, "Yes")


def test_a_damaged_working_copy_is_set_aside(path: Path, data_folder: Path) -> None:
    document = make(path)
    rename(document, "Published")
    document.close()
    (database,) = data_folder.glob("working/*/plan.db")
    database.write_bytes(database.read_bytes()[:5000])
    with Document.open(path) as document:
        assert document.plan.activities["A001"].name == "Published"
        assert document.undo_label is None
    assert list(data_folder.glob("working/damaged-*"))


def test_a_symbolic_link_stays_one(path: Path) -> None:
    make_file(path)
    link = path.with_name("link.cmoplan")
    link.symlink_to(path)
    with Document.open(link) as document:
        rename(document, "Through the link")
    assert link.is_symlink()
    with Document.open(path) as document:
        assert document.plan.activities["A001"].name == "Through the link"


def test_closing_twice_is_fine(path: Path) -> None:
    document = make(path)
    document.close()
    document.close()
