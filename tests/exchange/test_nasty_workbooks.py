"""Workbooks as people and programs leave them: each with what it must be taken for, and no row lost without a word."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from cmoplanner.exchange.book_back import BookBack, State, read_back
from cmoplanner.exchange.book_back_record import SHEET
from cmoplanner.exchange.raw_table import TableRefused
from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.model.plan import Plan
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from tests.exchange.book_back import at, changed
from tests.exchange.plans import small

GROSS = "Gross (EUR)"
CELLS: list[tuple[str, Any, Any]] = [
    # money
    (GROSS, 250, 25_000),
    (GROSS, 250.5, 25_050),
    (GROSS, 0.1 + 0.2, 30),
    (GROSS, "1,234.50", 123_450),
    (GROSS, "1.234,50", 123_450),
    (GROSS, "1 234,50", 123_450),
    (GROSS, "€ 99", 9_900),
    (GROSS, "12.50 EUR", 1_250),
    (GROSS, "  77 ", 7_700),
    (GROSS, 0, 0),
    (GROSS, 250.505, "has more than 2 decimals"),
    (GROSS, "12k", "“12k” is not a number"),
    (GROSS, "tbd", "“tbd” is not a number"),
    (GROSS, -5, "below 0"),
    (GROSS, "(5)", "below 0"),
    (GROSS, 1e15, "too large"),
    (GROSS, True, "true or false"),
    (GROSS, "=10+5", "the formula has no value"),
    (GROSS, "#REF!", "the cell shows an error"),
    (GROSS, dt.date(2027, 3, 1), "is not a number"),
    (GROSS, None, "is missing"),
    # shares
    ("Partner pays (share)", 0.5, 0.5),
    ("Partner pays (share)", "50 %", 0.5),
    ("Partner pays (share)", "12.5%", 0.125),
    ("Partner pays (share)", 37, "above 1"),
    ("Partner pays (share)", -0.1, "below 0"),
    ("Partner pays (share)", None, None),
    # days
    ("Start", dt.date(2027, 7, 6), dt.date(2027, 7, 6)),
    ("Start", dt.datetime(2027, 7, 6, 15, 30), dt.date(2027, 7, 6)),  # noqa: DTZ001 - as a cell holds it
    ("Start", "2027-07-06", dt.date(2027, 7, 6)),
    ("Start", "06.07.2027", dt.date(2027, 7, 6)),
    ("Start", "6 July 2027", dt.date(2027, 7, 6)),
    ("Start", 46_574, dt.date(2027, 7, 6)),
    ("Start", "July 2027", "is not a date"),
    ("Start", "soon", "is not a date"),
    ("Start", "2027-02-30", "is not a date"),
    ("Start", dt.date(2028, 7, 6), "the end is before the start"),
    ("Start", None, "is missing"),
    # names of other rows
    ("Campaign", "x", "x"),
    ("Campaign", "Campaign *", "x"),
    ("Campaign", "campaign *", "x"),
    ("Campaign", "x · Campaign *", "x"),
    ("Campaign", "(none)", None),
    ("Campaign", "Campagne", "there is no “Campagne”; known are “Campaign *”"),
    ("Cost category", "Media", "m"),
    ("Cost category", "MEDIA", "fits 2 entries"),
    # choices and texts
    ("Status", "live", "live"),
    ("Status", "Live", "live"),
    ("Status", "maybe", "is none of: planned, placeholder, committed, live, done, cancelled"),
    ("Owner", "Zoë\u202e & co", "Zoë & co"),
    ("Owner", 7, "7"),
    ("Owner", "=cmd|' /C calc'!A0", "the formula has no value"),
    ("Activity", "x" * 201, "longer than 200 characters"),
    ("Activity", None, "is missing"),
    ("Medium", "other", "only explains"),
    ("Goes to (market cells)", "k 50 %", "only explains"),
    ("Planned responses", "1,000", 1000.0),
    ("Planned responses", "many", "is not a number"),
]


@pytest.fixture(scope="module", name="plan")
def _plan() -> Plan:
    return small()


@pytest.fixture(scope="module", name="sound")
def _sound(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("nasty") / "finance.xlsx"
    export_workbook(plan, project(compile_plan(plan)), path)
    return path.read_bytes()


@pytest.fixture(name="path")
def _path(sound: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "finance.xlsx"
    path.write_bytes(sound)
    return path


def edited(path: Path, plan: Plan, change: Callable[[Workbook], object]) -> BookBack:
    return read_back(changed(path, change), plan, "")


@pytest.mark.parametrize(("head", "typed", "expected"), CELLS)
def test_a_cell(path: Path, plan: Plan, head: str, typed: Any, expected: Any) -> None:
    row = "A2" if head in ("Campaign", "Cost category") and expected not in (None, "m") else "A1"
    row = "A2" if (head, typed) == ("Cost category", "Media") else row

    def edit(book: Workbook) -> None:
        cell = at(book["Calendar"], row, head)
        cell.value = typed
        if head == "Start" and isinstance(typed, int):
            cell.number_format = "General"

    back = edited(path, plan, edit)
    (change,) = [one for one in back.changes if one.key != "gl_account"]
    assert (change.row_id, back.remarks) == (row, ())
    if change.state is State.REFUSED:
        assert isinstance(expected, str)
        assert expected in change.why
        assert change.remedy
    else:
        assert change.state is State.CHANGED
        assert change.value == expected


def test_days_of_the_other_date_system(path: Path, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        at(book["Calendar"], "A1", "Start").value = dt.date(2027, 7, 6)

    back = edited(path, plan, edit)
    assert [(one.key, one.value) for one in back.changes] == [("start", dt.date(2027, 7, 6))]


def test_merged_cells_lose_nothing_silently(path: Path, plan: Plan) -> None:
    back = edited(path, plan, lambda book: book["Calendar"].merge_cells("V5:V7"))
    assert [(one.place, one.state) for one in back.changes] == [
        ("Calendar!V6", State.REFUSED), ("Calendar!V7", State.REFUSED)
    ]  # fmt: skip
    assert all("merged" in one.why for one in back.changes)


def test_hidden_sheets_rows_and_filters_are_read(path: Path, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Calendar"]
        at(sheet, "A2", GROSS).value = 50
        sheet.sheet_state = "hidden"
        sheet.row_dimensions[at(sheet, "A2", GROSS).row].hidden = True

    back = edited(path, plan, edit)
    assert [(one.row_id, one.value) for one in back.changes] == [("A2", 5_000)]
    assert back.remarks == ("The sheet “Calendar” is hidden; it was read.",)


def test_a_renamed_sheet_and_an_empty_one(path: Path, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        book["Calendar"].title = "My calendar"
        budget = book["Budget"]
        budget.delete_rows(1, budget.max_row)

    back = edited(path, plan, edit)
    assert back.changes == ()
    assert [remark.split("”")[0] for remark in back.remarks] == ["The sheet “Budget", "The sheet “Calendar"]


def test_new_rows_that_cannot_be_activities_say_why(path: Path, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Calendar"]
        last = sheet.max_row
        sheet.cell(last + 1, at(sheet, "A1", "Activity").column).value = "Without days"
        sheet.cell(last + 2, at(sheet, "A1", GROSS).column).value = "lots"
        sheet.cell(last + 3, 1).value = "A99"
        sheet.cell(last + 3, at(sheet, "A1", "Activity").column).value = "With an id"
        book["Budget"].append(["E9", None, None, None, None, 500])

    back = edited(path, plan, edit)
    assert [(one.row, one.state) for one in back.changes] == [
        ("Without days", State.REFUSED), ("Row 11", State.REFUSED), ("With an id", State.REFUSED),
    ]  # fmt: skip
    assert [one.why for one in back.changes] == [
        "Start is missing", "Gross spend: “lots” is not a number", "Start is missing",
    ]  # fmt: skip
    assert len(back.remarks) == 1
    assert "was not exported from the plan" in back.remarks[0]


def test_two_rows_that_say_different_things_of_one_account(path: Path, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Calendar"]
        at(sheet, "A2", "Cost category").value = "m · Media"
        at(sheet, "A1", "Ledger account").value = "6600"

    back = edited(path, plan, edit)
    accounts = [one for one in back.changes if one.key == "gl_account"]
    assert [(one.table, one.row_id, one.value, one.state) for one in accounts] == [
        ("cost_category", "m", "6600", State.CHANGED)
    ]


CALENDAR = "calendar"
MERGED = b'</sheetData><mergeCells><mergeCell ref="A1:XFD999999"/></mergeCells>'


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook; that of the calendar under a name of its own, besides."""
    number = openpyxl.load_workbook(path, read_only=True).sheetnames.index("Calendar") + 1
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return parts | {CALENDAR: parts[f"xl/worksheets/sheet{number}.xml"]}


