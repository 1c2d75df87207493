"""What must come before: contacts before a large event, and briefed people before a launch.

Rule CAL-12 marks an event of 1 % of the budget or more that none of its market cells hears of in the 21 days before.
Rule JRN-04 marks the first activity of a campaign with a launch where people choose or buy, if it sells by a sales
pipeline and nobody was enabled in the 60 days before (A-025): by an activity of an enabling stage, or one for our own
people, of the same campaign, for no market cell in particular, or for one of its own.
"""

from collections.abc import Iterable, Mapping, Sequence

from cmoplanner.doctor.catalogue import Limits
from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.doctor.touches import kind_of, runs
from cmoplanner.i18n import _
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Activity, Plan

LOOKED_AT = ("header", "channels", "cells", "stages", "campaigns", "rule_settings")
"""What the rules read besides activities."""

_DECIDING = frozenset({"choose", "buy"})
_BEGUN = frozenset({"live", "done"})


class Preparing:
    """The findings of both rules, kept current by looking again only at what an edit can reach."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._events = {row.id for row in plan.channels.values() if kind_of(row) == "event"}
        self._enabling = {row.id for row in plan.stages.values() if row.role == "enable"}
        self._pipeline = {row.id for row in plan.cells.values() if row.sales_model == "pipeline"}
        self._launches = {row.id for row in plan.campaigns.values() if row.launch_date}
        limits = Limits(plan)
        self._large = max(1.0, limits("CAL-12", "large") * plan.header.topdown_budget)
        self._before_event, self._before_launch = limits("CAL-12", "before"), limits("JRN-04", "before")
        self._reaching: dict[str, set[str]] = {}
        self._enablers: set[str] = set()
        self._members: dict[str, set[str]] = {}
        self._big: set[str] = set()
        self._found: dict[str, tuple[Finding, ...]] = {}
        for activity in plan.activities.values():
            self._add(activity)
        for row_id in self._watched():
            self._look(row_id)

    def findings(self, activity_id: str) -> Sequence[Finding]:
        """Return what is found at an activity."""
        return self._found.get(activity_id, ())

    def update(self, plan: Plan, changed: Iterable[str]) -> set[str]:
        """Follow the plan after an edit of activities, and return whose findings are other ones."""
        old, self._plan = self._plan, plan
        wanted: set[str] = set()
        for row_id in changed:
            wanted.add(row_id)
            for activity in (old.activities.get(row_id), plan.activities.get(row_id)):
                if activity is not None:
                    wanted |= self._near(activity)
            if row_id in old.activities:
                self._remove(old.activities[row_id])
            if row_id in plan.activities:
                self._add(plan.activities[row_id])
        return {row_id for row_id in wanted if self._look(row_id)}

    def preview(self, moved: Sequence[Activity]) -> dict[str, Sequence[Finding]]:
        """Return what would be found at these activities with them in place of the plan's rows of the same ids."""
        at = {activity.id: activity for activity in moved}
        return {row.id: self._at(row, at) for row in moved}

    def _watched(self) -> set[str]:
        return self._big.union(*(self._members.get(key, ()) for key in self._launches))

    def _near(self, activity: Activity) -> set[str]:
        """Return whose findings an activity can change."""
        cells = {target.cell_id for target in activity.targets}
        near = {
            row_id
            for row_id in self._big
            if row_id in self._plan.activities
            and any(target.cell_id in cells for target in self._plan.activities[row_id].targets)
        }
        launches = self._launches if self._enables(activity) else self._launches.intersection({activity.campaign_id})
        return near.union(*(self._members.get(str(key), ()) for key in launches))

    def _add(self, activity: Activity) -> None:
        for target in activity.targets:
            self._reaching.setdefault(target.cell_id, set()).add(activity.id)
        if activity.campaign_id in self._launches:
            self._members.setdefault(str(activity.campaign_id), set()).add(activity.id)
        if self._enables(activity):
            self._enablers.add(activity.id)
        if activity.channel_id in self._events and net_spend(activity) >= self._large:
            self._big.add(activity.id)

    def _remove(self, activity: Activity) -> None:
        for target in activity.targets:
            self._reaching.get(target.cell_id, set()).discard(activity.id)
        self._members.get(activity.campaign_id or "", set()).discard(activity.id)
        self._enablers.discard(activity.id)
        self._big.discard(activity.id)

    def _look(self, row_id: str) -> bool:
        """Look at an activity again, and return whether something else is found."""
        activity = self._plan.activities.get(row_id)
        found = tuple(self._at(activity, {})) if activity is not None else ()
        before = self._found.pop(row_id, ())
        if found:
            self._found[row_id] = found
        return found != before

    # the rules

    def _at(self, activity: Activity, instead: Mapping[str, Activity]) -> list[Finding]:
        if activity.cancelled or activity.status in _BEGUN or activity.start <= self._plan.header.as_of:
            return []
        found = []
        if self._unannounced(activity, instead):
            found.append(
                Finding(
                    "CAL-12",
                    "activity",
                    activity.id,
                    Severity.WARNING,
                    _("nobody invited"),
                    _("None of its market cells hears from us in the {n} days before.").format(
                        n=f"{self._before_event:g}"
                    ),
                    _("Invite people, and have partners invite theirs."),
                )
            )
        if self._unprepared(activity, instead):
            found.append(
                Finding(
                    "JRN-04",
                    "activity",
                    activity.id,
                    Severity.WARNING,
                    _("sales not briefed"),
                    _(
                        "In the {n} days before people choose or buy, "
                        "nobody in sales, service or at partners is enabled."
                    ).format(n=f"{self._before_launch:g}"),
                    _("Brief those who talk to customers, two weeks before."),
                )
            )
        return found

    def _unannounced(self, activity: Activity, instead: Mapping[str, Activity]) -> bool:
        """Rule CAL-12; an event whose lead time is missed has CAL-05 alone."""
        large = activity.channel_id in self._events and net_spend(activity) >= self._large
        if not large or not activity.targets or self._too_late(activity):
            return False
        cells = {target.cell_id for target in activity.targets}
        ids = set().union(*(self._reaching.get(cell, set()) for cell in cells))
        others = [row for row in self._rows(ids, instead) if cells.intersection(one.cell_id for one in row.targets)]
        return not any(self._within(row, activity, self._before_event) for row in others if row.channel_id)

    def _too_late(self, activity: Activity) -> bool:
        channel = self._plan.channels.get(activity.channel_id or "")
        left = (activity.start - self._plan.header.as_of).days
        asked = activity.status == "planned" and activity.approval_status != "approved"
        return asked and channel is not None and left < channel.lead_time_days

    def _unprepared(self, activity: Activity, instead: Mapping[str, Activity]) -> bool:
        """Rule JRN-04."""
        if activity.campaign_id not in self._launches or activity.stage_id not in _DECIDING:
            return False
        members = self._rows(self._members.get(activity.campaign_id, set()) | instead.keys(), instead)
        of_campaign = [
            row for row in (*members, activity) if row.campaign_id == activity.campaign_id and not row.cancelled
        ]
        first = min((row for row in of_campaign if row.stage_id in _DECIDING), key=lambda row: (row.start, row.id))
        cells = {target.cell_id for row in of_campaign for target in row.targets}
        if first.id != activity.id or not cells & self._pipeline:
            return False
        enablers = [row for row in self._rows(self._enablers | instead.keys(), instead) if self._enables(row)]
        return not any(
            self._within(row, activity, self._before_launch)
            for row in enablers
            if row.campaign_id == activity.campaign_id
            or not row.targets
            or cells.intersection(target.cell_id for target in row.targets)
        )

    def _enables(self, activity: Activity) -> bool:
        return activity.stage_id in self._enabling or activity.audience == "internal"

    def _rows(self, ids: Iterable[str], instead: Mapping[str, Activity]) -> list[Activity]:
        known = self._plan.activities
        return [row for row_id in {*ids, *instead} if (row := instead.get(row_id) or known.get(row_id))]

    def _within(self, other: Activity, activity: Activity, days: float) -> bool:
        """Return whether another activity takes place in so many days before the first one of this."""
        if other.id == activity.id or other.cancelled or other.start >= activity.start:
            return False
        first, last = activity.start.toordinal() - days, activity.start.toordinal() - 1
        return any(start <= last and end >= first for start, end in runs(other, self._plan))
