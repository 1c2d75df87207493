"""The journal: random edits end where they began, values come back bit by bit, and a wrong journal is refused."""

import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.activities import (
    create_activity,
    delete_activities,
    duplicate_activities,
    move_activities,
    set_targets,
)
from cmoplanner.model.edits.campaigns import delete_campaign, move_campaign
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.plan import Plan, Target
from cmoplanner.model.store import history
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import Clock, crash, make, rename, tampered

AMOUNTS = st.floats(min_value=0, max_value=1e12) | st.floats(min_value=0, max_value=1e-300)


@contextmanager
def small(**options: object) -> Iterator[Document]:
    with (
        tempfile.TemporaryDirectory() as folder,
        make(Path(folder) / "plan.cmoplan", data_folder=Path(folder) / "data", **options) as document,
    ):
        yield document


def state(plan: Plan) -> list[object]:
    return [plan.header, *(list(rows.items()) for rows in (plan.activities, plan.campaigns, plan.cells, plan.levers))]


def act(document: Document, kind: int, number: int, amount: float) -> None:
    """Do one of the things that a user does, on one of the rows that are there."""
    ids = list(document.plan.activities) or ["none"]
    one = ids[number % len(ids)]
    match kind:
        case 0:
            move_activities(document, ids[: 1 + number % 3], number - 10, with_followers=bool(number % 2))
        case 1:
            create_activity(document, f"New {number}", date(2027, 3, 1), date(2027, 3, 1) + timedelta(days=number))
        case 2:
            delete_activities(document, [one])
        case 3:
            duplicate_activities(document, [one])
        case 4:
            set_targets(document, [one], [Target("s-o", 1 - 1 / (number + 2)), Target("s-p", 1 / (number + 2))])
        case 5:
            set_field(document, "cell", "s-o", "arpa_month", amount)
        case 6:
            set_field(document, "activity", one, "gross_spend", number)
        case 7:
            move_campaign(document, "spring", number)
        case _:
            delete_campaign(document, "spring", with_activities=bool(number % 2))


ACTS = st.tuples(st.integers(0, 8), st.integers(0, 20), AMOUNTS)
STEPS = st.lists(st.one_of(ACTS, st.sampled_from(["undo", "redo", "reopen", "crash"])), max_size=12)


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_random_edits_end_where_they_began(steps: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, data, clock = Path(folder) / "plan.cmoplan", Path(folder) / "data", Clock()
        document = make(path, data_folder=data, clock=clock)
        first, sums = state(document.plan), document.content_sums
        for step in steps:
            match step:
                case "undo":
                    document.undo()
                case "redo":
                    document.redo()
                case "reopen" | "crash":
                    before = state(document.plan)
                    crash(document) if step == "crash" else document.close()
                    document = Document.open(path, data_folder=data, clock=clock)
                    assert state(document.plan) == before
                case (kind, number, amount):
                    try:
                        act(document, kind, number, amount)
                    except EditRefused:
                        continue
            clock.forward(1)
        while document.undo():
            pass
        assert state(document.plan) == first
        assert document.content_sums == sums
        last = []
        while document.redo():
            last = state(document.plan)
        document.close()
        with Document.open(path, data_folder=data) as reread:
            assert last in ([], state(reread.plan))


@settings(max_examples=10, deadline=None)
@given(st.lists(AMOUNTS, min_size=20, max_size=60, unique=True))
def test_floats_come_back_bit_by_bit(amounts: list[float]) -> None:
    """SQLite's `quote()` and `json_object()` change some doubles in the last digit; a journal may not."""
    with small(clock=Clock()) as document:
        seen = []
        for i, amount in enumerate(amounts):
            with document.edit(f"Step {i}") as session:
                session.update("cell", "s-o", {"arpa_month": amount})
            seen.append(document.plan.cells["s-o"].arpa_month)
        for amount in reversed(seen[:-1]):
            document.undo()
            assert struct.pack("d", document.plan.cells["s-o"].arpa_month) == struct.pack("d", amount)


def test_the_oldest_steps_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT_STEPS", 5)
    with small() as document:
        for i in range(12):
            rename(document, f"{i}")
        undone = []
        while label := document.undo():
            undone.append(label)
        assert undone == [f"Rename to {i}" for i in range(11, 6, -1)]
        assert document.plan.activities["A001"].name == "6"


def test_a_huge_step_makes_room_but_can_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT_ROWS", 20)
    with small() as document:
        rename(document, "Old")
        with document.edit("Huge") as session:
            for i in range(30):
                session.insert("segment", {"id": f"n{i}", "name": "N"})
        assert document.undo() == "Huge"
        assert list(document.plan.segments) == ["s"]
        assert document.undo() is None


@pytest.mark.parametrize(
    "crafted",
    [
        "UPDATE journal_row SET row = 'A999'",
        "UPDATE journal_row SET tab = 'meta'",
        "UPDATE journal_row SET tab = 'journal_step'",
        "UPDATE journal_row SET tab = 'activity; DROP TABLE activity'",
    ],
)
def test_a_journal_that_does_not_fit_changes_nothing(tmp_path: Path, data_folder: Path, crafted: str) -> None:
    path = tmp_path / "plan.cmoplan"
    document = make(path)
    rename(document, "One")
    document.close()
    (database,) = data_folder.glob("working/*/plan.db")
    with tampered(database) as connection:
        connection.execute(crafted)
    with Document.open(path) as document:
        before, revision = document.plan, document.revision
        with pytest.raises(EditRefused, match="does not fit the plan"):
            document.undo()
        assert document.plan is before
        rename(document, "Two")
        assert document.revision == revision + 1
