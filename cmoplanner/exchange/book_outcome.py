"""The outcome sheets of the workbook: the projection by month, market cells against their targets, and channels."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_economics import VALUE
from cmoplanner.exchange.book_plan import P_CHANNEL, P_SUM, Lines, Sums, month_head
from cmoplanner.exchange.book_rows import Rows, added
from cmoplanner.exchange.book_summary import DISCOUNT
from cmoplanner.exchange.labels import sum_if
from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.bands import Bands, Month
from cmoplanner.projection.outcome import Line, Outcome, fiscal_year
from cmoplanner.report.figures import cell_lifetime_value, sorted_by_name

YEAR_COL, HORIZON_COL, FIRST_MONTH = 1, 2, 3
CELLS_BASE, CELLS_REVENUE = 3, 5
_CENTS = 2
_VALUES = ("p10", "p90")  # sums of months are no quantiles of the year
_FROM_CELLS = {
    "base": "b_revenue", "revenue": "revenue", "margin_all": "margin", "margin_base": "b_margin", "new": "new",
    "base_new": "base_new", "active": "active",
}  # fmt: skip


@dataclass(frozen=True)
class Projection:
    """The sheet of the projection by month, and the row of each of its lines."""

    sheet: Sheet
    rows: dict[str, int]

    def year(self, line: str) -> str:
        """Return the address of a line's total of the fiscal year."""
        return self.sheet.absolute(self.rows[line], YEAR_COL)

    def horizon(self, line: str) -> str:
        """Return the address of a line's total of the horizon."""
        return self.sheet.absolute(self.rows[line], HORIZON_COL)


def write_projection(
    sheet: Sheet, book: Book, outcome: Outcome, sums: Sums, cells: Rows, bands: Bands | None
) -> Projection:
    """Write the projection by month of the horizon, live from cells and money; below, the revenue's range as values."""
    plan = book.plan
    horizon = outcome.compiled.horizon
    heads = [
        (_("Line"), "text", 40.0),
        (_("Fiscal year"), "money", 16.0),
        (_("{n} months").format(n=horizon), "money", 16.0),
    ]
    sheet.columns([*heads, *((month_head(plan, t), "money", 13.0) for t in range(1, horizon + 1))])
    rate = plan.header.discount_rate
    discount = [(1 + rate) ** (-t / MONTHS_A_YEAR) for t in range(1, horizon + 1)]
    cost = [book.money(outcome.money.net[t]) if t < MONTHS_A_YEAR else 0.0 for t in range(horizon)]
    base = outcome.baseline_by_month(Line.REVENUE).tolist()
    revenue = outcome.by_month(Line.REVENUE).tolist()
    margin = outcome.incremental_by_month(Line.MARGIN).tolist()
    margin_all, margin_base = outcome.by_month(Line.MARGIN).tolist(), outcome.baseline_by_month(Line.MARGIN).tolist()
    count = len(outcome.compiled.cells)
    lines: list[tuple[str, str, str, list[float]]] = [
        ("cost", _("Net marketing cost"), "money", cost),
        ("base", _("Revenue without marketing"), "money", base),
        ("revenue", _("Projected revenue"), "money", revenue),
        ("incremental", _("Revenue by marketing"), "money", _less(revenue, base)),
        ("margin_all", _("Gross margin"), "money", margin_all),
        ("margin_base", _("Gross margin without marketing"), "money", margin_base),
        ("margin", _("Gross margin by marketing"), "money", margin),
        ("contribution", _("Contribution (margin less cost)"), "money", _less(margin, cost)),
        ("new", _("New customers by marketing"), "customers", outcome.by_month(Line.MARKETING_NEW).tolist()),
        ("base_new", _("New customers without marketing"), "customers", outcome.by_month(Line.BASE_NEW).tolist()),
        ("active", _("Active customers at month end"), "customers", outcome.by_month(Line.ACTIVE).tolist()),
        ("discount", _("Discount factor"), "factor", discount),
        ("pv_margin", _("Present value of the margin"), "money", _times(margin, discount)),
        ("pv_cost", _("Present value of the cost"), "money", _times(cost, discount)),
    ]  # fmt: skip
    if bands is not None:
        band = bands.months[Month.REVENUE]
        low, high = band.p10.tolist(), band.p90.tolist()
        lines += [
            ("p10", _("Projected revenue, P10 (values)"), "money", low),
            ("p90", _("Projected revenue, P90 (values)"), "money", high),
            ("band", _("P90 less P10"), "money", _less(high, low)),
        ]
    rows = {key: FIRST + i for i, (key, _label, _kind, _values) in enumerate(lines)}
    for key, label, kind, values in lines:
        row = rows[key]
        sheet.text(row, 0, label)
        for t, value in enumerate(values):
            col = FIRST_MONTH + t
            if key in _VALUES:
                sheet.put(row, col, value, kind, "model")
                continue
            if key in _FROM_CELLS:
                formula = added(cells.there((number, _FROM_CELLS[key]), t) for number in range(count))
            else:
                formula = _monthly(key, rows, sums, t)
            role = "link" if key == "cost" or key in _FROM_CELLS else "formula"
            sheet.formula(row, col, formula, value, kind, role)
        if key not in ("active", "discount", "band", *_VALUES):
            _totals(sheet, row, values, kind)
    sheet.worksheet.freeze_panes(FIRST, 1)
    sheet.worksheet.repeat_columns(0)
    sheet.worksheet.set_v_pagebreaks([FIRST_MONTH + year for year in range(MONTHS_A_YEAR, horizon, MONTHS_A_YEAR)])
    return Projection(sheet, rows)


