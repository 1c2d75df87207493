"""The edit that decides what a placeholder's money is for: a planned line takes its part of it."""

from datetime import date
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.money import planned_totals
from cmoplanner.model.edits.naming import fresh_id, shortened
from cmoplanner.model.edits.removal import remove
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.placeholders import is_placeholder
from cmoplanner.model.store.document import Document
from cmoplanner.model.values import clean_text

_TAKEN = ("campaign_id", "category_id", "cost_centre_id", "region", "vendor_id", "owner_role", "audience")


def plan_from(document: Document, placeholder: str, name: str, amount: int, start: date, end: date) -> str:
    """Make a planned line of an amount (ours, minor units) that a placeholder gives up, and return its id.

    The line stands where the placeholder does; a placeholder of which nothing is left goes. Raises EditRefused.
    """
    plan = document.plan
    kept, name = plan.activities.get(placeholder), clean_text(name)
    if kept is None or not is_placeholder(kept):
        raise EditRefused(_("This line is no placeholder any more."))
    if end < start:
        raise EditRefused(_("The last day is before the first one."))
    left = net_spend(kept) - amount
    if amount <= 0 or left < 0:
        raise EditRefused(_("Enter an amount that the placeholder holds."))
    if kept.partner_share or kept.currency:
        raise EditRefused(
            _("Money that a partner shares or that is agreed in another currency is not divided here."),
            _("Change the amounts of both lines in the grid."),
        )
    values: dict[str, Any] = {key: value for key in _TAKEN if (value := getattr(kept, key))}
    row_id = fresh_id(plan.activities)
    label = _("Plan “{name}” from a placeholder").format(name=shortened(name))
    with document.edit(label) as session:
        session.insert(
            "activity", {"id": row_id, **values, "name": name, "start": start, "end": end, "gross_spend": amount}
        )
        if left:
            session.update_many("activity", planned_totals(plan, {placeholder: left}))
        else:
            remove(session, {"activity": [placeholder]})
    return row_id
