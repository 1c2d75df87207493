"""The finance workbook: the plan with live formulas that add up to the cent, checks, and the outcome beside it."""

from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.book import HEAD, TOTALS, Book, Sheet
from cmoplanner.exchange.book_back_record import write_record
from cmoplanner.exchange.book_budget import Budget, write_budget, write_budget_money
from cmoplanner.exchange.book_checks import Pages, checks_of, worth_of
from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_ledger import Money, write_money
from cmoplanner.exchange.book_method import write_method
from cmoplanner.exchange.book_model import Model, model_of
from cmoplanner.exchange.book_model_sheets import write_projection_model
from cmoplanner.exchange.book_outcome import (
    write_channels,
    write_projection,
    write_targets,
)
from cmoplanner.exchange.book_phasing import write_phasing
from cmoplanner.exchange.book_plan import (
    GROSS,
    MONTH,
    NET,
    PARTNER,
    YEAR,
    Lines,
    lines_of,
    write_calendar,
    write_sums,
)
from cmoplanner.exchange.book_sheets import add_sheets
from cmoplanner.exchange.book_spending import (
    write_funds,
    write_scenarios,
    write_transfers,
    write_variance,
    write_vendors,
)
from cmoplanner.exchange.book_summary import (
    TOP_DOWN,
    Figure,
    add_chart,
    write_checks,
    write_control,
    write_figures,
)
from cmoplanner.exchange.files_out import whole_file
from cmoplanner.i18n import _
from cmoplanner.ledger.lines import Ledger, ledger
from cmoplanner.model.plan import Plan
from cmoplanner.projection.attribution import Attribution, attribute
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.figures import Figures, projection

_MODEL_TOLERANCE = 0.01  # currency units: results of the model are floats


def export_workbook(plan: Plan, outcome: Outcome, path: Path, origin: str = "") -> None:
    """Write the workbook of a plan and its outcome, whole or not at all. Raises ExportFailed.

    `origin` is the id of the plan file, by which the workbook is known when it comes back.
    """
    attribution = attribute(outcome.compiled, outcome)
    with whole_file(path) as draft:
        target = BytesIO()  # a file that fails would be held open, and then stay beside, until it is collected
        book = Book(target, plan)
        _write(book, outcome, attribution, origin)
        try:
            book.close()
        except XlsxWriterException as error:
            raise ExportFailed(path, str(error)) from error
        draft.write_bytes(target.getvalue())


def _write(book: Book, outcome: Outcome, attribution: Attribution, origin: str) -> None:
    sheets = add_sheets(book, live=(model := model_of(outcome)).live)
    inputs = Inputs(sheets["Assumptions"], outcome.compiled)
    front = sheets["Summary"]
    row = write_control(book, front, inputs.at("plan", "discount_rate"))
    pages = _write_pages(book, sheets, model, inputs, attribution)
    fails = write_checks(book, sheets["Checks"], checks_of(book, pages, outcome, attribution))
    row = write_figures(front, row, _figures(book, pages, projection(book.plan, outcome)), fails)
    sums = pages.sums
    spend = sums.sheet.range(MONTH, sums.totals[0][1], sums.totals[0][1], YEAR - 1)
    heads = sums.sheet.range(MONTH, HEAD, HEAD, YEAR - 1)
    add_chart(book, front, row, heads, spend, _("Net marketing cost by month"))
    write_record(book, inputs.keys, live=model.live, origin=origin)


