"""What a user can do with activities from the clipboard: add them to a plan, some days later, with what joins them."""

from collections.abc import Sequence
from dataclasses import replace

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext, whole_number
from cmoplanner.model.edits.copies import NOT_COPIED
from cmoplanner.model.edits.naming import FreshIds, shortened
from cmoplanner.model.fields import ACTIVITY, ACTIVITY_TARGET
from cmoplanner.model.moving import moved
from cmoplanner.model.plan import Activity, ActivityLink
from cmoplanner.model.store.document import Document


def paste_activities(
    document: Document, activities: Sequence[Activity], links: Sequence[ActivityLink] = (), days: int = 0
) -> list[str]:
    """Add activities as planned drafts, `days` later, in one step, and return their new ids. Raises EditRefused.

    Links and dependencies among them lead to the new ones; those to others are left out. Custom phasing shifts along.
    """
    if not activities:
        raise EditRefused(_("There are no activities to paste."))
    plan = document.plan
    fresh, fresh_links = FreshIds(plan.activities), FreshIds(plan.activity_links)
    ids = {row.id: fresh.take() for row in activities}
    rows = [moved(row, days, plan.calendar, plan.header.currency_decimals) if days else row for row in activities]
    rows = [replace(row, depends_on=tuple(ids[one] for one in row.depends_on if one in ids)) for row in rows]
    first = shortened(rows[0].name)
    label = ngettext("Paste “{name}”", "Paste {n} activities", len(rows))
    label = label.format(name=first, n=whole_number(len(rows), plan.header.locale))
    with document.edit(label) as session:
        for row in rows:
            values = {
                field.key: getattr(row, field.key)
                for field in ACTIVITY.fields
                if field.key not in NOT_COPIED[ACTIVITY.name] and field.key != "depends_on"
            }
            session.insert(ACTIVITY.name, {**values, "id": ids[row.id], "extra": row.extra})
            for target in row.targets:
                given = {"activity_id": ids[row.id], "cell_id": target.cell_id, "share": float(target.share)}
                session.insert(ACTIVITY_TARGET.name, given)
        for row in rows:
            if row.depends_on:
                session.update(ACTIVITY.name, ids[row.id], {"depends_on": row.depends_on})
        for link in links:
            if link.activity_id in ids and link.linked_id in ids:
                values = {key: getattr(link, key) for key in ("link_type", "timing", "lag_days")}
                joined = {"activity_id": ids[link.activity_id], "linked_id": ids[link.linked_id]}
                session.insert("activity_link", {"id": fresh_links.take(), **values, **joined})
    return list(ids.values())
