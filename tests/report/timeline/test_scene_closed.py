"""Closed days as shapes: where they stand, that names do not run into each other, and what the mouse is told."""

from dataclasses import replace
from datetime import date, timedelta

from cmoplanner.model.closed_days import Holiday, by_day
from cmoplanner.model.periods import FiscalCalendar, Span
from cmoplanner.model.plan import Blackout
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.scene_closed import PITCH, Closed, columns, key_row, legend, pill_at, words_at
from cmoplanner.report.timeline.shapes import Rect, Text
from cmoplanner.report.timeline.sheets import calendar_sheets
from tests.plans import norrvik
from tests.report.timeline.samples import measure, sample

CALENDAR = FiscalCalendar(date(2027, 1, 1))
SUMMER = Blackout("s", "Summer quiet", date(2027, 7, 5), date(2027, 7, 25))
FREEZE = Blackout("f", "Year-end freeze", date(2027, 12, 20), date(2027, 12, 31))
BOXING = Holiday(date(2027, 12, 26), "Second Day of Christmas", "SE")


def axis(px: float = 2.6) -> Axis:
    return Axis(CALENDAR.fy_start, px, CALENDAR)


def names(closed: Closed, px: float) -> list[Text]:
    shapes = key_row(closed, axis(px), CALENDAR.year, 60, measure, 0)
    return [shape for shape in shapes if isinstance(shape, Text)]


def test_columns_stand_on_their_days_and_scroll_with_the_lanes() -> None:
    closed = Closed((SUMMER,), by_day([BOXING]))
    for top in (0.0, 7.0, 100.5):
        shapes = [shape for shape in columns(closed, axis(), CALENDAR.year, top, top + 300) if isinstance(shape, Rect)]
        hatched = next(shape for shape in shapes if shape.hatch)
        tinted = next(shape for shape in shapes if not shape.hatch)
        assert (hatched.x, hatched.x + hatched.w) == (axis().x(SUMMER.start), axis().x_end(SUMMER.end))
        assert hatched.y % PITCH == 0, "so that the hatching fits what was painted before"
        assert hatched.y <= top
        assert hatched.y + hatched.h >= top + 300
        assert tinted.x == axis().x(BOXING.day)
    assert columns(Closed(), axis(), CALENDAR.year, 0, 300) == []


def test_a_name_at_the_years_end_stands_on_the_left() -> None:
    (text,) = names(Closed((FREEZE,)), 2.6)
    assert text.text == "Year-end freeze"
    assert text.x + text.w <= axis().x(FREEZE.start)
    (inside,) = names(Closed((FREEZE,)), 20)
    assert inside.x >= axis(20).x(FREEZE.start), "with room it stands inside"


def test_names_never_run_into_the_next_blackout() -> None:
    weeks = [
        Blackout(f"b{i}", f"A rather long name of blackout {i}", day, day + timedelta(days=3))
        for i, day in enumerate(date(2027, 2, 1) + timedelta(days=28 * n) for n in range(8))
    ]
    for px in (0.9, 2.0, 2.6, 4.0, 9.0):
        starts = [axis(px).x(row.start) for row in weeks]
        ends = [axis(px).x_end(row.end) for row in weeks]
        for text in names(Closed(tuple(weeks)), px):
            width = min(measure(text.text, 11, 600), text.w or measure(text.text, 11, 600))
            own = weeks[[row.name for row in weeks].index(text.text)]
            for row, start, end in zip(weeks, starts, ends, strict=True):
                assert row is own or text.x + width <= start or text.x >= end, (px, text.text, row.name)


def test_a_click_finds_the_shortest_of_several() -> None:
    inner = Blackout("i", "Inner", date(2027, 7, 12), date(2027, 7, 13))
    closed = Closed((SUMMER, inner))
    at = axis().x(date(2027, 7, 12)) + 1
    assert pill_at(closed, axis(), at, 52, 60) is inner
    assert pill_at(closed, axis(), axis().x(date(2027, 7, 7)), 52, 60) is not None
    assert pill_at(closed, axis(), axis().x(date(2027, 8, 7)), 52, 60) is None
    assert pill_at(closed, axis(), at, 20, 60) is None, "key dates stand above"


def test_words_name_everything_a_day_is_closed_for() -> None:
    formats = Formats.of(norrvik())
    closed = Closed((FREEZE,), by_day([BOXING, Holiday(BOXING.day, "Second Day of Christmas", "DE")]))
    words = words_at(closed, BOXING.day, formats)
    assert "“Year-end freeze”" in words
    assert "Second Day of Christmas (SE, DE)" in words
    assert words_at(closed, date(2027, 6, 1), formats) == ""


def test_the_legend_names_only_what_is_shown() -> None:
    def texts(closed: Closed) -> list[str]:
        return [shape.text for shape in legend(closed, 0, 0, measure) if isinstance(shape, Text)]

    assert texts(Closed()) == []
    assert texts(Closed((SUMMER,))) == ["Blackout"]
    assert texts(Closed((SUMMER,), by_day([BOXING]))) == ["Blackout", "Holiday"]


def test_days_out_of_sight_are_not_drawn() -> None:
    spring = Span(date(2027, 3, 1), date(2027, 4, 1))
    assert columns(Closed((SUMMER,), by_day([BOXING])), axis(), spring, 0, 100) == []


def test_a_printed_calendar_has_the_blackouts() -> None:
    plan, outcome = sample()
    closed = replace(plan, blackouts={SUMMER.id: SUMMER})
    sheet = calendar_sheets(closed, outcome, measure, 1600, None)[0]
    texts = {shape.text for region in sheet.regions for shape in region.shapes if isinstance(shape, Text)}
    assert "Summer quiet" in texts
    assert "Blackout" in texts, "with its legend"
