"""Tables of other programs as they lie in a file: rows of cells with their line numbers, from CSV or a workbook."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.projection.remarks import Remark, RemarkKind

LARGEST_FILE = 25_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 500
LONGEST_CELL = 32_767
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 30  # lines that are looked at for the delimiter

RawCell = str | float | date | None


class TableRefused(CmoPlannerError):
    """A file that holds no table this program can read; nothing was taken from it."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row and its number in the file or sheet, 1 the first."""

    number: int
    cells: tuple[RawCell, ...]

    def cell(self, column: int) -> RawCell:
        """Return the cell in a column, None where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of a table that are not empty, under its name, and what had to be decided to read them."""

    name: str
    rows: tuple[RawRow, ...]
    remarks: tuple[Remark, ...] = ()


def read_tables(path: Path, sheet: str | None = None) -> tuple[RawTable, ...]:
    """Return the table of a CSV file, or those of a workbook's visible sheets, or of one sheet by name.

    Raises TableRefused with the reason in words.
    """
    check_file(path)
    kind = path.suffix.casefold()
    try:
        if kind in (".xlsx", ".xlsm"):
            from cmoplanner.exchange.sheet_in import read_workbook

            return read_workbook(path, sheet)
        if kind in (".csv", ".txt", ".tsv"):
            return (read_csv(path.name, path.read_bytes()),)
    except OSError as error:
        raise TableRefused(
            _("“{name}” cannot be read.").format(name=path.name), _("Check that you may read the file."), str(error)
        ) from None
    raise TableRefused(
        _("“{name}” is no kind of table that is read here.").format(name=path.name),
        _("Save it as CSV or as an Excel workbook (.xlsx)."),
    )


def check_file(path: Path) -> None:
    """Raise TableRefused for a file that is not there, or far larger than any table."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise TableRefused(
            _("“{name}” cannot be read.").format(name=path.name), _("Check the name and the folder."), str(error)
        ) from None
    if size > LARGEST_FILE:
        raise TableRefused(
            _("“{name}” is larger than {n} MB.").format(name=path.name, n=LARGEST_FILE // 1_000_000),
            _("Keep only the columns of month, channel, spend and responses."),
        )


def read_csv(name: str, data: bytes) -> RawTable:
    """Return the rows of text separated by commas, semicolons, tabs or bars. Raises TableRefused."""
    remarks: list[Remark] = []
    text = _decoded(name, data, remarks)
    delimiter = _delimiter(text)
    rows: list[RawRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            check_size(name, len(rows), len(cells))
            if any(cell.strip() for cell in cells):
                rows.append(RawRow(line, tuple(cell.strip()[:LONGEST_CELL] or None for cell in cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableRefused(
            _("Line {n} of “{name}” cannot be read.").format(n=line, name=name),
            _("Look for a quotation mark that is not closed."),
            str(error),
        ) from None
    if not rows:
        raise TableRefused(_("“{name}” is empty.").format(name=name), _("Its first line should name the columns."))
    return RawTable(name, tuple(rows), tuple(remarks))


def check_size(name: str, rows: int, columns: int) -> None:
    """Raise TableRefused for a table that is far larger than any history."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise TableRefused(
            _("“{name}” has more than {rows} rows or {columns} columns.").format(
                name=name, rows=MOST_ROWS, columns=MOST_COLUMNS
            ),
            _("Keep only the columns of month, channel, spend and responses."),
        )


def _decoded(name: str, data: bytes, remarks: list[Remark]) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        remarks.append(
            Remark(RemarkKind.READING, _("The text is not UTF-8; it was read as Western European (Windows)."))
        )
    if "\0" in text:
        raise TableRefused(
            _("“{name}” is not a text file.").format(name=name), _("Save it as CSV or as an Excel workbook (.xlsx).")
        )
    return text


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most cells, the same number in most of them."""
    sample = "\n".join(text.splitlines()[:_SAMPLE])

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=score)


def texts(cells: Sequence[RawCell]) -> list[str]:
    """Return cells as texts, empty ones as ""."""
    return ["" if cell is None else str(cell) for cell in cells]
