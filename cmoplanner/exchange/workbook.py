"""The finance workbook: the plan with live formulas that add up to the cent, checks, and the outcome beside it."""

from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.book import Book, Sheet
from cmoplanner.exchange.book_back_record import write_record
from cmoplanner.exchange.book_beside import Beside
from cmoplanner.exchange.book_budget import Budget, Planned, write_budget, write_budget_money
from cmoplanner.exchange.book_changes import write_changes
from cmoplanner.exchange.book_charts import add_charts
from cmoplanner.exchange.book_checks import Funds, Pages, checks_of, worth_of
from cmoplanner.exchange.book_economics import Sources, write_economics
from cmoplanner.exchange.book_erp import write_load
from cmoplanner.exchange.book_figures import blocks_of, range_note, revenue_goal
from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_ledger import Money, write_money
from cmoplanner.exchange.book_lines_money import write_lines_money
from cmoplanner.exchange.book_method import write_method
from cmoplanner.exchange.book_model import Model, model_of
from cmoplanner.exchange.book_model_sheets import write_projection_model
from cmoplanner.exchange.book_outcome import write_channels, write_projection, write_targets
from cmoplanner.exchange.book_phasing import write_phasing
from cmoplanner.exchange.book_plan import lines_of, write_calendar, write_shares, write_sums
from cmoplanner.exchange.book_sheets import add_sheets
from cmoplanner.exchange.book_spending import (
    write_funds,
    write_scenarios,
    write_transfers,
    write_vendors,
)
from cmoplanner.exchange.book_summary import (
    TOP_DOWN,
    write_asks,
    write_checks,
    write_control,
    write_figures,
    write_light,
)
from cmoplanner.exchange.book_variance import write_variances
from cmoplanner.exchange.files_out import whole_file
from cmoplanner.ledger.envelopes import envelopes
from cmoplanner.ledger.lines import Ledger, ledger
from cmoplanner.model.plan import Plan
from cmoplanner.projection.attribution import Attribution, attribute
from cmoplanner.projection.outcome import Outcome


def export_workbook(plan: Plan, outcome: Outcome, path: Path, told: Beside | None = None) -> None:
    """Write the workbook of a plan and its outcome, whole or not at all. Raises ExportFailed.

    `told` is what the plan file and the range of the outcome tell besides.
    """
    told = told or Beside()
    attribution = attribute(outcome.compiled, outcome)
    with whole_file(path) as draft:
        target = BytesIO()  # a file that fails would be held open, and then stay beside, until it is collected
        book = Book(target, plan)
        _write(book, outcome, attribution, told)
        try:
            book.close()
        except XlsxWriterException as error:
            raise ExportFailed(path, str(error)) from error
        draft.write_bytes(target.getvalue())


def _write(book: Book, outcome: Outcome, attribution: Attribution, told: Beside) -> None:
    sheets = add_sheets(book, told, live=(model := model_of(outcome)).live)
    inputs = Inputs(sheets["Assumptions"], outcome.compiled)
    front = sheets["Summary"]
    goal = revenue_goal(book.plan)
    row = write_control(
        book, front, inputs.at("plan", "discount_rate"), goal=goal.target if goal else None, digest=told.digest
    )
    pages = _write_pages(book, sheets, model, inputs, (attribution, told))
    write_light(front, write_checks(book, sheets["Checks"], checks_of(book, pages, outcome, attribution)))
    row = write_figures(front, row, blocks_of(book, pages, outcome, told))
    if told.bands is not None:
        front.text(row - 1, 0, range_note(book, told.bands), "note")
        row += 1
    row = write_asks(book, front, row, told.asks)
    front.worksheet.set_h_pagebreaks([row])
    add_charts(book, front, row, pages.projection, pages.sums)
    write_changes(sheets["ChangeLog"], book, told)
    write_record(book, inputs.keys, told, live=model.live, varying=pages.variances.rows)


def _write_pages(
    book: Book, sheets: dict[str, Sheet], model: Model, inputs: Inputs, found: tuple[Attribution, Beside]
) -> Pages:
    outcome, lines = model.outcome, lines_of(book.plan)
    attribution, told = found
    calendar, phasing = sheets["Calendar"], sheets["Phasing"]
    write_calendar(calendar, book, lines)
    write_phasing(phasing, book, lines, calendar, live=model.live)
    sums = write_sums(sheets["ByMonth"], book, lines, phasing)
    written = write_projection_model(sheets, book, model, inputs)
    months = write_projection(sheets["Projection"], book, outcome, sums, written.cells, told.bands)
    if written.lines is None:
        write_shares(calendar, lines)
    sources = Sources(inputs, written.cells, calendar, lines, written.lines)
    write_economics(sheets["UnitEconomics"], book, outcome, sources)
    write_targets(sheets["Targets"], book, outcome, written.cells, sheets["UnitEconomics"])
    channels = write_channels(sheets["Channels"], book, lines, phasing, attribution, months, worth_of(outcome))
    inputs.write(book)
    write_method(sheets["Method"], book, outcome, told, live=model.live)
    books = ledger(book.plan)
    read = Planned(lines, phasing, sheets["Ledger"], envelopes(book.plan, books))
    filled = write_budget(book, sheets["Budget"], read, TOP_DOWN)
    money = _write_ledger(book, sheets, filled, (books, read), live=model.live)
    differences = write_variances(sheets, book, lines, (money, books), told, live=model.live)
    last_fund = write_funds(sheets["MDF"], book, calendar, lines.last)
    write_vendors(sheets["Vendors"], book)
    write_scenarios(sheets["Scenarios"], book, outcome)
    load = write_load(sheets["ErpLoad"], book, lines, phasing) if model.live else None
    return Pages(
        lines, filled, calendar, phasing, sums, months, sheets["Targets"], channels, inputs, written.streams,
        written.lines, money, books, Funds(sheets["MDF"], last_fund), differences, load, told.digest,
    )  # fmt: skip


def _write_ledger(
    book: Book, sheets: dict[str, Sheet], budget: Budget, found: tuple[Ledger, Planned], *, live: bool
) -> Money:
    """Write orders, bookings and lines, and into the envelopes what transfers and lines bring."""
    books, read = found
    both = (books, read.held)
    last = write_transfers(sheets["Transfers"], book)
    money = write_money(sheets, book, books)
    write_lines_money(book, money, read.lines, read.phasing, both, live=live)
    write_budget_money(book, budget, (sheets["Transfers"], last), money, both, live=live)
    return money
