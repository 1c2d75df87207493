"""Progress as plain lines on the error stream, so that the program's own output stays clean."""

import sys
import time


class Stop(Exception):
    """Nothing more can be done: the text says why and what to type."""


class Steps:
    """Lines of progress, each with the seconds since the start."""

    def __init__(self) -> None:
        self._begin = time.monotonic()

    def say(self, text: str) -> None:
        """Print one step."""
        print(f"[{time.monotonic() - self._begin:4.0f} s] {text}", file=sys.stderr, flush=True)

    def detail(self, text: str) -> None:
        """Print a line that belongs to the step above it."""
        print(f"         {text}", file=sys.stderr, flush=True)
