"""Upright charts of a page: columns, stacks, steps and lines over time."""

from __future__ import annotations

from collections.abc import Sequence

from cmoplanner.report.deck.blocks import Chart
from cmoplanner.report.deck.chart_parts import (
    LABEL,
    PAINTS,
    Drawing,
    Scale,
    band_box,
    known,
    label_at,
    line_color,
    painted,
    said,
    value_at,
)
from cmoplanner.report.deck.fitting import line_height, shorten
from cmoplanner.report.drawn import Spot
from cmoplanner.report.timeline.shapes import Box, Line, Measure, Polygon, Rect, Shape, Text


def _upright(chart: Chart, box: Box, tops: Sequence[float], lows: Sequence[float]) -> tuple[Scale, Box]:
    """Return the scale of upright bars, and the box between their labels above and their names below."""
    x, y, w, h = box
    names = line_height(LABEL) + 8
    inner = (x, y + line_height(LABEL) + 4, w, h - names - line_height(LABEL) - 4)
    low = min([0.0, *lows])
    high = max([0.0, *tops, chart.goal or 0.0])
    if high <= low:
        high = low + 1.0
    if low < 0:  # labels below the lowest bar need room of their own
        low -= (high - low) * (line_height(LABEL) + 4) / max(1.0, inner[3])
    return Scale(low, high, inner[1] + inner[3], inner[1]), inner


