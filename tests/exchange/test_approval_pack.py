"""The approval pack: what is asked, and what comes back of it through a spreadsheet, by hand or with ill will."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.approval_pack_in import decisions_of, is_pack, read_pack
from cmoplanner.exchange.approval_pack_keys import COMMENT, DATE, DECISION, HEAD_ROW, NAME, RECORD, SHEET
from cmoplanner.exchange.approval_pack_out import export_pack
from cmoplanner.exchange.book_back import BookBack, State
from cmoplanner.exchange.raw_table import TableRefused
from cmoplanner.model.approving import Subject, standing
from cmoplanner.model.edits.approvals import record_decisions, withdraw
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.store.document import Document
from cmoplanner.optimizer.cuts import Side, decisions
from cmoplanner.paths import sample_plan
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.report.approval_pack import Pack, approval_pack, asked_total
from tests.plans import norrvik

ROWS = {"A026": 6, "A013": 7, "A059": 8}


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


@pytest.fixture(scope="module")
def made() -> Pack:
    return approval_pack(norrvik())


@pytest.fixture
def pack(made: Pack, document: Document, tmp_path: Path) -> Path:
    path = tmp_path / "pack.xlsx"
    export_pack(made, path, document.uuid)
    return path


def fill(path: Path, change: Callable[[Any], None]) -> None:
    """Fill the pack in with another program, as an approver does."""
    book = openpyxl.load_workbook(path)
    change(book[SHEET])
    book.save(path)


def decide(path: Path, **words: str) -> None:
    """Decide on activities by their ids."""

    def change(sheet: Any) -> None:
        for row, word in words.items():
            sheet.cell(ROWS[row], DECISION).value = word
            sheet.cell(ROWS[row], NAME).value = "Anna Berg"
            sheet.cell(ROWS[row], DATE).value = date(2027, 4, 6)
            sheet.cell(ROWS[row], COMMENT).value = "=HYPERLINK(1)" if word == "ask" else "as discussed"

    fill(path, change)


def read(path: Path, document: Document) -> BookBack:
    return read_pack(path, document.plan, document.uuid)


def test_the_pack_says_what_is_asked_and_what_it_brings(made: Pack, document: Document, pack: Path) -> None:
    plan = document.plan
    sheet = openpyxl.load_workbook(pack)[SHEET]
    known = decisions(project(compile_plan(plan)), Side.ACTIVITY)
    for row_id, number in ROWS.items():
        activity = plan.activities[row_id]
        assert sheet.cell(number, 1).value == f"activity:{row_id}"
        assert sheet.cell(number, 2).value.splitlines()[0] == activity.name
        assert sheet.cell(number, 10).value == pytest.approx(net_spend(activity) / 100)
        assert sheet.cell(number, 12).value == pytest.approx(known[row_id].loss_if_cut, abs=0.01)
        assert sheet.cell(number, 6).value == "CMO + CFO office"
    assert sheet.cell(9, 10).value == "=SUM(J6:J8)"
    assert asked_total(made.lines) == 15_600_000
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"approve,reject,ask"'
    assert str(choice.sqref) == "N6:N8"
    assert openpyxl.load_workbook(pack)[RECORD].sheet_state == "veryHidden"
    assert is_pack(pack)
    assert not read(pack, document).changes


def test_decisions_come_back_as_one_step(document: Document, pack: Path) -> None:
    decide(pack, A026="approve", A013="Reject", A059="ask")
    back = read(pack, document)
    assert back.summary == "3 changes."
    record_decisions(document, decisions_of(back.of(State.CHANGED)))
    plan = document.plan
    log = {row: plan.approval_log[Subject("activity", row)][-1] for row in ROWS}
    assert [(log[row].decision, log[row].step) for row in ROWS] == [
        ("approved", "cmo"),
        ("rejected", "cmo"),
        ("submitted", "question"),
    ]
    assert log["A026"].comment == "Anna Berg · as discussed"
    assert {row.date for row in log.values()} == {date(2027, 4, 6)}
    assert [step.role for step in standing(plan, Subject("activity", "A026")).steps] == ["CFO office"]
    assert [plan.activities[row].approval_status for row in ROWS] == ["submitted", "rejected", "submitted"]
    assert document.undo() == "Record 3 decisions"
    assert len(document.plan.approvals) == 7
    document.redo()
    again = read(pack, document)
    by_row = {change.row_id: change for change in again.changes}
    assert {by_row[row].state for row in ("A026", "A013")} == {State.REFUSED}
    assert "decided or withdrawn" in by_row["A026"].why


def test_what_changed_since_is_told_and_not_recorded(document: Document, pack: Path) -> None:
    decide(pack, A026="approve", A013="approve", A059="approve")
    set_field(document, "activity", "A026", "gross_spend", 7_000_000)
    withdraw(document, [Subject("activity", "A013")])
    with document.edit("Take away") as session:
        for entry in document.plan.approval_log["activity", "A059"]:
            session.delete("approval", entry.id)
        for target in document.plan.activities["A059"].targets:
            session.delete("activity_target", f"A059|{target.cell_id}")
        for order in [row.id for row in document.plan.commitments.values() if row.activity_id == "A059"]:
            session.delete("commitment", order)
        session.delete("activity", "A059")
    back = read(pack, document)
    whys = {change.row_id: change.why for change in back.changes}
    assert "amount 64,000.00 → 70,000.00" in whys["A026"]
    assert "decided or withdrawn" in whys["A013"]
    assert "no longer in the plan" in whys["A059"]
    assert not decisions_of(back.of(State.CHANGED))


def _cell(row: int, column: int, value: object) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet.cell(HEAD_ROW + 1, DECISION).value = "approve"
        sheet.cell(row, column).value = value

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_cell(6, 10, 70_000), "amount was changed"),
        (_cell(6, 10, "64,000"), "amount was changed"),
        (_cell(6, DECISION, "maybe"), "neither approve"),
        (_cell(6, DECISION, "reject"), "says who or why"),
        (_cell(6, DATE, "soon"), "no date"),
        (_cell(7, 1, "activity:A026"), "twice"),
        (_cell(6, 1, "activity:A001"), "did not ask"),
    ],
)
def test_a_line_that_was_tampered_with_is_refused(
    document: Document, pack: Path, change: Callable[[Any], None], why: str
) -> None:
    fill(pack, change)
    (found,) = read(pack, document).changes
    assert found.state is State.REFUSED
    assert why in found.why


@pytest.mark.parametrize(
    ("place", "text"), [("A1", "Something"), ("A2", "{"), ("B3", '{"amount": "x"}'), ("B3", "[" * 5_000)]
)
def test_a_record_that_was_changed_refuses_the_pack(document: Document, pack: Path, place: str, text: str) -> None:
    book = openpyxl.load_workbook(pack)
    book[RECORD][place] = text
    book.save(pack)
    with pytest.raises(TableRefused, match="was changed"):
        read(pack, document)


def test_packs_of_other_plans_and_other_files_are_refused(document: Document, pack: Path, tmp_path: Path) -> None:
    with pytest.raises(TableRefused, match="another plan"):
        read_pack(pack, document.plan, "another-file")
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(TableRefused, match="no approval pack"):
        read(tmp_path / "other.xlsx", document)
    (tmp_path / "torn.xlsx").write_bytes(pack.read_bytes()[:900])
    with pytest.raises(TableRefused):
        read(tmp_path / "torn.xlsx", document)


def test_names_are_text_and_an_empty_pack_is_none(document: Document, tmp_path: Path) -> None:
    set_field(document, "activity", "A026", "name", "=1+1")
    export_pack(approval_pack(document.plan), tmp_path / "p.xlsx", document.uuid)
    cell = openpyxl.load_workbook(tmp_path / "p.xlsx")[SHEET].cell(6, 2)
    assert (cell.data_type, str(cell.value).splitlines()[0]) == ("s", "=1+1")
    withdraw(document, [Subject("activity", row) for row in ROWS])
    with pytest.raises(CmoPlannerError, match="Nothing waits"):
        approval_pack(document.plan)
