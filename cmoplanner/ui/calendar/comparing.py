"""Compares the calendar with a named version, or with last year's plan file: ghost bars, and a list of what changed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.plan import Plan
from cmoplanner.model.prior_year import on_this_year
from cmoplanner.report.comparison import Group, comparison
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.layout import HEAD
from cmoplanner.report.timeline.scene_ghosts import Ghost, Ghosts
from cmoplanner.report.timeline.tree import lane_id
from cmoplanner.ui.calendar.changes import FILE, NOTHING, ChangesPanel
from cmoplanner.ui.calendar.memory import CalendarMemory
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.history.sides import NOW, Side, file_side, own_sides
from cmoplanner.ui.jobs import Jobs
from cmoplanner.ui.plan_files import SUFFIX
from cmoplanner.ui.widgets.timeline.view import TimelineView

_OF_FILE = "file:"
_ON_CALENDAR = frozenset({"activity", "campaign", "milestone", "blackout"})


@dataclass(frozen=True, slots=True)
class Found:
    """What one comparison brought: the past plan, its ghosts, and the differences that the calendar shows."""

    key: str
    past: Plan
    ghosts: Ghosts
    groups: tuple[Group, ...]
    summary: str


def compared(key: str, title: str, past: Plan, plan: Plan) -> Found:
    """Return what differs on the calendar between a past plan and this one."""
    then = on_this_year(past, plan)
    groups = []
    for group in comparison(then, plan).groups:
        rows = tuple(one for one in group.differences if one.table in _ON_CALENDAR and one.id)
        if rows:
            groups.append(Group(group.kind, group.title, rows))
    ghosts = Ghosts.of(then, plan, title)
    count = sum(len(group.differences) for group in groups)
    number = Formats.of(plan).number
    summary = ngettext("{n} difference on the calendar", "{n} differences on the calendar", count)
    summary = summary.format(n=number(count))
    if past.header.fy_start != plan.header.fy_start:
        matched = len(ghosts.kept)
        summary += " · " + _("another year: {n} activities were found by their names").format(n=number(matched))
    return Found(key, past, ghosts, tuple(groups), summary)


class Comparing(QObject):
    """Keeps ghosts and the list in step with the plan; versions are unpacked and compared beside the window."""

    def __init__(
        self, context: Context, view: TimelineView, show_side: Callable[[QWidget | None], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._show_side = show_side
        self._parent = parent
        self._jobs = Jobs(self)
        self._side: Side | None = None
        self._past: Plan | None = None
        self._found: Found | None = None
        self._memory = CalendarMemory(context)
        self._ghosts_shown = self._memory.is_on("ghosts")
        self._asked = 0
        self._awaited = False  # whether there was no version yet when the panel was opened
        self.panel: ChangesPanel | None = None
        context.bridge.changed.connect(self._again)

    def close_work(self) -> None:
        """Wait for what is being compared."""
        self._jobs.stop_all()

    def commands(self) -> list[Command]:
        """Return how a comparison is begun and ended."""
        return [
            Command(
                "calendar.compare",
                _("Compare with a version…"),
                "",
                self.toggle,
                checked=self._is_on,
                menu="view",
                group="compare",
            ),
            Command(
                "calendar.ghosts",
                _("Ghost bars"),
                "",
                lambda: self.show_ghosts(not self._ghosts_shown),
                lambda: self._side is not None,
                checked=lambda: self._ghosts_shown and self._side is not None,
                menu="view",
                group="compare",
            ),
        ]

    def resume(self) -> None:
        """Compare again with what the plan was compared with when it was closed; with nothing where that is gone."""
        key = self._memory.read().get("compared")
        if not key or self._side is not None:
            return
        side = next((side for side in self._sides() if side.key == key), None)
        path = Path(str(key).removeprefix(_OF_FILE))
        if side is None and str(key).startswith(_OF_FILE) and path.is_file():
            side = file_side(path)
        if side is not None:
            self._show_side(self._made())
            self.compare_with(side)

    def _is_on(self) -> bool:
        return self._side is not None or (self.panel is not None and self.panel.isVisible())

    def toggle(self) -> None:
        """Open the panel with the newest version; end the comparison if there is one, or close the panel."""
        if self._is_on():
            self.stop()
            return
        panel = self._made()
        self._show_side(panel)
        sides = self._sides()
        if sides:
            self.compare_with(sides[0])
        else:
            self._awaited = True
            panel.offer((), NOTHING)
            panel.tell(
                _("This plan has no named version yet. Name one to compare with, or choose last year's plan file."),
                name=True,
            )

    def _sides(self) -> list[Side]:
        return [side for side in own_sides(self._context.document) if side.key != NOW]

    def _made(self) -> ChangesPanel:
        if self.panel is None:
            self.panel = ChangesPanel(self._context.theme, self._parent)
            self.panel.ghosts.setChecked(self._ghosts_shown)
            self.panel.chosen.connect(self._choose)
            self.panel.closed.connect(self.stop)
            self.panel.asked.connect(self._go)
            self.panel.ghosts_toggled.connect(self.show_ghosts)
            self.panel.name_asked.connect(lambda: self._context.commands.run("version"))
        return self.panel

    def _choose(self, key: str) -> None:
        if key == FILE:
            self._choose_file()
        elif key == NOTHING:
            self._forget()
            self._made().offer(self._sides(), NOTHING)
            self._made().show_groups((), "")
            self._made().tell(_("Choose what to compare this plan with."))
        else:
            self.compare_with(next(side for side in [*self._sides(), *self._own()] if side.key == key))

    def _own(self) -> list[Side]:
        return [self._side] if self._side is not None else []

    def _choose_file(self) -> None:
        folder = str(self._context.document.path.parent)
        pattern = _("Plans (*{suffix})").format(suffix=SUFFIX)
        path, _filter = QFileDialog.getOpenFileName(self._parent, _("Compare with a plan file"), folder, pattern)
        if path:
            self.compare_with(file_side(Path(path)))
        else:
            self._offer()

    def _offer(self) -> None:
        sides = self._sides()
        if self._side is not None and self._side.key not in {side.key for side in sides}:
            sides.append(self._side)
        self._made().offer(sides, self._side.key if self._side else NOTHING)

    def compare_with(self, side: Side) -> None:
        """Show the ghosts of a side and what changed since."""
        self._side, self._past, self._awaited = side, None, False
        self._memory.change(compared=side.key)
        self._offer()
        self._made().tell(_("Comparing…"))
        self._ask()
        self._context.commands.refresh()

    def stop(self) -> None:
        """End the comparison: no ghosts, and the inspector in its place."""
        self._forget()
        self._show_side(None)

    def _forget(self) -> None:
        self._asked += 1
        self._side = self._past = self._found = None
        self._awaited = False
        self._memory.change(compared="")
        self._show_ghosts()
        self._context.commands.refresh()

    def _again(self, _changes: object) -> None:
        if self._side is not None:
            self._ask()
        elif self._awaited and self._is_on() and (sides := self._sides()):
            self.compare_with(sides[0])  # the version that was just named

    def _ask(self) -> None:
        side, past, plan = self._side, self._past, self._context.document.plan
        if side is None:
            return
        self._asked += 1
        asked = self._asked

        def work(_progress: object) -> tuple[int, Found | CmoPlannerError]:
            try:
                then = past if past is not None else side.read()
            except CmoPlannerError as error:
                return asked, error
            return asked, compared(side.key, side.title, then, plan)

        job = self._jobs.start(_("Comparing"), work)
        job.done.connect(self._done)
        job.failed.connect(lambda _error: self._made().tell(_("The two cannot be compared; both are untouched.")))

    def _done(self, result: tuple[int, Found | CmoPlannerError]) -> None:
        asked, found = result
        if asked != self._asked:
            return
        if isinstance(found, CmoPlannerError):
            self._made().tell(found.told)
            return
        self._past, self._found = found.past, found
        self._made().show_groups(found.groups, found.summary)
        self._show_ghosts()

    def show_ghosts(self, shown: bool) -> None:
        """Show or hide the ghost bars of the comparison."""
        self._ghosts_shown = shown
        self._memory.change(ghosts=shown)
        if self.panel is not None and self.panel.ghosts.isChecked() is not shown:
            self.panel.ghosts.setChecked(shown)
        self._show_ghosts()

    def _show_ghosts(self) -> None:
        shown = self._found.ghosts if self._found is not None and self._ghosts_shown else Ghosts()
        if shown is not self._view.state.ghosts:
            self._view.state.ghosts = shown
            self._view.show_lanes()

    def _go(self, table: str, row_id: str) -> None:
        """Select what differs and bring it into sight; of what was removed, the day where it stood."""
        document, view = self._context.document, self._view
        if row_id in getattr(document.plan, {"activity": "activities"}.get(table, f"{table}s")):
            self._context.selection.set(table, [row_id])
            if table == "activity":
                view.show_bar(row_id)
        elif self._found is not None:
            gone = next((one for one in self._found.ghosts.gone if one.activity.id == row_id), None)
            if gone is not None:
                self._show_gone(gone)

    def _show_gone(self, gone: Ghost) -> None:
        """Open the lanes of what is gone, and bring its first day and its first lane into sight."""
        view, state = self._view, self._view.state
        found = state.ghosts.lanes(self._context.document.plan, state.arrangement.by)
        paths = [keys for keys, rows in found.items() if gone in rows]
        view.fold(state.folded - {lane_id(keys[:n]) for keys in paths for n in range(1, len(keys) + 1)})
        view.show_day(gone.span.start)
        lanes = {lane_id(keys) for keys in paths}
        group = next((group for group in state.layout.groups if group.lane.id in lanes), None)
        frame = view.frame()
        if group is not None and not frame.scroll_y <= group.y <= frame.scroll_y + frame.body_height - HEAD:
            view.verticalScrollBar().setValue(round(group.y))
