"""The user's hand beside the bars: on lane heads (fold, select, put in another order), the legend and the strip."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

from cmoplanner.i18n import _
from cmoplanner.report.timeline import scene_strip
from cmoplanner.report.timeline.lanes import NONE
from cmoplanner.report.timeline.layout import PlacedGroup
from cmoplanner.report.timeline.reorder import Place, places, reordered, target
from cmoplanner.report.timeline.scene_axis import FLAG_ROW, date_words
from cmoplanner.report.timeline.scene_lanes import INDENT
from cmoplanner.report.timeline.shapes import Line, Rect, Region, Shape, Text
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.widgets.timeline.menu import open_menu

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView

_CHEVRON = 26.0
_STARTS_AFTER = 5.0  # px; less is a click
_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass
class _HeadDrag:
    """A lane head that is carried among its siblings."""

    lane: str
    places: list[Place]
    y: float
    begun: bool = False


class MarginHand:
    """Answers what is done on heads, legend and strip; says whether an event was for it."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._drag: _HeadDrag | None = None

    def press(self, event: QMouseEvent) -> bool:
        """Answer a press; return whether it was beside the bars."""
        position, frame = event.position(), self._view.frame()
        if event.button() is not Qt.MouseButton.LeftButton or position.y() < frame.body_top:
            return False
        if position.y() >= frame.strip_top:
            self._press_strip(position)
        elif position.y() >= frame.body_bottom:
            self._press_legend(event)
        elif position.x() < frame.head:
            self._press_head(event)
        else:
            return False
        return True

    def _press_head(self, event: QMouseEvent) -> None:
        view, position = self._view, event.position()
        group = self._group(position)
        if group is None:
            return
        view.lane = group.lane.id
        if position.x() < _CHEVRON + INDENT * group.lane.level:
            view.toggle(group.lane.id)
            return
        self._select(group)
        siblings = places(view.state.layout, group)
        self._drag = _HeadDrag(group.lane.id, siblings, position.y())

    def _select(self, group: PlacedGroup) -> None:
        view = self._view
        if self._campaign(group):
            view.selected.emit("campaign", (group.lane.key,))
        else:
            view.selected.emit("activity", tuple(activity.id for activity in group.lane.activities))

    def _campaign(self, group: PlacedGroup) -> bool:
        return self._view.state.arrangement.by[group.lane.level] == "campaign" and group.lane.key != NONE

    def _group(self, position: QPointF) -> PlacedGroup | None:
        frame = self._view.frame()
        return self._view.state.layout.group_at(frame.lane_y(position.y()))

    def _press_legend(self, event: QMouseEvent) -> None:
        view, x = self._view, event.position().x()
        legend = view.state.picture(view.frame()).legend
        entry = legend.at(x)
        if entry is not None:
            view.select_value(entry.key, adding=bool(event.modifiers() & _ADDING))
        elif legend.is_title(x):
            view.colours_wanted.emit(event.globalPosition().toPoint())
        elif legend.is_more(x):
            view.values_wanted.emit(legend.rest, event.globalPosition().toPoint())

    def _press_strip(self, position: QPointF) -> None:
        view, frame = self._view, self._view.frame()
        if position.x() >= frame.head:
            return
        row = scene_strip.row_at(position.y() - frame.strip_top, view.state.strip_folded)
        if position.x() < scene_strip.X:
            view.fold_strip(view.state.strip_folded ^ {row})
        else:
            view.strip_asked.emit(row)

    def move(self, event: QMouseEvent) -> bool:
        """Follow the mouse; return whether a head is being carried or the mouse is beside the bars."""
        drag = self._drag
        if drag is None:
            return self._hover(event)
        if abs(event.position().y() - drag.y) >= _STARTS_AFTER and len(drag.places) > 1 and not drag.begun:
            drag.begun = True
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._view.hinted.emit(_("Esc cancels · the order is yours alone, the plan stays as it is"))
        drag.y = event.position().y() if drag.begun else drag.y
        self._view.viewport().update()
        return True

    def _hover(self, event: QMouseEvent) -> bool:
        view, frame, position = self._view, self._view.frame(), event.position()
        beside = position.y() >= frame.body_bottom or (position.x() < frame.head and position.y() >= frame.body_top)
        if not beside or event.buttons():
            view.viewport().setToolTip(plain_tooltip(self._date_words(position)))
            return False
        view.point_at(-1)
        view.viewport().setToolTip(plain_tooltip(self._tip(position)))
        pressed = position.x() < frame.head or position.y() < frame.strip_top
        view.viewport().setCursor(Qt.CursorShape.PointingHandCursor if pressed else Qt.CursorShape.ArrowCursor)
        return True

    def _date_words(self, position: QPointF) -> str:
        """Return all about the key date at a place, "" where there is none."""
        view, frame = self._view, self._view.frame()
        if position.x() < frame.head or not frame.axis_bottom <= position.y() < frame.body_top:
            return ""
        x, y = frame.time_x(position.x()), position.y() - frame.axis_bottom - FLAG_ROW / 2 - 3
        for flag in view.state.picture(frame).flags:
            if flag.left <= x <= flag.right and abs(y - FLAG_ROW * flag.row) < FLAG_ROW / 2:
                return date_words(flag.milestone, view.state.formats)
        return ""

    def _tip(self, position: QPointF) -> str:
        view, frame = self._view, self._view.frame()
        if position.y() >= frame.strip_top:
            if position.x() >= frame.head:
                return ""
            row = scene_strip.row_at(position.y() - frame.strip_top, view.state.strip_folded)
            if position.x() < scene_strip.X:
                return _("Show this row") if row in view.state.strip_folded else _("Fold this row away")
            return _("Show the outcome") if row == "revenue" else _("Show the budget")
        if position.y() >= frame.body_bottom:
            legend = view.state.picture(frame).legend
            entry = legend.at(position.x())
            if entry is not None:
                return _("Select what is {value}").format(value=view.state.colours.name(entry.key))
            return _("Colour by something else") if legend.is_title(position.x()) else ""
        group = self._group(position)
        return "" if group is None else view.state.lane_words(group.lane)

    def release(self, event: QMouseEvent) -> bool:
        """Put a carried head down; return whether there was one."""
        drag, self._drag = self._drag, None
        if drag is None:
            return False
        if drag.begun:
            self._settle()
            lane = self._view.state.lane(drag.lane)
            if lane is not None:
                keys = reordered(drag.places, drag.lane, target(drag.places, self._lane_y(drag)))
                self._view.reorder(lane, keys)
        return True

    def _lane_y(self, drag: _HeadDrag) -> float:
        return self._view.frame().lane_y(drag.y)

    def cancel(self) -> bool:
        """Put a carried head back; return whether there was one."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.begun:
            self._settle()
            return True
        return False

    def _settle(self) -> None:
        self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._view.hinted.emit("")
        self._view.viewport().update()

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key; return whether it was for a head that is carried."""
        return event.key() == Qt.Key.Key_Escape and self.cancel()

    def double_click(self, event: QMouseEvent) -> bool:
        """Fold or open a lane; return whether the place was beside the bars."""
        position, frame = event.position(), self._view.frame()
        if position.y() < frame.body_top or (position.x() >= frame.head and position.y() < frame.body_bottom):
            return False
        self._drag = None
        group = self._group(position) if position.y() < frame.body_bottom else None
        if group is not None and position.x() >= _CHEVRON + INDENT * group.lane.level:
            self._view.toggle(group.lane.id)
        return True

    def context_menu(self, event: QContextMenuEvent) -> bool:
        """Open the menu of a head; return whether the place was beside the bars."""
        view, frame, position = self._view, self._view.frame(), QPointF(event.pos())
        if position.y() < frame.body_top or (position.x() >= frame.head and position.y() < frame.body_bottom):
            return False
        group = self._group(position) if position.y() < frame.body_bottom else None
        if group is not None and position.x() < frame.head:
            view.lane = group.lane.id
            if self._campaign(group):
                self._select(group)
            open_menu(view, event.globalPos(), view.head_actions, with_bars=self._campaign(group))
        return True

    def overlay(self) -> list[Region]:
        """Return the head that is carried, and the line where it would be put down."""
        drag, view = self._drag, self._view
        if drag is None or not drag.begun:
            return []
        frame, state = view.frame(), view.state
        lane = state.lane(drag.lane)
        if lane is None:
            return []
        place = target(drag.places, self._lane_y(drag))
        y = drag.places[place].top if place < len(drag.places) else drag.places[-1].bottom
        shapes: list[Shape] = [Line(((0, y), (frame.width, y)), "accent", 2.0)]
        top = self._lane_y(drag) - 12
        shapes.append(Rect(8.5, top + 0.5, frame.head - 20, 24, "surface", "accent", 1.5, 5))
        shapes.append(Text(20, top, frame.head - 44, 25, lane.name, 12, 600))
        return [Region(0, frame.body_top, frame.width, frame.body_height, shapes, 0, -frame.scroll_y)]
