"""What a user can do with touchpoint templates: make an activity of one, or a campaign of a whole chain."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.chains import ChainLink, usual_cost_centre
from cmoplanner.model.edits.activities import create_activity
from cmoplanner.model.edits.naming import FreshIds, fresh_id, shortened
from cmoplanner.model.money import split, whole_weights
from cmoplanner.model.plan import Activity, Plan, Target, TouchpointTemplate
from cmoplanner.model.store.document import Document
from cmoplanner.model.values import clean_text

_LONGEST = 366  # days that a template lasts at most


def create_activity_from_template(
    document: Document, template_id: str, start: date, given: Mapping[str, Any] | None = None
) -> str:
    """Add an activity of a template that starts on a day, and return its id. Raises EditRefused.

    `given` has what is other than in the template; the audience is that of its campaign. Source: domain B.4.
    """
    template = document.plan.touchpoint_templates.get(template_id)
    if template is None:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=template_id))
    values = _activity_of(template) | dict(given or {})
    name = str(values.pop("name"))
    return create_activity(document, name, start, _end(template, start), values)


def create_campaign_from_chain(
    document: Document, chain: str, day: date, budget: int, name: str = "", targets: Sequence[Target] = ()
) -> str:
    """Add a campaign with an activity of each template of a chain, and return its id. Raises EditRefused.

    The chain is built around a day; the budget, in minor units, is split exactly by the templates' shares of it. Where
    none has a share, each costs its usual spend. Source: domain B.9.
    """
    templates = [one for one in document.plan.touchpoint_templates.values() if one.chain == chain and chain]
    if not templates:
        raise EditRefused(_("There is no touchpoint template of the chain “{name}”.").format(name=chain))
    links = [ChainLink(one.id, one.linked_template_id, one.link_type) for one in templates if one.linked_template_id]
    return create_campaign_of(document, templates, links, day, budget, clean_text(name) or chain, targets, chain)


def create_campaign_of(
    document: Document,
    templates: Sequence[TouchpointTemplate],
    links: Sequence[ChainLink],
    day: date,
    budget: int,
    name: str,
    targets: Sequence[Target] = (),
    source: str = "",
) -> str:
    """Add a campaign with an activity of each template around a day, and their links; return its id.

    The budget, in minor units, is split exactly by the templates' shares of it. Where none has a share, each costs its
    usual spend. A cost centre is that of most activities of the channel. Source: domain B.9. Raises EditRefused.
    """
    plan = document.plan
    if not templates:
        raise EditRefused(_("The template has no touchpoints."))
    if budget < 0:
        raise EditRefused(_("The budget is below 0."))
    campaign = fresh_id(plan.campaigns)
    activities, fresh_links = FreshIds(plan.activities), FreshIds(plan.activity_links)
    ids = {one.id: activities.take() for one in templates}
    starts = {one.id: _moved(day, one.offset_days) for one in templates}
    ends = {one.id: _end(one, starts[one.id]) for one in templates}
    dates = {"start": min(starts.values()), "end": max(ends.values()), "launch_date": day}
    spend = _spend(templates, budget)
    with document.edit(_("Create campaign “{name}”").format(name=shortened(name))) as session:
        session.insert("campaign", {"id": campaign, "name": name, "template_source": source or name, **dates})
        for one in templates:
            values = _activity_of(one) | {"id": ids[one.id], "campaign_id": campaign, "gross_spend": spend[one.id]}
            values["cost_centre_id"] = usual_cost_centre(plan, one.channel_id)
            session.insert("activity", {**values, "start": starts[one.id], "end": ends[one.id]})
            for target in targets:
                row = {"activity_id": ids[one.id], "cell_id": target.cell_id, "share": float(target.share)}
                session.insert("activity_target", row)
        for link in links:
            if link.template_id in ids and link.linked_id in ids:
                row = {"activity_id": ids[link.template_id], "linked_id": ids[link.linked_id]}
                session.insert("activity_link", {"id": fresh_links.take(), "link_type": link.link_type or None, **row})
    return campaign


def save_activity_as_template(document: Document, activity_id: str) -> str:
    """Keep an activity as a template from which others are made, and return the template's id. Raises EditRefused."""
    activity = document.plan.activities.get(activity_id)
    if activity is None:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=activity_id))
    row_id = fresh_id(document.plan.touchpoint_templates)
    with document.edit(_("Save “{name}” as template").format(name=shortened(activity.name))) as session:
        session.insert("touchpoint_template", {"id": row_id, **_template_of(activity)})
    return row_id


