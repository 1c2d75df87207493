"""What a user can do to one occurrence of a recurring activity: take it off the series, with its part of the money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.naming import FreshIds, shortened
from cmoplanner.model.fields import ACTIVITY, ACTIVITY_TARGET
from cmoplanner.model.money import split
from cmoplanner.model.moving import Stays, stays, why_it_stays
from cmoplanner.model.periods import FiscalCalendar, Recurrence, Span, series
from cmoplanner.model.plan import Activity, Plan, starts
from cmoplanner.model.store.document import Document


class Scope(StrEnum):
    """Which occurrences move: the one that was taken hold of, or it and all after it."""

    ONE = "one"
    FOLLOWING = "following"


@dataclass(frozen=True, slots=True)
class _Run:
    """Occurrences in a row by their number, and by how many days they move."""

    first: int
    last: int
    days: int = 0


def move_occurrence(document: Document, activity_id: str, occurrence: int, days: int, scope: Scope) -> list[str]:
    """Move one occurrence of a series (0 is the first), or it and all after it, by days; return the new activities.

    What moves leaves the series and becomes activities of its own with the same fields. Each part takes the money and
    planned responses of its occurrences: nothing changes in the months of those that stay, and the gross money adds up
    to the minor unit. Raises EditRefused.
    """
    plan = document.plan
    if activity_id not in plan.activities:
        raise EditRefused(_("“{id}” is no longer in the plan.").format(id=activity_id))
    activity = plan.activities[activity_id]
    if sentence := why_not(plan, activity, occurrence):
        raise EditRefused(sentence)
    parts = split_off(activity, occurrence, days, scope, plan.calendar)
    ids = FreshIds(plan.activities)
    made: list[str] = []
    with document.edit(_("Move an occurrence of “{name}”").format(name=shortened(activity.name))) as session:
        kept = parts[0]
        changed = {field.key: getattr(kept, field.key) for field in ACTIVITY.fields}
        known = {field.key: getattr(activity, field.key) for field in ACTIVITY.fields}
        session.update(ACTIVITY.name, activity_id, {key: new for key, new in changed.items() if new != known[key]})
        for part in parts[1:]:
            row_id = ids.take()
            made.append(row_id)
            values = {field.key: getattr(part, field.key) for field in ACTIVITY.fields}
            session.insert(ACTIVITY.name, {**values, "id": row_id, "extra": part.extra})
            for target in part.targets:
                row = {"activity_id": row_id, "cell_id": target.cell_id, "share": target.share}
                session.insert(ACTIVITY_TARGET.name, row)
    return made


def why_not(plan: Plan, activity: Activity, occurrence: int) -> str:
    """Return the sentence that says why an occurrence cannot leave its series, "" if it can."""
    if stays(activity) in (Stays.LOCKED, Stays.DONE):
        return why_it_stays(activity)
    begun = starts(activity, plan.calendar.fy_end)[occurrence] < plan.header.as_of
    if begun and stays(activity) is Stays.LIVE:
        return _("This one of “{name}” has taken place already.").format(name=activity.name)
    try:
        split_off(activity, occurrence, 0, Scope.ONE, plan.calendar)
    except EditRefused as refusal:
        return str(refusal)
    return ""


def split_off(activity: Activity, occurrence: int, days: int, scope: Scope, calendar: FiscalCalendar) -> list[Activity]:
    """Return the parts of a series of which some occurrences move, the one that keeps its id first. Raises EditRefused.

    Occurrences without a day in the fiscal year have no money (domain F.4).
    """
    days_of = starts(activity, calendar.fy_end)
    if len(days_of) < 2:
        raise EditRefused(_("“{name}” takes place once: it can be moved as a whole.").format(name=activity.name))
    if activity.currency:
        text = _("“{name}” is agreed as one amount in {currency}: the series can only be moved as a whole.")
        raise EditRefused(text.format(name=activity.name, currency=activity.currency))
    last = len(days_of) - 1
    end = occurrence if scope is Scope.ONE else last
    runs = [_Run(0, occurrence - 1), _Run(occurrence, end, days), _Run(end + 1, last)]
    pieces = [piece for run in runs if run.first <= run.last for piece in _regular(activity, days_of, run)]
    pieces.sort(key=lambda run: run.days != 0)  # what stays keeps the id
    counted = [_counted(activity, days_of, run, calendar) for run in pieces]
    weights = counted if any(counted) else [run.last - run.first + 1 for run in pieces]
    money = _by_occurrence(activity, days_of, pieces, calendar)
    parts = []
    for run, amount, weight in zip(pieces, money, weights, strict=True):
        parts.append(_part(activity, days_of, run, amount, weight / sum(weights)))
    sends = split(activity.sends, weights) if activity.sends is not None else [None] * len(parts)
    return [replace(part, sends=number) for part, number in zip(parts, sends, strict=True)]


def _part(activity: Activity, days_of: Sequence[date], run: _Run, money: int, share: float) -> Activity:
    step = timedelta(days=run.days)
    start = days_of[run.first] + step
    alone = run.first == run.last
    return replace(
        activity,
        start=start,
        end=start + (activity.end - activity.start),
        recurrence=Recurrence.NONE if alone else activity.recurrence,
        until=None if alone else days_of[run.last] + step,
        custom_phasing=() if run.days else activity.custom_phasing,
        gross_spend=money,
        planned_responses=None if activity.planned_responses is None else activity.planned_responses * share,
    )


def _regular(activity: Activity, days_of: Sequence[date], run: _Run) -> Iterator[_Run]:
    """Cut a run into such as come back regularly from their own first day on, also after they have moved.

    A series on the 31st stands on the 30th in some months: one that began there would stay on it.
    """
    first = run.first
    while first <= run.last:
        last = run.last
        while last > first and not _comes_back(activity, days_of, first, last, run.days):
            last -= 1
        yield _Run(first, last, run.days)
        first = last + 1


def _comes_back(activity: Activity, days_of: Sequence[date], first: int, last: int, days: int) -> bool:
    step = timedelta(days=days)
    wanted = [(day + step).toordinal() for day in days_of[first : last + 1]]
    return series(days_of[first] + step, Recurrence(activity.recurrence), days_of[last] + step) == wanted


def _in_year(activity: Activity, days_of: Sequence[date], calendar: FiscalCalendar) -> list[bool]:
    length = activity.end - activity.start
    return [Span(day, day + length).overlap(calendar.year) > 0 for day in days_of]


def _counted(activity: Activity, days_of: Sequence[date], run: _Run, calendar: FiscalCalendar) -> int:
    return sum(_in_year(activity, days_of, calendar)[run.first : run.last + 1])


def _by_occurrence(
    activity: Activity, days_of: Sequence[date], pieces: Sequence[_Run], calendar: FiscalCalendar
) -> list[int]:
    """Return the money of each piece: that of its occurrences, as the series phases it."""
    inside = _in_year(activity, days_of, calendar)
    if not any(inside):
        inside = [True] * len(days_of)
    parts = iter(split(activity.gross_spend, [1] * sum(inside)))
    money = [next(parts) if counts else 0 for counts in inside]
    return [sum(money[run.first : run.last + 1]) for run in pieces]
