"""Past spend and responses read from CSV and Excel files of many makers; openpyxl writes, our own reader reads."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cmoplanner.exchange.column_names import recognised
from cmoplanner.exchange.history_in import COLUMNS, HistoryRead, matching_channel, read_history
from cmoplanner.exchange.loose_values import Style, loose_day, loose_number, number_style
from cmoplanner.exchange.raw_table import TableRefused, read_tables
from cmoplanner.projection.remarks import RemarkKind
from tests.plans import NORRVIK, norrvik

PLAN = norrvik()


def read(folder: Path, content: str | bytes, **options: Any) -> HistoryRead:
    path = folder / "history.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_history(path, PLAN, **options)


def book(folder: Path, rows: list[list[Any]], **sheet: Any) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    if sheet.get("mac"):
        workbook.epoch = CALENDAR_MAC_1904
    for merged in sheet.get("merged", ()):
        workbook.active.merge_cells(merged)
    path = folder / "history.xlsx"
    workbook.save(path)
    return path


def shared_book(folder: Path, rows: list[list[Any]]) -> Path:
    """A workbook as Excel writes it: texts in a part of their own."""
    path = folder / "history.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    return path


def kinds(found: HistoryRead) -> list[RemarkKind]:
    return [remark.kind for remark in found.remarks]


def values(found: HistoryRead) -> list[tuple[Any, ...]]:
    return [(row.channel_id, row.month, row.spend, row.responses) for row in found.rows]


def test_the_demo() -> None:
    found = read_history(NORRVIK / "history.csv", PLAN)
    assert len(found.rows) == 96
    assert found.remarks == ()
    assert values(found)[0] == ("paid_search", "2025-01", 38324.65, 5128.1)
    assert found.rows[0].row == 2


def test_columns_in_any_order_under_other_names(tmp_path: Path) -> None:
    header = "Clicks;Notes;Channel name;Amount spent (EUR);Date"
    text = f"Report of the agency\n\n{header}\n1.234;x;Paid Search;10.500,50;31.01.2026\n"
    found = read(tmp_path, text)
    assert values(found) == [("paid_search", "2026-01", 10500.5, 1234.0)]
    assert found.columns == {
        "channel": "Channel name",
        "month": "Date",
        "spend": "Amount spent (EUR)",
        "responses": "Clicks",
    }
    assert found.rows[0].row == 4
    assert not found.rows[0].whole_month


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Month", "Chanel", "Spnd", "Respnses"], {"month": 0, "channel": 1, "spend": 2, "responses": 3}),
        (["period", "medium", "investment", "leads"], {"month": 0, "channel": 1, "spend": 2, "responses": 3}),
        (["cost", "spend", "clicks", "responses", "month"], {"spend": 1, "responses": 3, "month": 4}),
        (["MÓNTH", "x", "", "1"], {"month": 0}),
    ],
)
def test_column_names_are_matched_with_tolerance(names: list[str], expected: dict[str, int]) -> None:
    assert recognised(names, COLUMNS) == expected


def test_encodings_and_delimiters(tmp_path: Path) -> None:
    for delimiter in ",;\t|":
        lines = ["channel,month,spend,responses", "paid_search,2026-01,10,20", "email,2026-01,11,21"]
        text = "\n".join(lines).replace(",", delimiter)
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert len(read(tmp_path, text.encode(encoding)).rows) == 2
    western = "channel,month,spend,responses,who\nemail,2026-01,11,21,Zoë\n".encode("cp1252")
    found = read(tmp_path, western)
    assert kinds(found) == [RemarkKind.READING]
    assert values(found) == [("email", "2026-01", 11.0, 21.0)]


def test_everything_odd_is_named_by_its_row(tmp_path: Path) -> None:
    text = (
        "channel,month,spend,responses\n"
        "email,2026-01,12,n/a\n"
        "email,2026-13,12,3\n"
        "email,2026-03,,3\n"
        "fax,2026-04,12,3\n"
        "fax,2026-05,12,3\n"
        "email,2026-06,1e400,3\n"
    )
    found = read(tmp_path, text)
    told = [(remark.kind, remark.row) for remark in found.remarks]
    assert told == [
        (RemarkKind.NOT_A_NUMBER, 2),
        (RemarkKind.NOT_A_MONTH, 3),
        (RemarkKind.BLANK, 4),
        (RemarkKind.NOT_A_NUMBER, 7),
        (RemarkKind.UNKNOWN_CHANNEL, 5),
    ]
    assert "“n/a”" in found.remarks[0].sentence
    assert "2 rows" in found.remarks[-1].sentence
    assert values(found) == [
        ("email", "2026-01", 12.0, None),
        ("email", "2026-03", None, 3.0),
        ("email", "2026-06", None, 3.0),
    ]


@pytest.mark.parametrize(
    ("cells", "locale", "numbers"),
    [
        (["1.234,56", "1.234", "12"], "en", [1234.56, 1234, 12]),
        (["1,234.56", "1,234", "-12"], "de", [1234.56, 1234, -12]),
        (["1.234.567", "1.234"], "en", [1234567, 1234]),
        (["1,234"], "en", [1234]),
        (["1,234"], "de", [1.234]),
        (["12,5", "1.000"], "en", [12.5, 1000]),
        (["€ 1 234,50", "(12,00)", "7,5 EUR", "12,5-"], "en", [1234.5, -12, 7.5, -12.5]),
        (["EUR 1 234 567", "12 USD", "-$5", "CHF 1’000.50"], "en", [1234567, 12, -5, 1000.5]),
        (["1'234.50", "\u22125.5", "1\u00a0000.0"], "de", [1234.5, -5.5, 1000]),
        ([12, 3.5], "de", [12, 3.5]),
    ],
)
def test_numbers(cells: list[Any], locale: str, numbers: list[float]) -> None:
    style = number_style(cells, locale)
    assert [loose_number(cell, style) for cell in cells] == numbers


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "abc",
        "1,23,4",
        "12%",
        "1 2,,3",
        "nan",
        "inf",
        "12k",
        "--1",
        "12 Mio",
        "5 MIO",
        "12 34",
        "1 2345",
        "12 per",
        None,
        date(2026, 1, 1),
    ],
)
def test_what_is_no_number(cell: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        loose_number(cell, Style(".", sure=True))


def test_a_guess_from_the_country_is_told(tmp_path: Path) -> None:
    text = 'channel,month,spend,responses\nemail,2026-01,"1,234",3\n'
    found = read(tmp_path, text)
    assert values(found)[0][2] == 1234
    assert kinds(found) == [RemarkKind.NUMBER_STYLE]
    sure = read(tmp_path, text + 'email,2026-02,"1,234.5",3\n')
    assert sure.remarks == ()


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2026-04", "2026-04"), ("2026/4", "2026-04"), ("202604", "2026-04"), ("2026-04-30", "2026-04"),
        ("04/2026", "2026-04"), ("4.2026", "2026-04"), ("April 2026", "2026-04"), ("Apr-26", "2026-04"),
        ("30 April 2026", "2026-04"), ("avril 2026", "2026-04"), ("30.04.2026", "2026-04"),
        ("2026-04-30T10:00", "2026-04"),
        (date(2026, 4, 1), "2026-04"), (202604.0, "2026-04"), (46113.0, "2026-04"), ("Sept 2026", "2026-09"),
    ],
)  # fmt: skip
def test_months(cell: Any, month: str) -> None:
    assert loose_day(cell, days_first=True, locale="fr-FR")[0].isoformat()[:7] == month


@pytest.mark.parametrize(
    "cell", ["", "2026", "Q1 2026", "2026-13", "32.01.2026", "Smarch 2026", 12.0, "2026-W05", "1889-01", None]
)
def test_what_is_no_month(cell: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        loose_day(cell, days_first=True, locale="en")


def test_american_days_are_seen(tmp_path: Path) -> None:
    text = "channel,date,spend,responses\nemail,02/01/2026,1,2\nemail,02/28/2026,1,2\n"
    assert {row.month for row in read(tmp_path, text).rows} == {"2026-02"}
    text = "channel,date,spend,responses\nemail,02/01/2026,1,2\n"
    assert {row.month for row in read(tmp_path, text).rows} == {"2026-01"}, "as in Ireland"


def test_channels_are_matched_by_id_and_name() -> None:
    assert matching_channel("paid_search", PLAN.channels) == "paid_search"
    assert matching_channel("PAID-search ", PLAN.channels) == "paid_search"
    assert matching_channel("display & Online Vidéo", PLAN.channels) == "display"
    assert matching_channel("", PLAN.channels) is None
    twins = {"a": PLAN.channels["email"], "b": PLAN.channels["email"]}
    assert matching_channel("Email & CRM", twins) is None


def test_one_channel_by_itself(tmp_path: Path) -> None:
    text = "month,spend,responses\n2026-01,10,20\n"
    assert values(read(tmp_path, text, channel_id="email")) == [("email", "2026-01", 10.0, 20.0)]
    with pytest.raises(TableRefused, match="channels"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "empty"),
        ("a,b,c\n1,2,3\n", "no column of channels and of months and of spend and of responses"),
        ("channel,month,spend,responses\n", "no rows"),
        ('channel,month,spend,responses\n"email,2026-01,1,2\n', "Line 2"),
        (b"\x00\x01\x02", "not a text file"),
    ],
)
def test_files_that_hold_no_history(tmp_path: Path, content: str | bytes, word: str) -> None:
    with pytest.raises(TableRefused, match=word) as told:
        read(tmp_path, content)
    assert told.value.remedy


def test_a_workbook_with_days_texts_and_formulas(tmp_path: Path) -> None:
    rows = [["History"], [], ["Month", "Channel", "Cost", "Visits"]]
    rows += [[datetime(2026, month, 1), "Paid search", 1000.5 * month, "1,234"] for month in (1, 2, 3)]  # noqa: DTZ001
    for options in ({}, {"mac": True}):
        found = read_history(book(tmp_path, rows, **options), PLAN)
        assert values(found) == [("paid_search", f"2026-0{month}", 1000.5 * month, 1234.0) for month in (1, 2, 3)]
        assert [row.row for row in found.rows] == [4, 5, 6]
        assert all(row.whole_month for row in found.rows)


def test_merged_cells_count_in_each_row(tmp_path: Path) -> None:
    rows = [["channel", "month", "spend", "responses"], ["email", "2026-01", 1, 2], [None, "2026-02", 3, 4]]
    found = read_history(book(tmp_path, rows, merged=["A2:A3"]), PLAN)
    assert values(found) == [("email", "2026-01", 1.0, 2.0), ("email", "2026-02", 3.0, 4.0)]
    assert kinds(found) == [RemarkKind.READING]


def test_hidden_sheets_are_told_and_others_searched(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["nothing", "here"])
    hidden = workbook.create_sheet("Old")
    hidden.append(["channel", "month", "spend", "responses"])
    hidden.append(["email", "2020-01", 1, 2])
    hidden.sheet_state = "hidden"
    data = workbook.create_sheet("Data")
    data.append(["channel", "month", "spend", "responses"])
    data.append(["email", "2026-01", 1, 2])
    path = tmp_path / "history.xlsx"
    workbook.save(path)
    found = read_history(path, PLAN)
    assert found.table == "history.xlsx · Data"
    assert "“Old”" in found.remarks[0].sentence
    assert read_history(path, PLAN, sheet="old").rows[0].month == "2020-01"
    with pytest.raises(TableRefused, match="no sheet “Gone”") as told:
        read_history(path, PLAN, sheet="Gone")
    assert "“Data”" in told.value.remedy


def test_a_formula_without_a_value_is_refused(tmp_path: Path) -> None:
    rows = [["channel", "month", "spend", "responses"], ["email", "2026-01", "=1+1", 2]]
    with pytest.raises(TableRefused, match=r"Row 2 .* formula without a value"):
        read_history(book(tmp_path, rows), PLAN)


def rewritten(path: Path, part: str, change: Any) -> Path:
    """Change one part of a workbook as somebody with bad intentions would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]>'
