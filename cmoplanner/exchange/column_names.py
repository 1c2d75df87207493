"""Finds out which column of a foreign table holds what, from the names that people and programs give to columns."""

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from cmoplanner.exchange.raw_table import RawTable, texts

Columns = Mapping[str, tuple[str, ...]]
"""What each kind of column may be called, the best name first."""

_HEADER_WITHIN = 30  # rows in which the names of the columns are looked for
_ALIKE = 0.84
_LONGEST_NAME = 60


def find_header(table: RawTable, columns: Columns) -> tuple[int, dict[str, int]]:
    """Return which row names the columns, and where each kind of column stands; the row that names the most."""
    best: tuple[int, dict[str, int]] = (0, {})
    for at, row in enumerate(table.rows[:_HEADER_WITHIN]):
        found = recognised(texts(row.cells), columns)
        if len(found) > len(best[1]):
            best = (at, found)
    return best


def recognised(names: Sequence[str], columns: Columns) -> dict[str, int]:
    """Return where each kind of column stands among names; a column is of one kind, the best name first."""
    scores = [
        (_score(name, words), kind, column)
        for column, name in enumerate(names)
        for kind, words in columns.items()
        if isinstance(name, str) and name
    ]
    found: dict[str, int] = {}
    for score, kind, column in sorted(scores, key=lambda entry: (-entry[0], entry[2])):
        if score > 0 and kind not in found and column not in found.values():
            found[kind] = column
    return found


@lru_cache(maxsize=2048)
def _score(name: str, words: tuple[str, ...]) -> float:
    """Return how well a name fits: above 2 if it is one of the words, above 1 if it holds one, else how alike it is."""
    plain = folded(name[:_LONGEST_NAME])
    if not any(char.isalpha() for char in plain):
        return 0.0
    for place, word in enumerate(words):
        if plain == folded(word):
            return 3 - place / 100
    parts = words_of(name[:_LONGEST_NAME])
    for place, word in enumerate(words):
        if set(words_of(word)) <= set(parts):
            return 2 - place / 100
    alike = max(SequenceMatcher(None, plain, folded(word)).ratio() for word in words)
    return alike if alike >= _ALIKE else 0.0


def words_of(text: str) -> list[str]:
    """Return the words of a text, capitals, accents and signs aside."""
    plain = "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFKD", text).casefold())
    return plain.split()


def folded(text: str) -> str:
    """Return a text without spaces, signs, accents and capitals, to compare names by."""
    return "".join(words_of(text))
