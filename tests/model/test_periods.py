"""Days, weeks, fiscal months and series of occurrences."""

from datetime import date, timedelta

import pytest

from cmoplanner.model.periods import FiscalCalendar, Pattern, Recurrence, Span, add_months, monday, occurrences, series

JULY = FiscalCalendar(date(2027, 7, 1))


def test_a_month_later_is_clamped_to_the_end_of_the_month():
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert add_months(date(2027, 3, 31), -13) == date(2026, 2, 28)


def test_the_months_of_a_year_from_july_hold_the_leap_day():
    assert [month.days for month in JULY.months] == [31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30]
    assert JULY.fy_end == date(2028, 6, 30)
    assert JULY.label == "FY2028"
    assert JULY.month_of(date(2028, 2, 29)) == 8
    assert JULY.quarter(3) == Span(date(2028, 1, 1), date(2028, 3, 31))


def test_days_outside_the_horizon_have_no_month():
    assert JULY.month_of(date(2027, 6, 30)) is None
    assert JULY.month_of(date(2030, 6, 30)) == 36
    assert JULY.month_of(date(2030, 7, 1)) is None


@pytest.mark.parametrize(
    ("pattern", "weeks"), [(Pattern.W445, [4, 4, 5]), (Pattern.W454, [4, 5, 4]), (Pattern.W544, [5, 4, 4])]
)
def test_week_patterns_make_months_of_whole_weeks(pattern, weeks):
    calendar = FiscalCalendar(date(2027, 2, 1), pattern)
    assert [month.days for month in calendar.months] == [7 * count for count in weeks] * 4
    assert calendar.fy_end == date(2028, 1, 30)


@pytest.mark.parametrize("pattern", list(Pattern))
def test_months_before_the_year_go_on_without_a_gap(pattern):
    calendar = FiscalCalendar(date(2028, 2, 1), pattern)
    firsts = [date.fromordinal(calendar.first_day_before(months)) for months in range(13)]
    assert firsts[0] == calendar.fy_start
    lengths = [(later - earlier).days for earlier, later in zip(firsts[1:], firsts, strict=False)]
    year_before = FiscalCalendar(firsts[12], pattern)
    assert lengths[::-1] == [month.days for month in year_before.months]


def test_first_days_bound_the_months():
    assert [date.fromordinal(day) for day in JULY.first_days[:2]] == [date(2027, 7, 1), date(2027, 8, 1)]
    assert len(JULY.first_days) == 37


def test_a_monthly_series_keeps_the_day_and_clamps_it():
    spans = occurrences(Span(date(2027, 7, 31), date(2027, 7, 31)), Recurrence.MONTHLY, None, JULY.fy_end)
    assert [span.start for span in spans][:3] == [date(2027, 7, 31), date(2027, 8, 31), date(2027, 9, 30)]
    assert spans[7].start == date(2028, 2, 29)
    assert spans[-1].start == date(2028, 6, 30)
    assert len(spans) == 12


@pytest.mark.parametrize(("recurrence", "days"), [(Recurrence.WEEKLY, 7), (Recurrence.BIWEEKLY, 14)])
def test_the_last_start_may_fall_on_until(recurrence, days):
    first = date(2027, 7, 6)
    until = first + timedelta(days=3 * days)
    starts = [date.fromordinal(day) for day in series(first, recurrence, until)]
    assert starts == [first + timedelta(days=days * i) for i in range(4)]
    assert len(series(first, recurrence, until - timedelta(days=1))) == 3


def test_quarterly_steps_are_three_months():
    starts = series(date(2027, 8, 31), Recurrence.QUARTERLY, date(2028, 6, 30))
    assert [date.fromordinal(day) for day in starts] == [
        date(2027, 8, 31), date(2027, 11, 30), date(2028, 2, 29), date(2028, 5, 31)
    ]  # fmt: skip


def test_the_first_occurrence_always_counts():
    span = Span(date(2027, 7, 6), date(2027, 7, 8))
    for recurrence in Recurrence:
        assert occurrences(span, recurrence, date(2027, 1, 1), JULY.fy_end) == [span]


def test_a_span_knows_its_days():
    span = Span(date(2028, 2, 28), date(2028, 3, 1))
    assert span.days == 3
    assert date(2028, 2, 29) in span
    assert span.overlap(Span(date(2028, 3, 1), date(2028, 3, 9))) == 1
    assert span.overlap(Span(date(2028, 3, 2), date(2028, 3, 9))) == 0
    with pytest.raises(ValueError, match="before it starts"):
        Span(date(2028, 3, 1), date(2028, 2, 28))


def test_weeks_begin_on_monday():
    assert monday(date(2027, 1, 3)) == date(2026, 12, 28)
    assert monday(date(2027, 1, 4)) == date(2027, 1, 4)
