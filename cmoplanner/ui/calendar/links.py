"""Links of activities on the calendar: drawn from the knob at a bar's end, selected, told and taken away."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.dependencies import Tie, ties
from cmoplanner.model.edits.dependencies import SENTENCES, Join, join, unjoin
from cmoplanner.model.plan import Plan
from cmoplanner.report.timeline import scene_links
from cmoplanner.report.timeline.scene_links import Thread, thread_at
from cmoplanner.report.timeline.shapes import Region, Shape
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.widgets.timeline.menu import Choice
from cmoplanner.ui.widgets.timeline.view import TimelineView

_KNOB = 7.0
_LEFT = Qt.MouseButton.LeftButton
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Links(QObject):
    """Answers events of the calendar that are about links; everything else goes on to the bars."""

    def __init__(self, context: Context, view: TimelineView, do: Callable[..., Any], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._do = do
        self.selected: Tie | None = None
        self._ties: tuple[Plan | None, tuple[Tie, ...]] = (None, ())
        self._from = ""  # the activity that a link is being drawn from
        self._at = QPointF()
        self._choice: Choice | None = None
        view.guests.append(self.answer)
        view.overlays.append(self._overlay)
        view.installEventFilter(self)
        context.bridge.changed.connect(self._follow)

    def commands(self) -> list[Command]:
        """Return none: links are made with the mouse and in the inspector."""
        return []

    def close_work(self) -> None:
        """Nothing is worked out beside the window."""

    # events

    def answer(self, event: QEvent) -> bool:
        """Answer an event of the viewport; return whether it was about links."""
        if isinstance(event, QHelpEvent):
            return self._tell(event)
        if not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() is _LEFT:
                return self._press(event)
            case QEvent.Type.MouseMove if self._from:
                self._at = event.position()
                self._view.viewport().update()
                return True
            case QEvent.Type.MouseMove if not event.buttons() and self._knob(event.position()):
                self._view.viewport().setCursor(Qt.CursorShape.CrossCursor)
                self._view.hinted.emit(_("Draw a link from here to what comes after"))
                return True
            case QEvent.Type.MouseButtonRelease if self._from:
                self._drop(event)
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._view or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        deletes = event.key() in _DELETE and self.selected is not None
        if event.type() is QEvent.Type.ShortcutOverride and deletes:
            event.accept()  # the selected link is meant, not the selected bar
            return True
        if event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and (self._from or self.selected):
                self._let_go()
                return True
            if deletes:
                self._do(unjoin, self.selected)
                return True
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> bool:
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        knob = self._knob(event.position())
        if knob:
            self._from, self._at = knob, event.position()
            self._view.hinted.emit(_("Esc cancels · let go on the bar that comes after"))
            self._view.viewport().update()
            return True
        thread = self._thread(event.position())
        self.select(thread.tie if thread else None)
        if thread is None:
            return False
        selection = self._context.selection
        if thread.tie.link is not None:
            selection.set("activity_link", [thread.tie.link])
        else:
            selection.set("activity", [thread.tie.then])
        self._context.commands.say(_("{link} · Delete takes it away").format(link=self.words(thread)))
        return True

    def select(self, tie: Tie | None) -> None:
        """Show a link as selected, or none."""
        if tie != self.selected:
            self.selected = tie
            self._view.viewport().update()

    def _drop(self, event: QMouseEvent) -> None:
        first, self._from = self._from, ""
        self._view.hinted.emit("")
        self._view.viewport().update()
        hit = self._hit(event.position())
        if hit is None or self._view.state.layout.activity(hit).id == first:
            return
        self.offer(first, self._view.state.layout.activity(hit).id, event.globalPosition().toPoint())

    def offer(self, first: str, then: str, at: QPoint) -> None:
        """Ask how two activities are joined, and join them."""
        rows = self._context.document.plan.activities
        names = {"first": rows[first].name, "then": rows[then].name}
        entries: list[tuple[str, object]] = [(_(text).format(**names), how.value) for how, text in SENTENCES.items()]

        def answered(value: object) -> None:
            self._choice = None
            if value is not None:
                made = self._do(join, first, then, Join(str(value)))
                if isinstance(made, Tie):
                    self.select(made)

        self._choice = Choice(self._view, at, _("Link"), entries, answered)

    def _let_go(self) -> None:
        self._from = ""
        self.select(None)
        self._view.hinted.emit("")
        self._view.viewport().update()

    def _follow(self, _changes: object) -> None:
        if self.selected is not None and self.selected not in ties(self._context.document.plan):
            self.select(None)
        self._from = ""

    # where things are

    def _lane_point(self, at: QPointF) -> tuple[float, float] | None:
        frame = self._view.frame()
        if at.x() < frame.head or not frame.body_top <= at.y() < frame.body_bottom:
            return None
        return frame.time_x(at.x()), frame.lane_y(at.y())

    def _hit(self, at: QPointF) -> int | None:
        point = self._lane_point(at)
        hit = self._view.state.layout.hit(*point) if point else None
        return hit[0] if hit else None

    def _knob(self, at: QPointF) -> str:
        """Return the activity whose knob is under a point, "" if there is none: only the selected bar has one."""
        point, layout = self._lane_point(at), self._view.state.layout
        if point is None or len(self._view.selection) != 1:
            return ""
        for i in layout.places(self._view.selection[0]):
            x, y = scene_links.port_centre(layout, i)
            if layout.full(i) and abs(point[0] - x) <= _KNOB and abs(point[1] - y) <= _KNOB:
                return self._view.selection[0]
        return ""

    def _thread(self, at: QPointF) -> Thread | None:
        point, state = self._lane_point(at), self._view.state
        if point is None:
            return None
        x, y = point
        if state.layout.touching(x, x, y, y):  # a bar goes before the line that runs behind it
            return None
        return thread_at(self._threads(), x, y)

    def _threads(self) -> Iterator[Thread]:
        """Yield the lines of all links; what joins what is gathered once for each state of the plan."""
        state = self._view.state
        if self._ties[0] is not state.plan:
            self._ties = (state.plan, tuple(ties(state.plan)))
        return scene_links.threads(state.plan, state.layout, self._ties[1])

    # what is shown

    def words(self, thread: Thread) -> str:
        """Return what a link says, with its slack."""
        rows, tie = self._view.state.plan.activities, thread.tie
        how = Join(tie.kind) if tie.kind in list(Join) else Join.AFTER_START if tie.timing == "SS" else Join.AFTER_END
        said = _(SENTENCES[how]).format(first=rows[tie.first].name, then=rows[tie.then].name)
        if thread.slack is None:
            return said
        n = abs(thread.slack)
        if thread.broken:
            late = ngettext("{n} day too early", "{n} days too early", n).format(n=n)
            return f"{said} · {late}"
        slack = ngettext("{n} day of slack", "{n} days of slack", n).format(n=n)
        return f"{said} · {slack}"

    def _tell(self, event: QHelpEvent) -> bool:
        thread = self._thread(QPointF(event.pos()))
        if thread is None:
            return False
        QToolTip.showText(event.globalPos(), plain_tooltip(self.words(thread)), self._view.viewport())
        return True

    def _overlay(self) -> list[Region]:
        view, frame = self._view, self._view.frame()
        layout = view.state.layout
        shapes: list[Shape] = []
        chosen = view.selection[0] if len(view.selection) == 1 else ""
        for thread in self._threads() if self.selected or chosen else ():
            if thread.tie == self.selected:
                shapes += scene_links.marked(thread)
            if thread.tie == self.selected or thread.tie.then == chosen:
                shapes += scene_links.slack_line(layout, thread)
        if chosen and not view.busy:
            shapes += [scene_links.port(layout, i) for i in layout.places(chosen) if layout.full(i)]
        if self._from:
            shapes += self._drawn(self._from)
        box = (frame.head, frame.body_top, frame.time_width, frame.body_height)
        return [Region(*box, shapes, -frame.scroll_x, -frame.scroll_y)] if shapes else []

    def _drawn(self, first: str) -> list[Shape]:
        layout, frame = self._view.state.layout, self._view.frame()
        places = layout.places(first)
        if not places:
            return []
        x, y = scene_links.port_centre(layout, places[0])
        return scene_links.rubber_thread(x, y, frame.time_x(self._at.x()), frame.lane_y(self._at.y()))
