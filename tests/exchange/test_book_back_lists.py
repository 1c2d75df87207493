"""Orders, bookings, transfers, funds, contracts, targets and comments come back from the workbook."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cmoplanner.exchange.book_back import BookBack, State, chosen, read_back, wanted_of
from cmoplanner.exchange.book_back_keys import SECOND
from cmoplanner.exchange.book_back_sheets import sheets_out
from cmoplanner.model.edits.workbook import take_over_workbook
from cmoplanner.model.plan import Contract, Plan, VarianceNote, Vendor
from cmoplanner.model.store.document import Document
from tests.exchange.book_back import at, changed, document_of, exported
from tests.exchange.plans import keyed
from tests.exchange.test_workbook_checks import sound

BLUE = "FF0000FF"


def booked() -> Plan:
    """Return the sound plan with a contract, and a comment on what differs to date."""
    contract = Contract("C1", "v", "Fair", dt.date(2027, 7, 1), dt.date(2028, 6, 30), 50_00, 30)
    return replace(
        sound(),
        vendors=keyed(Vendor("v", "Vendor", annual_cap=99_00)),
        contracts=keyed(contract),
        variance_notes=keyed(VarianceNote("N1", "A1", "2027-09", "Booked late")),
    )


@pytest.fixture(name="document")
def _document(tmp_path: Path) -> Iterator[Document]:
    with document_of(booked(), tmp_path) as document:
        yield document


@pytest.fixture(name="path")
def _path(document: Document, tmp_path: Path) -> Path:
    return exported(document, tmp_path)


def back_of(document: Document, path: Path) -> BookBack:
    return read_back(path, document.plan, document.uuid)


def _edit(book: Workbook) -> None:
    at(book["Actuals"], "B1", "Amount (EUR)").value = 31.5
    at(book["Actuals"], "B1", "Month booked").value = dt.date(2027, 8, 1)  # as a spreadsheet reads "2027-08"
    at(book["Actuals"], "B2", "Kind").value = "accrual"
    at(book["Actuals"], "B2", "Vendor").value = "Vendor"
    at(book["Commitments"], "P1", "Status").value = "closed"
    at(book["Transfers"], "T1", "Amount (EUR)").value = 13
    at(book["MDF"], "F1", "Allocated (EUR)").value = 800_000
    at(book["Vendors"], "C1", "Notice (days)").value = 60
    at(book["Vendors"], "C1", "Cap of the vendor per year (EUR)").value = 98
    at(book["Targets"], "k", "Target revenue").value = 1_000
    at(book["Variance"], "A1", "Comment").value = "Booked late, and dearer"


EXPECTED = {
    ("actual", "B1", "amount"): 31_50,
    ("actual", "B1", "month"): "2027-08",
    ("actual", "B2", "kind"): "accrual",
    ("actual", "B2", "vendor_id"): "v",
    ("commitment", "P1", "status"): "closed",
    ("transfer", "T1", "amount"): 13_00,
    ("mdf_fund", "F1", "allocated"): 800_000_00,
    ("contract", "C1", "notice_days"): 60,
    ("vendor", "v", "annual_cap"): 98_00,
    ("cell", "k", "target_revenue"): 1_000_00,
    ("activity", "A1", "comment_2027-09"): "Booked late, and dearer",
}


def test_lists_come_back_in_one_step(document: Document, path: Path) -> None:
    assert back_of(document, path).changes == ()
    changed(path, _edit)
    back = back_of(document, path)
    assert {(one.table, one.row_id, one.key): one.value for one in back.changes} == EXPECTED
    assert {one.state for one in back.changes} == {State.CHANGED}
    comment = next(one for one in back.changes if one.sheet == "Variance")
    assert comment.sentence.endswith("“Odd”, Comment: Booked late → Booked late, and dearer")
    before = document.plan
    take_over_workbook(document, back.file, wanted_of(document.plan, chosen(back, ())))
    plan = document.plan
    assert (plan.actuals["B1"].amount, plan.actuals["B1"].month, plan.commitments["P1"].status) == (
        31_50, "2027-08", "closed",
    )  # fmt: skip
    assert (plan.vendors["v"].annual_cap, plan.cells["k"].target_revenue) == (98_00, 1_000_00)
    assert [note.text for note in plan.variance_notes.values()] == ["Booked late, and dearer"]
    document.undo()
    assert document.plan.actuals == before.actuals
    assert document.plan.variance_notes == before.variance_notes


def test_comments_are_made_and_taken_away(document: Document, path: Path) -> None:
    def write(book: Workbook) -> None:
        at(book["Variance"], "A1", "Comment").value = None
        at(book["Variance"], "A2", "Comment").value = "Not begun"

    back = back_of(document, changed(path, write))
    take_over_workbook(document, back.file, wanted_of(document.plan, chosen(back, ())))
    notes = [(one.activity_id, one.month, one.text) for one in document.plan.variance_notes.values()]
    assert notes == [("A2", "2027-09", "Not begun")]


def test_new_and_deleted_rows_of_lists(document: Document, path: Path) -> None:
    def edit(book: Workbook) -> None:
        for row, values in enumerate(
            (
                {"Booking (id)": "RE-77", "Month booked": "2027-09", "Amount (EUR)": 12.34, "Activity id": "A1"},
                {"Month booked": "2027-09"},
                {"Month booked": "September", "Amount (EUR)": 1},
            ),
            7,
        ):
            for head, value in values.items():
                column = at(book["Actuals"], "B1", head).column
                book["Actuals"].cell(row, column, value)
        orders = book["Commitments"]
        orders.cell(6, at(orders, "P1", "Amount (EUR)").column, 44)
        orders.cell(6, at(orders, "P1", "Vendor").column, "Vendor")
        book["Transfers"].delete_rows(5)

    changed(path, edit)
    back = back_of(document, path)
    assert [(one.state, one.table, one.why) for one in back.changes] == [
        (State.DELETED, "transfer", "The row was deleted in the workbook."),
        (State.ADDED, "commitment", ""),
        (State.ADDED, "actual", ""),
        (State.REFUSED, "actual", "Amount is missing"),
        (State.REFUSED, "actual", "“September” is not a month like 2027-03"),
    ]
    take_over_workbook(document, back.file, wanted_of(document.plan, chosen(back, ())))
    new = next(row for row in document.plan.actuals.values() if row.id not in ("B1", "B2"))
    assert (new.reference, new.amount, new.month, new.activity_id) == ("RE-77", 12_34, "2027-09", "A1")
    order = next(row for row in document.plan.commitments.values() if row.id != "P1")
    assert (order.amount, order.vendor_id, order.status) == (44_00, "v", "open")
    assert "T1" in document.plan.transfers  # a deleted row is taken only when it is named


def test_a_share_of_a_line_is_told_and_not_taken(document: Document, path: Path) -> None:
    def edit(book: Workbook) -> None:
        heads = {cell.value: cell.column for cell in book["Lines"][4]}
        book["Lines"].cell(5, heads["Share of the activity"], 0.5)

    changed(path, edit)
    (change,) = back_of(document, path).changes
    assert (change.state, change.field, change.after) == (State.REFUSED, "Share of the activity", "0.5")


def test_every_blue_cell_comes_back_or_is_told(document: Document, path: Path) -> None:
    """Blue says "may be changed": what finance types there is never lost in silence."""
    record = {sheet.name: sheet for sheet in sheets_out(document.plan, live=True)}
    found: dict[str, set[str]] = {}
    for sheet in openpyxl.load_workbook(path):
        heads = {cell.column: str(cell.value) for cell in sheet[4]}
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                if cell.font.color is not None and cell.font.color.rgb == BLUE and cell.data_type != "f":
                    found.setdefault(sheet.title, set()).add(heads.get(cell.column, SECOND))
    known = {name: {*sheet.columns.values()} for name, sheet in record.items()}
    known["Summary"] = {SECOND, "None"}
    assert {name: heads - known.get(name, set()) for name, heads in found.items()} == {name: set() for name in found}
    assert {"Calendar", "Actuals", "Commitments", "Variance", "Assumptions"} < set(found)
