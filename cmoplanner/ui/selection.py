"""What is selected, shared by the pages and the inspector."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """Ids of one kind, the name of their table: "activity", "campaign", …; "" when nothing is selected."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self._ids: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What the ids are ids of; "" when nothing is selected."""
        return self._kind

    @property
    def ids(self) -> tuple[str, ...]:
        """The selected ids in the order in which they were selected."""
        return self._ids

    def set(self, kind: str, ids: Iterable[str]) -> None:
        """Select these; no ids clear the selection."""
        ids = tuple(dict.fromkeys(ids))
        kind = kind if ids else ""
        if (kind, ids) == (self._kind, self._ids):
            return
        self._kind, self._ids = kind, ids
        self.changed.emit()

    def clear(self) -> None:
        """Select nothing."""
        self.set("", ())
