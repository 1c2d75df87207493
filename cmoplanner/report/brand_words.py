"""Whether the long-term effect of brand money is counted, and what to know where it is or is not (domain C.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.model.activity import Activity, Campaign
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Channel, Plan
from cmoplanner.projection.bands import Total
from cmoplanner.projection.comparison import Compared
from cmoplanner.report.formats import Formats

_MOSTLY = 0.5  # of what is saved: a cut of everything alike says nothing of brand
_HIGHER = 0.005  # a return that is half a point higher is worth a warning


@dataclass(frozen=True, slots=True)
class BrandEffect:
    """What is said of brand money: `counted` where a channel has a long-term multiplier above 1.

    `channel_id` is the channel whose multiplier to look at first: one that is counted, or the largest of the brand's.
    """

    words: str
    counted: bool
    channel_id: str


def is_counted(channel: Channel) -> bool:
    """Return whether a channel has an effect beyond its half-life."""
    return channel.long_term_multiplier != 1


def brand_effect(plan: Plan) -> BrandEffect | None:
    """Return what to say of the long-term effect; None where no brand money is planned and nothing is counted."""
    counted = [channel for channel in plan.channels.values() if is_counted(channel)]
    if counted:
        formats = Formats.of(plan)
        names = ", ".join(
            _("{channel} ×{n}").format(channel=one.name, n=formats.number(one.long_term_multiplier, 2))
            for one in counted
        )
        words = _(
            "Long-term brand effect counted: {channels}. Published multipliers are of UK consumer brands, 2021–23."
        ).format(channels=names)
        return BrandEffect(words, True, counted[0].id)
    money: dict[str, int] = {}
    for one in _brand_activities(plan):
        if one.channel_id:
            money[one.channel_id] = money.get(one.channel_id, 0) + net_spend(one)
    if not money:
        return None
    words = _("Brand: long-term brand effect not counted, so brand money earns less here than it may.")
    return BrandEffect(words, False, max(money, key=lambda key: money[key]))


def campaign_note(plan: Plan, campaigns: Sequence[Campaign]) -> str:
    """Return what the figures of campaigns mean, and under brand lines whether their long-term effect is counted."""
    if not any(campaign.brand_or_activation == "brand" for campaign in campaigns):
        return _("Revenue and margin are what the campaign adds to the company without marketing.")
    ids = {campaign.id for campaign in campaigns}
    used = {one.channel_id for one in _brand_activities(plan) if one.campaign_id in ids}
    if any(is_counted(channel) for key, channel in plan.channels.items() if key in used):
        return _(
            "Revenue and margin are what the campaign adds. The long-term brand effect is counted, by multipliers that "
            "were published of UK consumer brands."
        )
    return _("Revenue and margin are what the campaign adds. The long-term brand effect is not counted.")


def brand_warnings(plan: Plan, compared: Sequence[Compared]) -> list[str]:
    """Return a warning for each scenario whose return rises with less brand money only because it looks so short.

    Source: domain C.5, H.1.
    """
    if not compared:
        return []
    formats = Formats.of(plan)
    first, *others = compared
    found = []
    for one in others:
        less = _brand_money(first.plan) - _brand_money(one.plan)
        before, after = (each.bands.totals.get(Total.ROI_HORIZON) for each in (first, one))
        saved = sum(first.outcome.money.net) - sum(one.outcome.money.net)
        if before is None or after is None or after.plan - before.plan < _HIGHER or less <= max(0, saved) * _MOSTLY:
            continue
        if any(is_counted(channel) for channel in one.plan.channels.values()):
            continue
        found.append(
            _(
                "“{scenario}” spends {amount} less on brand, and its return rises: the long-term brand effect is not"
                " counted, so that the loss shows only in later years."
            ).format(scenario=one.name, amount=formats.whole(less))
        )
    return found


def _brand_activities(plan: Plan) -> list[Activity]:
    brand = {key for key, one in plan.campaigns.items() if one.brand_or_activation == "brand"}
    return [one for one in plan.activities.values() if one.campaign_id in brand and not one.cancelled]


def _brand_money(plan: Plan) -> int:
    return sum(net_spend(one) for one in _brand_activities(plan))
