"""What stands on a page as rows of texts, for spreadsheets and mails: tables as they are, charts with their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cmoplanner.report.deck.blocks import Asks, Block, Chart, Figures, Page, Table, Words

Rows = list[list[str]]


def rows_of(page: Page) -> Rows:
    """Return all blocks of a page below each other, an empty row between them; pictures have no rows."""
    found: Rows = []
    for placed in page.placed:
        rows = _rows(placed.block)
        if rows:
            found += [*([[]] if found else []), *rows]
    return found


def _rows(block: Block) -> Rows:
    match block:
        case Table():
            titled: Rows = [[block.title]] if block.title else []
            return [
                *titled,
                [one.name for one in block.headings],
                *([" ".join(text for text in (cell.text, cell.aside) if text) for cell in row] for row in block.rows),
            ]
        case Chart():
            return _chart(block)
        case Figures():
            return [[one.name, one.value, one.note] for one in block.figures]
        case Asks():
            return [[one.title, one.amount, one.by, one.text, one.otherwise] for one in block.asks]
        case Words():
            return [[part for part in line if part] for line in block.lines]
        case _:
            return []


def _chart(chart: Chart) -> Rows:
    unit = f"{chart.title} · {chart.unit}" if chart.unit else chart.title
    band = [f"{chart.band_name} P10", f"{chart.band_name} P90"] if chart.low else []
    rows: Rows = [[unit, *(one.name for one in chart.series), *band]]
    for i, name in enumerate(chart.categories):
        values = [one.values[i] for one in chart.series]
        values += [chart.low[i], chart.high[i]] if chart.low else []
        rows.append([name, *("" if value is None else f"{value:.10g}" for value in values)])
    return rows


def as_tabs(rows: Iterable[list[str]]) -> str:
    """Return rows with tabs between their cells, as spreadsheets take them from the clipboard."""
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\r\n" for row in rows)


def as_html(rows: Iterable[list[str]]) -> str:
    """Return rows as a table for mails and documents; texts are plain texts."""
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
