"""The checks of the whole plan, run beside the window: what they find belongs to the plan as it is, or is dropped."""

from PySide6.QtCore import QObject, QTimer, Signal

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import Problem, check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.ui.jobs import Job, Jobs, Progress
from cmoplanner.ui.pacing import giving_way

_REST_MS = 200


class Checking(QObject):
    """Checks a document some moments after it was asked; a newer question takes the place of an older one."""

    found = Signal(object)  # list[Problem]

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
        """Check when the plan has rested a moment."""
        self._give_up()
        self._rest.start()

    def start(self) -> None:
        """Check the plan as it is now."""
        self._rest.stop()
        self._give_up()
        plan = self._document.plan
        self._job = self._jobs.start(
            _("Check the plan"), lambda progress: checked(plan, progress), revision=lambda: self._document.revision
        )
        self._job.done.connect(self.found)
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


def checked(plan: Plan, progress: Progress) -> list[Problem]:
    """Return every problem of a plan, found with pauses in which the window's thread has Python to itself."""
    return check_plan(plan, giving_way(progress))
