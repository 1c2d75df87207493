"""The fields by which activities are filtered: what each can be, and what an activity has in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cmoplanner.doctor.findings import Finding
from cmoplanner.i18n import _, mark
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.fields import ACTIVITY
from cmoplanner.model.periods import Recurrence
from cmoplanner.model.plan import Activity, Plan

Option = tuple[str, str]  # the value and its words
Found = Callable[[], Mapping[str, Sequence[Finding]]]
"""The collisions of activities as they are now."""

MEDIA: Mapping[str, str] = {"online": mark("Online"), "offline": mark("Offline")}
NONE = ""
"""The value of what is not given."""


class Sort(StrEnum):
    """What the values of a field are compared as."""

    NAME = "name"
    DAY = "day"
    MONEY = "money"
    HAS = "has"


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field: its key as typed, its label, and what a value of it is."""

    key: str
    label: str
    sort: Sort = Sort.NAME


_REFERENCES: Mapping[str, tuple[str, str]] = {
    "campaign": ("campaigns", "campaign_id"),
    "channel": ("channels", "channel_id"),
    "stage": ("stages", "stage_id"),
    "vendor": ("vendors", "vendor_id"),
    "partner": ("partners", "partner_id"),
    "category": ("cost_categories", "category_id"),
    "centre": ("cost_centres", "cost_centre_id"),
    "contract": ("contracts", "contract_id"),
}
_TEXTS: Mapping[str, str] = {"owner": "owner_role", "region": "region", "approver": "approver_role"}
_CHOICES: Mapping[str, str] = {"status": "status", "approval": "approval_status", "audience": "audience"}

FIELDS: Mapping[str, FilterField] = {
    field.key: field
    for field in (
        FilterField("name", mark("Name")),
        FilterField("campaign", mark("Campaign")),
        FilterField("channel", mark("Channel")),
        FilterField("medium", mark("Medium")),
        FilterField("segment", mark("Segment")),
        FilterField("offering", mark("Offering")),
        FilterField("stage", mark("Journey stage")),
        FilterField("owner", mark("Owner")),
        FilterField("region", mark("Region")),
        FilterField("status", mark("Status")),
        FilterField("approval", mark("Approval")),
        FilterField("approver", mark("Approver")),
        FilterField("audience", mark("Audience")),
        FilterField("vendor", mark("Vendor")),
        FilterField("partner", mark("Partner")),
        FilterField("contract", mark("Contract")),
        FilterField("category", mark("Cost category")),
        FilterField("centre", mark("Cost centre")),
        FilterField("start", mark("Starts"), Sort.DAY),
        FilterField("end", mark("Ends"), Sort.DAY),
        FilterField("during", mark("Runs in"), Sort.DAY),
        FilterField("cost", mark("Our cost"), Sort.MONEY),
        FilterField("gross", mark("Gross spend"), Sort.MONEY),
        FilterField("has", mark("Has"), Sort.HAS),
    )
}

HAS: Mapping[str, str] = {
    "collision": mark("Collision"),
    "series": mark("Repeats"),
    "input": mark("Starts after another"),
    "lock": mark("Lock"),
    "money": mark("Money"),
    "target": mark("Goes to a market cell"),
    "message": mark("Message"),
    "asset": mark("Asset"),
    "contract": mark("Contract"),
    "partner": mark("Partner"),
    "vendor": mark("Vendor"),
    "owner": mark("Owner"),
    "note": mark("Notes"),
}


def field_called(typed: str) -> FilterField | None:
    """Return the field of a key or label in any case; None if there is none."""
    word = typed.casefold()
    for field in FIELDS.values():
        if word in (field.key, _(field.label).casefold()):
            return field
    return None


def options(key: str, plan: Plan) -> list[Option]:
    """Return every value that a field of names can have in a plan, with its words."""
    if key in _REFERENCES:
        rows: Mapping[str, object] = getattr(plan, _REFERENCES[key][0])
        return [(row_id, str(getattr(row, "name", "") or getattr(row, "title", ""))) for row_id, row in rows.items()]
    if key in ("segment", "offering"):
        named = plan.segments if key == "segment" else plan.offerings
        return [(row_id, row.name) for row_id, row in named.items()]
    if key in _CHOICES:
        return [(value, choice_word(value)) for value in ACTIVITY.field(_CHOICES[key]).choices]
    if key == "medium":
        return [(value, _(words)) for value, words in MEDIA.items()]
    if key == "has":
        return [(value, _(words)) for value, words in HAS.items()]
    if key == "name":
        return [(row.id, row.name) for row in plan.activities.values()]
    found = {getattr(row, _TEXTS[key]) for row in plan.activities.values()} if key in _TEXTS else set()
    return [(text, text) for text in sorted(found - {""})]


def values_of(key: str, plan: Plan) -> Callable[[Activity], Iterable[str]]:
    """Return what tells an activity's values in a field of names; nothing given is `NONE`."""
    if key in _REFERENCES or key in _TEXTS or key in _CHOICES:
        attribute = _REFERENCES[key][1] if key in _REFERENCES else {**_TEXTS, **_CHOICES}[key]
        return lambda activity: (getattr(activity, attribute) or NONE,)
    if key in ("segment", "offering"):
        return lambda activity: _aims(activity, plan, f"{key}_id")
    if key == "medium":
        return lambda activity: _media(activity, plan)
    return lambda activity: (activity.id,)


def _aims(activity: Activity, plan: Plan, attribute: str) -> Iterable[str]:
    cells = [cell for target in activity.targets if (cell := plan.cells.get(target.cell_id)) is not None]
    return {getattr(cell, attribute) for cell in cells} or (NONE,)


def _media(activity: Activity, plan: Plan) -> Iterable[str]:
    """Return the media of an activity's channel: what is both is online and is offline."""
    channel = plan.channels.get(activity.channel_id or "")
    if channel is None:
        return (NONE,)
    return tuple(MEDIA) if channel.medium == "both" else (channel.medium,)


def has(kind: str, found: Found) -> Callable[[Activity], bool]:
    """Return whether an activity has what a key of `HAS` says."""
    tests: Mapping[str, Callable[[Activity], bool]] = {
        "collision": lambda activity: activity.id in found(),
        "series": lambda activity: activity.recurrence != Recurrence.NONE,
        "input": lambda activity: bool(activity.depends_on),
        "lock": lambda activity: activity.locked,
        "money": lambda activity: activity.gross_spend != 0,
        "target": lambda activity: bool(activity.targets),
        "message": lambda activity: bool(activity.message_id),
        "asset": lambda activity: bool(activity.asset_ids),
        "contract": lambda activity: bool(activity.contract_id),
        "partner": lambda activity: bool(activity.partner_id),
        "vendor": lambda activity: bool(activity.vendor_id),
        "owner": lambda activity: bool(activity.owner_role),
        "note": lambda activity: bool(activity.notes or activity.brief),
    }
    return tests[kind]
