"""What waits for what among activities, how much slack there is, and who is pushed when something moves.

Source: domain B.5, rule CAL-06. FS: it starts after the last day of the other; SS: on its first day or after it; both
at least `lag` days later. Of a series the first occurrence counts. "Starts after" is FS without a lag.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.booked import Booked
from cmoplanner.model.moving import moved, stays
from cmoplanner.model.plan import Activity, Plan

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Dependency:
    """One activity waits for another one; `link` is the row that says so, None where it is a field of `after`."""

    before: str
    after: str
    timing: str = "FS"
    lag: int = 0
    link: str | None = None

    def earliest(self, before: Activity) -> date:
        """Return the first day on which `after` may start."""
        if self.timing == "SS":
            return before.start + timedelta(days=self.lag)
        return before.end + timedelta(days=self.lag + 1)

    def slack(self, before: Activity, after: Activity) -> int:
        """Return how many days `before` can come later without a conflict; negative where it is broken."""
        return (after.start - self.earliest(before)).days


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two activities on the calendar: a dependency, or a link that only says what one does for the other.

    `first` stands before `then` in the story that they tell; `kind` is the link's type, "" for "starts after".
    """

    first: str
    then: str
    kind: str = ""
    timing: str = ""
    lag: int = 0
    link: str | None = None

    @property
    def dependency(self) -> Dependency | None:
        """What it says about dates, None where it says nothing."""
        return Dependency(self.first, self.then, self.timing, self.lag, self.link) if self.timing else None


LEADS = frozenset({"promotes", "rehearses", "supports"})
"""The types of links whose own activity comes before the other one; the others come after it (domain B.9)."""


def ties(plan: Plan) -> Iterator[Tie]:
    """Yield what joins two activities that are both in the plan and not cancelled."""
    for activity in plan.activities.values():
        for other in activity.depends_on:
            if _both_count(plan, other, activity.id):
                yield Tie(other, activity.id, timing="FS")
    yield from linked(plan)


def linked(plan: Plan) -> Iterator[Tie]:
    """Yield those ties that are rows of the plan: links with a type, a timing and a lag."""
    for link in plan.activity_links.values():
        if _both_count(plan, link.activity_id, link.linked_id):
            ends = (link.activity_id, link.linked_id)
            first, then = ends if not link.timing and link.link_type in LEADS else (ends[1], ends[0])
            yield Tie(first, then, link.link_type, link.timing, link.lag_days, link.id)


def _both_count(plan: Plan, one: str, other: str) -> bool:
    rows = plan.activities.get(one), plan.activities.get(other)
    return one != other and all(row is not None and not row.cancelled for row in rows)


def dependencies(plan: Plan) -> Iterator[Dependency]:
    """Yield what waits for what; ends that are not in the plan, or cancelled, or the same, count not."""
    for tie in ties(plan):
        if (found := tie.dependency) is not None:
            yield found


def inputs_of(plan: Plan, activity_id: str) -> list[Dependency]:
    """Return what one activity waits for, without looking at all the others."""
    fields = [Tie(other, activity_id, timing="FS") for other in plan.activities[activity_id].depends_on]
    found = (*(tie for tie in fields if _both_count(plan, tie.first, tie.then)), *linked(plan))
    return [waits for tie in found if (waits := tie.dependency) is not None and waits.after == activity_id]


