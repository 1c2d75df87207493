"""The list of what a plan is made of, in groups, each with its number of rows."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cmoplanner.i18n import _, ngettext
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme

_KEY = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_WRONG = Qt.ItemDataRole.UserRole + 2
_FIGURE = Qt.ItemDataRole.UserRole + 3
WIDTH = 212


class _NounDelegate(QStyledItemDelegate):
    """Paints a group as a caption, a table as a word with its count."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH - 24, 28 if index.data(_KEY) else 32 if index.row() else 24)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        color = self._theme.color
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not index.data(_KEY):
            painter.setFont(self._theme.font(11, 600))
            painter.setPen(color("text_2"))
            room = box.adjusted(10, 0, -10, -4)
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, index.data())
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_weak" if chosen else "band"))
            painter.drawRoundedRect(box, 5, 5)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        self._paint_words(painter, box.adjusted(10, 0, -10, 0), index, chosen=chosen)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, room: QRectF, index: QModelIndex | QPersistentModelIndex, *, chosen: bool
    ) -> None:
        color = self._theme.color
        count, wrong = int(index.data(_COUNT) or 0), int(index.data(_WRONG) or 0)
        painter.setFont(self._theme.font(11, 600 if wrong else 400))
        painter.setPen(color("negative" if wrong else "text_2" if count else "text_3"))
        figure = index.data(_FIGURE) or ""
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, figure)
        used = painter.fontMetrics().horizontalAdvance(figure)
        painter.setFont(self._theme.font(13, 600 if chosen else 400))
        painter.setPen(color("accent" if chosen else "text" if count else "text_2"))
        word = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, int(room.width()) - used - 8)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)


class NounList(QListWidget):
    """Tells which table was chosen, with the mouse or the arrows."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "nouns")
        self.setAccessibleName(_("What the plan is made of"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_NounDelegate(theme, self))
        self._items: dict[str, QListWidgetItem] = {}
        self.currentItemChanged.connect(self._tell)
        theme.changed.connect(self.viewport().update)

    def offer(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Set the groups, each with pairs of key and word."""
        for title, entries in groups:
            head = QListWidgetItem(title, self)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            for key, word in entries:
                item = QListWidgetItem(word, self)
                item.setData(_KEY, key)
                self._items[key] = item

    def show_counts(
        self, counts: Mapping[str, int], wrong: Mapping[str, int], number: Callable[[int], str] = str
    ) -> None:
        """Show how many rows each table has, and in how many of them something is wrong; `number` writes them."""
        for key, item in self._items.items():
            item.setData(_COUNT, counts.get(key, 0))
            item.setData(_WRONG, wrong.get(key, 0))
            count = number(counts.get(key, 0))
            figure = _("{wrong} of {count}").format(wrong=number(wrong[key]), count=count) if wrong.get(key) else count
            item.setData(_FIGURE, figure)
            tip = (
                ngettext("{n} row to correct", "{n} rows to correct", wrong[key]).format(n=number(wrong[key]))
                if wrong.get(key)
                else ""
            )
            item.setToolTip(plain_tooltip(tip))

    def choose(self, key: str) -> None:
        """Choose a table. Raises KeyError if there is none."""
        self.setCurrentItem(self._items[key])

    def _tell(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and item.data(_KEY):
            self.chosen.emit(item.data(_KEY))
