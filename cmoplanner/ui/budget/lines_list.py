"""The lists of the panel beside the budget: lines under headings, a name over its details, an amount at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from cmoplanner.report.budget.entries import Difference, Entry, difference_texts, group_names, signed
from cmoplanner.report.formats import Formats
from cmoplanner.ui.budget.model import Index
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_tick

ENTRY = Qt.ItemDataRole.UserRole
ROLE = Qt.ItemDataRole.UserRole + 1
"""Where the colour of an amount is kept."""

_PAD, _GAP, _BOX = 8, 8, 16
_NAME, _DETAIL, _HEAD = 17, 15, 28  # px, heights of lines
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CHECK = Qt.ItemDataRole.CheckStateRole


class _Painter(QStyledItemDelegate):
    """Paints heads on the band, and lines with their tick box, details and amount."""

    def __init__(self, theme: Theme, view: QTreeWidget) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        details = str(index.data() or "").count("\n")
        return QSize(120, _HEAD if _is_head(index) else 2 * 6 + _NAME + details * _DETAIL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        color, rect, head = self._theme.color, option.rect, _is_head(index)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, color("band" if head else "accent_weak" if chosen else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border"))
        amount = str(index.sibling(index.row(), 1).data() or "")
        painter.setFont(self._theme.font(12, 600))
        painter.setPen(color(str(index.data(ROLE) or "text")))
        top = QRect(
            rect.left() + _PAD, rect.top() + (0 if head else 6), rect.width() - 2 * _PAD, _HEAD if head else _NAME
        )
        painter.drawText(top, _RIGHT, amount)
        wide = painter.fontMetrics().horizontalAdvance(amount)
        left = top.left()
        if index.data(_CHECK) is not None:
            self._paint_box(painter, self.box(rect), Qt.CheckState(index.data(_CHECK)))
            left += _BOX + _GAP
        room = QRect(left, top.top(), top.right() - wide - _GAP - left, top.height())
        name, *details = str(index.data() or "").split("\n")
        painter.setPen(color("text"))
        painter.setFont(self._theme.font(12, 600 if head else 500))
        painter.drawText(room, _LEFT, _cut(painter.fontMetrics(), name, room.width()))
        painter.setFont(self._theme.font(11))
        painter.setPen(color("text_2"))
        for number, text in enumerate(details):
            line = QRect(left, top.bottom() + 1 + number * _DETAIL, top.right() - left, _DETAIL)
            painter.drawText(line, _LEFT, _cut(painter.fontMetrics(), text, line.width()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("accent"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        painter.restore()

    @staticmethod
    def box(rect: QRect) -> QRect:
        """Return where the tick box of a line is."""
        return QRect(rect.left() + _PAD, rect.top() + 7, _BOX, _BOX)

    def _paint_box(self, painter: QPainter, box: QRect, state: Qt.CheckState) -> None:
        checked = state is Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        painter.setPen(QPen(color("accent" if checked else "border_strong"), 1))
        painter.setBrush(color("accent" if checked else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if checked:
            paint_tick(painter, QPointF(box.center()) + QPointF(0.5, 0.5), color("on_accent"), state)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tick by a click on the box or by Space."""
        if index.data(_CHECK) is None or index.column():
            return False
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            hit = self.box(option.rect).adjusted(-_PAD, -4, 4, 6).contains(event.position().toPoint())
        else:
            hit = (
                isinstance(event, QKeyEvent)
                and event.type() is QEvent.Type.KeyPress
                and event.key() == Qt.Key.Key_Space
            )
        if not hit:
            return False
        ticked = Qt.CheckState(index.data(_CHECK)) is Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, _CHECK)


def _is_head(index: Index) -> bool:
    return index.data(ENTRY) is None


def _cut(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, width)


class Lines(QTreeWidget):
    """Lines under headings: a name over its detail, an amount at the right; some can be ticked."""

    ticked_changed = Signal()
    opened = Signal(object)

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setProperty("role", "lines")
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Painter(theme, self))
        self.header().setMinimumSectionSize(0)
        self.header().setStretchLastSection(False)
        self.setColumnHidden(1, True)  # the first column paints both: the amount stands beside the name
        self.itemChanged.connect(lambda *_given: self.ticked_changed.emit())
        self.itemActivated.connect(self._open)
        theme.changed.connect(self.viewport().update)

    def show_entries(
        self, entries: Sequence[Entry], formats: Formats, headings: Mapping[str, str] | None = None
    ) -> None:
        """Show other entries; those that were ticked stay so as far as they are still there.

        `headings` are those of the groups where they are not the usual ones.
        """
        before = {(one.group, one.row, one.month) for one in self.ticked()}
        self.blockSignals(True)
        self.clear()
        names = headings if headings is not None else group_names()
        for group in dict.fromkeys(one.group for one in entries):
            parts = [one for one in entries if one.group == group]
            head = self._head(names[group], formats.whole(sum(one.amount for one in parts)))
            for one in parts:
                item = self._item(f"{one.name}\n{one.detail}", formats.whole(one.amount), one)
                if one.ticks:
                    kept = (one.group, one.row, one.month) in before
                    item.setCheckState(0, Qt.CheckState.Checked if kept else Qt.CheckState.Unchecked)
                head.addChild(item)
        self.expandAll()
        self.blockSignals(False)
        self.ticked_changed.emit()

    def show_differences(self, rows: Sequence[Difference], formats: Formats) -> None:
        """Show variances; those that still need a comment say so, and each whether it is good or bad."""
        current = self.currentItem()
        before = current.data(0, ENTRY).variance.id if current is not None and current.data(0, ENTRY) else None
        self.clear()
        for one in rows:
            text = "\n".join(difference_texts(one))
            item = self._item(text, signed(formats, one.variance.difference), one)
            if one.material:
                item.setData(0, ROLE, "negative" if one.variance.difference > 0 else "positive")
            self.addTopLevelItem(item)
            if one.variance.id == before:
                self.setCurrentItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def _head(self, name: str, total: str) -> QTreeWidgetItem:
        head = QTreeWidgetItem([name, total])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setToolTip(0, plain_tooltip(name))
        self.addTopLevelItem(head)
        return head

    def _item(self, text: str, amount: str, entry: object) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, amount])
        item.setToolTip(0, plain_tooltip(text))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text}\n{amount}")
        item.setData(0, ENTRY, entry)
        return item

    def ticked(self) -> list[Entry]:
        """Return the entries that are ticked."""
        return [item.data(0, ENTRY) for item in self.items() if item.checkState(0) is Qt.CheckState.Checked]

    def items(self) -> list[QTreeWidgetItem]:
        """Return the items of the entries, as they stand."""
        heads = [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        found = [head.child(number) for head in heads if head is not None for number in range(head.childCount())]
        return [item for item in found if item is not None]

    def _open(self, item: QTreeWidgetItem, _column: int) -> None:
        found = item.data(0, ENTRY)
        if found is not None:
            self.opened.emit(found)
