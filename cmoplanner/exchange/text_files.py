"""Text files of plan tables as they lie on disk: UTF-8, comma-separated rows and JSON objects, each with its line."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cmoplanner.errors import BadRow
from cmoplanner.i18n import _

_END = "\r\n"
FILE_LIMIT = 64_000_000
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?"
_FIRST = r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_RUNS = re.compile(rf"(?!{_NUMBER}(?:\|{_NUMBER})*\Z)'*{_FIRST}")
_GUARDED = re.compile(rf"''*{_FIRST}")
_RUNS_INSIDE = re.compile(rf"(?<=[;\n\r])(?='*{_FIRST})")  # where another separator cuts a cell, or a line end
_GUARDED_INSIDE = re.compile(rf"(?<=[;\n\r])'(?='*{_FIRST})")


class Problems(list[BadRow]):
    """Everything found wrong so far."""

    def add(self, file: str, line: int, column: str, problem: str) -> None:
        """Note one problem."""
        self.append(BadRow(file, line, column, problem))


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a CSV file and the physical line it begins on (1 = first line of the file)."""

    line: int
    cells: tuple[str, ...]


class JsonNumber(str):
    """A number exactly as it is written in a JSON file."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One key of a JSON object, its value, the text of the value and the line it stands on."""

    key: str
    value: Any
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object in a JSON file: where it begins, and its members in order; no members at all if it is another value."""

    line: int
    members: tuple[Member, ...] = ()
    lists: Mapping[str, tuple["JsonObject", ...]] = field(default_factory=dict)
    is_object: bool = True


def read_text(path: Path, problems: Problems) -> str | None:
    """Return a file's text without byte order mark, or note why it cannot be taken and return None."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            problems.add(path.name, 1, "", _("the file is larger than {n} MB").format(n=FILE_LIMIT // 1_000_000))
            return None
        data = path.read_bytes()
    except OSError as error:
        problems.add(path.name, 1, "", _("the file cannot be read: {reason}").format(reason=error.strerror))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(path.name, line, "", _("the text is not UTF-8; save the file as CSV UTF-8"))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.add(path.name, line, "", _("the text holds a NUL character"))
        return None
    return text


def read_records(file: str, text: str, problems: Problems) -> list[Record]:
    """Return the rows of comma-separated text, blank lines too; what follows a broken quote is not read."""
    records: list[Record] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            records.append(Record(line, tuple(_read_cell(cell) for cell in cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add(file, line, "", _("the row cannot be read: {reason}").format(reason=str(error)))
    return records


def write_records(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as comma-separated text with "\\n" at the end of each.

    A text that a spreadsheet program would run as a formula gets an apostrophe before it, which reading takes away;
    so does a part of a text that begins a cell where the system's list separator is a semicolon.
    """
    lines = _Lines()
    csv.writer(lines, lineterminator=_END).writerows([_written_cell(cell) for cell in row] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """Takes the rows of a CSV writer, which only puts the characters of its own line end into quotes."""

    def write(self, line: str) -> None:
        """Take one row."""
        self.append(f"{line.removesuffix(_END)}\n")


def _written_cell(cell: str) -> str:
    return _RUNS_INSIDE.sub("'", guarded(cell))


def _read_cell(cell: str) -> str:
    return unguarded(_GUARDED_INSIDE.sub("", cell))


def guarded(cell: str) -> str:
    """Return a cell as it is written: no spreadsheet program takes it for a formula."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return a cell as it was before it was guarded."""
    return cell[1:] if _GUARDED.match(cell) else cell


def read_object(file: str, text: str, lists: Sequence[str], problems: Problems) -> JsonObject | None:
    """Return the object a JSON file holds; the members named in `lists` are read as lists of objects."""
    decoder = json.JSONDecoder(parse_float=JsonNumber, parse_int=JsonNumber, parse_constant=_refuse_constant)
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        problems.add(file, error.lineno, "", _("the JSON cannot be read: {reason}").format(reason=error.msg))
        return None
    except (ValueError, RecursionError) as error:
        problems.add(file, 1, "", _("the JSON cannot be read: {reason}").format(reason=str(error)))
        return None
    if not isinstance(value, dict):
        problems.add(file, 1, "", _("the file does not hold a JSON object"))
        return None
    return _object(decoder, text, _past_space(text, 0), lists)[0]


def _object(decoder: json.JSONDecoder, text: str, at: int, lists: Sequence[str]) -> tuple[JsonObject, int]:
    """Return the object at a position of text known to be sound, and the position after it."""
    line = _line(text, at)
    members: list[Member] = []
    found: dict[str, tuple[JsonObject, ...]] = {}
    at = _past_space(text, at + 1)
    while text[at] != "}":
        key_at = at
        key, at = decoder.raw_decode(text, at)
        at = _past_space(text, _past_space(text, at) + 1)
        value, end = decoder.raw_decode(text, at)
        if key in lists and isinstance(value, list):
            found[key] = _list(decoder, text, at)
        members.append(Member(key, value, text[at:end], _line(text, key_at)))
        at = _past_space(text, end)
        if text[at] == ",":
            at = _past_space(text, at + 1)
    return JsonObject(line, tuple(members), found), at + 1


def _list(decoder: json.JSONDecoder, text: str, at: int) -> tuple[JsonObject, ...]:
    """Return the objects of the list at a position, with other values marked as such."""
    found: list[JsonObject] = []
    at = _past_space(text, at + 1)
    while text[at] != "]":
        if text[at] == "{":
            item, at = _object(decoder, text, at, ())
            found.append(item)
        else:
            found.append(JsonObject(_line(text, at), is_object=False))
            _value, at = decoder.raw_decode(text, at)
        at = _past_space(text, at)
        if text[at] == ",":
            at = _past_space(text, at + 1)
    return tuple(found)


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _refuse_constant(name: str) -> Any:
    raise ValueError(_("{name} is not a number").format(name=name))


def has_half_character(text: str) -> bool:
    """Whether the text holds half of a surrogate pair, which no file can store."""
    return any(unicodedata.category(char) == "Cs" for char in text)
