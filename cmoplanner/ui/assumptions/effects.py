"""What each assumption does to the plan's totals, and what knowing it is worth, worked out beside the window."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.i18n import _
from cmoplanner.projection.bands import Total
from cmoplanner.projection.narrowing import Knowledge, of_plan
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.sensitivity import Tornado
from cmoplanner.projection.uncertainty import Scope, simulate
from cmoplanner.report.register_rows import Effect, row_id
from cmoplanner.ui.hinges import Hinges
from cmoplanner.ui.jobs import Latest, Progress, Work
from cmoplanner.ui.outlook import Outlook

_REST_MS = 300
_TORNADO = 0.6  # of the whole work


@dataclass(frozen=True, eq=False)
class Found:
    """The effect of each assumption on every total, and the worth of knowing it."""

    outcome: Outcome
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

    def __init__(self, outlook: Outlook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outlook = outlook
        self._kept: Found | None = None
        self._latest = Latest(_REST_MS, self)
        self._latest.progressed.connect(self.progressed)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self.failed)

    def start_soon(self) -> None:
        """Begin when the plan has rested a moment."""
        self._latest.ask_soon(*self._question())

    def start(self) -> None:
        """Begin with the plan as it is now; what is known of it is told at once."""
        if self._kept is not None and self._kept.outcome is self._outlook.outcome:
            self._latest.drop()
            self.found.emit(self._kept)
            return
        self._latest.ask(*self._question())

    def stop(self) -> None:
        """Let go of what is running, and wait for its thread."""
        self._latest.stop()

    def settle(self) -> None:
        """Wait for what was asked, and tell it now."""
        self._latest.settle()

    def _question(self) -> tuple[str, Work]:
        return _("Work out the effects of assumptions"), partial(
            worked_out, self._outlook.outcome, self._outlook.hinges
        )

    def _take(self, found: Found) -> None:
        self._kept = found
        self.found.emit(found)


def worked_out(outcome: Outcome, hinges: Hinges, progress: Progress) -> Found:
    """Return what each assumption of a plan does, and what knowing it is worth. Source: domain C.18."""
    swings = hinges.of(outcome, lambda share: progress.report(_TORNADO * share))
    simulation = simulate(
        outcome.compiled,
        scope=Scope(register=True),
        report=lambda share: progress.report(_TORNADO + (1 - _TORNADO) * share),
    )
    return Found(outcome, swings, of_plan(simulation))
