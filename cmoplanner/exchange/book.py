"""A workbook being written: sheets, cells and formulas with the values they have, in one set of styles.

Every formula is written with our own value beside it, so that viewers that do not calculate show it too. Texts of the
user are written as texts: never as formula, link or number.
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cmoplanner import __version__
from cmoplanner.i18n import _
from cmoplanner.model.plan import Header, Plan
from cmoplanner.report.palette import Palette

DAY_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet: dates of formulas are numbers of days since."""
_LINE = 13.5  # points that a line takes
_WIDE = 1.15  # times a width in digits: so many characters of a text fit into a column, in the fonts of any program
TEXT_LIMIT = 32_767  # UTF-16 units in one cell
HEADER_LIMIT = 120
TOTALS, HEAD, FIRST = 2, 3, 4  # rows of every list: totals, names of the columns, first record

Value = str | float | int | date | None

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FONT_COLORS = {"input": "#0000FF", "formula": "#000000", "link": "#007A33", "model": "#595959"}
_A4 = 9


def money_format(decimals: int) -> str:
    """Return the number format of money with these decimals, zero as a middle dot."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f'{digits};[Red]-{digits};"·"'


class _PlainFormulas(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas hold functions of Excel 2007 alone: looking for newer ones takes most of the time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")


class Book:
    """The file, its styles, and how the plan's money is written."""

    def __init__(self, target: BytesIO, plan: Plan) -> None:
        header = plan.header
        self.plan = plan
        self.decimals = header.currency_decimals
        self.tolerance = 0.5 / 10**self.decimals
        self._workbook: Workbook = xlsxwriter.Workbook(target, _OPTIONS)
        self._formats: dict[tuple[str, str], Format] = {}
        self._palette = Palette.load("light")
        self._number_formats = {
            "money": money_format(self.decimals),
            "whole": money_format(0),
            "number": "#,##0.00",
            "customers": "#,##0.0",
            "count": "0",
            "rate": "0.0%",
            "factor": "0.0000",
            "date": "yyyy-mm-dd",
            "time": "yyyy-mm-dd hh:mm",
            "text": "@",
        }
        self._workbook.set_properties(
            {
                "title": header.name,
                "company": header.company,
                "comments": f"CMO Planner {__version__}",
                "created": datetime(header.as_of.year, header.as_of.month, header.as_of.day),  # noqa: DTZ001
            }
        )

    def sheet(self, name: str, title: str, note: str = "", *, pages_wide: int = 1) -> "Sheet":
        """Add a sheet with a title, set up for printing."""
        worksheet = self._workbook.add_worksheet(name, _PlainFormulas)
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(pages_wide, 0)
        worksheet.set_header(f"&L{_print_text(self.plan.header)}&R{_escaped(title)}")
        worksheet.set_footer(f"&L{_escaped(_version_text(self.plan))}&R&P / &N")
        made = Sheet(self, worksheet, name)
        worksheet.set_row(0, 24)
        made.text(0, 0, title, "title")
        made.text(1, 0, note or self.plan.header.currency, "note")
        return made

    def hidden_sheet(self, name: str) -> Worksheet:
        """Add a sheet for programs, which people see only when they show it."""
        worksheet = self._workbook.add_worksheet(name)
        worksheet.hide()
        return worksheet

    def define(self, name: str, sheet: "Sheet", row: int, col: int) -> None:
        """Give a cell a name that formulas can use."""
        self._workbook.define_name(name, f"={sheet.absolute(row, col)}")

    def money(self, minor: int) -> float:
        """Return minor units as a number of currency units, for a cell."""
        return float(minor / 10**self.decimals)

    def close(self) -> None:
        """Write the file. Raises OSError."""
        self._workbook.close()

    def chart(self, kind: dict[str, str]) -> "xlsxwriter.chart.Chart":
        """Return a new chart of a kind, as {"type": "column"}."""
        return self._workbook.add_chart(kind)

    def style(self, kind: str, role: str) -> Format:
        """Return the format of a kind of value in a role such as title, head, label, total, input, formula, link."""
        key = (kind, role)
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(self._properties(kind, role))
        return self._formats[key]

    def _properties(self, kind: str, role: str) -> dict[str, object]:
        color = self._palette.color
        found: dict[str, object] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        found["num_format"] = self._number_formats[kind]
        if kind == "text" and role in ("label", "input", "formula", "model"):
            found["indent"] = 1  # keeps a text off the number in the column before it
        match role:
            case "title":
                found |= {"bold": True, "font_size": 16, "font_color": color("text")}
            case "note":
                found |= {"font_color": color("text_3")}
            case "head":
                found |= {"bold": True, "text_wrap": True, "bg_color": color("band"), "font_color": color("text_2")}
                found |= {"bottom": 1, "bottom_color": color("border_strong"), "valign": "vcenter"}
                found |= {} if kind == "text" else {"align": "right"}
            case "label":
                found |= {"font_color": color("text")}
            case "strong":
                found |= {"bold": True, "font_color": color("text")}
            case "total":
                found |= {"bold": True, "font_color": _FONT_COLORS["formula"]}
            case "wrap":
                found |= {"text_wrap": True, "font_color": color("text")}
            case _:
                found |= {"font_color": _FONT_COLORS[role]}
        return found

    def status_styles(self) -> tuple[Format, Format]:
        """Return the formats of a passed and of a failed check."""
        return (
            self._workbook.add_format({"font_color": "#156B3E", "bold": True}),
            self._workbook.add_format({"font_color": "#B3261E", "bg_color": "#F4E1E0", "bold": True}),
        )