def _write_pages(book: Book, sheets: dict[str, Sheet], model: Model, inputs: Inputs, attribution: Attribution) -> Pages:
    outcome, lines = model.outcome, lines_of(book.plan)
    calendar, phasing = sheets["Calendar"], sheets["Phasing"]
    write_calendar(calendar, book, lines)
    write_phasing(phasing, book, lines, calendar, live=model.live)
    sums = write_sums(sheets["ByMonth"], book, lines, phasing)
    written = write_projection_model(sheets, book, model, inputs)
    months = write_projection(sheets["Projection"], book, outcome, sums, written.cells)
    write_targets(sheets["Targets"], book, outcome, written.cells)
    channels = write_channels(sheets["Channels"], book, lines, phasing, attribution, months, worth_of(outcome))
    inputs.write(book)
    write_method(sheets["Method"], book, outcome, live=model.live)
    filled = write_budget(book, sheets["Budget"], lines, phasing, TOP_DOWN)
    money, books = _write_ledger(book, sheets, lines, filled)
    write_variance(sheets["Variance"], book, lines, phasing, money, books)
    write_funds(sheets["MDF"], book)
    write_vendors(sheets["Vendors"], book)
    write_scenarios(sheets["Scenarios"], book, outcome)
    return Pages(
        lines, filled, calendar, phasing, sums, months, sheets["Targets"], channels, inputs, written.streams,
        written.lines, money, books,
    )  # fmt: skip


def _write_ledger(book: Book, sheets: dict[str, Sheet], lines: Lines, budget: Budget) -> tuple[Money, Ledger]:
    """Write orders, bookings and lines, and into the envelopes what transfers and lines bring."""
    books = ledger(book.plan)
    last = write_transfers(sheets["Transfers"], book)
    write_budget_money(book, budget, sheets["Transfers"], last, books)
    return write_money(sheets, book, lines, sheets["Phasing"], books), books


def _figures(book: Book, pages: Pages, found: Figures) -> list[tuple[str, list[Figure]]]:
    """Return the blocks of the summary."""
    currency = book.plan.header.currency
    budget, months, calendar = pages.budget, pages.projection, pages.calendar
    top_down = book.money(book.plan.header.topdown_budget)
    net = found["net_marketing_cost_fy"]
    gross = found["gross_programme_spend_fy"]
    working = pages.sums.sheet.absolute(pages.sums.working, YEAR)
    year_return = _return(months.year("margin"), months.year("cost"))
    horizon_return = _return(months.horizon("pv_margin"), months.horizon("pv_cost"))
    customers = _("New customers by marketing")
    return [
        (
            _("Budget of the fiscal year ({currency})").format(currency=currency),
            [
                Figure(_("Top-down budget"), TOP_DOWN, top_down),
                Figure(_("Planned, net"), calendar.absolute(TOTALS, NET), net),
                Figure(_("Headroom"), budget.headroom_cell, book.money(budget.top_down - budget.bottom_up)),
                Figure(_("Planned, gross"), calendar.absolute(TOTALS, GROSS), gross),
                Figure(_("Partners pay"), calendar.absolute(TOTALS, PARTNER), gross - net),
                Figure(_("Working, net"), working, found["working_net_cost_fy"]),
            ],
        ),
        (
            _("Outcome of the fiscal year ({currency})").format(currency=currency),
            [
                Figure(_("Revenue without marketing"), months.year("base"), found["baseline_revenue_fy"]),
                Figure(_("Revenue by marketing"), months.year("incremental"), found["incremental_revenue_fy"]),
                Figure(_("Projected revenue"), months.year("revenue"), found["projected_revenue_fy"]),
                Figure(_("Gross margin by marketing"), months.year("margin"), found["incremental_gm_fy"]),
                Figure(_("Contribution"), months.year("contribution"), found["contribution_fy"]),
                Figure(_("Return"), year_return, _rate(found["roi_fy"]), "rate"),
                Figure(customers, months.year("new"), found["new_customers_marketing_fy"], "customers"),
            ],
        ),
        (
            _("Outcome over {n} months ({currency})").format(n=book.plan.calendar.horizon, currency=currency),
            [
                Figure(_("Margin, present value"), months.horizon("pv_margin"), found["pv_incremental_gm_horizon"]),
                Figure(_("Cost, present value"), months.horizon("pv_cost"), found["pv_cost"]),
                Figure(_("Return"), horizon_return, _rate(found["roi_horizon"]), "rate"),
                Figure(customers, months.horizon("new"), found["new_customers_marketing_horizon"], "customers"),
            ],
        ),
    ]


def _return(gain: str, cost: str) -> str:
    return f'IF({cost}=0,"",({gain}-{cost})/{cost})'


def _rate(value: float | None) -> float | str:
    return "" if value is None else value
