"""Run the rules on a plan."""

from itertools import chain

from cmoplanner.doctor.findings import Finding
from cmoplanner.doctor.rules_calendar import examine_activity
from cmoplanner.doctor.rules_channels import one_sided_segments
from cmoplanner.model.plan import Plan


def examine(plan: Plan) -> list[Finding]:
    """Return what the rules find, in plan order."""
    at_bars = (examine_activity(plan, activity) for activity in plan.activities.values())
    return [*chain.from_iterable(at_bars), *one_sided_segments(plan)]
