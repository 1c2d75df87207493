"""Channel rules: what is one-sided in how a segment is reached."""

from collections.abc import Iterator, Mapping

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.i18n import _
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan

ONE_SIDED = 0.90
BUYING_GROUP = 3
STAGES = 4


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
    stages = _active_stages(plan)
    for segment_id, media in money_by_medium(plan).items():
        segment, whole = plan.segments[segment_id], sum(media.values())
        if whole <= 0 or (segment.buying_group_size < BUYING_GROUP and stages[segment_id] < STAGES):
            continue
        for medium, money in media.items():
            if medium != "both" and money / whole > ONE_SIDED:
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
                )


def _active_stages(plan: Plan) -> Mapping[str, int]:
    stages: dict[str, set[str]] = {segment: set() for segment in plan.segments}
    for activity in plan.activities.values():
        for target in () if activity.cancelled else activity.targets:
            cell = plan.cells.get(target.cell_id)
            if cell and cell.segment_id in stages and activity.stage_id:
                stages[cell.segment_id].add(activity.stage_id)
    return {segment: len(found) for segment, found in stages.items()}
