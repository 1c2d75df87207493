"""A long working day through the real window: thousands of actions by keys and commands, and the memory they leave.

`python -m bench.soak [actions]`; it needs no screen. The plan it ends with is compared with what its file holds.
"""

import gc
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cmoplanner.model.edits.activities import create_activity, delete_activities, duplicate_activities, move_activities
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.settings import Settings
from cmoplanner.ui.app import application
from cmoplanner.ui.palette_box import PaletteBox
from cmoplanner.ui.window import Window

ACTIONS, WARM_UP = 10_000, 0.2
MOST = 120  # activities
THEMES = 0.01  # the part of the actions that change the theme: each styles every widget anew, which takes longest
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Soak:
    """A window that is worked in at random."""

    def __init__(self, window: Window, seed: int = 1) -> None:
        assert window.workspace is not None
        self.window = window
        self.workspace = window.workspace
        self.document = window.workspace.context.document
        self.chance = random.Random(seed)
        self.done: Counter[str] = Counter()

    def act(self) -> None:
        """Do one thing and let everything that follows from it happen."""
        acts: list[Callable[[], object]] = [
            self.select, self.select, self.move, self.change, self.create, self.duplicate, self.delete,
            self.undo, self.undo, self.redo, self.page, self.palette, self.zoom, self.fold, self.save,
            self.no_selection, self.preview,
        ]  # fmt: skip
        chosen = self.theme if self.chance.random() < THEMES else self.chance.choice(acts)
        chosen()
        self.done[getattr(chosen, "__name__", "")] += 1
        settle()

    def some(self) -> list[str]:
        """Return a few activities."""
        ids = list(self.document.plan.activities)
        return self.chance.sample(ids, min(len(ids), self.chance.choice((1, 1, 3))))

    def select(self) -> None:
        """Select activities, a campaign or a channel: the inspector follows."""
        if self.chance.random() < 0.7:
            self.workspace.context.selection.set("activity", self.some())
            return
        kind, rows = self.chance.choice(
            (("campaign", self.document.plan.campaigns), ("channel", self.document.plan.channels))
        )
        self.workspace.context.selection.set(kind, [self.chance.choice(list(rows))])

    def no_selection(self) -> None:
        """Show the plan in the inspector."""
        self.workspace.context.selection.clear()

    def move(self) -> None:
        """Move activities by some days."""
        move_activities(self.document, self.some(), self.chance.choice((-7, -1, 1, 7)))

    def change(self) -> None:
        """Give an activity another name or amount."""
        (one, *_rest) = self.some()
        key, value = self.chance.choice(
            (("name", f"Name {self.chance.randrange(99)}"), ("gross_spend", self.chance.randrange(10**7)))
        )
        set_field(self.document, "activity", one, key, value)

    def create(self) -> None:
        """Plan a new activity."""
        start = self.document.plan.header.fy_start + timedelta(days=self.chance.randrange(300))
        if len(self.document.plan.activities) < MOST:
            create_activity(self.document, "New", start, start + timedelta(days=9), {})

    def duplicate(self) -> None:
        """Copy activities."""
        if len(self.document.plan.activities) < MOST:
            duplicate_activities(self.document, self.some())

    def delete(self) -> None:
        """Delete activities."""
        if len(self.document.plan.activities) > MOST / 2:
            delete_activities(self.document, self.some())

    def undo(self) -> None:
        """Press Ctrl+Z."""
        QTest.keyClick(self.workspace, Qt.Key.Key_Z, CTRL)

    def redo(self) -> None:
        """Press Ctrl+Y."""
        QTest.keyClick(self.workspace, Qt.Key.Key_Y, CTRL)

    def page(self) -> None:
        """Show another page."""
        self.workspace.show_page(self.chance.choice(list(self.workspace.pages)))

    def palette(self) -> None:
        """Look for something in the command palette, and leave it."""
        self.workspace.open_palette()
        for box in self.workspace.findChildren(PaletteBox):
            QTest.keyClicks(box.list.search, self.chance.choice(("web", "undo", "a")))
            QTest.keyClick(box.list.search, Qt.Key.Key_Escape)

    def zoom(self) -> None:
        """Zoom the calendar in and out."""
        self.workspace.show_page("calendar")
        keys = self.chance.choice(((Qt.Key.Key_Plus, Qt.Key.Key_Minus), (Qt.Key.Key_Minus, Qt.Key.Key_Plus)))
        for key in keys:
            QTest.keyClick(self.workspace.calendar.view, key, CTRL)

    def theme(self) -> None:
        """Change between light and dark."""
        self.window.choose_theme(self.chance.choice(("light", "dark")))

    def fold(self) -> None:
        """Fold or unfold the inspector."""
        self.workspace.toggle_inspector()

    def save(self) -> None:
        """Press Ctrl+S and wait until the file is written."""
        QTest.keyClick(self.workspace, Qt.Key.Key_S, CTRL)
        settle(lambda: not self.workspace.keeper.busy)

    def preview(self) -> None:
        """Drag an amount for a while and let go of it."""
        self.workspace.context.outlook.preview([self.document.plan.activities[key] for key in self.some()])
        self.workspace.context.outlook.end_preview()


def settle(until: Callable[[], bool] = lambda: True) -> None:
    """Let everything happen that was started."""
    while True:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if until():
            return


def widgets() -> int:
    """Return how many widgets there are."""
    settle()
    return len(QApplication.allWidgets())


def resident() -> int:
    """Return the bytes of memory that are in use now (Linux)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    actions = int(sys.argv[1]) if len(sys.argv) > 1 else ACTIONS
    application()
    with tempfile.TemporaryDirectory() as name:
        os.environ["CMOPLANNER_DATA"] = name
        path = Path(name) / "plan.cmoplan"
        Document.create_from(sample_plan(), path).close()
        window = Window(Settings(Path(name) / "settings.json", theme="light"))
        window.show()
        window.show_document(Document.open(path))
        soak = Soak(window)
        marks: list[tuple[int, int, int]] = []
        for number in range(actions):
            if number % max(1, actions // 10) == 0:
                marks.append((number, resident(), widgets()))
                print(f"{number:6}  {marks[-1][1] / 1e6:6.0f} MB  {marks[-1][2]:5} widgets", flush=True)
            soak.act()
        plan = soak.document.plan
        marks.append((actions, resident(), widgets()))
        window.close()
        same = read_snapshot(path).plan.activities == plan.activities
        window.deleteLater()
        settle()
    warm = next(mark for mark in marks if mark[0] >= actions * WARM_UP)
    growth = marks[-1][1] / warm[1] - 1
    print(f"{actions} actions: memory {growth:+.1%} after warm-up, file and window {'agree' if same else 'DIFFER'}")
    print(", ".join(f"{name} {count}" for name, count in sorted(soak.done.items())))
    return 0 if same and growth < 0.05 else 1


if __name__ == "__main__":
    sys.exit(main())
