"""How a cell of the budget grid is typed into; what is refused stays in its editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmoplanner.ui.budget.model import Index
from cmoplanner.ui.widgets.controls import restyle

Take = Callable[[Index, str, bool], str]
"""Takes what was typed into a cell, for all selected ones if asked; returns why not, "" if it was taken."""


class BudgetDelegate(QStyledItemDelegate):
    """Opens the editor of a cell and takes what was typed."""

    moved_on = Signal(int, int)  # lines and places to go on by, after a value was taken

    def __init__(self, take: Take, view: QAbstractItemView, owner: QWidget) -> None:
        super().__init__(owner)
        self._take = take
        self._view = view

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setProperty("role", "cell")
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was typed when the editor closes by losing the keyboard."""
        self._commit(editor, index, to_all=False)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        wide = max(option.rect.width(), 96)
        editor.setGeometry(option.rect.right() - wide + 1, option.rect.top(), wide, option.rect.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _step(event)
            if step is not None:
                self._end(watched, event, step)
                return True
        return bool(super().eventFilter(watched, event))

    def _end(self, editor: QWidget, event: QKeyEvent, step: tuple[int, int]) -> None:
        to_all = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        why = self._commit(editor, self._view.currentIndex(), to_all=to_all)
        restyle(editor, "invalid", bool(why))
        if not why:
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            if not to_all:
                self.moved_on.emit(*step)

    def _commit(self, editor: QWidget, index: Index, *, to_all: bool) -> str:
        if not isinstance(editor, QLineEdit) or not (editor.isModified() or to_all):
            return ""
        why = self._take(index, editor.text(), to_all)
        if not why:
            editor.setModified(False)
        return why


def _step(event: QKeyEvent) -> tuple[int, int] | None:
    """Return where a key that ends typing leads, None for other keys."""
    back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    match event.key():
        case Qt.Key.Key_Return | Qt.Key.Key_Enter:
            return (-1 if back else 1, 0)
        case Qt.Key.Key_Tab:
            return (0, 1)
        case Qt.Key.Key_Backtab:
            return (0, -1)
    return None
