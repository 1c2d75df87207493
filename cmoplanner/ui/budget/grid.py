"""The grid of the budget page: names that stay, figures that scroll, one cursor; edits are asked for, not made."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.budget.table import Column, ColumnKind, Path, Table
from cmoplanner.report.budget.tree import BudgetRow
from cmoplanner.ui.budget.delegate import BudgetDelegate, Take
from cmoplanner.ui.budget.halves import FIRST, Block, Figures, Names
from cmoplanner.ui.budget.head import PAD, WIDTHS
from cmoplanner.ui.budget.model import BudgetModel
from cmoplanner.ui.theme import Theme

__all__ = ["Block", "BudgetGrid"]

_MOST_NAMES = 300  # px
_MOST_MEASURED = 200  # rows in which columns look for their widest amount


class BudgetGrid(QWidget):
    """Both halves beside each other over one model and one selection."""

    fold_asked = Signal(object, bool)  # path, whether to fold it
    quarter_asked = Signal(int)
    sort_asked = Signal(str)
    selected = Signal()
    left = Signal()
    menu_asked = Signal(QPoint)
    typing_refused = Signal()
    moved = Signal()
    fill_asked = Signal(object, object)  # the block to fill from, and the larger one that is filled

    def __init__(self, theme: Theme, model: BudgetModel, take: Take, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cells = model
        self.names = Names(theme, model, self)
        self.figures = Figures(theme, model, self)
        self.names.setSelectionModel(self.figures.selectionModel())
        self.names.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names.setAutoScroll(False)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setAccessibleName(_("Envelopes and lines"))
        self.figures.setAccessibleName(_("Budget"))
        self.figures.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.figures.setTabKeyNavigation(True)
        delegate = BudgetDelegate(take, self.figures, self)
        delegate.moved_on.connect(self.figures.go)
        self.figures.setItemDelegate(delegate)
        self.names.setFixedWidth(WIDTHS[ColumnKind.NAME])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._left = QVBoxLayout()
        self._left.addWidget(self.names)
        row.addLayout(self._left)
        row.addWidget(self.figures, 1)
        self.setFocusProxy(self.figures)
        self._connect()
        theme.changed.connect(self._repaint)

    def _connect(self) -> None:
        bar = self.figures.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._keep_level())
        self.names.verticalScrollBar().valueChanged.connect(bar.setValue)
        self.names.verticalScrollBar().rangeChanged.connect(lambda *_range: self._keep_level())
        self.figures.horizontalScrollBar().rangeChanged.connect(self._level)
        self.names.fold_asked.connect(self._flip)
        self.names.chosen.connect(self._choose)
        self.figures.fold_asked.connect(self._fold)
        self.figures.left_alone.connect(self.left)
        self.figures.fill_asked.connect(self.fill_asked)
        self.figures.typing_refused.connect(self.typing_refused)
        self.figures.selectionModel().selectionChanged.connect(lambda *_given: self.selected.emit())
        self.figures.selectionModel().currentChanged.connect(lambda *_given: self.names.viewport().update())
        self.figures.selectionModel().currentChanged.connect(lambda *_given: self.moved.emit())
        for view in (self.names, self.figures):
            view.horizontalHeader().sectionClicked.connect(self._head_clicked)
            view.customContextMenuRequested.connect(
                lambda at, view=view: self.menu_asked.emit(view.viewport().mapToGlobal(at))
            )

    def show_table(self, table: Table) -> None:
        """Show a table; the cursor and the sight stay where they were as far as that is still there."""
        before, current = self.cells.table, self.figures.currentIndex()
        path = self.cells.row(current.row()).path if before and current.isValid() else ()
        key = self.cells.column(current.column()).key if before and current.isValid() else ColumnKind.PLANNED.value
        block = self.block()
        across, down = self.figures.horizontalScrollBar().value(), self.figures.verticalScrollBar().value()
        keys = [one.key for one in before.columns] if before else []
        self.cells.show(table)
        self._measure(table, anew=keys != [one.key for one in table.columns])
        if self.figures.currentIndex().isValid():
            return
        line, place = max(0, self.cells.line_of(path)), max(FIRST, table.place(key))
        if (
            block is not None
            and block[:2] != block[2:]
            and block[2] < len(table.rows)
            and block[3] < len(table.columns)
        ):
            self.select(*block)
        elif table.rows:
            self.figures.setCurrentIndex(self.cells.index(line, place))
        self.figures.horizontalScrollBar().setValue(across)
        self.figures.verticalScrollBar().setValue(down)

    def _keep_level(self) -> None:
        """Bring the names beside their figures, also where they have not laid out new rows yet."""
        bar, figures = self.names.verticalScrollBar(), self.figures.verticalScrollBar()
        if bar.maximum() < figures.value():
            self.names.doItemsLayout()
        bar.setValue(figures.value())

    def _level(self, least: int, most: int) -> None:
        """End the names where the figures end, over the bar that scrolls them sideways."""
        height = self.figures.horizontalScrollBar().sizeHint().height() if most > least else 0
        self._left.setContentsMargins(0, 0, 0, height)

    def _measure(self, table: Table, *, anew: bool) -> None:
        """Give columns their widths: the usual ones, or what the largest amounts need."""
        for place, column in enumerate(table.columns):
            if anew:
                self.figures.setColumnHidden(place, place < FIRST)
                self.names.setColumnHidden(place, place >= FIRST)
            if place >= FIRST:
                wide = max(WIDTHS[column.kind], self._needed(table, place))
                if wide != self.figures.columnWidth(place):
                    self.figures.setColumnWidth(place, wide)
        self._share_room()

    def _needed(self, table: Table, place: int) -> int:
        """Return how wide the amounts of the total and the first groups are in a column."""
        metrics = QFontMetrics(self._theme.font(12, 600))
        rows = [line for line, row in enumerate(table.rows[:_MOST_MEASURED]) if row.level < 2]
        texts = [self.cells.cell(line, place).text for line in rows]
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + PAD + 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give the names what the figures leave, so that long ones are read whole."""
        table = self.cells.table
        if table is None:
            return
        least = WIDTHS[ColumnKind.NAME]
        figures = sum(self.figures.columnWidth(place) for place in range(FIRST, len(table.columns)))
        left = self.width() - least - figures - self.figures.verticalScrollBar().sizeHint().width()
        wide = least + max(0, min(_MOST_NAMES - least, left))
        if wide != self.names.columnWidth(0) or wide != self.names.minimumWidth():
            self.names.setFixedWidth(wide)
            self.names.setColumnWidth(0, wide)

    # what is selected

    def block(self) -> Block | None:
        """Return top, left, bottom and right of what is selected, None where nothing is."""
        return self.figures.block()

    def select(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a block; its upper left cell becomes the current one."""
        keeper, flags = self.figures.selectionModel(), QItemSelectionModel.SelectionFlag
        keeper.setCurrentIndex(self.cells.index(top, left), flags.NoUpdate)
        chosen = QItemSelection(self.cells.index(top, left), self.cells.index(bottom, right))
        keeper.select(chosen, flags.ClearAndSelect)

    def current(self) -> tuple[BudgetRow, Column] | None:
        """Return row and column of the cursor."""
        index = self.figures.currentIndex()
        if not index.isValid() or self.cells.table is None:
            return None
        return self.cells.row(index.row()), self.cells.column(index.column())

    def selected_rows(self) -> list[BudgetRow]:
        """Return the rows with a selected cell, as they stand."""
        block = self.block()
        return [self.cells.row(line) for line in range(block[0], block[2] + 1)] if block else []

    def go_to(self, path: Path, key: str) -> None:
        """Bring a cell into sight and the cursor into it."""
        line, place = self.cells.line_of(path), self.cells.table.place(key) if self.cells.table else -1
        if line >= 0 and place >= FIRST:
            index = self.cells.index(line, place)
            self.figures.setCurrentIndex(index)
            self.figures.scrollTo(index)
            self.figures.setFocus()

    def rect_of(self, path: Path, key: str) -> tuple[QWidget, QPoint]:
        """Return the half and the place in it where a cell's middle is, for the name under key "name" too."""
        view = self.names if key == ColumnKind.NAME.value else self.figures
        place = self.cells.table.place(key) if self.cells.table else -1
        return view.viewport(), view.visualRect(self.cells.index(self.cells.line_of(path), place)).center()

    # what is asked

    def _flip(self, line: int) -> None:
        table = self.cells.table
        row = self.cells.row(line)
        if table is not None and table.opens(row):
            self.fold_asked.emit(row.path, row.path not in table.folded)

    def _fold(self, line: int, folded: bool) -> None:
        table, row = self.cells.table, self.cells.row(line)
        if table is None:
            return
        if folded and (not table.opens(row) or row.path in table.folded) and row.path:
            self.go_to(row.path[:-1], self.cells.column(self.figures.currentIndex().column()).key)
        elif table.opens(row):
            self.fold_asked.emit(row.path, folded)

    def _choose(self, line: int) -> None:
        self.figures.setFocus()
        self.select(line, FIRST, line, self.cells.columnCount() - 1)

    def _head_clicked(self, section: int) -> None:
        column = self.cells.column(section)
        if column.kind is ColumnKind.QUARTER:
            self.quarter_asked.emit(column.number)
        else:
            self.sort_asked.emit(column.key)

    def _repaint(self) -> None:
        for view in (self.names, self.figures):
            view.viewport().update()
            view.horizontalHeader().viewport().update()
