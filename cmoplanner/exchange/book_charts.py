"""The charts of the workbook's summary, drawn by the spreadsheet itself: revenue with its range, and money by month."""

from typing import Any

from cmoplanner.exchange.book import HEAD, Book, Sheet
from cmoplanner.exchange.book_outcome import FIRST_MONTH, Projection
from cmoplanner.exchange.book_plan import MONTH, YEAR, Sums
from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR

_SIZE = {"width": 1130, "height": 300}
_ROWS = 17  # of the sheet that a chart takes


def add_charts(book: Book, sheet: Sheet, row: int, months: Projection, sums: Sums) -> None:
    """Put the charts below the figures, each on what its sheet has live."""
    _revenue(book, sheet, row, months)
    _spend(book, sheet, row + _ROWS, sums)


def _revenue(book: Book, sheet: Sheet, row: int, months: Projection) -> None:
    """Revenue of the fiscal year by month: with and without marketing, and the range of the draws behind it."""
    last = FIRST_MONTH + MONTHS_A_YEAR - 1
    heads = f"={months.sheet.range(FIRST_MONTH, HEAD, HEAD, last)}"

    def series(key: str, name: str, **look: Any) -> dict[str, Any]:
        place = months.rows[key]
        return {
            "name": name,
            "categories": heads,
            "values": f"={months.sheet.range(FIRST_MONTH, place, place, last)}",
        } | look

    lines = book.chart({"type": "line"})
    lines.add_series(series("base", _("Revenue without marketing"), line={"color": "#8A93A3", "width": 1.5}))
    lines.add_series(series("revenue", _("Projected revenue"), line={"color": "#2456C7", "width": 2.25}))
    chart = lines
    if "p10" in months.rows:
        chart = book.chart({"type": "area", "subtype": "stacked"})
        chart.add_series(series("p10", _("P10"), fill={"none": True}, border={"none": True}))
        chart.add_series(series("band", _("P10 to P90 (values)"), fill={"color": "#D3DEF6"}, border={"none": True}))
        chart.combine(lines)
    title = _("Revenue by month ({currency})").format(currency=book.plan.header.currency)
    _finish(sheet, row, chart, title)
    chart.set_legend({"position": "bottom", "delete_series": [0] if "p10" in months.rows else []})


def _spend(book: Book, sheet: Sheet, row: int, sums: Sums) -> None:
    title = _("Net marketing cost by month ({currency})").format(currency=book.plan.header.currency)
    total = sums.totals[0][1]
    chart = book.chart({"type": "column"})
    chart.add_series(
        {
            "name": title,
            "categories": f"={sums.sheet.range(MONTH, HEAD, HEAD, YEAR - 1)}",
            "values": f"={sums.sheet.range(MONTH, total, total, YEAR - 1)}",
            "fill": {"color": "#2456C7"},
            "gap": 60,
        }
    )
    _finish(sheet, row, chart, title)
    chart.set_legend({"none": True})


def _finish(sheet: Sheet, row: int, chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_y_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDE1E7"}}, "min": 0}
    )
    chart.set_size(_SIZE)
    sheet.worksheet.insert_chart(row, 0, chart, {"description": title})
