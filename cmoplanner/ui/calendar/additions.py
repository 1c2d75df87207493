"""What stands beside the calendar's bars: closed days, comparisons, templates, the clipboard."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from cmoplanner.ui.calendar.acts import Acts
from cmoplanner.ui.calendar.carrying import Carrying
from cmoplanner.ui.calendar.clipboard import ActivityClipboard
from cmoplanner.ui.calendar.closed import ClosedDays
from cmoplanner.ui.calendar.comparing import Comparing
from cmoplanner.ui.calendar.effects import Effects
from cmoplanner.ui.calendar.links import Links
from cmoplanner.ui.calendar.templating import Templating
from cmoplanner.ui.calendar.walking import Walking
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.widgets.timeline.view import TimelineView


class Addition(Protocol):
    """One of them: it declares its commands, and ends its work before the plan is closed."""

    def commands(self) -> list[Command]:
        """Return what can be done with it."""

    def close_work(self) -> None:
        """Wait for what is still being worked out."""


def additions(
    context: Context, view: TimelineView, acts: Acts, show_side: Callable[[QWidget | None], object], parent: QWidget
) -> Sequence[Addition]:
    """Return everything that is added to a calendar; `show_side` puts a panel in the inspector's place."""
    return (
        Carrying(context, view, acts.do, parent),
        ClosedDays(context, view, acts.do, parent),
        ActivityClipboard(context, view, acts.do, parent),
        Comparing(context, view, show_side, parent),
        Templating(context, view, acts, show_side, parent),
        Walking(context, view, show_side, parent),
        Effects(context, view, parent),
        Links(context, view, acts.do, parent),
    )
