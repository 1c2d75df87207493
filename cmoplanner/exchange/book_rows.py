"""Rows of a sheet that run over the months of the horizon: their places are known before any formula is written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cmoplanner.exchange.book import FIRST, HEAD, Sheet, column
from cmoplanner.exchange.book_plan import month_head
from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.carryover import Floats

MOST_ARGUMENTS = 200  # a spreadsheet takes 255 arguments of a function

Key = tuple[object, ...]
Make = Callable[[int], str]
Scalar = tuple[Callable[[], str], float]


@dataclass(frozen=True, slots=True)
class _Row:
    labels: tuple[str, ...]
    values: Floats
    make: Make | None
    kind: str
    role: str
    sum: bool
    check: Callable[[], str] | None
    scalars: Sequence[Scalar]


class Rows:
    """The rows of a sheet, each with a key. Rows are added first; their formulas are made when all have a place.

    After the labels stand single numbers of a row, the sum of its months, its check, and the months (counted from 0).
    """

    def __init__(
        self, sheet: Sheet, labels: Sequence[tuple[str, float]], horizon: int, scalars: Sequence[str] = ()
    ) -> None:
        self.sheet = sheet
        self.horizon = horizon
        self._labels = list(labels)
        self._scalars = list(scalars)
        self._sum = len(self._labels) + len(self._scalars)
        self._month = self._sum + 2
        self._letters = [column(self._month + t) for t in range(horizon)]
        self._rows: list[_Row] = []
        self._places: dict[Key, int] = {}
        self.formulas = 0

    def add(
        self,
        key: Key,
        labels: tuple[str, ...],
        values: Floats | Sequence[float],
        make: Make | None,
        kind: str = "number",
        *,
        role: str = "",
        total: bool = False,
        check: Callable[[], str] | None = None,
        scalars: Sequence[Scalar] = (),
    ) -> None:
        """Add a row: its formula by month, and the values that has; without a formula the values are the model's.

        `check` makes a formula that must be zero, `total` asks for the sum of the months, `scalars` make the single
        numbers and say what they are.
        """
        self._places[key] = FIRST + len(self._rows)
        series = np.broadcast_to(np.asarray(values, dtype=float), (self.horizon,))
        shown = role or ("formula" if make else "model")
        self._rows.append(_Row(labels, series, make, kind, shown, total, check, scalars))

    def __contains__(self, key: Key) -> bool:
        return key in self._places

    def here(self, key: Key, t: int) -> str:
        """Return a row's cell in month t for formulas of this sheet."""
        return f"{self._letters[t]}{self._places[key] + 1}"

    def there(self, key: Key, t: int) -> str:
        """Return a row's cell in month t for formulas of any sheet."""
        return f"{self.sheet.name}!{self.here(key, t)}"

    def span(self, key: Key, first: int = 0, last: int | None = None) -> str:
        """Return a row's months `first`…`last` for formulas of this sheet."""
        place = self._places[key] + 1
        end = self._letters[self.horizon - 1 if last is None else last]
        return f"${self._letters[first]}{place}:${end}{place}"

    def scalar(self, key: Key, number: int) -> str:
        """Return one of a row's single numbers for formulas of this sheet."""
        return f"${column(len(self._labels) + number)}{self._places[key] + 1}"

    def year(self, key: Key) -> str:
        """Return the sum of a row's fiscal year for formulas of any sheet."""
        place = self._places[key] + 1
        last = self._letters[MONTHS_A_YEAR - 1]
        return f"SUM({self.sheet.name}!${self._letters[0]}${place}:${last}${place})"

    def sum_of(self, key: Key) -> str:
        """Return the sum of a row's months for formulas of this sheet."""
        return f"SUM({self.span(key)})"

    def total(self, key: Key) -> str:
        """Return the sum of a row for formulas of any sheet."""
        return self.sheet.absolute(self._places[key], self._sum)

    @property
    def checks(self) -> str:
        """Return the addresses of all checks."""
        return self.sheet.range(self._sum + 1, FIRST, FIRST + max(0, len(self._rows) - 1))

    def write(self) -> int:
        """Write all rows; return how many formulas there are."""
        plan = self.sheet.book.plan
        heads = [(head, "text", width) for head, width in self._labels]
        heads += [(head, "number", 14.0) for head in self._scalars]
        heads += [(_("All months"), "number", 15.0), (_("Must be 0"), "number", 9.0)]
        heads += [(month_head(plan, t), "number", 12.0) for t in range(1, self.horizon + 1)]
        self.sheet.columns(heads)
        for number, row in enumerate(self._rows, FIRST):
            self._write(number, row)
        worksheet = self.sheet.worksheet
        worksheet.freeze_panes(FIRST, len(self._labels))
        worksheet.repeat_rows(HEAD)
        worksheet.repeat_columns(0, len(self._labels) - 1)
        return self.formulas

    def _write(self, number: int, row: _Row) -> None:
        for col, text in enumerate(row.labels):
            self.sheet.text(number, col, text)
        for col, (formula, value) in enumerate(row.scalars, len(self._labels)):
            self.sheet.formula(number, col, formula(), value, "number", "link")
        self.formulas += len(row.scalars)
        if row.sum:
            ends = f"{self._letters[0]}{number + 1}:{self._letters[-1]}{number + 1}"
            self.sheet.formula(number, self._sum, f"SUM({ends})", float(row.values.sum()), row.kind)
            self.formulas += 1
        if row.check:
            self.sheet.formula(number, self._sum + 1, row.check(), 0.0, row.kind)
            self.formulas += 1
        values = row.values.tolist()
        make = row.make
        if make is None:
            for t, value in enumerate(values):
                self.sheet.put(number, self._month + t, value, row.kind, row.role)
            return
        style, write = self.sheet.book.style(row.kind, row.role), self.sheet.worksheet.write_formula
        for t, value in enumerate(values):
            write(number, self._month + t, f"={make(t)}", style, value)
        self.formulas += self.horizon


def added(terms: Iterable[str]) -> str:
    """Return the formula of a sum of cells, of nothing 0."""
    every = list(terms)
    parts = [f"SUM({','.join(every[at : at + MOST_ARGUMENTS])})" for at in range(0, len(every), MOST_ARGUMENTS)]
    return "+".join(parts) or "0"


def months_before(row: str, t: int, months: str) -> str:
    """Return the formula of a row's value so many whole months before month t (from 0); 0 before the first."""
    return f"IF({t + 1}>{months},INDEX({row},1,{t + 1}-{months}),0)"
