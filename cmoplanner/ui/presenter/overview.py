"""All pages side by side as small pictures; one is chosen with the mouse or the keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.drawn import Drawn
from cmoplanner.ui.presenter.canvas import paint_page
from cmoplanner.ui.presenter.slides import Slides
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme

_AIR = 28
_WORDS = 52  # px below a picture: two lines of its title
_COLUMNS = range(2, 8)


def thumbnail(renderer: Renderer, theme: Theme, drawn: Drawn, size: QSize, ratio: float) -> QPixmap:
    """Return a page as a small picture."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.color("surface"))
    painter = QPainter(pixmap)
    paint_page(painter, renderer, drawn, size)
    painter.end()
    return pixmap


class Overview(QListWidget):
    """The pages in their order; they are painted one after the other, so that nothing waits for all."""

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, renderer: Renderer, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._renderer = renderer
        self._slides: Slides | None = None
        self._left: list[int] = []
        self._size = QSize()
        self.setAccessibleName(_("All pages"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(True)
        self.setSpacing(8)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self._soon = QTimer(self)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._paint_one)
        self.itemClicked.connect(lambda item: self.chosen.emit(self.row(item)))

    def show_pages(self, slides: Slides, current: int) -> None:
        """List the pages with the current one chosen."""
        self._slides = slides
        self.clear()
        cell, size = self._sizes(len(slides.slides))
        self.setIconSize(size)
        self._size = size
        self.setGridSize(cell)
        blank = QPixmap(size)
        blank.fill(self._theme.color("band"))
        for number, slide in enumerate(slides.slides, start=1):
            item = QListWidgetItem(QIcon(blank), f"{number}  {slide.page.title}")
            item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
            item.setToolTip("")
            self.addItem(item)
        self._left = list(range(len(slides.slides)))
        self.setCurrentRow(current)
        self._soon.start()

    def _sizes(self, count: int) -> tuple[QSize, QSize]:
        """Return the size of a cell and of its picture: as large as all have room at once, if they can."""
        found = []
        for across in _COLUMNS:
            wide = (self.width() - 2 * _AIR) // across
            picture = QSize(wide - _AIR, (wide - _AIR) * 9 // 16)
            cell = QSize(wide, picture.height() + _WORDS)
            found.append((cell, picture))
            if cell.height() * -(-count // across) <= self.height() - _AIR:
                return cell, picture
        return found[-1]

    def _paint_one(self) -> None:
        if not self._left or self._slides is None:
            self._soon.stop()
            return
        number = self._left.pop(0)
        item = self.item(number)
        if item is not None:
            drawn = self._slides.drawn(number)
            picture = thumbnail(self._renderer, self._theme, drawn, self._size, self.devicePixelRatioF())
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)  # it is not tinted
            item.setIcon(icon)

    @property
    def painted(self) -> bool:
        """Whether all pages have their picture."""
        return not self._left

    def stop(self) -> None:
        """Paint no more."""
        self._left = []
        self._soon.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentRow())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_O):
            self.closed.emit()
        else:
            super().keyPressEvent(event)
