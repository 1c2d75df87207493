"""What of the outcome takes a moment: losses, scenarios, what it hinges on; in this order, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cutback import Loss, cutbacks
from cmoplanner.optimizer.cuts import Cut, Decision, Name, Side, cut, decisions
from cmoplanner.projection.comparison import Compared, scenarios
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.sensitivity import Tornado, tornado
from cmoplanner.projection.unit_economics import unit_economics
from cmoplanner.report.figure_table import FigureTable
from cmoplanner.report.outcome_cutback import SHARES
from cmoplanner.report.outcome_economics import economics_table
from cmoplanner.report.outcome_funnel import funnel_table
from cmoplanner.ui.jobs import Job, Jobs, Progress

REST_MS = 350  # edits that follow each other at once, as with a held key, begin the work once; the range is drawn first


Task = tuple[str, Callable[[Progress], object], Callable[[object], None]]
"""Its name, the work, and to whom the result is told."""

FUNNELS = (Side.CHANNEL, Side.CELL)
"""What the funnel can be shown by."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What a small plan has at once, and a large one a moment later: unit economics and the funnels."""

    economics: FigureTable
    funnels: Mapping[str, FigureTable]


class Draws(QObject):
    """Works for the latest outcome only: a new one stops what is under way, and its results are never told."""

    tabled = Signal(object)  # Tables, of a large plan
    cut_found = Signal(object)  # Cut, of a large plan
    decided = Signal(object)  # (Side, Mapping[Name, Decision])
    compared = Signal(object)  # tuple[Compared, …]
    cut_back = Signal(object)  # Mapping[channel or None, list[Loss]]
    hinged = Signal(object)  # Tornado
    progressed = Signal(str, float)  # what is being worked out, and how much of it is done
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._left: list[Task] = []
        self._outcome: Outcome | None = None
        self._side = Side.CHANNEL
        self._large = False
        self._closed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return self._rest.isActive() or self._job is not None or bool(self._left)

    def work_for(self, outcome: Outcome, side: Side, *, large: bool = False) -> None:
        """Work everything out for an outcome, after a moment of rest; of a large plan the tables and the cut too."""
        if self._closed:
            return
        self._stop()
        self._outcome, self._side, self._large = outcome, side, large
        self._rest.start()

    def decide(self, side: Side) -> None:
        """Work another side out, before all else that is still to come."""
        self._side = side
        if self._outcome is None or self._rest.isActive() or self._closed:
            return
        others = [task for task in self._left if task[0] not in {"cut", "losses"}]
        self._left = [*self._parts(self._outcome), *others]
        if self._job is None:
            self._next()

    def pause(self) -> None:
        """Stop what is under way; nothing of it is told."""
        self._stop()

    def settle(self) -> None:
        """Work out what is still to come now, and wait for it."""
        if self._rest.isActive():
            self._rest.stop()
            self._begin()
        while self._job is not None and not self._closed:
            self._job.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being worked out."""
        self._closed = True
        self._stop()
        self._jobs.stop_all()

    def _stop(self) -> None:
        self._rest.stop()
        self._left = []
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _begin(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        plan = outcome.compiled.plan
        self._left = [
            *self._parts(outcome),
            *([("tables", partial(_tabled, outcome), self.tabled.emit)] if self._large else []),
            ("scenarios", partial(_compared, plan), self.compared.emit),
            ("cutbacks", partial(_cut_back, outcome), self.cut_back.emit),
            ("tornado", partial(_hinged, outcome), self.hinged.emit),
        ]
        self._next()

    def _parts(self, outcome: Outcome) -> list[Task]:
        """Return the work on the side that is chosen."""
        losses: Task = ("losses", partial(_decided, outcome, self._side), self.decided.emit)
        if not self._large:
            return [losses]
        return [("cut", partial(_cut, outcome, self._side), self.cut_found.emit), losses]

    def _next(self) -> None:
        if not self._left:
            self.ended.emit()
            return
        name, work, tell = self._left.pop(0)
        job = self._jobs.start(name, work)
        self._job = job
        job.progressed.connect(partial(self._report, job))
        job.done.connect(partial(self._done, job, tell))
        job.failed.connect(partial(self._failed, job))

    def _report(self, job: Job, share: float) -> None:
        if job is self._job:
            self.progressed.emit(job.title, share)

    def _done(self, job: Job, tell: Callable[[object], None], result: object) -> None:
        if job is not self._job or self._closed:
            return
        self._job = None
        tell(result)
        self._next()

    def _failed(self, job: Job, _error: object) -> None:
        """Go on with the next: the fault is in the log, and what it was about stays pale."""
        if job is self._job:
            self._job = None
            self._next()


def _cut(outcome: Outcome, side: Side, progress: Progress) -> Cut:
    progress.report(0.0)
    return cut(outcome, side)


def _tabled(outcome: Outcome, progress: Progress) -> Tables:
    progress.report(0.0)
    economics = economics_table(outcome, unit_economics(outcome))
    progress.report(0.5)
    return Tables(economics, {side.value: funnel_table(outcome, side) for side in FUNNELS})


def _decided(outcome: Outcome, side: Side, progress: Progress) -> tuple[Side, Mapping[Name, Decision]]:
    return side, decisions(outcome, side, report=progress.report)


def _cut_back(outcome: Outcome, progress: Progress) -> Mapping[str | None, list[Loss]]:
    return cutbacks(outcome, SHARES, report=progress.report)


def _compared(plan: Plan, progress: Progress) -> tuple[Compared, ...]:
    return scenarios(plan, report=progress.report)


def _hinged(outcome: Outcome, progress: Progress) -> Tornado:
    return tornado(outcome.compiled, report=progress.report)
