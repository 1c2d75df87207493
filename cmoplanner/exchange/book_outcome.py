"""The outcome sheets of the workbook: the projection by month, market cells, channels, assumptions and method."""

from dataclasses import dataclass

from cmoplanner.exchange.book import FIRST, HEAD, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_plan import P_CHANNEL, P_SUM, YEAR, Lines, Sums, month_head
from cmoplanner.exchange.labels import sum_if
from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind, table
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.values import to_store
from cmoplanner.projection.attribution import Attribution
from cmoplanner.projection.outcome import Line, Outcome, fiscal_year
from cmoplanner.report.figures import cell_lifetime_value, sorted_by_name

YEAR_COL, HORIZON_COL, FIRST_MONTH = 1, 2, 3
CELLS_BASE, CELLS_REVENUE = 3, 5


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


def write_projection(book: Book, outcome: Outcome, sums: Sums, discount_name: str) -> Projection:
    """Write the projection by month of the horizon; differences, present values and totals are live."""
    plan = book.plan
    currency = plan.header.currency
    horizon = outcome.compiled.horizon
    sheet = book.sheet(
        "Projection",
        _("Projection by month"),
        _("Results of the model; money in {currency}.").format(currency=currency),
        pages_wide=3,
    )
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
    lines: list[tuple[str, str, str, list[float]]] = [
        ("cost", _("Net marketing cost"), "money", cost),
        ("base", _("Revenue without marketing"), "money", base),
        ("revenue", _("Projected revenue"), "money", revenue),
        ("incremental", _("Revenue by marketing"), "money", _less(revenue, base)),
        ("margin", _("Gross margin by marketing"), "money", margin),
        ("contribution", _("Contribution (margin less cost)"), "money", _less(margin, cost)),
        ("new", _("New customers by marketing"), "customers", outcome.by_month(Line.MARKETING_NEW).tolist()),
        ("base_new", _("New customers without marketing"), "customers", outcome.by_month(Line.BASE_NEW).tolist()),
        ("active", _("Active customers at month end"), "customers", outcome.by_month(Line.ACTIVE).tolist()),
        ("discount", _("Discount factor"), "factor", discount),
        ("pv_margin", _("Present value of the margin"), "money", _times(margin, discount)),
        ("pv_cost", _("Present value of the cost"), "money", _times(cost, discount)),
    ]  # fmt: skip
    rows = {key: FIRST + i for i, (key, _label, _kind, _values) in enumerate(lines)}
    for key, label, kind, values in lines:
        row = rows[key]
        sheet.text(row, 0, label)
        for t, value in enumerate(values):
            col = FIRST_MONTH + t
            formula = _monthly(key, rows, sums, t, discount_name)
            if formula is None:
                sheet.put(row, col, value, kind, "model")
            else:
                role = "link" if key == "cost" else "formula"
                sheet.formula(row, col, formula, value, kind, role)
        if key not in ("active", "discount"):
            _totals(sheet, row, values, kind)
    sheet.worksheet.freeze_panes(FIRST, 1)
    sheet.worksheet.repeat_columns(0)
    sheet.worksheet.set_v_pagebreaks([FIRST_MONTH + year for year in range(MONTHS_A_YEAR, horizon, MONTHS_A_YEAR)])
    return Projection(sheet, rows)


def _less(amounts: list[float], others: list[float]) -> list[float]:
    return [amount - other for amount, other in zip(amounts, others, strict=True)]


def _times(amounts: list[float], factors: list[float]) -> list[float]:
    return [amount * factor for amount, factor in zip(amounts, factors, strict=True)]


def _monthly(key: str, rows: dict[str, int], sums: Sums, t: int, discount_name: str) -> str | None:
    """Return the formula of a line in month t (from 0), None where the model gives the value."""
    at = {name: cell(row, FIRST_MONTH + t) for name, row in rows.items()}
    if key == "cost":
        return sums.sheet.absolute(sums.totals[0][1], 1 + t) if t < MONTHS_A_YEAR else "0"
    return {
        "incremental": f"{at['revenue']}-{at['base']}",
        "contribution": f"{at['margin']}-{at['cost']}",
        "discount": f"(1+{discount_name})^(-{t + 1}/{MONTHS_A_YEAR})",
        "pv_margin": f"{at['margin']}*{at['discount']}",
        "pv_cost": f"{at['cost']}*{at['discount']}",
    }.get(key)


def _totals(sheet: Sheet, row: int, values: list[float], kind: str) -> None:
    year = f"SUM({cell(row, FIRST_MONTH)}:{cell(row, FIRST_MONTH + MONTHS_A_YEAR - 1)})"
    sheet.formula(row, YEAR_COL, year, sum(values[:MONTHS_A_YEAR]), kind)
    horizon = f"SUM({cell(row, FIRST_MONTH)}:{cell(row, FIRST_MONTH + len(values) - 1)})"
    sheet.formula(row, HORIZON_COL, horizon, sum(values), kind)


