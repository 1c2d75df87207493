"""The checks of the workbook: each pair of figures that must agree, live. Source: domain F.3."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet
from cmoplanner.exchange.book_back_record import FINGERPRINT as RECORDED
from cmoplanner.exchange.book_budget import Budget
from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_ledger import A_BOOKED, A_LINE, Money
from cmoplanner.exchange.book_lines_money import L_DATE, L_FORECAST, L_MONTH, L_ORDERED, L_PLAN, L_YEAR
from cmoplanner.exchange.book_model_lines import LineRows
from cmoplanner.exchange.book_outcome import CELLS_BASE, CELLS_REVENUE, Channels, Projection
from cmoplanner.exchange.book_plan import (
    END,
    GROSS,
    NET,
    P_DIFFERENCE,
    P_MONTH,
    P_SUM,
    PARTNER,
    SHARES,
    START,
    YEAR,
    Lines,
    Sums,
    target_sums,
)
from cmoplanner.exchange.book_rows import Rows
from cmoplanner.exchange.book_spending import F_ALLOCATED, F_PLANNED
from cmoplanner.exchange.book_summary import FINGERPRINT, FY_END, FY_START, TOP_DOWN, Check
from cmoplanner.exchange.book_variance import V_DIFFERENCE, Variances
from cmoplanner.i18n import _
from cmoplanner.ledger.lines import Ledger
from cmoplanner.ledger.money_back import fund_left
from cmoplanner.ledger.orders import booked
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.outcome import Line, Outcome, fiscal_year, present_value

_MODEL_TOLERANCE = 0.01  # currency units: results of the model are floats
_SHARE = 1e-6
_SHOWN = 16  # of a fingerprint's characters: as good as all, and fit into a column


@dataclass(frozen=True, slots=True)
class Funds:
    """The sheet of partner funds and its last row."""

    sheet: Sheet
    last: int


@dataclass(frozen=True)
class Pages:
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
    money: Money
    ledger: Ledger
    funds: Funds
    variances: Variances
    load: str | None
    digest: str


def checks_of(book: Book, pages: Pages, outcome: Outcome, attribution: Attribution) -> list[Check]:
    """Return the checks of domain F.3 that this workbook can make."""
    return [
        *_money_checks(book, pages),
        *_ledger_checks(book, pages),
        *_plan_checks(book, pages),
        *_rule_checks(book, pages),
        *_model_checks(pages, outcome, attribution),
    ]


def _money_checks(book: Book, pages: Pages) -> list[Check]:
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
    if pages.load is not None:
        checks.append(Check(_("The load for accounting adds up to the calendar"), total, net, pages.load, net))
    return checks


def _ledger_checks(book: Book, pages: Pages) -> list[Check]:
    """Return the checks of bookings, orders, forecast, transfers and variances."""
    total, sheet = pages.ledger.total(), pages.money.ledger
    booked_in_all = book.money(sum(booked(actual) for actual in book.plan.actuals.values()))
    in_year, outside = sheet.absolute(TOTALS, L_YEAR), book.money(pages.ledger.outside)
    moves, in_envelopes, expected = pages.budget.money_cells
    of_year = book.money(total.booked)
    to_date = sheet.absolute(TOTALS, L_DATE)
    closed = pages.ledger.closed
    rest = "0"
    if closed < MONTHS_A_YEAR:
        rest = f"SUM({sheet.range(L_MONTH + closed, TOTALS, TOTALS, L_MONTH + MONTHS_A_YEAR - 1)})"
    forecast, whole = sheet.absolute(TOTALS, L_FORECAST), book.money(total.expected)
    return [
        Check(
            _("Bookings of the year and of other years are all bookings"),
            pages.money.actuals.absolute(TOTALS, A_BOOKED), booked_in_all, f"{in_year}+{outside!r}", booked_in_all,
        ),
        Check(
            _("Actual to date and forecast of the open months are the forecast"), forecast, whole, f"{to_date}+{rest}",
            whole,
        ),
        Check(_("Envelopes hold all bookings"), in_year, of_year, in_envelopes, of_year),
        Check(_("Envelopes hold the whole forecast"), forecast, whole, expected, whole),
        Check(_("Transfers add up to nothing"), "0", 0.0, moves, 0.0),
        *_variance_checks(book, pages.variances),
    ]  # fmt: skip


def _variance_checks(book: Book, found: Variances) -> list[Check]:
    if not found.whole:
        return []
    months, to_date = (sheet.absolute(TOTALS, V_DIFFERENCE) for sheet in (found.by_month, found.to_date))
    amount = book.money(found.difference)
    return [Check(_("Variances of the months add up to the variance to date"), to_date, amount, months, amount)]


def _plan_checks(book: Book, pages: Pages) -> list[Check]:
    lines, calendar, last = pages.lines.lines, book.plan.calendar, pages.lines.last
    starts, ends = pages.calendar.range(START, FIRST, last), pages.calendar.range(END, FIRST, last)
    early = f'COUNTIFS({starts},"<"&{FY_START},{starts},">0")'
    late = f'COUNTIF({ends},">"&{FY_END})'
    outside = sum((li.activity.start < calendar.fy_start) + (li.activity.end > calendar.fy_end) for li in lines)
    months = pages.phasing.range(P_MONTH, FIRST, last, P_MONTH + MONTHS_A_YEAR - 1)
    negative = sum(amount < 0 for line in lines for amount in line.months)
    checks = [
        Check(_("Dates outside the fiscal year"), "0", 0, f"{early}+{late}", outside, "count", about_plan=True),
        Check(_("Months below zero"), "0", 0, f'COUNTIF({months},"<0")', negative, "count", about_plan=True),
    ]
    return [*checks, *_input_checks(book, pages)]


def _rule_checks(book: Book, pages: Pages) -> list[Check]:
    """Return the checks that hold the plan against a rule: shares, coding, partner funds, orders."""
    plan, money, last = book.plan, pages.money, pages.lines.last
    shares = pages.calendar.range(SHARES, FIRST, last)
    sums = pages.line_rows.totals if pages.line_rows else target_sums(pages.lines)
    wrong = sum(abs(total) > _SHARE and abs(total - 1) > _SHARE for total in sums)
    bookings, named = (money.actuals.range(col, FIRST, money.last_actual) for col in (0, A_LINE))
    uncoded = f'SUMPRODUCT(({bookings}<>"")*ISNA(MATCH({named},{pages.calendar.range(0, FIRST, last)},0)))'
    if money.exact:  # a wildcard would be found everywhere
        uncoded = f'SUMPRODUCT(({bookings}<>"")*({named}=""))'
    coded = set() if money.exact else set(plan.activities)
    without = sum(one.activity_id not in coded if coded else not one.activity_id for one in plan.actuals.values())
    funds = pages.funds
    planned, allocated = (funds.sheet.range(col, FIRST, funds.last) for col in (F_PLANNED, F_ALLOCATED))
    over = sum(left < 0 for left in fund_left(plan).values())
    ordered, lines = (money.ledger.range(col, FIRST, money.last_line) for col in (L_ORDERED, L_PLAN))
    above = sum(line.ordered > line.planned for line in pages.ledger.lines.values())
    limit = f">{book.tolerance!r}"
    return [
        Check(
            _("Activities whose shares in the market cells are not 100 %"), "0", 0,
            f"SUMPRODUCT((ABS({shares})>{_SHARE!r})*(ABS({shares}-1)>{_SHARE!r}))", wrong, "count", about_plan=True,
        ),
        Check(_("Bookings without an activity"), "0", 0, uncoded, without, "count", about_plan=True),
        Check(
            _("Partner funds of which more is planned than allocated"), "0", 0,
            f"SUMPRODUCT(1*({planned}-{allocated}{limit}))", over, "count", about_plan=True,
        ),
        Check(
            _("Activities of which more is ordered than planned"), "0", 0,
            f"SUMPRODUCT(1*({ordered}-{lines}{limit}))", above, "count", about_plan=True,
        ),
    ]  # fmt: skip


def _input_checks(book: Book, pages: Pages) -> list[Check]:
    """Return the checks of the assumptions, of what streams make of them, and that this is the plan's workbook."""
    seasons = list(pages.inputs.seasons().values())
    wrong = "+".join(f"(ABS(SUM({where})-{MONTHS_A_YEAR})>0.000001)" for where, _sum in seasons) or "0"
    count = sum(abs(total - MONTHS_A_YEAR) > 1e-6 for _where, total in seasons)
    ids = (sheet.range(0, FIRST, pages.lines.last) for sheet in (pages.calendar, pages.phasing))
    moved = f"SUMPRODUCT(1-EXACT({','.join(ids)}))"
    checks = [
        Check(_("Seasons that do not add up to 12"), "0", 0, wrong, count, "count", about_plan=True),
        Check(_("Activities out of their place (sorted)"), "0", 0, moved, 0, "count"),
        Check(_("Assumptions out of their place (sorted)"), "0", 0, pages.inputs.out_of_place, 0, "count"),
    ]
    if pages.line_rows is not None:
        found = f"SUMPRODUCT(ABS({pages.streams.checks}))"
        name = _("Each stream: spend = pressure felt + closing stock")
        checks.append(Check(name, "0", 0.0, found, 0.0, tolerance=_MODEL_TOLERANCE))
    if pages.digest:
        name, mine = _("The workbook is of this plan (fingerprint)"), pages.digest[:_SHOWN]
        given, found = (f"LEFT({where},{_SHOWN})" for where in (FINGERPRINT, RECORDED))
        checks.append(Check(name, given, mine, found, mine, "text"))
    return checks


def _model_checks(pages: Pages, outcome: Outcome, attribution: Attribution) -> list[Check]:
    base = fiscal_year(outcome.baseline_by_month(Line.REVENUE))
    revenue = fiscal_year(outcome.by_month(Line.REVENUE))
    worth = worth_of(outcome)
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


def worth_of(outcome: Outcome) -> float:
    """Return the present value of what the plan adds in margin over the horizon."""
    return present_value(outcome, outcome.incremental_by_month(Line.MARGIN))
