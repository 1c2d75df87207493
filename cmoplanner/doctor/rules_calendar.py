"""Calendar, budget and risk rules that need only dates and states: what the calendar marks at a bar."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from babel.dates import format_skeleton

from cmoplanner.doctor.catalogue import BLACKOUT, Limits
from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.doctor.touches import kind_of, runs
from cmoplanner.i18n import _, known_locale, ngettext
from cmoplanner.model.approving import State, Subject, standing
from cmoplanner.model.closed_days import Holiday, blackouts_touched, by_day
from cmoplanner.model.dependencies import LEADS, Dependency, working_day
from cmoplanner.model.plan import Activity, ActivityLink, Plan, last_day

COMMITTED = frozenset({"committed", "live", "done"})

_ONE_DAY = frozenset({"webinar", "speaking"})
_STORY = frozenset({"promotes", "rehearses", "derives_from", "follows_up", "announces"})
_SIGNED = frozenset({"", "signed", "active", "ended"})
_SATURDAY, _WEEK, _CODE = 5, 6, 2


class Around:
    """What the rules read at an activity besides the plan's tables: its links, and the holidays that are known."""

    def __init__(self, plan: Plan, holidays: Iterable[Holiday] = ()) -> None:
        self.links: dict[str, list[ActivityLink]] = {}
        for link in plan.activity_links.values():
            for end in {link.activity_id, link.linked_id}:
                self.links.setdefault(end, []).append(link)
        self.holidays = by_day(holidays)
        limits = Limits(plan)
        self.late = limits("CAL-08", "late")
        self.in_time, self.working_days = limits("CAL-06", "asset_days"), limits("BRD-04", "working_days")
        self.kinds = {row.id: kind_of(row) for row in plan.channels.values()}


def examine_activity(plan: Plan, activity: Activity, around: Around | None = None) -> list[Finding]:
    """Return what the calendar rules find at one activity by itself; a cancelled one is left alone."""
    if activity.cancelled:
        return []
    around = around or Around(plan)
    return [
        *_contract_ends_first(plan, activity),
        *_licence_ends_first(plan, activity),
        *_starts_before_input(plan, activity, around),
        *_asset_not_ready(plan, activity, around),
        *_blackout_touched(plan, activity),
        *_not_approved(plan, activity),
        *_not_signed(plan, activity),
        *_lead_time_missed(plan, activity),
        *_outside_its_window(plan, activity),
        *_day_off(plan, activity, around),
        *_told_backwards(plan, activity, around),
        *_nobodys(plan, activity),
    ]


def _day(plan: Plan, day: date) -> str:
    return format_skeleton("MMMd", day, locale=known_locale(plan.header.locale))


def _finding(
    rule: str,
    activity: Activity,
    severity: Severity,
    told: tuple[str, str, str],
    *facts: tuple[str, float],
) -> Finding:
    """Return a finding; `told` is its word, its sentence and its remedy."""
    return Finding(rule, "activity", activity.id, severity, *told, facts)


def _last_day(plan: Plan, activity: Activity) -> date:
    return last_day(activity, plan.calendar.fy_end)


def _contract_ends_first(plan: Plan, activity: Activity) -> Iterator[Finding]:
    contract = plan.contracts.get(activity.contract_id or "")
    if contract and contract.end and contract.end < _last_day(plan, activity):
        end = _day(plan, contract.end)
        yield _finding(
            "RSK-01",
            activity,
            Severity.BREAK,
            (
                _("contract ends {day}").format(day=end),
                _("The contract “{title}” ends on {day}, before the activity does.").format(
                    title=contract.title, day=end
                ),
                _("Extend the contract, or end the activity by {day}.").format(day=end),
            ),
            (contract.id, (_last_day(plan, activity) - contract.end).days),
        )


def _licence_ends_first(plan: Plan, activity: Activity) -> Iterator[Finding]:
    for asset_id in activity.asset_ids:
        asset = plan.assets.get(asset_id)
        if asset and asset.licence_expires and asset.licence_expires < _last_day(plan, activity):
            end = _day(plan, asset.licence_expires)
            yield _finding(
                "BRD-04",
                activity,
                Severity.WARNING,
                (
                    _("licence ends {day}").format(day=end),
                    _("The licence of “{name}” ends on {day}.").format(name=asset.name, day=end),
                    _("Extend the licence or use another asset from then on."),
                ),
                (f"{asset.id} licence", (_last_day(plan, activity) - asset.licence_expires).days),
            )


