"""Calendar, budget and risk rules that need only dates and states: what the calendar marks at a bar."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_skeleton

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.i18n import _, known_locale
from cmoplanner.model.plan import Activity, Plan, last_day

COMMITTED = frozenset({"committed", "live", "done"})


def examine_activity(plan: Plan, activity: Activity) -> list[Finding]:
    """Return what the calendar rules find at one activity; a cancelled one is left alone."""
    if activity.cancelled:
        return []
    return [
        *_contract_ends_first(plan, activity),
        *_licence_ends_first(plan, activity),
        *_starts_before_input(plan, activity),
        *_not_approved(activity),
        *_lead_time_missed(plan, activity),
        *_outside_its_window(plan, activity),
    ]


def _day(plan: Plan, day: date) -> str:
    return format_skeleton("MMMd", day, locale=known_locale(plan.header.locale))


def _finding(rule: str, activity: Activity, severity: Severity, word: str, sentence: str, remedy: str) -> Finding:
    return Finding(rule, "activity", activity.id, severity, word, sentence, remedy)


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
            _("contract ends {day}").format(day=end),
            _("The contract “{title}” ends on {day}, before the activity does.").format(title=contract.title, day=end),
            _("Extend the contract, or end the activity by {day}.").format(day=end),
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
                _("licence ends {day}").format(day=end),
                _("The licence of “{name}” ends on {day}.").format(name=asset.name, day=end),
                _("Extend the licence or use another asset from then on."),
            )


def _starts_before_input(plan: Plan, activity: Activity) -> Iterator[Finding]:
    for other_id in activity.depends_on:
        other = plan.activities.get(other_id)
        if other and not other.cancelled and activity.start <= other.end:
            end = _day(plan, other.end)
            yield _finding(
                "CAL-06",
                activity,
                Severity.BREAK,
                _("starts before input"),
                _("It starts before “{name}” ends on {day}.").format(name=other.name, day=end),
                _("Start after {day}.").format(day=end),
            )


def _not_approved(activity: Activity) -> Iterator[Finding]:
    if activity.status in COMMITTED and activity.approval_status != "approved":
        yield _finding(
            "BUD-08",
            activity,
            Severity.WARNING,
            _("not approved"),
            _("It is {status} but not approved.").format(status=activity.status),
            _("Ask {role} for approval.").format(role=activity.approver_role or _("the approver")),
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
            _("{left} of {needed} days left").format(left=left, needed=channel.lead_time_days),
            _("{channel} needs {needed} days to prepare; {left} are left and it is not approved.").format(
                channel=channel.name, needed=channel.lead_time_days, left=left
            ),
            _("Approve it now or start later."),
        )


def _outside_its_window(plan: Plan, activity: Activity) -> Iterator[Finding]:
    year = plan.calendar.year
    if activity.start < year.start or _last_day(plan, activity) > year.end:
        yield _finding(
            "CAL-09",
            activity,
            Severity.WARNING,
            _("outside the year"),
            _("It runs outside the fiscal year; all its money counts inside."),
            _("Move it into the year, or end it at the year's end."),
        )
