"""Charts of a page as native charts with their numbers behind them, so that they can be edited in PowerPoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn

from cmoplanner.exchange.slides.canvas import Canvas, Written
from cmoplanner.exchange.slides.goal import draw_goal
from cmoplanner.i18n import _
from cmoplanner.report.deck.blocks import Chart, ChartKind, Look, Series
from cmoplanner.report.deck.chart_parts import PAINTS
from cmoplanner.report.deck.chart_upright import waterfall_spans
from cmoplanner.report.timeline.shapes import Box

LABEL = 20
_GAP = 40  # per cent of a bar
_TYPES = {
    ChartKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.STACKED: XL_CHART_TYPE.COLUMN_STACKED,
    ChartKind.WATERFALL: XL_CHART_TYPE.COLUMN_STACKED,
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.TORNADO: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.LINES: XL_CHART_TYPE.LINE,
}
_STACKS = frozenset({ChartKind.STACKED, ChartKind.WATERFALL})
_ACROSS = frozenset({ChartKind.BARS, ChartKind.TORNADO})


def draw_chart(canvas: Canvas, chart: Chart, box: Box, spoken: str) -> None:
    """Add a native chart in a box: its axis from zero, fills after IBCS, labels, and the range as error bars."""
    rows = _rows(chart)
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = [name or " " for name in chart.categories]
    for one in rows:
        data.add_series(one.name or chart.title or _("Value"), list(one.values))
    x, y, w, h = (canvas.length(side) for side in box)
    frame = canvas.shapes.add_chart(_TYPES[chart.kind], x, y, w, h, data)
    frame.name = chart.title or _("Chart")
    frame._element.nvGraphicFramePr.cNvPr.set("descr", spoken)
    made = frame.chart
    made.font.size = canvas.points(LABEL)
    if canvas.font:
        made.font.name = canvas.font
    canvas.paint(made.font.color, "text")
    _axes(canvas, made, chart, rows)
    for number, one in enumerate(rows):
        _series(canvas, made.plots[0].series[number], one, chart)
    if chart.kind is not ChartKind.LINES:
        made.plots[0].gap_width = _GAP
        made.plots[0].overlap = 100 if chart.kind in (ChartKind.STACKED, ChartKind.WATERFALL, ChartKind.TORNADO) else -5
    _range(canvas, made, chart, rows)
    _legend(made, chart, rows)
    if chart.goal is not None and chart.kind not in _ACROSS:
        draw_goal(canvas, made, chart, box, _top(chart, rows))


_HIDDEN = "\u200b"
"""The name of the series under a waterfall's steps, which is not seen."""
_OVER = "\u200b\u200b"
"""The name of the series that carries the labels above stacked bars, which is not seen either."""
_LABEL_ROOM = 0.1  # of the highest bar


def _rows(chart: Chart) -> list[Series]:
    """Return the series of the native chart; a waterfall has one that lifts its steps, and one below zero if needed."""
    if chart.kind is not ChartKind.WATERFALL:
        band = []
        if chart.kind is ChartKind.LINES and chart.low:
            band = [
                Series(_("{name}, high").format(name=chart.band_name), chart.high, Look.PRIOR),
                Series(_("{name}, low").format(name=chart.band_name), chart.low, Look.PRIOR),
            ]
        rows = [*band, *chart.series]
        return [*rows, _labels(chart, rows)] if chart.kind is ChartKind.STACKED else rows
    lifted, up, down = [], [], []
    for start, end in waterfall_spans(chart):
        low, high = min(start, end), max(start, end)
        lifted.append(low if low > 0 else high if high < 0 else 0.0)
        up.append(high - max(low, 0.0) if high > 0 else 0.0)
        down.append(low - min(high, 0.0) if low < 0 else 0.0)
    (only,) = chart.series[:1]
    rows = [Series(_HIDDEN, tuple(lifted)), replace(only, values=tuple(up))]
    if any(down):
        rows.append(replace(only, name=f"{only.name} ", values=tuple(down), labels=()))
    return [*(replace(row, labels=()) for row in rows), replace(_labels(chart, rows), labels=only.labels)]


