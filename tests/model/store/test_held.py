"""What a document holds of its rows is what the working copy holds, after every kind of act."""

import random
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.store import contents as stored
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import Clock, make, rename


def half_an_edit(document: Document) -> None:
    with document.edit("Fails midway") as session:
        session.update("activity", "A001", {"name": "Other"})
        session.update("activity", "nobody", {"name": "Other"})


def agrees(document: Document) -> None:
    """Compare with the rows that SQLite reads from the working copy, in its own order."""
    held, raw = document.contents(), document._working.raw
    record = stored.read_record(raw)
    assert {name: list(rows) for name, rows in held.tables.items()} == stored.read_tables(raw)
    assert [tuple(row) for row in held.record.versions] == [tuple(row) for row in record.versions]
    assert list(held.record.log) == list(record.log)
    assert held.digest() == held.identity.digest == stored.read_identity(raw)[0].digest


def test_what_is_held_is_what_is_stored(tmp_path: Path) -> None:
    path, chance, clock = tmp_path / "plan.cmoplan", random.Random(7), Clock()
    document = make(path, clock=clock)
    names = ["ä", "z", "Z", "\U0001f600", "\uffef", "a"]  # ids that UTF-8 and UTF-16 put in different orders
    for number in range(60):
        clock.forward(10)
        match chance.randrange(8):
            case 0:
                with document.edit(f"Add {number}") as session:
                    row = {"id": f"{chance.choice(names)}{number}", "name": "Added", "position": chance.randrange(5)}
                    session.insert("segment", row)
            case 1 if len(document.plan.segments) > 1:
                with document.edit(f"Delete {number}") as session:
                    session.delete("segment", chance.choice(list(document.plan.segments)))
            case 2:
                with document.edit(f"Move {number}") as session:
                    session.update("segment", chance.choice(list(document.plan.segments)), {"position": number % 7})
            case 3:
                document.undo()
            case 4:
                document.redo()
            case 5:
                document.name_version(f"Version {number}")
            case 6:
                document.close()
                document = Document.open(path, clock=clock)
            case _:
                rename(document, f"{number}")
        agrees(document)
    assert len(document.plan.segments) > 2
    assert document.versions
    document.close()


def test_what_was_handed_out_stays_as_it_was(tmp_path: Path) -> None:
    with make(tmp_path / "plan.cmoplan") as document:
        before = document.contents()
        digest, log = before.digest(), list(before.record.log)
        rename(document, "Other")
        document.name_version("One")
        with document.edit("Delete") as session:
            session.delete("activity", "A002")
        assert before.digest() == digest == before.identity.digest
        assert list(before.record.log) == log


def test_an_edit_that_is_taken_back_leaves_no_trace(tmp_path: Path) -> None:
    with make(tmp_path / "plan.cmoplan") as document:
        before = document.contents()
        with pytest.raises(EditRefused):
            half_an_edit(document)
        assert document.contents() == before
        agrees(document)
