"""The calendar on screen: paints the picture, scrolls and zooms it, and shows what is selected or dragged."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.bands import Bands
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.timeline.arrangement import Arrangement
from cmoplanner.report.timeline.scene_effect import Lit
from cmoplanner.report.timeline.shapes import Region
from cmoplanner.report.timeline.strip import RevenueBand
from cmoplanner.report.timeline.tree import LaneGroup
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.timeline.area import TimelineArea
from cmoplanner.ui.widgets.timeline.canvas import Canvas
from cmoplanner.ui.widgets.timeline.hand import Hand
from cmoplanner.ui.widgets.timeline.margin_hand import MarginHand
from cmoplanner.ui.widgets.timeline.name_editor import edit_in_place

ZOOM_STEP = 1.25


class Preview(Protocol):
    """Answers what the plan would bring with some activities changed."""

    def __call__(self, activities: Sequence[Activity]) -> Outcome: ...


class TimelineView(TimelineArea):
    """Lanes, bars and outcome strip; every change asked for with the mouse or keys leaves as a signal."""

    moved = Signal(tuple, int)  # ids, days
    copied = Signal(tuple, int)  # ids, days
    resized = Signal(str, object, object)  # id, start, end
    created = Signal(str, object, object)  # lane, start, end
    renamed = Signal(str, str)  # id, name
    selected = Signal(str, tuple)  # kind, ids
    hinted = Signal(str)  # what the modifier keys do, "" when nothing is dragged
    arranged = Signal()  # the lanes are grouped, ordered or coloured another way
    hovered = Signal(str)  # the activity under the mouse, "" when there is none
    colours_wanted = Signal(QPoint)  # where to offer another dimension of colour
    values_wanted = Signal(tuple, QPoint)  # values of the colours that the legend has no room for, and where
    strip_asked = Signal(str)  # a row of the strip: where do its figures come from?
    strip_folded = Signal()

    def __init__(
        self, theme: Theme, plan: Plan, outcome: Outcome, preview: Preview, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, plan, outcome, parent)
        self.preview = preview
        self.selection: tuple[str, ...] = ()
        self.hover = -1
        self.lit: Lit | None = None  # the activity whose effect is shown in the strip
        self.lane = ""  # the lane that was last pressed at its head
        self.head_actions: list[QAction] = []  # what can be done with a lane
        self.overlays: list[Callable[[], list[Region]]] = []  # what others show over the calendar
        self.guests: list[Callable[[QEvent], bool]] = []  # others that may answer an event of the viewport first
        self._hand = Hand(self)
        self.asks = self._hand.asks
        self._margin = MarginHand(self)
        self._canvas = Canvas(self)
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
        if bands is not self._canvas.bands:
            self._canvas.bands = bands
            self.stale()

    def show_live_bands(self, bands: Bands | None) -> None:
        """Show the range of what is dragged in the strip; None while it is not known."""
        self._canvas.live = RevenueBand.of(bands) if bands else None
        self.viewport().update()

    def show_lanes(self) -> None:
        """Lay out again after the filter changed."""
        self.state.rearrange()
        self._relaid()

    def arrange(self, arrangement: Arrangement) -> None:
        """Group, order and colour another way; other groups are opened anew, as many as fit."""
        regrouped = arrangement.by != self.state.arrangement.by
        self.state.arrange(arrangement)
        if regrouped:
            self.state.fold_to_fit(self.frame().body_height)
            self.verticalScrollBar().setValue(0)
        self._relaid()
        self.arranged.emit()

    def group_by(self, *by: str) -> None:
        """Group the lanes anew, by one or two keys of `GROUPINGS`."""
        self.arrange(self.state.arrangement.grouped(*by))

    def reorder(self, lane: LaneGroup, keys: Sequence[str]) -> None:
        """Put the lanes beside one into an order of the user's own."""
        self.arrange(self.state.reordered(lane, keys))

    def select_value(self, key: str, *, adding: bool = False) -> None:
        """Select the bars that have the colour of a value, perhaps besides those that are selected."""
        found = [bar.activity.id for bar in self.state.bars_of(key)]
        self.selected.emit("activity", tuple(dict.fromkeys((*(self.selection if adding else ()), *found))))

    def fold_strip(self, rows: frozenset[str]) -> None:
        """Fold just these rows of the outcome strip."""
        self.state.strip_folded = rows
        self._relaid()
        self.strip_folded.emit()

    def point_at(self, bar: int) -> None:
        """Note the bar under the mouse, -1 for none."""
        if bar != self.hover:
            self.hover = bar
            self.hovered.emit(self.state.layout.activity(bar).id if bar >= 0 else "")
            self.viewport().update()

    def light(self, lit: Lit | None) -> None:
        """Light up what one activity costs and brings, None for nothing."""
        if lit is not self.lit:
            self.lit = lit
            self.viewport().update()

    @property
    def busy(self) -> bool:
        """Whether a bar is being dragged."""
        return self._hand.busy

    def hands_overlay(self) -> list[Region]:
        """Return what is shown of a drag."""
        return [*self._hand.overlay(), *self._margin.overlay()]

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

    def stale(self) -> None:
        """Paint everything again at the next chance."""
        self._canvas.forget()
        super().stale()

    def _relaid(self) -> None:
        self._hand.drop_nothing()  # what is dragged was measured on the layout before
        self._margin.cancel()
        self.point_at(-1)
        super()._relaid()

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
        edit_in_place(self, layout.activity(i), QRect(x, y - 3, width, 24))

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._canvas.show()

    def _scroll_lanes(self) -> None:
        self._moved()
        if self._canvas.scroll(self.frame()):
            self.viewport().update()
        else:
            self.stale()

    def previewed(self, outcome: Outcome, moved: Sequence[Activity]) -> list[Region]:
        """Return header and outcome strip as they would be with `moved` and their outcome."""
        strip = replace(self.state.strip(outcome, moved), band=self._canvas.live) if moved else self._canvas.strip()
        picture = replace(self.state.picture(self.frame()), strip=strip)
        return [*picture.header(), *picture.foot()]

    # events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self._margin.press(event):
            self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand.holding or not self._margin.move(event):
            self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._margin.release(event):
            self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._margin.double_click(event):
            self._hand.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._margin.key(event) and not self._hand.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._margin.context_menu(event):
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
