"""By what the calendar's activities can share a lane or a colour: campaign, channel, segment, owner and so on."""

from collections.abc import Iterable, Mapping, Sequence

from cmoplanner.i18n import _, mark
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.plan import Activity, Plan, Target

NONE = ""
"""The key of what belongs to no group."""

GROUPINGS: Mapping[str, str] = {
    "campaign": mark("Campaign"),
    "channel": mark("Channel"),
    "segment": mark("Segment"),
    "offering": mark("Offering"),
    "stage": mark("Journey stage"),
    "partner": mark("Partner"),
    "region": mark("Region"),
    "owner": mark("Owner"),
    "vendor": mark("Vendor"),
    "cost_centre": mark("Cost centre"),
    "status": mark("Status"),
    "audience": mark("Audience"),
}

FIELDS: Mapping[str, str] = {
    "campaign": "campaign_id",
    "channel": "channel_id",
    "stage": "stage_id",
    "partner": "partner_id",
    "region": "region",
    "owner": "owner_role",
    "vendor": "vendor_id",
    "cost_centre": "cost_centre_id",
    "status": "status",
    "audience": "audience",
}
"""The activity's field of each grouping with one value; segment and offering follow from the cells it aims at."""

AIMED: Mapping[str, str] = {"segment": "segment_id", "offering": "offering_id"}
"""The cell's field of each grouping of which an activity may have several values, each with a share."""

_TABLES: Mapping[str, str] = {
    "campaign": "campaigns",
    "channel": "channels",
    "segment": "segments",
    "offering": "offerings",
    "stage": "stages",
    "partner": "partners",
    "vendor": "vendors",
    "cost_centre": "cost_centres",
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "planned": mark("Planned"),
        "committed": mark("Committed"),
        "live": mark("Live"),
        "done": mark("Done"),
        "cancelled": mark("Cancelled"),
    },
    "audience": {"customer": mark("Customers"), "partner": mark("Partners"), "internal": mark("Internal")},
}
"""The values that groupings without a table always have, in their order."""

MEDIA: Mapping[str, str] = {"online": mark("Online"), "offline": mark("Offline"), "both": mark("Online and offline")}


def table_of(plan: Plan, grouping: str) -> Mapping[str, object]:
    """Return the plan's table that a grouping's keys are rows of, empty where they are words of their own."""
    name = _TABLES.get(grouping)
    rows: Mapping[str, object] = getattr(plan, name) if name else {}
    return rows


def has_table(grouping: str) -> bool:
    """Return whether a grouping's keys are rows of a table, and no words of their own."""
    return grouping in _TABLES


def known_keys(plan: Plan, grouping: str) -> list[str]:
    """Return all keys of a grouping that the plan knows, in a steady order: journey, rows of the table, or names."""
    if grouping == "stage":
        return sorted(plan.stages, key=lambda key: (plan.stages[key].seq, plan.stages[key].name))
    if grouping in _TABLES:
        return list(table_of(plan, grouping))
    if grouping in WORDS:
        return list(WORDS[grouping])
    found = {getattr(activity, FIELDS[grouping]) for activity in plan.activities.values()}
    return sorted(found - {NONE, None}, key=str.casefold)


def shares_of(plan: Plan, grouping: str, activity: Activity) -> tuple[tuple[str, float], ...]:
    """Return the keys of an activity with their shares, which add up to 1; the cells of one key are one share."""
    if grouping not in AIMED:
        return ((getattr(activity, FIELDS[grouping]) or NONE, 1.0),)
    return shares_among(plan, grouping, activity.targets)


def shares_among(plan: Plan, grouping: str, targets: Iterable[Target]) -> tuple[tuple[str, float], ...]:
    """Return the keys that some targets are in, of a grouping in `AIMED`, with their shares, which add up to 1."""
    shares: dict[str, float] = {}
    for target in targets:
        cell = plan.cells.get(target.cell_id)
        key = getattr(cell, AIMED[grouping]) if cell is not None else NONE
        if target.share > 0:
            shares[key] = shares.get(key, 0.0) + target.share
    whole = sum(shares.values())
    return tuple((key, share / whole) for key, share in shares.items()) or ((NONE, 1.0),)


def main_key(plan: Plan, grouping: str, activity: Activity) -> str:
    """Return the key of an activity, of several that with the largest share; ties go to the first."""
    if grouping not in AIMED:
        return getattr(activity, FIELDS[grouping]) or NONE
    shares = shares_of(plan, grouping, activity)
    return max(shares, key=lambda pair: round(pair[1], 9))[0]


def name_of(plan: Plan, grouping: str, key: str) -> str:
    """Return what people call a group."""
    if key == NONE:
        return _none(grouping)
    if key in WORDS.get(grouping, {}):
        return _(WORDS[grouping][key])
    if grouping == "status":
        return choice_word(key)
    return str(getattr(table_of(plan, grouping).get(key), "name", "") or key)


def _none(grouping: str) -> str:
    if grouping == "owner":
        return _("Unassigned")
    return _("No {grouping}").format(grouping=_(GROUPINGS[grouping]).lower())


def note_of(plan: Plan, grouping: str, key: str) -> str:
    """Return the line of text under a group's name."""
    if grouping == "campaign" and key in plan.campaigns:
        return plan.campaigns[key].objective
    if grouping == "channel" and key in plan.channels:
        return _(MEDIA.get(plan.channels[key].medium, ""))
    if grouping == "stage" and key in plan.stages:
        return plan.stages[key].question
    if grouping == "owner" and key == NONE:
        return _("These activities have no owner yet")
    return ""


def by_words(by: Sequence[str]) -> str:
    """Return groupings as people read them: "Campaign, channel"."""
    first, *rest = (_(GROUPINGS[key]) for key in by)
    return ", ".join([first, *(name.lower() for name in rest)])
