"""Which activities share a lane of the calendar, and what the lane's head says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from cmoplanner.i18n import _, mark
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.timeline.bars import Bar

NONE = ""
"""The id of the lane for what belongs to no group."""

GROUPINGS: Mapping[str, str] = {
    "campaign": mark("Campaign"),
    "channel": mark("Channel"),
    "stage": mark("Journey stage"),
    "owner": mark("Owner"),
    "region": mark("Region"),
    "partner": mark("Partner"),
    "cost_centre": mark("Cost centre"),
    "status": mark("Status"),
}


@dataclass(frozen=True, slots=True)
class LaneGroup:
    """One lane: its id in the grouping, name, bars in plan order and money (net, minor units)."""

    id: str
    name: str
    bars: tuple[Bar, ...]
    net: int
    share: float
    note: str = ""

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The lane's activities in plan order."""
        return tuple(bar.activity for bar in self.bars)


FIELDS: Mapping[str, str] = {
    "campaign": "campaign_id",
    "channel": "channel_id",
    "stage": "stage_id",
    "owner": "owner_role",
    "region": "region",
    "partner": "partner_id",
    "cost_centre": "cost_centre_id",
    "status": "status",
}
"""The activity's field that each grouping sets when something is drawn in its lane."""


def group(plan: Plan, grouping: str, bars: Iterable[Bar], whole: int) -> list[LaneGroup]:
    """Return the lanes of a grouping, the one with most money first and "none" last.

    `bars` are those that pass the filter; shares are of the plan's whole net cost, in minor units.
    """
    bars = list(bars)
    members: dict[str, list[Bar]] = {}
    for bar, key in zip(bars, map(attrgetter("activity." + FIELDS[grouping]), bars), strict=True):
        members.setdefault(key or NONE, []).append(bar)
    if grouping == "campaign":  # an empty campaign is a place to draw in
        for campaign_id in plan.campaigns:
            members.setdefault(campaign_id, [])
    lanes = []
    for lane_id, found in members.items():
        net = sum(bar.net for bar in found)
        lanes.append(
            LaneGroup(
                lane_id,
                _name(plan, grouping, lane_id),
                tuple(found),
                net,
                net / (whole or 1),
                _note(plan, grouping, lane_id),
            )
        )
    return sorted(lanes, key=lambda lane: (lane.id == NONE, *_order(plan, grouping, lane)))


def _order(plan: Plan, grouping: str, lane: LaneGroup) -> tuple[int, str]:
    if grouping == "stage" and lane.id in plan.stages:
        return plan.stages[lane.id].seq, lane.name
    return -lane.net, lane.name


def _name(plan: Plan, grouping: str, lane_id: str) -> str:
    if lane_id == NONE:
        return _("No {grouping}").format(grouping=_(GROUPINGS[grouping]).lower())
    tables: Mapping[str, Mapping[str, object]] = {
        "campaign": plan.campaigns,
        "channel": plan.channels,
        "stage": plan.stages,
        "partner": plan.partners,
        "cost_centre": plan.cost_centres,
    }
    row = tables.get(grouping, {}).get(lane_id)
    return str(getattr(row, "name", lane_id.capitalize() if grouping == "status" else lane_id))


def _note(plan: Plan, grouping: str, lane_id: str) -> str:
    if grouping == "campaign" and lane_id in plan.campaigns:
        return plan.campaigns[lane_id].objective
    if grouping == "channel" and lane_id in plan.channels:
        return _(MEDIA.get(plan.channels[lane_id].medium, ""))
    if grouping == "stage" and lane_id in plan.stages:
        return plan.stages[lane_id].question
    return ""


MEDIA: Mapping[str, str] = {"online": mark("Online"), "offline": mark("Offline"), "both": mark("Online and offline")}


def campaign_colours(plan: Plan, categories: int = 8) -> Mapping[str, str]:
    """Return each campaign's palette index: its place in the plan, so that a colour never changes by itself."""
    colours = {campaign_id: str(i % categories) for i, campaign_id in enumerate(plan.campaigns)}
    return {**colours, NONE: UNCOLOURED}


UNCOLOURED = "none"
"""The palette index of what belongs to no campaign."""