HOSTILE = {
    "an entity": lambda data: data.replace(b"<worksheet", ENTITY + b"<worksheet", 1),
    "cut off": lambda data: data[: len(data) // 2],
    "a place that is none": lambda data: data.replace(b'r="A1"', b'r="A0x"'),
    "a text that is not there": lambda data: data.replace(b"<v>0</v>", b"<v>99</v>"),
    "far more than it says": lambda data: data + b" " * 60_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused(tmp_path: Path, name: str) -> None:
    rows = [["channel", "month", "spend", "responses"], ["email", "2026-01", 1, 2]]
    path = shared_book(tmp_path, rows)
    assert values(read_history(path, PLAN)) == [("email", "2026-01", 1.0, 2.0)]
    with pytest.raises(TableRefused) as told:
        read_tables(rewritten(path, SHEET, HOSTILE[name]))
    assert told.value.remedy


def test_other_files_are_refused(tmp_path: Path) -> None:
    for name, data in (("x.xlsx", b"PK\x03\x04 no"), ("x.xls", b"\xd0\xcf"), ("x.pdf", b"%PDF")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(TableRefused) as told:
            read_history(path, PLAN)
        assert told.value.remedy
    with pytest.raises(TableRefused, match="cannot be read"):
        read_history(tmp_path / "gone.csv", PLAN)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(25_000_001)
    with pytest.raises(TableRefused, match="25 MB"):
        read_history(large, PLAN)
