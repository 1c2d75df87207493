"""A line to type into over a list of what fits."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget


class SearchList(QFrame):
    """A line to type into over a list: what fits is narrowed, Enter takes the first, a click takes any."""

    chosen = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find: Callable[[str], Sequence[tuple[str, str]]] = lambda _text: ()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.rows = QListWidget(self)
        self.rows.setUniformItemSizes(True)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.rows)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.rows.itemClicked.connect(self._take)

    def offer(self, find: Callable[[str], Sequence[tuple[str, str]]]) -> None:
        """Set what finds the pairs of id and text for what was typed."""
        self._find = find
        self._narrow(self.search.text())

    def _narrow(self, text: str) -> None:
        self.rows.clear()
        for row_id, name in self._find(text):
            item = QListWidgetItem(name, self.rows)
            item.setData(Qt.ItemDataRole.UserRole, row_id)
        self.rows.setCurrentRow(0)

    def _take(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            row = self.rows.currentRow()
            match event.key():
                case Qt.Key.Key_Down:
                    self.rows.setCurrentRow(min(row + 1, self.rows.count() - 1))
                    return True
                case Qt.Key.Key_Up:
                    self.rows.setCurrentRow(max(row - 1, 0))
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    if item := self.rows.currentItem():
                        self._take(item)
                    return True
        return super().eventFilter(watched, event)
