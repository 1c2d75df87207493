"""Blocks of cells as the tab-separated text that spreadsheets put on and take from the clipboard."""

import re
from collections.abc import Sequence

_NEEDS_QUOTES = re.compile(r"[\t\r\n]|^\"")
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r\n|\r|\n|\Z)|([^\t\r\n]*)')
_END = re.compile(r"\r\n|\r|\n")


def to_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as text: tabs between cells, a line end after each row but the last."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def from_tsv(text: str) -> list[list[str]]:
    """Return the rows of cells of a text; rows may have different lengths, one line end at the end is not a row."""
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        found = _CELL.match(text, place)
        if found is None:  # the second alternative matches anything, the empty text too
            raise ValueError(text[place : place + 20])
        quoted, plain = found.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"'))
        place = found.end()
        if place >= len(text):
            return rows
        if text[place] == "\t":
            place += 1
            continue
        end = _END.match(text, place)
        place = end.end() if end else place
        if place >= len(text):
            return rows
        rows.append([])


def _quoted(cell: str) -> str:
    if not _NEEDS_QUOTES.search(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'
