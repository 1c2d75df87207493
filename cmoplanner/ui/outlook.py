"""What the plan brings, kept current: after each edit, and for one frame while something is dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from cmoplanner.model.plan import Activity
from cmoplanner.model.store.document import Changes, Document
from cmoplanner.projection.attribution import Attribution, attribute
from cmoplanner.projection.live import Live
from cmoplanner.projection.outcome import Outcome
from cmoplanner.ui.bridge import Bridge


class Outlook(QObject):
    """The outcome of the current plan and of what a drag would make of it."""

    changed = Signal(object)  # Outcome after an edit
    previewed = Signal(object)  # Outcome while dragging; the current one when the drag ends

    def __init__(self, document: Document, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._live = Live(document.plan)
        self._outcome = self._live.outcome
        self._attribution: Attribution | None = None
        self._previewing = False
        bridge.changed.connect(self._update)

    @property
    def outcome(self) -> Outcome:
        """The outcome of the plan as it is."""
        return self._outcome

    @property
    def attribution(self) -> Attribution:
        """What each activity brings of the outcome, computed when first asked after an edit."""
        if self._attribution is None:
            self._attribution = attribute(self._live.compiled, self._outcome)
        return self._attribution

    def preview(self, activities: Sequence[Activity]) -> Outcome:
        """Return and announce the outcome with these activities in place of the plan's."""
        outcome = self._live.preview(*activities)
        self._previewing = True
        self.previewed.emit(outcome)
        return outcome

    def end_preview(self) -> None:
        """Go back to the outcome of the plan."""
        if self._previewing:
            self._previewing = False
            self.previewed.emit(self._outcome)

    def _update(self, _changes: Changes) -> None:
        self._outcome = self._live.update(self._document.plan)
        self._attribution = None
        self._previewing = False
        self.changed.emit(self._outcome)