def _names(chart: Chart, inner: Box, measure: Measure) -> list[Shape]:
    """Return the names of the categories below; where they have no room beside each other some are left out evenly."""
    x, y, w, h = inner
    pitch = w / max(1, len(chart.categories))
    widest = max((measure(name, LABEL, 400) for name in chart.categories), default=0.0)
    every = 1
    if widest > pitch * 1.6 and len(chart.categories) > 12:
        every = -(-int(widest + 12) // max(1, int(pitch)))
    shapes: list[Shape] = []
    for i, name in enumerate(chart.categories):
        if i % every:
            continue
        room = pitch * every - 6
        text = shorten(name, room, LABEL, 400, measure)
        left = x + (i + 0.5) * pitch - room / 2
        shapes.append(Text(left, y + h + 6, room, line_height(LABEL), text, LABEL, 400, "text_2", "center"))
    return shapes


def _ground(scale: Scale, inner: Box) -> Line:
    y = round(scale.at(0.0)) + 0.5
    return Line(((inner[0], y), (inner[0] + inner[2], y)), "text_3", 1.5)


def _goal(chart: Chart, scale: Scale, inner: Box, measure: Measure) -> list[Shape]:
    if chart.goal is None:
        return []
    y = scale.at(chart.goal)
    wide = min(inner[2], measure(chart.goal_name, LABEL, 600))
    name = shorten(chart.goal_name, inner[2], LABEL, 600, measure)
    left = inner[0] + inner[2] - wide
    return [
        Line(((inner[0], y), (inner[0] + inner[2], y)), "text", 2, (8.0, 5.0)),
        Text(left, y - line_height(LABEL) - 2, wide + 1, line_height(LABEL), name, LABEL, 600, "text", "right"),
    ]


def _spots(chart: Chart, inner: Box) -> list[Spot]:
    pitch = inner[2] / max(1, len(chart.categories))
    return [
        Spot("mark", name, (inner[0] + i * pitch, inner[1], pitch, inner[3]), said(chart, i))
        for i, name in enumerate(chart.categories)
    ]


def _over(text: str, middle: float, y: float, room: float, measure: Measure) -> list[Shape]:
    """Return a label above a bar, left out where its neighbours have no room for it."""
    if not text or measure(text, LABEL, 500) > room:
        return []
    return [Text(middle - room / 2, y, room, line_height(LABEL), text, LABEL, 500, "text", "center")]


def columns(chart: Chart, box: Box, measure: Measure) -> Drawing:
    """Return columns side by side."""
    values = [value for one in chart.series for value in known(one.values)]
    scale, inner = _upright(chart, box, [*values, *known(chart.high)], values)
    x, _y, w, _h = inner
    pitch = w / max(1, len(chart.categories))
    each = pitch * 0.76 / max(1, len(chart.series))
    shapes: list[Shape] = []
    for i in range(len(chart.categories)):
        for number, one in enumerate(chart.series):
            value = one.values[i]
            if value is None:
                continue
            left = x + i * pitch + pitch * 0.12 + number * each
            top, bottom = sorted((scale.at(value), scale.at(0.0)))
            shapes.append(painted(one.look_at(i), left, top, each - 4, bottom - top))
            y = top - line_height(LABEL) - 2 if value >= 0 else bottom + 2
            room = each + (pitch * 0.24 if len(chart.series) == 1 else 4)
            shapes += _over(label_at(one, i), left + each / 2 - 2, y, room, measure)
        shapes += _range(chart, scale, i, x + i * pitch + pitch * 0.62, pitch * 0.26)
    drawn = [*shapes, _ground(scale, inner), *_goal(chart, scale, inner, measure), *_names(chart, inner, measure)]
    return drawn, _spots(chart, inner)


def _range(chart: Chart, scale: Scale, place: int, x: float, w: float) -> list[Shape]:
    if place >= len(chart.low) or chart.low[place] is None or chart.high[place] is None:
        return []
    top, bottom = scale.at(value_at(chart.high, place)), scale.at(value_at(chart.low, place))
    return band_box(x, top, w, bottom - top)


def stacked(chart: Chart, box: Box, measure: Measure) -> Drawing:
    """Return columns on top of each other, with the range of their sum."""
    count = len(chart.categories)
    sums = [sum(max(0.0, value_at(one.values, i)) for one in chart.series) for i in range(count)]
    lows = [sum(min(0.0, value_at(one.values, i)) for one in chart.series) for i in range(count)]
    scale, inner = _upright(chart, box, [*sums, *known(chart.high)], lows)
    x, _y, w, _h = inner
    pitch = w / max(1, count)
    shapes: list[Shape] = []
    for i in range(count):
        above = below = 0.0
        left, wide = x + i * pitch + pitch * 0.12, pitch * 0.76
        for one in chart.series:
            value = value_at(one.values, i)
            start = above if value >= 0 else below
            top, bottom = sorted((scale.at(start), scale.at(start + value)))
            if value:
                shapes.append(painted(one.look_at(i), left, top, wide, bottom - top))
            above, below = (above + value, below) if value >= 0 else (above, below + value)
        text = next((label_at(one, i) for one in reversed(chart.series) if label_at(one, i)), "")
        highest = scale.at(max(above, value_at(chart.high, i)))
        shapes += _range(chart, scale, i, left + wide * 0.6, wide * 0.4)
        shapes += _over(text, left + wide / 2, highest - line_height(LABEL) - 2, pitch, measure)
    drawn = [*shapes, _ground(scale, inner), *_goal(chart, scale, inner, measure), *_names(chart, inner, measure)]
    return drawn, _spots(chart, inner)


def waterfall_spans(chart: Chart) -> list[tuple[float, float]]:
    """Return from where to where each step of a waterfall goes: full columns from zero, others from where it stood."""
    at, spans = 0.0, []
    for i, value in enumerate(chart.series[0].values):
        step = 0.0 if value is None else value
        if i in chart.wholes:
            spans.append((0.0, step))
            at = step
        else:
            spans.append((at, at + step))
            at += step
    return spans


def waterfall(chart: Chart, box: Box, measure: Measure) -> Drawing:
    """Return full columns with the steps between them."""
    series, spans = chart.series[0], waterfall_spans(chart)
    ends = [end for span in spans for end in span]
    scale, inner = _upright(chart, box, ends, ends)
    x, _y, w, _h = inner
    pitch = w / max(1, len(spans))
    shapes: list[Shape] = []
    for i, (start, end) in enumerate(spans):
        left, wide = x + i * pitch + pitch * 0.14, pitch * 0.72
        top, bottom = sorted((scale.at(start), scale.at(end)))
        shapes.append(painted(series.look_at(i), left, top, wide, max(2.0, bottom - top)))
        shapes += _over(label_at(series, i), left + wide / 2, top - line_height(LABEL) - 2, pitch, measure)
        if i + 1 < len(spans):
            level = scale.at(end)
            shapes.append(Line(((left + wide, level), (left + pitch, level)), "text_3", 1.5))
    return [*shapes, _ground(scale, inner), *_names(chart, inner, measure)], _spots(chart, inner)


def lines(chart: Chart, box: Box, measure: Measure) -> Drawing:
    """Return lines over the categories, with the range below them."""
    values = [value for one in chart.series for value in known(one.values)]
    scale, inner = _upright(chart, box, [*values, *known(chart.high)], [*values, *known(chart.low)])
    x, _y, w, _h = inner
    pitch = w / max(1, len(chart.categories))
    middles = [x + (i + 0.5) * pitch for i in range(len(chart.categories))]
    shapes: list[Shape] = []
    ranged = [i for i in range(len(chart.low)) if chart.low[i] is not None and chart.high[i] is not None]
    if ranged:
        over = [(middles[i], scale.at(value_at(chart.high, i))) for i in ranged]
        under = [(middles[i], scale.at(value_at(chart.low, i))) for i in reversed(ranged)]
        shapes.append(Polygon((*over, *under), fill="accent_weak"))
    for one in chart.series:
        points = [(middles[i], scale.at(v)) for i, v in enumerate(one.values) if v is not None]
        if len(points) > 1:
            shapes.append(Line(tuple(points), line_color(one.look), 4, PAINTS[one.look].dash))
        for i, value in enumerate(one.values):
            text = label_at(one, i)
            if value is not None and text:
                y = scale.at(value) - line_height(LABEL) - 6
                wide = measure(text, LABEL, 600) + 4
                left = min(max(middles[i] - wide / 2, x), x + w - wide)
                shapes.append(Text(left, y, wide, line_height(LABEL), text, LABEL, 600, "text", "center"))
                shapes.append(Rect(middles[i] - 7, scale.at(value) - 7, 14, 14, fill="text", radius=7))
    drawn = [*shapes, _ground(scale, inner), *_goal(chart, scale, inner, measure), *_names(chart, inner, measure)]
    return drawn, _spots(chart, inner)
