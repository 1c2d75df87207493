"""The money of another time beside this year's lines: the plan as it was approved, or what last year cost.

Money is int minor units by fiscal month (0…11). Source: domain F.5, PL and PY.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cmoplanner.ledger.lines import NOTHING, UNCODED, Ledger, Months, ledger
from cmoplanner.model.booked import booked, fiscal_month
from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar, Pattern, add_months
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.model.prior_year import on_this_year

_WEEKS_A_YEAR = 52
_NAMED = {
    "cost_centre_id": "cost_centres",
    "category_id": "cost_categories",
    "channel_id": "channels",
    "vendor_id": "vendors",
    "partner_id": "partners",
}


@dataclass(frozen=True, slots=True)
class PastLine:
    """What one line was at another time; `line` is this plan's line that it is the same as, "" where none is.

    `fields` are those of the activity as it was then, by their keys, under this plan's ids.
    """

    line: str
    months: Months
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Past:
    """The lines of another time. Where money is known `by_channel` alone, nothing else is known of it."""

    title: str
    lines: tuple[PastLine, ...]
    by_channel: bool = False

    @property
    def total(self) -> int:
        """All of it."""
        return sum(sum(line.months) for line in self.lines)


def approved_plan(title: str, then: Plan, plan: Plan, known: Ledger | None = None) -> Past:
    """Return what an approved version of this plan plans, line by line; `known` is its ledger."""
    lines = (known or ledger(then)).lines
    found = (
        PastLine(row if row in plan.activities else "", line.plan, _fields(then.activities[row], then, plan))
        for row, line in lines.items()
        if row != UNCODED and any(line.plan)
    )
    return Past(title, tuple(found))


def last_year_of(title: str, past: Plan, plan: Plan, known: Ledger | None = None) -> Past:
    """Return what another year's plan cost: as booked in its closed months, as expected after them.

    Its lines are found again by their names; `known` is its ledger.
    """
    here = dict(zip(past.activities, on_this_year(past, plan).activities, strict=True))
    found = []
    for row, line in (known or ledger(past)).lines.items():
        if any(line.forecast):
            fields = {} if row == UNCODED else _fields(past.activities[row], past, plan)
            same = here.get(row, "")
            found.append(PastLine(same if same in plan.activities else "", line.forecast, fields))
    return Past(title, tuple(found))


def last_year_booked(title: str, plan: Plan) -> Past | None:
    """Return what this plan's own bookings of the twelve months before its year say, None where there are none."""
    calendar = _year_before(plan)
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * MONTHS_A_YEAR)
    for row in plan.actuals.values():
        month = fiscal_month(calendar, row.month)
        if month is not None:
            sums[row.activity_id or "", row.vendor_id or ""][month] += booked(row)
    found = []
    for (line, vendor), months in sums.items():
        known = line in plan.activities
        fields = _fields(plan.activities[line], plan, plan) if known else {"vendor_id": vendor}
        found.append(PastLine(line if known else "", tuple(months), fields))
    return Past(title, tuple(found)) if found else None


def last_year_by_channel(title: str, plan: Plan) -> Past | None:
    """Return what the past months of channels say of the year before, None where they say nothing."""
    calendar = _year_before(plan)
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * MONTHS_A_YEAR)
    for row in plan.past_months.values():
        month = fiscal_month(calendar, row.month)
        if month is not None and row.spend:
            sums[row.channel_id][month] += row.spend
    found = tuple(PastLine("", tuple(months), {"channel_id": channel}) for channel, months in sums.items())
    return Past(title, found, by_channel=True) if found else None


def add_months_of(series: list[Months]) -> Months:
    """Return the sum of several years of months."""
    return tuple(map(sum, zip(*series, strict=True))) if series else NOTHING


def _year_before(plan: Plan) -> FiscalCalendar:
    start: date = plan.header.fy_start
    pattern = Pattern(plan.header.fy_pattern)
    before = (
        add_months(start, -MONTHS_A_YEAR) if pattern is Pattern.CALENDAR else start - timedelta(weeks=_WEEKS_A_YEAR)
    )
    return FiscalCalendar(before, pattern, MONTHS_A_YEAR)


def _fields(activity: Activity, then: Plan, plan: Plan) -> Mapping[str, str]:
    """Return what an activity is grouped by; rows that this plan calls otherwise are found by their names."""
    found = {
        "region": activity.region,
        "owner_role": activity.owner_role,
        "status": activity.status,
        "campaign_id": _here(activity.campaign_id, then.campaigns, plan.campaigns),
    }
    for key, table in _NAMED.items():
        found[key] = _here(getattr(activity, key), getattr(then, table), getattr(plan, table))
    return found


def _here(row: str | None, then: Mapping[str, object], now: Mapping[str, object]) -> str:
    """Return under which id this plan has a row of another: the same one, or the one of the same name, else ""."""
    if not row or row in now:
        return row or ""
    name = str(getattr(then.get(row), "name", "")).strip().casefold()
    return next((key for key, one in now.items() if str(getattr(one, "name", "")).strip().casefold() == name), "")
