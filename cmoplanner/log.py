"""The log: what the program did, for finding bugs; small, on this computer only, and without the plan's contents."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from cmoplanner.errors import CmoPlannerError
from cmoplanner.paths import data_folder

_BYTES = 500_000
_KEPT = 3

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Writes a fault of the world by its name alone: its sentence quotes names from the plan."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 # the library's name
        """Return the traceback of a bug, and only the class of a fault that was told to the user."""
        if isinstance(ei[1], CmoPlannerError):
            return type(ei[1]).__name__
        return super().formatException(ei)


def start_log(folder: Path | None = None) -> logging.Handler:
    """Write the log of this run into the data folder; close the returned handler with `stop_log`."""
    logs = (folder or data_folder()) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        logs / "cmoplanner.log", maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(DiscreetFormatter())
    root = logging.getLogger("cmoplanner")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """End the log that `start_log` began."""
    logging.getLogger("cmoplanner").removeHandler(handler)
    handler.close()
