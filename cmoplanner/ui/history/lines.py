"""A list of painted lines under heads: acts, versions, differences, backups. Smooth with thousands, all by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from cmoplanner.ui.icons import paint_icon
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_HEAD, _ONE, _TWO = 30, 32, 46  # heights in px: a head, a row of one line, a row of two
_LINE = 17  # px from one line of a text to the next
_EDGE = 12
_GUTTER = 22  # px at the left, for the icon
_BATCH = 200
_MANY = 3_000  # lines: from here on they are laid out bit by bit


@dataclass(frozen=True, slots=True)
class Line:
    """A head, or a row with a text, a detail under it, and a word at the right.

    `icon` names an icon, or "dot" for a filled point; `role` is its colour. A faint row is greyed; the text of a
    long one takes two lines.
    """

    key: str
    text: str
    detail: str = ""
    aside: str = ""
    icon: str = ""
    role: str = "text_2"
    faint: bool = False
    head: bool = False
    long: bool = False

    @property
    def spoken(self) -> str:
        """All of it in one line, for those who listen."""
        return ", ".join(part for part in (self.text, self.detail, self.aside) if part)


class LinesModel(QAbstractListModel):
    """The lines as a model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    @property
    def lines(self) -> Sequence[Line]:
        """The lines as they are shown."""
        return tuple(self._lines)

    def line(self, index: Index) -> Line:
        """Return the line of an index."""
        return self._lines[index.row()]

    def row_of(self, key: str) -> int:
        """Return where the line with this key is; -1 if there is none."""
        return next((row for row, line in enumerate(self._lines) if line.key == key and not line.head), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._lines[index.row()].head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LineDelegate(QStyledItemDelegate):
    """Paints a line; what is cut is in its tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._long: dict[tuple[str, str, int], bool] = {}  # text, aside and room: whether it takes two lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = self._line(index)
        if line.head:
            return QSize(120, _HEAD)
        height = _TWO if line.detail else _ONE
        if line.long and isinstance(option.widget, QAbstractItemView):
            key = (line.text, line.aside, option.widget.viewport().width())
            if key not in self._long:
                self._long[key] = len(self._texts(line, QRect(0, 0, key[2], _ONE))) > 1
            height += _LINE if self._long[key] else 0
        return QSize(120, height)

    @staticmethod
    def _line(index: Index) -> Line:
        model = index.model()
        if not isinstance(model, LinesModel):
            raise TypeError("lines are painted from their own model")
        return model.line(index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._line(index)
        if line.head:
            self._paint_head(painter, option.rect, line)
        else:
            self._paint_ground(painter, option)
            self._paint_row(painter, option.rect, line)
        painter.restore()

    def _paint_head(self, painter: QPainter, room: QRect, line: Line) -> None:
        painter.setFont(self._theme.font(11, 600))
        painter.setPen(self._theme.color("text_2"))
        inside = room.adjusted(_EDGE, 8, -_EDGE, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line.text)
        painter.setFont(self._theme.font(11))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.aside)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if not chosen and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        place = QRectF(option.rect).adjusted(4.5, 1.5, -4.5, -1.5)
        focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(self._theme.color("accent"), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_weak" if chosen else "band"))
        painter.drawRoundedRect(place, 5, 5)

    def _paint_row(self, painter: QPainter, room: QRect, line: Line) -> None:
        color = self._theme.color
        first, second, aside = self._places(room, line)
        if line.icon == "dot":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(line.role))
            painter.drawEllipse(QPointF(_EDGE + 7, first.center().y() + 0.5), 4, 4)
        elif line.icon:
            place = QRectF(_EDGE, first.center().y() - 6.5, 14, 14)
            paint_icon(painter, line.icon, place, color("text_3" if line.faint else line.role))
        painter.setPen(color("text_3" if line.faint else "text"))
        painter.setFont(self._fonts()[0])
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        for number, text in enumerate(self._texts(line, room)):
            painter.drawText(first.translated(0, number * _LINE), flags, text)
        painter.setPen(color("text_3" if line.faint else "text_2"))
        painter.setFont(self._fonts()[1])
        painter.drawText(second, flags, _cut(painter, line.detail, second))
        painter.drawText(aside, flags | Qt.AlignmentFlag.AlignRight, line.aside)

    def _fonts(self) -> tuple[QFont, QFont]:
        return self._theme.font(13, 500), self._theme.font(12)

    def _texts(self, line: Line, room: QRect) -> tuple[str, ...]:
        """Return the lines that the text takes."""
        return _lines(line.text, self._fonts()[0], self._places(room, line)[0].width(), 2 if line.long else 1)

    def _places(self, room: QRect, line: Line) -> tuple[QRect, QRect, QRect]:
        """Return where the first line of the text, the detail and the aside stand."""
        wide = QFontMetrics(self._fonts()[1]).horizontalAdvance(line.aside) + 2 if line.aside else 0
        left, right = _EDGE + _GUTTER, room.width() - _EDGE
        height = 20
        top = room.top() + (4 if line.detail else 6)
        first = QRect(left, top, right - left - (wide + 8 if wide else 0), height)
        second = QRect(left, room.bottom() - 22, right - left, height - 2)
        return first, second, QRect(right - wide, top, wide, height)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if not index.isValid():
            return False
        line = self._line(index)
        _first, second, _aside = self._places(option.rect, line)
        shown = self._texts(line, option.rect)
        cut = [line.text] if shown and shown[-1].endswith("…") and not line.text.endswith("…") else []
        if QFontMetrics(self._fonts()[1]).horizontalAdvance(line.detail) > second.width():
            cut.append(line.detail)
        QToolTip.showText(event.globalPos(), plain_tooltip("\n".join(cut)), view)
        return True


class LinesView(QListView):
    """The list itself: arrows pass over heads, Enter and a double click choose."""

    chosen = Signal(str)
    selected = Signal(str)  # the key of the current line, "" for none
    key_pressed = Signal(str, int)  # the key of the current line, and the keyboard's key that the list has no use for

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(theme, self))
        self.setAccessibleName(name)
        self.setProperty("role", "lines")
        self.setBatchSize(_BATCH)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._choose)
        self.selectionModel().currentChanged.connect(self._moved)
        theme.changed.connect(self.viewport().update)

    @property
    def key(self) -> str:
        """The key of the current line, "" for none."""
        index = self.currentIndex()
        return self.lines.line(index).key if index.isValid() else ""

    def show_lines(self, lines: Sequence[Line], current: str = "") -> None:
        """Show other lines; the one that was current stays so, unless another is named, and the place is kept."""
        current = current or self.key
        place = self.verticalScrollBar().value()
        many = len(lines) > _MANY
        self.setLayoutMode(QListView.LayoutMode.Batched if many else QListView.LayoutMode.SinglePass)
        self.lines.show_lines(lines)
        self.doItemsLayout()
        row = self.lines.row_of(current) if current else -1
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row))
        self.verticalScrollBar().setValue(place)
        if row < 0:
            self.selected.emit("")

    def go_to_key(self, key: str) -> None:
        """Make a line current and bring it into sight."""
        row = self.lines.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row))
            self.scrollTo(self.lines.index(row))

    def _moved(self, current: Index, _before: Index) -> None:
        self.selected.emit(self.lines.line(current).key if current.isValid() else "")

    def _choose(self, index: Index) -> None:
        if index.isValid() and not self.lines.line(index).head:
            self.chosen.emit(self.lines.line(index).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps:
            self._step(self.currentIndex().row(), steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self._step(-1, 1)
        elif key == Qt.Key.Key_End:
            self._step(self.lines.rowCount(), -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_Backspace):
            self.key_pressed.emit(self.key, key)
        else:
            super().keyPressEvent(event)

    def _step(self, row: int, step: int) -> None:
        """Go to the next row that is no head, in one direction; with none current, to the first."""
        row += step
        while 0 <= row < self.lines.rowCount():
            index = self.lines.index(row)
            if not self.lines.line(index).head:
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return
            row += step
        if step < 0:
            self.scrollToTop()


@lru_cache(maxsize=4096)
def _wrapped(text: str, font: str, width: int, most: int) -> tuple[str, ...]:
    """Return a text as at most so many lines; what has no room ends in an ellipsis."""
    face = QFont()
    face.fromString(font)
    metrics = QFontMetrics(face)
    if most > 1 and metrics.horizontalAdvance(text) > width > 0:
        layout = QTextLayout(text, face)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(width)
        layout.endLayout()
        end = first.textLength()
        rest = metrics.elidedText(text[end:].strip(), Qt.TextElideMode.ElideRight, width)
        return text[:end].strip(), rest
    return (metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),)


def _lines(text: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    return _wrapped(text, font.toString(), width, most)


def _cut(painter: QPainter, text: str, room: QRect) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
