"""The first column, which stays in sight while the others are scrolled away under it."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.grid.header import GridHeader
from cmoplanner.ui.widgets.grid.model import GridModel


class FrozenColumn(QTableView):
    """Lies over the left edge of a table, shares its model and selection, and shows itself when it is needed."""

    def __init__(self, theme: Theme, model: GridModel, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.setProperty("role", "grid")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setModel(model)
        self.setSelectionModel(table.selectionModel())
        self.head = GridHeader(theme, model, self)
        self.head.setSectionsMovable(False)
        self.setHorizontalHeader(self.head)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(table)
        self.setWordWrap(False)
        self.setAutoScroll(False)
        self.hide()
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.horizontalScrollBar().valueChanged.connect(self.follow)
        table.horizontalHeader().sectionResized.connect(self.follow)
        table.viewport().installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        self.head.sortIndicatorChanged.connect(table.horizontalHeader().setSortIndicator)
        self.doubleClicked.connect(table.edit)

    def follow(self) -> None:
        """Lie where the first column would be, if that is scrolled away."""
        needed = self._table.horizontalScrollBar().value() > 0 and self.model().columnCount() > 1
        self.setVisible(needed)
        if not needed:
            return
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column != 0)
        width = self._table.columnWidth(0)
        self.setColumnWidth(0, width)
        top = self._table.frameWidth()
        left = self._table.verticalHeader().width() + self._table.frameWidth()
        room = self._table.viewport()
        self.setGeometry(left, top, min(width, room.width() * 2 // 3) + 1, room.height() + self.head.height())
        self.verticalScrollBar().setValue(self._table.verticalScrollBar().value())
        head = self._table.horizontalHeader()
        with QSignalBlocker(self.head):
            self.head.setSortIndicator(head.sortIndicatorSection(), head.sortIndicatorOrder())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.follow()
        return super().eventFilter(watched, event)
