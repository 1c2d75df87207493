"""The range of what is dragged, drawn beside the window for the place where the hand is now."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from cmoplanner.model.plan import Activity
from cmoplanner.projection.bands import Bands
from cmoplanner.projection.draws import DEFAULT_SEED
from cmoplanner.projection.live_bands import LIVE_DRAWS, LiveBands
from cmoplanner.projection.outcome import Outcome
from cmoplanner.ui.jobs import Job, Jobs, Progress

REST_MS = 40  # of the hand, before it is drawn where it is: the frames of the drag come first
LATE_MS = 300  # a hand that does not rest is drawn this often


class LiveRanges(QObject):
    """Keeps `found` at the range of what is dragged; None when nothing is, or before the first has been drawn.

    One range is drawn at a time, always for the newest place; while the hand moves on, `found` is that of a place it
    passed a moment ago. It has the seed of the plan's own range, whose first draws it repeats.
    """

    changed = Signal()
    prepared = Signal()  # `held` is there, or will not come

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: Bands | None = None
        self._base: Outcome | None = None  # of the plan that is edited
        self._held: LiveBands | None = None  # the draws of `_base`
        self._moved: tuple[Activity, ...] = ()
        self._asked: Outcome | None = None  # what is to be drawn next
        self._due = False  # whether `_base` is to be drawn still
        self._drag = 0  # told apart from the one before, whose last draw may come late
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._closed = False
        self._rest, self._late = self._timer(REST_MS), self._timer(LATE_MS)

    def _timer(self, wait: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(self._begin)
        return timer

    @property
    def busy(self) -> bool:
        """Whether the range of what is dragged will come."""
        return self._asked is not None

    @property
    def held(self) -> LiveBands | None:
        """The draws of the plan as it is, None until they have been made."""
        return self._held

    @property
    def preparing(self) -> bool:
        """Whether the draws of the plan as it is will come."""
        return self._due

    def prepare(self, base: Outcome) -> None:
        """Draw the plan as it is, from which what is dragged differs a little."""
        if base is not self._base and not self._closed:
            self.forget()
            self._base, self._due = base, True
            self._begin()

    def follow(self, base: Outcome, moved: Sequence[Activity], outcome: Outcome) -> None:
        """Draw this outcome next, in which `moved` stand in the plan of `base`."""
        self.prepare(base)
        if tuple(moved) == self._moved or self._closed:
            return  # painted again in the same place
        if self._held is None and not self._due:
            return  # its draws failed, and would again
        self._moved, self._asked = tuple(moved), outcome
        self._wait()

    def end(self) -> None:
        """Show no range: nothing is dragged any longer."""
        self._drag += 1
        self._moved, self._asked = (), None
        self._stop()
        if self.found is not None:
            self.found = None
            self.changed.emit()

    def forget(self) -> None:
        """Let go of the plan that was drawn: it has been edited."""
        self.end()
        self._base = self._held = None
        self._due = False
        if self._job is not None:
            self._job.cancel()

    def settle(self) -> None:
        """Draw what is dragged now, and wait for it."""
        while self.busy and not self._closed:
            self._begin()
            if self._job is not None:
                self._job.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being drawn."""
        self._closed = True
        self.forget()
        self._jobs.stop_all()

    def _begin(self) -> None:
        if self._job is not None or self._base is None or self._closed:
            return  # `_ended` begins what is left
        self._stop()
        if self._due:
            self._job = self._jobs.start("live draws", partial(_held, self._base))
            self._job.done.connect(partial(self._keep, self._base))
        elif self._held is not None and self._asked is not None:
            self._job = self._jobs.start("live range", partial(_previewed, self._held, self._asked))
            self._job.done.connect(partial(self._take, self._drag, self._asked))
        else:
            return
        self._job.failed.connect(self._give_up)
        self._job.ended.connect(self._ended)

    def _keep(self, base: Outcome, held: LiveBands) -> None:
        if base is self._base:
            self._held, self._due = held, False
            self.prepared.emit()

    def _take(self, drag: int, outcome: Outcome, found: Bands) -> None:
        if drag != self._drag:
            return
        if self._asked is outcome:
            self._asked = None
        self.found = found
        self.changed.emit()

    def _give_up(self, _error: Exception) -> None:
        """Show no range until the hand has moved on; the drag itself goes on."""
        self._due, self._asked, self.found = False, None, None
        self.changed.emit()
        self.prepared.emit()

    def _ended(self) -> None:
        self._job = None
        if self._asked is not None or self._due:
            self._wait()

    def _wait(self) -> None:
        """Begin when the hand rests, or has not rested for long."""
        self._rest.start()
        if not self._late.isActive():
            self._late.start()

    def _stop(self) -> None:
        self._rest.stop()
        self._late.stop()


def _held(base: Outcome, progress: Progress) -> LiveBands:
    return LiveBands(base, seed=DEFAULT_SEED, count=LIVE_DRAWS, report=progress.report)


def _previewed(held: LiveBands, outcome: Outcome, _progress: Progress) -> Bands:
    return held.preview(outcome)
