"""How well a name fits what was typed of it: its beginning, any part, all words in any order, or letters in order."""

from collections.abc import Iterable

STARTS, WORD_STARTS, HOLDS, WORDS, LETTERS = range(5)


def match_rank(typed: str, name: str) -> int | None:
    """Return how well a name fits, 0 best; None if it does not."""
    wanted, folded = typed.casefold().strip(), name.casefold()
    if folded.startswith(wanted):
        return STARTS
    if f" {wanted}" in folded:
        return WORD_STARTS
    if wanted in folded:
        return HOLDS
    if all(word in folded for word in wanted.split()):
        return WORDS
    letters = iter(folded)
    return LETTERS if all(letter in letters for letter in "".join(wanted.split())) else None


def ranked(typed: str, names: Iterable[str]) -> list[str]:
    """Return the names that fit, the best first, else in their own order."""
    fits = [(rank, i, name) for i, name in enumerate(names) if (rank := match_rank(typed, name)) is not None]
    return [name for _rank, _i, name in sorted(fits)]
