"""The range of the plan's outcome, drawn beside the window a moment after the last edit."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from cmoplanner.projection.bands import Bands, bands
from cmoplanner.projection.draws import DEFAULT_DRAWS, DEFAULT_SEED, Draws
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import Simulation, simulate
from cmoplanner.ui.jobs import Job, Jobs, Progress

REST_MS = 300  # after the last edit: while a person types, nothing is drawn
FIRST_DRAWS = 400
"""What a plan whose draws take seconds is shown with first; all draws follow."""
LARGE = 500  # activities


@dataclass(frozen=True, slots=True, eq=False)
class Ranged:
    """The draws of one outcome, and its range."""

    outcome: Outcome
    simulation: Simulation
    bands: Bands


class Ranges(QObject):
    """Keeps the range of an outcome current: `found` is of the outcome last followed, None until it is drawn.

    `earlier` is the last one that was drawn, be it of a plan before an edit: to be shown as such or not at all.
    """

    changed = Signal()  # a range has come, or the one there was is of an earlier plan now
    progressed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: Ranged | None = None
        self.earlier: Ranged | None = None
        self._outcome: Outcome | None = None
        self._left: list[int] = []  # how many draws are made next, fewest first
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._held = False
        self._closed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether draws are being made, or will be in a moment."""
        return bool(self._left)

    def follow(self, outcome: Outcome) -> None:
        """Draw the range of this outcome next; what is being drawn of another one is dropped."""
        if self._closed:
            return
        self._outcome, self.found = outcome, None
        large = len(outcome.compiled.plan.activities) >= LARGE
        self._left = [FIRST_DRAWS, DEFAULT_DRAWS] if large else [DEFAULT_DRAWS]
        self._stop()
        self._rest.start()
        self.changed.emit()

    def hold(self) -> None:
        """Draw nothing until `go_on`: a hand on the picture needs the processor."""
        if not self._held:
            self._held = True
            self._stop()

    def go_on(self) -> None:
        """Draw again what `hold` stopped."""
        if self._held:
            self._held = False
            if self._left:
                self._rest.start()

    def settle(self) -> None:
        """Draw what is still to be drawn now, and wait for it."""
        self._held = False
        while self._left and not self._closed:
            self._begin()
            if self._job is not None:
                self._job.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being drawn."""
        self._closed = True
        self._rest.stop()
        self._left = []
        self._jobs.stop_all()

    def _stop(self) -> None:
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> None:
        if self._job is not None or self._held or self._closed or not self._left or self._outcome is None:
            return  # `_ended` begins what is left
        self._rest.stop()
        outcome = self._outcome
        self._job = self._jobs.start("ranges", partial(ranged, outcome, count=self._left[0]))
        self._job.progressed.connect(self.progressed)
        self._job.done.connect(self._take)
        self._job.failed.connect(partial(self._give_up, outcome))
        self._job.ended.connect(self._ended)

    def _take(self, found: Ranged) -> None:
        if found.outcome is not self._outcome or self._closed:
            return  # of a plan that has changed meanwhile
        self._left = self._left[1:]
        self.found = self.earlier = found
        self.changed.emit()

    def _give_up(self, outcome: Outcome, _error: Exception) -> None:
        """Show no range of this plan: it would fail again."""
        if outcome is self._outcome:
            self._left = []
            self.earlier = None
            self.changed.emit()

    def _ended(self) -> None:
        self._job = None
        if self._left and not self._rest.isActive():
            self._begin()


def ranged(outcome: Outcome, progress: Progress, count: int = DEFAULT_DRAWS) -> Ranged:
    """Return the range of an outcome; for a job."""
    simulation = simulate(outcome.compiled, Draws(count, DEFAULT_SEED), report=progress.report)
    return Ranged(outcome, simulation, bands(simulation, outcome))
