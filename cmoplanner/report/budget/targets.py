"""What a typed amount in a cell of the budget grid changes: planned, expected or given money, or nothing and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cmoplanner.i18n import _
from cmoplanner.ledger.lines import UNCODED
from cmoplanner.model.edits.budget_cells import MoneyCells, Purse
from cmoplanner.model.money import split
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.report.budget.book import QUARTER, Book, Measure
from cmoplanner.report.budget.table import Column, ColumnKind, Table
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from cmoplanner.report.budget.words import line_words, readout

_PURSES = {"cost_centre": "cost_centre", "category": "category", "region": "region"}


class NotTyped(ValueError):
    """Why a cell takes no amount, or not this one."""


@dataclass
class _Line:
    """What was typed into one line, in minor units; None takes a forecast back."""

    total: int | None = None
    quarters: dict[int, int | None] = field(default_factory=dict)
    months: dict[int, int | None] = field(default_factory=dict)


def takes(table: Table, row: BudgetRow, column: Column) -> bool:
    """Return whether amounts can be typed into a cell."""
    try:
        check(table, row, column)
    except NotTyped:
        return False
    return True


def check(table: Table, row: BudgetRow, column: Column) -> None:
    """Raise NotTyped with the reason where a cell takes no amount."""
    measure = table.layout.measure
    periods = column.kind in (ColumnKind.QUARTER, ColumnKind.MONTH)
    if column.kind is ColumnKind.GIVEN or (column.kind is ColumnKind.QUARTER and measure is Measure.GIVEN):
        _purse(table.book, row, column.number if periods else 0)
        return
    typed = column.kind is ColumnKind.PLANNED or (periods and measure in (Measure.PLAN, Measure.FORECAST))
    if not typed:
        raise NotTyped(_("This figure follows from others and is not typed."))
    if row.kind is RowKind.PAST:
        raise NotTyped(_("This money is of another time: it is not typed."))
    if row.kind is not RowKind.LINE:
        raise NotTyped(_("This is the sum of its lines: type into a line."))
    if row.path[-1] == UNCODED:
        raise NotTyped(_("Bookings without an activity have no plan: code them first."))
    if periods and measure is Measure.FORECAST and column.closed:
        raise NotTyped(_("The month is closed: enter what was booked instead."))


def explained(table: Table, row: BudgetRow, column: Column) -> str:
    """Return what there is to know of a cell: its amount in full, by how much it is over, why it is not typed."""
    if column.kind is ColumnKind.NAME:
        return line_words(table.book, row)
    said = [readout(table, row, column)]
    if column.kind is ColumnKind.QUARTER and (over := table.book.over(row, column.number)):
        said.append(_("Over its envelope by {amount}").format(amount=table.formats.full(over)))
    try:
        check(table, row, column)
    except NotTyped as why:
        said.append(str(why))
    return "\n".join(part for part in said if part)


def _purse(book: Book, row: BudgetRow, quarter: int) -> Purse | None:
    """Return the envelope behind a cell (quarter 0: the year), None for the whole budget. Raises NotTyped."""
    if row.kind is RowKind.TOTAL and not quarter:
        return None
    if row.kind in (RowKind.LINE, RowKind.PAST):
        raise NotTyped(_("Lines are given nothing: type into the group."))
    if book.filtered:
        raise NotTyped(_("What was given is not shown while lines are filtered."))
    known = book.envelopes_of(row, quarter) if quarter else list(row.envelopes)
    if len(known) == 1:
        return Purse(known[0])
    if known:
        raise NotTyped(_("This is the sum of {n} envelopes: type into one of them.").format(n=len(known)))
    named = dict(zip(book.by, row.path, strict=False))
    if not row.path or not set(named) <= set(_PURSES) or not all(named.values()):
        raise NotTyped(_("Envelopes name a cost centre, a category or a region: group by those."))
    return Purse(quarter=quarter or None, **{_PURSES[key]: value for key, value in named.items()})


def collect(table: Table, typed: Iterable[tuple[BudgetRow, Column, int | None]]) -> MoneyCells:
    """Return what amounts (minor units, None for cleared) in cells change; what stands there already changes nothing.

    An amount for a quarter is spread as its months are planned. Raises NotTyped, naming row and column.
    """
    lines: dict[str, _Line] = {}
    rows: dict[str, BudgetRow] = {}
    given: dict[Purse, int] = {}
    budget: int | None = None
    for row, column, amount in typed:
        now = table.value(row, column)
        try:
            check(table, row, column)
        except NotTyped as refusal:
            if amount == now or (amount is None and not now):
                continue  # a block that is pasted back onto itself, totals included
            raise NotTyped(_named(row, column, str(refusal))) from None
        if column.kind is ColumnKind.GIVEN or (
            table.layout.measure is Measure.GIVEN and column.kind is ColumnKind.QUARTER
        ):
            if (amount or 0) == (now or 0):
                continue
            purse = _purse(table.book, row, column.number if column.kind is ColumnKind.QUARTER else 0)
            if purse is None:
                budget = amount or 0
            else:
                given[purse] = amount or 0
            continue
        key = row.path[-1]
        rows[key] = row
        line = lines.setdefault(key, _Line())
        if column.kind is ColumnKind.PLANNED:
            line.total = amount or 0
        elif column.kind is ColumnKind.QUARTER:
            line.quarters[column.number] = amount
        else:
            line.months[column.number] = amount
    return _merged(table, rows, lines, given, budget)


def _merged(
    table: Table,
    rows: Mapping[str, BudgetRow],
    lines: Mapping[str, _Line],
    given: Mapping[Purse, int],
    budget: int | None,
) -> MoneyCells:
    months: dict[str, dict[int, int]] = {}
    totals: dict[str, int] = {}
    forecasts: dict[tuple[str, int], int | None] = {}
    for key, line in lines.items():
        row, money = rows[key], rows[key].money
        if table.layout.measure is Measure.FORECAST:
            forecasts.update({(key, month): amount for month, amount in _expected(row, line).items()})
            if line.total is not None and line.total != money.planned:
                totals[key] = line.total
            continue
        new = _planned(row, line)
        changed = {month: amount for month, amount in new.items() if amount != money.plan[month]}
        if changed:
            months[key] = changed
            whole = sum(changed.get(month, money.plan[month]) for month in range(MONTHS_A_YEAR))
            if line.total is not None and line.total != whole:
                raise NotTyped(_("{row}: the planned total is not the sum of its months.").format(row=row.name))
        elif line.total is not None and line.total != money.planned:
            totals[key] = line.total
    return MoneyCells(months, totals, given, forecasts, budget)


def _planned(row: BudgetRow, line: _Line) -> dict[int, int]:
    """Return the months (0…11) that were typed, those of typed quarters spread as they are planned."""
    plan = row.money.plan
    found = {month: amount or 0 for month, amount in line.months.items()}
    for quarter, amount in line.quarters.items():
        span = range(QUARTER * quarter - QUARTER, QUARTER * quarter)
        typed = [month for month in span if month in found]
        if typed:
            if sum(found.get(month, plan[month]) for month in span) != (amount or 0):
                raise NotTyped(_("{row}: Q{n} is not the sum of its months.").format(row=row.name, n=quarter))
            continue
        if (amount or 0) == sum(plan[month] for month in span):
            continue
        weights = [plan[month] for month in span]
        found.update(zip(span, split(amount or 0, weights if any(weights) else [1] * QUARTER), strict=True))
    return found


def _expected(row: BudgetRow, line: _Line) -> dict[int, int | None]:
    """Return the forecasts of months (0…11) that were typed; a quarter's is spread over its open months."""
    money = row.money
    found = {month: amount for month, amount in line.months.items() if amount != money.forecast[month]}
    for quarter, amount in line.quarters.items():
        span = range(QUARTER * quarter - QUARTER, QUARTER * quarter)
        if any(month in line.months for month in span):
            if amount is not None and sum(_or(line.months.get(m), money.forecast[m]) for m in span) != amount:
                raise NotTyped(_("{row}: Q{n} is not the sum of its months.").format(row=row.name, n=quarter))
            continue
        open_months = [month for month in span if month >= money.closed]
        if amount is None:
            found.update(dict.fromkeys(open_months))
            continue
        rest = amount - sum(money.forecast[month] for month in span if month < money.closed)
        if rest == sum(money.forecast[month] for month in open_months):
            continue
        weights = [max(0, money.forecast[month]) for month in open_months]
        found.update(zip(open_months, split(rest, weights if any(weights) else [1] * len(weights)), strict=True))
    return found


def _or(amount: int | None, otherwise: int) -> int:
    return otherwise if amount is None else amount


def _named(row: BudgetRow, column: Column, why: str) -> str:
    head = " ".join(part for part in (column.upper, column.lower) if part)
    return _("{row}, {column}: {problem}").format(row=row.name, column=head, problem=why)


def from_plan(book: Book) -> dict[Purse, int]:
    """Return envelopes as the plan stands: one for each quarter, cost centre and category that plans money."""
    found: dict[Purse, int] = {}
    for key, line in book.ledger.lines.items():
        activity = book.plan.activities.get(key)
        if activity is None:
            continue
        for quarter in range(1, MONTHS_A_YEAR // QUARTER + 1):
            amount = sum(line.plan[QUARTER * quarter - QUARTER : QUARTER * quarter])
            if amount:
                purse = Purse("", quarter, activity.cost_centre_id or "", activity.category_id or "")
                found[purse] = found.get(purse, 0) + amount
    return found
