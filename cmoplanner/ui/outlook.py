"""What the plan brings, kept current: after each edit, and for one frame while something is dragged."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity
from cmoplanner.model.store.document import Changes, Document
from cmoplanner.projection.attribution import Attribution, Measure, attribute, present_margin, year_revenue
from cmoplanner.projection.compile import Compiled
from cmoplanner.projection.freezing import freeze_references
from cmoplanner.projection.live import Live
from cmoplanner.projection.outcome import Line, Outcome
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
        self._shares: dict[str, Attribution] = {}
        self._previewing = False
        bridge.changed.connect(self._update)
        document.complete_edits_with(freeze_references)

    @property
    def outcome(self) -> Outcome:
        """The outcome of the plan as it is."""
        return self._outcome

    @property
    def attribution(self) -> Attribution:
        """Whose the margin over the horizon is, in present value; computed when first asked after an edit."""
        return self._shared("margin", present_margin)

    @property
    def revenue_shares(self) -> Attribution:
        """Whose the revenue is that marketing adds this fiscal year."""
        return self._shared("year revenue", year_revenue)

    @property
    def margin_shares(self) -> Attribution:
        """Whose the gross margin is that marketing adds this fiscal year."""
        return self._shared("year margin", _year_margin)

    def _shared(self, name: str, measure: Callable[[Compiled], Measure]) -> Attribution:
        if name not in self._shares:
            compiled = self._outcome.compiled
            self._shares[name] = attribute(compiled, self._outcome, measure(compiled))
        return self._shares[name]

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

    def _update(self, changes: Changes) -> None:
        self._outcome = self._live.update(self._document.plan, changes.of("activity").all)
        self._shares.clear()
        self._previewing = False
        self.changed.emit(self._outcome)


def _year_margin(compiled: Compiled) -> Measure:
    return Measure(Line.MARGIN, weights=(np.arange(compiled.horizon) < MONTHS_A_YEAR).astype(float))