class Network:
    """The dependencies of a plan from both ends."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.inputs: dict[str, list[Dependency]] = defaultdict(list)
        self.followers: dict[str, list[Dependency]] = defaultdict(list)
        for one in dependencies(plan):
            self.inputs[one.after].append(one)
            self.followers[one.before].append(one)

    def slack(self, one: Dependency) -> int:
        """Return the slack of a dependency in days."""
        return one.slack(self.plan.activities[one.before], self.plan.activities[one.after])

    def broken_by(self, moves: Iterable[Activity]) -> list[Dependency]:
        """Return the dependencies that hold now and would not with these activities at their new dates."""
        at = {activity.id: activity for activity in moves}
        known = self.plan.activities
        found: list[Dependency] = []
        for row_id in at:
            for one in (*self.followers.get(row_id, ()), *self.inputs.get(row_id, ())):
                before, after = at.get(one.before, known[one.before]), at.get(one.after, known[one.after])
                if self.slack(one) >= 0 > one.slack(before, after) and one not in found:
                    found.append(one)
        return found


@dataclass(frozen=True, slots=True)
class Pushed:
    """Who has to move, at their new dates; who would have to and stays; who would then run beyond the fiscal year."""

    moved: tuple[Activity, ...]
    stay: tuple[Activity, ...]
    outside: tuple[Activity, ...]


def push(network: Network, moves: Iterable[Activity], booked: Booked) -> Pushed:
    """Return who follows when activities are at their new dates, in chains, each only as far as it must.

    Only what would start too early because something before it moved is pushed, to the first working day that
    satisfies all it waits for; slack is used up first. What has begun or is locked stays and pushes nothing.
    Raises EditRefused if activities wait for each other.
    """
    plan = network.plan
    at = {activity.id: activity for activity in moves}
    seeds, pushed, stay = set(at), list[Activity](), list[Activity]()
    for row_id in _in_order(network, at):
        if row_id in seeds:
            continue
        activity = plan.activities[row_id]
        inputs = network.inputs[row_id]
        if not any(one.before in at and one.slack(at[one.before], activity) < 0 for one in inputs):
            continue
        if stays(activity):
            stay.append(activity)
            continue
        earliest = max(one.earliest(at.get(one.before, plan.activities[one.before])) for one in inputs)
        days = (working_day(earliest) - activity.start).days
        held = booked.held(activity)
        at[row_id] = moved(activity, days, plan.calendar, plan.header.currency_decimals, held)
        pushed.append(at[row_id])
    year = plan.calendar.fy_end
    return Pushed(tuple(pushed), tuple(stay), tuple(one for one in pushed if one.end > year))


def in_place(network: Network, activity_id: str, booked: Booked) -> Activity:
    """Return an activity at the first working day that satisfies all it waits for, itself where it does already."""
    plan = network.plan
    activity = plan.activities[activity_id]
    inputs = network.inputs.get(activity_id, ())
    earliest = max((one.earliest(plan.activities[one.before]) for one in inputs), default=activity.start)
    if activity.start >= earliest:
        return activity
    days = (working_day(earliest) - activity.start).days
    return moved(activity, days, plan.calendar, plan.header.currency_decimals, booked.held(activity))


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after it where it is at a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def with_activities(plan: Plan, rows: Iterable[Activity]) -> Plan:
    """Return the plan with these activities in place of those of the same ids."""
    return replace(plan, activities={**plan.activities, **{row.id: row for row in rows}})


def _in_order(network: Network, starts: Iterable[str]) -> list[str]:
    """Return what comes after some activities, and they, each after all of these that it waits for."""
    reached: dict[str, int] = dict.fromkeys(starts, 0)
    ahead = list(reached)
    while ahead:
        for one in network.followers.get(ahead.pop(), ()):
            if one.after not in reached:
                reached[one.after] = 0
                ahead.append(one.after)
    for row_id in reached:
        for one in network.followers.get(row_id, ()):
            reached[one.after] += 1
    ready = [row_id for row_id, inputs in reached.items() if not inputs]
    order: list[str] = []
    while ready:
        row_id = ready.pop()
        order.append(row_id)
        for one in network.followers.get(row_id, ()):
            reached[one.after] -= 1
            if not reached[one.after]:
                ready.append(one.after)
    if len(order) < len(reached):
        left = next(row_id for row_id in reached if row_id not in set(order))
        name = network.plan.activities[left].name
        text = _("“{name}” waits for itself, by way of others: nobody can say what comes first.").format(name=name)
        raise EditRefused(text, _("Delete one of the links between them."))
    return order
