"""The user's hand on the calendar: presses, drags, keys and the context menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

from cmoplanner.i18n import _
from cmoplanner.model.edits.campaigns import activities_of
from cmoplanner.model.edits.series import why_not
from cmoplanner.model.plan import Activity
from cmoplanner.report.timeline.contract_dates import KINDS
from cmoplanner.report.timeline.lanes import NONE
from cmoplanner.report.timeline.layout import HEAD, ROW, Part, PlacedGroup
from cmoplanner.report.timeline.scene_campaign import Grip, campaign_at
from cmoplanner.report.timeline.scene_ticks import tick_at
from cmoplanner.report.timeline.shapes import Region
from cmoplanner.ui.widgets.timeline.asks import Asks
from cmoplanner.ui.widgets.timeline.drag_picture import drag_regions
from cmoplanner.ui.widgets.timeline.dropping import Dropping
from cmoplanner.ui.widgets.timeline.gestures import (
    BandDrag,
    CampaignDrag,
    CreateDrag,
    Ground,
    MoveDrag,
    OccurrenceDrag,
    ResizeDrag,
)
from cmoplanner.ui.widgets.timeline.menu import open_menu

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView

Drag = MoveDrag | ResizeDrag | CreateDrag | BandDrag | OccurrenceDrag | CampaignDrag
Dropped = MoveDrag | ResizeDrag | OccurrenceDrag | CampaignDrag
"""Drags that become an edit of what is there."""

_STARTS_AFTER = 4.0  # px; less is a click
_ALT = Qt.KeyboardModifier.AltModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hand:
    """Turns mouse and key events into drags and, when they end, into the view's signals."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._drag: Drag | None = None
        self._waiting: Drag | None = None  # pressed, but not moved far enough to be a drag
        self._pressed = QPointF()
        self._at = QPointF()
        self.asks = Asks(view)
        self._dropping = Dropping(view, self._end)

    @property
    def holding(self) -> bool:
        """Whether a press may become a drag, or has."""
        return self._drag is not None or self._waiting is not None

    @property
    def busy(self) -> bool:
        """Whether something is being dragged."""
        return self._drag is not None

    def overlay(self) -> list[Region]:
        """Return what the drag shows over the picture."""
        return drag_regions(self._view, self._drag, self._at) if self._drag else []

    # mouse

    def press(self, event: QMouseEvent) -> None:
        """Begin what a press at this place may become."""
        if event.button() is not Qt.MouseButton.LeftButton or self._dropping.choosing:
            return
        view, position = self._view, event.position()
        frame = view.frame()
        self._pressed = self._at = position
        if not frame.body_top <= position.y() < frame.body_bottom:
            self._press_header(position)
        else:
            self._press_lane(event)

    def _press_header(self, position: QPointF) -> None:
        view, frame = self._view, self._view.frame()
        if not frame.axis_bottom <= position.y() < frame.body_top or position.x() < frame.head:
            return
        x = frame.time_x(position.x())
        for flag in view.state.picture(frame).flags:
            if flag.left <= x <= flag.right and abs(position.y() - frame.axis_bottom - 13 - 20 * flag.row) < 10:
                table = "contract" if flag.milestone.kind in KINDS else "milestone"
                view.selected.emit(table, (flag.milestone.id,))
                return

    def _press_lane(self, event: QMouseEvent) -> None:
        view, frame, position = self._view, self._view.frame(), event.position()
        x, y = frame.time_x(position.x()), frame.lane_y(position.y())
        hit = view.state.layout.hit(x, y)
        grip = campaign_at(view.state.view, x, y)
        if grip is not None and not event.modifiers() & (_CTRL | _SHIFT):
            self._press_campaign(grip, x)
            return
        if hit is None:
            self._press_empty(event, x, y)
            return
        activity = view.state.layout.activity(hit[0])
        if event.modifiers() & (_CTRL | _SHIFT):
            chosen = set(view.selection) ^ {activity.id}
            view.selected.emit("activity", tuple(row for row in (*view.selection, activity.id) if row in chosen))
            return
        if activity.id not in view.selection:
            view.selected.emit("activity", (activity.id,))
        self._waiting = self._bar_drag(hit, activity, x, y)

    def _press_campaign(self, grip: Grip, x: float) -> None:
        view, state = self._view, self._view.state
        view.selected.emit("campaign", (grip.campaign.id,))
        members = activities_of(state.plan, grip.campaign.id)
        ground = Ground.of(state.plan, state.axis, members if grip.part is Part.BODY else [], [])
        self._waiting = CampaignDrag(ground, grip.campaign, members, grip.part, grip.y, x)

    def _bar_drag(self, hit: tuple[int, Part], activity: Activity, x: float, y: float) -> Drag:
        state = self._view.state
        near = state.layout.lane_of(hit[0]).lane.activities
        if hit[1] is not Part.BODY:
            return ResizeDrag(Ground.of(state.plan, state.axis, [activity], near), activity, hit[1], x)
        tick = tick_at(state.layout, hit[0], x, y)
        if tick is not None and len(self._view.selection) <= 1:
            ground = Ground.of(state.plan, state.axis, [activity], near)
            return OccurrenceDrag(ground, activity, tick, x, why_not(state.plan, activity, tick))
        chosen = self._view.selection if activity.id in self._view.selection else (activity.id,)
        originals = [state.plan.activities[row] for row in chosen if row in state.plan.activities]
        return MoveDrag(Ground.of(state.plan, state.axis, originals, near), originals, activity.id, x)

    def _press_empty(self, event: QMouseEvent, x: float, y: float) -> None:
        view = self._view
        group = view.state.layout.group_at(y)
        adding = bool(event.modifiers() & (_CTRL | _SHIFT))
        if adding or (group is None and view.state.layout.groups):
            self._waiting = BandDrag(x, y, x, y, view.selection if adding else ())
        else:
            self._waiting = self._new_bar(group, x, y)
        if not event.modifiers() & (_CTRL | _SHIFT):
            view.selected.emit("", ())

    def _new_bar(self, group: PlacedGroup | None, x: float, y: float) -> CreateDrag:
        axis = self._view.state.axis
        day = min(axis.calendar.fy_end, max(axis.calendar.fy_start, axis.day(x)))
        if group is None:  # the calendar is empty
            return CreateDrag(axis, NONE, y - ROW / 2, day, day)
        row = max(0, int((y - group.y - HEAD - 2) // ROW))
        top = group.y + 11 if group.folded else group.y + HEAD + 2 + row * ROW
        return CreateDrag(axis, group.lane.id, top, day, day)

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self._dropping.choosing:
            return
        self._at = event.position()
        if self._waiting is not None and (self._at - self._pressed).manhattanLength() >= _STARTS_AFTER:
            self._begin(self._waiting)
        if self._drag is not None:
            self._follow(event)
        elif not event.buttons():
            self._hover()

    def _begin(self, drag: Drag) -> None:
        self._drag, self._waiting = drag, None
        self._hide()
        self._view.hinted.emit(_hint(drag))

    def _hide(self) -> None:
        """Leave out of the picture what is drawn where it is carried."""
        drag, hidden = self._drag, frozenset[str]()
        if isinstance(drag, MoveDrag | CampaignDrag) and not (isinstance(drag, MoveDrag) and drag.copying):
            hidden = frozenset(activity.id for activity in drag.carried)
        elif isinstance(drag, ResizeDrag):
            hidden = frozenset({drag.original.id})
        self._view.state.hidden = hidden
        self._view.stale()

    def _follow(self, event: QMouseEvent) -> None:
        view, frame, drag = self._view, self._view.frame(), self._drag
        self._scroll_at_edges(event.position())
        x = view.frame().time_x(event.position().x())
        alt = bool(event.modifiers() & _ALT)
        if isinstance(drag, MoveDrag) and drag.copying != alt:
            drag.copying = alt
            self._hide()
        elif isinstance(drag, CampaignDrag) and drag.alone != alt:
            drag.alone = alt
            self._hide()
        if isinstance(drag, BandDrag):
            drag.x1, drag.y1 = x, frame.lane_y(event.position().y())
        elif drag is not None:
            drag.to(x, whole_weeks=bool(event.modifiers() & _SHIFT), off=bool(event.modifiers() & _CTRL))
        view.viewport().update()

    def _scroll_at_edges(self, position: QPointF) -> None:
        view, frame = self._view, self._view.frame()
        if position.x() > frame.width - 24:
            view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + 12)
        elif position.x() < frame.head + 16:
            view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - 12)

    def _hover(self) -> None:
        view, frame = self._view, self._view.frame()
        inside = self._at.x() >= frame.head and frame.body_top <= self._at.y() < frame.body_bottom
        hit = view.state.layout.hit(frame.time_x(self._at.x()), frame.lane_y(self._at.y())) if inside else None
        shape = Qt.CursorShape.ArrowCursor
        grip = campaign_at(view.state.view, frame.time_x(self._at.x()), frame.lane_y(self._at.y())) if inside else None
        if hit is not None:
            shape = Qt.CursorShape.OpenHandCursor if hit[1] is Part.BODY else Qt.CursorShape.SizeHorCursor
        elif inside and grip is not None:
            shape = Qt.CursorShape.OpenHandCursor if grip.part is Part.BODY else Qt.CursorShape.SizeHorCursor
        elif inside:
            shape = Qt.CursorShape.CrossCursor
        if view.viewport().cursor().shape() is not shape:
            view.viewport().setCursor(shape)
        hover = hit[0] if hit else -1
        if hover != view.hover:
            view.viewport().setToolTip("")
            view.point_at(hover)

    def release(self, event: QMouseEvent) -> None:
        """Drop what is dragged."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, waiting, view = self._drag, self._waiting, self._view
        if self._dropping.choosing:
            return
        if isinstance(drag, Dropped):
            self._dropping.drop(drag, event.globalPosition().toPoint())  # the drag stays in sight for a choice
            return
        self._end()
        if isinstance(waiting, MoveDrag) and len(view.selection) > 1:
            view.selected.emit("activity", (waiting.grabbed,))
        elif isinstance(drag, CreateDrag):
            view.created.emit(drag.group, drag.span.start, drag.span.end)
        elif isinstance(drag, BandDrag):
            x0, x1 = sorted((drag.x0, drag.x1))
            y0, y1 = sorted((drag.y0, drag.y1))
            touched = [view.state.layout.activity(i).id for i in view.state.layout.touching(x0, x1, y0, y1)]
            view.selected.emit("activity", tuple(dict.fromkeys((*drag.before, *touched))))

    def drop_nothing(self) -> None:
        """End a drag as if it had not been begun."""
        if self._drag is not None or self._waiting is not None:
            self._end()

    def _end(self) -> None:
        was = self._drag is not None
        self._drag = self._waiting = None
        self._dropping.cancel()
        if was:
            self._view.state.hidden = frozenset()
            self._view.preview(())
            self._view.hinted.emit("")
            self._view.stale()

    def double_click(self, event: QMouseEvent) -> None:
        """Rename the bar."""
        view, frame, position = self._view, self._view.frame(), event.position()
        self.drop_nothing()
        if not frame.body_top <= position.y() < frame.body_bottom:
            return
        hit = view.state.layout.hit(frame.time_x(position.x()), frame.lane_y(position.y()))
        if hit is not None:
            view.edit_name(view.state.layout.activity(hit[0]).id)

    def context_menu(self, event: QContextMenuEvent) -> None:
        """Open the menu of the bar under the mouse, selecting it first."""
        view, frame = self._view, self._view.frame()
        position = QPointF(event.pos())
        hit = view.state.layout.hit(frame.time_x(position.x()), frame.lane_y(position.y()))
        if position.x() < frame.head or hit is None:
            return
        activity = view.state.layout.activity(hit[0])
        if activity.id not in view.selection:
            view.selected.emit("activity", (activity.id,))
        offers = self.asks.offers(activity.id) if len(view.selection) == 1 else ()
        open_menu(view, event.globalPos(), offers)

    # keys

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key; return whether it was for the calendar."""
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if sideways is not None and self._view.selection:
            days = 1 if event.modifiers() & _SHIFT else 7
            return self._nudge(sideways * days)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            return self._walk(step)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._view.selection) == 1:
            self._view.edit_name(self._view.selection[0])
            return True
        return False

    def _escape(self) -> bool:
        if self._drag is not None or self._waiting is not None:
            self._end()
        else:
            self._view.selected.emit("", ())
        return True

    def _nudge(self, days: int) -> bool:
        plan = self._view.state.plan
        chosen = [plan.activities[row] for row in self._view.selection if row in plan.activities]
        if chosen:
            self._dropping.nudge(chosen, days)
        return bool(chosen)

    def _walk(self, step: int) -> bool:
        """Select the next or previous bar, lane by lane and from left to right."""
        view = self._view
        layout = view.state.layout
        bars = [i for i in range(len(layout.columns)) if layout.full(i)]
        order = sorted(bars, key=lambda i: (float(layout.top[i]), float(layout.left[i])))
        if not order:
            return False
        current = layout.index.get(view.selection[-1]) if view.selection else None
        position = order.index(current) + step if current in order else (0 if step > 0 else len(order) - 1)
        i = order[max(0, min(len(order) - 1, position))]
        view.selected.emit("activity", (layout.activity(i).id,))
        view.show_bar(layout.activity(i).id)
        return True


def _hint(drag: Drag) -> str:
    """Return what keys do while something is dragged."""
    match drag:
        case MoveDrag():
            return _("Esc cancels · Alt copies · Shift keeps the weekday · Ctrl ignores edges")
        case CampaignDrag() if drag.part is Part.BODY:
            return _("Esc cancels · Alt moves the campaign without its activities · Ctrl ignores edges")
        case ResizeDrag() | CampaignDrag():
            return _("Esc cancels · Shift changes by whole weeks · Ctrl ignores edges")
        case OccurrenceDrag():
            return _("Esc cancels · Shift keeps the weekday · Ctrl ignores edges")
        case _:
            return _("Esc cancels")
