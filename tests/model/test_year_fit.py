"""Days of other years laid on the fiscal year."""

from datetime import date, timedelta

import pytest

from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.year_fit import days_into_year, starts_outside


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2026, 5, 18), date(2027, 5, 18)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2019, 12, 31), date(2027, 12, 31)),
        (date(2031, 1, 1), date(2027, 1, 1)),
        (date(2027, 6, 30), date(2027, 6, 30)),
    ],
)
def test_a_day_keeps_its_month(day: date, there: date) -> None:
    calendar = FiscalCalendar(date(2027, 1, 1))
    assert day + timedelta(days=days_into_year(day, calendar)) == there


def test_a_year_that_begins_in_july() -> None:
    calendar = FiscalCalendar(date(2026, 7, 1))
    for day, there in ((date(2026, 3, 4), date(2027, 3, 4)), (date(2027, 8, 9), date(2026, 8, 9))):
        assert day + timedelta(days=days_into_year(day, calendar)) == there


@pytest.mark.parametrize("start", [date(2027, 1, 4), date(2026, 12, 28)])
def test_any_day_ends_up_in_the_year_on_its_weekday(start: date) -> None:
    calendar = FiscalCalendar(start, Pattern.W445)
    for shift in range(-1500, 1500, 7):
        day = start + timedelta(days=shift)
        placed = day + timedelta(days=days_into_year(day, calendar))
        assert not starts_outside(placed, calendar)
        assert placed.weekday() == day.weekday()
