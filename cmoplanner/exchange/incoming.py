"""One row of a plan table on its way in: each cell becomes a value, or a problem with file, line and column."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cmoplanner.exchange.text_files import Problems
from cmoplanner.i18n import _
from cmoplanner.model.checks import LARGEST, value_problem
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.values import NAME_LIMIT, NOTE_LIMIT, SEPARATOR, Stored, from_text, to_store

COMPOSITE: Mapping[str, tuple[str, str]] = {
    "activity_target": ("activity_id", "cell_id"),
    "lane": ("channel_id", "cell_id"),
}

_NUMERIC = {Kind.MONEY, Kind.AMOUNT, Kind.RATE, Kind.NUMBER, Kind.COUNT}
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 40
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class IncomingRow:
    """A row as far as it is read: Python values of its sound cells, keys of bad ones, unknown columns as texts.

    `lines` holds the line of a key where it differs from the row's own; `prefix` stands before its columns in messages;
    `number` counts the rows of a table without ids: they are called by it, and the id is not written back.
    """

    table: Table
    line: int
    problems: Problems
    prefix: str = ""
    number: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)

    def take(self, column: str, text: str, decimals: int) -> None:
        """Note the value of a cell in a known column, or what is wrong with it."""
        if column == self.table.id_column:
            self._take_id(text.strip())
            return
        entry = self.table.field(column)
        try:
            value = cell_value(entry, text, decimals)
            wrong = value_problem(entry, value) if value is not None else ""
        except ValueError as error:
            value, wrong = None, str(error)
        if wrong:
            self.refuse(column, wrong)
        else:
            self.values[column] = value

    def finish(self) -> None:
        """Note required values that are not there, and make the id of a row that has no column for it."""
        for entry in self.table.fields:
            if entry.required and self.values.get(entry.key) is None and entry.key not in self.bad:
                self.refuse(entry.key, value_problem(entry, None))
        if self.table.name in COMPOSITE:
            parts = [self.values.get(key) for key in COMPOSITE[self.table.name]]
            if all(parts):
                self.values["id"] = SEPARATOR.join(str(part) for part in parts)
        elif not self.table.id_column:
            self.values["id"] = f"R{self.number}"
        elif "id" not in self.values and "id" not in self.bad:
            self.refuse("id", _("the id is missing"))

    def refuse(self, key: str, problem: str) -> None:
        """Note what is wrong with a cell ("id" = the row's id)."""
        self.bad.add(key)
        column = key
        if key == "id":
            column = self.table.id_column or COMPOSITE[self.table.name][-1]
        self.problems.add(self.table.file, self.lines.get(key, self.line), self.prefix + column, problem)

    def stored(self) -> dict[str, Stored]:
        """Return the row as the store takes it."""
        stored: dict[str, Stored] = {
            "id": self.values["id"],
            "extra": json.dumps(self.extra, ensure_ascii=False) if self.extra else None,
        }
        for entry in self.table.fields:
            stored[entry.key] = to_store(entry, self.values.get(entry.key))
        return stored

    def _take_id(self, row_id: str) -> None:
        if problem := _id_problem(row_id):
            self.refuse("id", problem)
        else:
            self.values["id"] = row_id


def cell_value(entry: Field, text: str, decimals: int) -> Any:
    """Return a cell as Python value: texts word for word, everything else without the spaces around it.

    Raises ValueError with a sentence for the user.
    """
    match entry.kind:
        case Kind.TEXT | Kind.NOTE:
            return text.replace("\r\n", "\n") if text.strip() else None
        case Kind.NUMBERS:
            for part in text.split(SEPARATOR) if text.strip() else ():
                _check_number(part.strip())
        case Kind.REF | Kind.REFS | Kind.LIST:
            _check_list(text)
        case kind if kind in _NUMERIC:
            _check_number(text.strip(), blank=True)
    return from_text(entry, text, decimals)


def _check_number(text: str, *, blank: bool = False) -> None:
    """Let only plain decimal numbers through that are not astronomically large."""
    if blank and not text:
        return
    if not _NUMBER.fullmatch(text):
        raise ValueError(_("“{text}” is not a number").format(text=text[:_LONGEST_NUMBER]))
    if len(text) > _LONGEST_NUMBER or abs(float(text)) > LARGEST:
        raise ValueError(_("the number is too large"))


def _check_list(text: str) -> None:
    if _CONTROL.search(text):
        raise ValueError(_("the text holds a control character"))
    if len(text) > NOTE_LIMIT:
        raise ValueError(_("the text is longer than {limit} characters").format(limit=NOTE_LIMIT))


def _id_problem(row_id: str) -> str:
    if not row_id:
        return _("the id is missing")
    if SEPARATOR in row_id:
        return _("an id cannot hold “|”")
    if len(row_id) > NAME_LIMIT:
        return _("the text is longer than {limit} characters").format(limit=NAME_LIMIT)
    return _("the text holds a control character") if _CONTROL.search(row_id) else ""