def _less(amounts: list[float], others: list[float]) -> list[float]:
    return [amount - other for amount, other in zip(amounts, others, strict=True)]


def _times(amounts: list[float], factors: list[float]) -> list[float]:
    return [amount * factor for amount, factor in zip(amounts, factors, strict=True)]


def _monthly(key: str, rows: dict[str, int], sums: Sums, t: int) -> str:
    """Return the formula of a line in month t (from 0) that is made of other lines."""
    at = {name: cell(row, FIRST_MONTH + t) for name, row in rows.items()}
    if key == "cost":
        return sums.sheet.absolute(sums.totals[0][1], 1 + t) if t < MONTHS_A_YEAR else "0"
    return {
        "incremental": f"{at['revenue']}-{at['base']}",
        "contribution": f"{at['margin']}-{at['cost']}",
        "margin": f"{at['margin_all']}-{at['margin_base']}",
        "discount": f"(1+{DISCOUNT})^(-{t + 1}/{MONTHS_A_YEAR})",
        "pv_margin": f"{at['margin']}*{at['discount']}",
        "pv_cost": f"{at['cost']}*{at['discount']}",
        "band": f"{at['p90']}-{at['p10']}" if "band" in at else "",
    }[key]


def _totals(sheet: Sheet, row: int, values: list[float], kind: str) -> None:
    year = f"SUM({cell(row, FIRST_MONTH)}:{cell(row, FIRST_MONTH + MONTHS_A_YEAR - 1)})"
    sheet.formula(row, YEAR_COL, year, sum(values[:MONTHS_A_YEAR]), kind)
    horizon = f"SUM({cell(row, FIRST_MONTH)}:{cell(row, FIRST_MONTH + len(values) - 1)})"
    sheet.formula(row, HORIZON_COL, horizon, sum(values), kind)


def write_targets(sheet: Sheet, book: Book, outcome: Outcome, cells: Rows, economics: Sheet) -> None:
    """Write revenue and customers of each market cell against its targets, and its revenue by month, live."""
    plan = book.plan
    heads = [
        (_("Market cell"), "text", 20.0),
        (_("Segment"), "text", 28.0),
        (_("Offering"), "text", 28.0),
        (_("Revenue without marketing"), "money", 15.0),
        (_("Revenue by marketing"), "money", 15.0),
        (_("Projected revenue"), "money", 15.0),
        (_("Target revenue"), "money", 15.0),
        (_("Above target"), "money", 15.0),
        (_("New by marketing (customers)"), "customers", 12.0),
        (_("New in all (customers)"), "customers", 12.0),
        (_("Target (customers)"), "customers", 12.0),
        (_("Active at year end (customers)"), "customers", 12.0),
        (_("Lifetime value of a new customer"), "money", 14.0),
        *((month_head(plan, t), "money", 13.0) for t in range(1, MONTHS_A_YEAR + 1)),
    ]
    sheet.columns(heads)
    months = 13
    for number, compiled in enumerate(outcome.compiled.cells):
        row, market = FIRST + number, compiled.cell
        lines = outcome.lines[number]
        segment, offering = plan.segments.get(market.segment_id), plan.offerings.get(market.offering_id)
        for col, text in enumerate((market.id, segment.name if segment else "", offering.name if offering else "")):
            sheet.put(row, col, text, "text", "label")
        base = fiscal_year(outcome.baseline[number][Line.REVENUE])
        revenue = fiscal_year(lines[Line.REVENUE])
        sheet.formula(row, 3, cells.year((number, "b_revenue")), base, "money", "link")
        sheet.formula(row, 4, f"{cell(row, 5)}-{cell(row, 3)}", revenue - base, "money")
        sheet.formula(row, 5, f"SUM({cell(row, months)}:{cell(row, months + 11)})", revenue, "money")
        target = None if market.target_revenue is None else book.money(market.target_revenue)
        sheet.put(row, 6, target, "money")
        gap = "" if target is None else revenue - target
        sheet.formula(row, 7, f'IF({cell(row, 6)}="","",{cell(row, 5)}-{cell(row, 6)})', gap, "money")
        new = fiscal_year(lines[Line.MARKETING_NEW])
        sheet.formula(row, 8, cells.year((number, "new")), new, "customers", "link")
        all_new = f"{cell(row, 8)}+{cells.year((number, 'base_new'))}"
        sheet.formula(row, 9, all_new, new + fiscal_year(lines[Line.BASE_NEW]), "customers")
        sheet.put(row, 10, market.target_new_customers, "customers")
        active = float(lines[Line.ACTIVE][MONTHS_A_YEAR - 1])
        sheet.formula(row, 11, cells.there((number, "active"), MONTHS_A_YEAR - 1), active, "customers", "link")
        sheet.formula(
            row, 12, economics.absolute(row, VALUE), cell_lifetime_value(plan.header, market), "money", "link"
        )
        for t in range(MONTHS_A_YEAR):
            value = float(lines[Line.REVENUE][t])
            sheet.formula(row, months + t, cells.there((number, "revenue"), t), value, "money", "link")
    last = FIRST + max(1, len(outcome.compiled.cells)) - 1
    sheet.text(TOTALS, 0, _("Total"), "strong")
    total_base = fiscal_year(outcome.baseline_by_month(Line.REVENUE))
    total = fiscal_year(outcome.by_month(Line.REVENUE))
    for col, value in ((3, total_base), (4, total - total_base), (5, total)):
        sheet.formula(TOTALS, col, f"SUM({cell(FIRST, col)}:{cell(last, col)})", value, "money", "total")
    sheet.as_list(last, len(heads), frozen=1)


