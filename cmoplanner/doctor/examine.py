"""Run the rules on a plan."""

from collections.abc import Iterable
from itertools import chain

from cmoplanner.doctor.crowding import Crowd
from cmoplanner.doctor.findings import Finding
from cmoplanner.doctor.rules_calendar import Around, examine_activity
from cmoplanner.doctor.rules_channels import one_sided_segments
from cmoplanner.model.closed_days import Holiday
from cmoplanner.model.plan import Plan


def examine(plan: Plan, holidays: Iterable[Holiday] = ()) -> list[Finding]:
    """Return what the rules find, in plan order, with the holidays that are known."""
    around, crowd = Around(plan, holidays), Crowd(plan)
    at_bars = (
        [*examine_activity(plan, activity, around), *crowd.findings(activity.id)]
        for activity in plan.activities.values()
    )
    return [*chain.from_iterable(at_bars), *one_sided_segments(plan)]
