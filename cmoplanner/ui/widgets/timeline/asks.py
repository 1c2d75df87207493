"""What the user asks for with a drop beyond moving, copying and resizing bars: signals that become edits."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction


class Asks(QObject):
    """Each signal is one act; `told` is a sentence about the one that was just done."""

    pushed = Signal(tuple, int)  # ids, days: moved, and what follows with them
    stretched = Signal(str, object, object)  # id, start, end: resized, and what follows pushed
    occurrence_moved = Signal(str, int, int, str)  # id, occurrence, days, scope
    campaign_moved = Signal(str, int, bool)  # id, days, with its activities
    campaign_resized = Signal(str, object, object)  # id, start, end
    told = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: Callable[[str], Sequence[QAction]] = lambda _activity_id: ()
        """What can be done at once about what the rules find at an activity, for its menu."""
