"""What is special about a budget line, in a few words beside its name: it recurs, is a placeholder, in a currency."""

from __future__ import annotations

from cmoplanner.i18n import _, mark
from cmoplanner.model.periods import Recurrence
from cmoplanner.model.placeholders import is_placeholder
from cmoplanner.model.plan import Activity

_REPEATS = {
    Recurrence.WEEKLY: mark("weekly"),
    Recurrence.BIWEEKLY: mark("2-weekly"),
    Recurrence.MONTHLY: mark("monthly"),
    Recurrence.QUARTERLY: mark("quarterly"),
}


def line_mark(activity: Activity) -> str:
    """Return the words, "" where nothing is special."""
    parts = [_("placeholder")] if is_placeholder(activity) else []
    repeats = _REPEATS.get(Recurrence(activity.recurrence))
    if repeats:
        parts.append(_(repeats))
    if activity.currency:
        parts.append(activity.currency)
    return " · ".join(parts)
