"""Field values as they stand in their editors, in the plan's locale, and typed text back into values."""

import re
from datetime import date
from typing import Any

from babel.dates import get_date_format, get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.values import clean_text, from_text, problem
from cmoplanner.report.formats import MINUS, Formats

_NUMERIC = {Kind.MONEY, Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.RATE}
_WORDS = re.compile(r"[^\W\d_]{3,}")
_RANGE = re.compile(r"[-\u2010-\u2015~]")
_YEAR_DIGITS = 4
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")


class FieldText:
    """Writes and reads the values of one plan's fields."""

    def __init__(self, formats: Formats, fy_start: date) -> None:
        self.formats = formats
        self._fy_start = fy_start  # a date typed without a year lies in the fiscal year

    def write(self, field: Field, value: Any) -> str:
        """Return a value as it stands in its editor; not given is empty."""
        if value is None:
            return ""
        match field.kind:
            case Kind.MONEY:
                return self.formats.full(value)
            case Kind.DATE:
                return self.formats.weekday(value)
            case Kind.RATE:
                return f"{self._exact(value * 100)} %"
            case Kind.COUNT:
                return self.formats.number(value)
            case Kind.AMOUNT | Kind.NUMBER:
                return self._exact(value)
            case Kind.LIST:
                return ", ".join(value)
            case _:
                return str(value)

    def read(self, field: Field, text: str) -> Any:
        """Return typed text as the field's value, None if empty. Raises ValueError with a sentence for the user."""
        text = clean_text(text)
        value: Any = text
        if not text:
            value = None
        elif field.kind is Kind.DATE:
            value = self._day(text)
        elif field.kind is Kind.LIST:
            value = tuple(part.strip() for part in text.split(",") if part.strip())
        elif field.kind in _NUMERIC:
            value = self._number(field, text)
        if sentence := self._limit_problem(field, value) or problem(field, value):
            raise ValueError(sentence)
        return value

    def _limit_problem(self, field: Field, value: Any) -> str:
        """Return what is wrong with a number's size, told in the unit in which it was typed."""
        if field.kind not in _NUMERIC or value is None:
            return ""
        scale = 10**self.formats.decimals if field.kind is Kind.MONEY else 1
        if field.minimum is not None and value < field.minimum * scale:
            return _("The least is {limit}.").format(limit=self._limit(field, field.minimum))
        if field.maximum is not None and value > field.maximum * scale:
            return _("The most is {limit}.").format(limit=self._limit(field, field.maximum))
        return ""

    def _limit(self, field: Field, limit: float) -> str:
        return self._exact(limit) if field.kind is Kind.MONEY else self.write(field, limit)

    def _number(self, field: Field, text: str) -> Any:
        plain = text.removesuffix("%") if field.kind is Kind.RATE else text
        plain = self._plain_number(plain.removesuffix(self.formats.currency))
        try:
            value = from_text(field, plain, self.formats.decimals)
        except ValueError as refusal:
            raise ValueError(str(refusal).replace(plain, text)) from None
        if value is None:
            raise ValueError(_("“{text}” is not a number").format(text=text))
        return round(value / 100, 12) if field.kind is Kind.RATE else value

    def _plain_number(self, text: str) -> str:
        """Return a number typed in the locale with a decimal point and without groups; also "44 k" and "1.2 M"."""
        text = _SPACES.sub("", text).replace(MINUS, "-")
        point = get_decimal_symbol(self.formats.locale)
        group = get_group_symbol(self.formats.locale)
        if _grouped(text, group):
            text = text.replace(group, "")
        text = text.replace(point, ".")
        scale = {"k": 3, "m": 6}.get(text[-1:].lower(), 0)
        return f"{text[:-1]}e{scale}" if scale else text

    def _exact(self, value: float) -> str:
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return self.formats.number(value, len(text.partition(".")[2]))

    def _day(self, text: str) -> date:
        try:
            return self._found_day(text)
        except (IndexError, ValueError, OverflowError):
            example = self.formats.weekday(date(self._fy_start.year, 6, 9))
            raise ValueError(_("“{text}” is not a date like {example}").format(text=text, example=example)) from None

    def _found_day(self, text: str) -> date:
        month, rest = self._numbered_month(text)
        numbers = re.findall(r"\d+", rest)
        month = month or self._month(text)
        if len(numbers) > (2 if month else 3):
            raise ValueError(text)
        if month and len(numbers) == 1:
            return self._in_fiscal_year(month, int(numbers[0]))
        if month and len(numbers[0]) == _YEAR_DIGITS:
            return date(int(numbers[0]), month, int(numbers[1]))
        if month:
            self._refuse_doubtful_year(rest, numbers)
            return date(_year(numbers[1]), month, int(numbers[0]))
        if len(numbers) == 1 and len(numbers[0]) == 8:
            return date.fromisoformat(numbers[0])
        return self._numeric_day(text, numbers)

    def _numbered_month(self, text: str) -> tuple[int, str]:
        """Return the month and the text without it, where the locale's month names hold digits: "2 1月 2028"."""
        for number, name in get_month_names("abbreviated", locale=self.formats.locale).items():
            pattern = r"(?<!\d)" + re.escape(name)
            if name[0].isdigit() and re.search(pattern, text):
                return number, re.sub(pattern, " ", text)
        return 0, text

    def _month(self, text: str) -> int:
        """Return the month that is named, 0 if none is. Raises ValueError if there are several."""
        behind = re.sub(r"^\D+", "", text)
        before = _WORDS.findall(text[: len(text) - len(behind)])
        surely = [word for word in before if not self._is_weekday(word)]  # "mar. 9 juin" is one in June
        found = {self._month_named(word) for word in [*surely, *_WORDS.findall(behind)]} - {0}
        found = found or {self._month_named(word) for word in before} - {0}
        if len(found) > 1:
            raise ValueError(text)
        return found.pop() if found else 0

    def _month_named(self, word: str) -> int:
        word = word.casefold()
        for locale in (self.formats.locale, "en"):
            for number, name in get_month_names("wide", locale=locale).items():
                if name.casefold().startswith(word):
                    return int(number)
            for number, name in get_month_names("abbreviated", locale=locale).items():
                if name.casefold().rstrip(".") == word:
                    return int(number)
        return 0

    def _is_weekday(self, word: str) -> bool:
        names = get_day_names("wide", locale=self.formats.locale).values()
        return any(name.casefold().startswith(word.casefold()) for name in names)

    def _in_fiscal_year(self, month: int, day: int) -> date:
        """Return the day of a date without a year that lies in the fiscal year. Raises ValueError if there is none."""
        first = self._fy_start
        return date(first.year + ((month, day) < (first.month, first.day)), month, day)

    @staticmethod
    def _refuse_doubtful_year(text: str, numbers: list[str]) -> None:
        """Raise ValueError where two digits may be another day or an hour: "12-25 March", "5 May, 10 o clock"."""
        if len(numbers[-1]) == _YEAR_DIGITS:
            return
        parts = re.split(r"\d+", text)
        between, behind = parts[1:-1], parts[-1]
        named = [bool(_WORDS.search(part)) for part in between]
        joined = len({part.strip() for part in between}) == 1
        if len(numbers) == 2:  # day and year beside a month's name, before or between them
            month_first = bool(_WORDS.search(parts[0])) and not named[0]
            joined = named[0] or (month_first and not _RANGE.search(between[0]))
        if not joined or behind.strip(" ."):
            raise ValueError(text)

    def _numeric_day(self, text: str, numbers: list[str]) -> date:
        if len(numbers[0]) == 4:
            year, month, day = numbers
            return date(int(year), int(month), int(day))
        pattern = get_date_format("short", locale=self.formats.locale).pattern
        first, second = int(numbers[0]), int(numbers[1])
        month_first = "." not in text and pattern.index("M") < pattern.index("d")
        order = (second, first) if month_first else (first, second)
        if len(numbers) == 2:
            return self._in_fiscal_year(order[1], order[0])
        self._refuse_doubtful_year(text, numbers)
        return date(_year(numbers[2]), order[1], order[0])


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _grouped(text: str, group: str) -> bool:
    """Whether a group separator is used as one, before exactly three digits: "1,5" is never read as 15."""
    runs = re.findall(r"[\d" + re.escape(group) + r"]+", text)
    return all(len(part) == 3 for run in runs for part in run.split(group)[1:])
