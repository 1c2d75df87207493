"""What a user can do to campaigns."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.booked import Booked
from cmoplanner.model.edits.activities import write_dates
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.naming import fresh_id, shortened
from cmoplanner.model.edits.removal import remove
from cmoplanner.model.moving import moved, stays
from cmoplanner.model.plan import Activity, Campaign, Plan
from cmoplanner.model.store.document import Document
from cmoplanner.model.values import clean_text

_TABLE = "campaign"
_DATES = ("start", "end", "launch_date")


def create_campaign(document: Document, name: str, given: Mapping[str, Any] | None = None) -> str:
    """Add a campaign and return its id; `given` has more of its fields. Raises EditRefused."""
    name = clean_text(name)
    values = {**(given or {}), "name": name}
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        raise EditRefused(_("The end is before the start."), _("Set the end to the start or a later day."))
    row_id = fresh_id(document.plan.campaigns)
    with document.edit(_("Create campaign “{name}”").format(name=shortened(name))) as session:
        session.insert(_TABLE, {"id": row_id, **values})
    return row_id


def rename_campaign(document: Document, campaign_id: str, name: str) -> None:
    """Give a campaign another name."""
    set_field(document, _TABLE, campaign_id, "name", name)


def move_campaign(document: Document, campaign_id: str, days: int, *, with_activities: bool = True) -> None:
    """Move a campaign by whole days, with those of its activities that may be moved, or by itself.

    What has begun or is locked stays, and so does held money. Quick moves of the same campaign become one step.
    """
    plan = document.plan
    campaign = _find(plan, campaign_id)
    label = _("Move campaign “{name}”").format(name=shortened(campaign.name))
    at = carried(plan, campaign_id, days) if with_activities else []
    kind = "campaign.move" if with_activities else "campaign.span"
    with document.edit(label, merge=(kind, campaign_id)) as session:
        session.update(_TABLE, campaign_id, _moved(campaign, days))
        write_dates(session, at)


def set_campaign_dates(document: Document, campaign_id: str, start: date, end: date) -> None:
    """Give a campaign another first and last day; its activities stay. Raises EditRefused."""
    campaign = _find(document.plan, campaign_id)
    if end < start:
        raise EditRefused(_("The end is before the start."), _("Set the end to the start or a later day."))
    label = _("Change dates of campaign “{name}”").format(name=shortened(campaign.name))
    with document.edit(label, merge=("campaign.dates", campaign_id)) as session:
        session.update(_TABLE, campaign_id, {"start": start, "end": end})


def carried(plan: Plan, campaign_id: str, days: int) -> list[Activity]:
    """Return those activities of a campaign that move with it, at their new dates. Raises EditRefused."""
    booked, decimals = Booked(plan), plan.header.currency_decimals
    free = (activity for activity in activities_of(plan, campaign_id) if not stays(activity))
    return [moved(activity, days, plan.calendar, decimals, booked.held(activity)) for activity in free]


def delete_campaign(document: Document, campaign_id: str, *, with_activities: bool = False) -> None:
    """Delete a campaign; its activities are deleted too, or stay without a campaign."""
    campaign = _find(document.plan, campaign_id)
    activities = activities_of(document.plan, campaign_id) if with_activities else []
    with document.edit(_("Delete campaign “{name}”").format(name=shortened(campaign.name))) as session:
        remove(session, {_TABLE: [campaign_id], fields.ACTIVITY.name: [one.id for one in activities]})


def activities_of(plan: Plan, campaign_id: str) -> list[Activity]:
    """Return the activities of a campaign in the user's order."""
    return [activity for activity in plan.activities.values() if activity.campaign_id == campaign_id]


def _moved(campaign: Campaign, days: int) -> dict[str, date]:
    dates = {key: day for key in _DATES if (day := getattr(campaign, key)) is not None}
    try:
        return {key: day + timedelta(days=days) for key, day in dates.items()}
    except OverflowError:
        raise EditRefused(_("“{name}” cannot be moved that far.").format(name=campaign.name)) from None


def _find(plan: Plan, campaign_id: str) -> Campaign:
    if campaign_id not in plan.campaigns:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=campaign_id))
    return plan.campaigns[campaign_id]
