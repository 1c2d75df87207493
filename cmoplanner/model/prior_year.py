"""A plan of another year seen on this year's dates: what was at the same place in its year, under this year's ids."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cmoplanner.model.periods import Pattern, add_months
from cmoplanner.model.plan import Activity, Plan

_OTHER = "prior:"
"""Before the id of a row that this year has no counterpart of, so that no row of this year is taken for it."""


def shifted(day: date, past: Plan, plan: Plan) -> date:
    """Return a day of a past year as the day at the same place in this plan's year."""
    one, other = past.header.fy_start, plan.header.fy_start
    if plan.calendar.pattern is Pattern.CALENDAR and one.day == other.day:
        return add_months(day, (other.year - one.year) * 12 + other.month - one.month)
    return day + timedelta(days=(other - one).days)


def on_this_year(past: Plan, plan: Plan) -> Plan:
    """Return the past plan's activities and campaigns in a plan that is otherwise this one.

    A plan of the same year is returned as it is. Rows of another year are found by their names; where two have the
    same name, the first that is left is taken.
    """
    if past.header.fy_start == plan.header.fy_start:
        return past
    campaigns = _counterparts(past.campaigns, plan.campaigns)
    activities = _counterparts(past.activities, plan.activities)
    moved_campaigns = {
        campaigns[row.id]: replace(
            row,
            id=campaigns[row.id],
            start=shifted(row.start, past, plan) if row.start else None,
            end=shifted(row.end, past, plan) if row.end else None,
            launch_date=shifted(row.launch_date, past, plan) if row.launch_date else None,
        )
        for row in past.campaigns.values()
    }
    moved = {activities[row.id]: _moved(row, past, plan, activities, campaigns) for row in past.activities.values()}
    return replace(plan, campaigns=moved_campaigns, activities=moved)


def _moved(
    row: Activity, past: Plan, plan: Plan, activities: Mapping[str, str], campaigns: Mapping[str, str]
) -> Activity:
    start = shifted(row.start, past, plan)
    return replace(
        row,
        id=activities[row.id],
        start=start,
        end=start + (row.end - row.start),
        until=shifted(row.until, past, plan) if row.until else None,
        campaign_id=campaigns.get(row.campaign_id or "", row.campaign_id),
        depends_on=tuple(activities.get(other, other) for other in row.depends_on),
    )


def _counterparts(past: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, str]:
    """Return under which id each past row is shown: that of the row of the same name, or one that nothing has."""
    by_name: dict[str, list[str]] = {}
    for row in now.values():
        by_name.setdefault(row.name.strip().casefold(), []).append(row.id)
    found: dict[str, str] = {}
    for row in past.values():
        same = by_name.get(row.name.strip().casefold())
        found[row.id] = same.pop(0) if same else f"{_OTHER}{row.id}"
    return found
