"""The finance workbook: the plan with live formulas that add up to the cent, checks, and the outcome beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from cmoplanner.errors import ExportFailed
from cmoplanner.exchange.book import FIRST, HEAD, TOTALS, Book, Sheet
from cmoplanner.exchange.book_back_record import write_record
from cmoplanner.exchange.book_budget import Budget, write_budget
from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_method import write_method
from cmoplanner.exchange.book_model import Model, model_of
from cmoplanner.exchange.book_model_lines import LineRows
from cmoplanner.exchange.book_model_sheets import write_projection_model
from cmoplanner.exchange.book_outcome import (
    CELLS_BASE,
    CELLS_REVENUE,
    Channels,
    Projection,
    write_channels,
    write_projection,
    write_targets,
)
from cmoplanner.exchange.book_phasing import write_phasing
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
    write_sums,
)
from cmoplanner.exchange.book_rows import Rows
from cmoplanner.exchange.book_sheets import add_sheets
from cmoplanner.exchange.book_summary import (
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


@dataclass(frozen=True)
class _Pages:
    """What the summary and the checks refer to."""

    lines: Lines
    budget: Budget
    calendar: Sheet
    phasing: Sheet
    sums: Sums
    projection: Projection
    targets: Sheet
    channels: Channels
    inputs: Inputs
    streams: Rows
    line_rows: LineRows | None


def _write(book: Book, outcome: Outcome, attribution: Attribution, origin: str) -> None:
    sheets = add_sheets(book, live=(model := model_of(outcome)).live)
    inputs = Inputs(sheets["Assumptions"], outcome.compiled)
    front = sheets["Summary"]
    row = write_control(book, front, inputs.at("plan", "discount_rate"))
    pages = _write_pages(book, sheets, model, inputs, attribution)
    fails = write_checks(book, sheets["Checks"], _checks(book, pages, outcome, attribution))
    row = write_figures(front, row, _figures(book, pages, projection(book.plan, outcome)), fails)
    sums = pages.sums
    spend = sums.sheet.range(MONTH, sums.totals[0][1], sums.totals[0][1], YEAR - 1)
    heads = sums.sheet.range(MONTH, HEAD, HEAD, YEAR - 1)
    add_chart(book, front, row, heads, spend, _("Net marketing cost by month"))
    write_record(book, inputs.keys, live=model.live, origin=origin)


def _write_pages(
    book: Book, sheets: Mapping[str, Sheet], model: Model, inputs: Inputs, attribution: Attribution
) -> _Pages:
    outcome, lines = model.outcome, lines_of(book.plan)
    calendar, phasing = sheets["Calendar"], sheets["Phasing"]
    write_calendar(calendar, book, lines)
    write_phasing(phasing, book, lines, calendar, live=model.live)
    sums = write_sums(sheets["ByMonth"], book, lines, phasing)
    written = write_projection_model(sheets, book, model, inputs)
    months = write_projection(sheets["Projection"], book, outcome, sums, written.cells)
    write_targets(sheets["Targets"], book, outcome, written.cells)
    channels = write_channels(sheets["Channels"], book, lines, phasing, attribution, months, _worth(outcome))
    inputs.write(book)
    write_method(sheets["Method"], book, outcome, live=model.live)
    filled = write_budget(book, sheets["Budget"], lines, phasing, TOP_DOWN)
    return _Pages(
        lines, filled, calendar, phasing, sums, months, sheets["Targets"], channels, inputs, written.streams,
        written.lines,
    )  # fmt: skip


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
    checks = [
        Check(_("Dates outside the fiscal year"), "0", 0, f"{early}+{late}", outside, "count"),
        Check(_("Months below zero"), "0", 0, f'COUNTIF({months},"<0")', negative, "count"),
    ]
    return [*checks, *_input_checks(pages)]


def _input_checks(pages: _Pages) -> list[Check]:
    """Return the checks of the assumptions and of what streams make of them."""
    seasons = list(pages.inputs.seasons().values())
    wrong = "+".join(f"(ABS(SUM({where})-{MONTHS_A_YEAR})>0.000001)" for where, _sum in seasons) or "0"
    count = sum(abs(total - MONTHS_A_YEAR) > 1e-6 for _where, total in seasons)
    checks = [
        Check(_("Seasons that do not add up to 12"), "0", 0, wrong, count, "count"),
        Check(_("Assumptions out of their place (sorted)"), "0", 0, pages.inputs.out_of_place, 0, "count"),
    ]
    if pages.line_rows is not None:
        found = f"SUMPRODUCT(ABS({pages.streams.checks}))"
        name = _("Each stream: spend = pressure felt + closing stock")
        checks.append(Check(name, "0", 0.0, found, 0.0, tolerance=_MODEL_TOLERANCE))
    return checks


def _model_checks(pages: _Pages, outcome: Outcome, attribution: Attribution) -> list[Check]:
    base = fiscal_year(outcome.baseline_by_month(Line.REVENUE))
    revenue = fiscal_year(outcome.by_month(Line.REVENUE))
    worth = _worth(outcome)
    months = pages.projection
    found = f"{months.year('base')}+{months.year('incremental')}"
    return [
        Check(
            _("Base and marketing add up to the projected revenue"),
            months.year("revenue"), revenue, found, revenue, tolerance=_MODEL_TOLERANCE,
        ),
        Check(
            _("Market cells add up to the projected revenue"),
            months.year("revenue"), revenue, pages.targets.absolute(TOTALS, CELLS_REVENUE), revenue,
            tolerance=_MODEL_TOLERANCE,
        ),
        Check(
            _("Market cells add up to the revenue without marketing"),
            months.year("base"), base, pages.targets.absolute(TOTALS, CELLS_BASE), base, tolerance=_MODEL_TOLERANCE,
        ),
        Check(
            _("What channels and levers bring adds up to the whole"),
            pages.channels.whole, worth, pages.channels.total, attribution.total, tolerance=_MODEL_TOLERANCE,
        ),
    ]  # fmt: skip


def _worth(outcome: Outcome) -> float:
    return present_value(outcome, outcome.incremental_by_month(Line.MARGIN))


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
