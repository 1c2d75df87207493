"""Numbers and months as people and programs write them: decimal commas, thousands, currencies, names of months."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isfinite

from cmoplanner.exchange.raw_table import RawCell
from cmoplanner.exchange.sheet_xml import day_of
from cmoplanner.i18n import known_locale
from cmoplanner.model.values import FIRST_YEAR, LARGEST, LAST_YEAR

_SIGNS = re.compile(r"[€$£¥₹₽¢]")
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_GAPS = re.compile(r"[\s\u00a0\u202f'’_]+")
_SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]*)?")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_GROUPED = {mark: re.compile(rf"[0-9]{{1,3}}(\{mark}[0-9]{{3}})+") for mark in ".,"}
_ISO = re.compile(r"([0-9]{4})[-/. M]?([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?(?:[T ].*)?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})")
_DAY = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{2}|[0-9]{4})(?: .*)?")
_NAMED = re.compile(r"(?:([0-9]{1,2})[-. /]*)?([^\W\d_]+)[-. /,']*([0-9]{4}|[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes numbers: its decimal sign; `sure` if a number in it shows it, else the plan's locale says."""

    decimal: str
    sure: bool


def number_style(cells: Iterable[RawCell], locale: str) -> Style:
    """Return how the numbers of a column are written.

    A number with both signs, or with a sign that cannot stand between thousands, shows it; the majority counts.
    """
    votes = {".": 0, ",": 0}
    for cell in cells:
        if isinstance(cell, str) and (shown := _shown(_bare(cell)[0])):
            votes[shown] += 1
    if votes["."] != votes[","]:
        return Style(max(votes, key=lambda mark: votes[mark]), sure=True)
    from babel.numbers import get_decimal_symbol

    return Style("," if get_decimal_symbol(known_locale(locale)) == "," else ".", sure=False)


def loose_number(cell: RawCell, style: Style) -> float:
    """Return a cell as number; brackets and a minus at either end make it negative. Raises ValueError."""
    if isinstance(cell, date) or cell is None:
        raise ValueError("no number")
    if isinstance(cell, str):
        text, negative = _bare(cell)
        value = float(_pointed(text, style))
        value = -value if negative else value
    else:
        value = float(cell)
    if not isfinite(value) or abs(value) > LARGEST:
        raise ValueError("too large")
    return value


def ambiguous(cell: RawCell) -> bool:
    """Return whether a number reads differently with a decimal comma and with a decimal point, as 1,234 does."""
    if not isinstance(cell, str):
        return False
    text = _bare(cell)[0]
    return text.count(".") + text.count(",") == 1 and any(found.fullmatch(text) for found in _GROUPED.values())


def _bare(text: str) -> tuple[str, bool]:
    """Return the figures without currency, spaces and sign, and whether it is negative."""
    text = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    negative = text.startswith("(") and text.endswith(")")
    text = _SIGNS.sub("", _CODE.sub(_without_currency, text.strip("()"))).strip()
    if text.startswith("-") or text.endswith("-"):
        negative, text = not negative, text[1:] if text.startswith("-") else text[:-1]
    text = _GAPS.sub(" ", text.removeprefix("+").strip())
    # gaps stand between thousands; anywhere else they make it no number
    return (text.replace(" ", "") if _SPACED.fullmatch(text) else text), negative


def _without_currency(found: re.Match[str]) -> str:
    """Return nothing for the code of a currency; other words, such as those for millions, stay and are refused."""
    return "" if found[0] in _currencies() else found[0]


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def _shown(text: str) -> str:
    """Return the decimal sign that a number shows, "" if it could be either."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return "." if text.rindex(".") > text.rindex(",") else ","
    if points + commas != 1:
        # several of the same sign stand between thousands, so the other one is the decimal sign
        return "," if points > 1 else "." if commas > 1 else ""
    mark = "." if points else ","
    return "" if _GROUPED[mark].fullmatch(text) else mark


def _pointed(text: str, style: Style) -> str:
    """Return figures with a decimal point and without thousands. Raises ValueError."""
    shown = _shown(text)
    decimal = shown or style.decimal
    other = "," if decimal == "." else "."
    whole, mark, fraction = text.partition(decimal)
    if other in whole:
        if not _GROUPED[other].fullmatch(whole):
            raise ValueError(text)
        whole = whole.replace(other, "")
    found = f"{whole}.{fraction}" if mark and fraction else whole
    if not _PLAIN.fullmatch(found):
        raise ValueError(text)
    return found


def day_first(cells: Sequence[RawCell], locale: str) -> bool:
    """Return whether days like 03/04/2026 begin with the day: what the column shows, else the locale."""
    pairs = [
        (int(match[1]), int(match[2]))
        for cell in cells
        if isinstance(cell, str) and (match := _DAY.fullmatch(cell.strip()))
    ]
    firsts, seconds = any(first > 12 for first, _second in pairs), any(second > 12 for _first, second in pairs)
    if firsts != seconds:
        return firsts
    return not known_locale(locale).replace("-", "_").endswith("_US")


def loose_day(cell: RawCell, *, days_first: bool, locale: str) -> tuple[date, bool]:
    """Return the first day of a month, or the day that is written, and whether a day is written. Raises ValueError."""
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day), cell.day != 1
    if isinstance(cell, float | int):
        whole = int(cell)
        if 190_001 <= whole <= 219_912:
            return _checked(whole // 100, whole % 100, 1), False
        if (found := day_of(float(cell))) is not None and whole > 10_000:
            return found, found.day != 1
        raise ValueError("no month")
    text = unicodedata.normalize("NFKC", cell or "").strip()
    if match := _ISO.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3] or 1)), match[3] is not None
    if match := _MONTH_YEAR.fullmatch(text):
        return _checked(int(match[2]), int(match[1]), 1), False
    if match := _DAY.fullmatch(text):
        day, month = (int(match[1]), int(match[2])) if days_first else (int(match[2]), int(match[1]))
        return _checked(_year(match[3]), month, day), True
    if match := _NAMED.fullmatch(text):
        month = _month_names(locale).get(_folded(match[2]).rstrip("."), 0)
        return _checked(_year(match[3]), month, int(match[1] or 1)), match[1] is not None
    raise ValueError("no month")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _checked(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("no year of a plan")
    return date(year, month, day)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=8)
def _month_names(locale: str) -> dict[str, int]:
    """Return the names and short names of months in English and in the plan's language."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in (known_locale(locale), "en"):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found[_folded(str(name)).rstrip(".")] = int(number)
    found["sept"] = 9
    return found
