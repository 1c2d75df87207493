"""What of the outcome takes a moment: losses, scenarios, what it hinges on; in this order, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.model.plan import Plan
from cmoplanner.optimizer.cutback import Loss, cutbacks
from cmoplanner.optimizer.cuts import Cut, Decision, Name, Side, cut, decisions
from cmoplanner.projection.comparison import Compared, scenarios
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.sensitivity import Tornado
from cmoplanner.projection.unit_economics import unit_economics
from cmoplanner.report.figure_table import FigureTable
from cmoplanner.report.outcome_cutback import SHARES
from cmoplanner.report.outcome_economics import ECONOMICS, economics_table
from cmoplanner.report.outcome_funnel import funnel_table
from cmoplanner.ui.hinges import Hinges
from cmoplanner.ui.jobs import Latest, Progress, Work

REST_MS = 350  # edits that follow each other at once, as with a held key, begin the work once; the range is drawn first


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work, and to whom its result is told."""

    name: str
    work: Work
    tell: Callable[[object], None]


_PARTS = ("cut", "losses")  # the tasks on a side

FUNNELS = (Side.CHANNEL, Side.CELL)
"""What the funnel can be shown by."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What a small plan has at once, and a large one a moment later: unit economics and the funnels."""

    economics: Mapping[str, FigureTable]
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

    def __init__(self, hinges: Hinges, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hinges = hinges
        self._latest = Latest(REST_MS, self)
        self._latest.progressed.connect(self._report)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._next)  # the fault is in the log, and what it was about stays pale
        self._now: Task | None = None
        self._left: list[Task] = []
        self._outcome: Outcome | None = None
        self._side = Side.CHANNEL
        self._large = False

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return self._latest.busy

    def work_for(self, outcome: Outcome, side: Side, *, large: bool = False) -> None:
        """Work everything out for an outcome, after a moment of rest; of a large plan the tables and the cut too."""
        self._outcome, self._side, self._large = outcome, side, large
        self._left = [
            *self._parts(outcome),
            *([Task("tables", partial(_tabled, outcome), self.tabled.emit)] if large else []),
            Task("scenarios", partial(_compared, outcome.compiled.plan), self.compared.emit),
            Task("cutbacks", partial(_cut_back, outcome), self.cut_back.emit),
            Task("tornado", partial(_hinged, outcome, self._hinges), self.hinged.emit),
        ]
        self._now = self._left.pop(0)
        self._latest.ask_soon(self._now.name, self._now.work)

    def decide(self, side: Side) -> None:
        """Work another side out, before all else that is still to come."""
        self._side = side
        if self._outcome is None:
            return
        if self._latest.resting:
            self.work_for(self._outcome, side, large=self._large)
            return
        others = [self._now, *self._left] if self._now else self._left  # what is under way is begun anew afterwards
        self._left = [*self._parts(self._outcome), *(task for task in others if task.name not in _PARTS)]
        self._next()

    def pause(self) -> None:
        """Stop what is under way; nothing of it is told."""
        self._now, self._left = None, []
        self._latest.drop()

    def settle(self) -> None:
        """Work out what is still to come now, and wait for it."""
        self._latest.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being worked out."""
        self._left = []
        self._latest.close()

    def _parts(self, outcome: Outcome) -> list[Task]:
        """Return the work on the side that is chosen."""
        losses = Task("losses", partial(_decided, outcome, self._side), self.decided.emit)
        if not self._large:
            return [losses]
        return [Task("cut", partial(_cut, outcome, self._side), self.cut_found.emit), losses]

    def _next(self, _error: object = None) -> None:
        self._now = self._left.pop(0) if self._left else None
        if self._now is None:
            self.ended.emit()
        else:
            self._latest.ask(self._now.name, self._now.work)

    def _report(self, share: float) -> None:
        if self._now is not None:
            self.progressed.emit(self._now.name, share)

    def _take(self, result: object) -> None:
        if self._now is not None:
            self._now.tell(result)
        if not self._latest.busy:  # whom it was told did not ask for something else
            self._next()


def _cut(outcome: Outcome, side: Side, progress: Progress) -> Cut:
    progress.report(0.0)
    return cut(outcome, side)


def _tabled(outcome: Outcome, progress: Progress) -> Tables:
    progress.report(0.0)
    found = unit_economics(outcome)
    economics = {side.value: economics_table(outcome, found, side) for side in ECONOMICS}
    progress.report(0.5)
    return Tables(economics, {side.value: funnel_table(outcome, side) for side in FUNNELS})


def _decided(outcome: Outcome, side: Side, progress: Progress) -> tuple[Side, Mapping[Name, Decision]]:
    return side, decisions(outcome, side, report=progress.report)


def _cut_back(outcome: Outcome, progress: Progress) -> Mapping[str | None, list[Loss]]:
    return cutbacks(outcome, SHARES, report=progress.report)


def _compared(plan: Plan, progress: Progress) -> tuple[Compared, ...]:
    return scenarios(plan, report=progress.report)


def _hinged(outcome: Outcome, hinges: Hinges, progress: Progress) -> Tornado:
    return hinges.of(outcome, progress.report)
