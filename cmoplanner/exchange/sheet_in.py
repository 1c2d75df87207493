"""The sheets of an Excel workbook as raw tables: values only, read within limits, nothing in it followed or run.

A reader of our own rather than a library: it refuses document types and entities, knows merged cells, hidden sheets,
both date systems and formulas without a value, and never holds more than it says.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from cmoplanner.exchange.raw_table import LONGEST_CELL, RawCell, RawRow, RawTable, TableRefused, check_size
from cmoplanner.i18n import _
from cmoplanner.projection.remarks import Remark, RemarkKind

_MOST_ENTRIES, _MOST_DECLARED, _MOST_RATIO = 200, 200_000_000, 100
_MOST_TEXT = 50_000_000  # characters of shared texts that are held
_MOST_FILLED = 100_000  # cells of a merged range that are filled
_CHUNK = 1 << 16
_DAY_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NOT_DAYS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAYS = re.compile(r"[ymd]", re.IGNORECASE)

_UNSOUND = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, OverflowError, ValueError, NotImplementedError,
    expat.ExpatError,
)  # fmt: skip

Attributes = Mapping[str, str]


def read_workbook(path: Path, sheet: str | None = None) -> tuple[RawTable, ...]:
    """Return the visible sheets of a workbook that hold anything, or the one that is asked for. Raises TableRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check(path.name, archive)
            return _Workbook(path.name, archive).tables(sheet)
    except _UNSOUND as error:
        raise TableRefused(
            _("“{name}” is not a sound Excel workbook.").format(name=path.name),
            _("Open it in Excel and save it again as .xlsx, without a password."),
            str(error),
        ) from None


