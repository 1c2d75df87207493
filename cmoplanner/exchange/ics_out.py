"""Activities and key dates as a calendar file (iCalendar, RFC 5545) for Outlook, Apple and Google calendars.

All events last whole days and take nobody's time. Their ids stay the same from export to export, so that a calendar
that reads the file again moves its events instead of doubling them. Money is never written: calendars are shared.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from cmoplanner import __version__
from cmoplanner.exchange.files_out import write_bytes
from cmoplanner.i18n import _
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.periods import Recurrence, Span
from cmoplanner.model.plan import Activity, Milestone, Plan, starts

_SAFE_DAY = 28  # a rule skips months without the day, the plan takes their last day instead
_RULES: Mapping[Recurrence, dict[str, Any]] = {
    Recurrence.WEEKLY: {"freq": "weekly"},
    Recurrence.BIWEEKLY: {"freq": "weekly", "interval": 2},
    Recurrence.MONTHLY: {"freq": "monthly"},
    Recurrence.QUARTERLY: {"freq": "monthly", "interval": 3},
}


def export_calendar_file(
    plan: Plan, uuid: str, path: Path, *, activities: Iterable[Activity] | None = None, span: Span | None = None
) -> Path:
    """Write activities (all, if none are given) and key dates that touch a range to a .ics. Raises ExportFailed."""
    write_bytes(path, calendar_file(plan, uuid, activities=activities, span=span))
    return path


def calendar_file(
    plan: Plan, uuid: str, *, activities: Iterable[Activity] | None = None, span: Span | None = None
) -> bytes:
    """Return the calendar file; `uuid` is the plan's. The same plan gives the same bytes."""
    rows = plan.activities.values() if activities is None else activities
    calendar = Calendar()
    calendar.add("prodid", f"-//CMO Planner//CMO Planner {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(" · ".join(part for part in (plan.header.company, plan.header.name) if part)))
    for row in rows:
        if not row.cancelled:
            for event in _activity(plan, uuid, row, span):
                calendar.add_component(event)
    for milestone in plan.milestones.values():
        if span is None or milestone.date in span:
            calendar.add_component(_key_date(plan, uuid, milestone))
    return bytes(calendar.to_ical())


def _activity(plan: Plan, uuid: str, row: Activity, span: Span | None) -> Iterator[Event]:
    """Yield the events of an activity: one with a rule where that says the same days, else one for each occurrence."""
    days = starts(row, plan.calendar.fy_end)
    length = row.end - row.start
    inside = [n for n, day in enumerate(days) if span is None or Span(day, day + length).overlap(span)]
    if inside and len(days) > 1 and _has_rule(row):  # whole, so that it replaces itself where it was read in before
        event = _event(plan, uuid, f"activity/{row.id}", row.name, days[0], length)
        event.add("rrule", {**_RULES[Recurrence(row.recurrence)], "until": days[-1]})
        yield _described(event, plan, row)
        return
    for n in inside:
        key = f"activity/{row.id}" if len(days) == 1 else f"activity/{row.id}/{n + 1}"
        yield _described(_event(plan, uuid, key, row.name, days[n], length), plan, row)


def _has_rule(row: Activity) -> bool:
    kind = Recurrence(row.recurrence)
    if kind in (Recurrence.WEEKLY, Recurrence.BIWEEKLY):
        return True
    return kind is not Recurrence.NONE and row.start.day <= _SAFE_DAY


def _described(event: Event, plan: Plan, row: Activity) -> Event:
    campaign = plan.campaigns.get(row.campaign_id or "")
    channel = plan.channels.get(row.channel_id or "")
    names = [plain(one.name) for one in (campaign, channel) if one is not None]
    if names:
        event.add("categories", names)
    approved = row.approval_status == "approved"
    event.add("status", "CONFIRMED" if approved else "TENTATIVE")
    told = [_("Status: {status}").format(status=choice_word(row.status))]
    if not approved:
        told.append(_("Not approved yet"))
    told += [_("Campaign: {name}").format(name=plain(campaign.name))] if campaign else []
    told += [_("Channel: {name}").format(name=plain(channel.name))] if channel else []
    told += [_("Owner: {name}").format(name=plain(row.owner_role))] if row.owner_role else []
    event.add("description", "\n".join(told))
    return event


def _key_date(plan: Plan, uuid: str, row: Milestone) -> Event:
    event = _event(plan, uuid, f"milestone/{row.id}", row.title, row.date, timedelta(0))
    event.add("categories", [_("Key date")])
    event.add("status", "CONFIRMED")
    if row.owner_role:
        event.add("description", _("Owner: {name}").format(name=plain(row.owner_role)))
    return event


def _event(plan: Plan, uuid: str, key: str, name: str, start: date, length: timedelta) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'cmoplanner:{uuid}/{key}')}@cmoplanner")
    event.add("dtstamp", datetime.combine(plan.header.as_of, datetime.min.time(), UTC))
    event.add("sequence", min(plan.revision, (1 << 31) - 1))
    event.add("summary", plain(name))
    event.add("dtstart", start)
    event.add("dtend", start + length + timedelta(days=1))  # the day after the last one
    event.add("transp", "TRANSPARENT")
    return event


def plain(text: str) -> str:
    """Return a name as one line without control characters, so that it can never become a line of the file."""
    spaced = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join(spaced.split())
