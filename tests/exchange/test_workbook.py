"""The workbook adds up, shows our figures without calculating, and says the same when it is calculated anew."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.book import TEXT_LIMIT
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model.phasing import net_by_month, net_spend
from cmoplanner.model.plan import Actual, Commitment, Plan, Transfer
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.exchange.office import recalculated, recalculated_all
from tests.exchange.plans import INJECTIONS, empty, hostile, keyed, small
from tests.plans import norrvik, reference

SHEETS = [
    "Summary", "Checks", "Budget", "Transfers", "Ledger", "Commitments", "Actuals", "Variance", "VarianceMonths",
    "ErpLoad", "MDF", "Vendors",
    "Calendar", "Phasing", "ByMonth", "Projection", "Targets", "UnitEconomics", "Scenarios", "Channels", "Lines",
    "Streams", "Lanes", "Cells", "Assumptions", "Method", "ChangeLog", "_exported",
]  # fmt: skip
PLANS = {
    "sample": norrvik,
    "small": small,
    "yen": lambda: small("JPY", 0),
    "dinar": lambda: small("KWD", 3),
    "weeks": lambda: small(fy_pattern="4-4-5", fy_start=dt.date(2027, 7, 5), value_horizon_months=24),
    "empty": empty,
    "hostile": hostile,
}


def export(plan: Plan, path: Path) -> Path:
    export_workbook(plan, project(compile_plan(plan)), path)
    return path


@pytest.fixture(scope="module", name="sample")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the sample, which takes a while to write."""
    return export(norrvik(), tmp_path_factory.mktemp("sample") / "x.xlsx")


@pytest.fixture(params=PLANS, name="plan")
def _plan(request: pytest.FixtureRequest) -> Plan:
    made: Plan = PLANS[request.param]()
    return made