def write_cells(book: Book, outcome: Outcome) -> Sheet:
    """Write revenue and customers of each market cell against its targets, and its revenue by month."""
    plan = book.plan
    currency = plan.header.currency
    sheet = book.sheet(
        "Cells",
        _("Market cells"),
        _("Fiscal year; results of the model, money in {currency}.").format(currency=currency),
    )
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
        sheet.put(row, 3, base, "money", "model")
        sheet.formula(row, 4, f"{cell(row, 5)}-{cell(row, 3)}", revenue - base, "money")
        sheet.formula(row, 5, f"SUM({cell(row, months)}:{cell(row, months + 11)})", revenue, "money")
        target = None if market.target_revenue is None else book.money(market.target_revenue)
        sheet.put(row, 6, target, "money")
        gap = "" if target is None else revenue - target
        sheet.formula(row, 7, f'IF({cell(row, 6)}="","",{cell(row, 5)}-{cell(row, 6)})', gap, "money")
        new = fiscal_year(lines[Line.MARKETING_NEW])
        sheet.put(row, 8, new, "customers", "model")
        sheet.put(row, 9, new + fiscal_year(lines[Line.BASE_NEW]), "customers", "model")
        sheet.put(row, 10, market.target_new_customers, "customers")
        sheet.put(row, 11, float(lines[Line.ACTIVE][MONTHS_A_YEAR - 1]), "customers", "model")
        sheet.put(row, 12, cell_lifetime_value(plan.header, market), "money", "model")
        for t in range(MONTHS_A_YEAR):
            sheet.put(row, months + t, float(lines[Line.REVENUE][t]), "money", "model")
    last = FIRST + max(1, len(outcome.compiled.cells)) - 1
    sheet.text(TOTALS, 0, _("Total"), "strong")
    total_base = fiscal_year(outcome.baseline_by_month(Line.REVENUE))
    total = fiscal_year(outcome.by_month(Line.REVENUE))
    for col, value in ((3, total_base), (4, total - total_base), (5, total)):
        sheet.formula(TOTALS, col, f"SUM({cell(FIRST, col)}:{cell(last, col)})", value, "money", "total")
    sheet.as_list(last, len(heads), frozen=1)
    return sheet


@dataclass(frozen=True)
class Channels:
    """The sheet of what channels bring, and the address of its total."""

    sheet: Sheet
    total: str


def write_channels(book: Book, lines: Lines, phasing: Sheet, attribution: Attribution) -> Channels:
    """Write what each channel costs and brings; with the levers the shares add up to the whole (domain C.17)."""
    currency = book.plan.header.currency
    note = _("Present value of the margin over the horizon, {currency}; the shares add up.").format(currency=currency)
    sheet = book.sheet("Channels", _("What each channel brings"), note)
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
    sheet.worksheet.freeze_panes(FIRST, 1)
    return Channels(sheet, sheet.absolute(TOTALS, 2))


def write_assumptions(book: Book) -> tuple[str, int]:
    """Write the parameters of channels, cells and offerings; return where the seasons' sums stand, and their number."""
    plan = book.plan
    sheet = book.sheet("Assumptions", _("Assumptions"), _("What the model is told; blue values come from the plan."))
    row = HEAD
    for name in ("channel", "cell", "lane"):
        of = table(name)
        rows = getattr(plan, of.attribute)
        sheet.text(row - 1, 0, _(of.label), "strong")
        shown = [field for field in of.fields if field.kind is not Kind.NOTE or field.key == "source"]
        sheet.columns([(_("Id"), "text", 22.0), *(_head(field, book) for field in shown)], row)
        for number, item in enumerate(rows.values(), row + 1):
            sheet.put(number, 0, item.id, "text", "label")
            for col, field in enumerate(shown, 1):
                _put(book, sheet, number, col, field, getattr(item, field.key))
        row += len(rows) + 4
    sheet.text(row - 1, 0, _("Seasonality"), "strong")
    heads = [(_("Offering"), "text", 22.0), *((month_head(plan, t), "number", 12.0) for t in range(1, 13))]
    sheet.columns([*heads, (_("Sum"), "number", 12.0)], row)
    seasons = [offering for offering in plan.offerings.values() if offering.level == "offering"]
    for number, offering in enumerate(seasons, row + 1):
        sheet.put(number, 0, offering.id, "text", "label")
        for t, value in enumerate(offering.seasonality, 1):
            sheet.put(number, t, value, "number")
        formula = f"SUM({cell(number, 1)}:{cell(number, MONTHS_A_YEAR)})"
        sheet.formula(number, YEAR, formula, sum(offering.seasonality), "number")
    sheet.worksheet.freeze_panes(0, 1)
    return sheet.range(YEAR, row + 1, row + len(seasons)), len(seasons)


def _head(field: Field, book: Book) -> tuple[str, str, float]:
    unit = book.plan.header.currency if field.unit == "currency" else _(field.unit) if field.unit else ""
    if field.kind is Kind.AMOUNT:
        unit = f"{book.plan.header.currency} {unit}"
    head = f"{_(field.label)} ({unit})" if unit else _(field.label)
    return head, _kind(field), 16.0


def _kind(field: Field) -> str:
    match field.kind:
        case Kind.MONEY | Kind.AMOUNT:
            return "money"
        case Kind.RATE:
            return "rate"
        case Kind.NUMBER:
            return "number"
        case Kind.COUNT | Kind.FLAG:
            return "count"
        case Kind.DATE:
            return "date"
        case _:
            return "text"


def _put(book: Book, sheet: Sheet, row: int, col: int, field: Field, value: object) -> None:
    match field.kind:
        case Kind.MONEY:
            sheet.put(row, col, None if value is None else book.money(int(str(value))), "money")
        case Kind.AMOUNT | Kind.RATE | Kind.NUMBER | Kind.COUNT | Kind.FLAG:
            number = to_store(field, value)
            sheet.put(row, col, None if number is None else float(number), _kind(field))
        case _:
            text = to_store(field, value)
            sheet.put(row, col, "" if text is None else str(text), "text")
