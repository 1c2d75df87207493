"""What a user can do to activities."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import fsum
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model import checks
from cmoplanner.model.booked import Booked
from cmoplanner.model.dependencies import Network, push
from cmoplanner.model.edits.copies import NOT_COPIED
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.naming import act, copy_name, fresh_id, shortened
from cmoplanner.model.edits.removal import remove
from cmoplanner.model.fields import ACTIVITY, ACTIVITY_TARGET
from cmoplanner.model.moving import moved, moved_dates, resized
from cmoplanner.model.plan import Activity, Plan, Target
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.session import Session
from cmoplanner.model.values import clean_text

_TABLE = ACTIVITY.name
_TARGETS = ACTIVITY_TARGET.name
_DATED = ("start", "end", "until", "custom_phasing")


def create_activity(
    document: Document,
    name: str,
    start: date,
    end: date,
    given: Mapping[str, Any] | None = None,
    targets: Sequence[Target] | None = None,
) -> str:
    """Add an activity and return its id.

    `given` has more of its fields; without `targets` it goes where its campaign's other activities go most often.
    Raises EditRefused.
    """
    plan = document.plan
    name = clean_text(name)
    values = {"gross_spend": 0, **(given or {}), "name": name, "start": start, "end": end}
    _check_dates(start, end)
    audience = _usual_targets(plan, values.get("campaign_id")) if targets is None else tuple(targets)
    _check_targets(audience)
    row_id = fresh_id(plan.activities)
    with document.edit(_("Create “{name}”").format(name=shortened(name))) as session:
        session.insert(_TABLE, {"id": row_id, **values})
        _insert_targets(session, row_id, audience)
    return row_id


def duplicate_activities(document: Document, ids: Iterable[str], days: int = 0) -> list[str]:
    """Copy activities with their audience, as planned drafts `days` later, and return the new ids."""
    activities = _find(document.plan, ids)
    taken = set(document.plan.activities)
    copies = []
    label = act(_("Duplicate “{name}”"), _("Duplicate {n} activities"), _names(activities), document.plan.header.locale)
    with document.edit(label) as session:
        for activity in activities:
            row_id = fresh_id(taken)
            taken.add(row_id)
            copies.append(row_id)
            values = {
                field.key: getattr(activity, field.key)
                for field in ACTIVITY.fields
                if field.key not in NOT_COPIED[_TABLE]
            }
            values |= moved_dates(activity, days)
            name = copy_name(activity.name)
            session.insert(_TABLE, {**values, "id": row_id, "name": name, "extra": activity.extra})
            _insert_targets(session, row_id, activity.targets)
    return copies


def delete_activities(document: Document, ids: Iterable[str]) -> None:
    """Delete activities, their audience, and what other rows say about them."""
    activities = _find(document.plan, ids)
    label = act(_("Delete “{name}”"), _("Delete {n} activities"), _names(activities), document.plan.header.locale)
    with document.edit(label) as session:
        remove(session, {_TABLE: [activity.id for activity in activities]})


def move_activities(document: Document, ids: Iterable[str], days: int, *, with_followers: bool = False) -> None:
    """Move activities by whole days, with their money but for what is held; a series moves as a whole.

    Quick moves of the same ones become one step. `with_followers` also pushes what would start too early then, as
    `dependencies.push` says. Raises EditRefused.
    """
    plan = document.plan
    chosen = _find(plan, ids)
    booked, decimals = Booked(plan), plan.header.currency_decimals
    at = [moved(activity, days, plan.calendar, decimals, booked.held(activity)) for activity in chosen]
    label = act(_("Move “{name}”"), _("Move {n} activities"), _names(chosen), document.plan.header.locale)
    _write_moves(document, at, booked, label, "activity.move", with_followers=with_followers)


def move_activity(document: Document, activity_id: str, days: int) -> None:
    """Move one activity by whole days."""
    move_activities(document, [activity_id], days)


def set_dates(document: Document, activity_id: str, start: date, end: date, *, with_followers: bool = False) -> None:
    """Give an activity another first and last day; `with_followers` as in `move_activities`. Raises EditRefused."""
    plan = document.plan
    (activity,) = _find(plan, [activity_id])
    _check_dates(start, end)
    booked = Booked(plan)
    held = booked.held(activity)
    at = [resized(activity, start, end, plan.calendar, plan.header.currency_decimals, held)]
    label = _("Change dates of “{name}”").format(name=shortened(activity.name))
    _write_moves(document, at, booked, label, "activity.dates", with_followers=with_followers)


def _write_moves(
    document: Document, at: Sequence[Activity], booked: Booked, label: str, merge: str, *, with_followers: bool
) -> None:
    pushed = push(Network(document.plan), at, booked).moved if with_followers else ()
    rows = [*at, *pushed]
    with document.edit(label, merge=(merge, *sorted(row.id for row in rows))) as session:
        write_dates(session, rows)


def write_dates(session: Session, rows: Iterable[Activity]) -> None:
    """Write the dates of activities, and how their money is spread, where they differ from the plan's."""
    for row in rows:
        known = session.plan.activities[row.id]
        new = {key: getattr(row, key) for key in _DATED if getattr(row, key) != getattr(known, key)}
        session.update(_TABLE, row.id, new)


