"""The budget sheet of the workbook: envelopes from the top down beside what is planned from the bottom up."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_ledger import Money
from cmoplanner.exchange.book_lines_money import L_ACTUAL, L_MONTH, L_ORDERED_Q, L_PURSE
from cmoplanner.exchange.book_plan import (
    P_CATEGORY,
    P_CENTRE,
    P_QUARTER,
    P_REGION,
    P_SUM,
    Line,
    Lines,
)
from cmoplanner.exchange.book_spending import moved
from cmoplanner.exchange.labels import NONE, sum_if
from cmoplanner.i18n import _
from cmoplanner.ledger.envelopes import OUTSIDE, QUARTERS, Envelopes, of_year
from cmoplanner.ledger.lines import Ledger
from cmoplanner.model.plan import Envelope
from cmoplanner.report.budget.book import ordered_months

_REGION_ALL = ("", "All")
_MOVED, _REVISED, _BOOKED, _EXPECTED, _LEFT, _ORDERED, _DATE = range(11, 18)
_OF_LINES = (_BOOKED, _EXPECTED, _ORDERED, _DATE)
_CENTRE, _CATEGORY, _REGION, _TOP_DOWN, _BOTTOM_UP, _HEADROOM, _PERCENT = 2, 3, 4, 5, 6, 7, 8


@dataclass(frozen=True)
class Budget:
    """The sheet, the row of money in no envelope, and totals in minor units; `envelopes` is None without any."""

    sheet: Sheet
    outside: int
    top_down: int
    bottom_up: int
    envelopes: int | None

    @property
    def envelopes_sum(self) -> str:
        """The formula of all envelopes from the top down."""
        return f"SUM({self.sheet.range(_TOP_DOWN, FIRST, self.outside - 1)})"

    @property
    def bottom_up_cell(self) -> str:
        """The address of the total from the bottom up."""
        return self.sheet.absolute(TOTALS, _BOTTOM_UP)

    @property
    def money_cells(self) -> tuple[str, str, str]:
        """The addresses of the totals of transfers, bookings and forecast."""
        moves, booked, expected = (self.sheet.absolute(TOTALS, col) for col in (_MOVED, _BOOKED, _EXPECTED))
        return moves, booked, expected

    @property
    def headroom_cell(self) -> str:
        """The address of what is left."""
        return self.sheet.absolute(TOTALS, _HEADROOM)


@dataclass(frozen=True)
class Planned:
    """Where the sheet finds what is planned: the lines, their phasing, the ledger beside it, and who holds what."""

    lines: Lines
    phasing: Sheet
    ledger: Sheet
    held: Envelopes


def write_budget(book: Book, sheet: Sheet, read: Planned, top_down_name: str) -> Budget:
    """Write the envelopes of the fiscal year with what is planned in each, and what lies in none of them.

    Each line's quarter is in one envelope. Where labels alone tell which, the sums are by labels, so that another label
    moves the money; where envelopes overlap, they are by the envelope that the ledger names.
    """
    plan = book.plan
    currency = plan.header.currency
    heads = [
        (_("Envelope"), "text", 22.0),
        (_("Quarter"), "count", 9.0),
        (_("Cost centre"), "text", 28.0),
        (_("Cost category"), "text", 28.0),
        (_("Region"), "text", 10.0),
        (_("Top-down ({currency})").format(currency=currency), "money", 15.0),
        (_("Bottom-up ({currency})").format(currency=currency), "money", 15.0),
        (_("Headroom ({currency})").format(currency=currency), "money", 15.0),
        (_("Headroom (share)"), "rate", 11.0),
        (_("Owner"), "text", 22.0),
        (_("Note"), "text", 30.0),
        (_("Transfers ({currency})").format(currency=currency), "money", 15.0),
        (_("Revised ({currency})").format(currency=currency), "money", 15.0),
        (_("Booked, fiscal year ({currency})").format(currency=currency), "money", 15.0),
        (_("Forecast, fiscal year ({currency})").format(currency=currency), "money", 15.0),
        (_("Revised less forecast ({currency})").format(currency=currency), "money", 15.0),
        (_("Committed ({currency})").format(currency=currency), "money", 15.0),
        (_("Actual to date ({currency})").format(currency=currency), "money", 15.0),
    ]
    sheet.columns(heads)
    own, money = of_year(plan), read.held.money
    telling = all(_planned(read.lines, one) == money[one.id].planned for one in own)
    for number, envelope in enumerate(own):
        _envelope_row(book, sheet, FIRST + number, envelope, read, by_labels=telling)
    outside = FIRST + len(own)
    given = sum(envelope.topdown_amount for envelope in own)
    total, top_down = sum(line.net for line in read.lines.lines), plan.header.topdown_budget
    _outside_row(book, sheet, outside, top_down_name, read, top_down - given)
    sheet.text(TOTALS, 0, _("Total"), "strong")
    for col, amount in ((_TOP_DOWN, top_down), (_BOTTOM_UP, total), (_HEADROOM, top_down - total)):
        formula = f"SUM({cell(FIRST, col)}:{cell(outside, col)})"
        sheet.formula(TOTALS, col, formula, book.money(amount), "money", "total")
    _percent(sheet, TOTALS, top_down, total, "total")
    sheet.as_list(max(FIRST, outside - 1), len(heads), frozen=1)
    return Budget(sheet, outside, top_down, total, given if own else None)


def write_budget_money(
    book: Book,
    budget: Budget,
    transfers: tuple[Sheet, int],
    money: Money,
    books: tuple[Ledger, Envelopes],
    *,
    live: bool,
) -> None:
    """Add to each envelope what transfers bring, and what is ordered, booked and expected of its lines.

    Transfers are live (`transfers` are their sheet and its last row); with `live` the rest is too: the ledger says in
    whose envelope each line's quarter is. Source: domain F.5, B.6.
    """
    sheet, (ledger, held) = budget.sheet, books
    rows = {envelope.id: envelope.quarter for envelope in of_year(book.plan)} | {OUTSIDE: None}
    sums = _sums(ledger, held)
    totals = dict.fromkeys((_MOVED, _REVISED, _LEFT, *_OF_LINES), 0)
    for row, (envelope, quarter) in enumerate(rows.items(), FIRST):
        found = held.money[envelope]
        amounts = {_MOVED: found.moved, _REVISED: found.revised, _LEFT: found.revised - found.expected}
        amounts |= dict(zip(_OF_LINES, sums[envelope], strict=True))
        formulas = {
            _REVISED: f"ROUND({cell(row, _TOP_DOWN)}+{cell(row, _MOVED)},{book.decimals})",
            _LEFT: f"ROUND({cell(row, _REVISED)}-{cell(row, _EXPECTED)},{book.decimals})",
        }
        if envelope != OUTSIDE:
            formulas[_MOVED] = moved(*transfers, f"${cell(row, 0)}")
        if live:
            closed = ledger.closed
            formulas |= {col: _of_lines(book, money, row, envelope, (quarter, col, closed)) for col in _OF_LINES}
        for col, amount in amounts.items():
            totals[col] += amount
            if formula := formulas.get(col):
                role = "formula" if col in (_REVISED, _LEFT) else "link"
                sheet.formula(row, col, formula, book.money(amount), "money", role)
            else:
                sheet.put(row, col, book.money(amount), "money", "model")
    for col, total in totals.items():
        formula = f"SUM({cell(FIRST, col)}:{cell(budget.outside, col)})"
        sheet.formula(TOTALS, col, formula, book.money(total), "money", "total")


def _sums(ledger: Ledger, held: Envelopes) -> dict[str, tuple[int, int, int, int]]:
    """Return what is booked, expected, ordered and actual to date of each envelope's lines and quarters."""
    found = {}
    for envelope, one in held.money.items():
        ordered = to_date = 0
        for row, quarter in held.holds.get(envelope, ()):
            line, of = ledger.lines[row], slice(3 * quarter - 3, 3 * quarter)
            ordered += sum(ordered_months(line)[of])
            to_date += sum(line.actual[: line.closed][of])
        found[envelope] = (one.booked, one.expected, ordered, to_date)
    held_places = {place for places in held.holds.values() for place in places}
    rest = sum(
        sum(ordered_months(line)[3 * quarter - 3 : 3 * quarter])
        for row, line in ledger.lines.items()
        for quarter in QUARTERS
        if (row, quarter) not in held_places
    )
    booked, expected, ordered, to_date = found[OUTSIDE]
    found[OUTSIDE] = (booked, expected, ordered + rest, to_date)
    return found


