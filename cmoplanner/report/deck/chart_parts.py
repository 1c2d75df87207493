"""What all charts of a page are made of: bars in their look, the range, the legend, an axis that holds zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cmoplanner.report.deck.blocks import Chart, ChartKind, Look, Series, Values
from cmoplanner.report.deck.fitting import line_height, shorten
from cmoplanner.report.drawn import Spot
from cmoplanner.report.timeline.shapes import Box, Line, Measure, Rect, Shape, Text

LABEL = 20
_SWATCH = 26.0
Drawing = tuple[list[Shape], list[Spot]]


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a bar: its fill, its outline, its hatching and the dashes of its outline."""

    fill: str = ""
    stroke: str = ""
    hatch: str = ""
    dash: tuple[float, ...] = ()


PAINTS: Mapping[Look, Paint] = MappingProxyType(
    {
        Look.ACTUAL: Paint("chart.spent"),
        Look.PLAN: Paint("chart.planned_fill", "accent"),
        Look.FORECAST: Paint("surface", "accent", "accent"),
        Look.PRIOR: Paint("border"),
        Look.BASE: Paint("chart.base"),
        Look.ACCENT: Paint("accent"),
        Look.GOOD: Paint("positive"),
        Look.BAD: Paint("negative"),
        Look.GOAL: Paint("surface", "text", "", (6.0, 4.0)),
        Look.TOTAL: Paint("text_2"),
    }
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to px from the ground up (or from the left): the axis always holds zero."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands, in px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def painted(look: Look, x: float, y: float, w: float, h: float) -> Rect:
    """Return a bar in a look."""
    paint = PAINTS[look]
    inset = 1.0 if paint.stroke else 0.0
    return Rect(
        x + inset,
        y + inset,
        max(1.0, w - 2 * inset),
        max(1.0, h - 2 * inset),
        fill=paint.fill,
        stroke=paint.stroke,
        width=2 if paint.stroke else 1,
        hatch=paint.hatch,
        dash=paint.dash,
        pitch=9,
    )


def legend(chart: Chart, box: Box, measure: Measure) -> tuple[list[Shape], float]:
    """Return the names of the series in one or more rows, and their height; one series needs none."""
    names: list[tuple[Look | None, str]] = [(one.look, one.name) for one in chart.series if one.name]
    if chart.low and chart.band_name:
        names.append((None, chart.band_name))
    if len(names) < 2:
        return [], 0.0
    x, y, w, _h = box
    shapes: list[Shape] = []
    at, row, high = x, 0, line_height(LABEL) + 6
    for look, name in names:
        text = shorten(name, w - _SWATCH - 10, LABEL, 400, measure)
        wide = _SWATCH + 10 + measure(text, LABEL, 400) + 28
        if at > x and at + wide - 28 > x + w:
            at, row = x, row + 1
        top = y + row * high
        if look is None:
            shapes += band_box(at, top + 4, _SWATCH, line_height(LABEL) - 8)
        elif chart.kind is ChartKind.LINES:
            middle = top + line_height(LABEL) / 2
            shapes.append(Line(((at, middle), (at + _SWATCH, middle)), line_color(look), 4, PAINTS[look].dash))
        else:
            shapes.append(painted(look, at, top + 4, _SWATCH, line_height(LABEL) - 8))
        shapes.append(Text(at + _SWATCH + 10, top, 0, line_height(LABEL), text, LABEL, 400, "text_2"))
        at += wide
    return shapes, (row + 1) * high + 8


def line_color(look: Look) -> str:
    """Return the colour of a series that is drawn as a line."""
    paint = PAINTS[look]
    return paint.stroke or paint.fill


def band_box(x: float, y: float, w: float, h: float) -> list[Shape]:
    """Return a range as a hatched box between two strokes."""
    return [
        Rect(x, y, w, max(1.0, h), fill="surface@0.6", hatch="accent", pitch=7),
        Line(((x, y), (x + w, y)), "text", 2),
        Line(((x, y + h), (x + w, y + h)), "text", 2),
    ]


def known(values: Sequence[float | None]) -> list[float]:
    """Return the values that are there."""
    return [value for value in values if value is not None]


def value_at(values: Values, place: int) -> float:
    """Return a value by its place, 0 where there is none."""
    found = values[place] if place < len(values) else None
    return 0.0 if found is None else found


def label_at(series: Series, place: int) -> str:
    """Return the label of a value, "" where there is none."""
    return series.labels[place] if place < len(series.labels) else ""


def said(chart: Chart, place: int) -> str:
    """Return what a screen reader says of a category."""
    parts = [chart.categories[place]]
    for one in chart.series:
        text = label_at(one, place)
        if text:
            parts.append(f"{one.name} {text}".strip())
    return ", ".join(parts)
