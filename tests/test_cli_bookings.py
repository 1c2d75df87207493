"""The command that reads invoices and orders: what each row is, taking over, and taking nothing twice."""

from pathlib import Path

import pytest

from cmoplanner.cli import main
from cmoplanner.model.store.snapshot import read_snapshot

ROWS = """Invoice number;Posting date;Net amount;Line item;Text
R-1;2027-04-05;1.234,50;LinkedIn spring flight;April
R-2;2027-04-06;99,00;Nothing we know;Giveaways
R-3;2027-04-07;many;LinkedIn spring flight;
INV0071;2027-03-15;3.850,00;;
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.cmoplan"
    assert main(["new", str(path), "--sample"]) == 0
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_preview_tells_each_row_and_changes_nothing(
    plan: Path, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = plan.read_bytes()
    capsys.readouterr()
    assert main(["import-bookings", str(plan), str(book), "--preview"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "    2  new  2027-04  1,234.50  R-1 · LinkedIn spring flight"
    assert "without activity" in lines[1]
    assert "“many” is not an amount." in lines[2]
    assert "known" in lines[3]
    assert lines[4] == "1 new, 1 known, 1 without activity, 1 not usable"
    assert plan.read_bytes() == before


def test_what_is_new_is_taken_once(plan: Path, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = len(read_snapshot(plan).plan.actuals)
    assert main(["import-bookings", str(plan), str(book), "--apply"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 row was taken over."
    found = {row.reference: row for row in read_snapshot(plan).plan.actuals.values()}
    assert (len(found["R-1"].month), found["R-1"].amount) == (7, 123_450)
    assert main(["import-bookings", str(plan), str(book), "--apply", "--uncoded"]) == 0
    after = read_snapshot(plan).plan.actuals
    assert len(after) == count + 2
    assert [row.kind for row in after.values() if row.reference == "R-2"] == ["uncoded"]
    main(["import-bookings", str(plan), str(book), "--apply", "--uncoded"])
    assert len(read_snapshot(plan).plan.actuals) == count + 2


def test_orders_are_taken_as_orders(plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("PO number,Order date,Amount,Activity\nP-9,2027-05-01,5000,Customer user day\n", encoding="utf-8")
    assert main(["import-bookings", str(plan), str(path), "--orders", "--apply"]) == 0
    assert [row.amount for row in read_snapshot(plan).plan.commitments.values() if row.reference == "P-9"] == [500_000]


def test_a_file_without_amounts_is_refused(plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["import-bookings", str(plan), str(path)]) == 2


def test_columns_can_be_named(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("Xq;Yq;Zq\n2027-04-05;12,50;LinkedIn spring flight\n", encoding="utf-8")
    named = ["--column", "amount=Yq", "date=Xq", "activity=Zq"]
    capsys.readouterr()
    assert main(["import-bookings", str(plan), str(odd), *named]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "    2  new  2027-04  12.50  LinkedIn spring flight"
    assert main(["import-bookings", str(plan), str(odd), "--column", "price=Yq"]) == 2
    assert "“price=Yq” does not say what a column is." in capsys.readouterr().err
