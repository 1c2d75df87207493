"""Run the rules on a plan."""

from collections.abc import Callable, Iterable
from itertools import chain

from cmoplanner.doctor.crowding import Crowd
from cmoplanner.doctor.decided import Decided
from cmoplanner.doctor.findings import Finding
from cmoplanner.doctor.preparing import Preparing
from cmoplanner.doctor.rules_calendar import Around, examine_activity
from cmoplanner.doctor.rules_channels import one_sided_segments, single_channels
from cmoplanner.doctor.rules_season import out_of_season
from cmoplanner.model.closed_days import Holiday
from cmoplanner.model.plan import Activity, Plan


def examine(plan: Plan, holidays: Iterable[Holiday] = (), pause: Callable[[], object] = int) -> list[Finding]:
    """Return what the rules find, in plan order, less what was rejected; `pause` is called at each activity.

    A thread that works beside a window gives way there, or raises to end it.
    """
    around, crowd, before, decided = Around(plan, holidays), Crowd(plan), Preparing(plan), Decided(plan)

    def at(activity: Activity) -> list[Finding]:
        pause()
        return [
            *examine_activity(plan, activity, around),
            *crowd.findings(activity.id),
            *before.findings(activity.id),
        ]

    found = [
        *chain.from_iterable(at(activity) for activity in plan.activities.values()),
        *one_sided_segments(plan),
        *single_channels(plan),
        *out_of_season(plan),
    ]
    return decided.kept(found)
