"""What stands beside the calendar's bars: closed days, comparisons, templates, the clipboard."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject

from cmoplanner.ui.calendar.closed import ClosedDays
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.timeline.view import TimelineView


class Addition(Protocol):
    """One of them: it declares its commands, and ends its work before the plan is closed."""

    def commands(self) -> list[Command]:
        """Return what can be done with it."""

    def close_work(self) -> None:
        """Wait for what is still being worked out."""


def additions(context: Context, view: TimelineView, do: Callable[..., Any], parent: QObject) -> Sequence[Addition]:
    """Return everything that is added to a calendar; `do` does an edit or says why not."""
    return (ClosedDays(context, view, do, parent),)
