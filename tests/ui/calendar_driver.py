"""Drives the calendar as a person does: with presses, moves, keys and wheels on the real window."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cmoplanner.model.moving import stays
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.ui.pages.calendar import CalendarPage
from cmoplanner.ui.widgets.timeline.name_editor import NameEditor
from cmoplanner.ui.widgets.timeline.view import TimelineView
from cmoplanner.ui.workspace import Workspace

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


class Driver:
    """One workspace and a hand on its calendar."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.page: CalendarPage = workspace.calendar
        self.view: TimelineView = workspace.calendar.view
        self.document = workspace.context.document
        self.viewport: QWidget = self.view.viewport()

    # what is there

    @property
    def plan(self) -> Plan:
        return self.document.plan

    @property
    def chosen(self) -> tuple[str, ...]:
        selection = self.workspace.context.selection
        return selection.ids if selection.kind == "activity" else ()

    @property
    def px(self) -> float:
        return self.view.state.axis.px_a_day

    def open_bars(self) -> list[str]:
        """Return the activities in open lanes that are wholly in sight."""
        frame, found = self.view.frame(), []
        for key in self.view.state.layout.index:
            box = self.view.bar_rect(key)
            if (
                self.view.state.layout.full(self.view.state.layout.index[key])
                and frame.body_top < box.top()
                and box.bottom() < frame.body_bottom
                and frame.head < box.left()
                and box.right() < frame.width
            ):
                found.append(key)
        return found

    def movable(self, days: int = 60) -> str:
        """Return an open bar that can go `days` both ways, takes nobody along, and is wide enough for its middle."""
        calendar = self.plan.calendar
        for key in self.free_bars():
            row = self.plan.activities[key]
            room = min((row.start - calendar.fy_start).days, (calendar.fy_end - row.end).days)
            if room >= days and row.gross_spend:
                return key
        raise LookupError("no bar can be moved that far")

    def free_bars(self) -> list[str]:
        """Return open bars, wide enough, of what happens once, may be moved, and nothing waits for."""
        waited_for = {other for row in self.plan.activities.values() for other in row.depends_on}
        return [
            key
            for key in self.open_bars()
            if key not in waited_for
            and stays(self.row(key)) is None
            and self.row(key).recurrence == "none"
            and self.view.bar_rect(key).width() > 30
        ]

    def row(self, key: str) -> Activity:
        return self.plan.activities[key]

    def middle(self, key: str) -> QPoint:
        return self.view.bar_rect(key).center()

    def empty_spot(self, days: int, lane: str | None = None) -> tuple[QPoint, str]:
        """Return a point in an open lane with nothing from there on for some days, and the lane."""
        view, frame = self.view, self.view.frame()
        for group in view.state.layout.groups:
            if group.folded or (lane is not None and group.lane.id != lane):
                continue
            top = round(group.y + frame.body_top - frame.scroll_y)
            for y in range(top + 26, round(top + group.h) - 4, 22):
                for x in range(round(frame.head) + 30, round(frame.width) - 30 - round(days * self.px), 5):
                    span = range(x - 10, x + round(days * self.px) + 10, 3)
                    if y < frame.body_bottom - 4 and all(self._free(step, y) for step in span):
                        return QPoint(x, y), group.lane.id
        raise LookupError("no room to draw")

    def _free(self, x: int, y: int) -> bool:
        frame = self.view.frame()
        return self.view.state.layout.hit(frame.time_x(x), frame.lane_y(y)) is None

    def day_at(self, x: float) -> date:
        return self.view.state.axis.day(self.view.frame().time_x(x))

    def editor(self) -> NameEditor | None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        found = self.viewport.findChild(NameEditor)
        return found if isinstance(found, NameEditor) else None

    def text(self, command: str) -> str:
        return self.workspace.context.commands.action(command).text()

    def picture(self) -> QImage:
        self.settle()
        return self.viewport.grab().toImage()

    def strip(self) -> QImage:
        """Return the picture of the outcome strip."""
        frame = self.view.frame()
        return self.picture().copy(0, round(frame.strip_top) + 1, round(frame.width), 187)

    # the hand

    def settle(self) -> None:
        QCoreApplication.processEvents()
        self.viewport.repaint()

    def press(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(self.viewport, LEFT, modifiers, at)

    def move(self, to: QPoint, modifiers: Qt.KeyboardModifier = NONE, buttons: Qt.MouseButton = LEFT) -> None:
        at, everywhere = QPointF(to), QPointF(self.viewport.mapToGlobal(to))
        event = QMouseEvent(QEvent.Type.MouseMove, at, everywhere, Qt.MouseButton.NoButton, buttons, modifiers)
        QCoreApplication.sendEvent(self.viewport, event)
        self.settle()

    def release(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseRelease(self.viewport, LEFT, modifiers, at)
        self.settle()

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.press(at, modifiers)
        self.release(at, modifiers)

    def drag(
        self, start: QPoint, dx: float, modifiers: Qt.KeyboardModifier = NONE, dy: int = 0, *, exact: bool = True
    ) -> None:
        """Drag by `dx`; `exact` keeps edges nearby from drawing what is dragged to themselves."""
        with self.held(start, dx, modifiers | CTRL if exact else modifiers, dy):
            pass

    @contextmanager
    def held(
        self,
        start: QPoint,
        dx: float,
        modifiers: Qt.KeyboardModifier = NONE,
        dy: int = 0,
        *,
        at: Qt.KeyboardModifier = NONE,
    ) -> Iterator[None]:
        """Drag to `dx`, `dy` and let go when the block ends; `at` are the keys held at the press."""
        end = start + QPoint(round(dx), dy)
        self.press(start, at)
        for part in (0.3, 0.7, 1.0):
            self.move(start + QPoint(round(dx * part), round(dy * part)), modifiers)
        yield
        self.release(end, modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, key, modifiers)
        self.settle()

    def wheel(
        self, at: QPoint, x: int, y: int, modifiers: Qt.KeyboardModifier = NONE, pixels: QPoint | None = None
    ) -> None:
        everywhere = QPointF(self.viewport.mapToGlobal(at))
        event = QWheelEvent(
            QPointF(at), everywhere, pixels or QPoint(), QPoint(x, y), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(self.viewport, event)
        self.settle()
