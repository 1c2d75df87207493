"""The unit economics of the workbook: what a new customer is worth and costs in each market cell, live."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_inputs import Inputs
from cmoplanner.exchange.book_model_lines import L_CELL, L_NET, L_WORKS, LineRows, kind_words
from cmoplanner.exchange.book_plan import KEEPS, NET, OTHER, WINS, WORKS, Lines, work_words
from cmoplanner.exchange.book_rows import Rows
from cmoplanner.exchange.book_summary import DISCOUNT
from cmoplanner.exchange.labels import unsafe
from cmoplanner.i18n import _
from cmoplanner.model.plan import Cell
from cmoplanner.projection.lifetime import NEVER_AFTER
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.rates import retention_new
from cmoplanner.projection.unit_economics import Economics, UnitEconomics, unit_economics

(
    _FIRST_ORDER, _ARPA, _MARGIN, _STAYS_NEW, _STAYS, _GROWS, _MONTHS, _FACTOR_NEW, _FACTOR, VALUE, _NEW, _COST,
    _LOADED, _CAC, _CAC_LOADED, _RATIO, _PAYBACK, _WORTH, _WORTH_SHARE, _COST_SHARE,
) = range(3, 23)  # fmt: skip
_KEEPING = 23
_ONE = "0.00000001"  # as near to 1 a factor's geometric series is counted, not divided
_FIRST_YEAR = 12


@dataclass(frozen=True)
class Sources:
    """What the sheet reads from: assumptions, rows of market cells, the calendar and its lines.

    `lines` are the lines of the streams, None where these are not live.
    """

    inputs: Inputs
    cells: Rows
    calendar: Sheet
    plan_lines: Lines
    lines: LineRows | None


def write_economics(sheet: Sheet, book: Book, outcome: Outcome, read: Sources) -> None:
    """Write lifetime value (closed geometric series), CAC, ratio, payback and shares by market cell.

    Source: domain C.14a, C.15, F.2.
    """
    writer = _Writer(sheet, book, unit_economics(outcome), read)
    heads = _heads(book)
    sheet.columns(heads)
    for number, compiled in enumerate(outcome.compiled.cells):
        writer.row(number, compiled.cell)
    last = FIRST + max(1, len(outcome.compiled.cells)) - 1
    writer.total(last)
    sheet.as_list(last, len(heads), frozen=1)


def _heads(book: Book) -> list[tuple[str, str, float]]:
    currency = book.plan.header.currency

    def money(name: str) -> str:
        return _("{name} ({currency})").format(name=name, currency=currency)

    return [
        (_("Market cell"), "text", 18.0),
        (_("Segment"), "text", 26.0),
        (_("Offering"), "text", 26.0),
        (money(_("First order")), "number", 12.0),
        (money(_("Revenue per customer and month")), "number", 12.0),
        (_("Gross margin (share)"), "rate", 9.0),
        (_("Retention of new customers (per year)"), "rate", 10.0),
        (_("Retention (per year)"), "rate", 10.0),
        (_("Growth of revenue per customer (per year)"), "rate", 11.0),
        (_("Months counted"), "count", 9.0),
        (_("Monthly factor, first year"), "factor", 10.0),
        (_("Monthly factor, later"), "factor", 10.0),
        (money(_("Lifetime value of a new customer")), "number", 13.0),
        (_("New by marketing over the horizon (customers)"), "customers", 12.0),
        (money(_("Cost of winning them, working")), "money", 14.0),
        (money(_("The same with its part of other cost")), "money", 14.0),
        (money(_("CAC, working")), "number", 12.0),
        (money(_("CAC, fully loaded")), "number", 12.0),
        (_("Lifetime value ÷ CAC, working"), "number", 10.0),
        (_("Payback (months, working)"), "count", 10.0),
        (money(_("Lifetime value won")), "money", 14.0),
        (_("Share of the value won"), "rate", 9.0),
        (_("Share of the cost"), "rate", 9.0),
        (money(_("Cost of keeping customers")), "money", 14.0),
    ]


class _Writer:
    def __init__(self, sheet: Sheet, book: Book, found: UnitEconomics, read: Sources) -> None:
        self._sheet, self._book, self._found, self._read = sheet, book, found, read
        self._exact = unsafe([compiled.cell.id for compiled in found.outcome.compiled.cells])
        self._worth = sum(self._won(one) for one in found.by_cell.values())
        self._cost = sum(one.cost.acquiring for one in found.by_cell.values())

    @staticmethod
    def _won(one: Economics) -> float:
        return one.new_customers * (one.lifetime_value or 0.0)

    def row(self, number: int, market: Cell) -> None:
        """Write one market cell."""
        plan, sheet, row = self._book.plan, self._sheet, FIRST + number
        segment, offering = plan.segments.get(market.segment_id), plan.offerings.get(market.offering_id)
        for col, text in enumerate((market.id, segment.name if segment else "", offering.name if offering else "")):
            sheet.put(row, col, text, "text", "label")
        self._inputs(row, market)
        self._value(row, market)
        self._costs(row, number, market, self._found.by_cell[market.id])

    def _inputs(self, row: int, market: Cell) -> None:
        at, of = self._read.inputs.at, f"cell:{market.id}"
        given, stays = at(of, "retention_new_year"), at(of, "retention_year")
        new = f"IF(ISNUMBER({given}),{given},MAX(0,{stays}-0.05))"
        header = self._book.plan.header
        for col, formula, value, kind in (
            (_FIRST_ORDER, at(of, "first_order_value"), market.first_order_value, "number"),
            (_ARPA, at(of, "arpa_month"), market.arpa_month, "number"),
            (_MARGIN, at(of, "gross_margin"), market.gross_margin, "rate"),
            (_STAYS_NEW, new, retention_new(market), "rate"),
            (_STAYS, stays, market.retention_year, "rate"),
            (_GROWS, at(of, "expansion_year"), market.expansion_year, "rate"),
            (_MONTHS, at("plan", "clv_horizon_months"), header.clv_horizon_months, "count"),
        ):
            self._sheet.formula(row, col, formula, value, kind, "link")

    def _value(self, row: int, market: Cell) -> None:
        """Write the closed series: a·(x + … + x^12 + x^12·(y + … + y^(H−12))) + first order · margin."""
        header, sheet = self._book.plan.header, self._sheet
        grows = (1 + market.expansion_year) / (1 + header.discount_rate)
        for col, stays, rate in (
            (_FACTOR_NEW, _STAYS_NEW, retention_new(market)), (_FACTOR, _STAYS, market.retention_year),
        ):  # fmt: skip
            formula = f"({cell(row, stays)}*(1+{cell(row, _GROWS)})/(1+{DISCOUNT}))^(1/{_FIRST_YEAR})"
            sheet.formula(row, col, formula, (rate * grows) ** (1 / _FIRST_YEAR), "factor")
        months, first, later = cell(row, _MONTHS), cell(row, _FACTOR_NEW), cell(row, _FACTOR)
        year = f"MIN({_FIRST_YEAR},{months})"
        series = f"({_geometric(first, year)}+{first}^{year}*{_geometric(later, f'({months}-{year})')})"
        margin = cell(row, _MARGIN)
        formula = f"{margin}*({cell(row, _FIRST_ORDER)}+{cell(row, _ARPA)}*{series})"
        sheet.formula(row, VALUE, formula, self._found.values[market.id].capped, "number")

    def _costs(self, row: int, number: int, market: Cell, one: Economics) -> None:
        sheet = self._sheet
        sheet.formula(row, _NEW, self._read.cells.total((number, "new")), one.new_customers, "customers", "link")
        self._cost_of(row, _COST, one.cost.acquiring, keeps=False)
        self._cost_of(row, _KEEPING, one.cost.retaining, keeps=True)
        if self._read.lines is None:
            sheet.put(row, _LOADED, one.cost.acquiring_loaded, "money", "model")
        else:
            sheet.formula(row, _LOADED, f"{cell(row, _COST)}*{self._load()}", one.cost.acquiring_loaded, "money")
        new = cell(row, _NEW)
        for col, cost, value in ((_CAC, _COST, one.cac_working), (_CAC_LOADED, _LOADED, one.cac_loaded)):
            formula = f'IF({new}>0,{cell(row, cost)}/{new},"")'
            sheet.formula(row, col, formula, value, "number")
        ratio = f'IF(N({cell(row, _CAC)})>0,{cell(row, VALUE)}/{cell(row, _CAC)},"")'
        sheet.formula(row, _RATIO, ratio, one.value_to_cost, "number")
        self._payback(row, one)
        sheet.formula(row, _WORTH, f"{new}*{cell(row, VALUE)}", self._won(one), "money")
        for col, of, part, whole in (
            (_WORTH_SHARE, _WORTH, self._won(one), self._worth), (_COST_SHARE, _COST, one.cost.acquiring, self._cost),
        ):  # fmt: skip
            last = FIRST + len(self._found.by_cell) - 1
            total = f"SUM({_fixed(FIRST, of)}:{_fixed(last, of)})"
            formula = f'IF({total}=0,"",{cell(row, of)}/{total})'
            sheet.formula(row, col, formula, part / whole if whole else "", "rate")

    def _cost_of(self, row: int, col: int, value: float, *, keeps: bool) -> None:
        """Write what of a cell's lines wins or keeps customers."""
        lines = self._read.lines
        if lines is None:
            self._sheet.put(row, col, value, "money", "model")
            return
        where, works, money = (lines.sheet.range(place, FIRST, lines.last) for place in (L_CELL, L_WORKS, L_NET))
        sign, word = "=" if keeps else "<>", kind_words()["retain"]
        if self._exact:
            formula = f'SUMPRODUCT({money}*EXACT({where},$A{row + 1})*({works}{sign}"{word}"))'
        else:
            formula = f'SUMIFS({money},{where},$A{row + 1},{works},"{sign}{word}")'
        self._sheet.formula(row, col, formula, value, "money", "link")

    def _load(self) -> str:
        """Return the formula of 1 + other cost ÷ working cost: what a unit of working money carries."""
        last = FIRST + len(self._found.by_cell) - 1
        sums = (f"SUM({_fixed(FIRST, col)}:{_fixed(last, col)})" for col in (_COST, _KEEPING))
        working = f"({'+'.join(sums)})"
        return f"IF({working}>0,1+{self._net_that(OTHER)}/{working},0)"

    def _net_that(self, works: str) -> str:
        """Return the formula of the net money of all activities that work in a way."""
        calendar, last = self._read.calendar, self._read.plan_lines.last
        money, where = calendar.range(NET, FIRST, last), calendar.range(WORKS, FIRST, last)
        return f'SUMIFS({money},{where},"{work_words()[works]}")'

    def _payback(self, row: int, one: Economics) -> None:
        """Write the smallest n with first order + margin · (s + … + s^n) ≥ CAC, from the sum of the series."""
        s, margin, never = f"{cell(row, _STAYS_NEW)}^(1/{_FIRST_YEAR})", cell(row, _MARGIN), _("never")
        need = f"({cell(row, _CAC)}-{cell(row, _FIRST_ORDER)}*{margin})"
        month = f"({cell(row, _ARPA)}*{margin})"
        left = f"(1-{need}*(1-{s})/({month}*{s}))"
        counted = f"ROUNDUP(LN({left})/LN({s})-0.000000001,0)"
        even = f"ROUNDUP({need}/{month}-0.000000001,0)"
        some = f'IF({left}<=0,"{never}",IF({counted}>{NEVER_AFTER},"{never}",{counted}))'
        formula = (
            f'IF(NOT(ISNUMBER({cell(row, _CAC)})),"",IF({need}<=0,0,IF({month}*{s}<=0,"{never}",'
            f'IF(1-{s}<{_ONE},IF({even}>{NEVER_AFTER},"{never}",{even}),{some}))))'
        )
        value: float | str = never if one.payback_working is None else one.payback_working
        self._sheet.formula(row, _PAYBACK, formula, value if one.new_customers > 0 else "", "count")

    def total(self, last: int) -> None:
        """Write the whole plan: its cost holds what reaches no market cell too."""
        sheet, one = self._sheet, self._found.total
        sheet.text(TOTALS, 0, _("Whole plan"), "strong")
        for col, value, kind in ((_NEW, one.new_customers, "customers"), (_WORTH, self._worth, "money")):
            sheet.formula(TOTALS, col, f"SUM({cell(FIRST, col)}:{cell(last, col)})", value, kind, "total")
        for col, works, value in ((_COST, WINS, one.cost.acquiring), (_KEEPING, KEEPS, one.cost.retaining)):
            sheet.formula(TOTALS, col, self._net_that(works), value, "money", "total")
        cost, keeping = cell(TOTALS, _COST), cell(TOTALS, _KEEPING)
        other = self._net_that(OTHER)
        loaded = f"{cost}+IF({cost}+{keeping}>0,{other}*{cost}/({cost}+{keeping}),{other})"
        sheet.formula(TOTALS, _LOADED, loaded, one.cost.acquiring_loaded, "money", "total")
        new, worth = cell(TOTALS, _NEW), cell(TOTALS, _WORTH)
        ratios: tuple[tuple[int, str, str, float | None], ...] = (
            (_CAC, cost, new, one.cac_working),
            (_CAC_LOADED, cell(TOTALS, _LOADED), new, one.cac_loaded),
            (VALUE, worth, new, one.lifetime_value),
            (_RATIO, worth, cost, one.value_to_cost),
        )
        for col, top, bottom, ratio in ratios:
            formula = f'IF(AND({bottom}>0,{new}>0),{top}/{bottom},"")'
            sheet.formula(TOTALS, col, formula, ratio, "number", "total")


def _geometric(factor: str, months: str) -> str:
    """Return the formula of factor + factor² + … over some months."""
    return f"IF(ABS({factor}-1)<{_ONE},{months},{factor}*(1-{factor}^{months})/(1-{factor}))"


def _fixed(row: int, col: int) -> str:
    address = cell(row, col)
    letters = address.rstrip("0123456789")
    return f"${letters}${row + 1}"
