"""Values as the user reads and types them, in the plan's locale; typed text back into values."""

import re
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.plan import Header
from cmoplanner.model.values import clean_text, from_text, problem

BLANK = "–"
MINUS = "\u2212"
_DATE_FORMATS = (
    "yyyy-MM-dd",
    "d MMM yyyy",
    "d MMMM yyyy",
    "d. MMM yyyy",
    "d. MMMM yyyy",
    "MMM d yyyy",
    "MMMM d yyyy",
    "d.M.yyyy",
    "yyyyMMdd",
)


class Formats:
    """Numbers, money and dates of one plan."""

    def __init__(self, header: Header) -> None:
        self._locale = QLocale(header.locale.replace("-", "_") or "en")
        self._decimals = header.currency_decimals
        self.currency = header.currency

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with grouped thousands: 1,344 or 2.89."""
        text = self._locale.toString(abs(float(value)), "f", decimals)
        negative = value < 0 and any(char.isdigit() and char != "0" for char in text)
        return MINUS + text if negative else text

    def amount(self, value: float) -> str:
        """Return an amount in currency units in short: 1.21 M, 127 k, 950."""
        size = abs(value)
        if size >= 999_500:
            return _("{number} M").format(number=self.number(value / 1e6, 2 if size < 99_995_000 else 0))
        if size >= 9_995:
            return _("{number} k").format(number=self.number(value / 1e3))
        return self.number(value)

    def short(self, minor: int) -> str:
        """Return money in short: 1.21 M, 127 k, 950."""
        return self.amount(self.units(minor))

    def units(self, minor: int) -> float:
        """Return minor units as currency units, for showing only."""
        return float(minor / 10**self._decimals)

    def money(self, minor: int) -> str:
        """Return money in full: 44,000.00."""
        whole, part = divmod(abs(minor), 10**self._decimals)
        text = self._locale.toString(whole)
        if self._decimals:
            text += f"{self._locale.decimalPoint()}{part:0{self._decimals}d}"
        return MINUS + text if minor < 0 else text

    def percent(self, share: float, decimals: int | None = None) -> str:
        """Return a share of 1 in percent, with as many decimals as it has (two at most) unless told."""
        if decimals is None:
            hundredths = round(share * 10_000)
            decimals = 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2
        return f"{self.number(share * 100, decimals)} %"

    def day(self, day: date) -> str:
        """Return a day with its weekday: Wed 9 Jun 2027."""
        return self._locale.toString(_qdate(day), "ddd d MMM yyyy").replace(".,", "")

    def day_short(self, day: date) -> str:
        """Return a day without weekday and year: 9 Jun."""
        return self._locale.toString(_qdate(day), "d MMM")

    def month(self, day: date) -> str:
        """Return the short name of a day's month."""
        return self._locale.toString(_qdate(day), "MMM")

    def time(self, hour: int, minute: int) -> str:
        """Return a time of the day: 14:02."""
        return f"{hour:02d}:{minute:02d}"

    def field_text(self, field: Field, value: Any) -> str:
        """Return a field's value as it stands in its editor; not given is empty."""
        if value is None:
            return ""
        match field.kind:
            case Kind.MONEY:
                return self.money(value)
            case Kind.DATE:
                return self.day(value)
            case Kind.RATE:
                return self._exact(value * 100) + " %"
            case Kind.COUNT:
                return self.number(value)
            case Kind.AMOUNT | Kind.NUMBER:
                return self._exact(value)
            case Kind.LIST:
                return ", ".join(value)
            case _:
                return str(value)

    def parse(self, field: Field, text: str) -> Any:
        """Return typed text as the field's value, None if empty. Raises ValueError with a sentence for the user."""
        text = clean_text(text)
        if not text:
            value: Any = None
        elif field.kind is Kind.DATE:
            value = self._day(text)
        elif field.kind is Kind.LIST:
            value = tuple(part.strip() for part in text.split(",") if part.strip())
        elif field.kind in {Kind.MONEY, Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.RATE}:
            value = self._number(field, text)
        else:
            value = text
        if sentence := self._limit_problem(field, value) or problem(field, value):
            raise ValueError(sentence)
        return value

    def _limit_problem(self, field: Field, value: Any) -> str:
        """Return what is wrong with a number's size, told in the unit in which it was typed."""
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return ""
        scale = 10**self._decimals if field.kind is Kind.MONEY else 1
        for limit, sentence, broken in (
            (field.minimum, _("The least is {limit}."), lambda bound: value < bound * scale),
            (field.maximum, _("The most is {limit}."), lambda bound: value > bound * scale),
        ):
            if limit is not None and broken(limit):
                text = self._exact(limit) if field.kind is Kind.MONEY else self.field_text(field, limit)
                return sentence.format(limit=text)
        return ""

    def _number(self, field: Field, text: str) -> Any:
        plain = text.strip().removesuffix("%") if field.kind is Kind.RATE else text
        plain = self._plain_number(plain.removesuffix(self.currency))
        try:
            value = from_text(field, plain, self._decimals)
        except ValueError as refusal:
            raise ValueError(str(refusal).replace(plain, text)) from None
        return round(value / 100, 12) if field.kind is Kind.RATE else value

    def _plain_number(self, text: str) -> str:
        """Return a number as typed in the locale with a decimal point and without groups; "44 k", "1.2 M" too."""
        text = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace(MINUS, "-")
        point = self._locale.decimalPoint()
        group = self._locale.groupSeparator()
        if _grouped(text, group):
            text = text.replace(group, "")
        text = text.replace(point, ".") if point != "." else text
        scale = {"k": 3, "m": 6}.get(text[-1:].lower(), 0)
        return f"{text[:-1]}e{scale}" if scale else text

    def _exact(self, value: float) -> str:
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        decimals = len(text.partition(".")[2])
        return self.number(value, decimals)

    def _day(self, text: str) -> date:
        without_weekday = re.sub(r"^[^\W\d]+\.?,?\s+(?=\d)", "", text)
        for locale in (self._locale, QLocale.c()):
            numeric = re.sub(r"([dMy])\1*", r"\1", locale.dateFormat(QLocale.FormatType.ShortFormat)).replace("y", "yyyy")
            for candidate in (without_weekday, text):
                for shape in (*_DATE_FORMATS, numeric):
                    found = locale.toDate(candidate, shape)
                    if found.isValid() and found.year() >= 1900:
                        return date(found.year(), found.month(), found.day())
        example = self.day(date(2027, 6, 9))
        raise ValueError(_("“{text}” is not a date like {example}").format(text=text, example=example))


def _grouped(text: str, group: str) -> bool:
    """Whether every group separator stands before exactly three digits, so that "1,5" is never read as 15."""
    parts = re.split(r"[^\d" + re.escape(group) + "]", text)
    return all(len(part) == 3 for run in parts if group in run for part in run.split(group)[1:])


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