def save_campaign_as_template(document: Document, campaign_id: str) -> str:
    """Keep a campaign's activities as a chain of templates around its launch, and return the chain's name.

    Each keeps its distance in days from the launch, or from the first start without one, its share of the gross spend
    and its first link to another of them. Raises EditRefused.
    """
    plan = document.plan
    campaign = plan.campaigns.get(campaign_id)
    if campaign is None:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=campaign_id))
    rows = [row for row in plan.activities.values() if row.campaign_id == campaign_id and not row.cancelled]
    if not rows:
        raise EditRefused(_("The campaign has no activities yet."), _("Add activities to it first."))
    day = campaign.launch_date or min(row.start for row in rows)
    whole = sum(row.gross_spend for row in rows)
    chain = _free_chain(plan, campaign.name)
    fresh = FreshIds(plan.touchpoint_templates)
    ids = {row.id: fresh.take() for row in rows}
    links = {link.activity_id: link for link in reversed(list(plan.activity_links.values())) if link.linked_id in ids}
    with document.edit(_("Save “{name}” as template").format(name=shortened(campaign.name))) as session:
        for row in rows:
            values = {"id": ids[row.id], **_template_of(row), "chain": chain, "offset_days": (row.start - day).days}
            values["budget_share"] = row.gross_spend / whole if whole else None
            session.insert("touchpoint_template", values)
        for row in rows:
            if row.id in links:
                linked = {"linked_template_id": ids[links[row.id].linked_id], "link_type": links[row.id].link_type}
                session.update("touchpoint_template", ids[row.id], linked)
    return chain


def _free_chain(plan: Plan, name: str) -> str:
    taken = {one.chain for one in plan.touchpoint_templates.values()}
    number, found = 2, name
    while found in taken:
        found, number = f"{name} {number}", number + 1
    return found


def _template_of(activity: Activity) -> dict[str, Any]:
    """Return what a template takes from an activity."""
    return {
        "name": activity.name,
        "channel_id": activity.channel_id,
        "stage_id": activity.stage_id,
        "category_id": activity.category_id,
        "duration_days": min(_LONGEST, (activity.end - activity.start).days + 1),
        "default_spend": activity.gross_spend,
        "partner_share": activity.partner_share,
        "notes": activity.notes,
    }


def _activity_of(template: TouchpointTemplate) -> dict[str, Any]:
    """Return what an activity takes from its template; what has to be done before is noted."""
    notes = [template.notes] if template.notes else []
    if template.needed_assets:
        notes.append(_("Needs: {assets}").format(assets=", ".join(template.needed_assets)))
    if template.lead_time_days:
        notes.append(_("Begin {n} days before.").format(n=template.lead_time_days))
    return {
        "name": template.name,
        "channel_id": template.channel_id,
        "stage_id": template.stage_id,
        "category_id": template.category_id,
        "gross_spend": template.default_spend,
        "partner_share": template.partner_share,
        "notes": "\n".join(notes),
    }


def _spend(templates: Sequence[TouchpointTemplate], budget: int) -> dict[str, int]:
    shares = [template.budget_share or 0.0 for template in templates]
    if not any(shares):
        return {template.id: template.default_spend for template in templates}
    return {one.id: part for one, part in zip(templates, split(budget, whole_weights(shares)), strict=True)}


def _end(template: TouchpointTemplate, start: date) -> date:
    return _moved(start, template.duration_days - 1)


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise EditRefused(_("The calendar ends before that day.")) from None
