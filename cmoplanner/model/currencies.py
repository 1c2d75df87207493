"""Currencies that are money somewhere today: their codes and decimals, from the tables of Unicode's CLDR."""

from difflib import get_close_matches

FREQUENT = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CNY", "INR", "AUD", "CAD", "KWD")
"""Codes that are offered first."""


def codes() -> tuple[str, ...]:
    """Return the codes of all currencies in use, the frequent ones first."""
    from babel.core import get_global  # heavy, and only needed where a plan is made

    places = get_global("territory_currencies").values()
    used = {code for place in places for code, _first, last, tender in place if last is None and tender}
    return (*FREQUENT, *sorted(used.difference(FREQUENT)))


def decimals(code: str) -> int:
    """Return how many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD (domain B.0)."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(code)


def similar(code: str) -> tuple[str, ...]:
    """Return codes like one that does not exist, to be proposed instead; the frequent ones if there are none."""
    return tuple(get_close_matches(code.upper(), codes(), n=3, cutoff=0.6)) or FREQUENT[:5]
