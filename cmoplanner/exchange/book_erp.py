"""The load for accounting as a sheet of the workbook: its amounts are live, and add up to the plan."""

from cmoplanner.exchange.book import TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_plan import P_MONTH, Lines
from cmoplanner.exchange.erp_out import E_AMOUNT, write_erp
from cmoplanner.ledger.erp import erp_load


def write_load(sheet: Sheet, book: Book, lines: Lines, phasing: Sheet) -> str:
    """Write all lines, those without a code too, each linked to its month; return the address of their total."""
    load = erp_load(book.plan)
    rows = {line.activity.id: line.row for line in lines.lines}
    amounts = [f"{phasing.name}!{cell(rows[line.activity], P_MONTH + line.period - 1)}" for line in load.lines]
    write_erp(sheet, book, load.lines, amounts)
    return sheet.absolute(TOTALS, E_AMOUNT)
