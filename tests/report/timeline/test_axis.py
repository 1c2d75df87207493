"""Days to pixels and back, and the header rows of every zoom."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.report.timeline.axis import MAX_PX_A_DAY, MIN_PX_A_DAY, Axis, Tick

YEAR_2027 = FiscalCalendar(date(2027, 1, 1))
LEAP_FROM_JULY = FiscalCalendar(date(2027, 7, 1))  # contains 29 February 2028
WEEKS_445 = FiscalCalendar(date(2027, 1, 4), Pattern.W445)
ZOOMS = (MIN_PX_A_DAY, 0.5, 0.9, 1.5, 3.2, 7.99, 8.0, 15.0, 22.0, MAX_PX_A_DAY)


def axis(calendar: FiscalCalendar, px: float, locale: str = "en_IE") -> Axis:
    return Axis(calendar.fy_start, px, calendar, locale)


def labels(ticks: list[Tick]) -> list[str]:
    return [tick.label for tick in ticks]


@given(st.floats(MIN_PX_A_DAY, MAX_PX_A_DAY), st.integers(-400, 1500))
def test_the_day_under_where_a_day_begins_is_that_day(px: float, offset: int) -> None:
    ruler = axis(YEAR_2027, px)
    day = YEAR_2027.fy_start + timedelta(days=offset)
    assert ruler.day(ruler.x(day)) == day
    assert ruler.day(ruler.x(day) + px / 2) == day
    assert ruler.day(ruler.x_end(day) - 0.01) == day
    assert ruler.day(ruler.x_end(day)) == day + timedelta(days=1)


@pytest.mark.parametrize("px", ZOOMS)
def test_a_day_ends_where_the_next_begins(px: float) -> None:
    ruler = axis(LEAP_FROM_JULY, px)
    assert ruler.x(LEAP_FROM_JULY.fy_start) == 0
    for day in (date(2027, 7, 1), date(2028, 2, 28), date(2028, 2, 29), date(2028, 6, 30)):
        assert ruler.x_end(day) == ruler.x(day + timedelta(days=1))


def test_a_leap_year_is_a_day_wider() -> None:
    assert axis(LEAP_FROM_JULY, 2.0).width(LEAP_FROM_JULY.year) == 732
    assert axis(YEAR_2027, 2.0).width(YEAR_2027.year) == 730


def test_zooming_stops_at_the_limits() -> None:
    ruler = axis(YEAR_2027, 2.0)
    assert ruler.zoomed(1.25).px_a_day == 2.5
    assert ruler.zoomed(1e9).px_a_day == MAX_PX_A_DAY
    assert ruler.zoomed(1e-9).px_a_day == MIN_PX_A_DAY


@pytest.mark.parametrize("calendar", [YEAR_2027, LEAP_FROM_JULY, WEEKS_445])
@pytest.mark.parametrize("px", ZOOMS)
def test_header_rows_cover_every_day_once(calendar: FiscalCalendar, px: float) -> None:
    ruler, year = axis(calendar, px), calendar.year
    for ticks in (ruler.upper(year.start, year.end), ruler.lower(year.start, year.end)):
        for tick, following in itertools.pairwise(ticks):
            assert following.span.start == tick.span.end + timedelta(days=1)
        assert ticks[0].span.start <= year.start
        assert ticks[-1].span.end >= year.end
        assert all(tick.label for tick in ticks)


def test_far_out_stand_years_over_quarters() -> None:
    ruler = axis(YEAR_2027, 0.5)
    end = YEAR_2027.month(36).end
    assert labels(ruler.upper(YEAR_2027.fy_start, end)) == ["FY2027", "FY2028", "FY2029"]
    assert labels(ruler.lower(YEAR_2027.fy_start, end)) == ["Q1", "Q2", "Q3", "Q4"] * 3


def test_a_whole_year_stands_as_quarters_over_months() -> None:
    ruler, year = axis(YEAR_2027, 3.2), YEAR_2027.year
    assert labels(ruler.upper(year.start, year.end)) == ["FY27 Q1", "FY27 Q2", "FY27 Q3", "FY27 Q4"]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
    assert labels(ruler.lower(year.start, year.end)) == months
    assert [tick.strong for tick in ruler.lower(year.start, year.end)] == [True, False, False] * 4


def test_nearer_stand_months_over_iso_weeks() -> None:
    ruler = axis(YEAR_2027, 15.0)
    assert labels(ruler.upper(date(2027, 1, 1), date(2027, 2, 28))) == ["January 2027", "February 2027"]
    weeks = ruler.lower(date(2027, 1, 1), date(2027, 1, 17))
    assert labels(weeks) == ["W53", "W1", "W2"]
    assert weeks[0].span.start == date(2026, 12, 28)


def test_nearest_stand_months_over_days() -> None:
    ruler = axis(LEAP_FROM_JULY, 30.0)
    days = ruler.lower(date(2028, 2, 26), date(2028, 3, 2))
    assert labels(days) == ["26", "27", "28", "29", "1", "2"]
    assert [tick.span.start for tick in days if tick.strong] == [date(2028, 2, 28)]  # a Monday


def test_a_year_from_july_is_named_after_the_year_in_which_it_ends() -> None:
    ruler, year = axis(LEAP_FROM_JULY, 3.2), LEAP_FROM_JULY.year
    assert labels(ruler.upper(year.start, year.end)) == ["FY28 Q1", "FY28 Q2", "FY28 Q3", "FY28 Q4"]
    assert labels(ruler.lower(year.start, year.end))[0] == "Jul"
    assert labels(axis(LEAP_FROM_JULY, 0.5).upper(year.start, year.end)) == ["FY2028"]
    assert ruler.upper(year.start, year.end)[0].span.start == date(2027, 7, 1)


def test_months_of_weeks_are_named_after_their_middle() -> None:
    ruler, year = axis(WEEKS_445, 3.2), WEEKS_445.year
    ticks = ruler.lower(year.start, year.end)
    assert [tick.span.days for tick in ticks] == [28, 28, 35] * 4
    assert labels(ticks)[:4] == ["Jan", "Feb", "Mar", "Apr"]
    assert len(set(labels(ticks))) == 12


def test_only_what_is_asked_for_is_returned() -> None:
    ruler = axis(YEAR_2027, 3.2)
    assert labels(ruler.lower(date(2027, 5, 31), date(2027, 7, 1))) == ["May", "Jun", "Jul"]
    assert labels(ruler.upper(date(2027, 5, 31), date(2027, 7, 1))) == ["FY27 Q2", "FY27 Q3"]
    assert ruler.lower(date(2025, 1, 1), date(2025, 12, 31)) == []


def test_names_are_in_the_plans_language() -> None:
    ruler = axis(YEAR_2027, 3.2, "fr")
    assert labels(ruler.lower(date(2027, 2, 1), date(2027, 2, 28))) == ["févr."]
    assert labels(axis(YEAR_2027, 15.0, "de_DE").upper(date(2027, 3, 1), date(2027, 3, 31))) == ["März 2027"]
