"""What the plan loses without what is selected, with its range, drawn beside the window."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.projection.bands import Band
from cmoplanner.projection.live_bands import LiveBands
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.live_ranges import LiveRanges
from cmoplanner.ui.ranges import Ranges

REST_MS = 120  # of the selection: who goes through bars with the keys is shown the last

Ids = frozenset[str]
Known = tuple[LiveBands, Ids, Band | None]  # no range where the draws failed, and would again


class Losses(QObject):
    """Answers for activities at once if it can, else some moments later with `found`; only the last question counts."""

    found = Signal()  # `of` has an answer, or there will be none

    def __init__(self, ranges: Ranges, live: LiveRanges, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ranges, self._live = ranges, live
        self._known: Known | None = None
        self._wanted: Ids | None = None
        self._latest = Latest(REST_MS, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._give_up)
        live.prepared.connect(self._begin)

    def of(self, ids: Ids) -> Band | None:
        """Return the margin over the value horizon that is missing without these activities; None if not drawn yet."""
        held = self._live.held
        if self._known is not None and self._known[0] is held and self._known[1] == ids:
            return self._known[2]
        if held is None:
            self._wanted = ids
        elif ids != self._wanted or not self._latest.busy:
            self._wanted = ids
            self._begin()
        return None

    @property
    def coming(self) -> bool:
        """Whether what was asked last will be told."""
        return self._latest.busy or self._live.preparing or self._ranges.busy

    def _begin(self) -> None:
        held = self._live.held
        if self._wanted is None:
            return
        if held is None:
            self._latest.drop()  # begun when the plan has been drawn
            self.found.emit()
        else:
            self._latest.ask_soon("loss", partial(_loss, held, self._wanted))

    def _give_up(self, _error: Exception) -> None:
        if self._live.held is not None and self._wanted is not None:
            self._take((self._live.held, self._wanted, None))

    def _take(self, known: Known) -> None:
        if known[0] is self._live.held:
            self._known, self._wanted = known, None
            self.found.emit()

    def settle(self) -> None:
        """Wait for what was asked last, and tell it now."""
        self._latest.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being drawn."""
        self._latest.close()


def _loss(held: LiveBands, ids: Ids, _progress: Progress) -> Known:
    return held, ids, held.loss(ids)
