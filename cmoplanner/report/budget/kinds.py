"""Kinds of budget lines by which the grid is narrowed: recurring, not ordered, beyond plan, in another currency."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cmoplanner.i18n import mark
from cmoplanner.ledger.lines import LineMoney
from cmoplanner.model.periods import Recurrence
from cmoplanner.model.placeholders import is_placeholder
from cmoplanner.model.plan import Activity


@dataclass(frozen=True, slots=True)
class LineKind:
    """A kind of lines: its name, and whether a line is of it."""

    label: str
    holds: Callable[[Activity, LineMoney], bool]


ONLY: Mapping[str, LineKind] = {
    "placeholder": LineKind(mark("Placeholders"), lambda activity, _money: is_placeholder(activity)),
    "recurring": LineKind(mark("Recurring lines"), lambda activity, _money: activity.recurrence != Recurrence.NONE),
    "foreign": LineKind(mark("Lines in another currency"), lambda activity, _money: bool(activity.currency)),
    "unordered": LineKind(
        mark("Planned and not ordered"),
        lambda activity, money: not activity.cancelled and money.planned > max(money.ordered, money.booked),
    ),
    "open": LineKind(mark("With open orders"), lambda _activity, money: money.open_orders > 0),
    "beyond": LineKind(mark("Expected beyond plan"), lambda _activity, money: money.expected > money.planned),
    "unapproved": LineKind(
        mark("Not approved"),
        lambda activity, money: not activity.cancelled and money.planned > 0 and activity.approval_status != "approved",
    ),
}
"""By their keys, in the order in which they are offered."""
