"""The pace of work beside the window: short stretches, and pauses in which the window has Python to itself."""

import time
from collections.abc import Callable

from cmoplanner.ui.jobs import Progress

_WORK = 0.002  # seconds at a stretch: the window waits as long for Python at most
_REST = 0.003


def giving_way(progress: Progress) -> Callable[[], None]:
    """Return what work calls every few rows: it pauses when its stretch is over, and raises Cancelled when stopped."""
    began = time.perf_counter()

    def pause() -> None:
        nonlocal began
        if time.perf_counter() - began < _WORK:
            return
        progress.report(0.0)
        time.sleep(_REST)
        began = time.perf_counter()

    return pause
