"""Invoices and orders of other programs: columns, locales, what is known already, and what nobody can place."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.exchange.bookings_in import BookingsRead, Kind, State, read_bookings
from cmoplanner.exchange.raw_table import TableRefused
from cmoplanner.model.plan import Commitment
from tests.exchange.folders import NORRVIK
from tests.plans import norrvik


def _read(folder: Path, text: str, kind: Kind = Kind.BOOKINGS, **more: object) -> BookingsRead:
    path = folder / "book.csv"
    path.write_text(text, encoding="utf-8")
    plan = norrvik()
    if "locale" in more:
        plan = replace(plan, header=replace(plan.header, locale=str(more.pop("locale"))))
    return read_bookings(path, plan, kind, **more)  # type: ignore[arg-type]


def test_the_sample_s_own_books_are_all_known() -> None:
    plan = norrvik()
    for kind, name in ((Kind.BOOKINGS, "actuals.csv"), (Kind.ORDERS, "commitments.csv")):
        read = read_bookings(NORRVIK / name, plan, kind)
        assert {row.state for row in read.rows} == {State.KNOWN}
        assert len(read.rows) == len(plan.actuals if kind is Kind.BOOKINGS else plan.commitments)


def test_they_all_come_back_into_an_empty_plan() -> None:
    plan = norrvik()
    read = read_bookings(NORRVIK / "actuals.csv", replace(plan, actuals={}), Kind.BOOKINGS)
    assert len(read.of(State.NEW)) == 70
    assert sum(int(str(row.values["amount"])) for row in read.rows) == 57_590_975
    for row in read.of(State.NEW):
        booking = plan.actuals[str(row.values["reference"])]
        assert row.values["activity_id"] == booking.activity_id
        assert (row.values["month"], row.values["po_id"]) == (booking.month, booking.po_id)
        assert (row.values["posted_date"], row.values["kind"]) == (booking.posted_date, "invoice")
    (uncoded,) = read.of(State.UNMATCHED)
    assert uncoded.values["reference"] == "INV0071"


def test_a_german_export_is_read(tmp_path: Path) -> None:
    read = _read(
        tmp_path,
        "Document number;Posting date;Amount in local currency;PO number;Vendor name;Text\n"
        "5100001;03.04.2027;12.345,67;PO2701;;Rechnung April\n"
        "5100002;04.04.2027;1.000,00-;;Plainvoice PR (fictional);Gutschrift\n",
        locale="de",
    )
    first, second = read.rows
    assert (first.state, first.values["amount"], first.values["month"]) == (State.NEW, 1_234_567, "2027-04")
    assert first.values["posted_date"] == date(2027, 4, 3)
    assert first.values["activity_id"] == "A001"  # by its order
    assert (second.values["amount"], second.values["kind"], second.values["vendor_id"]) == (-100_000, "credit", "v-pr")
    assert second.state is State.UNMATCHED


def test_what_has_no_activity_comes_with_suggestions(tmp_path: Path) -> None:
    read = _read(tmp_path, "Invoice,Month,Amount,Activity,Text\nX1,2027-04,900,Edu Space booth,EduSpace Fair stand\n")
    (row,) = read.rows
    assert row.state is State.UNMATCHED
    assert "Edu Space booth" in row.why
    names = [norrvik().activities[activity].name for activity in row.suggestions]
    assert "EduSpace Fair" in names[0]


def test_the_same_row_twice_in_one_file_without_a_reference_is_two_bookings(tmp_path: Path) -> None:
    read = _read(tmp_path, "Month,Amount,Activity\n2027-04,10,A001\n2027-04,10,A001\n")
    assert [row.state for row in read.rows] == [State.NEW, State.NEW]


def test_a_file_is_known_once_it_is_taken_over(tmp_path: Path) -> None:
    text = "PO number,Order date,Net order value,Activity,Status\n4500001,2027-04-02,5000,A026,released\n"
    (row,) = _read(tmp_path, text, Kind.ORDERS).rows
    assert (row.state, row.values["status"], row.values["activity_id"]) == (State.NEW, "open", "A026")
    plan = norrvik()
    order = Commitment("new", "A026", None, date(2027, 4, 2), 500_000, reference="4500001")
    again = read_bookings(
        tmp_path / "book.csv", replace(plan, commitments={**plan.commitments, "new": order}), Kind.ORDERS
    )
    assert [row.state for row in again.rows] == [State.KNOWN]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A001,2027-04,about 5", "about 5"),
        ("A001,2027-04,", "amount is missing"),
        ("A001,soon,5", "soon"),
        ("A001,,5", "month or date is missing"),
    ],
)
def test_rows_that_cannot_be_used_say_why(tmp_path: Path, line: str, told: str) -> None:
    (row, fine) = _read(tmp_path, f"Activity,Month,Amount\n{line}\nA001,2027-04,5\n").rows
    assert row.state is State.REFUSED
    assert told in row.why
    assert fine.state is State.NEW


def test_columns_that_nobody_would_guess_can_be_named(tmp_path: Path) -> None:
    text = "Foo,Bar,Baz\nA001,2027-04,7\n"
    with pytest.raises(TableRefused, match="amounts"):
        _read(tmp_path, text)
    read = _read(tmp_path, text, mapping={"activity": "Foo", "month": "Bar", "amount": "Baz"})
    assert (read.rows[0].state, read.rows[0].values["amount"]) == (State.NEW, 700)


def test_amounts_have_the_decimals_of_the_currency(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("Activity,Month,Amount\nA001,2027-04,1.2345\n", encoding="utf-8")
    plan = norrvik()
    dinar = replace(plan, header=replace(plan.header, currency="KWD", currency_decimals=3))
    assert read_bookings(path, dinar, Kind.BOOKINGS).rows[0].values["amount"] == 1_235
