"""The sheets of an Excel workbook as raw tables: values only, read within limits, nothing in it followed or run.

A reader of our own rather than a library: it refuses document types and entities, knows merged cells, hidden sheets,
both date systems and formulas without a value, and never holds more than it says.
"""

import zipfile
import zlib
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TypeVar
from xml.parsers import expat

from cmoplanner.exchange.raw_table import RawCell, RawRow, RawTable, TableRefused, check_size
from cmoplanner.exchange.sheet_xml import Attributes, day_of, day_styles, parse, place, plain, shared_texts
from cmoplanner.i18n import _
from cmoplanner.projection.remarks import Remark, RemarkKind

_MOST_ENTRIES, _MOST_DECLARED, _MOST_RATIO = 200, 200_000_000, 100
_MOST_FILLED = 100_000  # cells of a merged range that are filled
_CHUNK = 1 << 16

_UNSOUND = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, OverflowError, ValueError, NotImplementedError,
    expat.ExpatError,
)  # fmt: skip


class Flaw(StrEnum):
    """Why a cell has no value that could be trusted."""

    UNCALCULATED = "uncalculated"
    ERROR = "error"
    TRUTH = "truth"
    MERGED = "merged"


Place = tuple[int, int]
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of a sheet by row and column (1 the first), those that hold formulas, and those with a flaw."""

    name: str
    hidden: bool
    rows: dict[int, dict[int, RawCell]]
    formulas: frozenset[Place]
    flaws: dict[Place, Flaw]


def read_workbook(path: Path, sheet: str | None = None) -> tuple[RawTable, ...]:
    """Return the visible sheets of a workbook that hold anything, or the one that is asked for. Raises TableRefused."""
    return _read(path, lambda book: book.tables(sheet))


def read_cells(path: Path, wanted: Collection[str]) -> dict[str, SheetCells]:
    """Return sheets of a workbook by their names, hidden ones too; those that are not there are left out.

    Formulas without a value refuse nothing here: their cells have a flaw. Raises TableRefused.
    """
    return _read(path, lambda book: book.cells(wanted))


def _read(path: Path, take: "Callable[[_Workbook], _Found]") -> _Found:
    try:
        with zipfile.ZipFile(path) as archive:
            _check(path.name, archive)
            return take(_Workbook(path.name, archive))
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

    def cells(self, wanted: Collection[str]) -> dict[str, SheetCells]:
        """Read the cells of sheets by name."""
        self._read_book()
        found = {}
        for sheet in self._sheets:
            if sheet.name in wanted and sheet.name not in found:
                reading = self._reading(sheet, strict=False)
                found[sheet.name] = reading.cells_found(hidden=sheet.hidden)
        return found

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

        parse(self._pieces("xl/_rels/workbook.xml.rels"), relation)
        parse(self._pieces("xl/workbook.xml"), book)
        for name, hidden, key in found:
            if (target := targets.get(key)) and "worksheet" in target:
                part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
                self._sheets.append(_SheetName(name, hidden, part))
        if "xl/sharedStrings.xml" in self._archive.namelist():
            self._texts = shared_texts(self._pieces("xl/sharedStrings.xml"))
        if "xl/styles.xml" in self._archive.namelist():
            self._days = day_styles(self._pieces("xl/styles.xml"))

    def _reading(self, sheet: _SheetName, *, strict: bool) -> "_Sheet":
        reading = _Sheet(sheet.name, self._texts, self._days, self._epoch, strict)
        parse(self._pieces(sheet.part), reading.start, reading.end, reading.text)
        return reading

    def _table(self, sheet: _SheetName, remarks: tuple[Remark, ...]) -> RawTable:
        rows, told = self._reading(sheet, strict=True).result()
        return RawTable(f"{self._name} · {sheet.name}", rows, (*remarks, *told))


@dataclass
class _Sheet:
    """One sheet while it is read: cells by row and column."""

    name: str
    texts: list[str]
    days: list[bool]
    epoch: date
    strict: bool
    cells: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    row: int = 0
    column: int = 0
    kind: str = ""
    style: int = 0
    inside: str = ""
    formula: bool = False
    valued: bool = False
    formulas: set[Place] = field(default_factory=set)
    flaws: dict[Place, Flaw] = field(default_factory=dict)
    value: list[str] = field(default_factory=list)

    def start(self, name: str, given: Attributes) -> None:
        """Take note of the beginning of an element."""
        if name == "row":
            self.row = int(given.get("r", self.row + 1))
            self.column = 0
            check_size(self.name, len(self.cells), 0)
        elif name == "c":
            self.column = place(given["r"])[1] if "r" in given else self.column + 1
            self.kind, self.style = given.get("t", "n"), int(given.get("s", 0))
            self.formula, self.valued, self.value, self.inside = False, False, [], ""
            check_size(self.name, 0, self.column)
        elif name in ("v", "t"):
            self.inside, self.valued = name, True
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
            found = self._cell(plain("".join(self.value)))
            if found is not None:
                self.cells.setdefault(self.row, {})[self.column] = found
            self._note(found)

    def _note(self, found: RawCell) -> None:
        """Take note of a formula, and of what is wrong with a cell."""
        at = (self.row, self.column)
        if self.formula:
            self.formulas.add(at)
        if found is not None:
            flaw = {"e": Flaw.ERROR, "b": Flaw.TRUTH}.get(self.kind)
            if flaw:
                self.flaws[at] = flaw
        elif self.formula and not (self.valued and self.kind == "str"):  # a formula may give an empty text
            if self.strict:
                raise TableRefused(
                    _("Row {row} of “{sheet}” has a formula without a value.").format(row=self.row, sheet=self.name),
                    _("Open the workbook in Excel, let it calculate, and save it again."),
                )
            self.flaws[at] = Flaw.UNCALCULATED

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

    def cells_found(self, *, hidden: bool) -> SheetCells:
        """Return the cells as they lie; those that a merged range covers have no value of their own."""
        for ref in self.merged:
            top, left, bottom, right = _corners(ref)
            if (bottom - top + 1) * (right - left + 1) > _MOST_FILLED:
                raise ValueError("a merged range is larger than a table")
            covered = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            self.flaws |= dict.fromkeys(covered - {(top, left)}, Flaw.MERGED)
        return SheetCells(self.name, hidden, self.cells, frozenset(self.formulas), self.flaws)

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
        top, left, bottom, right = _corners(ref)
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


def _corners(ref: str) -> tuple[int, int, int, int]:
    """Return first and last row and column of a range: top, left, bottom, right."""
    first, _colon, last = ref.partition(":")
    return (*place(first), *place(last or first))
