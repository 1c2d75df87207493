"""The money sheets of the workbook: what was booked and what was ordered, line by line as it is in the plan."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_summary import FY_START
from cmoplanner.exchange.labels import sum_if, unsafe
from cmoplanner.i18n import _
from cmoplanner.ledger.lines import Ledger, fiscal_month
from cmoplanner.ledger.orders import OrderMoney, booked
from cmoplanner.model.periods import MONTHS_A_YEAR, Pattern
from cmoplanner.model.plan import Actual

A_LINE, A_ORDER, A_NAMED, A_MONTH, A_KIND, A_AMOUNT, A_BOOKED = 1, 2, 3, 4, 6, 7, 8
C_LINE, C_STATUS, C_AMOUNT, C_BOOKED, C_RELEASED, C_OPEN = 1, 4, 5, 6, 7, 8


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


def write_money(sheets: dict[str, Sheet], book: Book, ledger: Ledger) -> Money:
    """Write bookings and orders; what is booked on an order is live. Source: domain F.5."""
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
    column_total(sheet, A_BOOKED, money.last_actual, total)
    sheet.as_list(money.last_actual, len(heads), frozen=1)


def _actual(book: Book, sheet: Sheet, row: int, actual: Actual) -> None:
    month = fiscal_month(book.plan.calendar, actual.month)
    vendor = book.plan.vendors.get(actual.vendor_id or "")
    texts = {
        0: actual.id,
        A_LINE: actual.activity_id or "",
        A_ORDER: actual.po_id or "",
        A_NAMED: actual.month,
        A_KIND: actual.kind,
        9: vendor.name if vendor else "",
        10: actual.reference,
        11: actual.note,
    }
    for col, text in texts.items():
        sheet.put(row, col, text, "text", "label" if col == 0 else "input")
    number = 0 if month is None else month + 1
    calendar = book.plan.calendar
    if calendar.pattern is Pattern.CALENDAR and calendar.fy_start.day == 1:
        text = cell(row, A_NAMED)
        years = f"(VALUE(LEFT({text},4))-YEAR({FY_START}))*{MONTHS_A_YEAR}"
        place = f"{years}+VALUE(MID({text},6,2))-MONTH({FY_START})+1"
        formula = f"IFERROR(IF(AND({place}>=1,{place}<={MONTHS_A_YEAR}),{place},0),0)"
        sheet.formula(row, A_MONTH, formula, number, "count")
    else:
        sheet.put(row, A_MONTH, number, "count", "model")
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
    column_total(sheet, C_OPEN, money.last_commitment, book.money(sum(order.open for order in ledger.orders.values())))
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


def column_total(sheet: Sheet, col: int, last: int, total: float) -> None:
    """Write the sum of a column above its head."""
    sheet.formula(TOTALS, col, f"SUM({cell(FIRST, col)}:{cell(last, col)})", total, "money", "total")