def _check(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse archives that are encrypted, or unpack to far more than a table holds."""
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > _MOST_ENTRIES or declared > _MOST_DECLARED or declared > _MOST_RATIO * packed:
        raise TableRefused(
            _("“{name}” unpacks to far more than a table holds, and was not read.").format(name=name),
            _("Copy the rows that are needed into a new workbook."),
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise TableRefused(_("“{name}” has a password.").format(name=name), _("Save it without one."))


@dataclass(slots=True)
class _SheetName:
    name: str
    hidden: bool
    part: str


class _Workbook:
    """What all sheets share: texts, date formats, the date system."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._name = name
        self._archive = archive
        self._epoch = date(1899, 12, 30)
        self._sheets: list[_SheetName] = []
        self._texts: list[str] = []
        self._days: list[bool] = []

    def tables(self, wanted: str | None) -> tuple[RawTable, ...]:
        """Read the sheets that are asked for."""
        self._read_book()
        if "xl/sharedStrings.xml" in self._archive.namelist():
            self._texts = _shared_texts(self._pieces("xl/sharedStrings.xml"))
        if "xl/styles.xml" in self._archive.namelist():
            self._days = _day_styles(self._pieces("xl/styles.xml"))
        if wanted is not None:
            chosen = [sheet for sheet in self._sheets if sheet.name.casefold() == wanted.casefold()]
            if not chosen:
                names = ", ".join(f"“{sheet.name}”" for sheet in self._sheets)
                raise TableRefused(
                    _("“{name}” has no sheet “{sheet}”.").format(name=self._name, sheet=wanted),
                    _("Its sheets are: {names}").format(names=names),
                )
            return tuple(self._table(sheet, ()) for sheet in chosen)
        hidden = tuple(
            Remark(RemarkKind.READING, _("The hidden sheet “{sheet}” was not read.").format(sheet=sheet.name))
            for sheet in self._sheets
            if sheet.hidden
        )
        found = [self._table(sheet, hidden) for sheet in self._sheets if not sheet.hidden]
        filled = tuple(table for table in found if table.rows)
        if not filled:
            raise TableRefused(
                _("“{name}” has no visible sheet with anything in it.").format(name=self._name),
                _("Show the sheet in Excel, or save it as CSV."),
            )
        return filled

    def _pieces(self, part: str) -> Generator[bytes]:
        """Unpack a part piece by piece, and no further than it says it reaches."""
        left = self._archive.getinfo(part).file_size
        with self._archive.open(part) as file:
            while piece := file.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise ValueError("a part is larger than it says")
                yield piece

    def _read_book(self) -> None:
        targets: dict[str, str] = {}
        found: list[tuple[str, bool, str]] = []

        def relation(name: str, given: Attributes) -> None:
            if name == "Relationship" and given.get("TargetMode") != "External":
                targets[given["Id"]] = given["Target"]

        def book(name: str, given: Attributes) -> None:
            if name == "workbookPr" and given.get("date1904") in ("1", "true"):
                self._epoch = date(1904, 1, 1)
            elif name == "sheet":
                key = next((value for label, value in given.items() if label.endswith("id") and label != "sheetId"), "")
                found.append((given.get("name", ""), given.get("state", "visible") != "visible", key))

        _parse(self._pieces("xl/_rels/workbook.xml.rels"), relation)
        _parse(self._pieces("xl/workbook.xml"), book)
        for name, hidden, key in found:
            if (target := targets.get(key)) and "worksheet" in target:
                part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
                self._sheets.append(_SheetName(name, hidden, part))

    def _table(self, sheet: _SheetName, remarks: tuple[Remark, ...]) -> RawTable:
        reading = _Sheet(sheet.name, self._texts, self._days, self._epoch)
        _parse(self._pieces(sheet.part), reading.start, reading.end, reading.text)
        rows, told = reading.result()
        return RawTable(f"{self._name} · {sheet.name}", rows, (*remarks, *told))


@dataclass
class _Sheet:
    """One sheet while it is read: cells by row and column."""

    name: str
    texts: list[str]
    days: list[bool]
    epoch: date
    cells: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    row: int = 0
    column: int = 0
    kind: str = ""
    style: int = 0
    inside: str = ""
    formula: bool = False
    value: list[str] = field(default_factory=list)

    def start(self, name: str, given: Attributes) -> None:
        """Take note of the beginning of an element."""
        if name == "row":
            self.row = int(given.get("r", self.row + 1))
            self.column = 0
            check_size(self.name, len(self.cells), 0)
        elif name == "c":
            self.column = _place(given["r"])[1] if "r" in given else self.column + 1
            self.kind, self.style = given.get("t", "n"), int(given.get("s", 0))
            self.formula, self.value, self.inside = False, [], ""
            check_size(self.name, 0, self.column)
        elif name in ("v", "t"):
            self.inside = name
        elif name == "f":
            self.formula = True
        elif name == "mergeCell":
            self.merged.append(given.get("ref", ""))

    def text(self, data: str) -> None:
        """Take note of a piece of text."""
        if self.inside:
            self.value.append(data)

    def end(self, name: str) -> None:
        """Take note of the end of an element."""
        if name in ("v", "t"):
            self.inside = ""
        elif name == "c":
            found = self._cell("".join(self.value).strip()[:LONGEST_CELL])
            if found is not None:
                self.cells.setdefault(self.row, {})[self.column] = found
            elif self.formula:
                raise TableRefused(
                    _("Row {row} of “{sheet}” has a formula without a value.").format(row=self.row, sheet=self.name),
                    _("Open the workbook in Excel, let it calculate, and save it again."),
                )

    def _cell(self, text: str) -> RawCell:
        if not text:
            return None
        if self.kind == "s":
            return self.texts[int(text)] or None
        if self.kind != "n":
            return text
        number = float(text)
        if self.style < len(self.days) and self.days[self.style]:
            return day_of(number, self.epoch) or number
        return number

    def result(self) -> tuple[tuple[RawRow, ...], tuple[Remark, ...]]:
        """Return the rows that hold anything, merged cells filled, and what was done."""
        told = []
        filled = sum(self._fill(ref) for ref in self.merged)
        if filled:
            told.append(
                Remark(
                    RemarkKind.READING,
                    _("Merged cells count in each of their rows: {n} cells were filled.").format(n=filled),
                )
            )
        rows = []
        for number, cells in sorted(self.cells.items()):
            width = max(cells)
            rows.append(RawRow(number, tuple(cells.get(column) for column in range(1, width + 1))))
        return tuple(rows), tuple(told)

    def _fill(self, ref: str) -> int:
        first, _colon, last = ref.partition(":")
        top, left = _place(first)
        bottom, right = _place(last or first)
        value = self.cells.get(top, {}).get(left)
        if value is None or (bottom - top + 1) * (right - left + 1) > _MOST_FILLED:
            return 0
        count = 0
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                # a row with nothing else in it stays empty: a merged title does not make rows
                if row in self.cells and self.cells[row].get(column) is None:
                    self.cells[row][column] = value
                    count += 1
        return count


def day_of(number: float, epoch: date = date(1899, 12, 30)) -> date | None:
    """Return the day that a workbook keeps as a number; None outside 1950–2199."""
    if not 0 < number < 110_000:
        return None
    found = epoch + timedelta(days=int(number))
    return found if 1950 <= found.year <= 2199 else None


def _place(text: str) -> tuple[int, int]:
    """Return row and column of "AB12", counted from 1. Raises ValueError."""
    match = _PLACE.fullmatch(text)
    if not match:
        raise ValueError(f"{text} is no cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _parse(
    pieces: Generator[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read XML piece by piece. A document type, and with it every entity, is refused before anything of it is read."""
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, given: start(_local(name), given)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    with closing(pieces):  # what is not read to its end is closed all the same
        for piece in pieces:
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_given: object) -> None:
    raise ValueError("the workbook declares a document type")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _shared_texts(pieces: Generator[bytes]) -> list[str]:
    """Return the texts that cells refer to, without the reading aids of East Asian ones."""
    reading = _Texts()
    _parse(pieces, reading.start, reading.end, reading.text)
    return reading.found


@dataclass
class _Texts:
    """The shared texts while they are read."""

    found: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    inside: bool = False
    aid: bool = False
    size: int = 0

    def start(self, name: str, _given: Attributes) -> None:
        if name == "si":
            self.parts.clear()
        elif name == "rPh":
            self.aid = True
        elif name == "t":
            self.inside = not self.aid

    def end(self, name: str) -> None:
        if name == "t":
            self.inside = False
        elif name == "rPh":
            self.aid = False
        elif name == "si":
            self.found.append("".join(self.parts).strip()[:LONGEST_CELL])

    def text(self, data: str) -> None:
        if self.inside:
            self.size += len(data)
            if self.size > _MOST_TEXT:
                raise ValueError("more text than a table holds")
            self.parts.append(data)


def _day_styles(pieces: Generator[bytes]) -> list[bool]:
    """Return for each cell style whether its number is a day."""
    custom: dict[int, bool] = {}
    found: list[bool] = []
    depth = {"cellXfs": False}

    def start(name: str, given: Attributes) -> None:
        if name == "numFmt":
            custom[int(given["numFmtId"])] = bool(_DAYS.search(_NOT_DAYS.sub("", given.get("formatCode", ""))))
        elif name == "cellXfs":
            depth["cellXfs"] = True
        elif name == "xf" and depth["cellXfs"]:
            number = int(given.get("numFmtId", 0))
            found.append(custom.get(number, number in _DAY_FORMATS))

    def end(name: str) -> None:
        if name == "cellXfs":
            depth["cellXfs"] = False

    _parse(pieces, start, end)
    return found