def _asset_not_ready(plan: Plan, activity: Activity, around: Around) -> Iterator[Finding]:
    """Find assets that are ready too late: a break within some days of the start (rule CAL-06), a warning within some
    working days (rule BRD-04).
    """
    if activity.status == "done":
        return
    for asset_id in activity.asset_ids:
        asset = plan.assets.get(asset_id)
        if asset is None or asset.ready_date is None:
            continue
        usable = usable_from(asset.ready_date, around.working_days)
        late = (activity.start - asset.ready_date).days < around.in_time
        if not late and activity.start >= usable:
            continue
        day, first = _day(plan, asset.ready_date), asset.ready_date + timedelta(days=round(around.in_time))
        yield _finding(
            "CAL-06" if late else "BRD-04",
            activity,
            Severity.BREAK if late else Severity.WARNING,
            (
                _("asset ready {day}").format(day=day),
                _("“{name}” is ready on {day} only.").format(name=asset.name, day=day),
                _("Start on {day} or later, or have it ready earlier.").format(day=_day(plan, max(usable, first))),
            ),
            (asset.id, (max(usable, first) - activity.start).days),
        )


def usable_from(ready: date, working_days: float) -> date:
    """Return the first day that an activity may start with an asset: so many working days after it is ready."""
    day = working_day(ready)
    for _step in range(round(working_days)):
        day = working_day(day + timedelta(days=1))
    return day


def _starts_before_input(plan: Plan, activity: Activity, around: Around) -> Iterator[Finding]:
    word = _("starts before input")
    for other_id in activity.depends_on:
        other = plan.activities.get(other_id)
        if other and not other.cancelled and activity.start <= other.end:
            end = _day(plan, other.end)
            sentence = _("It starts before “{name}” ends on {day}.").format(name=other.name, day=end)
            remedy = _("Start after {day}.").format(day=end)
            fact = (other.id, (other.end - activity.start).days)
            yield _finding("CAL-06", activity, Severity.BREAK, (word, sentence, remedy), fact)
    for link in around.links.get(activity.id, ()):
        other = plan.activities.get(link.linked_id) if link.activity_id == activity.id and link.timing else None
        if other is None or other.cancelled or other.id == activity.id:
            continue
        earliest = Dependency(other.id, activity.id, link.timing, link.lag_days).earliest(other)
        if activity.start < earliest:
            day = _day(plan, earliest)
            sentence = _("“{name}” lets it start on {day}, not before.").format(name=other.name, day=day)
            told = (word, sentence, _("Start on {day}.").format(day=day))
            yield _finding("CAL-06", activity, Severity.BREAK, told, (other.id, (earliest - activity.start).days))


def _blackout_touched(plan: Plan, activity: Activity) -> Iterator[Finding]:
    for row in blackouts_touched(plan, activity) if plan.blackouts else ():
        first, last = _day(plan, row.start), _day(plan, row.end)
        yield _finding(
            BLACKOUT,
            activity,
            Severity.BREAK,
            (
                _("in blackout “{name}”").format(name=row.name),
                _("It touches the blackout “{name}” from {first} to {last}.").format(
                    name=row.name, first=first, last=last
                ),
                _("Move it to days on which people may be contacted."),
            ),
            (f"{row.id} {row.start} {row.end}", 0.0),
        )


def _day_off(plan: Plan, activity: Activity, around: Around) -> Iterator[Finding]:
    """Find appointments on a weekend or a holiday (rule CAL-13); the first such day is told, the others counted."""
    if around.kinds.get(activity.channel_id or "") not in _ONE_DAY or activity.status == "done":
        return
    off = list(_days_off(plan, activity, around))
    if not off:
        return
    day, holiday = off[0]
    said = holiday.name if holiday else format_skeleton("EEEE", day, locale=known_locale(plan.header.locale))
    sentence = _("It takes place on {day} ({said}), when few people come.").format(day=_day(plan, day), said=said)
    if n := len(off) - 1:
        sentence += " " + ngettext("So it is {n} more time.", "So it is {n} more times.", n).format(n=n)
    yield _finding(
        "CAL-13",
        activity,
        Severity.WARNING,
        (
            _("{day} is a {weekday}").format(day=_day(plan, day), weekday=said)
            if holiday is None
            else _("{day}: {holiday}").format(day=_day(plan, day), holiday=said),
            sentence,
            _("Move it to a working day."),
        ),
        *((str(one), 0.0) for one, _holiday in off),
    )


def _days_off(plan: Plan, activity: Activity, around: Around) -> Iterator[tuple[date, Holiday | None]]:
    """Yield the days to come of an activity on which few people come, with the holiday where it is one."""
    for first, last in runs(activity, plan):
        for day in (date.fromordinal(ordinal) for ordinal in range(first, min(last, first + _WEEK) + 1)):
            holiday = next((row for row in around.holidays.get(day, ()) if holds_for(row, activity)), None)
            if day >= plan.header.as_of and (holiday or day.weekday() >= _SATURDAY):
                yield day, holiday


def holds_for(holiday: Holiday, activity: Activity) -> bool:
    """Return whether a holiday counts for an activity: one of another country or part of it does not."""
    where = activity.region.strip().casefold()
    whose = holiday.region.casefold()
    is_code = len(where.split("-")[0]) == _CODE and where.isascii()
    return not is_code or where == whose or where.startswith(f"{whose}-") or whose.startswith(f"{where}-")