def formulas(book: Workbook) -> Iterator[tuple[str, str, str]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(cell.value)


def summary(book: Workbook) -> dict[str, Any]:
    """Return the summary's values by their labels; the first of those that come twice."""
    found: dict[str, Any] = {}
    for label, value, *_rest in book["Summary"].iter_rows(values_only=True):
        if label is not None:
            found.setdefault(label, value)
    return found


def column(book: Workbook, sheet: str, col: int) -> list[Any]:
    return [row[col] for row in book[sheet].iter_rows(min_row=5, values_only=True)]


def test_sheets_and_values_of_the_sample_without_calculating(sample: Path) -> None:
    book = openpyxl.load_workbook(sample, data_only=True)
    assert book.sheetnames == SHEETS
    found, expected = summary(book), reference("demo_expected")["projection"]
    assert found["Planned, net"] == 2_126_250.0
    assert found["Planned, gross"] == 2_227_200.0
    assert found["Working, net"] == 1_536_750.0
    assert found["Projected revenue"] == pytest.approx(expected["projected_revenue_fy"], rel=1e-9)
    assert found["Contribution"] == pytest.approx(expected["contribution_fy"], rel=1e-9)
    assert found["Return"] == pytest.approx(expected["roi_fy"], abs=1e-6)
    assert found["Cost, present value"] == pytest.approx(expected["pv_cost"], rel=1e-9)
    failing = [row[0] for row in book["Checks"].iter_rows(min_row=5, values_only=True) if row[4]]
    assert failing == ["Bookings without an activity"]  # as it was planted
    assert book["Summary"]["A3"].value == "CHECK: 1 fail"


def test_lines_of_the_sample_that_are_over_their_envelope(sample: Path) -> None:
    book = openpyxl.load_workbook(sample, data_only=True)
    rows = list(book["Budget"].iter_rows(min_row=5, values_only=True))
    over = {(row[1], row[2], row[3]): round(row[7], 2) for row in rows if row[1] and row[7] < 0}
    assert over == {
        (2, "CC300 · Field & Partner", "events · Events & sponsorships"): -14_000.0,
        (4, "CC200 · Demand Generation", "media · Media"): -8_852.83,
    }


def test_every_row_adds_up_to_the_minor_unit(plan: Plan, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(plan, tmp_path / "x.xlsx"), data_only=True)
    unit = 10**plan.header.currency_decimals
    rows = {row[0]: row for row in book["Phasing"].iter_rows(min_row=5, values_only=True) if row[0]}
    net = {row[0]: row[24] for row in book["Calendar"].iter_rows(min_row=5, values_only=True) if row[0]}
    assert list(rows) == list(plan.activities)
    for activity in plan.activities.values():
        expected = [0] * 12 if activity.cancelled else net_by_month(activity, plan.calendar)
        assert [round(amount * unit) for amount in rows[activity.id][9:21]] == expected
        assert round(net[activity.id] * unit) == sum(expected)
    total = sum(net_spend(activity) for activity in plan.activities.values() if not activity.cancelled)
    assert round((book["Calendar"]["Y3"].value or 0) * unit) == total
    for label, *amounts in book["ByMonth"].iter_rows(values_only=True):
        if label == "Total":
            assert round(sum(amounts[:12]) * unit) == round(amounts[12] * unit) == total


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    plan = hostile()
    path = export(plan, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    names = [row[2] for row in book["Calendar"].iter_rows(min_row=5)]
    assert [cell.value for cell in names] == list(INJECTIONS)
    assert {cell.data_type for cell in names} == {"s"}
    assert all(not sheet._hyperlinks for sheet in book)
    banned = ("HYPERLINK", "TODAY", "NOW(", "INDIRECT", "OFFSET", "RAND", "[")
    for sheet, place, formula in formulas(book):
        assert not [text for text in INJECTIONS if len(text) > 4 and text in formula], (sheet, place, formula)
        assert not [word for word in banned if word in formula.upper()], (sheet, place, formula)
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
        relations = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
        assert b"hyperlink" not in relations


def test_a_text_longer_than_a_cell_is_cut_with_an_ellipsis(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(hostile(), tmp_path / "x.xlsx"))
    vision = next(
        str(value) for label, value, *_rest in book["Summary"].iter_rows(values_only=True) if label == "Vision"
    )
    assert vision == "v" * (TEXT_LIMIT - 1) + "…"


def test_formats_follow_the_currency(tmp_path: Path) -> None:
    for decimals, expected in ((0, "#,##0;"), (2, "#,##0.00;"), (3, "#,##0.000;")):
        book = openpyxl.load_workbook(export(small("XXX", decimals), tmp_path / f"{decimals}.xlsx"))
        assert book["Calendar"]["V5"].number_format.startswith(expected)
        assert book["Calendar"]["I5"].is_date


def test_inputs_are_blue_formulas_black_links_green(sample: Path) -> None:
    book = openpyxl.load_workbook(sample)
    calendar, phasing = book["Calendar"], book["Phasing"]
    assert calendar["V5"].font.color.rgb == "FF0000FF"
    assert calendar["Y5"].font.color.rgb == "FF000000"
    assert phasing["I5"].font.color.rgb == "FF007A33"
    assert calendar.freeze_panes == "D5"
    assert calendar.tables["T_Calendar"].ref == "A4:AC74"
    assert (calendar.page_setup.orientation, calendar.page_setup.fitToHeight) == ("landscape", 0)


def test_a_refused_place_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed):
        export(norrvik(), tmp_path / "nowhere" / "x.xlsx")
    target = tmp_path / "x.xlsx"
    target.mkdir()
    with pytest.raises(ExportFailed):
        export(norrvik(), target)
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


def assert_same_values(ours: Path, theirs: Path) -> int:
    """Compare every formula's cached value with the recalculated one; return how many there are."""
    cached, anew = (openpyxl.load_workbook(path, data_only=True) for path in (ours, theirs))
    count = 0
    for sheet, place, formula in formulas(openpyxl.load_workbook(ours)):
        expected, found = cached[sheet][place].value or 0, anew[sheet][place].value or 0
        count += 1
        if isinstance(expected, dt.datetime | str) or isinstance(found, str):
            assert found == expected, (sheet, place, formula)
        else:
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-6), (sheet, place, formula)
    return count


@pytest.mark.office
def test_calculated_anew_it_says_the_same(tmp_path: Path) -> None:
    paths = [export(make(), tmp_path / f"{name}.xlsx") for name, make in PLANS.items()]
    found = {
        path.stem: assert_same_values(path, anew)
        for path, anew in zip(paths, recalculated_all(paths, tmp_path), strict=True)
    }
    assert found["sample"] > 80_000
    assert min(found.values()) > 500


