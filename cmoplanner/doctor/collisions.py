"""What the calendar rules find at each activity, kept current by looking again only where an edit may matter."""

from collections.abc import Iterable, Mapping, Sequence

from cmoplanner.doctor import crowding, preparing
from cmoplanner.doctor.crowding import Crowd
from cmoplanner.doctor.decided import Decided
from cmoplanner.doctor.findings import Finding, in_order
from cmoplanner.doctor.preparing import Preparing
from cmoplanner.doctor.rules_calendar import Around, examine_activity
from cmoplanner.model.closed_days import Holiday
from cmoplanner.model.plan import Activity, Plan, changed_rows

_LOOKED_AT = {
    *crowding.LOOKED_AT,
    *preparing.LOOKED_AT,
    "contracts",
    "assets",
    "blackouts",
    "activity_links",
    "rule_settings",
}
"""What the rules read besides activities."""


class Collisions:
    """The findings at activities of one plan."""

    def __init__(self, plan: Plan, holidays: Sequence[Holiday] = ()) -> None:
        self._holidays = tuple(holidays)
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        self._plan = plan
        self._found: dict[str, tuple[Finding, ...]] = {}
        self._around = Around(plan, self._holidays)
        self._crowd = Crowd(plan)
        self._preparing = Preparing(plan)
        self._decided = Decided(plan)
        self._examine(plan.activities)

    @property
    def found(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings by activity id, breaks first; ids without any are absent."""
        return self._found

    @property
    def crowd(self) -> Crowd:
        """What several activities do together."""
        return self._crowd

    def update(self, plan: Plan) -> None:
        """Follow the plan after an edit."""
        old = self._plan
        if any(getattr(old, table) != getattr(plan, table) for table in _LOOKED_AT):
            self._begin(plan)
            return
        self._plan = plan
        self._follow_decisions(old, plan)
        changed = changed_rows(old.activities, plan.activities)
        if not changed:
            return
        waiting = {
            row.id for row in plan.activities.values() if row.depends_on and changed.intersection(row.depends_on)
        }
        linked = {
            end
            for row_id in changed
            for link in self._around.links.get(row_id, ())
            for end in (link.activity_id, link.linked_id)
        }
        crowd, prepared = self._crowd.update(plan, changed), self._preparing.update(plan, changed)
        self._examine({*changed, *waiting, *linked, *crowd, *prepared})

    def _follow_decisions(self, old: Plan, plan: Plan) -> None:
        if old.finding_decisions is not plan.finding_decisions:
            before, self._decided = self._decided, Decided(plan)
            about = self._decided.subjects_unlike(before)
            self._examine(subject.removeprefix("activity:") for subject in about if subject.startswith("activity:"))

    def use_holidays(self, holidays: Sequence[Holiday]) -> None:
        """Look again with the holidays of the plan's regions."""
        if tuple(holidays) != self._holidays:
            self._holidays = tuple(holidays)
            self._around = Around(self._plan, self._holidays)
            self._examine(self._plan.activities)

    def preview(self, moved: Sequence[Activity]) -> dict[str, tuple[Finding, ...]]:
        """Return what would be found at these activities with them in place of the plan's rows of the same ids."""
        together, before = self._crowd.preview(moved), self._preparing.preview(moved)
        return {row.id: self._at(row, [*together[row.id], *before[row.id]]) for row in moved}

    def _at(self, activity: Activity, together: Iterable[Finding]) -> tuple[Finding, ...]:
        found = [*examine_activity(self._plan, activity, self._around), *together]
        return in_order(self._decided.kept(found)) if found else ()

    def _examine(self, ids: Iterable[str]) -> None:
        for row_id in ids:
            self._found.pop(row_id, None)
            activity = self._plan.activities.get(row_id)
            together = [*self._crowd.findings(row_id), *self._preparing.findings(row_id)]
            found = self._at(activity, together) if activity is not None else ()
            if found:
                self._found[row_id] = found
