"""The checks of the whole plan, run beside the window: what they find belongs to the plan as it is, or is dropped."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import Problem, check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.ui.jobs import Latest, Progress, Work
from cmoplanner.ui.pacing import giving_way

_REST_MS = 200


class Checking(QObject):
    """Checks a document some moments after it was asked; a newer question takes the place of an older one."""

    found = Signal(object)  # list[Problem]

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._latest = Latest(_REST_MS, self)
        self._latest.done.connect(self.found)

    def start_soon(self) -> None:
        """Check when the plan has rested a moment."""
        self._latest.ask_soon(*self._question())

    def start(self) -> None:
        """Check the plan as it is now."""
        self._latest.ask(*self._question())

    def stop(self) -> None:
        """Let go of what is running, and wait for its thread."""
        self._latest.stop()

    def settle(self) -> None:
        """Wait for what was asked, and tell it now."""
        self._latest.settle()

    def _question(self) -> tuple[str, Work]:
        return _("Check the plan"), partial(checked, self._document.plan)


def checked(plan: Plan, progress: Progress) -> list[Problem]:
    """Return every problem of a plan, found with pauses in which the window's thread has Python to itself."""
    return check_plan(plan, giving_way(progress))
