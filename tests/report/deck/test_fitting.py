"""Text on a page keeps its words in order, stays inside its box, and tells where some are left out."""

from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.report.deck.fitting import fit, line_height, shorten, wrap
from tests.report.timeline.samples import measure

_WORDS = st.lists(st.text("abcdefghij🚀ש", min_size=1, max_size=40), min_size=1, max_size=30).map(" ".join)


@given(_WORDS, st.integers(30, 900))
def test_wrapped_lines_hold_all_words_in_order(text: str, width: int) -> None:
    lines = wrap(text, width, 20, 400, measure)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line, 20, 400) <= width or len(line) == 1 for line in lines)


def test_a_word_stays_whole_where_it_has_room() -> None:
    assert wrap("one two three", measure("two three", 20, 400), 20, 400, measure) == ["one two", "three"]


@given(_WORDS, st.integers(60, 600), st.integers(24, 200))
def test_a_text_fits_its_box_or_says_that_it_is_cut(text: str, width: int, height: int) -> None:
    fitted = fit(text, width, height, (40, 30, 20), 400, measure)
    assert fitted.px in (40, 30, 20)
    assert fitted.high <= max(height + 0.5, line_height(20))
    assert fitted.whole == ("".join(fitted.lines).replace(" ", "") == text.replace(" ", ""))
    assert fitted.whole or fitted.lines[-1].endswith("…")


def test_the_largest_size_that_fits_is_taken() -> None:
    assert fit("word", 1000, 200, (40, 30, 20), 400, measure).px == 40
    assert fit("word " * 12, 400, line_height(30) * 2, (40, 30, 20), 400, measure).px == 20


@given(st.text(min_size=0, max_size=60), st.integers(20, 400))
def test_a_shortened_line_has_room_and_begins_as_the_text_does(text: str, width: int) -> None:
    found = shorten(text, width, 20, 400, measure)
    assert found == text or found.endswith("…")
    assert text.startswith(found.removesuffix("…"))
    assert measure(found, 20, 400) <= width or found == "…"
