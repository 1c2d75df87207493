"""The line of a goal across a native chart: its plot stands where we put it, so the line stands where it belongs."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from cmoplanner.exchange.slides.canvas import Canvas, Written
from cmoplanner.report.deck.blocks import Chart
from cmoplanner.report.timeline.shapes import Box, Line

_LEFT, _TOP, _WIDE, _HIGH = 0.02, 0.12, 0.96, 0.74
_LABEL = 20


def draw_goal(canvas: Canvas, made: Any, chart: Chart, box: Box, top: float) -> None:
    """Draw the goal as a dashed line with its name; the chart's plot gets a fixed place for that."""
    _place_plot(made)
    x, y, w, h = box
    low = made.value_axis.minimum_scale or 0.0
    share = ((chart.goal or 0.0) - low) / (top - low)
    at = y + h * (_TOP + _HIGH * (1 - share))
    left, right = x + w * _LEFT, x + w * (_LEFT + _WIDE)
    canvas.stroke(Line(((left, at), (right, at)), "text", 2, (8.0, 5.0)), chart.goal_name)
    words = [Written(chart.goal_name, _LABEL, 600)]
    canvas.words((left, at - 30, right - left, 28), words, chart.goal_name, "right", anchor=MSO_ANCHOR.BOTTOM)


def _place_plot(made: Any) -> None:
    area = made._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for tag, value in (
        ("c:layoutTarget", "inner"),
        ("c:xMode", "edge"),
        ("c:yMode", "edge"),
        ("c:x", str(_LEFT)),
        ("c:y", str(_TOP)),
        ("c:w", str(_WIDE)),
        ("c:h", str(_HIGH)),
    ):
        etree.SubElement(manual, qn(tag)).set("val", value)
    area.insert(0, layout)
