"""The window on the calendar: how far it is scrolled and zoomed, and where bars and lanes stand in it."""

from collections.abc import Set as AbstractSet
from datetime import date

from PySide6.QtCore import QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cmoplanner.model.plan import Plan
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.timeline.picture import Frame
from cmoplanner.report.timeline.state import CalendarState
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme


class TimelineArea(QAbstractScrollArea):
    """Holds the calendar's state and what of it is in sight; it neither paints nor answers the mouse."""

    zoomed = Signal()

    def __init__(self, theme: Theme, plan: Plan, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.renderer = Renderer(theme)
        self.state = CalendarState(plan, outcome, self.renderer.measure)
        self._frame: Frame | None = None
        self._fitted = False

    def frame(self) -> Frame:
        """Return where the parts of the picture stand now."""
        if self._frame is None:
            size = self.viewport().size()
            self._frame = self.state.frame(
                size.width(), size.height(), self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            )
        return self._frame

    def stale(self) -> None:
        """Paint everything again at the next chance."""
        self._moved()
        self.viewport().update()

    def _moved(self) -> None:
        """Note that the frame is another one."""
        self._frame = None

    def _relaid(self) -> None:
        """Follow a new layout."""
        self._moved()
        self._set_ranges()
        self.stale()

    def _set_ranges(self) -> None:
        frame, axis = self.frame(), self.state.axis
        end = axis.x_end(axis.calendar.month(axis.calendar.horizon).end)
        horizontal, vertical = self.horizontalScrollBar(), self.verticalScrollBar()
        horizontal.setRange(0, max(0, round(end - frame.time_width)))
        horizontal.setPageStep(round(frame.time_width))
        horizontal.setSingleStep(max(8, round(7 * axis.px_a_day)))
        vertical.setRange(0, max(0, round(self.state.layout.total_height - frame.body_height)))
        vertical.setPageStep(round(frame.body_height))
        vertical.setSingleStep(22)

    # zoom and scroll

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Make days wider or narrower, keeping the day at a viewport x (the middle by default) in place."""
        frame = self.frame()
        at = frame.head + frame.time_width / 2 if at is None else max(at, frame.head)
        day = frame.time_x(at) / self.state.axis.px_a_day
        self.state.zoom_to(self.state.axis.px_a_day * factor)
        self._relaid()
        self.horizontalScrollBar().setValue(round(day * self.state.axis.px_a_day - (at - frame.head)))
        self.zoomed.emit()

    def fit_year(self) -> None:
        """Show the whole fiscal year."""
        self._fitted = True
        days = self.state.plan.calendar.year.days
        self.state.zoom_to(self.frame().time_width / days)
        self._relaid()
        self.horizontalScrollBar().setValue(0)
        self.zoomed.emit()

    def show_day(self, day: date) -> None:
        """Scroll so that a day is in sight, a third from the left."""
        frame = self.frame()
        self.horizontalScrollBar().setValue(round(self.state.axis.x(day) - frame.time_width / 3))

    def show_bar(self, activity_id: str) -> None:
        """Scroll so that a bar is in sight, opening its lane."""
        i = self.state.layout.index.get(activity_id)
        if i is None:
            return
        while not self.state.layout.full(i):  # a lane inside another needs both open
            self.fold(self.state.folded - {self.state.layout.lane_of(i).lane.id})
            i = self.state.layout.index[activity_id]
        layout, frame = self.state.layout, self.frame()
        top = float(layout.top[i])
        if not frame.scroll_y <= top <= frame.scroll_y + frame.body_height - 22:
            self.verticalScrollBar().setValue(round(top - frame.body_height / 2))
        left, right = float(layout.left[i]), float(layout.right[i])
        if right < frame.scroll_x or left > frame.scroll_x + frame.time_width:
            self.horizontalScrollBar().setValue(round(left - frame.time_width / 3))

    def fold(self, lanes: AbstractSet[str]) -> None:
        """Fold just these lanes."""
        self.state.fold(lanes)
        self._relaid()

    def toggle(self, lane: str) -> None:
        """Fold an open lane, open a folded one."""
        self.fold(self.state.folded ^ {lane})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._frame = None
        if not self._fitted and event.size().width() > 400:
            self.fit_year()
            self.state.fold_to_fit(self.frame().body_height)
            self._relaid()
        elif self._fitted and self.horizontalScrollBar().value() == 0 and event.oldSize().width() > 0:
            before = self.state.frame(event.oldSize().width(), 100, 0, 0).time_width
            if abs(self.state.axis.px_a_day - before / self.state.plan.calendar.year.days) < 0.01:
                self.fit_year()  # a year that filled the window still does
        self._set_ranges()
        self.stale()

    # where things stand

    def bar_rect(self, activity_id: str) -> QRect:
        """Return a bar's box in the viewport, empty if it is not shown."""
        i = self.state.layout.index.get(activity_id)
        if i is None:
            return QRect()
        layout, frame = self.state.layout, self.frame()
        box = QRectF(
            float(layout.left[i]) - frame.scroll_x + frame.head,
            float(layout.top[i]) - frame.scroll_y + frame.body_top,
            float(layout.right[i] - layout.left[i]),
            float(layout.height[i]),
        )
        return box.toAlignedRect()

    def lane_point(self, lane: str, day: date) -> QPoint:
        """Return a point of an open lane's last row at a day, in the viewport."""
        frame = self.frame()
        group = next(group for group in self.state.layout.groups if group.lane.id == lane)
        y = group.bottom - 10 - frame.scroll_y + frame.body_top
        return QPoint(round(self.state.axis.x(day) + 1 - frame.scroll_x + frame.head), round(y))
