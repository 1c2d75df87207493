"""The grid of the budget page as plain values: which columns and rows are shown, and what stands in each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cmoplanner.i18n import _
from cmoplanner.ledger.variance import is_material
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.book import QUARTER, Book, Measure
from cmoplanner.report.budget.marks import line_mark
from cmoplanner.report.budget.tree import USUAL, BudgetRow, RowKind
from cmoplanner.report.formats import MINUS, Formats

Path = tuple[str, ...]


class ColumnKind(StrEnum):
    """What a column shows."""

    NAME = "name"
    GIVEN = "given"
    APPROVED = "approved"
    PLANNED = "planned"
    LEFT = "left"
    COMMITTED = "committed"
    ACTUAL = "actual"
    FORECAST = "forecast"
    DELTA = "delta"
    PRIOR = "prior"
    QUARTER = "quarter"
    MONTH = "month"


_OF_ROW: Mapping[ColumnKind, Callable[[BudgetRow], int | None]] = {
    ColumnKind.GIVEN: lambda row: row.given,
    ColumnKind.PLANNED: lambda row: row.money.planned,
    ColumnKind.LEFT: lambda row: row.left,
    ColumnKind.COMMITTED: lambda row: row.money.ordered,
    ColumnKind.ACTUAL: lambda row: row.money.booked,
    ColumnKind.FORECAST: lambda row: row.money.expected,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: quarters are 1…4, months 0…11; `upper` and `lower` are the lines of its head."""

    kind: ColumnKind
    number: int = 0
    upper: str = ""
    lower: str = ""
    closed: bool = False

    @property
    def key(self) -> str:
        """What the column is called where it is remembered, as "quarter2"."""
        return (
            f"{self.kind.value}{self.number}"
            if self.kind in (ColumnKind.QUARTER, ColumnKind.MONTH)
            else self.kind.value
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """How the grid is arranged: grouping, measure of the months, open quarters, the column that sorts, hidden columns.

    `only` is the kind of lines that are shown, "" for all.
    """

    by: tuple[str, ...] = USUAL
    measure: Measure = Measure.PLAN
    quarters: frozenset[int] = frozenset()
    sorted_by: str = ""
    descending: bool = True
    hidden: frozenset[str] = frozenset()
    only: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its amount (minor units) and text, the role of its colour, and whether it is strong.

    `over` is by how much an envelope is exceeded there, `mark` what is special about a line, beside its name.
    """

    text: str
    value: int | None = None
    role: str = "text"
    strong: bool = False
    over: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Table:
    """The rows that are unfolded and the columns that are open, of one book."""

    book: Book
    layout: Layout
    folded: frozenset[Path]
    formats: Formats
    columns: tuple[Column, ...] = ()
    rows: tuple[BudgetRow, ...] = ()
    _leaves: frozenset[Path] = field(default_factory=frozenset)

    def cell(self, line: int, place: int) -> Cell:
        """Return what stands where a row and a column meet."""
        row, column = self.rows[line], self.columns[place]
        if column.kind is ColumnKind.NAME:
            activity = self.book.plan.activities.get(row.path[-1]) if row.kind is RowKind.LINE else None
            strong = row.level < 2 and row.kind not in (RowKind.LINE, RowKind.PAST)
            return Cell(row.name, strong=strong, mark=line_mark(activity) if activity else "")
        value = self.value(row, column)
        if value is None:
            return Cell("")
        strong = row.kind not in (RowKind.LINE, RowKind.PAST) and (row.level < 2 or column.kind is ColumnKind.QUARTER)
        match column.kind:
            case ColumnKind.LEFT:
                role = "negative" if value < 0 else "positive" if value else "text_2"
                return Cell(self._signed(value), value, role, strong or value < 0)
            case ColumnKind.DELTA:
                return self._variance(row, value, sum(self.book.planned(row)[: row.money.closed]))
            case ColumnKind.QUARTER | ColumnKind.MONTH if self.layout.measure is Measure.VARIANCE:
                return self._variance(row, value, self._planned(row, column))
            case ColumnKind.QUARTER if self.layout.measure is Measure.PLAN and self.book.over(row, column.number):
                return Cell(
                    self.formats.grid(value), value, "negative", strong=True, over=self.book.over(row, column.number)
                )
            case ColumnKind.MONTH | ColumnKind.GIVEN | ColumnKind.APPROVED | ColumnKind.PRIOR:
                return Cell(self.formats.grid(value), value, "text_2", row.level == 0)
        return Cell(self.formats.grid(value), value, "text" if value else "text_3", strong)

    def value(self, row: BudgetRow, column: Column) -> int | None:
        """Return the amount in minor units that stands in a cell, None where none does."""
        if column.kind in _OF_ROW:
            return _OF_ROW[column.kind](row)
        money, measure = row.money, self.layout.measure
        match column.kind:
            case ColumnKind.DELTA:
                return money.booked_to_date - sum(self.book.planned(row)[: money.closed]) if money.closed else None
            case ColumnKind.APPROVED | ColumnKind.PRIOR:
                found = row.past.get(column.kind.value)
                return None if found is None else sum(found)
            case ColumnKind.QUARTER:
                return self.book.quarter(row, measure, column.number)
            case ColumnKind.MONTH:
                return self.book.months(row, measure)[column.number]
        return None

    def children(self, row: BudgetRow) -> list[BudgetRow]:
        """Return the rows directly in a row, folded or not."""
        depth = row.level + 1
        return [one for one in self.book.rows if one.level == depth and one.path[: row.level] == row.path]

    def opens(self, row: BudgetRow) -> bool:
        """Return whether a row can be folded: whether anything is in it."""
        return row.path in self._leaves

    def place(self, key: str) -> int:
        """Return where a column stands, -1 if it does not."""
        return next((place for place, column in enumerate(self.columns) if column.key == key), -1)

    def _planned(self, row: BudgetRow, column: Column) -> int:
        closed, plan = row.money.closed, self.book.planned(row)
        if column.kind is ColumnKind.MONTH:
            return plan[column.number]
        return sum(plan[QUARTER * column.number - QUARTER : min(closed, QUARTER * column.number)])

    def _variance(self, row: BudgetRow, value: int, planned: int) -> Cell:
        """Return a variance; only a material one is strong. Source: domain F.5."""
        material = is_material(value, planned, self.formats.decimals)
        role = ("negative" if value > 0 else "positive") if material else "text_2"
        return Cell(self._signed(value), value, role, material)

    def _signed(self, value: int) -> str:
        text = self.formats.grid(value)
        return f"+{text}" if value > 0 and not text.startswith(("+", MINUS)) else text


def make_table(book: Book, layout: Layout, folded: frozenset[Path]) -> Table:
    """Return the grid of a book."""
    formats = Formats.of(book.plan)
    columns = _columns(book, layout)
    rows = _sorted(book, layout, columns, formats) if layout.sorted_by else list(book.rows)
    holders = frozenset(row.path[:-1] for row in book.rows if row.path)
    shown = [row for row in rows if not any(row.path[:depth] in folded for depth in range(row.level))]
    return Table(book, layout, folded, formats, tuple(columns), tuple(shown), holders)


def first_folds(book: Book) -> frozenset[Path]:
    """Return what is folded at first: the groups that hold lines, but those that are over stand open."""
    deepest = len(book.by)
    return frozenset(
        row.path
        for row in book.rows
        if row.kind is RowKind.GROUP and row.level == deepest and not any(book.over(row, n) for n in range(1, 5))
    )


def year_columns(book: Book) -> dict[ColumnKind, str]:
    """Return the columns of the year that a book can show, with their heads."""
    heads = {
        ColumnKind.GIVEN: _("top-down"),
        ColumnKind.APPROVED: _("approved"),
        ColumnKind.PLANNED: _("planned"),
        ColumnKind.LEFT: _("left"),
        ColumnKind.COMMITTED: _("committed"),
        ColumnKind.ACTUAL: _("actual"),
        ColumnKind.FORECAST: _("forecast"),
        ColumnKind.DELTA: _delta_name(book.plan, book.ledger.closed),
        ColumnKind.PRIOR: _("last year"),
    }
    of_past = {ColumnKind.APPROVED, ColumnKind.PRIOR}
    return {kind: text for kind, text in heads.items() if kind not in of_past or kind.value in book.pasts}


def _columns(book: Book, layout: Layout) -> list[Column]:
    plan, closed = book.plan, book.ledger.closed
    label = plan.header.fy_label or plan.calendar.label
    heads = {kind: text for kind, text in year_columns(book).items() if kind.value not in layout.hidden}
    upper = _("{currency}, our cost").format(currency=plan.header.currency)
    found = [Column(ColumnKind.NAME, 0, upper, _("Envelope / line"))]
    found += [Column(kind, 0, label if not place else "", text) for place, (kind, text) in enumerate(heads.items())]
    word = measure_word(layout.measure)
    for quarter in range(1, MONTHS_A_YEAR // QUARTER + 1):
        over = closed >= QUARTER * quarter
        name = _("Q{n}").format(n=quarter)
        found.append(
            Column(
                ColumnKind.QUARTER, quarter, _("{quarter} closed").format(quarter=name) if over else name, word, over
            )
        )
        if quarter in layout.quarters:
            found += [
                Column(ColumnKind.MONTH, month, "", month_word(plan, month), month < closed)
                for month in range(QUARTER * quarter - QUARTER, QUARTER * quarter)
            ]
    return found


def measure_word(measure: Measure) -> str:
    """Return what stands under a quarter's name."""
    return {
        Measure.GIVEN: _("top-down"),
        Measure.PLAN: _("planned"),
        Measure.COMMITTED: _("committed"),
        Measure.ACTUAL: _("actual"),
        Measure.FORECAST: _("forecast"),
        Measure.VARIANCE: _("actual − plan"),
        Measure.APPROVED: _("approved"),
        Measure.PRIOR: _("last year"),
    }[measure]


def month_word(plan: Plan, month: int) -> str:
    """Return the short name of a fiscal month (0…11), "Apr"."""
    from babel.dates import get_month_names

    span = plan.calendar.month(month + 1)
    middle = span.start.toordinal() + 14
    number = type(span.start).fromordinal(middle).month
    return str(get_month_names("abbreviated", "stand-alone", Formats.of(plan).locale)[number])


def _delta_name(plan: Plan, closed: int) -> str:
    if not closed:
        return _("Δ to date")
    if closed % QUARTER == 0:
        quarter = closed // QUARTER
        return _("Δ Q1") if quarter == 1 else _("Δ year") if quarter == 4 else _("Δ Q1–Q{n}").format(n=quarter)
    return _("Δ to {month}").format(month=month_word(plan, closed - 1))


def _sorted(book: Book, layout: Layout, columns: Sequence[Column], formats: Formats) -> list[BudgetRow]:
    """Return the rows with those of each level in the order of a column; a row stays with what is in it."""
    column = next((one for one in columns if one.key == layout.sorted_by), None)
    if column is None:
        return list(book.rows)
    table = Table(book, layout, frozenset(), formats)
    inside: dict[Path, list[BudgetRow]] = {}
    for row in book.rows[1:]:
        inside.setdefault(row.path[:-1], []).append(row)

    def key(row: BudgetRow) -> tuple[bool, int, str]:
        if column.kind is ColumnKind.NAME:
            return (True, 0, row.name.casefold())
        value = table.value(row, column)
        return (value is not None) == layout.descending, value or 0, ""

    found: list[BudgetRow] = []

    def grow(row: BudgetRow) -> None:
        found.append(row)
        for one in sorted(inside.get(row.path, ()), key=key, reverse=layout.descending):
            grow(one)

    grow(book.total)
    return found
