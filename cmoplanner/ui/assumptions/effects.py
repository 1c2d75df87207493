"""What each assumption does to the plan's totals, and what knowing it is worth, worked out beside the window."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.projection.bands import Total
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.narrowing import Knowledge, of_plan
from cmoplanner.projection.sensitivity import Tornado, tornado
from cmoplanner.projection.uncertainty import Scope, simulate
from cmoplanner.report.register_rows import Effect, row_id
from cmoplanner.ui.jobs import Job, Jobs, Progress

_REST_MS = 300
_TORNADO = 0.6  # of the whole work


@dataclass(frozen=True, eq=False)
class Found:
    """The effect of each assumption on every total, and the worth of knowing it."""

    tornado: Tornado
    knowledge: Knowledge

    def effects(self, total: Total) -> dict[str, Effect]:
        """Return by how much a total differs from the plan's at both ends, by row of the register."""
        here = self.tornado.plan[total]
        return {
            row_id(swing.uncertain.key): Effect(swing.low[total] - here, swing.high[total] - here)
            for swing in self.tornado.swings
        }

    @property
    def worths(self) -> Mapping[str, float]:
        """What knowing each assumption is worth at most, in currency units, by row of the register."""
        return {row_id(one.uncertain.key): one.worth for one in self.knowledge.narrowings}


class Effects(QObject):
    """Works out effects some moments after it was asked; a newer question takes the place of an older one."""

    found = Signal(object)  # Found
    progressed = Signal(float)
    failed = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.start)

    def start_soon(self) -> None:
        """Begin when the plan has rested a moment."""
        self._give_up()
        self._rest.start()

    def start(self) -> None:
        """Begin with the plan as it is now."""
        self._rest.stop()
        self._give_up()
        plan = self._document.plan
        self._job = self._jobs.start(
            _("Work out the effects of assumptions"),
            lambda progress: worked_out(plan, progress),
            revision=lambda: self._document.revision,
        )
        self._job.done.connect(self.found)
        self._job.failed.connect(self.failed)
        self._job.progressed.connect(self.progressed)
        self._job.ended.connect(self._forget)

    def stop(self) -> None:
        """Let go of what is running, and wait for its thread."""
        self._rest.stop()
        self._jobs.stop_all()

    def settle(self) -> None:
        """Wait for what was asked, and tell it now."""
        if self._rest.isActive():
            self.start()
        if self._job is not None:
            self._job.settle()

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _forget(self) -> None:
        if self.sender() is self._job:
            self._job = None


def worked_out(plan: Plan, progress: Progress) -> Found:
    """Return what each assumption of a plan does, and what knowing it is worth. Source: domain C.18."""
    compiled = compile_plan(plan)
    swings = tornado(compiled, lambda share: progress.report(_TORNADO * share))
    simulation = simulate(
        compiled, scope=Scope(register=True), report=lambda share: progress.report(_TORNADO + (1 - _TORNADO) * share)
    )
    return Found(swings, of_plan(simulation))
