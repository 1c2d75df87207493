"""Which activities share a lane of the calendar, and what the lane's head says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cmoplanner.i18n import _, mark
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity, Plan

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
    """One lane: its id in the grouping, name, activities in plan order and money (net, minor units)."""

    id: str
    name: str
    activities: tuple[Activity, ...]
    net: int
    share: float
    note: str = ""


_KEYS: Mapping[str, Callable[[Activity], str | None]] = {
    "campaign": lambda activity: activity.campaign_id,
    "channel": lambda activity: activity.channel_id,
    "stage": lambda activity: activity.stage_id,
    "owner": lambda activity: activity.owner_role,
    "region": lambda activity: activity.region,
    "partner": lambda activity: activity.partner_id,
    "cost_centre": lambda activity: activity.cost_centre_id,
    "status": lambda activity: activity.status,
}

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


def net_cost(activity: Activity) -> int:
    """Return our part of an activity's money in minor units, 0 if it is cancelled (domain B.5)."""
    return 0 if activity.cancelled else net_spend(activity)


def group(plan: Plan, grouping: str, activities: Iterable[Activity]) -> list[LaneGroup]:
    """Return the lanes of a grouping, the one with most money first and "none" last.

    `activities` are those that pass the filter; shares are of the whole plan's net cost.
    """
    key = _KEYS[grouping]
    members: dict[str, list[Activity]] = {}
    for activity in activities:
        members.setdefault(key(activity) or NONE, []).append(activity)
    if grouping == "campaign":  # an empty campaign is a place to draw in
        for campaign_id in plan.campaigns:
            members.setdefault(campaign_id, [])
    whole = sum(net_cost(activity) for activity in plan.activities.values()) or 1
    lanes = []
    for lane_id, found in members.items():
        net = sum(net_cost(activity) for activity in found)
        lanes.append(
            LaneGroup(
                lane_id, _name(plan, grouping, lane_id), tuple(found), net, net / whole, _note(plan, grouping, lane_id)
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


@lru_cache(maxsize=64)
def _campaign_order(campaigns: tuple[str, ...]) -> Mapping[str, int]:
    return {campaign_id: i for i, campaign_id in enumerate(campaigns)}


def campaign_colour(plan: Plan, campaign_id: str, categories: int = 8) -> str:
    """Return a campaign's palette index: its place in the plan, so that a colour never changes by itself."""
    index = _campaign_order(tuple(plan.campaigns)).get(campaign_id)
    return "none" if index is None else str(index % categories)


def colour_of(plan: Plan, activity: Activity) -> str:
    """Return the palette index of an activity's campaign, "none" without one."""
    return campaign_colour(plan, activity.campaign_id or NONE)
