"""A sheet of a workbook that came back: where its columns and rows are, by their names and ids."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from cmoplanner.exchange.book_back_keys import SECOND, SheetOut
from cmoplanner.exchange.book_back_values import Reading, shown, texts_of
from cmoplanner.exchange.loose_values import day_first, number_style
from cmoplanner.exchange.raw_table import RawCell
from cmoplanner.exchange.sheet_in import Flaw, SheetCells
from cmoplanner.model.plan import Plan

_HEADER_WITHIN = 30


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet, and what it was when it was exported."""

    cells: SheetCells
    out: SheetOut
    plan: Plan

    @cached_property
    def _header(self) -> tuple[int, dict[str, int]]:
        """The row that names most of the columns (0 where the sheet has no such row), and where these stand."""
        if not self.out.names:
            return 0, dict.fromkeys(self.out.columns, 2)
        best: tuple[int, dict[str, int]] = (0, {})
        for number in sorted(self.cells.rows)[:_HEADER_WITHIN]:
            names: dict[str, int] = {}
            for column, cell in self.cells.rows[number].items():
                names.setdefault(shown(cell), column)
            wanted = {"": self.out.names, **self.out.columns}
            found = {key: names[name] for key, name in wanted.items() if name in names}
            if len(found) > len(best[1]):
                best = (number, found)
        return best

    @property
    def header(self) -> int:
        """The row of the columns' names, 0 without one."""
        return self._header[0]

    def column(self, key: str) -> int | None:
        """Return where a key stands; None if its column is not there any more."""
        columns = self._header[1]
        return columns.get(key, columns.get("*"))

    @property
    def missing(self) -> list[str]:
        """The names of columns that are not there any more."""
        return [name for key, name in self.out.columns.items() if name != SECOND and self.column(key) is None]

    @cached_property
    def names_column(self) -> int | None:
        """Where the ids of the rows stand."""
        return self._header[1].get("") if self.out.names else 1

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The rows of each id below the header."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        if self.names_column is not None:
            for number, cells in sorted(self.cells.rows.items()):
                name = shown(cells.get(self.names_column))
                if number > self.header and name:
                    found[name].append(number)
        return dict(found)

    def cell(self, row: int, column: int) -> RawCell:
        """Return a cell's value."""
        return self.cells.rows.get(row, {}).get(column)

    def flaw(self, row: int, column: int) -> Flaw | None:
        """Return why a cell cannot be read, None if it can."""
        return self.cells.flaws.get((row, column))

    def is_formula(self, row: int, column: int) -> bool:
        """Return whether a cell is calculated."""
        return (row, column) in self.cells.formulas

    def nameless(self) -> Iterator[int]:
        """Yield the rows below the header that have cells and no id."""
        column = self.names_column
        for number, cells in sorted(self.cells.rows.items()):
            if number > self.header and column is not None and not shown(cells.get(column)):
                yield number

    def reading(self, column: int) -> Reading:
        """Return how the cells of a column are read."""
        if column not in self._readings:
            texts = texts_of(cells.get(column) for number, cells in self.cells.rows.items() if number > self.header)
            locale = self.plan.header.locale
            style = number_style(texts, locale)
            self._readings[column] = Reading(self.plan, style, days_first=day_first(texts, locale))
        return self._readings[column]

    @cached_property
    def _readings(self) -> dict[int, Reading]:
        return {}

    @staticmethod
    def address(row: int, column: int) -> str:
        """Return a cell's address: V5."""
        return str(xl_rowcol_to_cell(row - 1, column - 1))
