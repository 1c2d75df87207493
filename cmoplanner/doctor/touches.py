"""What of an activity people notice: whether it is heavy or an appointment, and when it reaches which market cells."""

from collections.abc import Iterator, Mapping
from datetime import date

from cmoplanner.model.periods import Recurrence, series
from cmoplanner.model.plan import Activity, Channel, Plan

HEAVY = frozenset({"event", "webinar", "mail", "email"})
APPOINTMENTS = frozenset({"event", "webinar", "speaking"})
FLOW_DAYS = 13
"""An e-mail activity of more days is a flow: it counts as two touches a month, and is not heavy beyond 14 days."""

_WORDS = {
    "webinar": ("webinar",),
    "speaking": ("speaking", "speech", "keynote"),
    "event": ("event", "trade_show", "trade show", "trade fair"),
    "mail": ("direct_mail", "direct mail", "mailing", "catalogue"),
    "email": ("email", "e-mail"),
    "sms": ("sms",),
}


def kind_of(channel: Channel | None) -> str:
    """Return how people meet a channel, by its id and name: webinar, speaking, event, mail, email, sms, or ""."""
    if channel is None:
        return ""
    said = f"{channel.id} {channel.name}".casefold()
    return next((kind for kind, words in _WORDS.items() if any(word in said for word in words)), "")


def cap_of(channel: Channel | None, kind: str, caps: Mapping[str, float]) -> float | None:
    """Return how many touches a month a person bears from a channel, else from its kind; None where nobody said."""
    if channel is not None and channel.max_touches_per_month is not None:
        return channel.max_touches_per_month
    return caps.get(kind)


def runs(activity: Activity, plan: Plan) -> Iterator[tuple[int, int]]:
    """Yield the first and last day (ordinals) of each occurrence; after the fiscal year there is none."""
    length = max(0, (activity.end - activity.start).days)
    year = plan.calendar.fy_end
    last = year if activity.until is None else min(activity.until, year)
    for start in series(activity.start, Recurrence(activity.recurrence), last):
        yield start, start + length


def weeks(activity: Activity, plan: Plan) -> set[int]:
    """Return the Mondays (ordinals) of the ISO weeks that an activity touches."""
    return {
        monday
        for first, last in runs(activity, plan)
        for monday in range(first - (first - 1) % 7, last + 1, 7)  # ordinal 1 is a Monday
    }


def months(activity: Activity, plan: Plan, kind: str) -> dict[tuple[int, int], int]:
    """Return the touches by calendar month: one for each occurrence, two for a flow. Source: rule CAL-04."""
    found: dict[tuple[int, int], int] = {}
    flow = kind == "email" and (activity.end - activity.start).days + 1 > FLOW_DAYS
    for first, last in runs(activity, plan):
        month, end = _month(first), _month(last)
        while month <= end:
            found[month] = 2 if flow else found.get(month, 0) + 1
            month = (month[0] + month[1] // 12, month[1] % 12 + 1)
    return found


def _month(day: int) -> tuple[int, int]:
    found = date.fromordinal(day)
    return found.year, found.month
