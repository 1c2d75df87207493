"""A FigureTable as a grid: figures right-aligned, bars beside them, sums under a line; a figure can be asked why."""

from math import ceil
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeaderV2,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cmoplanner.report.figure_table import Entry, FigureTable
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme

ROW, HEAD = 22, 26
_PAD, _BAR = 8, 9
_FIGURE = 74  # what a figure beside a bar needs at least
_ASIDE, _GAP = 64, 6  # the room of a small second text, and between it and the figure
_LEAST_BAR, _LEAST_NAME = 24, 110
_FADED = 0.45

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FigureModel(QAbstractTableModel):
    """The entries of a FigureTable."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = FigureTable((), ())

    def show_table(self, table: FigureTable) -> None:
        """Take other values; the cursor stays where the shape is the same."""
        if len(table.lines) == len(self.table.lines) and table.columns == self.table.columns:
            self.table = table
            if table.lines:
                last = self.index(len(table.lines) - 1, len(table.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def entry(self, index: Index) -> Entry:
        """Return what is in a cell."""
        return self.table.lines[index.row()].entries[index.column()]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{entry.text} {entry.aside}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(entry.full or entry.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.table.columns[index.column()].title}: {entry.full or entry.text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.table.columns):
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(f"{column.title}\n{column.help}" if column.help else column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class _Entries(QStyledItemDelegate):
    """Paints an entry: its bar, its text, its small second text."""

    def __init__(self, theme: Theme, view: "FigureGrid") -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._view.figures
        line, entry = model.table.lines[index.row()], model.entry(index)
        box = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        chosen = self._view.currentIndex().row() == index.row() and self._view.hasFocus()
        if chosen:
            painter.fillRect(box, color("accent_weak"))
        if line.foot and (index.row() == 0 or not model.table.lines[index.row() - 1].foot):
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), color("border_strong"))
        if self._view.faded:
            painter.setOpacity(_FADED)
        room = box.adjusted(_PAD, 0, -_PAD, 0)
        if entry.bar is not None:
            figure = self._view.beside[index.column()]
            self._paint_bar(painter, entry, room.adjusted(0, 0, -figure, 0))
            room.setLeft(room.right() - figure)
        number = model.table.columns[index.column()].number
        asks = bool(entry.key) and bool(state & QStyle.StateFlag.State_MouseOver)
        aside = index.column() in self._view.asides
        self._paint_text(painter, entry, room, number=number, aside=aside, underlined=asks)
        if chosen and self._view.currentIndex() == index:
            painter.setOpacity(1)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        painter.restore()

    def _paint_bar(self, painter: QPainter, entry: Entry, room: QRectF) -> None:
        """Draw the bar from the left; one below zero has only its colour to say so beside its sign."""
        if room.width() < 8 or not entry.bar:
            return
        top = room.center().y() - _BAR / 2
        wide = min(1.0, abs(entry.bar)) * room.width()
        role = "negative" if entry.bar < 0 else entry.bar_role
        painter.fillRect(QRectF(room.left(), top, max(1.0, wide), _BAR), self._theme.color(role))
        if entry.tick is not None:
            x = round(room.left() + entry.tick * room.width()) + 0.5
            painter.setPen(QPen(self._theme.color("text"), 1))
            painter.drawLine(QPointF(x, top - 2), QPointF(x, top + _BAR + 2))

    def _paint_text(
        self, painter: QPainter, entry: Entry, room: QRectF, *, number: bool, aside: bool, underlined: bool
    ) -> None:
        level = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        if entry.aside:
            painter.setFont(self._theme.font(11))
            wide = painter.fontMetrics().horizontalAdvance(entry.aside)
            place = max(_ASIDE, wide)
            painter.setPen(self._theme.color(entry.aside_role))
            painter.drawText(QRectF(room.right() - place, room.top(), place, room.height()), level, entry.aside)
            room = room.adjusted(0, 0, -place - _GAP, 0)
        elif aside:  # in line with the figures that have one
            room = room.adjusted(0, 0, -_ASIDE - _GAP, 0)
        font = self._theme.font(12, 600 if entry.strong else 400)
        font.setUnderline(underlined)
        painter.setFont(font)
        painter.setPen(self._theme.color(entry.role))
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | level, text)


class _Heads(QHeaderView):
    """Writes a title above the figures of its column, not above their small second texts."""

    def __init__(self, view: "FigureGrid") -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        if logical not in self._view.asides:
            super().paintSection(painter, rect, logical)
            return
        option = QStyleOptionHeaderV2()
        self.initStyleOption(option)
        self.initStyleOptionForIndex(option, logical)
        option.rect = rect
        self.style().drawControl(QStyle.ControlElement.CE_HeaderSection, option, painter, self)
        option.rect = self.title_room(rect)
        self.style().drawControl(QStyle.ControlElement.CE_HeaderLabel, option, painter, self)

    def title_room(self, section: QRect) -> QRect:
        """Return where the title of a column with second texts stands."""
        return section.adjusted(_PAD, 0, -_ASIDE - _GAP - _PAD, 0)


class FigureGrid(QTableView):
    """As high as its rows up to `most` of them; Enter or a click on a figure with a key asks for it."""

    asked = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, *, most: int = 18) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most = most
        self.faded = False
        self.asides: frozenset[int] = frozenset()
        self.beside: dict[int, float] = {}  # the room of the figures beside bars, by column
        self.figures = FigureModel(self)
        self.setHorizontalHeader(_Heads(self))
        self.setModel(self.figures)
        self.setItemDelegate(_Entries(theme, self))
        self.setProperty("role", "grid")
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        side, head = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW)
        head.setFixedHeight(HEAD)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(24)
        head.setSectionsClickable(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.clicked.connect(self._ask)
        theme.changed.connect(self.viewport().update)

    def show_table(self, table: FigureTable) -> None:
        """Show these figures."""
        self.asides = table.asides
        self.beside = self._beside(table)
        self.figures.show_table(table)
        self._share_width()

    def fade(self, faded: bool) -> None:
        """Show the figures pale: they are of an earlier plan."""
        if faded is not self.faded:
            self.faded = faded
            self.viewport().update()

    def _beside(self, table: FigureTable) -> dict[int, float]:
        metrics = QFontMetricsF(self._theme.font(12, 600))
        found: dict[int, float] = {}
        for line in table.lines:
            for i, entry in enumerate(line.entries):
                if entry.bar is not None:
                    found[i] = max(found.get(i, _FIGURE), ceil(metrics.horizontalAdvance(entry.text)) + 1)
        return found

    def _share_width(self) -> None:
        """Give every column its width, or what it needs where room is short, and what is left to those that grow.

        A figure is never cut: its column is as wide as it needs.
        """
        columns = self.figures.table.columns
        room = self.viewport().width()
        growing = [i for i, column in enumerate(columns) if column.grows]
        needed = [self._needed(i) for i in range(len(columns))]
        wished = [
            max(column.width, needed[i]) if column.grows or column.number else column.width
            for i, column in enumerate(columns)
        ]
        if sum(wished) > room:
            least = [self._figures(i) if column.number else 0 for i, column in enumerate(columns)]
            wished = [max(min(column.width, needed[i]), least[i]) for i, column in enumerate(columns)]
        widths = [column.width if column.grows else wished[i] for i, column in enumerate(columns)]
        spare = room - sum(widths)
        for i in growing:
            widths[i] = max(min(widths[i], _LEAST_NAME), widths[i] + spare // len(growing))
        for i, width in enumerate(widths):
            self.setColumnWidth(i, width)
        bar = self.horizontalScrollBar().sizeHint().height() if sum(widths) > room else 0
        self.setFixedHeight(HEAD + max(1, min(self._most, len(self.figures.table.lines))) * ROW + 2 + bar)

    def _needed(self, column: int) -> int:
        """Return the room in which a column's title and first entries are not cut."""
        title = self.horizontalHeader().fontMetrics().horizontalAdvance(self.figures.table.columns[column].title)
        return max(title + 3 * _PAD + 1, self._figures(column))

    def _figures(self, column: int) -> int:
        """Return the room in which a column's first entries are not cut."""
        table, wide = self.figures.table, 0.0
        metrics = QFontMetricsF(self._theme.font(12, 600))
        for line in table.lines[: self._most]:
            entry = line.entries[column]
            own = metrics.horizontalAdvance(entry.text) if entry.bar is None else self.beside[column] + _LEAST_BAR
            wide = max(wide, own + (_ASIDE + _GAP if column in self.asides else 0))
        return ceil(wide) + 2 * _PAD + 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _ask(self, index: QModelIndex) -> None:
        key = self.figures.entry(index).key
        if key:
            self.asked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._ask(self.currentIndex())
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page where the table itself has nothing to scroll."""
        bar = self.verticalScrollBar()
        if bar.maximum() == 0:
            event.ignore()
            return
        super().wheelEvent(event)
