"""What the outcome hinges on, worked out once for every page that shows it."""

from threading import Lock

from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.sensitivity import Tornado, tornado
from cmoplanner.projection.uncertainty import Report


class Hinges:
    """Keeps the tornado of the last outcome it was asked about; to be asked in the thread of a job."""

    def __init__(self) -> None:
        self._lock = Lock()  # who asks while another works it out waits for that
        self._kept: tuple[Outcome, Tornado] | None = None

    def of(self, outcome: Outcome, report: Report) -> Tornado:
        """Return the tornado of an outcome. What `report` raises ends it. Source: domain C.18."""
        with self._lock:
            report(0.0)
            if self._kept is None or self._kept[0] is not outcome:
                self._kept = outcome, tornado(outcome.compiled, report)
            return self._kept[1]