def _of_lines(book: Book, money: Money, row: int, envelope: str, asked: tuple[int | None, int, int]) -> str:
    """Return the formula that sums a kind of money over the lines whose quarters are in an envelope."""
    (quarter, col, closed), sheet = asked, money.ledger
    parts = []
    for number in (quarter,) if quarter else QUARTERS:
        purses = sheet.range(L_PURSE + number - 1, FIRST, money.last_line)
        start = {_BOOKED: L_ACTUAL, _DATE: L_ACTUAL, _EXPECTED: L_MONTH}.get(col)
        if start is None:
            amounts = sheet.range(L_ORDERED_Q + number - 1, FIRST, money.last_line)
        else:
            first, last = start + 3 * number - 3, start + 3 * number - 1
            if col == _DATE:
                last = min(last, start + closed - 1)
            if last < first:
                continue
            amounts = sheet.range(first, FIRST, money.last_line, last)
        wanted = f'"{NONE}"' if envelope == OUTSIDE else f"${cell(row, 0)}"
        parts.append(f"SUMPRODUCT(EXACT({purses},{wanted})*{amounts})")
    return f"ROUND({'+'.join(parts) or '0'},{book.decimals})"


def _labels(lines: Lines, envelope: Envelope) -> tuple[str, str, str]:
    """Return cost centre, category and region that an envelope names, each "" for any."""
    centre = lines.centres(envelope.cost_centre_id) if envelope.cost_centre_id else ""
    category = lines.categories(envelope.category_id) if envelope.category_id else ""
    return centre, category, "" if envelope.region in _REGION_ALL else envelope.region


