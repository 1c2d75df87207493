"""Ways through the calendar's bars by keys: along a lane, from lane to lane, to its ends, extending the selection."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from cmoplanner.report.timeline.layout import Layout
from cmoplanner.ui.widgets.timeline.accessible import bar_order
from cmoplanner.ui.widgets.timeline.view import TimelineView

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
_WITHIN = _SHIFT | _CTRL | _ALT
_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Space,
    }
)


class Keys(QObject):
    """Answers keys of a calendar that select; those that move bars stay with the calendar's own hand."""

    inspected = Signal()  # the selected bar's fields are wanted

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _KEYS:
            return False
        return self._answer(Qt.Key(event.key()), event.modifiers() & _WITHIN)

    def _answer(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        layout = self._view.state.layout
        order = bar_order(layout)
        current = self._current(layout, order)
        if not order:
            return False
        match key, held:
            case Qt.Key.Key_Up | Qt.Key.Key_Down, held if held == _SHIFT:
                return self._go(self._beside(order, current, -1 if key == Qt.Key.Key_Up else 1), extend=True)
            case Qt.Key.Key_Left | Qt.Key.Key_Right, held if held == _ALT and current is not None:
                return self._go(self._in_time(layout, order, current, -1 if key == Qt.Key.Key_Left else 1))
            case Qt.Key.Key_Home | Qt.Key.Key_End, held if held in (_NONE, _CTRL):
                within = self._lane(layout, order, current) if held == _NONE and current is not None else order
                return self._go(within[0 if key == Qt.Key.Key_Home else -1])
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown, held if held == _NONE and current is not None:
                self._change_lane(layout, order, current, -1 if key == Qt.Key.Key_PageUp else 1)
                return True
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab, _held if current is not None:
                return self._change_lane(layout, order, current, 1 if key == Qt.Key.Key_Tab else -1)
            case Qt.Key.Key_Space, held if held == _NONE and self._view.selection:
                self.inspected.emit()
                return True
            case _:
                return False

    def _current(self, layout: Layout, order: list[int]) -> int | None:
        selection = self._view.selection
        i = layout.index.get(selection[-1]) if selection else None
        return i if i in order else None

    @staticmethod
    def _beside(order: list[int], current: int | None, step: int) -> int:
        if current is None:
            return order[0] if step > 0 else order[-1]
        return order[max(0, min(len(order) - 1, order.index(current) + step))]

    @staticmethod
    def _lane(layout: Layout, order: list[int], current: int) -> list[int]:
        """Return the bars of a bar's lane from the earliest start on."""
        group = next(group for group in layout.groups if group.first <= current < group.first + group.bars)
        inside = [i for i in order if group.first <= i < group.first + group.bars]
        return sorted(inside, key=lambda i: (float(layout.left[i]), float(layout.top[i])))

    def _in_time(self, layout: Layout, order: list[int], current: int, step: int) -> int:
        lane = self._lane(layout, order, current)
        return lane[max(0, min(len(lane) - 1, lane.index(current) + step))]

    def _change_lane(self, layout: Layout, order: list[int], current: int, step: int) -> bool:
        """Go to the first bar of the next lane that has one; return whether there is one."""
        lane = set(self._lane(layout, order, current))
        rest = order[order.index(current) :] if step > 0 else order[order.index(current) :: -1]
        other = next((i for i in rest if i not in lane), None)
        return other is not None and self._go(self._lane(layout, order, other)[0])

    def _go(self, i: int, *, extend: bool = False) -> bool:
        view = self._view
        row_id = view.state.layout.activity(i).id
        kept = tuple(one for one in view.selection if one != row_id) if extend else ()
        view.selected.emit("activity", (*kept, row_id))
        view.show_bar(row_id)
        return True
