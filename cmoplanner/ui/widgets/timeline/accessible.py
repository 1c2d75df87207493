"""The calendar for those who do not see it: a list with an entry for each bar, made when a screen reader asks."""

from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from cmoplanner.i18n import _
from cmoplanner.report.timeline.layout import BAR, Layout
from cmoplanner.ui.widgets.timeline.view import TimelineView


def bar_order(layout: Layout) -> list[int]:
    """Return the bars of open lanes as they are read: lane by lane, in each row from left to right."""
    order = np.lexsort((layout.left, layout.top))
    found: list[int] = order[layout.height[order] == BAR].tolist()
    return found


class BarInterface(QAccessibleInterface):
    """One bar: its name with dates, money, lane and warnings, where it is, and whether it is selected."""

    def __init__(self, calendar: "CalendarInterface", activity_id: str) -> None:
        super().__init__()
        self._calendar = calendar
        self.activity_id = activity_id

    @property
    def _place(self) -> int | None:
        return self._calendar.view.state.layout.index.get(self.activity_id)

    def isValid(self) -> bool:
        return self._calendar.isValid() and self._place is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return self._calendar

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def relations(self, match: Any = None) -> list[Any]:
        return []

    def rect(self) -> QRect:
        view = self._calendar.view
        box = view.bar_rect(self.activity_id)
        return QRect(view.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        view, state = self._calendar.view, QAccessible.State()
        state.selectable = state.focusable = state.multiSelectable = True
        state.selected = self.activity_id in view.selection
        state.focused = view.hasFocus() and view.selection[-1:] == (self.activity_id,)
        shown = view.viewport().rect().intersects(view.bar_rect(self.activity_id))
        state.offscreen = not shown
        return state

    def text(self, kind: QAccessible.Text) -> str:
        view, place = self._calendar.view, self._place
        activity = view.state.plan.activities.get(self.activity_id)
        if activity is None or place is None:
            return ""
        if kind is QAccessible.Text.Name:
            lane = next(
                group.lane.name
                for group in reversed(view.state.layout.groups)
                if group.first <= place < group.first + group.bars or group.y <= float(view.state.layout.top[place])
            )
            words = [view.spoken(activity), _("lane {name}").format(name=lane)]
            return ", ".join([*words, _("locked")] if activity.locked else words)
        if kind is QAccessible.Text.Description:
            found = view.state.layout.findings.get(self.activity_id, ())
            return " ".join(f"{finding.sentence} {finding.remedy}" for finding in found)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names are typed into the editor that F2 opens."""


class CalendarInterface(QAccessibleWidget):
    """The calendar as a list of its bars in reading order."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view, QAccessible.Role.List, _("Calendar"))
        self.view = view
        self._bars: dict[str, BarInterface] = {}
        self._ordered: tuple[Layout, list[int], dict[str, int]] | None = None

    def _order(self) -> tuple[list[int], dict[str, int]]:
        layout = self.view.state.layout
        if self._ordered is None or self._ordered[0] is not layout:
            order = bar_order(layout)
            places: dict[str, int] = {}
            for number, i in enumerate(order):
                places.setdefault(layout.activity(i).id, number)
            self._ordered = layout, order, places
        return self._ordered[1], self._ordered[2]

    def bar(self, activity_id: str) -> BarInterface:
        """Return the entry of a bar, always the same one."""
        if activity_id not in self._bars:
            self._bars[activity_id] = BarInterface(self, activity_id)
        return self._bars[activity_id]

    def place_of(self, activity_id: str) -> int:
        """Return which entry a bar is, -1 if its lane is folded or it is filtered away."""
        return self._order()[1].get(activity_id, -1)

    def childCount(self) -> int:
        return len(self._order()[0])

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        order = self._order()[0]
        return self.bar(self.view.state.layout.activity(order[index]).id) if 0 <= index < len(order) else None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        at, frame = self.view.viewport().mapFromGlobal(QPoint(x, y)), self.view.frame()
        hit = self.view.state.layout.hit(frame.time_x(at.x()), frame.lane_y(at.y()))
        return self.bar(self.view.state.layout.activity(hit[0]).id) if hit is not None else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self.place_of(child.activity_id) if isinstance(child, BarInterface) else -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        selection = self.view.selection
        return self.bar(selection[-1]) if selection and self.place_of(selection[-1]) >= 0 else None


class _Factory:
    """Makes the interface of each calendar and keeps it, since Qt does not."""

    def __init__(self) -> None:
        self._made: dict[int, CalendarInterface] = {}

    def __call__(self, _key: str, made_for: QObject | None) -> QAccessibleInterface | None:
        if not isinstance(made_for, TimelineView):
            return None
        key = id(made_for)
        if key not in self._made:
            self._made[key] = CalendarInterface(made_for)
            made_for.destroyed.connect(lambda: self._made.pop(key, None))
        return self._made[key]


@lru_cache(maxsize=1)
def install() -> _Factory:
    """Have screen readers told of calendars from now on; once for the whole program."""
    factory = _Factory()
    QAccessible.installFactory(factory)
    return factory


def announce(view: TimelineView) -> None:
    """Tell a screen reader, if there is one, which bar has the keyboard now."""
    if not QAccessible.isActive() or not view.selection:
        return
    interface = QAccessible.queryAccessibleInterface(view)
    place = interface.place_of(view.selection[-1]) if isinstance(interface, CalendarInterface) else -1
    if place >= 0:
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(place)
        QAccessible.updateAccessibility(event)
