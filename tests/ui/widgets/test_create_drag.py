"""Drawing a new bar: whole weeks where a day is too narrow to be hit, the day itself elsewhere."""

from datetime import date

import pytest

from cmoplanner.model.periods import FiscalCalendar, Span
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.ui.widgets.timeline.gestures import CreateDrag

YEAR = FiscalCalendar(date(2027, 1, 1))
FIRST, LAST = date(2027, 3, 10), date(2027, 4, 1)  # a Wednesday and a Thursday
WEEKS = Span(date(2027, 3, 8), date(2027, 4, 4))


@pytest.mark.parametrize(
    ("px", "whole_weeks", "off", "span"),
    [
        (2.3, False, False, WEEKS),
        (2.3, False, True, Span(FIRST, LAST)),
        (12.0, False, False, Span(FIRST, LAST)),
        (12.0, True, False, WEEKS),
    ],
)
def test_a_drawn_bar(px: float, whole_weeks: bool, off: bool, span: Span) -> None:
    axis = Axis(YEAR.fy_start, px, YEAR, "en")
    drag = CreateDrag(axis, "", 0.0, FIRST, FIRST)
    drag.to(axis.x(LAST) + px / 2, whole_weeks=whole_weeks, off=off)
    assert drag.span == span