def rename_activity(document: Document, activity_id: str, name: str) -> None:
    """Give an activity another name."""
    set_field(document, _TABLE, activity_id, "name", name)


def set_targets(document: Document, ids: Iterable[str], targets: Sequence[Target]) -> None:
    """Say to which market cells activities go; the shares add up to 1, or there are none. Raises EditRefused."""
    activities = _find(document.plan, ids)
    _check_targets(targets)
    label = act(
        _("Change audience of “{name}”"),
        _("Change audience of {n} activities"),
        _names(activities),
        document.plan.header.locale,
    )
    merge = ("activity.targets", *sorted(activity.id for activity in activities))
    with document.edit(label, merge=merge) as session:
        for activity in activities:
            _change_targets(session, activity, targets)


def _usual_targets(plan: Plan, campaign_id: str | None) -> tuple[Target, ...]:
    if campaign_id is None:
        return ()
    audiences = Counter(
        activity.targets
        for activity in plan.activities.values()
        if activity.campaign_id == campaign_id and activity.targets
    )
    return audiences.most_common(1)[0][0] if audiences else ()


def _insert_targets(session: Session, activity_id: str, targets: Iterable[Target]) -> None:
    for target in targets:
        session.insert(_TARGETS, {"activity_id": activity_id, "cell_id": target.cell_id, "share": float(target.share)})


def _change_targets(session: Session, activity: Activity, targets: Sequence[Target]) -> None:
    before = {target.cell_id for target in activity.targets}
    for cell_id in before - {target.cell_id for target in targets}:
        session.delete(_TARGETS, f"{activity.id}|{cell_id}")
    for target in targets:
        if target.cell_id in before:
            session.update(_TARGETS, f"{activity.id}|{target.cell_id}", {"share": float(target.share)})
    _insert_targets(session, activity.id, (target for target in targets if target.cell_id not in before))


def _find(plan: Plan, ids: Iterable[str]) -> list[Activity]:
    wanted = list(dict.fromkeys(ids))
    missing = [row_id for row_id in wanted if row_id not in plan.activities]
    if missing:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=missing[0]))
    if not wanted:
        raise EditRefused(_("No activity is selected."))
    return [plan.activities[row_id] for row_id in wanted]


def _names(activities: Iterable[Activity]) -> list[str]:
    return [activity.name for activity in activities]


def _check_dates(start: date, end: date) -> None:
    if end < start:
        raise EditRefused(_("The end is before the start."), _("Set the end to the start or a later day."))


def _check_targets(targets: Sequence[Target]) -> None:
    if len({target.cell_id for target in targets}) < len(targets):
        raise EditRefused(_("A market cell is there twice."), _("Give each market cell one share."))
    total = fsum(target.share for target in targets)
    if targets and abs(total - 1) > checks.SHARE_TOLERANCE:
        raise EditRefused(
            _("The shares add up to {total:.6g}, not 1.").format(total=total),
            ngettext("One market cell gets the whole.", "Change them so that they add up to 1.", len(targets)),
        )
