"""A page on a screen: fitted into any size, sharp at any scale, with its places open to mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from cmoplanner.report.drawn import Drawn, Spot
from cmoplanner.report.timeline.shapes import Region
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme

_KEPT = 4  # painted pages: this one, the next, the one before, and one to spare


class Canvas(QWidget):
    """Shows shapes of a page of fixed size; tells which place was asked for, and clicks beside all places."""

    opened = Signal(object)  # Spot
    pressed = Signal(bool)  # beside all places; with the left button

    def __init__(self, theme: Theme, renderer: Renderer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._renderer = renderer
        self._drawn = Drawn(1920, 1080, [])
        self._painted: dict[tuple[int, int, int, str], tuple[Drawn, QPixmap]] = {}
        self.spot: Spot | None = None
        self.surround = QColor(Qt.GlobalColor.black)
        self.blank: QColor | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def drawn(self) -> Drawn:
        """What is shown."""
        return self._drawn

    def show_page(self, drawn: Drawn, name: str = "") -> None:
        """Show a page; screen readers are told its name and what stands on it."""
        self._drawn = drawn
        self.spot = None
        self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(spot.spoken for spot in drawn.spots))
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def show_blank(self, color: QColor | None) -> None:
        """Show nothing but a colour; None shows the page again."""
        self.blank = color
        self.update()

    def prepare(self, drawn: Drawn) -> None:
        """Paint a page that will be shown soon."""
        self._pixmap(drawn)

    @property
    def places(self) -> list[Spot]:
        """The places that can be opened, in reading order."""
        return [spot for spot in self._drawn.spots if spot.kind != "day"]

    def walk(self, step: int) -> bool:
        """Choose the next or the previous place; from the last on to the first."""
        places = self.places
        if not places:
            return False
        at = places.index(self.spot) + step if self.spot in places else (0 if step > 0 else len(places) - 1)
        self._choose(places[at % len(places)])
        return True

    def open_chosen(self) -> bool:
        """Open the place that is chosen, if one is."""
        if self.spot is None:
            return False
        self.opened.emit(self.spot)
        return True

    def place(self, spot: Spot) -> QRectF:
        """Return where a place stands on the widget."""
        x, y, w, h = spot.box
        scale, origin = self._fit()
        return QRectF(origin.x() + x * scale, origin.y() + y * scale, w * scale, h * scale)

    def spot_at(self, position: QPointF) -> Spot | None:
        """Return the place under a point of the widget."""
        scale, origin = self._fit()
        point = (position - origin) / scale
        return next((spot for spot in reversed(self.places) if spot.holds(point.x(), point.y())), None)

    def _choose(self, spot: Spot | None) -> None:
        if spot is not self.spot:
            self.spot = spot
            self.setToolTip("")
            self.setAccessibleDescription(spot.spoken if spot else "")
            self.update()
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _fit(self) -> tuple[float, QPointF]:
        """Return by what the page is scaled, and where its corner stands."""
        scale = min(self.width() / self._drawn.width, self.height() / self._drawn.height) or 1.0
        left = (self.width() - self._drawn.width * scale) / 2
        top = (self.height() - self._drawn.height * scale) / 2
        return scale, QPointF(left, top)

    # painting

    def _pixmap(self, drawn: Drawn) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = self._size_of(drawn)
        key = (id(drawn), size.width(), size.height(), self._theme.palette.name)
        if key not in self._painted:
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(self._theme.color("surface"))
            painter = QPainter(pixmap)
            paint_page(painter, self._renderer, drawn, QSize(size))
            painter.end()
            while len(self._painted) >= _KEPT:
                del self._painted[next(iter(self._painted))]
            self._painted[key] = (drawn, pixmap)  # the page is held, so that its id is its own
        return self._painted[key][1]

    def _size_of(self, drawn: Drawn) -> QSize:
        scale = min(self.width() / drawn.width, self.height() / drawn.height)
        return QSize(max(1, round(drawn.width * scale)), max(1, round(drawn.height * scale)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.blank is not None:
            painter.fillRect(self.rect(), self.blank)
            return
        painter.fillRect(self.rect(), self.surround)
        pixmap = self._pixmap(self._drawn)
        _scale, origin = self._fit()
        painter.drawPixmap(origin.toPoint(), pixmap)
        if self.spot is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.place(self.spot).adjusted(-3, -3, 3, 3), 8, 8)

    # events

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.walk(1 if forward else -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        self._choose(spot)
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
        event.ignore()  # the stage shows its tools

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        left = event.button() is Qt.MouseButton.LeftButton
        spot = self.spot_at(event.position())
        if left and spot is not None:
            self.opened.emit(spot)
        else:
            self.pressed.emit(left)

    def leaveEvent(self, event: QEvent) -> None:
        self._choose(None)
        super().leaveEvent(event)


def paint_page(painter: QPainter, renderer: Renderer, drawn: Drawn, size: QSize) -> None:
    """Paint a page scaled to a size."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size.width() / drawn.width, size.height() / drawn.height)
    regions: list[Region] = drawn.regions
    renderer.paint(painter, regions)
