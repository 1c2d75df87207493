"""What several activities do together: too many touches, two places at once, more than an envelope has.

Each activity adds its part to the places where it can meet others: a market cell's week or month, an owner's day, an
envelope. Only the places that an edit touches are looked at again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cmoplanner.doctor.catalogue import Limits
from cmoplanner.doctor.crowd_words import Words
from cmoplanner.doctor.findings import Finding
from cmoplanner.doctor.purses import Purses
from cmoplanner.doctor.touches import APPOINTMENTS, HEAVY, cap_of, kind_of, months, runs, weeks
from cmoplanner.model.moving import stays
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Activity, Plan

LOOKED_AT = (
    "header",
    "channels",
    "cells",
    "segments",
    "offerings",
    "envelopes",
    "transfers",
    "cost_centres",
    "rule_settings",
)
"""What the rules read besides activities."""

_LAST_DAY = 6  # of a week, after its Monday


class Place(NamedTuple):
    """Where activities meet: the rule that looks at it, whose it is, and its time in order."""

    rule: str
    whose: tuple[object, ...]
    when: int


Parts = Mapping[Place, int]


class Crowd:
    """The parts of all activities by place, and whom the rules mark there."""

    def __init__(self, plan: Plan) -> None:
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        self._plan = plan
        limits = Limits(plan)
        self._too_many, self._share = limits("CAL-01", "activities"), limits("CAL-01", "share")
        self._email_days, self._caps = limits("CAL-01", "email_days"), limits.caps
        self._kinds = {row.id: kind_of(row) for row in plan.channels.values()}
        self.purses = Purses(plan)
        self._shared = _shared(plan)
        self._words = Words(plan, self.purses.money)
        self._parts: dict[str, Parts] = {}
        self._members: dict[Place, dict[str, int]] = {}
        self._marked: dict[Place, tuple[str, ...]] = {}
        self._places: dict[str, set[Place]] = {}
        for activity in plan.activities.values():
            self._add(activity)
        self._look(self._members)

    # following the plan

    def update(self, plan: Plan, changed: Iterable[str]) -> set[str]:
        """Follow the plan after an edit of activities, and return whose findings may be other ones."""
        self._plan = plan
        self._words = Words(plan, self.purses.money)
        dirty: set[Place] = set()
        touched = set(changed)
        for row_id in touched:
            for place in self._parts.pop(row_id, ()):
                dirty.add(place)
                self._members[place].pop(row_id, None)
            activity = plan.activities.get(row_id)
            if activity is not None:
                self._add(activity)
                dirty.update(self._parts[row_id])
        for place in dirty:
            touched.update(self._members.get(place, ()), self._marked.get(place, ()))
        self._look(dirty)
        return touched

    def _add(self, activity: Activity) -> None:
        parts = self.parts(activity)
        self._parts[activity.id] = parts
        for place, part in parts.items():
            self._members.setdefault(place, {})[activity.id] = part

    def _look(self, places: Iterable[Place]) -> None:
        for place in places:
            for row_id in self._marked.pop(place, ()):
                self._places[row_id].discard(place)
            marked = self._mark(place, self._members.get(place, {}), self._plan.activities)
            if marked is not None:
                self._marked[place] = marked
                for row_id in marked:
                    self._places.setdefault(row_id, set()).add(place)

    # what is found

    def crowded(self) -> list[Place]:
        """Return the places where a rule applies."""
        return sorted(self._marked, key=lambda place: (place.rule, place.when, str(place.whose)))

    def places(self, activity_id: str, rule: str) -> list[Place]:
        """Return the places where a rule marks an activity, in the order of their time."""
        found = (place for place in self._places.get(activity_id, ()) if place.rule == rule)
        return sorted(found, key=lambda place: (place.when, str(place.whose)))

    def members(self, place: Place) -> Mapping[str, int]:
        """Return what each activity adds to a place."""
        return self._members.get(place, {})

    def planned(self) -> dict[tuple[object, ...], int]:
        """Return what the lines of each envelope cost, minor units."""
        found: dict[tuple[object, ...], int] = {}
        for place, members in self._members.items():
            if place.rule == "BUD-02":
                found[place.whose] = found.get(place.whose, 0) + sum(members.values())
        return found

    def findings(self, activity_id: str) -> list[Finding]:
        """Return what is found at an activity, one finding for each rule."""
        return self._told(activity_id, self._places.get(activity_id, ()), self._members)

    def preview(self, moved: Sequence[Activity]) -> dict[str, list[Finding]]:
        """Return what would be found at these activities with them in place of the plan's rows of the same ids."""
        at = {activity.id: activity for activity in moved}
        new = {row_id: self.parts(activity) for row_id, activity in at.items()}
        known = _Over(self._plan.activities, at)
        members: dict[Place, dict[str, int]] = {}
        found: dict[str, set[Place]] = {row_id: set() for row_id in at}
        for place in {place for parts in new.values() for place in parts}:
            here = {row_id: part for row_id, part in self._members.get(place, {}).items() if row_id not in at}
            here |= {row_id: parts[place] for row_id, parts in new.items() if place in parts}
            members[place] = here
            for row_id in self._mark(place, here, known) or ():
                if row_id in at:
                    found[row_id].add(place)
        return {row_id: self._told(row_id, places, members) for row_id, places in found.items()}

    def _told(
        self, activity_id: str, places: Iterable[Place], members: Mapping[Place, Mapping[str, int]]
    ) -> list[Finding]:
        by_rule: dict[str, list[Place]] = {}
        to_come = (place for place in places if not self._over_with(place))
        for place in sorted(to_come, key=lambda place: (place.rule, place.when, str(place.whose))):
            by_rule.setdefault(place.rule, []).append(place)
        return [
            replace(
                self._words.finding(activity_id, rule, here[0].whose, here[0].when, members[here[0]], len(here)),
                facts=tuple(self._fact(place, members[place]) for place in here),
            )
            for rule, here in by_rule.items()
        ]

    def _fact(self, place: Place, members: Mapping[str, int]) -> tuple[str, float]:
        """Return a place in no language, and how far it goes over its limit."""
        return f"{place.whose} {place.when}", sum(members.values()) - (self._limit(place) or 0.0)

    def _over_with(self, place: Place) -> bool:
        """Return whether a week, month or day has gone by: nobody can mend what happened then."""
        today = self._plan.header.as_of
        match place.rule:
            case "CAL-01":
                return place.when + _LAST_DAY < today.toordinal()
            case "CAL-02":
                return place.when < today.toordinal()
            case "CAL-04":
                return place.when < 12 * today.year + today.month - 1
            case _:
                return False

    # the rules

    def parts(self, activity: Activity) -> Parts:
        """Return what an activity adds to which places; a cancelled one adds nothing."""
        if activity.cancelled:
            return {}
        found: dict[Place, int] = {}
        kind = self._kinds.get(activity.channel_id or "", "")
        if kind and activity.targets:
            self._touches(activity, kind, found)
        if kind in APPOINTMENTS and activity.owner_role:
            for first, last in runs(activity, self._plan):
                found |= {Place("CAL-02", (activity.owner_role,), day): 1 for day in range(first, last + 1)}
        if self.purses.money and activity.gross_spend > 0:
            self._money(activity, found)
        return found

    def _touches(self, activity: Activity, kind: str, found: dict[Place, int]) -> None:
        channel = self._plan.channels.get(activity.channel_id or "")
        short = kind != "email" or (activity.end - activity.start).days + 1 <= self._email_days
        if kind in HEAVY and short:
            reached = [target.cell_id for target in activity.targets if target.share >= self._share]
            for monday in weeks(activity, self._plan):
                found |= {Place("CAL-01", (cell,), monday): 1 for cell in reached}
        if cap_of(channel, kind, self._caps) is not None:
            groups: set[tuple[object, ...]] = {(target.cell_id, activity.channel_id) for target in activity.targets}
            for target in activity.targets:
                pairs = self._shared.get(target.cell_id, ())
                groups.update((pair, activity.channel_id) for pair in pairs)
            for (year, month), touches in months(activity, self._plan, kind).items():
                found |= {Place("CAL-04", whose, 12 * year + month - 1): touches for whose in groups}

    def _money(self, activity: Activity, found: dict[Place, int]) -> None:
        months_of = net_by_month(activity, self._plan.calendar)
        for quarter in range(1, 5):
            net = sum(months_of[3 * quarter - 3 : 3 * quarter])
            purse = self.purses.of(activity, quarter) if net else None
            if purse is not None:
                place = Place("BUD-02", purse, quarter if purse[0] else 0)
                found[place] = found.get(place, 0) + net

    def _mark(self, place: Place, members: Mapping[str, int], known: Mapping[str, Activity]) -> tuple[str, ...] | None:
        """Return which members are too many and can still be moved, None where there is room for all.

        What has begun, is locked or committed comes first; then CAL-02 and BUD-02 let in what starts earlier, the
        rules of touches what costs more.
        """
        limit = self._limit(place)
        if limit is None or sum(members.values()) <= limit:
            return None
        ordered = sorted(members, key=lambda row_id: _order(place.rule, known[row_id]))
        total, marked = 0, list[str]()
        for row_id in ordered:
            total += members[row_id]
            if total > limit and known[row_id].status != "done":  # what is done cannot be moved, but it counts
                marked.append(row_id)
        return tuple(marked)

    def _limit(self, place: Place) -> float | None:
        match place.rule:
            case "CAL-01":
                return self._too_many - 1
            case "CAL-02":
                return 1
            case "CAL-04":
                channel = self._plan.channels.get(str(place.whose[1]))
                return cap_of(channel, self._kinds.get(str(place.whose[1]), ""), self._caps)
            case _:
                return self.purses.money.get(place.whose)


class _Over(dict[str, Activity]):
    """The activities of a plan with some of them at other dates, without copying them all."""

    def __init__(self, known: Mapping[str, Activity], moved: Mapping[str, Activity]) -> None:
        super().__init__(moved)
        self._known = known

    def __missing__(self, key: str) -> Activity:
        return self._known[key]


def _order(rule: str, activity: Activity) -> tuple[object, ...]:
    free = not (stays(activity) or activity.status == "committed")
    if rule in ("CAL-02", "BUD-02"):
        return free, activity.start, activity.id
    return free, -activity.gross_spend, activity.start, activity.id


def _shared(plan: Plan) -> Mapping[str, list[tuple[str, str]]]:
    """Return, for each market cell of overlapping segments, the pairs of segments that share people (A-075)."""
    pairs = {
        (min(one.id, other), max(one.id, other))
        for one in plan.segments.values()
        for other in one.overlaps_with
        if other in plan.segments and other != one.id
    }
    found: dict[str, list[tuple[str, str]]] = {}
    for cell in plan.cells.values():
        for pair in sorted(pairs):
            if cell.segment_id in pair:
                found.setdefault(cell.id, []).append(pair)
    return found
