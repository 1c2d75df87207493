"""The pages of the presentation as a list: dragged into their order, ticked where they are shown."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.presenting import kind_word
from cmoplanner.ui.presenter.slides import Slide
from cmoplanner.ui.theme import Theme

PICTURE = QSize(144, 81)
_ID = Qt.ItemDataRole.UserRole
_ALT = Qt.KeyboardModifier.AltModifier


class DeckList(QListWidget):
    """Rows with a picture, a tick and a title; Alt+Up and Alt+Down move the chosen one, Space ticks it."""

    moved = Signal(str, str)  # a page's id, and that of the page before which it stands now, "" at the end
    ticked = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pressed: QPoint | None = None
        self._gap: int | None = None  # before which row a dragged page would fall
        self.setAccessibleName(_("Pages"))
        self.setIconSize(PICTURE)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._tick)

    def show_pages(self, slides: Sequence[Slide], chosen: str, withheld: Container[str] = ()) -> None:
        """List the pages, without pictures yet; those withheld from the audience, by their ids, say so."""
        self.blockSignals(True)
        self.clear()
        blank = QPixmap(PICTURE)
        blank.fill(self._theme.color("band"))
        for number, slide in enumerate(slides, start=1):
            kind = kind_word(slide.row.kind)
            if slide.row.id in withheld:
                kind = _("{kind} · not for this audience").format(kind=kind)
            item = QListWidgetItem(QIcon(blank), f"{number}  {slide.page.title}\n{kind}")
            item.setData(_ID, slide.row.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if slide.row.shown else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, PICTURE.height() + 12))
            self.addItem(item)
            if slide.row.id == chosen:
                self.setCurrentItem(item)
        self.blockSignals(False)
        if self.currentRow() < 0 and slides:
            self.setCurrentRow(0)
        else:
            self.currentRowChanged.emit(self.currentRow())

    def show_picture(self, row: int, picture: QPixmap) -> None:
        """Show the picture of a page."""
        self.blockSignals(True)
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # it is not tinted
        self.item(row).setIcon(icon)
        self.blockSignals(False)

    def page_id(self, row: int) -> str:
        """Return the id of the page in a row, "" behind the last one."""
        return str(self.item(row).data(_ID)) if 0 <= row < self.count() else ""

    @property
    def chosen(self) -> str:
        """The id of the page that is chosen, "" for none."""
        return self.page_id(self.currentRow())

    def move_chosen(self, step: int) -> None:
        """Move the chosen page by one place."""
        row = self.currentRow()
        if 0 <= row + step < self.count():
            self.moved.emit(self.page_id(row), self.page_id(row + (2 if step > 0 else -1)))

    def _tick(self, item: QListWidgetItem) -> None:
        self.ticked.emit(str(item.data(_ID)), item.checkState() is Qt.CheckState.Checked)

    # dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        on_page = self.itemAt(event.position().toPoint()) is not None
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left and on_page else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif self._gap is not None or (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._gap = self._gap_at(point)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gap, self._gap, self._pressed = self._gap, None, None
        if gap is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().update()
        row = self.currentRow()
        if gap not in (row, row + 1):
            self.moved.emit(self.page_id(row), self.page_id(gap))

    def _gap_at(self, point: QPoint) -> int:
        for row in range(self.count()):
            if point.y() < self.visualItemRect(self.item(row)).center().y():
                return row
        return self.count()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None or not self.count():
            return
        last = self._gap == self.count()
        box = self.visualItemRect(self.item(self._gap - 1 if last else self._gap))
        y = box.bottom() + 1 if last else box.top() - 1
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._theme.color("accent"), 3))
        painter.drawLine(box.left(), y, box.right(), y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.modifiers() & _ALT and step:
            self.move_chosen(step)
        elif event.key() == Qt.Key.Key_Escape and self._gap is not None:
            self._gap = self._pressed = None
            self.viewport().update()
        else:
            super().keyPressEvent(event)
