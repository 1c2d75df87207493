"""The calendar on screen: paints the picture, scrolls and zooms it, and shows what is selected or dragged."""

import math
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.bands import Bands
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.timeline import scene_lanes
from cmoplanner.report.timeline.picture import Frame, Picture
from cmoplanner.report.timeline.scene_strip import StripView
from cmoplanner.report.timeline.shapes import Region, Shape
from cmoplanner.report.timeline.state import CalendarState
from cmoplanner.report.timeline.strip import RevenueBand
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.timeline.hand import Hand
from cmoplanner.ui.widgets.timeline.name_editor import NameEditor

ZOOM_STEP = 1.25


class Preview(Protocol):
    """Answers what the plan would bring with some activities changed."""

    def __call__(self, activities: Sequence[Activity]) -> Outcome: ...


class TimelineView(QAbstractScrollArea):
    """Lanes, bars and outcome strip; every change asked for with the mouse or keys leaves as a signal."""

    moved = Signal(tuple, int)  # ids, days
    copied = Signal(tuple, int)  # ids, days
    resized = Signal(str, object, object)  # id, start, end
    created = Signal(str, object, object)  # lane, start, end
    renamed = Signal(str, str)  # id, name
    selected = Signal(str, tuple)  # kind, ids
    zoomed = Signal()
    hinted = Signal(str)  # what the modifier keys do, "" when nothing is dragged

    def __init__(
        self, theme: Theme, plan: Plan, outcome: Outcome, preview: Preview, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.renderer = Renderer(theme)
        self.state = CalendarState(plan, outcome, self.renderer.measure)
        self.preview = preview
        self.selection: tuple[str, ...] = ()
        self.hover = -1
        self.overlays: list[Callable[[], list[Region]]] = []  # what others show over the calendar
        self.guests: list[Callable[[QEvent], bool]] = []  # others that may answer an event of the viewport first
        self._hand = Hand(self)
        self._base: QPixmap | None = None
        self._frame: Frame | None = None
        self._bands: Bands | None = None
        self._live: RevenueBand | None = None  # of what is dragged
        self._fitted = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Calendar"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self.stale)
        self.verticalScrollBar().valueChanged.connect(self._scroll_lanes)
        theme.changed.connect(self.stale)

    # what is shown

    def show_plan(self, plan: Plan, outcome: Outcome) -> None:
        """Follow the plan after an edit, keeping scroll, zoom and selection."""
        self.state.refresh(plan, outcome)
        self._relaid()

    def show_bands(self, bands: Bands | None) -> None:
        """Show the range of the outcome in the strip; None while it is not known."""
        if bands is not self._bands:
            self._bands = bands
            self.stale()

    def show_live_bands(self, bands: Bands | None) -> None:
        """Show the range of what is dragged in the strip; None while it is not known."""
        self._live = RevenueBand.of(bands) if bands else None
        self.viewport().update()

    def show_lanes(self) -> None:
        """Lay out again after the filter changed."""
        self.state.rearrange()
        self._relaid()

    def group_by(self, grouping: str) -> None:
        """Group the lanes anew and open as many as fit."""
        self.state.grouping = grouping
        self.state.folded = set()
        self.state.rearrange()
        self.state.fold_to_fit(self.frame().body_height)
        self.verticalScrollBar().setValue(0)
        self._relaid()

    def select(self, ids: tuple[str, ...]) -> None:
        """Show these activities as selected."""
        self.selection = ids
        if len(ids) == 1 and ids[0] in self.state.plan.activities:
            self.setAccessibleDescription(self.spoken(self.state.plan.activities[ids[0]]))
        self.viewport().update()

    def spoken(self, activity: Activity) -> str:
        """Return what a screen reader says of a bar: name, dates, money, warnings."""
        formats = self.state.formats
        words = [
            activity.name,
            formats.days(activity.start, activity.end),
            f"{formats.whole(activity.gross_spend)} {formats.currency}",
        ]
        words += [finding.word for finding in self.state.layout.findings.get(activity.id, ())]
        return ", ".join(words)

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
        self._frame = None
        self._base = None
        self.viewport().update()

    def _relaid(self) -> None:
        self._hand.drop_nothing()  # what is dragged was measured on the layout before
        self.hover = -1
        self._frame = None
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
        if not self.state.layout.full(i):
            lane = next(group for group in self.state.layout.groups if group.first <= i < group.first + group.bars)
            self.fold(self.state.folded - {lane.lane.id})
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

    def edit_name(self, activity_id: str) -> None:
        """Open the inline editor over a bar's name."""
        self.show_bar(activity_id)
        i = self.state.layout.index.get(activity_id)
        if i is None:
            return
        layout, frame = self.state.layout, self.frame()
        x = round(float(layout.left[i]) - frame.scroll_x + frame.head)
        y = round(float(layout.top[i]) - frame.scroll_y + frame.body_top)
        width = max(220, round(float(layout.right[i] - layout.left[i])))
        x = max(round(frame.head), min(x, round(frame.width) - width - 8))
        editor = NameEditor(layout.activity(i).name, self.viewport())
        editor.setGeometry(x, y - 3, width, 24)
        editor.accepted.connect(lambda name: self.renamed.emit(activity_id, name))
        editor.closed.connect(self.setFocus)
        editor.open()

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._painted_base())
        self.renderer.paint(painter, self._overlay())

    def _painted_base(self) -> QPixmap:
        if self._base is None:
            ratio = self.devicePixelRatioF()
            size = self.viewport().size()
            self._base = QPixmap(size * ratio)
            self._base.setDevicePixelRatio(ratio)
            self._base.fill(self.renderer.color("surface"))
            painter = QPainter(self._base)
            picture = replace(self.state.picture(self.frame()), strip=self._strip())
            self.renderer.paint(painter, picture.regions())
            painter.end()
        return self._base

    def _strip(self) -> StripView:
        return replace(self.state.strip(), band=RevenueBand.of(self._bands) if self._bands else None)

    def _scroll_lanes(self, value: int) -> None:
        """Shift what is painted of the lanes and paint only the band that comes into sight."""
        base, before = self._base, self._frame
        self._frame = None
        frame = self.frame()
        ratio = self.devicePixelRatioF()
        shift = value - (before.scroll_y if before else 0)
        if base is None or before is None or ratio != round(ratio) or abs(shift) >= frame.body_height - 1:
            self.stale()
            return
        top, bottom = math.ceil(frame.body_top), math.floor(frame.body_bottom)
        scale = round(ratio)
        base.scroll(0, -round(shift) * scale, 0, top * scale, base.width(), (bottom - top) * scale)
        height = frame.body_height
        band = (height - shift - 1, height) if shift > 0 else (0.0, 1 - shift)
        painter = QPainter(base)
        self.renderer.paint(painter, self.state.picture(frame).lanes(band))
        painter.end()
        self.viewport().update()

    def _overlay(self) -> list[Region]:
        frame, view = self.frame(), self.state.view
        shapes: list[Shape] = []
        if (
            0 <= self.hover < len(self.state.layout.columns)
            and self.state.layout.full(self.hover)
            and not self._hand.busy
        ):
            shapes.append(scene_lanes.hover(view, self.hover))
            shapes += scene_lanes.grips(self.state.layout, self.hover, "text_2")
        for n, activity_id in enumerate(self.selection):
            i = self.state.layout.index.get(activity_id)
            if i is not None and activity_id not in self.state.hidden:
                shapes.append(scene_lanes.frame(self.state.layout, i, focus=n > 0 and not self.hasFocus()))
        lanes = Region(
            frame.head, frame.body_top, frame.time_width, frame.body_height, shapes, -frame.scroll_x, -frame.scroll_y
        )
        guests = [region for shown in self.overlays for region in shown()]
        return [lanes, *guests, *self._hand.overlay()]

    def previewed(self, outcome: Outcome, moved: Sequence[Activity]) -> list[Region]:
        """Return header and outcome strip as they would be with `moved` and their outcome."""
        strip = replace(self.state.strip(outcome, moved), band=self._live) if moved else self._strip()
        picture = Picture(self.state.view, strip, self.frame())
        return [*picture.header(), *picture.foot()]

    # events

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hand.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hover = -1
        self.viewport().update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hand.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._hand.context_menu(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position().x())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.angleDelta().y():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - event.angleDelta().y())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1 + event.value(), event.position().x())
            return True
        return any(answers(event) for answers in self.guests) or super().viewportEvent(event)

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
