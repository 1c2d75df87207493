"""The grid of crossings that the user sees: figures in each, “not served” in the empty ones, keys and mouse."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cmoplanner.i18n import _
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.grid.crossing import Crossing, CrossingModel
from cmoplanner.ui.widgets.grid.model import Index

CELL = QSize(196, 96)
_HEAD = 40
_LINES = 176
_PAD = 10
_RANKS = {1: "accent", 2: "text", 3: "text_2"}


class CrossingView(QTableView):
    """Tells which crossings are chosen, and where the user wants a row, none, or its form."""

    wanted = Signal(object)  # an empty crossing that is to be served
    opened = Signal(object)  # a crossing whose row is to be opened
    chosen = Signal()

    def __init__(self, theme: Theme, model: CrossingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.crossings = model
        self.setProperty("role", "grid")
        self.setAccessibleName(_("Market grid"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setModel(model)
        self.setHorizontalHeader(_Names(theme, model, Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Names(theme, model, Qt.Orientation.Vertical, self))
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setItemDelegate(_CrossingDelegate(theme, model, self.currentIndex, self))
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.doubleClicked.connect(self._go_into)
        theme.changed.connect(self.viewport().update)

    def selected_ids(self) -> list[str]:
        """Return the ids of the rows at the selected crossings."""
        found = [self.crossings.at(index) for index in self.selectionModel().selectedIndexes()]
        return [row_id for crossing in found if crossing for row_id in (crossing.id, *crossing.others)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and index.isValid():
            self._go_into(index)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton or self.crossings.at(index):
            return
        if serve_rect(self.visualRect(index)).contains(event.position()):
            self.wanted.emit(index)

    def _go_into(self, index: Index) -> None:
        (self.opened if self.crossings.at(index) else self.wanted).emit(index)


def serve_rect(cell: QRect) -> QRectF:
    """Return where the words stand on which a click serves an empty crossing."""
    return QRectF(cell.left() + _PAD, cell.bottom() - 34, 84, 26)


class _Names(QHeaderView):
    """The names of lines or columns, on the band, cut with an ellipsis."""

    def __init__(self, theme: Theme, model: CrossingModel, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._theme = theme
        self._model = model
        across = orientation is Qt.Orientation.Horizontal
        self.setDefaultSectionSize(CELL.width() if across else CELL.height())
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(_HEAD) if across else self.setFixedWidth(_LINES)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        across = self.orientation() is Qt.Orientation.Horizontal
        color = self._theme.color
        names = self._model.columns if across else self._model.lines
        painter.save()
        painter.fillRect(rect, color("band"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border_strong" if across else "border"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), color("border" if across else "border_strong"))
        painter.setFont(self._theme.font(12, 600))
        painter.setPen(color("text"))
        room = rect.adjusted(_PAD, 4, -_PAD, -4)
        text = names[section][1]
        if across:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, text)
        painter.restore()


class _CrossingDelegate(QStyledItemDelegate):
    def __init__(
        self, theme: Theme, model: CrossingModel, current: Callable[[], Index], view: QAbstractItemView
    ) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._current = current

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        color, rect = self._theme.color, option.rect
        crossing = self._model.at(index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, color("accent_weak" if chosen else "surface" if crossing else "window"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), color("border"))
        room = QRectF(rect).adjusted(_PAD, 8, -_PAD, -8)
        if crossing is None:
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver) or index == self._current()
            self._paint_empty(painter, rect, room, hovered=hovered)
        else:
            self._paint_crossing(painter, room, crossing)
            self._paint_wrong(painter, rect, crossing)
        if index == self._current():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_empty(self, painter: QPainter, rect: QRect, room: QRectF, *, hovered: bool) -> None:
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.color("text_2"))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, _("Not served"))
        if hovered:
            painter.setFont(self._theme.font(12, 500))
            painter.setPen(self._theme.color("accent"))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(serve_rect(rect), side, _("+ Serve"))

    def _paint_crossing(self, painter: QPainter, room: QRectF, crossing: Crossing) -> None:
        color = self._theme.color
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        top = QRectF(room.left(), room.top(), room.width(), 18)
        painter.setFont(self._theme.font(12, 600))
        painter.setPen(color("text"))
        painter.drawText(top, right | Qt.AlignmentFlag.AlignVCenter, crossing.head)
        used = painter.fontMetrics().horizontalAdvance(crossing.head) + 8
        painter.setPen(color(_RANKS.get(crossing.rank, "text_2")))
        painter.setFont(self._theme.font(12, 600 if crossing.rank == 1 else 400))
        word = painter.fontMetrics().elidedText(crossing.word, Qt.TextElideMode.ElideRight, int(room.width() - used))
        painter.drawText(top, left | Qt.AlignmentFlag.AlignVCenter, word)
        for i, (label, value) in enumerate(crossing.figures):
            half = room.width() / 2 - 6
            x = room.left() + (i % 2) * (half + 12)
            place = QRectF(x, room.top() + 23 + 29 * (i // 2), half, 28)
            painter.setFont(self._theme.font(10))
            painter.setPen(color("text_2"))
            name = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, int(half))
            painter.drawText(place, left | Qt.AlignmentFlag.AlignTop, name)
            painter.setFont(self._theme.font(12, 500))
            painter.setPen(color("text" if value else "text_3"))
            painter.drawText(place, left | Qt.AlignmentFlag.AlignBottom, value or "–")

    def _paint_wrong(self, painter: QPainter, rect: QRect, crossing: Crossing) -> None:
        if crossing.wrong:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("negative"))
            corner = QPointF(rect.right() + 1, rect.top())
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(8, 0), corner + QPointF(0, 8)]))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL
