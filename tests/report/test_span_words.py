"""Times said in words are the right days."""

from datetime import date

import pytest

from cmoplanner.model.periods import FiscalCalendar, Pattern, Span
from cmoplanner.report.span_words import read_span

APRIL = FiscalCalendar(date(2027, 4, 1))
WEEKS = FiscalCalendar(date(2027, 2, 1), Pattern.W445)
TODAY = date(2027, 6, 16)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Q1", date(2027, 4, 1), date(2027, 6, 30)),
        ("q4", date(2028, 1, 1), date(2028, 3, 31)),
        ("H1", date(2027, 4, 1), date(2027, 9, 30)),
        ("h2", date(2027, 10, 1), date(2028, 3, 31)),
        ("FY", date(2027, 4, 1), date(2028, 3, 31)),
        ("year", date(2027, 4, 1), date(2028, 3, 31)),
        ("today", TODAY, TODAY),
        ("week", date(2027, 6, 14), date(2027, 6, 20)),
        ("month", date(2027, 6, 1), date(2027, 6, 30)),
        ("quarter", date(2027, 4, 1), date(2027, 6, 30)),
        ("30d", TODAY, date(2027, 7, 15)),
        ("1d", TODAY, TODAY),
        ("2028", date(2028, 1, 1), date(2028, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2027-6-5", date(2027, 6, 5), date(2027, 6, 5)),
        ("jun", date(2027, 6, 1), date(2027, 6, 30)),
        ("February", date(2028, 2, 1), date(2028, 2, 29)),
        ("2027-04..2027-06", date(2027, 4, 1), date(2027, 6, 30)),
        ("today..q2", TODAY, date(2027, 9, 30)),
    ],
)
def test_words_for_days(text: str, start: date, end: date) -> None:
    assert read_span(text, APRIL, TODAY) == Span(start, end)


def test_months_are_known_in_the_plans_language() -> None:
    assert read_span("märz", APRIL, TODAY, "de-DE") == Span(date(2028, 3, 1), date(2028, 3, 31))
    assert read_span("march", APRIL, TODAY, "de-DE") == Span(date(2028, 3, 1), date(2028, 3, 31))


def test_quarters_follow_the_fiscal_pattern() -> None:
    assert read_span("q1", WEEKS, TODAY) == Span(date(2027, 2, 1), date(2027, 5, 2))  # 13 weeks
    assert read_span("quarter", WEEKS, date(2027, 5, 3)).start == date(2027, 5, 3)


@pytest.mark.parametrize("text", ["", "q5", "h3", "0d", "ju", "2027-13", "2027-02-30", "soon", "9999-12..", "0000"])
def test_what_is_no_time_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is no time: write Q2"):
        read_span(text, APRIL, TODAY)


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        read_span("q2..q1", APRIL, TODAY)


def test_the_end_of_all_years_is_no_crash() -> None:
    with pytest.raises(ValueError, match="no time"):
        read_span("9999-12", APRIL, TODAY)