def _labels(chart: Chart, rows: Sequence[Series]) -> Series:
    """Return the series that holds the labels above bars, and above their range."""
    sums = [sum(max(0.0, row.values[i] or 0.0) for row in rows) for i in range(len(chart.categories))]
    room = _LABEL_ROOM * max([*sums, *(high for high in chart.high if high is not None), 1e-9])
    over = [max(0.0, (chart.high[i] or 0.0) - one) if chart.high else 0.0 for i, one in enumerate(sums)]
    texts = tuple(
        next((row.labels[i] for row in reversed(rows) if i < len(row.labels) and row.labels[i]), "")
        for i in range(len(chart.categories))
    )
    return Series(_OVER, tuple(more + room for more in over), labels=texts)


def _series(canvas: Canvas, native: Any, row: Series, chart: Chart) -> None:
    if row.name in (_HIDDEN, _OVER):
        native.format.fill.background()
        native.format.line.fill.background()
    elif chart.kind is ChartKind.LINES:
        _line(canvas, native, row)
    else:
        _fill(canvas, native.format, row.look)
        native.invert_if_negative = False
        for i, look in enumerate(row.looks):
            if look is not row.look:
                _fill(canvas, native.points[i].format, look)
    labelled = chart.kind not in _STACKS or row.name == _OVER
    for i, text in enumerate(row.labels if labelled else ()):
        if text and i < len(row.values) and row.values[i] is not None:
            _label(canvas, native.points[i], text, chart)


def _fill(canvas: Canvas, form: Any, look: Look) -> None:
    paint = PAINTS[look]
    canvas.fill(form.fill, paint.fill, paint.hatch)
    canvas.line(form.line, paint.stroke, 2.0, paint.dash)


def _line(canvas: Canvas, native: Any, row: Series) -> None:
    paint = PAINTS[row.look]
    native.smooth = False
    native.marker.style = None
    native.marker.size = 5
    canvas.line(native.format.line, paint.stroke or paint.fill, 4.0 if row.look is not Look.PRIOR else 2.0, paint.dash)
    marker = native._element.get_or_add_marker()
    for child in list(marker):
        marker.remove(child)
    symbol = etree.SubElement(marker, qn("c:symbol"))
    symbol.set("val", "none")


def _label(canvas: Canvas, point: Any, text: str, chart: Chart) -> None:
    label = point.data_label
    frame = label.text_frame
    run = frame.paragraphs[0].add_run()
    run.text = text
    canvas.style(run.font, Written(text, LABEL, 500))
    if chart.kind in (ChartKind.COLUMNS, ChartKind.BARS, ChartKind.TORNADO):
        label.position = XL_LABEL_POSITION.OUTSIDE_END
    elif chart.kind is ChartKind.LINES:
        label.position = XL_LABEL_POSITION.ABOVE
    else:  # stacked bars take labels only inside: these are in a bar of their own above the others
        label.position = XL_LABEL_POSITION.INSIDE_END if chart.high else XL_LABEL_POSITION.INSIDE_BASE


def _axes(canvas: Canvas, made: Any, chart: Chart, rows: Sequence[Series]) -> None:
    made.has_title = False
    category, value = made.category_axis, made.value_axis
    category.has_major_gridlines = value.has_major_gridlines = False
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_labels.font.size = canvas.points(LABEL)
    canvas.line(category.format.line, "text_3", 1.5)
    value.visible = False
    value.minimum_scale = min(0.0, *_lows(chart, rows)) * 1.08
    value.maximum_scale = _top(chart, rows)
    if chart.kind in _ACROSS:  # labels beside the bars need room within the plot
        category.reverse_order = True
        value.minimum_scale = value.minimum_scale * 2.2
        value.maximum_scale = value.maximum_scale * 1.7


