"""The month grid on screen: a cursor on a day, bars that are dragged to other days, keys for both."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import add_months
from cmoplanner.report.drawn import Spot
from cmoplanner.report.month_grid import MonthGrid, first_of_month
from cmoplanner.report.timeline.scene_drag import TIP_WIDTH, tip, tip_height
from cmoplanner.report.timeline.shapes import Region
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.drawn.view import DrawnView
from cmoplanner.ui.widgets.month.drag import MonthDrag, Told

_STARTS_AFTER = 4.0  # px; less is a click
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_ALT = Qt.KeyboardModifier.AltModifier


class MonthView(DrawnView):
    """Days with bars. What is asked for leaves as a signal; the month that is shown follows the cursor."""

    moved = Signal(tuple, int)  # ids, days
    copied = Signal(tuple, int)  # ids, days
    created = Signal(object)  # a day
    stepped = Signal(object)  # the first day of the month that is wanted
    hinted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Month"), parent)
        self._grid: MonthGrid | None = None
        self.cursor_day: date | None = None
        self._pressed: tuple[Spot, QPointF, date] | None = None
        self._target: date | None = None  # the day over which something is dragged
        self._at = QPointF()
        self.told: Told | None = None
        self.drag: MonthDrag | None = None

    def show_month(self, grid: MonthGrid) -> None:
        """Show a month; the cursor goes to its first day if it stands in another."""
        self._grid = grid
        if self.cursor_day is None or first_of_month(self.cursor_day) != first_of_month(grid.month):
            self.cursor_day = first_of_month(grid.month)
        self.show_picture(grid.draw)

    @property
    def dragging(self) -> bool:
        """Whether a bar is being dragged."""
        return self._target is not None

    def go_to(self, day: date) -> None:
        """Put the cursor on a day, in its month."""
        self.cursor_day = day
        if self._grid is not None and first_of_month(day) != first_of_month(self._grid.month):
            self.stepped.emit(first_of_month(day))
        self._say_day()
        self.viewport().update()

    def _say_day(self) -> None:
        if self._grid is None or self.cursor_day is None:
            return
        n = len(self._grid.on_day(self.cursor_day))
        count = ngettext("{n} activity", "{n} activities", n).format(n=self._grid.formats.number(n))
        self.setAccessibleDescription(f"{self._grid.formats.weekday(self.cursor_day)}, {count}")

    # painting

    def paint_over(self, painter: QPainter) -> None:
        if self._target is not None and self._pressed is not None:
            self._paint_drag(painter)
        elif self.hasFocus():
            for spot in self.drawn.spots:
                if spot.kind == "day" and spot.day == self.cursor_day:
                    painter.setPen(QPen(self._theme.color("accent"), 2.0))
                    painter.drawRect(self.place(spot).adjusted(1, 1, -2, -2))

    def _paint_drag(self, painter: QPainter) -> None:
        """Paint the days on which it would be, and say what that changes."""
        told = self.told
        if told is None or self._pressed is None or self._grid is None:
            return
        activity = self._grid.plan.activities[self._pressed[0].id]
        step = timedelta(days=told.days)
        fill = QColor(self._theme.color("accent"))  # the theme's own stays as it is
        fill.setAlphaF(0.16)
        for day in self.drawn.spots:
            if day.kind == "day" and day.day is not None and activity.start + step <= day.day <= activity.end + step:
                painter.fillRect(self.place(day).adjusted(0, 0, -1, -1), fill)
        size, height = self.viewport().size(), tip_height(told.change)
        x = max(4.0, min(self._at.x() + 16, size.width() - TIP_WIDTH - 8))
        y = self._at.y() + 22
        if y + height > size.height() - 4:
            y = self._at.y() - height - 18
        shapes = tip(x, max(4.0, y), told.title, told.under, told.change, self._grid.formats, self.renderer.measure)
        self.renderer.paint(painter, [Region(0, 0, size.width(), size.height(), shapes)])

    def _tell(self, *, copying: bool) -> None:
        """Ask what it means to drop here."""
        if self._pressed is None or self._target is None or self.drag is None:
            return
        grabbed = self._pressed[0].id
        ids = self.selection if grabbed in self.selection else (grabbed,)
        self.told = self.drag.tell(ids, grabbed, (self._target - self._pressed[2]).days, copying)

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        bar, day = self.spot_at(event.position()), self.spot_at(event.position(), "day")
        if day is not None and day.day is not None:
            self.cursor_day = day.day
            self.viewport().update()
            if bar is not None and bar.kind == "activity":
                self._pressed = (bar, event.position(), day.day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if self._target is None and (event.position() - self._pressed[1]).manhattanLength() < _STARTS_AFTER:
            return
        if self._target is None:
            self.hinted.emit(_("Esc cancels · Alt copies"))
        day = self.spot_at(event.position(), "day")
        self._target, self._at = day.day if day is not None else self._pressed[2], event.position()
        self._tell(copying=bool(event.modifiers() & _ALT))
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        copying = bool(event.modifiers() & _ALT)
        self._tell(copying=copying)
        pressed, days = self._pressed, self.told.days if self.told is not None else 0
        self._end()
        if pressed is None or not days:
            return
        ids = self.selection if pressed[0].id in self.selection else (pressed[0].id,)
        (self.copied if copying else self.moved).emit(ids, days)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._end()
        spot = self.spot_at(event.position())
        if spot is not None and spot.kind == "day":
            self.created.emit(spot.day)
        else:
            super().mouseDoubleClickEvent(event)

    def _end(self) -> None:
        dragged = self._target is not None
        self._pressed = self._target = self.told = None
        if dragged:
            if self.drag is not None:
                self.drag.end()
            self.hinted.emit("")
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, day = Qt.Key(event.key()), self.cursor_day
        if key is Qt.Key.Key_Escape and self.dragging:
            self._end()
        elif day is None:
            super().keyPressEvent(event)
        elif key in _STEPS and event.modifiers() & _ALT and self.selection:
            self.moved.emit(self.selection, _STEPS[key])
        elif key in _STEPS:
            self.go_to(day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.go_to(add_months(day, -1 if key is Qt.Key.Key_PageUp else 1))
        elif key is Qt.Key.Key_Space:
            self._next_of_day(day)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._chosen_on(day):
            self.created.emit(day)
        else:
            super().keyPressEvent(event)

    def _ids_on(self, day: date) -> list[str]:
        return [activity.id for activity in self._grid.on_day(day)] if self._grid is not None else []

    def _chosen_on(self, day: date) -> bool:
        return len(self.selection) == 1 and self.selection[0] in self._ids_on(day)

    def _next_of_day(self, day: date) -> None:
        """Select the next activity of the day, also one that has no room."""
        ids = self._ids_on(day)
        if not ids:
            return
        current = ids.index(self.selection[-1]) if self.selection and self.selection[-1] in ids else -1
        self.selected.emit("activity", (ids[(current + 1) % len(ids)],))
