"""Charts draw what they are given: heights in proportion, steps that meet, ranges where they belong."""

import pytest

from cmoplanner.report.deck.blocks import Chart, ChartKind, Look, Series
from cmoplanner.report.deck.chart_shapes import draw_chart
from cmoplanner.report.deck.chart_upright import waterfall_spans
from cmoplanner.report.timeline.shapes import Box, Rect, Shape, Text
from tests.report.timeline.samples import measure

_BOX: Box = (100.0, 50.0, 900.0, 500.0)
_FILLS = {Look.BASE: "chart.base", Look.ACCENT: "accent", Look.GOOD: "positive", Look.BAD: "negative"}


def chart(kind: ChartKind, *series: Series, **more: object) -> Chart:
    names = tuple(f"c{i}" for i in range(len(series[0].values)))
    return Chart(kind, "", names, series, **more)


def bars(found: Chart, look: Look) -> list[Rect]:
    shapes, _spots = draw_chart(found, _BOX, measure)
    return [one for one in shapes if isinstance(one, Rect) and one.fill == _FILLS[look]]


def test_columns_are_as_high_as_their_values_from_a_zero_ground() -> None:
    found = bars(chart(ChartKind.COLUMNS, Series("", (10.0, 20.0, 5.0, 0.0), Look.BASE)), Look.BASE)
    heights = [one.h for one in found]
    assert heights[1] / heights[0] == pytest.approx(2.0)
    assert heights[0] / heights[2] == pytest.approx(2.0)
    assert len({round(one.y + one.h, 6) for one in found[:3]}) == 1


def test_a_column_below_zero_hangs_from_the_ground() -> None:
    up, down = bars(chart(ChartKind.COLUMNS, Series("", (10.0, -5.0), Look.BASE)), Look.BASE)
    assert up.y + up.h == pytest.approx(down.y)
    assert up.h / down.h == pytest.approx(2.0)


def test_stacked_columns_stand_on_each_other_and_the_range_around_their_sum() -> None:
    low, high = (25.0, None), (40.0, None)
    made = chart(
        ChartKind.STACKED,
        Series("base", (20.0, 10.0), Look.BASE),
        Series("more", (10.0, 10.0), Look.ACCENT),
        low=low,
        high=high,
        band_name="range",
    )
    base, more = bars(made, Look.BASE)[1:], bars(made, Look.ACCENT)[1:]  # the first are the legend's
    for below, above in zip(base, more, strict=True):
        assert above.y + above.h == pytest.approx(below.y)
    unit = base[0].h / 20.0
    ground = base[0].y + base[0].h
    ranges = [one for one in draw_chart(made, _BOX, measure)[0] if isinstance(one, Rect) and one.hatch][1:]
    assert len(ranges) == 1
    assert (ground - ranges[0].y) / unit == pytest.approx(40.0)
    assert (ground - ranges[0].y - ranges[0].h) / unit == pytest.approx(25.0)


def test_steps_of_a_waterfall_meet_and_end_where_the_last_column_stands() -> None:
    made = chart(ChartKind.WATERFALL, Series("", (100.0, -30.0, -50.0, 5.0, 25.0), Look.PLAN), wholes=frozenset({0, 4}))
    assert waterfall_spans(made) == [(0.0, 100.0), (100.0, 70.0), (70.0, 20.0), (20.0, 25.0), (0.0, 25.0)]


def test_a_tornado_goes_from_its_axis_to_both_sides() -> None:
    made = chart(
        ChartKind.TORNADO,
        Series("low", (-10.0, -2.0), Look.BAD, ("−10", "−2")),
        Series("high", (5.0, 4.0), Look.GOOD, ("+5", "+4")),
    )
    down, up = bars(made, Look.BAD)[1:], bars(made, Look.GOOD)[1:]
    assert down[0].w / up[0].w == pytest.approx(2.0)
    for left, right in zip(down, up, strict=True):
        assert left.x + left.w == pytest.approx(right.x)


def inside(shape: Shape) -> bool:
    if not isinstance(shape, Rect | Text):
        return True
    left, top, wide, tall = _BOX
    return (
        left - 1 <= shape.x
        and top - 1 <= shape.y
        and shape.x + shape.w <= left + wide + 1
        and shape.y + shape.h <= top + tall + 1
    )


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("values", [(1.0, 2.0), (-3.0, -4.0), (0.0, 0.0), (5.0, -5.0), (1e9, 1.0)])
def test_nothing_leaves_the_box(kind: ChartKind, values: tuple[float, ...]) -> None:
    series = Series("first series", values, Look.BASE, ("label one", "label two")), Series("second", values, Look.GOOD)
    found = chart(kind, *series, goal=2.0, goal_name="the goal of all", note="a note", unit="M EUR")
    shapes, spots = draw_chart(found, _BOX, measure)
    assert all(inside(one) for one in shapes)
    assert [spot.id for spot in spots] == ["c0", "c1"]
