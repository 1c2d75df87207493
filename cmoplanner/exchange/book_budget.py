"""The budget sheet of the workbook: envelopes from the top down beside what is planned from the bottom up."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_plan import (
    P_CATEGORY,
    P_CENTRE,
    P_QUARTER,
    P_REGION,
    P_SUM,
    Line,
    Lines,
)
from cmoplanner.exchange.book_spending import moved
from cmoplanner.exchange.labels import sum_if
from cmoplanner.i18n import _
from cmoplanner.ledger.envelopes import OUTSIDE, envelopes, of_year
from cmoplanner.ledger.lines import Ledger
from cmoplanner.model.plan import Envelope

_REGION_ALL = ("", "All")
_MOVED, _REVISED, _BOOKED, _EXPECTED, _LEFT = range(11, 16)
_CENTRE, _CATEGORY, _REGION, _TOP_DOWN, _BOTTOM_UP, _HEADROOM, _PERCENT = 2, 3, 4, 5, 6, 7, 8


@dataclass(frozen=True)
class Budget:
    """The sheet, the row of money in no envelope, and totals in minor units; `envelopes` is None without any."""

    sheet: Sheet
    outside: int
    top_down: int
    bottom_up: int
    envelopes: int | None

    @property
    def envelopes_sum(self) -> str:
        """The formula of all envelopes from the top down."""
        return f"SUM({self.sheet.range(_TOP_DOWN, FIRST, self.outside - 1)})"

    @property
    def bottom_up_cell(self) -> str:
        """The address of the total from the bottom up."""
        return self.sheet.absolute(TOTALS, _BOTTOM_UP)

    @property
    def money_cells(self) -> tuple[str, str, str]:
        """The addresses of the totals of transfers, bookings and forecast."""
        moves, booked, expected = (self.sheet.absolute(TOTALS, col) for col in (_MOVED, _BOOKED, _EXPECTED))
        return moves, booked, expected

    @property
    def headroom_cell(self) -> str:
        """The address of what is left."""
        return self.sheet.absolute(TOTALS, _HEADROOM)


def write_budget(book: Book, sheet: Sheet, lines: Lines, phasing: Sheet, top_down_name: str) -> Budget:
    """Write the envelopes of the fiscal year with what is planned in each, and what lies in none of them."""
    plan = book.plan
    currency = plan.header.currency
    heads = [
        (_("Envelope"), "text", 22.0),
        (_("Quarter"), "count", 9.0),
        (_("Cost centre"), "text", 28.0),
        (_("Cost category"), "text", 28.0),
        (_("Region"), "text", 10.0),
        (_("Top-down ({currency})").format(currency=currency), "money", 15.0),
        (_("Bottom-up ({currency})").format(currency=currency), "money", 15.0),
        (_("Headroom ({currency})").format(currency=currency), "money", 15.0),
        (_("Headroom (share)"), "rate", 11.0),
        (_("Owner"), "text", 22.0),
        (_("Note"), "text", 30.0),
        (_("Transfers ({currency})").format(currency=currency), "money", 15.0),
        (_("Revised ({currency})").format(currency=currency), "money", 15.0),
        (_("Booked, fiscal year ({currency})").format(currency=currency), "money", 15.0),
        (_("Forecast, fiscal year ({currency})").format(currency=currency), "money", 15.0),
        (_("Revised less forecast ({currency})").format(currency=currency), "money", 15.0),
    ]
    sheet.columns(heads)
    own = of_year(plan)
    planned = 0
    for number, envelope in enumerate(own):
        planned += _envelope_row(book, sheet, FIRST + number, envelope, lines, phasing)
    outside = FIRST + len(own)
    given = sum(envelope.topdown_amount for envelope in own)
    total, top_down = sum(line.net for line in lines.lines), plan.header.topdown_budget
    _outside_row(book, sheet, outside, top_down_name, phasing, (top_down - given, total - planned))
    sheet.text(TOTALS, 0, _("Total"), "strong")
    for col, amount in ((_TOP_DOWN, top_down), (_BOTTOM_UP, total), (_HEADROOM, top_down - total)):
        formula = f"SUM({cell(FIRST, col)}:{cell(outside, col)})"
        sheet.formula(TOTALS, col, formula, book.money(amount), "money", "total")
    _percent(sheet, TOTALS, top_down, total, "total")
    sheet.as_list(max(FIRST, outside - 1), len(heads), frozen=1)
    return Budget(sheet, outside, top_down, total, given if own else None)


def write_budget_money(book: Book, budget: Budget, transfers: Sheet, last_transfer: int, ledger: Ledger) -> None:
    """Add to each envelope what transfers bring, what is booked and what is expected of its lines. Source: domain F.5.

    Transfers are live; bookings and forecast are those of the program, which puts each line's quarter in one envelope.
    """
    sheet, found = budget.sheet, envelopes(book.plan, ledger).money
    rows = [envelope.id for envelope in of_year(book.plan)] + [OUTSIDE]
    for row, envelope in enumerate(rows, FIRST):
        money = found[envelope]
        if envelope == OUTSIDE:
            sheet.put(row, _MOVED, 0.0, "money", "model")
        else:
            formula = moved(transfers, last_transfer, f"${cell(row, 0)}")
            sheet.formula(row, _MOVED, formula, book.money(money.moved), "money", "link")
        revised = f"ROUND({cell(row, _TOP_DOWN)}+{cell(row, _MOVED)},{book.decimals})"
        sheet.formula(row, _REVISED, revised, book.money(money.revised), "money")
        sheet.put(row, _BOOKED, book.money(money.booked), "money", "model")
        sheet.put(row, _EXPECTED, book.money(money.expected), "money", "model")
        left = f"ROUND({cell(row, _REVISED)}-{cell(row, _EXPECTED)},{book.decimals})"
        sheet.formula(row, _LEFT, left, book.money(money.revised - money.expected), "money")
    every = list(found.values())
    totals = {
        _MOVED: sum(one.moved for one in every),
        _REVISED: sum(one.revised for one in every),
        _BOOKED: sum(one.booked for one in every),
        _EXPECTED: sum(one.expected for one in every),
        _LEFT: sum(one.revised - one.expected for one in every),
    }
    for col, total in totals.items():
        formula = f"SUM({cell(FIRST, col)}:{cell(budget.outside, col)})"
        sheet.formula(TOTALS, col, formula, book.money(total), "money", "total")


def _envelope_row(book: Book, sheet: Sheet, row: int, envelope: Envelope, lines: Lines, phasing: Sheet) -> int:
    """Write one envelope and return what is planned in it."""
    centre = lines.centres(envelope.cost_centre_id) if envelope.cost_centre_id else ""
    category = lines.categories(envelope.category_id) if envelope.category_id else ""
    region = "" if envelope.region in _REGION_ALL else envelope.region
    sheet.put(row, 0, envelope.id, "text", "label")
    sheet.put(row, 1, envelope.quarter, "count")
    sheet.put(row, _CENTRE, centre, "text", "label")
    sheet.put(row, _CATEGORY, category, "text", "label")
    sheet.put(row, _REGION, envelope.region, "text", "label")
    sheet.put(row, _TOP_DOWN, book.money(envelope.topdown_amount), "money")
    sheet.put(row, 9, envelope.owner_role, "text", "label")
    sheet.put(row, 10, envelope.note, "text", "label")
    conditions = []
    if centre:
        conditions.append((phasing.range(P_CENTRE, FIRST, lines.last), f"${cell(row, _CENTRE)}", lines.centres.exact))
    if category:
        where = phasing.range(P_CATEGORY, FIRST, lines.last)
        conditions.append((where, f"${cell(row, _CATEGORY)}", lines.categories.exact))
    if region:  # any text may stand there, so it is compared exactly
        conditions.append((phasing.range(P_REGION, FIRST, lines.last), f"${cell(row, _REGION)}", True))
    col = P_QUARTER + envelope.quarter - 1 if envelope.quarter else P_SUM
    planned = sum(
        _in_quarter(line, envelope.quarter)
        for line in lines.lines
        if (not centre or line.centre == centre)
        and (not category or line.category == category)
        and (not region or line.region == region)
    )
    formula = sum_if(phasing.range(col, FIRST, lines.last), *conditions)
    sheet.formula(row, _BOTTOM_UP, formula, book.money(planned), "money", "link")
    _headroom(book, sheet, row, envelope.topdown_amount, planned)
    return planned


def _in_quarter(line: Line, quarter: int | None) -> int:
    return sum(line.months[3 * quarter - 3 : 3 * quarter]) if quarter else line.net


def _outside_row(
    book: Book, sheet: Sheet, row: int, top_down_name: str, phasing: Sheet, amounts: tuple[int, int]
) -> None:
    """Write what no envelope holds: the rest of the budget, and planned money without an envelope."""
    sheet.text(row, 0, _("In no envelope"), "strong")
    rest, planned = amounts
    above = row > FIRST
    given = f"-SUM({cell(FIRST, _TOP_DOWN)}:{cell(row - 1, _TOP_DOWN)})" if above else ""
    found = f"-SUM({cell(FIRST, _BOTTOM_UP)}:{cell(row - 1, _BOTTOM_UP)})" if above else ""
    total = phasing.absolute(TOTALS, P_SUM)
    decimals = book.decimals
    sheet.formula(row, _TOP_DOWN, f"ROUND({top_down_name}{given},{decimals})", book.money(rest), "money", "link")
    sheet.formula(row, _BOTTOM_UP, f"ROUND({total}{found},{decimals})", book.money(planned), "money", "link")
    _headroom(book, sheet, row, rest, planned)


def _headroom(book: Book, sheet: Sheet, row: int, top_down: int, planned: int) -> None:
    formula = f"ROUND({cell(row, _TOP_DOWN)}-{cell(row, _BOTTOM_UP)},{book.decimals})"
    sheet.formula(row, _HEADROOM, formula, book.money(top_down - planned), "money")
    _percent(sheet, row, top_down, planned, "formula")


def _percent(sheet: Sheet, row: int, top_down: int, planned: int, role: str) -> None:
    given = cell(row, _TOP_DOWN)
    value = (top_down - planned) / top_down if top_down else ""
    sheet.formula(row, _PERCENT, f'IF({given}=0,"",{cell(row, _HEADROOM)}/{given})', value, "rate", role)
