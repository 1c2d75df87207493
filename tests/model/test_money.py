"""Amounts are whole minor units, and splitting one loses none of them."""

import random
from fractions import Fraction

import pytest

from cmoplanner.model.money import minor_from_number, minor_from_text, share_of, split, text_from_minor, whole_weights
from tests.plans import reference


@pytest.mark.parametrize("case", reference("golden_vectors")["largest_remainder"], ids=str)
def test_split_gives_the_reference_parts(case):
    assert split(case["total"], case["weights"]) == case["parts"]


def test_split_is_exact_and_within_one_unit_of_the_true_share():
    chance = random.Random(7)
    for _ in range(2000):
        weights = [chance.choice((0, 1, 28, 31, 10**9)) for _ in range(chance.randrange(1, 53))]
        total = chance.choice((-1, 1)) * chance.randrange(10**12)
        if not sum(weights):
            continue
        parts = split(total, weights)
        assert sum(parts) == total
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(total * weight, sum(weights))) < 1
            assert weight or part == 0


def test_ties_go_to_the_earliest_part():
    assert split(5, [1, 1, 1]) == [2, 2, 1]
    assert split(-5, [1, 1, 1]) == [-2, -2, -1]


def test_an_amount_cannot_be_split_over_nothing():
    assert split(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="nothing to split"):
        split(1, [0, 0])
    with pytest.raises(ValueError, match="negative"):
        split(1, [2, -1])


@pytest.mark.parametrize(
    ("text", "decimals", "minor"),
    [("1234.50", 2, 123450), ("-0.01", 2, -1), ("2200000.0", 2, 220000000), ("7", 0, 7), ("1.234", 3, 1234)],
)
def test_text_becomes_minor_units(text, decimals, minor):
    assert minor_from_text(text, decimals) == minor


@pytest.mark.parametrize(("text", "decimals"), [("0.001", 2), ("1.5", 0), ("ten", 2), ("nan", 2), ("inf", 2), ("", 2)])
def test_text_that_is_no_amount_is_refused(text, decimals):
    with pytest.raises(ValueError, match=r"is not an amount|decimals"):
        minor_from_text(text, decimals)


@pytest.mark.parametrize(("minor", "decimals", "text"), [(123450, 2, "1234.50"), (-1, 2, "-0.01"), (7, 0, "7")])
def test_minor_units_become_text(minor, decimals, text):
    assert text_from_minor(minor, decimals) == text


def test_shares_and_numbers_are_rounded_half_up_away_from_zero():
    assert share_of(33_333, 0.5) == 16_667
    assert share_of(-33_333, 0.5) == -16_667
    assert share_of(100, 0.145) == 15  # 0.145 as float lies below its decimal face value
    assert minor_from_number(1.005, 2) == 101
    assert minor_from_number(-2.5, 0) == -3


def test_weights_keep_their_proportion_as_whole_numbers():
    weights = whole_weights((0, 0.3, 1, 0.7))
    assert [Fraction(weight, sum(weights)) for weight in weights] == [
        0,
        Fraction(3, 20),
        Fraction(1, 2),
        Fraction(7, 20),
    ]


@pytest.mark.parametrize("text", ["1e999999", "-1e999999", "1e900000", "1e9999999999999999999999", "sNaN", "9" * 5000])
def test_a_number_beyond_all_amounts_is_refused(text):
    with pytest.raises(ValueError, match=r"too large|not an amount"):
        minor_from_text(text, 2)
