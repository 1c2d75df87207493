"""The phasing sheet of the workbook: money by activity and month, live from the calendar, exact to the minor unit."""

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, cell
from cmoplanner.exchange.book_plan import (
    GROSS,
    NET,
    P_DIFFERENCE,
    P_GROSS,
    P_MONTH,
    P_NET,
    P_PARTNER,
    P_PARTNER_WHOLE,
    P_QUARTER,
    P_REGION,
    P_SHAPE,
    P_SUM,
    P_WHOLE,
    P_WORKING,
    PARTNER,
    STATUS,
    Line,
    Lines,
    month_heads,
)
from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR


def write_phasing(sheet: Sheet, book: Book, lines: Lines, calendar: Sheet, *, live: bool) -> None:
    """Write net money by activity and month.

    Live, the months follow gross and share of the calendar: as planned they are exact values (largest remainder); a
    changed amount is spread like them, rounded so that the months add up to it. Not live, the months are values.
    """
    months = month_heads(book.plan)
    heads = [
        (_("Activity id"), "text", 11.0),
        (_("Activity"), "text", 38.0),
        (_("Campaign"), "text", 22.0),
        (_("Channel"), "text", 22.0),
        (_("Cost centre"), "text", 22.0),
        (_("Cost category"), "text", 22.0),
        (_("Working (1 = yes)"), "count", 9.0),
        (_("Region"), "text", 10.0),
        (_("Net"), "money", 14.0),
        *((head, "money", 12.0) for head in months),
        (_("Sum of months"), "money", 14.0),
        (_("Difference"), "money", 11.0),
        *((_("Q{n}").format(n=n), "money", 13.0) for n in range(1, 5)),
    ]
    if live:
        heads += [
            *((_("{month}: gross").format(month=head), "money", 12.0) for head in months),
            *((_("{month}: gross as planned").format(month=head), "money", 12.0) for head in months),
            (_("Gross as planned"), "money", 14.0),
            *((_("{month}: partner part as planned").format(month=head), "money", 12.0) for head in months),
            (_("Partner part as planned"), "money", 14.0),
        ]
    sheet.columns(heads)
    for line in lines.lines:
        _row(book, sheet, calendar, line, live=live)
    sheet.text(TOTALS, 1, _("Total"), "strong")
    sums = [sum(line.months[t] for line in lines.lines) for t in range(MONTHS_A_YEAR)]
    year = sum(sums)
    for col, total in enumerate([year, *sums, year, 0, *(sum(sums[q : q + 3]) for q in (0, 3, 6, 9))], P_NET):
        formula = f"SUM({cell(FIRST, col)}:{cell(lines.last, col)})"
        sheet.formula(TOTALS, col, formula, book.money(total), "money", "total")
    sheet.as_list(lines.last, len(heads), frozen=2)


def _row(book: Book, sheet: Sheet, calendar: Sheet, line: Line, *, live: bool) -> None:
    row = line.row
    texts = (line.activity.id, line.activity.name, line.campaign, line.channel, line.centre, line.category)
    for col, text in enumerate(texts):
        sheet.put(row, col, text, "text", "label")
    sheet.put(row, P_WORKING, int(line.working), "count", "label")
    sheet.put(row, P_REGION, line.region, "text", "label")
    sheet.formula(row, P_NET, calendar.absolute(row, NET), book.money(line.net), "money", "link")
    if live:
        _live_months(book, sheet, calendar, line)
    else:
        for t, amount in enumerate(line.months):
            sheet.put(row, P_MONTH + t, book.money(amount), "money")
    months = f"{cell(row, P_MONTH)}:{cell(row, P_MONTH + MONTHS_A_YEAR - 1)}"
    sheet.formula(row, P_SUM, f"SUM({months})", book.money(sum(line.months)), "money")
    difference = f"ROUND({cell(row, P_SUM)}-{cell(row, P_NET)},{book.decimals})"
    sheet.formula(row, P_DIFFERENCE, difference, 0.0, "money")
    for q in range(4):
        first, last = P_MONTH + 3 * q, P_MONTH + 3 * q + 2
        total = book.money(sum(line.months[3 * q : 3 * q + 3]))
        sheet.formula(row, P_QUARTER + q, f"SUM({cell(row, first)}:{cell(row, last)})", total, "money")


def _live_months(book: Book, sheet: Sheet, calendar: Sheet, line: Line) -> None:
    """Write gross and net months that follow the calendar. Source: domain F.4."""
    row, decimals = line.row, book.decimals
    gross, partner = calendar.absolute(row, GROSS), calendar.absolute(row, PARTNER)
    status = calendar.absolute(row, STATUS)
    whole, partners = f"${cell(row, P_WHOLE)}", f"${cell(row, P_PARTNER_WHOLE)}"
    cancelled = line.activity.cancelled
    for t in range(MONTHS_A_YEAR):
        shape, part = cell(row, P_SHAPE + t), cell(row, P_PARTNER + t)
        sheet.put(row, P_SHAPE + t, book.money(line.shape[t]), "money")
        sheet.put(row, P_PARTNER + t, book.money(line.partners[t]), "money", "model")
        spread = _spread(gross, f"${cell(row, P_SHAPE)}", t, row, whole, decimals)
        formula = f'IF(OR({status}="cancelled",{gross}=0),0,IF({gross}={whole},{shape},{spread}))'
        own = 0 if cancelled or not line.activity.gross_spend else line.shape[t]
        sheet.formula(row, P_GROSS + t, formula, book.money(own), "money")
        money = cell(row, P_GROSS + t)
        spread = _spread(partner, f"${cell(row, P_SHAPE)}", t, row, whole, decimals)
        formula = f"ROUND({money}-IF({partner}=0,0,IF({partner}={partners},{part},{spread})),{decimals})"
        sheet.formula(row, P_MONTH + t, formula, book.money(line.months[t]), "money")
    for col, months in ((P_WHOLE, line.shape), (P_PARTNER_WHOLE, line.partners)):
        first = cell(row, col - MONTHS_A_YEAR)
        formula = f"ROUND(SUM({first}:{cell(row, col - 1)}),{decimals})"
        sheet.formula(row, col, formula, book.money(sum(months)), "money")


def _spread(amount: str, first: str, t: int, row: int, whole: str, decimals: int) -> str:
    """Return the formula of a month of an amount spread like the plan: sums up to a month are rounded, not months."""

    def up_to(month: int) -> str:
        if month < 0:
            return "0"
        return f"ROUND({amount}*SUM({first}:{cell(row, P_SHAPE + month)})/{whole},{decimals})"

    return f"IF({whole}=0,0,ROUND({up_to(t)}-{up_to(t - 1)},{decimals}))"
