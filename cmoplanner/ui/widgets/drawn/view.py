"""A picture on screen whose places can be chosen and opened; it scrolls where it is higher than the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QWidget

from cmoplanner.report.drawn import Drawn, Spot
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.theme import Theme

Draw = Callable[[float, float], Drawn]

_NOTHING = Drawn(0, 0, [])


class DrawnView(QAbstractScrollArea):
    """Shows what a function draws for the window's size; tells what is chosen, opened or asked for."""

    selected = Signal(str, tuple)  # kind, ids
    opened = Signal(str)  # an activity's id
    asked = Signal(object)  # a Spot that stands for more than it shows

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.renderer = Renderer(theme)
        self._theme = theme
        self._draw: Draw | None = None
        self._drawn = _NOTHING
        self._base: QPixmap | None = None
        self.selection: tuple[str, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self.stale)
        theme.changed.connect(self.stale)

    # what is shown

    @property
    def drawn(self) -> Drawn:
        """The picture as it is now."""
        return self._drawn

    def show_picture(self, draw: Draw) -> None:
        """Show what a function draws, here and at every later size."""
        self._draw = draw
        self._lay_out()

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these activities as selected."""
        self.selection = ids
        spots = self._drawn.of(ids[0]) if ids else ()
        self.setAccessibleDescription(spots[0].spoken if spots else "")
        self.viewport().update()

    def stale(self) -> None:
        """Paint everything again at the next chance."""
        self._base = None
        self.viewport().update()

    def show_spot(self, spot: Spot) -> None:
        """Scroll so that a place is in sight."""
        bar, (_x, y, _w, h) = self.verticalScrollBar(), spot.box
        if y < bar.value() or y + h > bar.value() + self.viewport().height():
            bar.setValue(round(y + h / 2 - self.viewport().height() / 2))

    def _lay_out(self) -> None:
        size = self.viewport().size()
        if self._draw is not None and size.width() > 0:
            self._drawn = self._draw(size.width(), size.height())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._drawn.height - size.height())))
        bar.setPageStep(size.height())
        bar.setSingleStep(40)
        self.stale()

    def spot_at(self, position: QPointF, kind: str = "") -> Spot | None:
        """Return the place under a point of the window."""
        return self._drawn.at(position.x(), position.y() + self.verticalScrollBar().value(), kind)

    def place(self, spot: Spot) -> QRectF:
        """Return where a place stands in the window."""
        x, y, w, h = spot.box
        return QRectF(x, y - self.verticalScrollBar().value(), w, h)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._painted())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("accent"), 2.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        for row_id in self.selection:
            for spot in self._drawn.of(row_id):
                painter.drawRoundedRect(self.place(spot).adjusted(-1.5, -1.5, 1.5, 1.5), 5, 5)
        self.paint_over(painter)

    def paint_over(self, painter: QPainter) -> None:
        """Paint what follows the mouse or the keyboard; nothing here."""

    def _painted(self) -> QPixmap:
        if self._base is None:
            ratio = self.devicePixelRatioF()
            self._base = QPixmap(self.viewport().size() * ratio)
            self._base.setDevicePixelRatio(ratio)
            self._base.fill(self.renderer.color("surface"))
            painter = QPainter(self._base)
            top = self.verticalScrollBar().value()
            painter.translate(0, -top)
            self.renderer.paint(painter, self._drawn.between(top, top + self.viewport().height()))
            painter.end()
        return self._base

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self.spot_at(event.position()), event.modifiers())

    def _choose(self, spot: Spot | None, held: Qt.KeyboardModifier) -> None:
        if spot is None or spot.kind == "day":
            self.selected.emit("", ())
        elif spot.kind != "activity":
            self.asked.emit(spot)
        elif held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            chosen = set(self.selection) ^ {spot.id}
            self.selected.emit("activity", tuple(row for row in (*self.selection, spot.id) if row in chosen))
        elif spot.id not in self.selection:
            self.selected.emit("activity", (spot.id,))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        bar = spot is not None and spot.kind != "day"
        self.viewport().setToolTip(plain_tooltip(spot.spoken) if spot is not None and bar else "")
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if bar else Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if spot is not None and spot.kind == "activity":
            self.opened.emit(spot.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = self.spot_at(QPointF(event.pos()), "activity")
        if spot is None:
            return
        if spot.id not in self.selection:
            self.selected.emit("activity", (spot.id,))
        if self.actions():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self.actions())
            menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Right: 1,
        }.get(Qt.Key(event.key()))
        if step is not None:
            self._walk(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self.selection) == 1:
            self.opened.emit(self.selection[0])
        elif event.key() == Qt.Key.Key_Escape:
            self.selected.emit("", ())
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        """Select the next or the previous activity in reading order."""
        spots = [spot for spot in self._drawn.spots if spot.kind == "activity"]
        order = list(dict.fromkeys(spot.id for spot in spots))
        if not order:
            return
        current = self.selection[-1] if self.selection else ""
        place = order.index(current) + step if current in order else (0 if step > 0 else len(order) - 1)
        chosen = order[max(0, min(len(order) - 1, place))]
        self.selected.emit("activity", (chosen,))
        self.show_spot(self._drawn.of(chosen)[0])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().setToolTip("")
        super().leaveEvent(event)
