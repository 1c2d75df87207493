"""Figures and days as people of several countries write them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.report.formats import MINUS, Formats
from tests.plans import norrvik

NARROW, WIDE = "\u202f", "\u00a0"
IRISH, GERMAN, FRENCH, JAPANESE = (Formats(name, "EUR", 2) for name in ("en_IE", "de_DE", "fr", "ja"))
YEN, DINAR = Formats("ja", "JPY", 0), Formats("en_IE", "KWD", 3)


def plain(text: str) -> str:
    return text.replace(WIDE, " ")


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (IRISH, "44,000.50"),
        (GERMAN, "44.000,50"),
        (FRENCH, f"44{NARROW}000,50"),
        (JAPANESE, "44,000.50"),
    ],
)
def test_money_in_full_is_written_as_in_the_country(formats: Formats, expected: str) -> None:
    assert formats.full(4_400_050) == expected
    assert formats.full(-4_400_050) == MINUS + expected


@pytest.mark.parametrize(
    ("formats", "minor", "expected"),
    [
        (YEN, 4_400_050, "4,400,050"),
        (DINAR, 4_400_050, "4,400.050"),
        (DINAR, -1, "−0.001"),
        (IRISH, 0, "0.00"),
        (IRISH, 5, "0.05"),
    ],
)
def test_each_currency_has_its_decimals(formats: Formats, minor: int, expected: str) -> None:
    assert formats.full(minor) == expected


@given(st.integers(-(10**14), 10**14), st.sampled_from([0, 2, 3]))
def test_money_in_full_loses_no_minor_unit(minor: int, decimals: int) -> None:
    text = Formats("en_IE", "XXX", decimals).full(minor)
    digits = text.replace(",", "").replace(".", "").replace(MINUS, "-")
    assert int(digits) == minor
    assert "-" not in text


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "0"),
        (950, "950"),
        (9_999.4, "9,999"),
        (9_999.5, "10 k"),
        (10_499, "10 k"),
        (99_600, "100 k"),
        (570_000, "570 k"),
        (999_499, "999 k"),
        (999_500, "1.00 M"),
        (2_130_000, "2.13 M"),
        (9_994_000, "9.99 M"),
        (9_995_000, "10.0 M"),
        (25_115_686, "25.1 M"),
        (99_940_000, "99.9 M"),
        (99_950_000, "100 M"),
        (999_499_000, "999 M"),
        (999_500_000, "1.00 bn"),
        (12_345_000_000, "12.3 bn"),
    ],
)
def test_summaries_have_three_figures_and_never_a_thousand_of_a_unit(amount: float, expected: str) -> None:
    assert plain(IRISH.short_amount(amount)) == expected
    assert plain(IRISH.short_amount(-amount)) == (MINUS + expected if amount else "0")


def test_summaries_of_money_begin_with_minor_units() -> None:
    assert plain(IRISH.short(213_000_000)) == "2.13 M"
    assert plain(YEN.short(2_130_000)) == "2.13 M"
    assert plain(DINAR.short(2_130_000_000)) == "2.13 M"
    assert plain(GERMAN.short(213_000_000)) == "2,13 M"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(46_000, "+46 k"), (-46_000, "−46 k"), (0, "±0"), (0.4, "±0"), (-0.4, "±0"), (1, "+1"), (-1, "−1")],
)
def test_a_change_is_always_signed(amount: float, expected: str) -> None:
    assert plain(IRISH.change(amount)) == expected


@pytest.mark.parametrize(
    ("rate", "decimals", "expected"),
    [
        (0.85, 0, "+85 %"),
        (-0.85, 0, "−85 %"),
        (0.001, 0, "0 %"),
        (-0.001, 0, "0 %"),
        (0.001, 1, "+0.1 %"),
        (0, 0, "0 %"),
    ],
)
def test_a_change_in_percent_is_signed_unless_it_rounds_to_nothing(rate: float, decimals: int, expected: str) -> None:
    assert plain(IRISH.percent_change(rate, decimals)) == expected


@pytest.mark.parametrize("locale", ["en_IE", "de_DE", "fr", "ja", "sv", "da"])
def test_nothing_has_no_minus_and_minus_is_the_typographic_one(locale: str) -> None:
    formats = Formats(locale, "EUR", 2)
    for text in (formats.number(-0.4), formats.millions(-1_000), formats.whole(-0.3), formats.percent(-0.0001)):
        assert MINUS not in text
        assert "-" not in text
    for text in (formats.number(-12), formats.millions(-1.2e6), formats.whole(-300), formats.percent(-0.5)):
        assert text.startswith(MINUS)


def test_grids_show_zero_as_a_dot() -> None:
    assert IRISH.grid(0) == "·"
    assert IRISH.grid(123_456) == "1,235"


def test_percent_and_millions() -> None:
    assert plain(IRISH.percent(0.191, 1)) == "19.1 %"
    assert plain(GERMAN.percent(0.191, 1)) == "19,1 %"
    assert IRISH.millions(2_036_000) == "2.04"


def test_days_in_words() -> None:
    day, later = date(2027, 6, 9), date(2027, 8, 23)
    assert IRISH.day(day) == "9 Jun"
    assert IRISH.weekday(day) == "Wed 9 Jun 2027"
    assert IRISH.days(day, later) == "9 Jun – 23 Aug 2027"
    assert IRISH.days(day, day) == "9 Jun 2027"
    assert IRISH.days(date(2027, 12, 30), date(2028, 1, 2)) == "30 Dec 2027 – 2 Jan 2028"
    assert FRENCH.days(day, later) == "9 juin – 23 août 2027"


@pytest.mark.parametrize(
    ("locale", "day", "weekday"),
    [
        ("de_DE", "9. Juni", "Mi., 9. Juni 2027"),
        ("ja", "6月9日", "2027年6月9日(水)"),
        ("en_US", "Jun 9", "Wed, Jun 9, 2027"),
    ],
)
def test_days_stand_in_the_order_of_the_country(locale: str, day: str, weekday: str) -> None:
    formats = Formats(locale, "EUR", 2)
    assert formats.day(date(2027, 6, 9)) == day
    assert formats.weekday(date(2027, 6, 9)) == weekday


def test_formats_follow_the_plan_and_survive_an_unknown_locale() -> None:
    plan = norrvik()
    assert Formats.of(plan) == Formats("en_IE", "EUR", 2)
    odd = replace(plan, header=replace(plan.header, locale="tlh-QO", currency="KWD", currency_decimals=3))
    assert Formats.of(odd) == Formats("en", "KWD", 3)
