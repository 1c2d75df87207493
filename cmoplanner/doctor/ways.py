"""Ways out of a finding at an activity that can be taken at once: each has its words, and is one edit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from cmoplanner.doctor.catalogue import BLACKOUT, Limits
from cmoplanner.doctor.collisions import Collisions
from cmoplanner.doctor.crowding import Crowd
from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.doctor.rules_calendar import usable_from
from cmoplanner.doctor.rules_season import out_of_season
from cmoplanner.doctor.touches import kind_of
from cmoplanner.i18n import _, known_locale
from cmoplanner.model.approving import Subject
from cmoplanner.model.booked import Booked
from cmoplanner.model.dependencies import Network, in_place, working_day
from cmoplanner.model.edits.activities import create_activity, move_activities, set_dates
from cmoplanner.model.edits.approvals import approve, submit
from cmoplanner.model.edits.campaigns import set_campaign_dates
from cmoplanner.model.edits.dependencies import start_in_time
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import change_rows, create_row
from cmoplanner.model.edits.series import Scope, move_occurrence, why_not
from cmoplanner.model.moving import moved, stays
from cmoplanner.model.periods import Recurrence
from cmoplanner.model.phasing import monthly_spend
from cmoplanner.model.plan import Activity, Plan, last_day, starts
from cmoplanner.model.store.document import Document

_WEEKS = 26
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Way:
    """What a button says, and the edit that it makes."""

    words: str
    take: Callable[[Document], object]


def ways(plan: Plan, finding: Finding, collisions: Collisions | None = None) -> tuple[Way, ...]:
    """Return the ways out of a finding at an activity, the most usual one first; () where it needs a person.

    `collisions` are those of the plan; without them they are found anew.
    """
    if finding.rule == "CAL-07":
        return tuple(_season(plan, finding.subject))
    activity = plan.activities.get(finding.subject) if finding.table == "activity" else None
    if activity is None:
        return ()
    found = _FOUND.get(finding.rule)
    free = _FREE.get(finding.rule)
    made = list(found(plan, activity)) if found else []
    known = collisions or Collisions(plan)
    if finding.rule == "CAL-13" and activity.recurrence != Recurrence.NONE:
        made += _occurrence(plan, activity)
    elif free and not stays(activity):
        made += _free_place(plan, activity, finding, known, free)
    if finding.rule == "BUD-02":
        made += _transfer(plan, activity, known.crowd)
    if not made and activity.locked and (found or free):
        made.append(Way(_("Unlock it"), lambda document: set_field(document, "activity", activity.id, "locked", False)))
    return tuple(made)


def _day(plan: Plan, day: date) -> str:
    return format_skeleton("MMMd", day, locale=known_locale(plan.header.locale))


def _shift(plan: Plan, activity: Activity, days: int) -> Way:
    start = _day(plan, activity.start + timedelta(days=days))
    return Way(
        _("Start on {day}").format(day=start),
        lambda document: move_activities(document, [activity.id], days, with_followers=True),
    )


def _end_by(plan: Plan, activity: Activity, end: date) -> Iterator[Way]:
    if activity.start > end or stays(activity) in ("locked", "done"):
        return
    words = _("End by {day}").format(day=_day(plan, end))
    if activity.recurrence == Recurrence.NONE:
        yield Way(words, lambda document: set_dates(document, activity.id, activity.start, end))
        return
    until = end - (activity.end - activity.start)
    if until >= activity.start:
        yield Way(words, lambda document: set_field(document, "activity", activity.id, "until", until))


def _contract(plan: Plan, activity: Activity) -> Iterator[Way]:
    contract = plan.contracts.get(activity.contract_id or "")
    if contract and contract.end:
        yield from _end_by(plan, activity, contract.end)


def _licence(plan: Plan, activity: Activity) -> Iterator[Way]:
    ends = [row.licence_expires for key in activity.asset_ids if (row := plan.assets.get(key)) and row.licence_expires]
    if ends and min(ends) < last_day(activity, plan.calendar.fy_end):
        yield from _end_by(plan, activity, min(ends))
    yield from _ready(plan, activity)


def _ready(plan: Plan, activity: Activity) -> Iterator[Way]:
    """Yield the move to the first day on which all assets can be used."""
    ready = [row.ready_date for key in activity.asset_ids if (row := plan.assets.get(key)) and row.ready_date]
    limits = Limits(plan)
    in_time, working_days = timedelta(days=round(limits("CAL-06", "asset_days"))), limits("BRD-04", "working_days")
    usable = [max(usable_from(day, working_days), day + in_time) for day in ready]
    first = max(usable, default=activity.start)
    if first > activity.start and not stays(activity):
        yield _shift(plan, activity, (first - activity.start).days)


def _input(plan: Plan, activity: Activity) -> Iterator[Way]:
    yield from _ready(plan, activity)
    at = in_place(Network(plan), activity.id, Booked(plan))
    if at.start != activity.start and not stays(activity):
        words = _("Start on {day} and push what follows").format(day=_day(plan, at.start))
        yield Way(words, lambda document: start_in_time(document, activity.id))


def _approval(_plan: Plan, activity: Activity) -> Iterator[Way]:
    about = [Subject("activity", activity.id)]
    if activity.approval_status != "submitted":
        yield Way(_("Ask for approval"), lambda document: submit(document, about))
    yield Way(_("Approve"), lambda document: approve(document, about, every=True))


def _lead_time(plan: Plan, activity: Activity) -> Iterator[Way]:
    yield from _approval(plan, activity)
    channel = plan.channels.get(activity.channel_id or "")
    if channel and not stays(activity):
        earliest = plan.header.as_of + timedelta(days=channel.lead_time_days)
        yield _shift(plan, activity, (earliest - activity.start).days)


def _window(plan: Plan, activity: Activity) -> Iterator[Way]:
    year, last = plan.calendar.year, last_day(activity, plan.calendar.fy_end)
    if activity.start < year.start or last > year.end:
        if activity.start < year.start and not stays(activity):
            yield _shift(plan, activity, (year.start - activity.start).days)
        if last > year.end:
            yield from _end_by(plan, activity, year.end)
        return
    campaign = plan.campaigns.get(activity.campaign_id or "")
    if campaign and campaign.start and campaign.end:
        start, end = min(campaign.start, activity.start), max(campaign.end, last)
        words = _("Extend the campaign")
        yield Way(words, lambda document: set_campaign_dates(document, campaign.id, start, end))
        if stays(activity):
            return
        if activity.start < campaign.start:
            yield _shift(plan, activity, (campaign.start - activity.start).days)
        else:
            yield from _end_by(plan, activity, campaign.end)


def _story(plan: Plan, activity: Activity) -> Iterator[Way]:
    from_links = [
        plan.activities.get(link.activity_id if link.linked_id == activity.id else link.linked_id)
        for link in plan.activity_links.values()
        if activity.id in (link.activity_id, link.linked_id)
    ]
    starts = [row.start for row in from_links if row is not None and not row.cancelled and row.start > activity.start]
    if starts and not stays(activity):
        yield _shift(plan, activity, (max(starts) - activity.start).days)


def _invite(plan: Plan, activity: Activity) -> Iterator[Way]:
    """Yield an invitation by e-mail three weeks before, or tomorrow, to whom the event is for. Source: rule CAL-12."""
    channel = next((row for row in plan.channels.values() if kind_of(row) == "email"), None)
    day = _ahead(plan, activity, timedelta(days=round(Limits(plan)("CAL-12", "before"))))
    if channel is not None and day < activity.start:
        given = {
            "campaign_id": activity.campaign_id,
            "channel_id": channel.id,
            "stage_id": activity.stage_id,
            "owner_role": activity.owner_role,
            "region": activity.region,
            "created_by_rule": "CAL-12",
        }
        name, targets = _("Invitation: {name}").format(name=activity.name), activity.targets
        yield Way(
            _("Send an invitation on {day}").format(day=_day(plan, day)),
            lambda document: create_activity(document, name, day, day, given, targets),
        )


def _brief(plan: Plan, activity: Activity) -> Iterator[Way]:
    """Yield a briefing of our own people two weeks before, or tomorrow. Source: rule JRN-04."""
    stage = next((row for row in plan.stages.values() if row.role == "enable"), None)
    day = _ahead(plan, activity, timedelta(days=2 * _WEEK))
    if stage is not None and day < activity.start:
        given = {
            "campaign_id": activity.campaign_id,
            "stage_id": stage.id,
            "audience": "internal",
            "owner_role": activity.owner_role,
            "created_by_rule": "JRN-04",
        }
        name = _("Briefing for sales and service: {name}").format(name=activity.name)
        yield Way(
            _("Brief sales and service on {day}").format(day=_day(plan, day)),
            lambda document: create_activity(document, name, day, day, given, ()),
        )


def _ahead(plan: Plan, activity: Activity, before: timedelta) -> date:
    return working_day(max(activity.start - before, plan.header.as_of + timedelta(days=1)))


def _season(plan: Plan, cell_id: str) -> Iterator[Way]:
    """Yield the phasing by the season of what goes to a market cell's offering alone and is not booked yet; the totals
    stay. Source: rule CAL-07.
    """
    cell = plan.cells[cell_id]
    season, calendar, booked = plan.offerings[cell.offering_id].seasonality, plan.calendar, Booked(plan)
    reaching = [row for row in plan.activities.values() if any(one.cell_id == cell_id for one in row.targets)]
    after = {}
    for row in reaching:
        offerings = {getattr(plan.cells.get(one.cell_id), "offering_id", "") for one in row.targets}
        months = monthly_spend(row, calendar)
        weights = tuple(index if amount > 0 else 0.0 for index, amount in zip(season, months, strict=True))
        free = not (stays(row) or row.cancelled or booked.held(row).any)
        if free and offerings == {cell.offering_id} and sum(weight > 0 for weight in weights) > 1:
            after[row.id] = replace(row, custom_phasing=weights)
    changed = replace(plan, activities={row.id: after.get(row.id, row) for row in reaching})
    if after and all(one.subject != cell_id for one in out_of_season(changed)):
        changes = {row.id: {"custom_phasing": row.custom_phasing} for row in after.values()}
        yield Way(
            _("Phase {n} activities by the season").format(n=len(after))
            if len(after) > 1
            else _("Phase “{name}” by the season").format(name=next(iter(after.values())).name),
            lambda document: change_rows(document, "activity", changes),
        )


def _owner(plan: Plan, activity: Activity) -> Iterator[Way]:
    campaign = plan.campaigns.get(activity.campaign_id or "")
    if campaign and campaign.owner_role:
        owner = campaign.owner_role
        words = _("Give it to {owner}").format(owner=owner)
        yield Way(words, lambda document: set_field(document, "activity", activity.id, "owner_role", owner))


def _occurrence(plan: Plan, activity: Activity) -> Iterator[Way]:
    """Yield the move of the first occurrence to come that is at a weekend, to the Monday after it."""
    for number, start in enumerate(starts(activity, plan.calendar.fy_end)):
        days = (working_day(start) - start).days
        if days and start >= plan.header.as_of and not why_not(plan, activity, number):
            words = _("Move the one of {day} to {other}").format(
                day=_day(plan, start), other=_day(plan, start + timedelta(days=days))
            )
            yield Way(words, partial(_take_off, activity.id, number, days))
            return


def _take_off(activity_id: str, number: int, days: int, document: Document) -> None:
    move_occurrence(document, activity_id, number, days, Scope.ONE)


def _transfer(plan: Plan, activity: Activity, crowd: Crowd) -> Iterator[Way]:
    """Yield the transfer from the line with most left in the same cost centre. Source: rule BUD-02."""
    purses = crowd.purses
    planned = crowd.planned()
    for place in crowd.places(activity.id, "BUD-02")[:1]:
        over = sum(crowd.members(place).values()) - purses.money[place.whose]
        left = {
            purse: money - planned.get(purse, 0)
            for purse, money in purses.money.items()
            if purse[1] == place.whose[1] and purse != place.whose
        }
        best = max(left, key=lambda purse: left[purse], default=None)
        if best is None or left[best] < over:
            return
        category = plan.cost_categories.get(str(best[2]))
        line = category.name if category else str(best[2])
        when = plan.calendar.quarter_label(int(str(best[0]))) if best[0] else plan.calendar.label
        amount = round(over / 10**plan.header.currency_decimals)
        money = format_decimal(amount, locale=known_locale(plan.header.locale))
        given = {
            "from_envelope_id": purses.envelopes[best],
            "to_envelope_id": purses.envelopes[place.whose],
            "amount": over,
            "date": plan.header.as_of,
        }
        words = _("Transfer {money} from {quarter} · {line}").format(money=money, quarter=when, line=line)
        yield Way(words, partial(create_row, table="transfer", given=given))


def _free_place(plan: Plan, activity: Activity, finding: Finding, collisions: Collisions, step: int) -> Iterator[Way]:
    """Yield the move to the nearest place, so many steps of days away, that ends the finding and breaks nothing."""
    calendar, decimals = plan.calendar, plan.header.currency_decimals
    booked, year = Booked(plan).held(activity), plan.calendar.year
    breaks = _breaks(collisions.found.get(activity.id, ()))
    for away in range(1, _WEEKS * _WEEK // step + 1):
        for days in (step * away, -step * away):
            at = moved(activity, days, calendar, decimals, booked)
            last = at.until or at.end
            if at.start < max(year.start, plan.header.as_of) or last > year.end:
                continue
            found = collisions.preview([at])[activity.id]
            if all(one.rule != finding.rule for one in found) and _breaks(found) <= breaks:
                yield _shift(plan, activity, days)
                return


def _breaks(findings: tuple[Finding, ...]) -> int:
    return sum(finding.severity is Severity.BREAK for finding in findings)


_FOUND: dict[str, Callable[[Plan, Activity], Iterator[Way]]] = {
    "RSK-01": _contract,
    "BRD-04": _licence,
    "CAL-06": _input,
    "BUD-08": _approval,
    "CAL-05": _lead_time,
    "CAL-09": _window,
    "CAL-08": _story,
    "RSK-06": _owner,
    "CAL-12": _invite,
    "JRN-04": _brief,
}
_FREE = {"CAL-01": _WEEK, "CAL-02": _WEEK, "CAL-04": _WEEK, "BUD-02": _WEEK, BLACKOUT: 1, "CAL-13": 1}
"""Rules that a move ends, and by how many days it goes at a time."""
