"""Channel rules: what is one-sided in how a segment is reached, and in what a campaign uses."""

from collections.abc import Iterator, Mapping

from cmoplanner.doctor.catalogue import Limits
from cmoplanner.doctor.findings import Finding, Severity, in_steps
from cmoplanner.i18n import _
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan


def money_by_medium(plan: Plan) -> Mapping[str, Mapping[str, float]]:
    """Return each segment's working net money by medium (online, offline, both), in minor units."""
    money: dict[str, dict[str, float]] = {segment: {} for segment in plan.segments}
    for activity in plan.activities.values():
        channel = plan.channels.get(activity.channel_id or "")
        category = plan.cost_categories.get(activity.category_id or "")
        if activity.cancelled or channel is None or (category is not None and not category.working):
            continue
        for target in activity.targets:
            cell = plan.cells.get(target.cell_id)
            if cell and cell.segment_id in money:
                media = money[cell.segment_id]
                media[channel.medium] = media.get(channel.medium, 0.0) + target.share * net_spend(activity)
    return money


def one_sided_segments(plan: Plan) -> Iterator[Finding]:
    """Find segments that are reached almost only online or only offline (rule CHN-05)."""
    stages, limits = _active_stages(plan), Limits(plan)
    one_sided, group, active = (limits("CHN-05", key) for key in ("share", "group", "stages"))
    for segment_id, media in money_by_medium(plan).items():
        segment, whole = plan.segments[segment_id], sum(media.values())
        if whole <= 0 or (segment.buying_group_size < group and stages[segment_id] < active):
            continue
        for medium, money in media.items():
            if medium != "both" and money / whole > one_sided:
                word = _("online") if medium == "online" else _("offline")
                yield Finding(
                    "CHN-05",
                    "segment",
                    segment_id,
                    Severity.WARNING,
                    _("{share} % {medium}").format(share=round(100 * money / whole), medium=word),
                    _("{share} % of the money for “{name}” is {medium}.").format(
                        share=round(100 * money / whole), name=segment.name, medium=word
                    ),
                    _("Add a touchpoint of the other kind in the weakest stage."),
                    ((medium, in_steps(money / whole)),),
                )


def single_channels(plan: Plan) -> Iterator[Finding]:
    """Find campaigns that stand on a single channel, or nearly so by their working net money (rule CHN-09, A-011).

    How mixed the channels of a campaign are: 1 - sum of squared shares.
    """
    least = Limits(plan)("CHN-09", "mixed")
    money: dict[str, dict[str, int]] = {}
    for activity in plan.activities.values():
        category = plan.cost_categories.get(activity.category_id or "")
        known = activity.campaign_id in plan.campaigns and activity.channel_id in plan.channels
        if known and not activity.cancelled and (category is None or category.working):
            by_channel = money.setdefault(str(activity.campaign_id), {})
            channel_id = str(activity.channel_id)
            by_channel[channel_id] = by_channel.get(channel_id, 0) + max(0, net_spend(activity))
    for campaign_id, by_channel in money.items():
        whole = sum(by_channel.values())
        mixed = 1 - sum((part / whole) ** 2 for part in by_channel.values()) if whole else 1.0
        if len(by_channel) > 1 and mixed >= least:
            continue
        most = max(by_channel, key=lambda key: by_channel[key])
        share = round(100 * by_channel[most] / whole) if whole else 100
        sentence = (
            _("{share} % of the money of “{campaign}” goes to {channel}.")
            if whole
            else _("“{campaign}” uses {channel} alone.")
        )
        yield Finding(
            "CHN-09",
            "campaign",
            campaign_id,
            Severity.WARNING,
            _("one channel"),
            sentence.format(share=share, campaign=plan.campaigns[campaign_id].name, channel=plan.channels[most].name),
            _("Add two touchpoints in other channels that use the same message and assets."),
            ((most, in_steps(share / 100)),),
        )


def _active_stages(plan: Plan) -> Mapping[str, int]:
    stages: dict[str, set[str]] = {segment: set() for segment in plan.segments}
    for activity in plan.activities.values():
        for target in () if activity.cancelled else activity.targets:
            cell = plan.cells.get(target.cell_id)
            if cell and cell.segment_id in stages and activity.stage_id:
                stages[cell.segment_id].add(activity.stage_id)
    return {segment: len(found) for segment, found in stages.items()}
