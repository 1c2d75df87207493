"""What a new activity has from the lane it is drawn in: the lane's groups, and what its neighbours have in common."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cmoplanner.model.plan import Activity, Plan, Target
from cmoplanner.report.timeline.arrangement import Arrangement
from cmoplanner.report.timeline.lanes import AIMED, FIELDS, NONE
from cmoplanner.report.timeline.tree import LaneGroup

_COMMON = ("category_id", "cost_centre_id", "owner_role", "region")


class Given(NamedTuple):
    """Fields of an activity, and what it aims at; None where the lane says nothing about that."""

    fields: Mapping[str, Any]
    targets: tuple[Target, ...] | None


def lane_values(plan: Plan, arrangement: Arrangement, lane: LaneGroup) -> Given:
    """Return what a lane gives to an activity that is drawn in it.

    A segment's or offering's lane aims it at all of its market cells in equal shares. Where money comes from and who
    does it are as with most activities there.
    """
    groups = dict(zip(arrangement.by, lane.keys, strict=False))
    fields = {FIELDS[grouping]: key for grouping, key in groups.items() if grouping in FIELDS and key != NONE}
    said = {FIELDS.get(grouping) for grouping in groups}
    fields |= {name: value for name, value in _common(lane.activities).items() if name not in said}
    aims = {AIMED[grouping]: key for grouping, key in groups.items() if grouping in AIMED and key != NONE}
    return Given(fields, _targets(plan, aims) if aims else None)


def _common(activities: Iterable[Activity]) -> dict[str, Any]:
    rows = list(activities)
    found = {}
    for name in _COMMON:
        counted = Counter(value for row in rows if (value := getattr(row, name)))
        if counted:
            found[name] = counted.most_common(1)[0][0]
    return found


def _targets(plan: Plan, aims: Mapping[str, str]) -> tuple[Target, ...]:
    cells = [cell.id for cell in plan.cells.values() if all(getattr(cell, field) == key for field, key in aims.items())]
    return tuple(Target(cell_id, 1 / len(cells)) for cell_id in cells)
