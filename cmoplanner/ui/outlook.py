"""What the plan brings, kept current: after each edit, and for one frame while something is dragged."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QObject, Signal

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity
from cmoplanner.model.store.document import Changes, Document
from cmoplanner.optimizer.marginal import Marginal, of_channel
from cmoplanner.projection.attribution import Attribution, Measure, attribute, present_margin, year_revenue
from cmoplanner.projection.bands import Bands
from cmoplanner.projection.compile import Compiled
from cmoplanner.projection.freezing import freeze_references
from cmoplanner.projection.live import Live
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.ui.bridge import Bridge
from cmoplanner.ui.hinges import Hinges
from cmoplanner.ui.jobs import Job, Jobs, Progress
from cmoplanner.ui.live_ranges import LiveRanges
from cmoplanner.ui.losses import Losses
from cmoplanner.ui.ranges import Ranges

HEAVY = 1_500  # activities: from here on, who brings what is computed beside the window
MARGIN, YEAR_REVENUE, YEAR_MARGIN = "margin", "year revenue", "year margin"

Found = tuple[Mapping[str, Attribution], Mapping[str, Marginal | None]]


class Outlook(QObject):
    """The outcome of the current plan and of what a drag would make of it."""

    changed = Signal(object)  # Outcome after an edit
    settled = Signal()  # what `ready` was asked for has been computed
    previewed = Signal(object)  # Outcome while dragging; the current one when the drag ends
    ranged = Signal()  # `bands` are there, or no longer those of the plan

    def __init__(self, document: Document, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._live = Live(document.plan)
        self._outcome = self._live.outcome
        self._shares: dict[str, Attribution] = {}
        self._next: dict[str, Marginal | None] = {}
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._closed = False
        self._previewed: Outcome | None = None
        self.hinges = Hinges()
        self.ranges = Ranges(self)
        self.live_ranges = LiveRanges(self)
        self.losses = Losses(self.ranges, self.live_ranges, self)
        self.ranges.changed.connect(self.ranged)
        self.ranges.changed.connect(self._prepare)
        self.ranges.follow(self._outcome)
        bridge.changed.connect(self._update)
        document.complete_edits_with(freeze_references)

    @property
    def outcome(self) -> Outcome:
        """The outcome of the plan as it is."""
        return self._outcome

    @property
    def attribution(self) -> Attribution:
        """Whose the margin over the horizon is, in present value; computed when first asked after an edit."""
        return self._shared(MARGIN)

    @property
    def revenue_shares(self) -> Attribution:
        """Whose the revenue is that marketing adds this fiscal year."""
        return self._shared(YEAR_REVENUE)

    @property
    def margin_shares(self) -> Attribution:
        """Whose the gross margin is that marketing adds this fiscal year."""
        return self._shared(YEAR_MARGIN)

    @property
    def bands(self) -> Bands | None:
        """The range of the plan as it is, None until it has been drawn. Source: domain C.18."""
        return self.ranges.found.bands if self.ranges.found else None

    @property
    def shown(self) -> Outcome:
        """The outcome of what is dragged, or of the plan as it is."""
        return self._previewed or self._outcome

    @property
    def shown_bands(self) -> Bands | None:
        """The range of what is dragged, or of the plan as it is; None until it has been drawn."""
        return self.live_ranges.found if self._previewed else self.bands

    @property
    def drawing(self) -> bool:
        """Whether a range of what is shown will come."""
        return self.live_ranges.busy if self._previewed else self.ranges.busy

    def next_money(self, channel_id: str) -> Marginal | None:
        """Return what the next money in a channel brings, None if nothing in it responds. Source: domain C.15."""
        if channel_id not in self._next:
            self._next[channel_id] = of_channel(self._outcome, channel_id)
        return self._next[channel_id]

    def ready(self, *names: str, channel_id: str | None = None) -> bool:
        """Return whether these shares, and the next money of a channel, can be had at once.

        In a large plan they are computed beside the window if they are not there yet, and `settled` tells the end.
        """
        missing = [name for name in names if name not in self._shares]
        channels = [channel_id] if channel_id is not None and channel_id not in self._next else []
        if not missing and not channels:
            return True
        if len(self._document.plan.activities) < HEAVY:
            return True
        if self._job is None and not self._closed:
            outcome = self._outcome
            self._job = self._jobs.start("attribution", partial(_computed, outcome, missing, channels))
            self._job.done.connect(partial(self._take, outcome))
            self._job.failed.connect(self._forget_job)
        return False

    def _take(self, outcome: Outcome, found: Found) -> None:
        self._job = None
        if outcome is self._outcome:
            self._shares |= found[0]
            self._next |= found[1]
        if not self._closed:
            self.settled.emit()  # whoever still waits asks again

    def _forget_job(self, _error: Exception) -> None:
        self._job = None

    def _shared(self, name: str) -> Attribution:
        if name not in self._shares:
            self._shares[name] = _attributed(self._outcome, name)
        return self._shares[name]

    def close(self) -> None:
        """Begin nothing more, and wait for what is being computed."""
        self._closed = True
        self._jobs.stop_all()
        self.losses.close()
        self.ranges.close()
        self.live_ranges.close()

    def preview(self, activities: Sequence[Activity]) -> Outcome:
        """Return and announce the outcome with these activities in place of the plan's."""
        outcome = self._live.preview(*activities)
        self._previewed = outcome
        self.ranges.hold()
        self.live_ranges.follow(self._outcome, activities, outcome)
        self.previewed.emit(outcome)
        return outcome

    def end_preview(self) -> None:
        """Go back to the outcome of the plan."""
        if self._previewed is not None:
            self._previewed = None
            self.live_ranges.end()
            self.ranges.go_on()
            self.previewed.emit(self._outcome)

    def _prepare(self) -> None:
        """Draw what drags start from when nothing else is to be drawn."""
        if self.ranges.found is not None and not self.ranges.busy:
            self.live_ranges.prepare(self._outcome)

    def _update(self, changes: Changes) -> None:
        self._outcome = self._live.update(self._document.plan, changes.of("activity").all)
        self._shares.clear()
        self._next.clear()
        self._previewed = None
        self.live_ranges.forget()
        self.ranges.go_on()
        self.ranges.follow(self._outcome)
        self.changed.emit(self._outcome)


def _year_margin(compiled: Compiled) -> Measure:
    return Measure(Line.MARGIN, weights=(np.arange(compiled.horizon) < MONTHS_A_YEAR).astype(float))


_MEASURES = MappingProxyType({MARGIN: present_margin, YEAR_REVENUE: year_revenue, YEAR_MARGIN: _year_margin})


def _attributed(outcome: Outcome, name: str) -> Attribution:
    return attribute(outcome.compiled, outcome, _MEASURES[name](outcome.compiled))


def _computed(outcome: Outcome, names: Sequence[str], channels: Sequence[str], progress: Progress) -> Found:
    shares = {}
    for name in names:
        progress.report(0.0)
        shares[name] = _attributed(outcome, name)
    return shares, {channel_id: of_channel(outcome, channel_id) for channel_id in channels}
