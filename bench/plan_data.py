"""How long the plan data page holds the window up with a large plan, against what the hand and the eye allow.

Run it with `python -m bench.plan_data [activities]`; it needs no screen.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from bench.document import rows
from cmoplanner.model.store.document import Document
from cmoplanner.settings import Settings
from cmoplanner.ui.app import application
from cmoplanner.ui.window import Window

ACTIVITIES = 10_000
SIZE = (1440, 900)
FRAME, HAND = 16.0, 50.0  # ms: a frame while scrolling, a pause that nobody notices
CTRL = Qt.KeyboardModifier.ControlModifier


class Bench:
    """A window on a large plan, with the acts that are timed."""

    def __init__(self, activities: int, folder: Path) -> None:
        self.app = application()
        path = folder / "plan.cmoplan"
        Document.create(path, rows(activities), data_folder=folder).close()
        self.window = Window(Settings(folder / "settings.json", theme="light"))
        self.window.resize(*SIZE)
        self.window.show()
        self.window.show_document(Document.open(path, data_folder=folder))
        assert self.window.workspace is not None
        self.workspace = self.window.workspace
        self.page = self.workspace.data
        self.image = QImage(*SIZE, QImage.Format.Format_RGB32)
        self.settle()

    def settle(self, seconds: float = 0.0) -> None:
        """Let everything that was started come to its end."""
        until = time.perf_counter() + seconds
        while True:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if time.perf_counter() >= until:
                return

    def paint(self) -> None:
        """Paint the grid as the screen would."""
        self.page.view.viewport().render(self.image, QPoint())

    def open_page(self) -> None:
        """Show the page for the first time."""
        self.workspace.show_page("data")
        QCoreApplication.processEvents()
        self.paint()

    def go(self, name: str) -> None:
        """Go to another table."""
        self.page.nouns.choose(name)
        QCoreApplication.processEvents()
        self.paint()

    def scroll(self) -> None:
        """Scroll by a screen and paint."""
        bar = self.page.view.verticalScrollBar()
        bar.setValue((bar.value() + 700) % max(1, bar.maximum()))
        self.paint()

    def sort(self, key: str, order: Qt.SortOrder) -> None:
        """Sort by a column."""
        self.page.view.head.setSortIndicator(self.column(key), order)
        self.paint()

    def column(self, key: str) -> int:
        """Return the place of a field."""
        return [field.key for field in self.page.model.fields].index(key)

    def filter(self, text: str) -> None:
        """Type into the filter."""
        self.page.tools.filter.setText(text)
        self.paint()

    def edit(self, text: str) -> None:
        """Type into one cell."""
        at = self.column("owner_role")
        self.page.view.select_block(3, at, 3, at)
        QTest.keyClick(self.page.view, Qt.Key.Key_F2)
        editor = self.page.view.viewport().focusWidget() or self.app.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, text)
        self.spent = once(self._enter, editor)

    def _enter(self, editor: QWidget) -> None:
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.paint()

    def paste(self, count: int, word: str) -> None:
        """Paste so many rows of two columns."""
        at = self.column("owner_role")
        self.page.view.select_block(0, at, 0, at)
        QGuiApplication.clipboard().setText("\n".join(f"{word} {i}" for i in range(count)))
        QTest.keyClick(self.page.view, Qt.Key.Key_V, CTRL)
        self.paint()

    def fill(self, count: int) -> None:
        """Fill a column down."""
        at = self.column("region")
        self.page.view.select_block(0, at, count - 1, at)
        QTest.keyClick(self.page.view, Qt.Key.Key_D, CTRL)
        self.paint()

    def longest_pause(self, seconds: float) -> tuple[float, float]:
        """Return the longest time in ms in which the window did not answer while it was left alone."""
        worst, until = (0.0, 0.0), time.perf_counter() + seconds
        while time.perf_counter() < until:
            worst = max(worst, once(QCoreApplication.processEvents), key=lambda pair: pair[1])
            time.sleep(0.001)
        return worst


def once(act: Callable[..., object], *given: object) -> tuple[float, float]:
    """Return how long an act takes in ms, by the clock and of the thread's own work."""
    began, worked = time.perf_counter(), time.thread_time()
    act(*given)
    return 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)


def report(name: str, spent: Sequence[tuple[float, float]], limit: float) -> None:
    """Print one line: the worst by the clock, and the median of the own work, also as a part of the limit.

    On a computer that is busy with other things only the own work says something.
    """
    worst, own = max(wall for wall, _own in spent), float(np.median([own for _wall, own in spent]))
    print(f"  {name:<28} by the clock {worst:8.1f} ms   own work {own:8.1f} ms   {own / limit:6.2f} of {limit:g} ms")


def main(activities: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["CMOPLANNER_DATA"] = name
        bench = Bench(activities, Path(name))
        print(f"{activities:,} activities, window of {SIZE[0]} x {SIZE[1]}")
        report("open the page", [once(bench.open_page)], HAND)
        report("pause afterwards", [bench.longest_pause(3)], HAND)
        report("go to another table", [once(bench.go, one) for one in ("cell", "lane", "channel")], HAND)
        report("go back to the activities", [once(bench.go, "activity") for _ in range(1)], HAND)
        bench.settle(3)
        report("scroll by a screen", [once(bench.scroll) for _ in range(60)], FRAME)
        ascending, descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        report("sort by a number", [once(bench.sort, "gross_spend", ascending)], HAND)
        report("sort by a date", [once(bench.sort, "start", descending)], HAND)
        report("sort by a reference", [once(bench.sort, "channel_id", ascending)], HAND)
        bench.page.view.head.setSortIndicator(-1, ascending)
        report("filter, first word", [once(bench.filter, "a")], HAND)
        report("filter, as it is typed", [once(bench.filter, t) for t in ("ac", "activity 1", "")], HAND)
        edits = []
        pauses = []
        for i in range(5):
            bench.edit(f"who {i}")
            edits.append(bench.spent)
            pauses.append(bench.longest_pause(3))
        report("edit of a cell", edits, HAND)
        report("pause after an edit", pauses, HAND)
        for count in (100, 1000):
            report(f"paste of {count} cells", [once(bench.paste, count, "A")], HAND)
            report("pause afterwards", [bench.longest_pause(3)], HAND)
            report(f"fill of {count} cells", [once(bench.fill, count)], HAND)
            report("pause afterwards", [bench.longest_pause(3)], HAND)
            bench.settle(1)
        bench.window.close()
        bench.window.deleteLater()
        bench.settle()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ACTIVITIES)