@dataclass(frozen=True)
class Channels:
    """The sheet of what channels bring, and the addresses of its total and of the whole that this had to be."""

    sheet: Sheet
    total: str
    whole: str


def write_channels(
    sheet: Sheet, book: Book, lines: Lines, phasing: Sheet, attribution: Attribution, months: Projection, worth: float
) -> Channels:
    """Write what each channel costs and brings; with the levers the shares add up to the whole (domain C.17)."""
    heads = [
        (_("Channel"), "text", 34.0),
        (_("Net cost, fiscal year"), "money", 16.0),
        (_("Margin, present value"), "money", 16.0),
        (_("Margin per unit of cost"), "number", 14.0),
    ]
    sheet.columns(heads)
    values = sorted_by_name(attribution.by_channel())
    brings = {lines.channels(channel): value for channel, value in values.items()}
    costs: dict[str, int] = {}
    for line in lines.lines:
        costs[line.channel] = costs.get(line.channel, 0) + line.net
    labels = list(dict.fromkeys([*lines.channels.texts.values(), *brings, *costs]))
    for number, label in enumerate(labels):
        row = FIRST + number
        cost, value = book.money(costs.get(label, 0)), brings.get(label, 0.0)
        sheet.put(row, 0, label, "text", "label")
        condition = (phasing.range(P_CHANNEL, FIRST, lines.last), f"${cell(row, 0)}", lines.channels.exact)
        sheet.formula(row, 1, sum_if(phasing.range(P_SUM, FIRST, lines.last), condition), cost, "money", "link")
        sheet.put(row, 2, value, "money", "model")
        ratio = f'IF({cell(row, 1)}=0,"",{cell(row, 2)}/{cell(row, 1)})'
        sheet.formula(row, 3, ratio, value / cost if cost else "", "number")
    last = FIRST + len(labels)
    sheet.text(last, 0, _("Improvement levers"))
    sheet.put(last, 2, attribution.levers, "money", "model")
    sheet.text(TOTALS, 0, _("Total"), "strong")
    total = attribution.total
    for col, amount in ((1, book.money(sum(costs.values()))), (2, total)):
        sheet.formula(TOTALS, col, f"SUM({cell(FIRST, col)}:{cell(last, col)})", amount, "money", "total")
    sheet.text(last + 1, 0, _("Margin of the whole plan, as exported"))
    sheet.put(last + 1, 2, worth, "money", "model")
    sheet.text(last + 2, 0, _("Changed in this workbook since"))
    changed = f"ROUND({months.horizon('pv_margin')}-{cell(last + 1, 2)},{_CENTS})"
    sheet.formula(last + 2, 2, changed, 0.0, "money", "link")
    sheet.worksheet.freeze_panes(FIRST, 1)
    return Channels(sheet, sheet.absolute(TOTALS, 2), sheet.absolute(last + 1, 2))
