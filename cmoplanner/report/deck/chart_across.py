"""Charts of a page that run from left to right: bars, and what the outcome hinges on."""

from __future__ import annotations

from cmoplanner.report.deck.blocks import Chart
from cmoplanner.report.deck.chart_parts import (
    LABEL,
    Drawing,
    Scale,
    known,
    label_at,
    painted,
    said,
    value_at,
)
from cmoplanner.report.deck.fitting import fit, line_height, shorten, written
from cmoplanner.report.drawn import Spot
from cmoplanner.report.timeline.shapes import Box, Line, Measure, Shape, Text


def bars(chart: Chart, box: Box, measure: Measure) -> Drawing:
    """Return bars one below the other, with a place for each."""
    x, y, w, h = box
    series = chart.series
    count = max(1, len(chart.categories))
    pitch = min(64.0, h / count)
    names = min(0.4 * w, max((measure(name, LABEL, 400) for name in chart.categories), default=0.0) + 12)
    labels = max((measure(text, LABEL, 500) for one in series for text in one.labels), default=0.0) + 12
    values = [value for one in series for value in known(one.values)]
    low, high = min([0.0, *values]), max([0.0, *values])
    left = x + names + (labels if low < 0 else 0)
    scale = Scale(low, high if high > low else low + 1.0, left, x + w - labels)
    shapes: list[Shape] = []
    spots = []
    each = pitch * 0.74 / max(1, len(series))
    for i, name in enumerate(chart.categories):
        top = y + i * pitch
        text = shorten(name, names - 12, LABEL, 400, measure)
        shapes.append(Text(x, top, names - 8, pitch, text, LABEL, 400, "text"))
        for number, one in enumerate(series):
            value = one.values[i]
            if value is None:
                continue
            start, end = sorted((scale.at(0.0), scale.at(value)))
            at = top + pitch * 0.13 + number * each
            shapes.append(painted(one.look_at(i), start, at, max(2.0, end - start), each - 3))
            words = label_at(one, i)
            if words and value >= 0:
                shapes.append(Text(end + 8, at, labels - 8, each - 3, words, LABEL, 500))
            elif words:
                shapes.append(Text(start - labels, at, labels - 8, each - 3, words, LABEL, 500, "text", "right"))
        spots.append(Spot("mark", name, (x, top, w, pitch), said(chart, i)))
    zero = round(scale.at(0.0)) + 0.5
    shapes.append(Line(((zero, y), (zero, y + pitch * count)), "text_3", 1.5))
    return shapes, spots


def tornado(chart: Chart, box: Box, measure: Measure) -> Drawing:
    """Return differences around zero, one pair of bars below the other."""
    x, y, w, h = box
    lower, upper = chart.series[0], chart.series[1]
    count = max(1, len(chart.categories))
    pitch = min(128.0, h / count)
    two_lines = pitch >= line_height(LABEL) + 30
    most = 2 if pitch >= 2 * line_height(LABEL) + 40 else 1
    names = 0.0 if two_lines else 0.36 * w
    labels = max((measure(text, LABEL, 500) for one in chart.series for text in one.labels), default=0.0) + 12
    values = [*known(lower.values), *known(upper.values)]
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = Scale(low, high if high > low else low + 1.0, x + names + labels, x + w - labels)
    shapes: list[Shape] = []
    spots = []
    for i, name in enumerate(chart.categories):
        top = y + i * pitch
        room = w if two_lines else names - 12
        fitted = fit(name, room, pitch, (LABEL,), 400, measure, most=most)
        head = fitted.high if two_lines else 0.0
        shapes += written(fitted, x, top if two_lines else top + (pitch - fitted.high) / 2, room)
        at, tall = top + head + 2, min(48.0, pitch - head - 12)
        for one in (lower, upper):
            value = value_at(one.values, i)
            start, end = sorted((scale.at(0.0), scale.at(value)))
            shapes.append(painted(one.look_at(i), start, at, max(1.0, end - start), tall))
            words = label_at(one, i)
            if value < 0:
                shapes.append(Text(start - labels, at, labels - 8, tall, words, LABEL, 500, "text", "right"))
            elif words:
                shapes.append(Text(end + 8, at, labels - 8, tall, words, LABEL, 500))
        zero = round(scale.at(0.0)) + 0.5
        shapes.append(Line(((zero, at - 2), (zero, at + tall + 2)), "text_3", 1.5))
        spots.append(Spot("mark", name, (x, top, w, pitch), said(chart, i)))
    return shapes, spots
