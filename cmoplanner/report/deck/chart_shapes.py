"""Charts of a page as shapes, drawn after IBCS: what happened is filled, the plan outlined, the expected hatched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cmoplanner.report.deck.blocks import Chart, ChartKind
from cmoplanner.report.deck.chart_across import bars, tornado
from cmoplanner.report.deck.chart_parts import Drawing, legend
from cmoplanner.report.deck.chart_upright import columns, lines, stacked, waterfall
from cmoplanner.report.deck.fitting import BODY, LEAST, fit, line_height, written
from cmoplanner.report.timeline.shapes import Box, Measure, Shape


def draw_chart(chart: Chart, box: Box, measure: Measure) -> Drawing:
    """Return a chart inside a box of the page, with a place for each category."""
    x, y, w, h = box
    shapes: list[Shape] = []
    if chart.title:
        words = f"{chart.title} · {chart.unit}" if chart.unit else chart.title
        title = fit(words, w, 2 * line_height(26), (26, BODY, 22, 20), 600, measure, most=2)
        shapes += written(title, x, y, w, 600)
        y, h = y + title.high + 8, h - title.high - 8
    if chart.note:
        note = fit(chart.note, w, 2 * line_height(LEAST), (LEAST,), 400, measure, most=2)
        h -= note.high + 6
        shapes += written(note, x, y + h + 6, w, 400, "text_3")
    names, high = legend(chart, (x, y, w, h), measure)
    shapes += names
    y, h = y + high, h - high
    made, spots = _KINDS[chart.kind](chart, (x, y, w, h), measure)
    return [*shapes, *made], spots


_KINDS: Mapping[ChartKind, Callable[[Chart, Box, Measure], Drawing]] = MappingProxyType(
    {
        ChartKind.COLUMNS: columns,
        ChartKind.STACKED: stacked,
        ChartKind.WATERFALL: waterfall,
        ChartKind.BARS: bars,
        ChartKind.LINES: lines,
        ChartKind.TORNADO: tornado,
    }
)
