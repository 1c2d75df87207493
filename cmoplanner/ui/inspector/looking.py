"""What the rules find in a plan for its panel: at once in a small plan, beside the window in a large one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.doctor.examine import examine
from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.doctor.rules_channels import money_by_medium
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.ui.jobs import Job, Jobs, Progress
from cmoplanner.ui.outlook import HEAVY
from cmoplanner.ui.pacing import giving_way


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one plan."""

    plan: Plan
    at_bars: tuple[tuple[Finding, str], ...]
    """Findings at activities with their names, breaks first."""
    money: Mapping[str, Mapping[str, float]]
    """Working net money by segment and medium, in minor units."""
    one_sided: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    """Findings at campaigns and market cells."""


class Looking(QObject):
    """Looks a plan through when asked; a newer plan takes the place of an older one."""

    found = Signal(object)  # Seen

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._plan: Plan | None = None

    def look(self, plan: Plan) -> None:
        """Find what is in a plan, unless that was done or is being done already."""
        if self._plan is not None and _same_rows(self._plan, plan):
            return
        self.stop()
        self._plan = plan
        if len(plan.activities) < HEAVY:
            self.found.emit(seen(plan))
            return
        self._job = job = self._jobs.start(_("Look the plan through"), partial(_looked, plan))
        job.done.connect(partial(self._take, job))

    def stop(self) -> None:
        """Let go of what is running, and wait for its thread; it is begun again when asked for."""
        if self._job is not None:
            self._job, self._plan = None, None
            self._jobs.stop_all()

    def settle(self) -> None:
        """Wait for what was asked, and tell it now."""
        if self._job is not None:
            self._job.settle()

    def _take(self, job: Job, found: Seen) -> None:
        if job is self._job:  # else it was let go of
            self._job = None
            self.found.emit(found)


def seen(plan: Plan, pause: Callable[[], object] = int) -> Seen:
    """Return what the rules find in a plan; `pause` is called at each activity."""
    found = examine(plan, pause=pause)
    at_bars = [(one, plan.activities[one.subject].name) for one in found if one.table == "activity"]
    at_bars.sort(key=lambda pair: pair[0].severity is not Severity.BREAK)
    one_sided = tuple(one for one in found if one.table == "segment")
    elsewhere = tuple(one for one in found if one.table in ("campaign", "cell"))
    return Seen(plan, tuple(at_bars), money_by_medium(plan), one_sided, elsewhere)


def _looked(plan: Plan, progress: Progress) -> Seen:
    return seen(plan, giving_way(progress))


def _same_rows(one: Plan, other: Plan) -> bool:
    """Return whether two plans hold the very same rows, whatever their revision: a version was named between them."""
    names = (field.name for field in fields(Plan) if field.name != "revision")
    return all(getattr(one, name) is getattr(other, name) for name in names)
