"""The list of steps: going to any of them equals undoing and redoing one by one, also later and after a crash."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmoplanner.errors import EditRefused
from cmoplanner.model.store import history
from cmoplanner.model.store.changes import ChangeKind, Changes
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import Clock, crash, make, rename, tampered
from tests.model.store.test_history import ACTS, act, state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cmoplan"


def renamed(path: Path, *names: str) -> Document:
    document = make(path, clock=Clock())
    for name in names:
        rename(document, name)
    return document


def test_steps_tell_what_was_done_and_when(path: Path) -> None:
    with renamed(path, "One", "Two", "Three") as document:
        document.undo()
        steps = document.steps()
    assert [(step.label, step.undone) for step in steps] == [
        ("Rename to One", False),
        ("Rename to Two", False),
        ("Rename to Three", True),
    ]
    assert {step.at for step in steps} == {Clock().now}
    assert len({step.id for step in steps}) == 3


def test_going_back_and_forth_is_one_notice_each(path: Path) -> None:
    with renamed(path, "One", "Two", "Three") as document:
        first, second, third = (step.id for step in document.steps())
        told: list[Changes] = []
        document.subscribe(told.append)
        revision = document.revision
        document.go_to(first)
        assert document.plan.activities["A001"].name == "One"
        document.go_to(third)
        assert document.plan.activities["A001"].name == "Three"
        document.go_to(None)
        assert document.plan.activities["A001"].name == "Webinar"
        assert document.undo_label is None
        document.go_to(second)
        assert (document.undo_label, document.redo_label) == ("Rename to Two", "Rename to Three")
        document.go_to(second)
    assert [change.kind for change in told] == [ChangeKind.UNDO, ChangeKind.REDO, ChangeKind.UNDO, ChangeKind.REDO]
    assert [change.revision for change in told] == [revision + 1 + i for i in range(4)]
    assert told[0].rows.keys() == {"activity"}


@settings(max_examples=25, deadline=None)
@given(st.lists(ACTS, min_size=1, max_size=8), st.lists(st.integers(0, 8), min_size=1, max_size=4), st.booleans())
def test_going_to_a_step_equals_undoing_and_redoing_one_by_one(
    acts: list[tuple[int, int, float]], places: list[int], killed: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, data, clock = Path(folder) / "plan.cmoplan", Path(folder) / "data", Clock()
        document = make(path, data_folder=data, clock=clock)
        for kind, number, amount in acts:
            try:
                act(document, kind, number, amount)
            except EditRefused:
                continue
            clock.forward(10)
        steps = document.steps()
        ids = [None, *(step.id for step in steps)]
        while document.undo():
            pass
        seen = [(state(document.plan), document.content_sums)]
        while document.redo():
            seen.append((state(document.plan), document.content_sums))
        assert len(seen) == len(ids)
        crash(document) if killed else document.close()
        with Document.open(path, data_folder=data, clock=clock) as document:
            assert [step.id for step in document.steps()] == ids[1:]
            for place in places:
                wanted = place % len(ids)
                document.go_to(ids[wanted])
                assert (state(document.plan), document.content_sums) == seen[wanted]
                assert [step.undone for step in document.steps()] == [i > wanted for i in range(1, len(ids))]


def test_a_new_edit_after_going_back_ends_what_was_undone(path: Path) -> None:
    with renamed(path, "One", "Two", "Three") as document:
        document.go_to(document.steps()[0].id)
        rename(document, "Other")
        assert [step.label for step in document.steps()] == ["Rename to One", "Rename to Other"]


def test_a_step_that_is_no_longer_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT_STEPS", 2)
    with renamed(path, "One") as document:
        (first,) = document.steps()
        rename(document, "Two")
        rename(document, "Three")
        assert [step.label for step in document.steps()] == ["Rename to Two", "Rename to Three"]
        with pytest.raises(EditRefused, match="no longer kept"):
            document.go_to(first.id)
        document.go_to(None)
        assert document.plan.activities["A001"].name == "One"


CRAFTED = [
    "UPDATE journal_row SET row = 'A999'",
    "UPDATE journal_row SET tab = 'meta'",
    "UPDATE journal_row SET tab = 'version'",
    "UPDATE journal_row SET tab = 'change_log'",
    "UPDATE journal_row SET tab = 'sqlite_schema'",
    "UPDATE journal_row SET tab = 'activity\"; DROP TABLE activity; --'",
    "UPDATE journal_row SET v0 = 'A002'",
    "UPDATE journal_row SET v1 = 'first'",
    "UPDATE journal_row SET v1 = NULL",
    "UPDATE journal_row SET v4 = x'00ff' WHERE side = 0",
    "UPDATE journal_row SET v4 = NULL WHERE side = 0",
    "UPDATE journal_row SET v4 = char(0) WHERE side = 0",
    "UPDATE journal_row SET v7 = 'someday' WHERE side = 0",
    "UPDATE journal_row SET v4 = 'Never written' WHERE side = 1",
    "UPDATE journal_row SET side = 7",
    "INSERT INTO journal_row (step, tab, row, side, v0, v1) VALUES (2, 'plan', 'p', 1, 'p', 1)",
    "INSERT INTO journal_row (step, tab, row, side, v0, v1) VALUES (2, 'plan', 'q', 0, 'q', 1)",
]


@pytest.mark.parametrize("crafted", CRAFTED)
def test_a_crafted_journal_touches_nothing(path: Path, data_folder: Path, crafted: str) -> None:
    """Whatever it names, a step that does not fit is refused whole, and work goes on."""
    renamed(path, "One", "Two").close()
    (database,) = data_folder.glob("working/*/plan.db")
    with tampered(database) as connection:
        connection.execute(crafted)
    with Document.open(path) as document:
        before, log = document.contents(), document.change_log()
        for go in (document.undo, lambda: document.go_to(None)):
            with pytest.raises(EditRefused, match="does not fit the plan"):
                go()
        assert document.contents() == before
        assert document.change_log() == log
        rename(document, "Three")
    with Document.open(path) as document:
        assert document.plan.activities["A001"].name == "Three"


@pytest.mark.parametrize(
    "crafted",
    [
        "UPDATE journal_step SET at = 'yesterday'",
        "UPDATE journal_step SET merge = '{'",
        "UPDATE journal_step SET merge = '7'",
        "UPDATE journal_step SET undone = 1 WHERE step = 1",
    ],
)
def test_steps_that_cannot_be_read_are_forgotten(path: Path, data_folder: Path, crafted: str) -> None:
    renamed(path, "One", "Two").close()
    (database,) = data_folder.glob("working/*/plan.db")
    with tampered(database) as connection:
        connection.execute(crafted)
    with Document.open(path) as document:
        assert document.steps() == ()
        assert document.undo() is None
        assert document.plan.activities["A001"].name == "Two"


def test_a_step_that_does_not_follow_from_the_one_before_is_refused(path: Path, data_folder: Path) -> None:
    """Going over several steps at once looks at each of them, also where the last state fits the plan."""
    renamed(path, "One", "Two", "Three").close()
    (database,) = data_folder.glob("working/*/plan.db")
    with tampered(database) as connection:
        connection.execute("UPDATE journal_row SET v4 = 'Never written' WHERE step = 2 AND side = 0")
    with Document.open(path) as document:
        before = document.contents()
        with pytest.raises(EditRefused, match="does not fit the plan"):
            document.go_to(None)
        assert document.contents() == before
        assert document.undo() == "Rename to Three"


def test_a_row_that_came_back_is_a_new_row(path: Path) -> None:
    """A deletion at the end of a step and the same row at the beginning of the next are two changes."""
    with make(path, clock=Clock()) as document:
        before = document.content_sums
        with document.edit("Delete") as session:
            session.delete("lever", "L1")
        with document.edit("Again") as session:
            session.insert(
                "lever",
                {"id": "L1", "name": "Other", "metric": "order_rate", "start": date(2027, 5, 1)} | {"multiplier": 1.1},
            )
        after = document.content_sums
        document.go_to(None)
        assert document.content_sums == before
        document.go_to(document.steps()[0].id)
        assert not document.plan.levers
        document.go_to(document.steps()[1].id)
        assert document.content_sums == after


def test_more_rows_than_are_compared_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_AT_ONCE", 2)
    with make(path, clock=Clock()) as document:
        before = document.content_sums
        for number in range(3):
            with document.edit(f"Add {number}") as session:
                for part in range(3):
                    session.insert("segment", {"id": f"new{number}{part}", "name": "New"})
        document.go_to(None)
        assert document.content_sums == before
        document.go_to(document.steps()[-1].id)
        assert len(document.plan.segments) == 10


def test_any_state_can_be_looked_at_without_going_there(path: Path) -> None:
    with renamed(path, "One", "Two", "Three") as document:
        document.undo()
        before, steps = document.contents(), document.steps()
        places = (None, *(step.id for step in steps))
        names = [document.past(step).plan().activities["A001"].name for step in places]
        assert names == ["Webinar", "One", "Two", "Three"]
        assert document.contents() == before
        with pytest.raises(EditRefused, match="no longer kept"):
            document.past(99)


@settings(max_examples=15, deadline=None)
@given(st.lists(ACTS, min_size=1, max_size=6))
def test_what_is_looked_at_is_what_going_there_shows(acts: list[tuple[int, int, float]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        with make(Path(folder) / "plan.cmoplan", data_folder=Path(folder) / "data", clock=clock) as document:
            for kind, number, amount in acts:
                try:
                    act(document, kind, number, amount)
                except EditRefused:
                    continue
                clock.forward(10)
            for step in (None, *(step.id for step in document.steps())):
                seen = state(document.past(step).plan())
                document.go_to(step)
                assert state(document.plan) == seen


@pytest.mark.parametrize("crafted", CRAFTED)
def test_a_crafted_journal_shows_no_state_that_never_was(path: Path, data_folder: Path, crafted: str) -> None:
    renamed(path, "One", "Two").close()
    (database,) = data_folder.glob("working/*/plan.db")
    with tampered(database) as connection:
        connection.execute(crafted)
    with Document.open(path) as document, pytest.raises(EditRefused):
        document.past(None).plan()
