"""Days on which the plan's customers must not, or can hardly, be reached: blackouts, and public holidays.

Blackouts are rows of the plan and known at once. Public holidays are worked out from rules by a library that takes a
second or two to load: they are asked for away from the window, and handed to whoever shows or examines them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.model.periods import Recurrence, Span, occurrences
from cmoplanner.model.plan import Activity, Blackout, Plan

_EVERYWHERE = frozenset({"", "all"})


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday of one of the plan's countries or regions: its day, its name, and whose it is ("DE-BY")."""

    day: date
    name: str
    region: str


def blackouts_of(plan: Plan) -> tuple[Blackout, ...]:
    """Return the plan's blackouts in the order of their days; those that end before they start are left out."""
    rows = (row for row in plan.blackouts.values() if row.start <= row.end)
    return tuple(sorted(rows, key=lambda row: (row.start, row.end, row.name)))


def concerns(plan: Plan, blackout: Blackout, activity: Activity) -> bool:
    """Return whether a blackout is for the people that an activity reaches: by its region and by its segment.

    An activity without a region, or of all regions, is everywhere; one without an audience goes to everybody.
    """
    where, region = blackout.region.strip().casefold(), activity.region.strip().casefold()
    if where not in _EVERYWHERE and region not in _EVERYWHERE and where != region:
        return False
    if not blackout.segment_id or not activity.targets:
        return True
    cells = (plan.cells.get(target.cell_id) for target in activity.targets if target.share > 0)
    return any(cell is not None and cell.segment_id == blackout.segment_id for cell in cells)


def blackouts_touched(plan: Plan, activity: Activity) -> tuple[Blackout, ...]:
    """Return the blackouts that concern an activity and have a day in common with one of its occurrences."""
    found = [row for row in blackouts_of(plan) if concerns(plan, row, activity)]
    if not found:
        return ()
    spans = occurrences(activity.span, Recurrence(activity.recurrence), activity.until, plan.calendar.fy_end)
    return tuple(row for row in found if any(span.start <= row.end and span.end >= row.start for span in spans))


def first_free_start(plan: Plan, activity: Activity) -> date:
    """Return the first day, not before its start, from which an activity's first occurrence touches no blackout."""
    start, days = activity.start, activity.end - activity.start
    for row in (row for row in blackouts_of(plan) if concerns(plan, row, activity)):
        if start <= row.end and start + days >= row.start:
            start = date.fromordinal(row.end.toordinal() + 1)
    return start


def by_day(holidays: Iterable[Holiday]) -> Mapping[date, tuple[Holiday, ...]]:
    """Return the holidays of each day that has any."""
    found: dict[date, list[Holiday]] = {}
    for holiday in holidays:
        found.setdefault(holiday.day, []).append(holiday)
    return {day: tuple(rows) for day, rows in sorted(found.items())}


def in_sight(rows: Sequence[Blackout], span: Span) -> tuple[Blackout, ...]:
    """Return the blackouts that have a day in common with a span."""
    return tuple(row for row in rows if row.start <= span.end and row.end >= span.start)