def _planned(lines: Lines, envelope: Envelope) -> int:
    """Return what the lines with an envelope's labels plan in its quarter."""
    centre, category, region = _labels(lines, envelope)
    return sum(
        _in_quarter(line, envelope.quarter)
        for line in lines.lines
        if (not centre or line.centre == centre)
        and (not category or line.category == category)
        and (not region or line.region == region)
    )


def _envelope_row(book: Book, sheet: Sheet, row: int, envelope: Envelope, read: Planned, *, by_labels: bool) -> None:
    """Write one envelope with what is planned in it."""
    lines, phasing = read.lines, read.phasing
    centre, category, region = _labels(lines, envelope)
    sheet.put(row, 0, envelope.id, "text", "label")
    sheet.put(row, 1, envelope.quarter, "count", "label")
    sheet.put(row, _CENTRE, centre, "text", "label")
    sheet.put(row, _CATEGORY, category, "text", "label")
    sheet.put(row, _REGION, envelope.region, "text", "label")
    sheet.put(row, _TOP_DOWN, book.money(envelope.topdown_amount), "money")
    sheet.put(row, 9, envelope.owner_role, "text", "label")
    sheet.put(row, 10, envelope.note, "text", "label")
    conditions = []
    if centre:
        conditions.append((phasing.range(P_CENTRE, FIRST, lines.last), f"${cell(row, _CENTRE)}", lines.centres.exact))
    if category:
        where = phasing.range(P_CATEGORY, FIRST, lines.last)
        conditions.append((where, f"${cell(row, _CATEGORY)}", lines.categories.exact))
    if region:  # any text may stand there, so it is compared exactly
        conditions.append((phasing.range(P_REGION, FIRST, lines.last), f"${cell(row, _REGION)}", True))
    col = P_QUARTER + envelope.quarter - 1 if envelope.quarter else P_SUM
    planned = read.held.money[envelope.id].planned
    formula = sum_if(phasing.range(col, FIRST, lines.last), *conditions)
    if not by_labels:
        formula = _held(book, read, f"${cell(row, 0)}")
    sheet.formula(row, _BOTTOM_UP, formula, book.money(planned), "money", "link")
    _headroom(book, sheet, row, envelope.topdown_amount, planned)


def _held(book: Book, read: Planned, envelope: str) -> str:
    """Return the formula of what the lines plan in those quarters that the ledger puts in an envelope."""
    parts = []
    for quarter in QUARTERS:
        purses = read.ledger.range(L_PURSE + quarter - 1, FIRST, read.lines.last)
        months = read.phasing.range(P_QUARTER + quarter - 1, FIRST, read.lines.last)
        parts.append(f"SUMPRODUCT(EXACT({purses},{envelope})*{months})")
    return f"ROUND({'+'.join(parts)},{book.decimals})"


def _in_quarter(line: Line, quarter: int | None) -> int:
    return sum(line.months[3 * quarter - 3 : 3 * quarter]) if quarter else line.net


def _outside_row(book: Book, sheet: Sheet, row: int, top_down_name: str, read: Planned, rest: int) -> None:
    """Write what no envelope holds: the rest of the budget, and planned money without an envelope."""
    sheet.text(row, 0, _("In no envelope"), "strong")
    planned = read.held.money[OUTSIDE].planned
    above = row > FIRST
    given = f"-SUM({cell(FIRST, _TOP_DOWN)}:{cell(row - 1, _TOP_DOWN)})" if above else ""
    none = f'"{NONE}"'
    decimals = book.decimals
    sheet.formula(row, _TOP_DOWN, f"ROUND({top_down_name}{given},{decimals})", book.money(rest), "money", "link")
    sheet.formula(row, _BOTTOM_UP, _held(book, read, none), book.money(planned), "money", "link")
    _headroom(book, sheet, row, rest, planned)


def _headroom(book: Book, sheet: Sheet, row: int, top_down: int, planned: int) -> None:
    formula = f"ROUND({cell(row, _TOP_DOWN)}-{cell(row, _BOTTOM_UP)},{book.decimals})"
    sheet.formula(row, _HEADROOM, formula, book.money(top_down - planned), "money")
    _percent(sheet, row, top_down, planned, "formula")


def _percent(sheet: Sheet, row: int, top_down: int, planned: int, role: str) -> None:
    given = cell(row, _TOP_DOWN)
    value = (top_down - planned) / top_down if top_down else ""
    sheet.formula(row, _PERCENT, f'IF({given}=0,"",{cell(row, _HEADROOM)}/{given})', value, "rate", role)
