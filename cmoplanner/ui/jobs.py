"""Long work off the window's thread: a pure function of a frozen plan, with progress and a way to stop it."""

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

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

    def _forget(self, job: Job) -> None:
        self._running.remove(job)
        job.deleteLater()
