"""The one place where the document's notices become a Qt signal."""

from PySide6.QtCore import QObject, Signal

from cmoplanner.model.store.document import Changes, Document


class Bridge(QObject):
    """Emits `changed` with the model's Changes after each edit, undo and redo."""

    changed = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe = document.subscribe(self._tell)

    def _tell(self, changes: Changes) -> None:
        self.changed.emit(changes)

    def close(self) -> None:
        """Stop listening to the document."""
        self._unsubscribe()
