"""The finance workbook: the plan with live formulas that add up to the cent, checks, and the outcome beside it."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.book import FIRST, HEAD, TOTALS, Book, Sheet
from cmoplanner.exchange.book_budget import Budget, write_budget
from cmoplanner.exchange.book_method import write_method
from cmoplanner.exchange.book_outcome import (
    CELLS_BASE,
    CELLS_REVENUE,
    Channels,
    Projection,
    write_assumptions,
    write_cells,
    write_channels,
    write_projection,
)
from cmoplanner.exchange.book_plan import (
    END,
    GROSS,
    MONTH,
    NET,
    P_DIFFERENCE,
    P_MONTH,
    P_SUM,
    PARTNER,
    START,
    YEAR,
    Lines,
    Sums,
    lines_of,
    write_calendar,
    write_phasing,
    write_sums,
)
from cmoplanner.exchange.book_summary import (
    DISCOUNT,
    FY_END,
    FY_START,
    TOP_DOWN,
    Check,
    Figure,
    add_chart,
    write_checks,
    write_control,
    write_figures,
)
from cmoplanner.exchange.files_out import whole_file
from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Plan
from cmoplanner.projection.attribution import Attribution, attribute
from cmoplanner.projection.outcome import Line, Outcome, fiscal_year, present_value
from cmoplanner.report.figures import Figures, projection

_MODEL_TOLERANCE = 0.01  # currency units: results of the model are floats


def export_workbook(plan: Plan, outcome: Outcome, path: Path) -> None:
    """Write the workbook of a plan and its outcome, whole or not at all. Raises ExportFailed."""
    attribution = attribute(outcome.compiled, outcome)
    with whole_file(path) as draft:
        target = BytesIO()  # a file that fails would be held open, and then stay beside, until it is collected
        book = Book(target, plan)
        _write(book, outcome, attribution)
        try:
            book.close()
        except XlsxWriterException as error:
            raise ExportFailed(path, str(error)) from error
        draft.write_bytes(target.getvalue())


@dataclass(frozen=True)
class _Pages:
    """The sheets behind the summary, in their order."""

    lines: Lines
    budget: Budget
    calendar: Sheet
    phasing: Sheet
    sums: Sums
    projection: Projection
    cells: Sheet
    channels: Channels
    seasons: tuple[str, int]


def _write(book: Book, outcome: Outcome, attribution: Attribution) -> None:
    front = book.sheet("Summary", _("Summary"), _("Every figure is a link to a sheet behind."))
    checks = book.sheet("Checks", _("Checks"), _("Recalculated with the workbook."))
    row = write_control(book, front)
    pages = _write_pages(book, outcome, attribution)
    fails = write_checks(book, checks, _checks(book, pages, outcome, attribution))
    row = write_figures(front, row, _figures(book, pages, projection(book.plan, outcome)), fails)
    sums = pages.sums
    spend = sums.sheet.range(MONTH, sums.totals[0][1], sums.totals[0][1], YEAR - 1)
    heads = sums.sheet.range(MONTH, HEAD, HEAD, YEAR - 1)
    add_chart(book, front, row, heads, spend, _("Net marketing cost by month"))


def _write_pages(book: Book, outcome: Outcome, attribution: Attribution) -> _Pages:
    lines = lines_of(book.plan)
    budget = book.sheet("Budget", _("Budget"), _("Envelopes of the fiscal year against the plan, net."))
    calendar = write_calendar(book, lines)
    phasing = write_phasing(book, lines, calendar)
    sums = write_sums(book, lines, phasing)
    months = write_projection(book, outcome, sums, DISCOUNT)
    cells = write_cells(book, outcome)
    channels = write_channels(book, lines, phasing, attribution)
    seasons = write_assumptions(book)
    write_method(book, outcome)
    filled = write_budget(book, budget, lines, phasing, TOP_DOWN)
    return _Pages(lines, filled, calendar, phasing, sums, months, cells, channels, seasons)


def _checks(book: Book, pages: _Pages, outcome: Outcome, attribution: Attribution) -> list[Check]:
    """Return the checks of domain F.3 that this workbook can make."""
    return [*_money_checks(book, pages), *_plan_checks(book, pages), *_model_checks(pages, outcome, attribution)]


def _money_checks(book: Book, pages: _Pages) -> list[Check]:
    lines, last = pages.lines, pages.lines.last
    net = book.money(sum(line.net for line in lines.lines))
    total = pages.calendar.absolute(TOTALS, NET)
    gross, partner = pages.calendar.absolute(TOTALS, GROSS), pages.calendar.absolute(TOTALS, PARTNER)
    differences = pages.phasing.range(P_DIFFERENCE, FIRST, last)
    checks = [
        Check(_("Months add up to the net of each activity"), "0", 0.0, f"SUMPRODUCT(ABS({differences}))", 0.0),
        Check(_("Gross less partner part is net"), total, net, f"{gross}-{partner}", net),
        Check(_("Phasing adds up to the calendar"), total, net, pages.phasing.absolute(TOTALS, P_SUM), net),
    ]
    for title, row in pages.sums.totals:
        name = _("Sums add up to the calendar: {by}").format(by=title)
        checks.append(Check(name, total, net, pages.sums.sheet.absolute(row, YEAR), net))
    checks.append(Check(_("Bottom-up of the envelopes is the plan"), total, net, pages.budget.bottom_up_cell, net))
    if pages.budget.envelopes is not None:
        given = book.money(pages.budget.envelopes)
        top_down = book.money(book.plan.header.topdown_budget)
        name = _("Envelopes add up to the top-down budget")
        checks.append(Check(name, TOP_DOWN, top_down, pages.budget.envelopes_sum, given))
    return checks


def _plan_checks(book: Book, pages: _Pages) -> list[Check]:
    lines, calendar, last = pages.lines.lines, book.plan.calendar, pages.lines.last
    starts, ends = pages.calendar.range(START, FIRST, last), pages.calendar.range(END, FIRST, last)
    early = f'COUNTIFS({starts},"<"&{FY_START},{starts},">0")'
    late = f'COUNTIF({ends},">"&{FY_END})'
    outside = sum((li.activity.start < calendar.fy_start) + (li.activity.end > calendar.fy_end) for li in lines)
    months = pages.phasing.range(P_MONTH, FIRST, last, P_MONTH + MONTHS_A_YEAR - 1)
    negative = sum(amount < 0 for line in lines for amount in line.months)
    seasons, count = pages.seasons
    checks = [
        Check(_("Dates outside the fiscal year"), "0", 0, f"{early}+{late}", outside, "count"),
        Check(_("Months below zero"), "0", 0, f'COUNTIF({months},"<0")', negative, "count"),
    ]
    if count:
        expected = float(MONTHS_A_YEAR * count)
        found = sum(sum(one.seasonality) for one in book.plan.offerings.values() if one.level == "offering")
        name = _("Each season adds up to 12")
        checks.append(Check(name, f"{MONTHS_A_YEAR}*{count}", expected, f"SUM({seasons})", found, "number", 1e-6))
    return checks


def _model_checks(pages: _Pages, outcome: Outcome, attribution: Attribution) -> list[Check]:
    base = fiscal_year(outcome.baseline_by_month(Line.REVENUE))
    revenue = fiscal_year(outcome.by_month(Line.REVENUE))
    worth = present_value(outcome, outcome.incremental_by_month(Line.MARGIN))
    months = pages.projection
    found = f"{months.year('base')}+{months.year('incremental')}"
    return [
        Check(
            _("Base and marketing add up to the projected revenue"),
            months.year("revenue"), revenue, found, revenue, tolerance=_MODEL_TOLERANCE,
        ),
        Check(
            _("Market cells add up to the projected revenue"),
            months.year("revenue"), revenue, pages.cells.absolute(TOTALS, CELLS_REVENUE), revenue,
            tolerance=_MODEL_TOLERANCE,
        ),
        Check(
            _("Market cells add up to the revenue without marketing"),
            months.year("base"), base, pages.cells.absolute(TOTALS, CELLS_BASE), base, tolerance=_MODEL_TOLERANCE,
        ),
        Check(
            _("What channels and levers bring adds up to the whole"),
            months.horizon("pv_margin"), worth, pages.channels.total, attribution.total, tolerance=_MODEL_TOLERANCE,
        ),
    ]  # fmt: skip


def _figures(book: Book, pages: _Pages, found: Figures) -> list[tuple[str, list[Figure]]]:
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
