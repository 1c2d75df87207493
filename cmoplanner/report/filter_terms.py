"""What is typed into the filter line, cut into its terms: words, amounts and fields with values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = re.compile(r"\s+")
_NOT = re.compile(r"(?:not\s+|-)(?=\S)", re.IGNORECASE)
_SIGN = re.compile(r"[<>]=?")
_FIELD = re.compile(r"([^\W\d_][\w-]*):\s*")
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)?(?:\s*[kKmM]\b)?(?![\w-])")
_VALUE = re.compile(r'"([^"]*)"?|([^\s,"]+)')
_COMMA = re.compile(r",\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition and where it stands in the text.

    `key` is the field as typed, "" for plain words and amounts; `sign` one of "", "<", "<=", ">", ">="; any of the
    `values` will do. `begun` is where the value that is being typed begins.
    """

    start: int
    end: int
    begun: int
    negated: bool
    key: str
    sign: str
    values: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether it says something yet: a field or a sign alone does not."""
        return bool(self.values)


def read_terms(text: str) -> list[Term]:
    """Return the terms of a text in their order; every character outside of spaces belongs to one of them."""
    return list(_terms(text))


def _terms(text: str) -> Iterator[Term]:
    at = 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at >= len(text):
            return
        term = _term(text, at)
        yield term
        at = term.end


def _term(text: str, start: int) -> Term:
    at, key, sign = start, "", ""
    negation = _NOT.match(text, at)
    at = negation.end() if negation else at
    field = _FIELD.match(text, at)
    if field:
        key, at = field[1], field.end()
    if match := _SIGN.match(text, at):
        sign, at = match[0], match.end()
        space = _SPACE.match(text, at)
        begun = space.end() if space else at
        amount = _AMOUNT.match(text, begun)
        if amount:
            return Term(start, amount.end(), begun, bool(negation), key, sign, (amount[0],))
        if not key:
            return Term(start, at, at, bool(negation), key, sign, ())
        at = begun
    values, begun, end = _values(text, at)
    return Term(start, max(end, start + 1), begun, bool(negation), key, sign, values)


def _values(text: str, at: int) -> tuple[tuple[str, ...], int, int]:
    """Return the values from a place on, where the last one begins, and where they end."""
    values, begun, end = list[str](), at, at
    while match := _VALUE.match(text, begun):
        value = match[1] if match[1] is not None else match[2]
        if value:
            values.append(value)
        end = match.end()
        comma = _COMMA.match(text, end)
        if not comma:
            break
        begun = end = comma.end()
    return tuple(values), begun, end


def quoted(value: str) -> str:
    """Return a value as it is typed: in quotes where a space or comma would end it."""
    plain = value.replace('"', "")
    return f'"{plain}"' if re.search(r"[\s,:]", plain) or plain[:1] in "<>-" or not plain else plain
