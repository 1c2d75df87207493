"""Titles in plain words: what only marketing knows is named, ordinary words are not."""

from cmoplanner.report.deck.plain_words import LONGEST, doubts, jargon


def test_terms_are_found_with_plain_words_and_ordinary_words_are_none() -> None:
    assert jargon("CAC falls while ROI and CLVs rise; CAC again") == [
        ("CAC", "cost of a new customer"),
        ("ROI", "return"),
        ("CLV", "value of a customer"),
    ]
    for fine in ("Plan reaches 25.1 M; the goal needs 684 k more", "Sales in the USA rise", "Royal roi", ""):
        assert doubts(fine) == []


def test_two_sentences_and_long_ones_are_told() -> None:
    assert len(doubts("We grow. We earn.")) == 1
    assert len(doubts("We grow " + "x" * LONGEST)) == 1
    assert doubts("We grow by 2.5 % in Q2") == []
