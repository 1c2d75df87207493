"""How a cell of the budget grid is painted and typed into; what is refused stays in its editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.report.budget.table import Cell, ColumnKind
from cmoplanner.report.budget.tree import RowKind
from cmoplanner.ui.budget.head import PAD, ends_block
from cmoplanner.ui.budget.model import BudgetModel, Index
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_chevron, restyle

Take = Callable[[Index, str, bool], str]
"""Takes what was typed into a cell, for all selected ones if asked; returns why not, "" if it was taken."""

INDENT = 12
_CHEVRON = 16
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BudgetDelegate(QStyledItemDelegate):
    """Paints levels, closed quarters and envelopes that are over; the cursor has a frame."""

    moved_on = Signal(int, int)  # lines and places to go on by, after a value was taken

    def __init__(self, theme: Theme, model: BudgetModel, take: Take, view: QAbstractItemView, owner: QWidget) -> None:
        super().__init__(owner)
        self._theme = theme
        self._cells = model
        self._take = take
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = self._cells.row(index.row()), self._cells.column(index.column())
        cell = self._cells.cell(index.row(), index.column())
        color, rect = self._theme.color, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        group = row.kind not in (RowKind.LINE, RowKind.PAST)
        ground = "accent_weak" if chosen or row.level == 0 else "band" if (group and row.level == 1) else "surface"
        if column.closed and ground == "surface":
            ground = "band"
        painter.save()
        painter.fillRect(rect, color("chart.over_bg") if cell.over else color(ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border"))
        if ends_block(self._cells, index.column()):
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), color("border_strong"))
        if column.kind is ColumnKind.NAME:
            self._paint_name(painter, rect, index, cell)
        else:
            self._paint_amount(painter, rect, cell, size=12 if group and column.kind is not ColumnKind.MONTH else 11)
        if index == self._view.currentIndex():
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_name(self, painter: QPainter, rect: QRect, index: Index, cell: Cell) -> None:
        row, table = self._cells.row(index.row()), self._cells.table
        line = row.kind in (RowKind.LINE, RowKind.PAST)
        left = rect.left() + 4 + INDENT * row.level
        if table is not None and table.opens(row):
            center = QPointF(left + _CHEVRON / 2, rect.center().y() + 0.5)
            paint_chevron(
                painter, center, self._theme.color("text_2"), "right" if row.path in table.folded else "down", 3.5
            )
        room = QRect(left + _CHEVRON, rect.top(), rect.right() - left - _CHEVRON - PAD, rect.height())
        painter.setFont(self._theme.font(11 if line else 12, 600 if cell.strong else 400 if line else 500))
        painter.setPen(self._theme.color("text_2" if line else "text"))
        if cell.mark:
            room.setRight(room.right() - self._paint_mark(painter, room, cell.mark))
        text = " ".join(cell.text.split())
        painter.drawText(room, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))

    def _paint_mark(self, painter: QPainter, room: QRect, mark: str) -> int:
        """Paint what is special about a line at the right of its name; return the width that it takes."""
        painter.save()
        painter.setFont(self._theme.font(10, 500))
        painter.setPen(self._theme.color("text_3"))
        painter.drawText(room, _RIGHT, mark)
        wide = painter.fontMetrics().horizontalAdvance(mark) + 6
        painter.restore()
        return wide

    def _paint_amount(self, painter: QPainter, rect: QRect, cell: Cell, size: int) -> None:
        if not cell.text:
            return
        room = QRectF(rect).adjusted(2, 0, -PAD, -1)
        color = self._theme.color
        painter.setFont(self._theme.font(size, 600 if cell.strong else 400))
        if cell.over:
            painter.setPen(QPen(color("negative"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.drawText(room.adjusted(2, 0, 0, 0), _LEFT, _("over"))
        painter.setPen(color(cell.role))
        painter.drawText(room, _RIGHT, cell.text)

    # typing

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
