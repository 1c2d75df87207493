"""The money sheets of the workbook: bookings, orders, and each line as planned, ordered, booked and expected."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_plan import P_SUM, Lines, month_heads
from cmoplanner.exchange.labels import sum_if, unsafe
from cmoplanner.i18n import _
from cmoplanner.ledger.lines import UNCODED, Ledger, LineMoney, fiscal_month
from cmoplanner.ledger.orders import OrderMoney, booked
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Actual

A_LINE, A_ORDER, A_MONTH, A_KIND, A_AMOUNT, A_BOOKED = 1, 2, 4, 6, 7, 8
C_LINE, C_STATUS, C_AMOUNT, C_BOOKED, C_RELEASED, C_OPEN = 1, 4, 5, 6, 7, 8
L_PLAN, L_ORDERED, L_OPEN, L_DATE, L_YEAR, L_MONTH, L_FORECAST, L_REST = 2, 3, 4, 5, 6, 7, 19, 20


@dataclass(frozen=True)
class Money:
    """The sheets of bookings, orders and lines, with the last row of each; `exact` where ids need exact comparison."""

    actuals: Sheet
    commitments: Sheet
    ledger: Sheet
    last_actual: int
    last_commitment: int
    last_line: int
    exact: bool


def write_money(sheets: dict[str, Sheet], book: Book, lines: Lines, phasing: Sheet, ledger: Ledger) -> Money:
    """Write bookings, orders and lines; lines are live from the other two and from the phasing. Source: domain F.5."""
    plan = book.plan
    exact = unsafe([*plan.activities, *plan.commitments]) or _alike([*plan.activities, *plan.commitments])
    found = Money(
        sheets["Actuals"],
        sheets["Commitments"],
        sheets["Ledger"],
        FIRST + max(1, len(plan.actuals)) - 1,
        FIRST + max(1, len(plan.commitments)) - 1,
        FIRST + max(1, len(ledger.lines)) - 1,
        exact,
    )
    _actuals(book, found)
    _commitments(book, found, ledger)
    _ledger(book, found, lines, phasing, ledger)
    return found


def _alike(ids: list[str]) -> bool:
    """Whether two ids are the same number, as "7" and "007": a spreadsheet would take one for the other."""
    numbers = [float(text) for text in ids if text.strip().replace(".", "", 1).isdecimal()]
    return len(set(numbers)) < len(numbers)


def _actuals(book: Book, money: Money) -> None:
    plan, sheet = book.plan, money.actuals
    heads = [
        (_("Booking (id)"), "text", 12.0),
        (_("Activity id"), "text", 12.0),
        (_("Order (id)"), "text", 12.0),
        (_("Month booked"), "text", 10.0),
        (_("Fiscal month (0 = another year)"), "count", 11.0),
        (_("Posted"), "date", 11.0),
        (_("Kind"), "text", 16.0),
        (_("Amount ({currency})").format(currency=plan.header.currency), "money", 14.0),
        (_("Adds to cost ({currency})").format(currency=plan.header.currency), "money", 14.0),
        (_("Vendor"), "text", 24.0),
        (_("Reference"), "text", 16.0),
        (_("Note"), "text", 36.0),
    ]
    sheet.columns(heads)
    for row, actual in enumerate(plan.actuals.values(), FIRST):
        _actual(book, sheet, row, actual)
    sheet.text(TOTALS, 0, _("Total"), "strong")
    total = book.money(sum(booked(actual) for actual in plan.actuals.values()))
    _total(sheet, A_BOOKED, money.last_actual, total)
    sheet.as_list(money.last_actual, len(heads), frozen=1)


def _actual(book: Book, sheet: Sheet, row: int, actual: Actual) -> None:
    month = fiscal_month(book.plan.calendar, actual.month)
    vendor = book.plan.vendors.get(actual.vendor_id or "")
    texts = {
        0: actual.id,
        A_LINE: actual.activity_id or "",
        A_ORDER: actual.po_id or "",
        3: actual.month,
        A_KIND: actual.kind,
        9: vendor.name if vendor else "",
        10: actual.reference,
        11: actual.note,
    }
    for col, text in texts.items():
        sheet.put(row, col, text, "text", "label" if col == 0 else "input")
    sheet.put(row, A_MONTH, 0 if month is None else month + 1, "count")
    sheet.put(row, 5, actual.posted_date, "date")
    sheet.put(row, A_AMOUNT, book.money(actual.amount), "money")
    kind, amount = cell(row, A_KIND), cell(row, A_AMOUNT)
    formula = f'IF(OR({kind}="credit",{kind}="accrual_reversal"),-ABS({amount}),{amount})'
    sheet.formula(row, A_BOOKED, formula, book.money(booked(actual)), "money")


def _commitments(book: Book, money: Money, ledger: Ledger) -> None:
    currency, sheet = book.plan.header.currency, money.commitments
    heads = [
        (_("Order (id)"), "text", 12.0),
        (_("Activity id"), "text", 12.0),
        (_("Vendor"), "text", 24.0),
        (_("Date"), "date", 11.0),
        (_("Status"), "text", 10.0),
        (_("Amount ({currency})").format(currency=currency), "money", 14.0),
        (_("Booked on it ({currency})").format(currency=currency), "money", 14.0),
        (_("Released from it ({currency})").format(currency=currency), "money", 14.0),
        (_("Open ({currency})").format(currency=currency), "money", 14.0),
        (_("Blanket order (id)"), "text", 12.0),
        (_("Reference"), "text", 16.0),
        (_("Note"), "text", 36.0),
    ]
    sheet.columns(heads)
    for row, order in enumerate(ledger.orders.values(), FIRST):
        _commitment(book, money, row, order)
    sheet.text(TOTALS, 0, _("Total"), "strong")
    _total(sheet, C_OPEN, money.last_commitment, book.money(sum(order.open for order in ledger.orders.values())))
    sheet.as_list(money.last_commitment, len(heads), frozen=1)


def _commitment(book: Book, money: Money, row: int, found: OrderMoney) -> None:
    sheet, order = money.commitments, found.order
    vendor = book.plan.vendors.get(order.vendor_id or "")
    texts = {
        0: order.id,
        C_LINE: order.activity_id or "",
        2: vendor.name if vendor else "",
        C_STATUS: order.status,
        9: order.blanket_id or "",
        10: order.reference,
        11: order.note,
    }
    for col, text in texts.items():
        sheet.put(row, col, text, "text", "label" if col == 0 else "input")
    sheet.put(row, 3, order.date, "date")
    sheet.put(row, C_AMOUNT, book.money(order.amount), "money")
    on_it = (money.actuals.range(A_ORDER, FIRST, money.last_actual), f"${cell(row, 0)}", money.exact)
    formula = sum_if(money.actuals.range(A_BOOKED, FIRST, money.last_actual), on_it)
    sheet.formula(row, C_BOOKED, formula, book.money(found.booked), "money", "link")
    sheet.put(row, C_RELEASED, book.money(found.released), "money", "model")
    rest = f"{cell(row, C_AMOUNT)}-{cell(row, C_BOOKED)}-{cell(row, C_RELEASED)}"
    formula = f'IF({cell(row, C_STATUS)}="open",ROUND(MAX(0,{rest}),{book.decimals}),0)'
    sheet.formula(row, C_OPEN, formula, book.money(found.open), "money")


def _ledger(book: Book, money: Money, lines: Lines, phasing: Sheet, ledger: Ledger) -> None:
    plan, sheet = book.plan, money.ledger
    amount = _("{name} ({currency})")
    names = (
        _("Planned, fiscal year"), _("Ordered"), _("Open orders"), _("Actual to date (closed months)"),
        _("Booked, fiscal year"),
    )  # fmt: skip
    heads = [
        (_("Activity id"), "text", 12.0),
        (_("Activity"), "text", 36.0),
        *((amount.format(name=name, currency=plan.header.currency), "money", 14.0) for name in names),
        *((_("{month}: forecast").format(month=head), "money", 12.0) for head in month_heads(plan)),
        (amount.format(name=_("Forecast, fiscal year"), currency=plan.header.currency), "money", 14.0),
        (amount.format(name=_("Still to come"), currency=plan.header.currency), "money", 14.0),
    ]
    sheet.columns(heads)
    places = {line.activity.id: line.row for line in lines.lines}
    for row, line in enumerate(ledger.lines.values(), FIRST):
        _line(book, money, row, line, phasing.absolute(places[line.id], P_SUM) if line.id in places else "0")
    sheet.text(TOTALS, 1, _("Total"), "strong")
    for col, total in _amounts(ledger.total()).items():
        _total(sheet, col, money.last_line, book.money(total))
    sheet.as_list(money.last_line, len(heads), frozen=2)


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
    return found | {L_MONTH + t: amount for t, amount in enumerate(line.forecast)}


def _line(book: Book, money: Money, row: int, line: LineMoney, planned: str) -> None:
    sheet, amounts = money.ledger, _amounts(line)
    activity = book.plan.activities.get(line.id)
    sheet.put(row, 0, line.id, "text", "label")
    sheet.put(row, 1, activity.name if activity else _("Booked without an activity"), "text", "label")
    known = line.id != UNCODED
    bookings = money.actuals.range(A_BOOKED, FIRST, money.last_actual)
    months = money.actuals.range(A_MONTH, FIRST, money.last_actual)
    own = f"EXACT({money.actuals.range(A_LINE, FIRST, money.last_actual)},${cell(row, 0)})"
    plain = f"{bookings},{money.actuals.range(A_LINE, FIRST, money.last_actual)},${cell(row, 0)}"
    formulas = {L_PLAN: planned}
    if known:
        orders = (money.commitments.range(C_LINE, FIRST, money.last_commitment), f"${cell(row, 0)}", money.exact)
        formulas[L_OPEN] = sum_if(money.commitments.range(C_OPEN, FIRST, money.last_commitment), orders)
        for col, last in ((L_DATE, line.closed), (L_YEAR, MONTHS_A_YEAR)):
            if money.exact:
                formulas[col] = f"SUMPRODUCT({bookings}*{own}*({months}>0)*({months}<={last}))"
            else:
                formulas[col] = f'SUMIFS({plain},{months},">0",{months},"<={last}")'
    first, last_month = cell(row, L_MONTH), cell(row, L_MONTH + MONTHS_A_YEAR - 1)
    formulas[L_FORECAST] = f"SUM({first}:{last_month})"
    formulas[L_REST] = f"ROUND({cell(row, L_FORECAST)}-{cell(row, L_DATE)},{book.decimals})"
    for col, value in amounts.items():
        if col in formulas:
            role = "formula" if col in (L_FORECAST, L_REST) else "link"
            sheet.formula(row, col, formulas[col], book.money(value), "money", role)
        else:
            sheet.put(row, col, book.money(value), "money", "model")


def _total(sheet: Sheet, col: int, last: int, total: float) -> None:
    sheet.formula(TOTALS, col, f"SUM({cell(FIRST, col)}:{cell(last, col)})", total, "money", "total")
