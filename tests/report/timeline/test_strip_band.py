"""The range of revenue in the strip: as high as its P10 and P90 on the scale of the bars, and named."""

from dataclasses import replace

import pytest

from cmoplanner.projection.bands import bands
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.timeline.scene_strip import HEIGHT, REVENUE, strip, strip_head
from cmoplanner.report.timeline.shapes import Rect, Shape, Text
from cmoplanner.report.timeline.sheets import calendar_sheets
from cmoplanner.report.timeline.strip import RevenueBand
from tests.report.timeline.samples import measure, sample, state


def band() -> RevenueBand:
    outcome = sample()[1]
    return RevenueBand.of(bands(simulate(outcome.compiled, Draws(60, 3)), outcome))


def boxes(shapes: list[Shape]) -> list[Rect]:
    return [shape for shape in shapes if isinstance(shape, Rect) and shape.fill == "chart.band_bg"]


def test_each_month_has_its_range_on_the_scale_of_its_bar() -> None:
    calendar, found = state(px_a_day=4.0), band()
    view = replace(calendar.strip(), band=found)
    year = calendar.plan.calendar.year
    drawn = boxes(strip(view, year))
    assert len(drawn) >= 9  # a range under a pixel high is none to see
    scale = (REVENUE - 26) / max(*view.strip.revenue.total, *view.strip.revenue.base, *found.high)
    for t in range(12, 0, -1):
        month = calendar.plan.calendar.month(t)
        inside = [box for box in drawn if view.axis.x(month.start) <= box.x < view.axis.x_end(month.end)]
        if scale * (found.high[t - 1] - found.low[t - 1]) < 1:
            assert not inside
            continue
        (box,) = inside
        assert HEIGHT - 1 - box.y == pytest.approx(scale * found.high[t - 1])
        assert box.h == pytest.approx(scale * (found.high[t - 1] - found.low[t - 1]))
        assert box.y > HEIGHT - REVENUE


def test_the_head_names_the_range_and_keeps_it_where_room_is_short() -> None:
    view = replace(state().strip(), band=band())
    wide = [shape.text for shape in strip_head(view, 264) if isinstance(shape, Text)]
    narrow = [shape.text for shape in strip_head(view, 150) if isinstance(shape, Text)]
    assert "P10–P90" in wide
    assert any("(" in text and "–" in text for text in narrow)


def test_without_a_range_the_strip_is_as_it_was() -> None:
    view = state().strip()
    assert not boxes(strip(view, state().plan.calendar.year))
    assert not any(isinstance(one, Text) and "P10" in one.text for one in strip_head(view, 264))


def test_a_page_has_the_range_it_is_given() -> None:
    plan, outcome = sample()
    found = bands(simulate(outcome.compiled, Draws(60, 3)), outcome)
    (sheet,) = calendar_sheets(plan, outcome, measure, 1600.0, None, bands=found)
    assert len(boxes([shape for region in sheet.regions for shape in region.shapes])) >= 10
