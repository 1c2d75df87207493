"""Days of another fiscal year at the same place of this one: by years, or by whole weeks in a 4-4-5 calendar."""

from datetime import date, timedelta

from cmoplanner.model.periods import FiscalCalendar, Pattern, add_months

_WEEKS_A_YEAR = 52


def starts_outside(start: date, calendar: FiscalCalendar) -> bool:
    """Return whether something begins before the fiscal year or after it."""
    return not calendar.fy_start <= start <= calendar.fy_end


def days_into_year(start: date, calendar: FiscalCalendar) -> int:
    """Return by how many days something is moved to begin at the same place of the fiscal year; 0 if it is in it.

    With calendar months that is the same day of the same month, else the same weekday of the same week.
    """
    years = 0
    step = 1 if start < calendar.fy_start else -1
    placed = start
    while starts_outside(placed, calendar):
        years += step
        placed = _later(start, years, calendar.pattern)
        if (placed > calendar.fy_end) is (step > 0) and starts_outside(placed, calendar):
            return ((calendar.fy_start if step > 0 else calendar.fy_end) - start).days  # a year of 53 weeks has a gap
    return (placed - start).days


def _later(day: date, years: int, pattern: Pattern) -> date:
    if pattern is Pattern.CALENDAR:
        return add_months(day, 12 * years)
    return day + timedelta(weeks=_WEEKS_A_YEAR * years)
