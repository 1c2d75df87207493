"""A field's value in its three forms: as Python value, as stored in SQLite, and as plain text in plan tables."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.money import minor_from_text, text_from_minor

Stored = str | int | float | None

SEPARATOR = "|"
NAME_LIMIT = 200
NOTE_LIMIT = 20_000
FIRST_YEAR, LAST_YEAR = 1950, 2199  # wide enough for any plan, narrow enough for any sum of dates
LARGEST = 1e12  # of a number that is not money: products of several stay finite


@lru_cache
def defaults(table: Table) -> dict[str, Any]:
    """Return the default of each field of a table that has one, as Python values."""
    found: dict[str, Any] = {}
    for entry in fields(table.row):
        if entry.default is not MISSING:
            found[entry.name] = entry.default
        elif entry.default_factory is not MISSING:
            found[entry.name] = entry.default_factory()
    return found


def to_store(field: Field, value: Any) -> Stored:
    """Return a Python value as SQLite keeps it; None stays None ("not given")."""
    if value is None:
        return None
    match field.kind:
        case Kind.DATE:
            return value.isoformat()  # type: ignore[no-any-return]
        case Kind.FLAG:
            return int(value)
        case Kind.REFS | Kind.LIST:
            return SEPARATOR.join(value)
        case Kind.NUMBERS:
            return SEPARATOR.join(number_text(number) for number in value)
        case Kind.MONEY | Kind.COUNT:
            return int(value)
        case Kind.AMOUNT | Kind.RATE | Kind.NUMBER:
            return float(value)
        case _:
            return str(value)


def from_store(field: Field, stored: Stored) -> Any:
    """Return a stored value as Python value; None stays None (the caller applies the default)."""
    if stored is None:
        return None
    match field.kind:
        case Kind.DATE:
            return date.fromisoformat(str(stored))
        case Kind.FLAG:
            return bool(stored)
        case Kind.REFS | Kind.LIST:
            return tuple(part for part in str(stored).split(SEPARATOR) if part)
        case Kind.NUMBERS:
            return tuple(float(part) for part in str(stored).split(SEPARATOR)) if stored else ()
        case _:
            return stored


def number_text(number: float) -> str:
    """Return a float as its shortest exact text, without a trailing ".0"."""
    text = repr(float(number))
    return text.removesuffix(".0")


def to_text(field: Field, value: Any, decimals: int) -> str:
    """Return a Python value as plain text with a decimal point, as in plan tables; None is ""."""
    if value is None:
        return ""
    match field.kind:
        case Kind.MONEY:
            return text_from_minor(value, decimals)
        case Kind.AMOUNT | Kind.RATE | Kind.NUMBER:
            return number_text(value)
        case _:
            return str(to_store(field, value))


def from_text(field: Field, text: str, decimals: int) -> Any:
    """Return plain text as Python value; empty text is None. Raises ValueError with a sentence for the user."""
    text = text.strip()
    if not text:
        return None
    return _PARSERS.get(field.kind, _plain)(field, text, decimals)


def _plain(field: Field, text: str, decimals: int) -> str:
    return text


def _money(field: Field, text: str, decimals: int) -> int:
    try:
        return minor_from_text(text, decimals)
    except ValueError:
        if _is_number(text) and abs(float(text)) > LARGEST:
            raise ValueError(_("the number is too large")) from None
        if _is_number(text):
            raise ValueError(
                _("“{text}” has more than {decimals} decimals").format(text=text, decimals=decimals)
            ) from None
        raise ValueError(_("“{text}” is not an amount").format(text=text)) from None


def _float(field: Field, text: str, decimals: int) -> float:
    if not _is_number(text):
        raise ValueError(_("“{text}” is not a number").format(text=text))
    return float(text)


def _count(field: Field, text: str, decimals: int) -> int:
    number = _float(field, text, decimals)
    if number != int(number):
        raise ValueError(_("“{text}” is not a whole number").format(text=text))
    return int(number)


def _date(field: Field, text: str, decimals: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“{text}” is not a date like 2027-03-31").format(text=text)) from None


_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _flag(field: Field, text: str, decimals: int) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError(_("“{text}” is neither 1 nor 0").format(text=text))
    return _FLAGS[text.lower()]


def _choice(field: Field, text: str, decimals: int) -> str:
    if text not in field.choices:
        raise ValueError(_("“{text}” is none of: {choices}").format(text=text, choices=", ".join(field.choices)))
    return text


def _list(field: Field, text: str, decimals: int) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())


def _numbers(field: Field, text: str, decimals: int) -> tuple[float, ...]:
    return tuple(_float(field, part.strip(), decimals) for part in text.split(SEPARATOR))


_PARSERS: dict[Kind, Callable[[Field, str, int], Any]] = {
    Kind.MONEY: _money,
    Kind.AMOUNT: _float,
    Kind.RATE: _float,
    Kind.NUMBER: _float,
    Kind.COUNT: _count,
    Kind.DATE: _date,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.REFS: _list,
    Kind.LIST: _list,
    Kind.NUMBERS: _numbers,
}


def _is_number(text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    return isfinite(number) and "_" not in text


def problem(field: Field, value: Any) -> str:
    """Return what is wrong with a value on its own, as a sentence; "" if nothing is."""
    if value is None or value == "":
        return _("{label} is missing").format(label=_(field.label)) if field.required else ""
    match field.kind:
        case Kind.TEXT | Kind.NOTE | Kind.REF:
            return _text_problem(field, str(value))
        case Kind.CHOICE:
            return "" if value in field.choices else _("“{text}” is not allowed here").format(text=value)
        case Kind.NUMBERS:
            if value and len(value) != 12:
                return _("{n} values are given, not 12").format(n=len(value))
            return next((text for number in value if (text := _limit_problem(field, number))), "")
        case Kind.MONEY | Kind.AMOUNT | Kind.RATE | Kind.NUMBER | Kind.COUNT:
            return _limit_problem(field, value)
        case Kind.DATE if not FIRST_YEAR <= value.year <= LAST_YEAR:
            return _("the year is not between {first} and {last}").format(first=FIRST_YEAR, last=LAST_YEAR)
        case _:
            return ""


def _limit_problem(field: Field, number: float) -> str:
    if field.kind is not Kind.MONEY and abs(number) > LARGEST:
        return _("the number is too large")
    if field.minimum is not None and number < field.minimum:
        return _("{number} is below {limit}").format(number=number_text(number), limit=number_text(field.minimum))
    if field.maximum is not None and number > field.maximum:
        return _("{number} is above {limit}").format(number=number_text(number), limit=number_text(field.maximum))
    return ""


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # Unicode's Cc, and overrides of direction
_CONTROLS_IN_NOTES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _text_problem(field: Field, text: str) -> str:
    limit = NOTE_LIMIT if field.kind is Kind.NOTE else NAME_LIMIT
    if len(text) > limit:
        return _("the text is longer than {limit} characters").format(limit=limit)
    controls = _CONTROLS_IN_NOTES if field.kind is Kind.NOTE else _CONTROLS
    return _("the text holds a control character") if controls.search(text) else ""


def clean_text(text: str) -> str:
    """Return typed text in normal form (NFC) without control and direction-override characters."""
    return _CONTROLS_IN_NOTES.sub("", unicodedata.normalize("NFC", text)).strip()
