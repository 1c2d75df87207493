"""What a plan's header may leave out in plan tables, because it follows from the rest."""

from collections.abc import Iterator
from datetime import date

from babel.numbers import get_currency_precision

from cmoplanner.exchange.text_files import JsonObject, Member


def usual_members(content: JsonObject) -> Iterator[Member]:
    """Return what a plan may leave out: the decimals that its currency has, and today as its as-of day (domain B.1)."""
    given = {member.key: member.value for member in content.members}
    currency = given.get("currency")
    if "currency_decimals" not in given and isinstance(currency, str):
        decimals = get_currency_precision(currency)
        yield Member("currency_decimals", decimals, str(decimals), content.line)
    if "as_of" not in given:
        today = date.today().isoformat()  # noqa: DTZ011 - the day on the user's calendar
        yield Member("as_of", today, today, content.line)