def _told_backwards(plan: Plan, activity: Activity, around: Around) -> Iterator[Finding]:
    """Find links whose later part starts first by more than some days (rule CAL-08)."""
    for link in around.links.get(activity.id, ()):
        if link.timing or link.link_type not in _STORY:
            continue
        leads = link.link_type in LEADS
        first_id, then_id = (link.activity_id, link.linked_id) if leads else (link.linked_id, link.activity_id)
        first = plan.activities.get(first_id)
        if (
            then_id == activity.id
            and first
            and not first.cancelled
            and (first.start - activity.start).days > around.late
        ):
            yield _finding(
                "CAL-08",
                activity,
                Severity.WARNING,
                (
                    _("told backwards"),
                    _("It starts before “{name}”, which comes first in the story.").format(name=first.name),
                    _("Start on {day} or later.").format(day=_day(plan, first.start)),
                ),
                (first.id, (first.start - activity.start).days),
            )


def _not_signed(plan: Plan, activity: Activity) -> Iterator[Finding]:
    contract = plan.contracts.get(activity.contract_id or "")
    if contract and activity.status in COMMITTED and contract.status not in _SIGNED:
        yield _finding(
            "RSK-08",
            activity,
            Severity.WARNING,
            (
                _("contract not signed"),
                _("It is {status}, but the contract “{title}” is not signed.").format(
                    status=activity.status, title=contract.title
                ),
                _("Have it signed, or hold what comes next."),
            ),
            (contract.id, 0.0),
        )


def _nobodys(plan: Plan, activity: Activity) -> Iterator[Finding]:
    if not activity.owner_role and activity.status != "done":
        owner = getattr(plan.campaigns.get(activity.campaign_id or ""), "owner_role", "")
        remedy = _("Give it to {owner}, who has the campaign.").format(owner=owner) if owner else _("Name an owner.")
        sentence = _("Nobody is named who does it.")
        yield _finding("RSK-06", activity, Severity.WARNING, (_("no owner"), sentence, remedy))


def _not_approved(plan: Plan, activity: Activity) -> Iterator[Finding]:
    if activity.status not in COMMITTED:
        return
    about = Subject("activity", activity.id)
    state = activity.approval_status
    if about in plan.approval_log:
        state = standing(plan, about).state
    if state != State.APPROVED:
        sentence = (
            _("It is {status} and no longer as it was approved.")
            if state == State.OUTDATED
            else _("It is {status} but not approved.")
        )
        yield _finding(
            "BUD-08",
            activity,
            Severity.WARNING,
            (
                _("not approved"),
                sentence.format(status=activity.status),
                _("Ask {role} for approval.").format(role=activity.approver_role or _("the approver")),
            ),
            (activity.status, 0.0),
        )


def _lead_time_missed(plan: Plan, activity: Activity) -> Iterator[Finding]:
    channel = plan.channels.get(activity.channel_id or "")
    if channel is None or activity.status != "planned" or activity.approval_status == "approved":
        return
    left = (activity.start - plan.header.as_of).days
    if 0 <= left < channel.lead_time_days:
        yield _finding(
            "CAL-05",
            activity,
            Severity.WARNING,
            (
                _("{left} of {needed} days left").format(left=left, needed=channel.lead_time_days),
                _("{channel} needs {needed} days to prepare; {left} are left and it is not approved.").format(
                    channel=channel.name, needed=channel.lead_time_days, left=left
                ),
                _("Approve it now or start later."),
            ),
            (f"{channel.id} {activity.start}", channel.lead_time_days),
        )


def _outside_its_window(plan: Plan, activity: Activity) -> Iterator[Finding]:
    year, last = plan.calendar.year, _last_day(plan, activity)
    if activity.start < year.start or last > year.end:
        yield _finding(
            "CAL-09",
            activity,
            Severity.WARNING,
            (
                _("outside the year"),
                _("It runs outside the fiscal year; all its money counts inside."),
                _("Move it into the year, or end it at the year's end."),
            ),
            *_outside(activity.start, last, year.start, year.end),
        )
        return
    campaign = plan.campaigns.get(activity.campaign_id or "")
    if campaign is None:
        return
    if (campaign.start and activity.start < campaign.start) or (campaign.end and last > campaign.end):
        first, end = (_day(plan, day) if day else "…" for day in (campaign.start, campaign.end))
        yield _finding(
            "CAL-09",
            activity,
            Severity.WARNING,
            (
                _("outside its campaign"),
                _("It runs outside its campaign, which lasts from {first} to {last}.").format(first=first, last=end),
                _("Move it into the campaign, or extend the campaign."),
            ),
            *_outside(activity.start, last, campaign.start, campaign.end, campaign.id),
        )


def _outside(
    start: date, last: date, opens: date | None, closes: date | None, what: str = "year"
) -> Iterator[tuple[str, float]]:
    """Yield by how many days something begins too early, and ends too late."""
    if opens and start < opens:
        yield f"before {what}", (opens - start).days
    if closes and last > closes:
        yield f"after {what}", (last - closes).days
