"""The halves of the budget grid: names that stay, figures that scroll; by its handle a block fills its neighbours."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from cmoplanner.ui.budget.head import BudgetHead
from cmoplanner.ui.budget.model import BudgetModel
from cmoplanner.ui.budget.painted import INDENT, CellPainter
from cmoplanner.ui.theme import Theme

ROW = 22
FIRST = 1
"""The first column of figures."""

Block = tuple[int, int, int, int]  # top, left, bottom, right


class View(QTableView):
    """One half of the grid."""

    keyed = Signal(object)

    def __init__(self, theme: Theme, model: BudgetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._painted = CellPainter(theme, model)
        self.setProperty("role", "grid")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setModel(model)
        self.setHorizontalHeader(BudgetHead(theme, model, self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            self._painted.paint(painter, self, event.rect(), self.currentIndex())
        finally:
            painter.end()


def cut_from(view: QTableView) -> int:
    """Return where the last column begins if it does not fit whole, else the width: half a figure is a wrong one."""
    wide = view.viewport().width()
    column = view.columnAt(wide - 1)
    left = view.columnViewportPosition(column) if column >= 0 else wide
    return left if 0 < left < wide < left + view.columnWidth(column) else wide


class Figures(View):
    """The half that scrolls sideways and has the keyboard."""

    fold_asked = Signal(int, bool)  # line, whether to fold it
    left_alone = Signal()
    typing_refused = Signal()
    fill_asked = Signal(object, object)  # blocks

    def __init__(self, theme: Theme, model: BudgetModel, parent: QWidget) -> None:
        super().__init__(theme, model, parent)
        self._theme = theme
        self._cells = model
        self._filled: Block | None = None  # what letting go of the handle would fill, while it is dragged
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)

    def block(self) -> Block | None:
        """Return top, left, bottom and right of what is selected, None where nothing is."""
        selection = self.selectionModel().selection()
        if not selection.count():
            return None
        span = selection.at(0)
        return span.top(), max(FIRST, span.left()), span.bottom(), span.right()

    # the handle by which cells are filled

    def handle(self) -> QRect:
        """Return where the handle is: at the last cell of what is selected; nowhere if that is out of sight."""
        block = self.block()
        if block is None:
            return QRect()
        cell = self.visualRect(self.model().index(block[2], block[3]))
        return QRect(cell.right() - 4, cell.bottom() - 4, 7, 7) if cell.isValid() else QRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._on_handle(event) and self.block() is not None:
            self._filled = self.block()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        block = self.block()
        if self._filled is None or block is None:
            on_handle = self._on_handle(event)
            self.viewport().setCursor(Qt.CursorShape.CrossCursor if on_handle else Qt.CursorShape.ArrowCursor)
            super().mouseMoveEvent(event)
            return
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid():
            self.scrollTo(index)
            self._filled = self._reach(block, index.row(), index.column(), at)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        filled, self._filled = self._filled, None
        if filled is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().update()
        block = self.block()
        if block is not None and filled != block:
            self.fill_asked.emit(block, filled)

    def _on_handle(self, event: QMouseEvent) -> bool:
        return self.handle().adjusted(-3, -3, 3, 3).contains(event.position().toPoint())

    def _reach(self, block: Block, line: int, place: int, at: QPoint) -> Block:
        """Return the block that is filled when the handle is let go over a cell: downwards or to the right, not both.

        It ends before the first cell that takes no amount.
        """
        top, left, bottom, right = block
        corner = self.handle().center()
        if line > bottom and (place <= right or at.y() - corner.y() >= at.x() - corner.x()):
            while bottom < line and all(self._takes(bottom + 1, column) for column in range(left, right + 1)):
                bottom += 1
        elif place > right:
            while right < place and all(self._takes(row, right + 1) for row in range(top, bottom + 1)):
                right += 1
        return top, left, bottom, right

    def _takes(self, line: int, place: int) -> bool:
        return bool(self._cells.flags(self._cells.index(line, place)) & Qt.ItemFlag.ItemIsEditable)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        left, height = cut_from(self), self.viewport().height()
        painter.fillRect(left, 0, self.viewport().width() - left, height, self._theme.color("surface"))
        accent = self._theme.color("accent")
        if self._filled is not None:
            top, left, bottom, right = self._filled
            first, last = self.model().index(top, left), self.model().index(bottom, right)
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
            painter.drawRect(self.visualRect(first).united(self.visualRect(last)).adjusted(0, 0, -1, -1))
        handle = self.handle()
        if handle.isValid():
            painter.fillRect(handle.adjusted(-1, -1, 0, 0), self._theme.color("surface"))
            painter.fillRect(handle.adjusted(0, 0, -1, -1), accent)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if alt and index.isValid():
                self.fold_asked.emit(index.row(), event.key() == Qt.Key.Key_Left)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if index.isValid():
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.go(-1 if back else 1, 0)
            case Qt.Key.Key_Escape if self._filled is not None:
                self._filled = None
                self.viewport().update()
            case Qt.Key.Key_Escape:
                self.left_alone.emit()
            case _ if self._typed(event) and index.isValid() and not self._takes(index.row(), index.column()):
                self.typing_refused.emit()
            case _:
                super().keyPressEvent(event)

    @staticmethod
    def _typed(event: QKeyEvent) -> bool:
        """Return whether a key begins an amount; F2 asks to edit as well."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and (
            event.key() == Qt.Key.Key_F2 or (event.text().strip().isprintable() and bool(event.text().strip()))
        )

    def keyboardSearch(self, text: str) -> None:
        """Go nowhere: letters and digits are typed into cells."""

    def go(self, lines: int, places: int) -> None:
        """Go on by lines and places, as far as there are any."""
        index = self.currentIndex()
        if not index.isValid():
            return
        line = max(0, min(self.model().rowCount() - 1, index.row() + lines))
        place = max(FIRST, min(self.model().columnCount() - 1, index.column() + places))
        self.setCurrentIndex(self.model().index(line, place))
        self.setFocus()


class Names(View):
    """The half that stays: a click on a chevron folds, any other one selects the row."""

    fold_asked = Signal(int)
    chosen = Signal(int)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        model = self.model()
        if index.isValid() and isinstance(model, BudgetModel) and event.button() is Qt.MouseButton.LeftButton:
            row = model.row(index.row())
            reach = 4 + INDENT * row.level + 18
            if model.table is not None and model.table.opens(row) and event.position().x() <= reach:
                self.fold_asked.emit(index.row())
            else:
                self.chosen.emit(index.row())
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select nothing by dragging over names."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.fold_asked.emit(index.row())