def _top(chart: Chart, rows: Sequence[Series]) -> float:
    """Return the upper end of the axis, with room for labels above the highest bar."""
    if chart.kind in _STACKS:
        highs = [sum(max(0.0, one.values[i] or 0.0) for one in rows) for i in range(len(chart.categories))]
    else:
        highs = [value for one in rows for value in one.values if value is not None]
    highs += [value for value in chart.high if value is not None]
    highest = max([0.0, *highs, chart.goal or 0.0])
    return highest * 1.12 if highest > 0 else 1.0


def _lows(chart: Chart, rows: Sequence[Series]) -> list[float]:
    if chart.kind in _STACKS:
        return [0.0, *(sum(min(0.0, one.values[i] or 0.0) for one in rows) for i in range(len(chart.categories)))]
    return [0.0, *(value for one in rows for value in one.values if value is not None)]


def _legend(made: Any, chart: Chart, rows: Sequence[Series]) -> None:
    named = [one for one in rows if one.name.strip() and one.name not in (_HIDDEN, _OVER)]
    made.has_legend = len(named) > 1 and chart.kind is not ChartKind.WATERFALL
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False
        for i, one in enumerate(rows):
            if one.name in (_HIDDEN, _OVER):
                entry = etree.SubElement(made.legend._element, qn("c:legendEntry"))
                etree.SubElement(entry, qn("c:idx")).set("val", str(i))
                etree.SubElement(entry, qn("c:delete")).set("val", "1")
                made.legend._element.find(qn("c:legendPos")).addnext(entry)


def _range(canvas: Canvas, made: Any, chart: Chart, rows: Sequence[Series]) -> None:
    """Show P10 to P90 as error bars at the upper series of columns, and between the two lines of a line chart."""
    if not chart.low:
        return
    if chart.kind is ChartKind.LINES:
        plot = made.plots[0]._element
        lines = etree.Element(qn("c:hiLowLines"))
        properties = etree.SubElement(lines, qn("c:spPr"))
        properties.append(_drawn_line(canvas, "border_strong", 2.0))
        marker = plot.find(qn("c:marker"))
        if marker is not None:
            marker.addprevious(lines)
        else:
            plot.find(qn("c:axId")).addprevious(lines)
        return
    last = next(i for i, row in reversed(list(enumerate(rows))) if row.name != _OVER)
    upper, lower = [], []
    for i in range(len(chart.categories)):
        whole = (
            sum(one.values[i] or 0.0 for one in chart.series)
            if chart.kind is ChartKind.STACKED
            else rows[last].values[i] or 0.0
        )
        low, high = chart.low[i], chart.high[i]
        upper.append(max(0.0, high - whole) if high is not None else 0.0)
        lower.append(max(0.0, whole - low) if low is not None else 0.0)
    native = made.plots[0].series[last]._element
    bars = etree.Element(qn("c:errBars"))
    for tag, value in (("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        etree.SubElement(bars, qn(tag)).set("val", value)
    for tag, values in (("c:plus", upper), ("c:minus", lower)):
        literal = etree.SubElement(etree.SubElement(bars, qn(tag)), qn("c:numLit"))
        etree.SubElement(literal, qn("c:formatCode")).text = "General"
        etree.SubElement(literal, qn("c:ptCount")).set("val", str(len(values)))
        for i, amount in enumerate(values):
            point = etree.SubElement(literal, qn("c:pt"))
            point.set("idx", str(i))
            etree.SubElement(point, qn("c:v")).text = repr(float(amount))
    etree.SubElement(bars, qn("c:spPr")).append(_drawn_line(canvas, "text", 2.0))
    native.find(qn("c:cat")).addprevious(bars)


def _drawn_line(canvas: Canvas, role: str, width: float) -> Any:
    line = etree.Element(qn("a:ln"))
    line.set("w", str(int(canvas.points(width))))
    solid = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(solid, qn("a:srgbClr")).set("val", canvas.rgb(role))
    return line
