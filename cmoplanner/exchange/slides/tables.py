"""Tables of a page as native tables: headings, rows as high as they fit, sums set off, numbers to the right."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from cmoplanner.exchange.slides.canvas import Canvas, Written
from cmoplanner.i18n import ngettext
from cmoplanner.report.deck.blocks import Cell, Heading, Table
from cmoplanner.report.deck.fitting import BODY, LEAST, fit, line_height
from cmoplanner.report.timeline.shapes import Box, Measure

_LEAST_ROW = 32.0
_SLACK, _SLACK_ELSEWHERE = 0.95, 0.88
"""Of the width: a cell that needs one line more makes the table higher; other letters come from other fonts."""
_SIZES = (BODY, 22, 20, LEAST)
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


def draw_table(canvas: Canvas, table: Table, box: Box, measure: Measure) -> None:
    """Add a native table in a box; rows that find no room are counted in the last one."""
    x, y, w, h = box
    if table.title:
        canvas.words((x, y, w, 36), [Written(table.title, 26, 600)], table.title)
        y, h = y + 42, h - 42
    if table.note:
        note = fit(table.note, w, 2 * line_height(LEAST), (LEAST,), 400, measure, most=2)
        h -= note.high + 8
        canvas.words((x, y + h + 8, w, note.high), [Written(table.note, LEAST, 400, "text_3")], table.note)
    widths = [w * one.width / sum(heading.width for heading in table.headings) for one in table.headings]
    head = _head_height(table, widths, measure)
    rows = _that_fit(table, h - head)
    tall = min(table.tall, max(_LEAST_ROW, (h - head) / max(1, len(rows))))
    frame = canvas.shapes.add_table(
        len(rows) + 1,
        len(table.headings),
        canvas.length(x),
        canvas.length(y),
        canvas.length(w),
        canvas.length(head + tall * len(rows)),
    )
    frame.name = table.title or table.headings[0].name
    native = frame.table
    _unstyle(native)
    for i, width in enumerate(widths):
        native.columns[i].width = canvas.length(width)
    native.rows[0].height = canvas.length(head)
    for i, heading in enumerate(table.headings):
        words = Cell(heading.name, "text_2", strong=True)
        _write(canvas, native.cell(0, i), words, heading, widths[i], measure, head)
        _edge(canvas, native.cell(0, i), "border_strong")
    for r, row in enumerate(rows, start=1):
        native.rows[r].height = canvas.length(tall)
        strong = r > len(rows) - table.feet
        for i, cell in enumerate(row):
            _write(canvas, native.cell(r, i), cell, table.headings[i], widths[i], measure, tall)
            last_before_sums = r == len(rows) - table.feet and table.feet
            _edge(canvas, native.cell(r, i), "border_strong" if last_before_sums else "border")
            if strong:
                canvas.fill(native.cell(r, i).fill, "band")


def _head_height(table: Table, widths: list[float], measure: Measure) -> float:
    """Return how high the headings are: two lines where one of them needs them."""
    needed = (
        fit(one.name, width - 16, 2 * line_height(20), (20, LEAST), 600, measure, most=2).high
        for one, width in zip(table.headings, widths, strict=True)
    )
    return max(needed, default=0.0) + 14


def _that_fit(table: Table, height: float) -> list[tuple[Cell, ...]]:
    """Return the rows that fit; one in place of the others says how many are left out. Sums always stay."""
    room = max(1, int(height // _LEAST_ROW))
    if len(table.rows) <= room:
        return list(table.rows)
    feet = list(table.rows[len(table.rows) - table.feet :]) if table.feet else []
    kept = max(0, room - 1 - len(feet))
    left = len(table.rows) - len(feet) - kept
    more = Cell(ngettext("{n} more", "{n} more", left).format(n=left), "text_3")
    return [*table.rows[:kept], (more, *(Cell("") for _heading in table.headings[1:])), *feet]


def _write(
    canvas: Canvas, native: Any, cell: Cell, heading: Heading, width: float, measure: Measure, tall: float
) -> None:
    weight = 600 if cell.strong else 400
    aside = line_height(LEAST) if cell.aside and tall >= 2 * line_height(LEAST) else 0.0
    room = (width - 16) * (_SLACK if cell.text.isascii() else _SLACK_ELSEWHERE)
    fitted = fit(cell.text, room, tall - aside - 4, _SIZES, weight, measure, most=4)
    native.margin_left = native.margin_right = canvas.length(7)
    native.margin_top = native.margin_bottom = 0
    align = "right" if heading.number else "left"
    text = cell.text if fitted.whole else " ".join(fitted.lines)
    lines = [Written(text, fitted.px, weight, cell.role)]
    if aside:
        lines.append(Written(cell.aside, LEAST, 400, "text_2"))
    canvas.write(native.text_frame, lines, align, wrap=True)
    native.vertical_anchor = MSO_ANCHOR.MIDDLE
    native.margin_left = native.margin_right = canvas.length(7)
    native.fill.background()


def _unstyle(native: Any) -> None:
    """Take away the look that the program gives tables: bands and colours of its own."""
    properties = native._tbl.tblPr
    for name in ("firstRow", "bandRow"):
        properties.set(name, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = _PLAIN


def _edge(canvas: Canvas, native: Any, role: str) -> None:
    """Draw the line below a cell."""
    properties = native._tc.get_or_add_tcPr()
    line = etree.Element(qn("a:lnB"))
    line.set("w", str(int(canvas.points(1.5 if role == "border_strong" else 1.0))))
    solid = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(solid, qn("a:srgbClr")).set("val", canvas.rgb(role))
    properties.insert(0, line)
