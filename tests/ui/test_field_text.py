"""What stands in an editor can be typed back, in any locale; what is no value is told in the user's words."""

from contextlib import suppress
from datetime import date, timedelta

import pytest

from cmoplanner.model.fields import ACTIVITY, HEADER, TABLES, Field, Kind
from cmoplanner.report.filters import activity_filter
from cmoplanner.report.formats import Formats
from cmoplanner.ui.cell_text import CellText
from cmoplanner.ui.field_text import FieldText
from tests.plans import norrvik

LOCALES = ("en_IE", "en_US", "de", "fr", "sv", "pl", "ja", "pt_BR", "fi")
START, GROSS, SHARE = (ACTIVITY.field(key) for key in ("start", "gross_spend", "partner_share"))


def texts(locale: str, decimals: int = 2, fy_start: date = date(2027, 1, 1)) -> FieldText:
    return FieldText(Formats(locale, "EUR", decimals), fy_start)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_day_of_a_year_is_read_as_it_is_written(locale: str) -> None:
    text = texts(locale)
    for i in range(366):
        day = date(2028, 1, 1) + timedelta(days=i)
        assert text.read(START, text.write(START, day)) == day


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("decimals", [0, 2, 3])
def test_money_is_read_as_it_is_written(locale: str, decimals: int) -> None:
    text = texts(locale, decimals)
    for minor in (0, 1, 99, 100, 4_400_000, 123_456_789, 100_000_000_000):
        assert text.read(GROSS, text.write(GROSS, minor)) == minor


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("share", [0.0, 0.4, 0.125, 1.0, 0.333333])
def test_rates_are_percent(locale: str, share: float) -> None:
    text = texts(locale)
    assert text.read(SHARE, text.write(SHARE, share)) == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize(
    ("locale", "typed", "expected"),
    [
        ("en_IE", "9/6/2027", date(2027, 6, 9)),
        ("en_US", "9/6/2027", date(2027, 9, 6)),
        ("en_US", "9.6.2027", date(2027, 6, 9)),
        ("en_IE", "2027-06-09", date(2027, 6, 9)),
        ("en_IE", "20270609", date(2027, 6, 9)),
        ("en_IE", "9 Jun", date(2027, 6, 9)),
        ("de", "9. Juni 28", date(2028, 6, 9)),
        ("en_IE", "Jun 9 2027", date(2027, 6, 9)),
        ("fr", "mar. 9 juin 2027", date(2027, 6, 9)),
    ],
)
def test_dates_as_people_type_them(locale: str, typed: str, expected: date) -> None:
    assert texts(locale).read(START, typed) == expected


MISREAD = (
    "12-25 March 2027",
    "12-25 March",
    "12 25 March",
    "Sept 10 - 12, 2027",
    "Sept 10 - 12",
    "Sept 10–12",
    "5 May, 10 o clock",
    "5 May 10:30",
    "5/5 10 o clock",
    "5/6-10",
    "10-12/6/27",
    "12 March - 25 April 2027",
    "March 12 - April 25",
    "12 March - April 2027",
    "2027-03-12 - 2027-03-25",
    "29 Feb",
    "2027-03-12 10:00",
)


@pytest.mark.parametrize("locale", ["en_IE", "en_US", "de"])
@pytest.mark.parametrize("typed", MISREAD)
def test_text_with_more_than_a_date_is_refused(locale: str, typed: str) -> None:
    with pytest.raises(ValueError, match="is not a date like"):
        texts(locale).read(START, typed)


@pytest.mark.parametrize(
    ("fy_start", "typed", "expected"),
    [
        (date(2027, 7, 1), "15 Feb", date(2028, 2, 15)),
        (date(2027, 7, 1), "15/2", date(2028, 2, 15)),
        (date(2027, 7, 1), "29 Feb", date(2028, 2, 29)),
        (date(2027, 7, 1), "30 June", date(2028, 6, 30)),
        (date(2027, 7, 1), "1 July", date(2027, 7, 1)),
        (date(2027, 1, 4), "2 Jan", date(2028, 1, 2)),
        (date(2027, 1, 4), "4 Jan", date(2027, 1, 4)),
        (date(2027, 1, 1), "15 Feb", date(2027, 2, 15)),
        (date(2027, 7, 1), "15 Feb 2027", date(2027, 2, 15)),
        (date(2027, 7, 1), "9-Jun-28", date(2028, 6, 9)),
        (date(2027, 7, 1), "Jun 9, 28", date(2028, 6, 9)),
        (date(2027, 7, 1), "9. 6. 28", date(2028, 6, 9)),
    ],
)
def test_a_day_without_a_year_lies_in_the_fiscal_year(fy_start: date, typed: str, expected: date) -> None:
    assert texts("en_IE", fy_start=fy_start).read(START, typed) == expected


@pytest.mark.parametrize(
    ("locale", "typed", "minor"),
    [
        ("en_IE", "44k", 4_400_000),
        ("en_IE", "1.2 M", 120_000_000),
        ("en_IE", "12 000 EUR", 1_200_000),
        ("de", "1,5", 150),
        ("de", "1.500,5", 150_050),
        ("en_IE", "1,500", 150_000),
    ],
)
def test_money_as_people_type_it(locale: str, typed: str, minor: int) -> None:
    assert texts(locale).read(GROSS, typed) == minor


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (GROSS, "1,5", "“1,5” is not an amount"),
        (GROSS, "-5", "The least is 0."),
        (GROSS, "0.001", "“0.001” has more than 2 decimals"),
        (GROSS, "", "Gross spend is missing"),
        (SHARE, "120 %", "The most is 100 %."),
        (START, "31 Feb 2027", "“31 Feb 2027” is not a date like Wed 9 Jun 2027"),
        (START, "soon", "“soon” is not a date like Wed 9 Jun 2027"),
        (HEADER.field("value_horizon_months"), "61", "The most is 60."),
        (HEADER.field("value_horizon_months"), "12.5", "“12.5” is not a whole number"),
    ],
)
def test_what_is_no_value_is_told(field: Field, typed: str, told: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared below
        texts("en_IE").read(field, typed)
    assert str(refusal.value) == told


ENDLESS = (
    "1e999999",
    "-1e999999",
    "1e400",
    "1e-999999",
    "9" * 5000,
    "1e9999999999999999999999",
    "nan",
    "inf",
    "1e25",
    "3/4500012345678",
    "2027 03 12345678901",
    "99999999999 March",
    "2027 March 99999999999",
    "1" * 8,
    "1; " * 11 + "1e999999",
    "\u0663",
)


@pytest.mark.parametrize("typed", ENDLESS, ids=[text[:24] for text in ENDLESS])
def test_no_text_is_too_long_or_too_large_to_be_refused(typed: str) -> None:
    texts_of_cells = CellText(norrvik())
    for field in {(field.kind, field.minimum): field for table in TABLES for field in table.fields}.values():
        for locale in ("de", "en_US", "ja"):
            for read in (texts_of_cells.read, texts(locale).read):
                with suppress(ValueError):
                    read(field, typed)


def test_an_amount_far_too_large_is_no_amount() -> None:
    for typed in ("1e999999", "1e25", "9" * 40):
        with pytest.raises(ValueError, match=r"too large|is not an amount"):
            texts("en_IE").read(GROSS, typed)
    assert GROSS.kind is Kind.MONEY


def test_a_filter_takes_any_number() -> None:
    plan = norrvik()
    for typed in ("> 1e999999", "> " + "9" * 5000):
        passes = activity_filter(typed, plan)
        assert not any(passes(activity) for activity in plan.activities.values())
