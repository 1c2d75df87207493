"""Undo, redo, merging of quick edits, and what survives closing and crashing."""

from pathlib import Path

import pytest

from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import Clock, crash, fingerprint, make, rename


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


def test_undo_and_redo_by_name(path: Path) -> None:
    with make(path) as document:
        first = document.plan
        sums = document.content_sums
        rename(document, "One")
        rename(document, "Two")
        assert document.undo_label == "Rename to Two"
        assert document.undo() == "Rename to Two"
        assert (document.undo_label, document.redo_label) == ("Rename to One", "Rename to Two")
        assert document.undo() == "Rename to One"
        assert document.undo() is None
        assert document.plan.activities == first.activities
        assert document.content_sums == sums
        assert document.redo() == "Rename to One"
        assert document.redo() == "Rename to Two"
        assert document.redo() is None
        assert document.plan.activities["A001"].name == "Two"


def test_a_new_edit_ends_redo(path: Path) -> None:
    with make(path) as document:
        rename(document, "One")
        document.undo()
        rename(document, "Other")
        assert document.redo() is None
        document.undo()
        assert document.plan.activities["A001"].name == "Webinar"


def test_quick_edits_with_one_key_are_one_step(path: Path) -> None:
    clock = Clock()
    with make(path, clock=clock) as document:
        for name in ("a", "b", "c"):
            rename(document, name, ("name", "A001"))
            clock.forward(1)
        clock.forward(60)
        rename(document, "later", ("name", "A001"))
        rename(document, "other key", ("name", "A002"))
        document.undo()
        document.undo()
        assert document.plan.activities["A001"].name == "c"
        document.undo()
        assert document.plan.activities["A001"].name == "Webinar"
        assert document.undo_label is None


def test_nudging_there_and_back_leaves_no_step(path: Path) -> None:
    with make(path, clock=Clock()) as document:
        rename(document, "There", ("name", "A001"))
        rename(document, "Webinar", ("name", "A001"))
        assert document.undo_label is None


def test_an_undone_step_takes_no_more_edits_in(path: Path) -> None:
    with make(path, clock=Clock()) as document:
        rename(document, "One", ("key",))
        document.undo()
        document.redo()
        rename(document, "Two", ("key",))
        document.undo()
        assert document.plan.activities["A001"].name == "One"


def test_undo_reaches_back_across_reopening(path: Path) -> None:
    with make(path) as document:
        rename(document, "One")
        rename(document, "Two")
        document.undo()
    with Document.open(path) as document:
        assert document.recovered == 0
        assert document.redo() == "Rename to Two"
        document.undo()
        document.undo()
        assert document.plan.activities["A001"].name == "Webinar"


def test_a_crash_loses_no_edit(path: Path) -> None:
    document = make(path)
    old = fingerprint(path)
    rename(document, "One")
    rename(document, "Two")
    crash(document)
    assert fingerprint(path) == old
    with Document.open(path) as document:
        assert document.recovered == 2
        assert document.plan.activities["A001"].name == "Two"
        assert document.has_unpublished
        assert document.undo() == "Rename to Two"
    with Document.open(path) as document:
        assert document.recovered == 0
        assert document.plan.activities["A001"].name == "One"


def test_what_came_back_is_named_with_its_time(path: Path) -> None:
    clock = Clock()
    document = make(path, clock=clock)
    rename(document, "Published")
    document.publish()
    done = []
    for name in ("One", "Two", "Three"):
        rename(document, name)
        done.append((f"Rename to {name}", document.steps()[-1].at))
    document.undo()
    crash(document)
    with Document.open(path) as document:
        assert [(step.label, step.at) for step in document.recovered_steps] == done
        assert [step.undone for step in document.recovered_steps] == [False, False, True]
        rename(document, "Four")
        assert len(document.recovered_steps) == document.recovered == 3, "later edits did not come back"
    with Document.open(path) as document:
        assert document.recovered_steps == ()
