"""Numbers, money and dates as the user's locale writes them; minus is U+2212, changes are always signed."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from cmoplanner.i18n import known_locale
from cmoplanner.model.plan import Plan

MINUS = "\u2212"
ZERO = "·"
_SPACE = "\u00a0"


@lru_cache(maxsize=4096)
def _decimal(value: float, decimals: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value + 0.0, format=pattern, locale=locale).replace("-", MINUS)  # no minus before a zero


@lru_cache(maxsize=4096)
def _date(day: date, parts: str, locale: str) -> str:
    return format_skeleton(parts, day, locale=locale)


def _signed(text: str, value: float) -> str:
    return f"+{text}" if value > 0 and not text.startswith("+") else text


@dataclass(frozen=True, slots=True)
class Formats:
    """How one plan's figures are written. Money arguments are minor units, amounts are currency units."""

    locale: str
    currency: str
    decimals: int

    @staticmethod
    def of(plan: Plan) -> "Formats":
        """Return the formats of a plan's locale and currency."""
        return Formats(known_locale(plan.header.locale), plan.header.currency, plan.header.currency_decimals)

    def amount(self, minor: float) -> float:
        """Return minor units in currency units, for showing only."""
        return float(minor) / 10.0**self.decimals

    def full(self, minor: int) -> str:
        """Return money in full: "44,000.00"."""
        return _decimal(self.amount(minor), self.decimals, self.locale)

    def whole(self, minor: float) -> str:
        """Return money in whole currency units: "44,000"."""
        return _decimal(round(self.amount(minor)), 0, self.locale)

    def grid(self, minor: int) -> str:
        """Return money for a grid: whole units, zero as a middle dot."""
        return self.whole(minor) if minor else ZERO

    def short(self, minor: float) -> str:
        """Return money for a summary: "2.13 M", "570 k", "950"."""
        return self.short_amount(self.amount(minor))

    def short_amount(self, amount: float) -> str:
        """Return an amount in currency units for a summary: three figures and k, M or bn."""
        size = abs(amount)
        for limit, divisor, unit in ((999.5e6, 1e9, "bn"), (999.5e3, 1e6, "M"), (9_999.5, 1e3, "k")):
            if size >= limit:
                value = amount / divisor
                digits = 0 if unit == "k" else 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
                return f"{_decimal(round(value, digits), digits, self.locale)}{_SPACE}{unit}"
        return _decimal(round(amount), 0, self.locale)

    def millions(self, amount: float) -> str:
        """Return an amount in millions with two decimals, without its unit: "2.04"."""
        return _decimal(round(amount / 1e6, 2), 2, self.locale)

    def change(self, amount: float) -> str:
        """Return a change of an amount, always signed: "+46 k"; none is "±0"."""
        text = self.short_amount(amount)
        return "±0" if text in ("0", f"{MINUS}0") else _signed(text, amount)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a plain number."""
        return _decimal(round(value, decimals), decimals, self.locale)

    def difference(self, amount: float, decimals: int = 0) -> str:
        """Return a change in full, always signed: "+46,012"; none is "±0"."""
        text = self.number(amount, decimals)
        return _signed(text, amount) if text.strip(f"{MINUS}0.,") else "±0"

    def percent(self, rate: float, decimals: int = 0) -> str:
        """Return a rate (0…1) in percent: "19.1 %"."""
        return f"{self.number(100 * rate, decimals)}{_SPACE}%"

    def percent_change(self, rate: float, decimals: int = 0) -> str:
        """Return a signed rate in percent: "+85 %"."""
        return _signed(self.percent(rate, decimals), round(rate, decimals + 2))

    def day(self, day: date) -> str:
        """Return a day without its year: "31 Mar"."""
        return _date(day, "MMMd", self.locale)

    def weekday(self, day: date) -> str:
        """Return a day in full: "Wed 9 Jun 2027"."""
        return _date(day, "yMMMEd", self.locale)

    def days(self, start: date, end: date) -> str:
        """Return a span: "9 Jun – 23 Aug 2027", one day as "9 Jun 2027"."""
        last = _date(end, "yMMMd", self.locale)
        if start == end:
            return last
        first = _date(start, "MMMd" if start.year == end.year else "yMMMd", self.locale)
        return f"{first} – {last}"
