"""What is typed into the filter line: words that must occur, and amounts such as "> 20k"."""

import re
from collections.abc import Callable

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.timeline.bars import net_cost
from cmoplanner.report.timeline.lanes import MEDIA

_AMOUNT = re.compile(r"([<>]=?)\s*(\d+(?:[.,]\d+)?)(?:\s*([kKmM])\b)?")
_FACTOR = {"": 1.0, "k": 1e3, "m": 1e6}


def activity_filter(text: str, plan: Plan) -> Callable[[Activity], bool]:
    """Return whether an activity passes: every word occurs in what it is about, every amount holds for our cost."""
    amounts = [_amount(match, plan.header.currency_decimals) for match in _AMOUNT.finditer(text)]
    words = _AMOUNT.sub(" ", text).casefold().split()

    def passes(activity: Activity) -> bool:
        if not all(amount(net_cost(activity)) for amount in amounts):
            return False
        about = described(activity, plan) if words else ""
        return all(word in about for word in words)

    return passes


def _amount(match: re.Match[str], decimals: int) -> Callable[[int], bool]:
    sign, number, unit = match.groups()
    limit = float(number.replace(",", ".")) * _FACTOR[(unit or "").lower()] * 10**decimals
    tests: dict[str, Callable[[int], bool]] = {
        ">": lambda money: money > limit,
        ">=": lambda money: money >= limit,
        "<": lambda money: money < limit,
        "<=": lambda money: money <= limit,
    }
    return tests[sign]


def described(activity: Activity, plan: Plan) -> str:
    """Return everything an activity can be found by, in small letters: names, states, medium, audience, people."""
    words = [
        activity.name,
        activity.status,
        activity.approval_status,
        activity.region,
        activity.owner_role,
        activity.id,
    ]
    for table, key in (
        (plan.campaigns, activity.campaign_id),
        (plan.channels, activity.channel_id),
        (plan.stages, activity.stage_id),
        (plan.vendors, activity.vendor_id),
        (plan.partners, activity.partner_id),
        (plan.cost_categories, activity.category_id),
        (plan.cost_centres, activity.cost_centre_id),
    ):
        row = table.get(key or "")
        words.append(getattr(row, "name", ""))
    channel = plan.channels.get(activity.channel_id or "")
    if channel is not None and channel.medium in MEDIA:
        words.append(_(MEDIA[channel.medium]))
    for target in activity.targets:
        cell = plan.cells.get(target.cell_id)
        if cell is not None:
            segment, offering = plan.segments.get(cell.segment_id), plan.offerings.get(cell.offering_id)
            words += [segment.name if segment else "", offering.name if offering else ""]
    return "\n".join(words).casefold()
