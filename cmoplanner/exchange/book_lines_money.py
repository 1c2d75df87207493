"""The ledger of the workbook: each activity as planned, ordered, booked and expected, by month, live from the books."""

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_ledger import A_BOOKED, A_LINE, A_MONTH, C_LINE, C_OPEN, Money, column_total
from cmoplanner.exchange.book_plan import P_SUM, Lines, month_heads
from cmoplanner.exchange.labels import NONE, sum_if
from cmoplanner.i18n import _
from cmoplanner.ledger.envelopes import OUTSIDE, QUARTERS, Envelopes
from cmoplanner.ledger.lines import UNCODED, Ledger, LineMoney
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.report.budget.book import ordered_months

L_PLAN, L_ORDERED, L_OPEN, L_DATE, L_YEAR, L_MONTH, L_FORECAST, L_REST = 2, 3, 4, 5, 6, 7, 19, 20
L_ACTUAL, L_PURSE, L_ORDERED_Q = 21, 33, 37
_QUARTER = 3


def write_lines_money(
    book: Book, money: Money, lines: Lines, phasing: Sheet, books: tuple[Ledger, Envelopes], *, live: bool
) -> None:
    """Write the ledger; with `live` its months are live from the bookings, and say whose envelope a quarter is.

    Source: domain F.5, B.6.
    """
    ledger, envelopes = books
    sheet = money.ledger
    heads = _heads(book)
    sheet.columns(heads)
    places = {line.activity.id: line.row for line in lines.lines}
    purses = {place: purse for purse, held in envelopes.holds.items() for place in held}
    for row, line in enumerate(ledger.lines.values(), FIRST):
        planned = phasing.absolute(places[line.id], P_SUM) if line.id in places else "0"
        _line(book, money, row, line, planned, live=live)
        for quarter, ordered in zip(QUARTERS, _by_quarter(ordered_months(line)), strict=True):
            purse = purses.get((line.id, quarter), OUTSIDE)
            sheet.put(row, L_PURSE + quarter - 1, purse or NONE, "text", "model")
            if ordered or live:
                sheet.put(row, L_ORDERED_Q + quarter - 1, book.money(ordered), "money", "model")
    sheet.text(TOTALS, 1, _("Total"), "strong")
    total = ledger.total()
    for col, amount in _amounts(total).items():
        column_total(sheet, col, money.last_line, book.money(amount))
    sheet.as_list(money.last_line, len(heads), frozen=2)


def _heads(book: Book) -> list[tuple[str, str, float]]:
    plan = book.plan
    amount, months = _("{name} ({currency})"), month_heads(plan)
    names = (
        _("Planned, fiscal year"), _("Ordered"), _("Open orders"), _("Actual to date (closed months)"),
        _("Booked, fiscal year"),
    )  # fmt: skip
    after = (_("Forecast, fiscal year"), _("Still to come"))
    return [
        (_("Activity id"), "text", 12.0),
        (_("Activity"), "text", 36.0),
        *((amount.format(name=name, currency=plan.header.currency), "money", 14.0) for name in names),
        *((_("{month}: forecast").format(month=head), "money", 12.0) for head in months),
        *((amount.format(name=name, currency=plan.header.currency), "money", 14.0) for name in after),
        *((_("{month}: booked").format(month=head), "money", 12.0) for head in months),
        *((_("Q{n}: envelope").format(n=n), "text", 16.0) for n in QUARTERS),
        *((_("Q{n}: ordered").format(n=n), "money", 12.0) for n in QUARTERS),
    ]


def _by_quarter(months: tuple[int, ...]) -> list[int]:
    return [sum(months[at : at + _QUARTER]) for at in range(0, MONTHS_A_YEAR, _QUARTER)]


def _amounts(line: LineMoney) -> dict[int, int]:
    found = {
        L_PLAN: line.planned,
        L_ORDERED: line.ordered,
        L_OPEN: line.open_orders,
        L_DATE: line.booked_to_date,
        L_YEAR: line.booked,
        L_FORECAST: line.expected,
        L_REST: line.expected - line.booked_to_date,
    }
    found |= {L_MONTH + t: amount for t, amount in enumerate(line.forecast)}
    return found | {L_ACTUAL + t: amount for t, amount in enumerate(line.actual)}


def _line(book: Book, money: Money, row: int, line: LineMoney, planned: str, *, live: bool) -> None:
    sheet, amounts = money.ledger, _amounts(line)
    activity = book.plan.activities.get(line.id)
    sheet.put(row, 0, line.id, "text", "label")
    sheet.put(row, 1, activity.name if activity else _("Booked without an activity"), "text", "label")
    formulas = {L_PLAN: planned} | _booked(money, row, line, live=live)
    if line.id != UNCODED:
        orders = (money.commitments.range(C_LINE, FIRST, money.last_commitment), f"${cell(row, 0)}", money.exact)
        formulas[L_OPEN] = sum_if(money.commitments.range(C_OPEN, FIRST, money.last_commitment), orders)
    first, last_month = cell(row, L_MONTH), cell(row, L_MONTH + MONTHS_A_YEAR - 1)
    formulas[L_FORECAST] = f"SUM({first}:{last_month})"
    formulas[L_REST] = f"ROUND({cell(row, L_FORECAST)}-{cell(row, L_DATE)},{book.decimals})"
    own = {L_FORECAST, L_REST, *range(L_MONTH, L_MONTH + MONTHS_A_YEAR)}
    if live:
        own |= {L_DATE, L_YEAR}
    for col, value in amounts.items():
        if col in formulas:
            role = "formula" if col in own else "link"
            sheet.formula(row, col, formulas[col], book.money(value), "money", role)
        elif value or col < L_ACTUAL:
            sheet.put(row, col, book.money(value), "money", "model")


def _booked(money: Money, row: int, line: LineMoney, *, live: bool) -> dict[int, str]:
    """Return the formulas of what is booked; live, closed months of the forecast are what is booked in them."""
    if line.id == UNCODED:
        return {}
    if not live:
        return {L_DATE: _bookings(money, row, 1, line.closed), L_YEAR: _bookings(money, row, 1, MONTHS_A_YEAR)}
    formulas = {L_ACTUAL + t: _bookings(money, row, t + 1, t + 1) for t in range(MONTHS_A_YEAR)}
    formulas |= {L_MONTH + t: cell(row, L_ACTUAL + t) for t in range(line.closed)}
    for col, count in ((L_DATE, line.closed), (L_YEAR, MONTHS_A_YEAR)):
        last = cell(row, L_ACTUAL + count - 1)
        formulas[col] = f"SUM({cell(row, L_ACTUAL)}:{last})" if count else "0"
    return formulas


def _bookings(money: Money, row: int, first: int, last: int) -> str:
    """Return the formula of what is booked of a line in the fiscal months `first`…`last` (1…12)."""
    booked, lines, months = (money.actuals.range(col, FIRST, money.last_actual) for col in (A_BOOKED, A_LINE, A_MONTH))
    own = f"${cell(row, 0)}"
    if money.exact:
        return f"SUMPRODUCT({booked}*EXACT({lines},{own})*({months}>={first})*({months}<={last}))"
    if first == last:
        return f"SUMIFS({booked},{lines},{own},{months},{first})"
    return f'SUMIFS({booked},{lines},{own},{months},">={first}",{months},"<={last}")'
