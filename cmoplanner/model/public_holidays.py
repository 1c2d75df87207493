"""Public holidays by the rules of each country or part of one: the only place that knows the library of them.

It works without a network. Loading it takes a moment, and so do a country's rules: ask for holidays in a thread.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cmoplanner.model.closed_days import Holiday
from cmoplanner.model.periods import Span

_TRIED = "en_US"


@dataclass(frozen=True, slots=True)
class Region:
    """A country, or a part of one with holidays of its own: its code ("DE-BY") and what it is called."""

    code: str
    name: str


def holidays_of(regions: Iterable[str], span: Span, language: str = "en") -> tuple[Holiday, ...]:
    """Return the public holidays of some regions between two days, by day; a code that nobody knows has none."""
    found = [
        holiday
        for code in dict.fromkeys(code.strip() for code in regions)
        for holiday in _of_region(code, span.start.year, span.end.year, language)
        if holiday.day in span
    ]
    return tuple(sorted(found, key=lambda holiday: (holiday.day, holiday.region)))


@lru_cache(maxsize=128)
def _of_region(code: str, first: int, last: int, language: str) -> tuple[Holiday, ...]:
    import holidays  # heavy, and only needed where a plan names countries

    country, _dash, part = code.partition("-")
    country = country.upper()
    parts = {known.casefold(): known for known in getattr(getattr(holidays, country, None), "subdivisions", ())}
    if part and part.casefold() not in parts:
        return ()
    try:
        rules = holidays.country_holidays(
            country,
            subdiv=parts.get(part.casefold()),
            years=range(first, last + 1),
            language=_spoken(country, language),
        )
    except NotImplementedError:
        return ()
    return tuple(Holiday(day, name, code) for day, name in sorted(rules.items()))


def _spoken(country: str, language: str) -> str | None:
    """Return the language of a country's names that comes nearest to the user's; None is the country's own."""
    import holidays

    offered = getattr(getattr(holidays, country, None), "supported_languages", ())
    own = [name for name in offered if name.partition("_")[0] == language.partition("_")[0].partition("-")[0]]
    if _TRIED in own:
        return _TRIED
    return own[0] if own else None


def known_regions(locale: str = "en") -> tuple[Region, ...]:
    """Return every country and part of one whose holidays are known, in the order of their names."""
    import holidays
    from babel import Locale

    names = Locale.parse(locale).territories
    found = []
    for code, parts in holidays.list_supported_countries(include_aliases=False).items():
        country = str(names.get(code, code))
        found.append(Region(code, country))
        aliases = {part: alias for alias, part in _aliases(code).items()}
        found += [Region(f"{code}-{part}", f"{country} – {aliases.get(part, part)}") for part in parts]
    return tuple(sorted(found, key=lambda region: region.name.casefold()))


def _aliases(country: str) -> dict[str, str]:
    """Return the codes of a country's parts by their names."""
    import holidays

    return dict(getattr(getattr(holidays, country), "subdivisions_aliases", {}))
