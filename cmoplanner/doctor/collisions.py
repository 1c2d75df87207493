"""What the calendar rules find at each activity, kept current by looking again only where an edit may matter."""

from collections.abc import Mapping

from cmoplanner.doctor.findings import Finding, by_subject
from cmoplanner.doctor.rules_calendar import examine_activity
from cmoplanner.model.plan import Plan, changed_rows

_LOOKED_AT = ("header", "channels", "contracts", "assets")
"""What the rules read besides activities."""


class Collisions:
    """The findings at activities of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._found: dict[str, tuple[Finding, ...]] = {}
        self._examine(plan, plan.activities)

    @property
    def found(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings by activity id, breaks first; ids without any are absent."""
        return self._found

    def update(self, plan: Plan) -> None:
        """Follow the plan after an edit."""
        old, self._plan = self._plan, plan
        if any(getattr(old, table) != getattr(plan, table) for table in _LOOKED_AT):
            self._found = {}
            self._examine(plan, plan.activities)
            return
        changed = changed_rows(old.activities, plan.activities)
        if not changed:
            return
        waiting = {
            row.id for row in plan.activities.values() if row.depends_on and changed.intersection(row.depends_on)
        }
        self._examine(plan, dict.fromkeys(changed | waiting))

    def _examine(self, plan: Plan, ids: Mapping[str, object]) -> None:
        for row_id in ids:
            self._found.pop(row_id, None)
            activity = plan.activities.get(row_id)
            if activity is not None:
                self._found.update(by_subject(examine_activity(plan, activity), "activity"))