@pytest.mark.office
def test_the_recalculation_does_not_echo_cached_values(tmp_path: Path) -> None:
    """The control of the test above: wrong values beside the formulas must not come back."""
    good = export(small(), tmp_path / "good.xlsx")
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"<v>150.08</v>", b"<v>77</v>"))
    assert summary(openpyxl.load_workbook(wrong, data_only=True))["Planned, net"] == 77
    anew = openpyxl.load_workbook(recalculated(wrong, tmp_path), data_only=True)
    assert summary(anew)["Planned, net"] == 150.08


def test_failing_checks_are_counted(tmp_path: Path) -> None:
    plan = small()  # one activity lies before the year, the envelopes do not add up
    book = openpyxl.load_workbook(export(plan, tmp_path / "x.xlsx"), data_only=True)
    fails = {row[0]: row[4] for row in book["Checks"].iter_rows(min_row=5, values_only=True)}
    assert {name for name, failed in fails.items() if failed} == {
        "Dates outside the fiscal year",
        "Envelopes add up to the top-down budget",
    }
    assert book["Summary"]["A3"].value == "CHECK: 2 fail"
    inside = replace(plan, envelopes={}, activities={"A1": plan.activities["A1"]})
    book = openpyxl.load_workbook(export(inside, tmp_path / "y.xlsx"), data_only=True)
    assert book["Summary"]["A3"].value == "All checks pass"


def test_the_money_of_the_sample_line_by_line(sample: Path) -> None:
    """What is booked is added up here from the plan's own rows, without the ledger."""
    plan = norrvik()
    book = openpyxl.load_workbook(sample, data_only=True)
    signed = {
        row.id: -abs(row.amount) if row.kind in ("credit", "accrual_reversal") else row.amount
        for row in plan.actuals.values()
    }
    assert column_sum(book, "Actuals", 8) == pytest.approx(sum(signed.values()) / 100, abs=0.001)
    coded = {row: [one for one in plan.actuals.values() if one.activity_id == row] for row in plan.activities}
    lines = {row[0]: row for row in book["Ledger"].iter_rows(min_row=5, values_only=True) if row[0]}
    for row, bookings in coded.items():
        assert round(lines[row][6] * 100) == sum(signed[one.id] for one in bookings)
        assert round(lines[row][5] * 100) == sum(signed[one.id] for one in bookings if one.month <= "2027-03")
        orders = sum(one.amount for one in plan.commitments.values() if one.activity_id == row)
        assert round(lines[row][3] * 100) == orders
    headers = [cell.value for cell in book["Budget"][4]]
    expected, booked = (headers.index(f"{name}, fiscal year (EUR)") for name in ("Forecast", "Booked"))
    assert column_sum(book, "Budget", expected) == pytest.approx(column_sum(book, "Ledger", 19), abs=0.001)
    assert column_sum(book, "Budget", booked) == pytest.approx(sum(signed.values()) / 100, abs=0.001)
    for row in book["Variance"].iter_rows(min_row=5, values_only=True):
        assert row[1] is None or round(sum(row[7:12]) - (row[3] - row[2]), 2) == row[12] == 0


def column_sum(book: Workbook, sheet: str, col: int) -> float:
    return sum(value for value in column(book, sheet, col) if isinstance(value, int | float))


def test_transfers_move_money_between_envelopes_and_orders_stay_open(tmp_path: Path) -> None:
    plan = small()
    orders = (
        Commitment("P1", "A1", amount=90_00, status="open"),
        Commitment("P2", "A1", amount=10_00, status="closed"),
    )
    bookings = (Actual("B1", "2027-07", 30_00, "A1", "P1"), Actual("B2", "2027-08", 5_00, "A1", kind="credit"))
    plan = replace(
        plan,
        transfers=keyed(Transfer("T1", "E1", "E2", 12_50)),
        commitments=keyed(*orders),
        actuals=keyed(*bookings),
    )
    book = openpyxl.load_workbook(export(plan, tmp_path / "x.xlsx"), data_only=True)
    rows = {row[0]: row for row in book["Budget"].iter_rows(min_row=5, values_only=True)}
    assert [rows["E1"][11], rows["E2"][11]] == [-12.5, 12.5]
    assert [rows["E1"][12], rows["E2"][12]] == [47.5, 82.5]
    assert {row[0]: row[8] for row in book["Commitments"].iter_rows(min_row=5, values_only=True)} == {
        "P1": 60.0,
        "P2": 0,
    }
    line = next(row for row in book["Ledger"].iter_rows(min_row=5, values_only=True) if row[0] == "A1")
    assert (line[4], line[5], line[6]) == (60.0, 25.0, 25.0)