def written(path: Path, parts: dict[str, bytes]) -> None:
    calendar = parts.pop(CALENDAR)
    number = openpyxl.load_workbook(path, read_only=True).sheetnames.index("Calendar") + 1
    parts[f"xl/worksheets/sheet{number}.xml"] = calendar
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


HOSTILE: dict[str, Callable[[dict[str, bytes]], object]] = {
    "an entity": lambda parts: parts.__setitem__(
        CALENDAR, parts[CALENDAR].replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
    ),
    "cut off": lambda parts: parts.__setitem__(CALENDAR, parts[CALENDAR][:3000]),
    "a place that is none": lambda parts: parts.__setitem__(CALENDAR, parts[CALENDAR].replace(b'"A1"', b'"A0x"')),
    "a text that is not there": lambda parts: parts.__setitem__(
        CALENDAR, parts[CALENDAR].replace(b't="s"><v>', b't="s"><v>9999999')
    ),
    "a style that is no number": lambda parts: parts.__setitem__(
        CALENDAR, parts[CALENDAR].replace(b' s="', b' s="x')
    ),
    "a bomb": lambda parts: parts.__setitem__("xl/media/image1.png", b"\0" * 150_000_000),
    "too many parts": lambda parts: parts.update({f"xl/extra{n}.xml": b"<a/>" for n in range(250)}),
    "no list of sheets": lambda parts: parts.pop("xl/workbook.xml"),
    "a merged range beyond all": lambda parts: parts.__setitem__(
        CALENDAR,
        parts[CALENDAR].replace(b"</sheetData>", MERGED),
    ),
    "a column beyond all": lambda parts: parts.__setitem__(
        CALENDAR, parts[CALENDAR].replace(b'r="A5"', b'r="ZZZ5"', 1)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused(path: Path, plan: Plan, name: str) -> None:
    parts = parts_of(path)
    before = dict(parts)
    HOSTILE[name](parts)
    assert parts != before
    written(path, parts)
    with pytest.raises(TableRefused) as told:
        read_back(path, plan, "")
    assert told.value.sentence
    assert told.value.remedy


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(CELLS) + len(HOSTILE) + 6 >= 60


def test_formulas_with_a_value_are_taken_as_that_value(path: Path, plan: Plan) -> None:
    """A spreadsheet keeps the value beside the formula; only the value counts."""
    parts = parts_of(path)
    sheet = parts[CALENDAR]
    begin = sheet.index(b'<c r="V5"')
    end = sheet.index(b"</c>", begin)
    parts[CALENDAR] = sheet[:begin] + b'<c r="V5"><f>100*1.5</f><v>150</v>' + sheet[end:]
    written(path, parts)
    assert [(one.place, one.value) for one in read_back(path, plan, "").changes] == [("Calendar!V5", 15_000)]


def test_a_workbook_of_something_else(tmp_path: Path, plan: Plan) -> None:
    other = Workbook()
    other.active.append(["Activity id", GROSS])
    other.save(tmp_path / "other.xlsx")
    with pytest.raises(TableRefused, match="no workbook that was exported from a plan") as told:
        read_back(tmp_path / "other.xlsx", plan, "")
    assert SHEET in told.value.remedy
