"""How activities look in every form of the calendar: as in the timeline, in the colours chosen there."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.plan import Activity
from cmoplanner.report.timeline.scene_bars import Look, look
from cmoplanner.report.timeline.state import CalendarState


@dataclass(frozen=True)
class Looks:
    """The timeline's colours and collisions, as they are when asked."""

    state: CalendarState

    def of(self, activity: Activity) -> Look:
        """Return how an activity's bar looks."""
        return look(activity, self.state.colours)

    def findings(self, row_id: str) -> Sequence[Finding]:
        """Return what collides at an activity."""
        return self.state.findings.get(row_id, ())
