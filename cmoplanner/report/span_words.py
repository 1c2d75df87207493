"""Days said in words: "Q2", "H1", "FY", "2027-06", "June", "30d", "2027-04..2027-06", and the quarter of today."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from babel.dates import get_month_names

from cmoplanner.i18n import _, known_locale
from cmoplanner.model.periods import FiscalCalendar, Span, add_months, monday

_PART = re.compile(r"([qh])([1-4])")
_DAYS = re.compile(r"(\d{1,3})d")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LEAST_OF_A_NAME = 3  # letters: "jun"


def read_span(text: str, calendar: FiscalCalendar, as_of: date, locale: str = "en") -> Span:
    """Return the days that a text names. Raises ValueError with a sentence where it names none.

    Quarters, halves and months without a year are those of the plan's fiscal year; "30d" are the days from `as_of` on.
    """
    first, dots, last = text.partition("..")
    if dots:
        start, end = (read_span(part, calendar, as_of, locale) for part in (first, last))
        if start.start > end.end:
            raise ValueError(_("“{text}” ends before it starts").format(text=text))
        return Span(start.start, end.end)
    word = text.strip().casefold()
    named = _relative(calendar, as_of).get(word)
    found = named() if named else _part(word, calendar) or _from_today(word, as_of) or _date(word)
    found = found or _month(word, calendar, locale)
    if found is None:
        raise ValueError(
            _("“{text}” is no time: write Q2, H1, 2027-06, 2027-06-15, June, 30d or 2027-04..2027-06").format(text=text)
        )
    return found


def _relative(calendar: FiscalCalendar, as_of: date) -> Mapping[str, Callable[[], Span]]:
    week = monday(as_of)
    return {
        "today": lambda: Span(as_of, as_of),
        "week": lambda: Span(week, week + timedelta(days=6)),
        "month": lambda: _months_of(calendar, as_of, 1),
        "quarter": lambda: _months_of(calendar, as_of, 3),
        "year": lambda: calendar.year,
        "fy": lambda: calendar.year,
    }


def _months_of(calendar: FiscalCalendar, as_of: date, months: int) -> Span:
    """Return the fiscal month or quarter in which a day lies; before the plan's time the first one."""
    t = calendar.month_of(as_of) or 1
    first = t - (t - 1) % months
    return Span(calendar.month(first).start, calendar.month(min(first + months - 1, calendar.horizon)).end)


def _part(word: str, calendar: FiscalCalendar) -> Span | None:
    match = _PART.fullmatch(word)
    if match is None:
        return None
    kind, number = match[1], int(match[2])
    if kind == "q":
        return calendar.quarter(number)
    if number > 2:
        return None
    return Span(calendar.quarter(2 * number - 1).start, calendar.quarter(2 * number).end)


def _from_today(word: str, as_of: date) -> Span | None:
    match = _DAYS.fullmatch(word)
    days = int(match[1]) if match else 0
    return Span(as_of, as_of + timedelta(days=days - 1)) if days else None


def _date(word: str) -> Span | None:
    match = _DATE.fullmatch(word)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    try:
        start = date(year, month, day)
        after = add_months(start, 1 if match[2] else 12)
    except ValueError:
        return None
    return Span(start, start) if match[3] else Span(start, after - timedelta(days=1))


def _month(word: str, calendar: FiscalCalendar, locale: str) -> Span | None:
    """Return the calendar month of a name or its first letters that lies in the fiscal year."""
    if len(word) < _LEAST_OF_A_NAME:
        return None
    for language in (known_locale(locale), "en"):
        names = get_month_names("wide", locale=language)
        for number in range(1, 13):
            if names[number].casefold().startswith(word):
                ahead = (number - calendar.fy_start.month) % 12
                start = add_months(calendar.fy_start.replace(day=1), ahead)
                return Span(start, add_months(start, 1) - timedelta(days=1))
    return None
