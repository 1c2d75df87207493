"""Long work off the window's thread: a pure function of a frozen plan, with progress and a way to stop it."""

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance

from cmoplanner.errors import Cancelled

PROGRESS_INTERVAL = 0.05  # seconds: a bar that moves more often is not read

_log = logging.getLogger(__name__)


class Progress:
    """Given to the work: it reports how far it is, and is stopped at that moment if the user wants so."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self._tell = tell
        self._told = 0.0
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stopped.set()

    def report(self, share: float) -> None:
        """Say that `share` (0…1) is done. Raises Cancelled if the user stopped the job."""
        if self._stopped.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= PROGRESS_INTERVAL:
            self._told = now
            self._tell(share)


Work = Callable[[Progress], Any]


class Job(QObject):
    """One piece of work. Exactly one of `done`, `failed` and `dropped` ends it, on the window's thread."""

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(object)
    dropped = Signal()  # stopped by the user, or about a plan that has changed meanwhile
    ended = Signal()
    _left = Signal()

    def __init__(self, title: str, work: Work, revision: Callable[[], int] | None, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._work = work
        self._revision = revision
        self._begun_at = revision() if revision else 0
        self._progress = Progress(self.progressed.emit)
        self._result: object = None
        self._error: Exception | None = None
        self._told = False
        self._left.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        context = contextvars.copy_context()  # the language belongs to the context
        self._thread = threading.Thread(target=context.run, args=(self._run,), name=title, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop at the next report of progress."""
        self._progress.stop()

    def wait(self) -> None:
        """Wait until the work has left its thread."""
        self._thread.join()

    def settle(self) -> None:
        """Wait until the work has left its thread and tell how it ended, now; it is not told again."""
        self._finish()

    def _run(self) -> None:
        try:
            self._result = self._work(self._progress)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the window tells it
            self._error = fault
        self._left.emit()

    def _finish(self) -> None:
        self._thread.join()
        if self._told:
            return
        self._told = True
        if isinstance(self._error, Cancelled):
            self.dropped.emit()
        elif self._error is not None:
            _log.error("%s failed", self.title, exc_info=self._error)
            self.failed.emit(self._error)
        elif self._revision and self._revision() != self._begun_at:
            self.dropped.emit()
        else:
            self.done.emit(self._result)
        self.ended.emit()


class Jobs(QObject):
    """Starts jobs and keeps them until they end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Job] = []

    def start(self, title: str, work: Work, *, revision: Callable[[], int] | None = None) -> Job:
        """Run work in a thread. With `revision`, a result is dropped if the plan has another one when it comes."""
        job = Job(title, work, revision, self)
        self._running.append(job)
        job.ended.connect(lambda: self._forget(job))
        job.start()
        return job

    def stop_all(self) -> None:
        """Ask every job to stop and wait for it; before the window closes."""
        for job in list(self._running):
            job.cancel()
            job.wait()

    def settle_all(self) -> None:
        """Wait for every job and tell how it ended, now."""
        for job in list(self._running):
            job.settle()

    def _forget(self, job: Job) -> None:
        self._running.remove(job)
        job.deleteLater()


class Latest(QObject):
    """Works on the newest of several questions only: one that is asked soon waits until the user rests.

    A question takes the place of the one before, whose work is stopped and whose result is never told.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(object)
    settled = Signal()  # nothing is asked any longer: after `done` or `failed`, if those did not ask anew

    def __init__(self, rest: int, parent: QObject | None = None) -> None:
        """`rest` is in milliseconds."""
        super().__init__(parent)
        self._jobs = Jobs(self)
        self._asked: tuple[str, Work] | None = None
        self._job: Job | None = None
        self._closed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest)
        self._rest.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None or self._job is not None

    @property
    def resting(self) -> bool:
        """Whether the work on what was asked has not begun."""
        return self._asked is not None

    def ask_soon(self, title: str, work: Work) -> None:
        """Begin when nothing else has been asked for a moment."""
        self.drop()
        if not self._closed:
            self._asked = title, work
            self._rest.start()

    def ask(self, title: str, work: Work) -> None:
        """Begin now."""
        self.drop()
        if not self._closed:
            self._asked = title, work
            self._begin()

    def drop(self) -> None:
        """Ask nothing any longer: what is under way stops at its next report, and is not told."""
        self._rest.stop()
        self._asked = None
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def settle(self) -> None:
        """Wait for the answer to what was asked, and to what that leads to; tell them now."""
        while self.busy:
            self._begin()
            if self._job is not None:
                self._job.settle()

    def stop(self) -> None:
        """Drop the question and wait for its thread; another may be asked later."""
        self.drop()
        self._jobs.stop_all()

    def close(self) -> None:
        """Stop, and take no question any longer."""
        self._closed = True
        self.stop()

    def _begin(self) -> None:
        if self._asked is None:
            return
        (title, work), self._asked = self._asked, None
        self._rest.stop()
        job = self._jobs.start(title, work)
        self._job = job
        job.progressed.connect(lambda share: self._tell(job, self.progressed, share))
        job.done.connect(lambda result: self._end(job, self.done, result))
        job.failed.connect(lambda error: self._end(job, self.failed, error))

    def _tell(self, job: Job, signal: SignalInstance, value: object) -> None:
        if job is self._job:
            signal.emit(value)

    def _end(self, job: Job, signal: SignalInstance, value: object) -> None:
        if job is not self._job:
            return  # another question has been asked
        self._job = None
        signal.emit(value)
        if not self.busy:
            self.settled.emit()
