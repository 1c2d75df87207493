"""What a user can do with touchpoint templates: make an activity of one, or a campaign of a whole chain."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.activities import create_activity
from cmoplanner.model.edits.naming import FreshIds, fresh_id, shortened
from cmoplanner.model.money import split, whole_weights
from cmoplanner.model.plan import Target, TouchpointTemplate
from cmoplanner.model.store.document import Document
from cmoplanner.model.values import clean_text


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
    plan = document.plan
    templates = [one for one in plan.touchpoint_templates.values() if one.chain == chain and chain]
    if not templates:
        raise EditRefused(_("There is no touchpoint template of the chain “{name}”.").format(name=chain))
    if budget < 0:
        raise EditRefused(_("The budget is below 0."))
    name = clean_text(name) or chain
    campaign = fresh_id(plan.campaigns)
    activities, links = FreshIds(plan.activities), FreshIds(plan.activity_links)
    ids = {one.id: activities.take() for one in templates}
    starts = {one.id: _moved(day, one.offset_days) for one in templates}
    ends = {one.id: _end(one, starts[one.id]) for one in templates}
    dates = {"start": min(starts.values()), "end": max(ends.values()), "launch_date": day}
    spend = _spend(templates, budget)
    with document.edit(_("Create campaign “{name}”").format(name=shortened(name))) as session:
        session.insert("campaign", {"id": campaign, "name": name, "template_source": chain, **dates})
        for one in templates:
            values = _activity_of(one) | {"id": ids[one.id], "campaign_id": campaign, "gross_spend": spend[one.id]}
            session.insert("activity", {**values, "start": starts[one.id], "end": ends[one.id]})
            for target in targets:
                row = {"activity_id": ids[one.id], "cell_id": target.cell_id, "share": float(target.share)}
                session.insert("activity_target", row)
        for one in templates:
            if one.linked_template_id in ids:
                row = {"activity_id": ids[one.id], "linked_id": ids[one.linked_template_id]}
                session.insert("activity_link", {"id": links.take(), "link_type": one.link_type or None, **row})
    return campaign


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
