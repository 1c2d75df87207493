"""The sheets of the workbook in the order in which they tell the story: summary, checks, details, inputs."""

from cmoplanner.exchange.book import Book, Sheet
from cmoplanner.exchange.book_beside import Beside
from cmoplanner.i18n import _


def add_sheets(book: Book, told: Beside, *, live: bool) -> dict[str, Sheet]:
    """Add all sheets, empty but for title, note and print set-up; lines only where streams are live."""
    frozen = _("the approved version “{name}”, frozen").format(name=told.approved_name[:80])
    against = frozen if told.approved else _("the plan as it stands: no version is approved")
    currency = book.plan.header.currency
    model = _("Live from money and assumptions; money in {currency}.").format(currency=currency)
    worth = _("Present value of the margin over the horizon, {currency}, as exported; the shares add up.").format(
        currency=currency
    )
    exact = _("Net money by service month, {currency}; each row adds up to the activity to the last minor unit.")
    year = _("Fiscal year; money in {currency}.").format(currency=currency)
    streams = _("opening stock + spend − pressure felt = closing stock, then responses to deals.")
    codes = _("One line for each activity and month, with its codes by rule; the amounts are live.")
    found = [
        ("Summary", _("Summary"), _("Every figure is a link to a sheet behind."), 1),
        ("Checks", _("Checks"), _("Recalculated with the workbook."), 1),
        ("Budget", _("Budget"), _("Envelopes of the fiscal year against the plan, net."), 2),
        ("Transfers", _("Transfers between envelopes"), currency, 1),
        ("Ledger", _("Money line by line"), _("Orders, bookings and forecast; closed months as booked."), 4),
        ("Commitments", _("Orders"), currency, 1),
        ("Actuals", _("Bookings"), _("Credits and reversals of accruals take cost away."), 1),
        (
            "Variance",
            _("Variance to date"),
            _("Closed months against {plan}; cost: more is adverse (A).").format(plan=against),
            2,
        ),
        ("VarianceMonths", _("Variance by month"), _("Each closed month against {plan}.").format(plan=against), 2),
        *([("ErpLoad", _("Load for accounting"), codes, 1)] if live else []),
        ("MDF", _("Partner funds"), currency, 1),
        ("Vendors", _("Vendors and contracts"), currency, 1),
        ("Calendar", _("Calendar"), _("One row = one activity; money of the whole series."), 3),
        ("Phasing", _("Phasing"), exact.format(currency=currency), 4 if live else 2),
        ("ByMonth", _("Net money by month"), currency, 1),
        ("Projection", _("Projection by month"), model, 3),
        ("Targets", _("Market cells and their targets"), year, 2),
        ("UnitEconomics", _("Unit economics"), _("What a new customer is worth and costs; live."), 2),
        ("Scenarios", _("Scenarios"), _("Values of CMO Planner beside the plan as exported."), 1),
        ("Channels", _("What each channel brings"), worth, 1),
        *([("Lines", _("Lines: activities in market cells"), model, 4)] if live else []),
        ("Streams", _("Streams"), streams if live else _("What activities bring to each cell, as values."), 3),
        ("Lanes", _("Response curves"), model, 3),
        ("Cells", _("Market cells by month"), model, 3),
        ("Assumptions", _("Assumptions"), _("Blue values can be changed; everything follows. Do not sort."), 1),
        ("Method", _("Method"), _("How the figures are made, and what they leave out."), 1),
        ("ChangeLog", _("Change log"), _("What is other than approved, then what was done, newest first."), 1),
    ]
    return {name: book.sheet(name, title, note, pages_wide=wide) for name, title, note, wide in found}
