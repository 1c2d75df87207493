"""A month's grid holds every day and every activity, and says what has no room."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.model.closed_days import Holiday
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, Blackout, starts
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.month_grid import (
    LEAST_WEEK,
    MonthGrid,
    fill_week,
    first_weekday,
    month_title,
    occurrences_in,
    weeks_of,
)
from cmoplanner.report.timeline.scene_bars import Look
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.shapes import Polygon, Rect, Text
from tests.plans import norrvik

PLAN = norrvik()
FY_END = PLAN.calendar.fy_end


def look(_activity: Activity) -> Look:
    return Look("surface", "border", (), "text", "")


def width_of(text: str, px: int, _weight: int) -> float:
    return len(text) * px * 0.5


def of(month: date) -> MonthGrid:
    return MonthGrid(PLAN, month, lambda _row: True, look, lambda _id: (), width_of)


def grid(month: date, rows: int = 0) -> Drawn:
    made = MonthGrid(
        PLAN, month, lambda _row: True, look, lambda _id: (), lambda text, px, _weight: len(text) * px * 0.5
    )
    return made.draw(1200, 6 * (22 + 2 + 20 * rows) + 28 if rows else 800)


@pytest.mark.parametrize("weekday", [0, 6])
@pytest.mark.parametrize("month", [date(2027, 2, 1), date(2027, 5, 17), date(2026, 2, 1), date(2028, 2, 29)])
def test_weeks_cover_the_month_and_begin_on_their_weekday(month: date, weekday: int) -> None:
    firsts = weeks_of(month, weekday)
    days = {first + timedelta(i) for first in firsts for i in range(7)}
    last = (month.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    assert {first.weekday() for first in firsts} == {weekday}
    assert {date(month.year, month.month, day) for day in range(1, last.day + 1)} <= days
    assert all((b - a).days == 7 for a, b in pairwise(firsts))
    assert firsts[0] + timedelta(6) >= month.replace(day=1)  # no week is all outside
    assert firsts[-1] <= last


def test_the_first_weekday_is_the_locales() -> None:
    assert first_weekday("de_DE") == 0
    assert first_weekday("en_US") == 6
    assert month_title(date(2027, 6, 1), "en") == "June 2027"


def test_every_occurrence_of_the_span_is_there_once() -> None:
    span = Span(date(2027, 5, 1), date(2027, 5, 31))
    found = occurrences_in(PLAN.activities.values(), span, FY_END)
    expected = {
        (row.id, start)
        for row in PLAN.activities.values()
        for start in starts(row, FY_END)
        if start <= span.end and start + (row.end - row.start) >= span.start
    }
    assert {(row.id, one.start) for row, one in found} == expected
    assert len(found) == len(expected)
    dated = [one.start for _row, one in found if one.days <= 14]
    assert dated == [one.start for _row, one in found][: len(dated)] == sorted(dated)


SPANS = st.lists(st.tuples(st.integers(-10, 10), st.integers(0, 20)), max_size=12)


@given(SPANS, st.integers(1, 5))
def test_pieces_never_overlap_and_what_is_hidden_is_counted(days: list[tuple[int, int]], rows: int) -> None:
    monday = date(2027, 5, 3)
    row = next(iter(PLAN.activities.values()))
    given_ = [(row, Span(monday + timedelta(a), monday + timedelta(a + n))) for a, n in days]
    given_.sort(key=lambda pair: (pair[1].start, -pair[1].days))
    week = fill_week(monday, given_, rows)
    for column in range(7):
        day = monday + timedelta(column)
        taken = [piece.row for piece in week.pieces if piece.first <= column <= piece.last]
        assert len(taken) == len(set(taken))
        assert all(place < rows for place in taken)
        assert len(taken) + week.hidden[column] == sum(day in span for _row, span in given_)
        if week.hidden[column]:  # the last row is left for the count
            assert all(place < rows - 1 for place in taken)


def test_every_day_and_activity_has_its_place() -> None:
    drawn = grid(date(2027, 5, 1), rows=45)
    days = [spot for spot in drawn.spots if spot.kind == "day"]
    assert len(days) in (35, 42)
    assert not [spot for spot in drawn.spots if spot.kind == "more"]
    first, last = days[0].day, days[-1].day
    assert first is not None
    assert last is not None
    expected = {row.id for row, _span in occurrences_in(PLAN.activities.values(), Span(first, last), FY_END)}
    through = {row.id for row in of(date(2027, 5, 1)).through()}
    assert {spot.id for spot in drawn.spots if spot.kind == "activity"} == expected - through
    for spot in drawn.spots:
        x, y, w, h = spot.box
        assert x >= 0
        assert y >= 0
        assert x + w <= drawn.width + 0.01
        assert y + h <= drawn.height + 0.01


def test_what_has_no_room_is_said_for_its_day() -> None:
    drawn = grid(date(2027, 5, 1))
    more = [spot for spot in drawn.spots if spot.kind == "more"]
    assert more
    told = len(of(date(2027, 5, 1)).through())
    for spot in more:
        assert spot.day is not None
        shown = sum(
            1
            for bar in drawn.spots
            if bar.kind == "activity"
            and bar.box[0] < spot.box[0] + spot.box[2] / 2 < bar.box[0] + bar.box[2]
            and abs(bar.box[1] - spot.box[1]) < LEAST_WEEK * 2
            and (drawn.at(spot.box[0] + 20, bar.box[1] + 5, "day") or spot).day == spot.day
        )
        assert f"{len(of(date(2027, 5, 1)).on_day(spot.day)) - shown - told} more" in spot.spoken


def test_what_runs_all_month_is_one_line_with_every_name() -> None:
    through = of(date(2027, 5, 1)).through()
    assert len(through) > 3
    assert all(row.start <= date(2027, 4, 26) and row.end >= date(2027, 6, 6) for row in through)
    (line,) = [spot for spot in grid(date(2027, 5, 1)).spots if spot.kind == "through"]
    assert line.spoken.startswith(f"{len(through)} run through the whole month: ")
    assert all(row.name in line.spoken for row in through)


def test_the_spot_under_a_point_is_the_bar_over_its_day() -> None:
    drawn = grid(date(2027, 5, 1), rows=45)
    bar = next(spot for spot in drawn.spots if spot.kind == "activity")
    x, y = bar.box[0] + 2, bar.box[1] + 2
    assert drawn.at(x, y) == bar
    day = drawn.at(x, y, "day")
    assert day is not None
    assert day.day == bar.day
    assert drawn.at(-5, -5) is None


def test_a_filter_leaves_only_what_passes() -> None:
    one = next(iter(PLAN.activities))
    made = MonthGrid(PLAN, PLAN.activities[one].start, lambda row: row.id == one, look, lambda _id: (), width_of)
    assert {spot.id for spot in made.draw(1200, 800).spots if spot.kind == "activity"} == {one}


def test_key_dates_stand_on_their_day() -> None:
    milestone = next(iter(PLAN.milestones.values()))
    texts = [shape for region in grid(milestone.date).regions for shape in region.shapes if isinstance(shape, Text)]
    assert milestone.title in [text.text for text in texts]


@pytest.mark.parametrize(
    ("severity", "ink", "colour"),
    [
        (Severity.BREAK, "text", "negative"),
        (Severity.WARNING, "text", "warning"),
        (Severity.BREAK, "on_accent", "on_accent"),
    ],
)
def test_a_triangle_is_as_grave_as_in_the_timeline(severity: Severity, ink: str, colour: str) -> None:
    found = Finding("RSK-06", "activity", "A", severity, "no owner", "", "")
    made = MonthGrid(
        PLAN,
        date(2027, 5, 1),
        lambda _row: True,
        lambda _row: Look("surface", "border", (), ink, ""),
        lambda _id: (found,),
        width_of,
    )
    shapes = [shape for region in made.draw(1200, 800).regions for shape in region.shapes]
    assert {shape.fill for shape in shapes if isinstance(shape, Polygon) and len(shape.points) == 3} == {colour}


def test_closed_days_are_tinted_and_named() -> None:
    month, day = date(2027, 5, 1), date(2027, 5, 6)
    blackout = Blackout("b", "Quiet", date(2027, 5, 10), date(2027, 5, 12))
    closed = Closed((blackout,), {day: (Holiday(day, "Ascension Day", "DE"),)})
    made = MonthGrid(PLAN, month, lambda _row: False, look, lambda _id: (), width_of, closed)
    shapes = [shape for region in made.draw(1200, 800).regions for shape in region.shapes]
    assert len([one for one in shapes if isinstance(one, Rect) and one.fill == "text_3@0.16"]) == 1
    assert len([one for one in shapes if isinstance(one, Rect) and one.hatch]) == 3
    assert {"Quiet", "Ascension Day"} <= {one.text for one in shapes if isinstance(one, Text)}