class Sheet:
    """One sheet: cells by row and column counted from 0."""

    def __init__(self, book: Book, worksheet: Worksheet, name: str) -> None:
        self.book = book
        self.name = name
        self.worksheet = worksheet
        self._heads: list[tuple[str, str]] = []

    def text(self, row: int, col: int, text: str, role: str = "label") -> None:
        """Write a text as a text, cut at the length a cell can hold."""
        if text:
            self.worksheet.write_string(row, col, fitting(text), self.book.style("text", role))

    def paragraph(self, row: int, col: int, text: str, width: int) -> None:
        """Write a text in as many lines as a column of a width needs: not every program makes the room itself."""
        self.worksheet.set_row(row, max(15.0, _LINE * len(wrap(text, int(width * _WIDE)))))
        self.text(row, col, text, "wrap")

    def put(self, row: int, col: int, value: Value, kind: str, role: str = "input") -> None:
        """Write a value of a kind; None leaves the cell empty, one for input with its style."""
        style = self.book.style(kind, role)
        match value:
            case None | "":
                if role == "input":  # what is typed there shall look like what stands there
                    self.worksheet.write_blank(row, col, None, style)
            case str():
                self.worksheet.write_string(row, col, fitting(value), style)
            case date():
                self.worksheet.write_datetime(row, col, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
            case _:
                self.worksheet.write_number(row, col, value, style)

    def formula(self, row: int, col: int, formula: str, value: Value, kind: str, role: str = "formula") -> None:
        """Write a formula and the value it has."""
        self.worksheet.write_formula(
            row, col, f"={formula}", self.book.style(kind, role), "" if value is None else value
        )

    def columns(self, heads: Sequence[tuple[str, str, float]], row: int = HEAD) -> None:
        """Write the names of the columns and set their widths: pairs of name and kind, and the width."""
        lines = max((len(wrap(head, max(4, int(width) - 1))) for head, _kind, width in heads), default=1)
        self.worksheet.set_row(row, max(32, _LINE * lines + 5))
        self._heads = [(fitting(head), "text" if kind == "text" else "number") for head, kind, _width in heads]
        for col, (head, shown) in enumerate(self._heads):
            self.worksheet.write_string(row, col, head, self.book.style(shown, "head"))
            self.worksheet.set_column(col, col, heads[col][2])

    def as_list(self, last: int, columns: int, frozen: int) -> None:
        """Make the records a table, `T_` and the sheet's name, and freeze and repeat its head and first columns.

        A formula may name its columns then: SUM(T_Calendar[Net (EUR)]). The program's own formulas name cells, which
        every spreadsheet knows.
        """
        self.worksheet.freeze_panes(FIRST, frozen)
        heads = [{"header": head, "header_format": self.book.style(shown, "head")} for head, shown in self._heads]
        table = {"name": f"T_{self.name}", "style": None, "columns": heads[:columns]}
        self.worksheet.add_table(HEAD, 0, max(last, FIRST), columns - 1, table)
        self.worksheet.table_cells.clear()  # kept to find overlaps; a sheet has one table, and these take 100 MB
        self.worksheet.repeat_rows(HEAD)
        self.worksheet.repeat_columns(0, frozen - 1)

    def absolute(self, row: int, col: int) -> str:
        """Return a cell's address for any sheet: Budget!$G$5."""
        return f"{self.name}!{xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)}"

    def range(self, col: int, first: int, last: int, to_col: int | None = None) -> str:
        """Return the address of cells in one column (or up to another) for any sheet."""
        end = xl_rowcol_to_cell(max(first, last), col if to_col is None else to_col, row_abs=True, col_abs=True)
        return f"{self.name}!{xl_rowcol_to_cell(first, col, row_abs=True, col_abs=True)}:{end}"


def cell(row: int, col: int) -> str:
    """Return a cell's address on its own sheet: G5."""
    return str(xl_rowcol_to_cell(row, col))


def column(col: int) -> str:
    """Return the letter of a column."""
    return str(xl_col_to_name(col))


def fitting(text: str) -> str:
    """Return a text as long as a cell can hold, with an ellipsis where it was cut."""
    data = text.encode("utf-16-le", "replace")
    if len(data) <= 2 * TEXT_LIMIT:
        return text
    return data[: 2 * (TEXT_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def _escaped(text: str) -> str:
    return text[:HEADER_LIMIT].replace("&", "&&")


def _print_text(header: Header) -> str:
    return _escaped(f"{header.company[:50]} – {header.name[:50]}")


def _version_text(plan: Plan) -> str:
    header = plan.header
    return _("Version {version} ({status}), as of {day}, revision {revision}").format(
        version=header.version, status=header.status, day=header.as_of.isoformat(), revision=plan.revision
    )
