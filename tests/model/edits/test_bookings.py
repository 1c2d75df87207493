"""Edits of the books: what waits for its coding, what is accrued, and what is taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.bookings import Accrual, accrue, code_bookings, take_back, take_over
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def test_a_booking_without_an_activity_waits_as_uncoded(document: Document) -> None:
    (row,) = take_over(document, "actual", [{"month": "2027-04", "amount": 700, "reference": "R1", "kind": "invoice"}])
    assert document.plan.actuals[row].kind == "uncoded"
    code_bookings(document, {row: "A001"})
    found = document.plan.actuals[row]
    assert (found.kind, found.activity_id, found.amount) == ("invoice", "A001", 700)
    document.undo()
    assert document.plan.actuals[row].activity_id is None


def test_nothing_is_written_for_one_bad_code(document: Document) -> None:
    before = document.plan
    with pytest.raises(EditRefused, match="no longer"):
        code_bookings(document, {"INV0071": "A001", "INV0001": "gone"})
    assert document.plan == before


def test_an_accrual_is_reversed_and_an_invoice_credited(document: Document) -> None:
    (row,) = accrue(document, [Accrual("A017", "2027-03", 500_000)])
    reversal, credit = take_back(document, [row, "INV0001"], "2027-04")
    found = document.plan.actuals
    assert (found[row].kind, found[reversal].kind, found[credit].kind) == ("accrual", "accrual_reversal", "credit")
    assert (found[credit].amount, found[credit].po_id) == (found["INV0001"].amount, "PO2701")
    with pytest.raises(EditRefused, match="already"):
        take_back(document, [credit], "2027-05")
    with pytest.raises(EditRefused, match="before"):
        take_back(document, [row], "2027-02")
