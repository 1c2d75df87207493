"""How long the presentation has taken: started, paused and set back by the presenter."""

import time
from collections.abc import Callable


class Stopwatch:
    """Counts seconds by a clock that never goes back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since: float | None = None
        self._before = 0.0

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._since is not None

    @property
    def seconds(self) -> float:
        """What it has counted."""
        return self._before + (self._now() - self._since if self._since is not None else 0.0)

    def start(self) -> None:
        """Count on."""
        if self._since is None:
            self._since = self._now()

    def pause(self) -> None:
        """Stop counting for now."""
        self._before, self._since = self.seconds, None

    def reset(self) -> None:
        """Begin from 0, and count on if it does."""
        self._before = 0.0
        if self._since is not None:
            self._since = self._now()

    @property
    def text(self) -> str:
        """What it has counted as "4:05" or "1:02:33"."""
        minutes, seconds = divmod(int(self.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
