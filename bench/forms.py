"""How long the calendar's other forms and the budget grid hold the window: to open, to scroll a frame, to answer a key.

Run it with `python -m bench.forms [activities …]`; it needs no screen. Each act is timed in the processor time of the
window's thread, with what it leaves to the next turn of the event loop and with the painting that follows.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from bench.window import open_window, settle
from cmoplanner.model.edits.activities import move_activity
from cmoplanner.ui.app import application
from cmoplanner.ui.workspace import Workspace

FORMS = ("timeline", "table", "month", "segment", "page")
HELD, FRAME = 50.0, 16.0
RUNS = 20


class Painted:
    """A widget with a picture that it is painted into as the screen would."""

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget
        self._image = QImage(widget.size(), QImage.Format.Format_RGB32)

    def paint(self) -> None:
        """Do what is waiting, and paint everything."""
        QApplication.processEvents()
        self.widget.render(self._image, QPoint())


def timed(act: Callable[[int], object], painted: Painted, runs: int = RUNS) -> list[float]:
    """Return how much time of this thread an act took with its painting, in ms, after one warm-up."""
    found = []
    for i in range(runs + 1):
        began = time.thread_time()
        act(i)
        painted.paint()
        found.append(1000 * (time.thread_time() - began))
        settle()
    return found[1:]


def report(name: str, spent: Sequence[float], limit: float) -> None:
    tail = quantiles(spent, n=20)[18] if len(spent) > 1 else spent[0]
    print(f"  {name:<22} median {median(spent):7.1f} ms   p95 {tail:7.1f} ms   {tail / limit:6.2f} of {limit:g} ms")


def scrolled(area: QAbstractScrollArea) -> Callable[[int], None]:
    """Return an act that scrolls by a few rows."""
    bar = area.verticalScrollBar()

    def scroll(i: int) -> None:
        bar.setValue(bar.maximum() // 2 + 66 * i)

    return scroll


def forms(workspace: Workspace) -> None:
    """Time each form of the calendar."""
    page = workspace.calendar
    workspace.show_page("calendar")
    document, selection = workspace.context.document, workspace.context.selection
    ids = list(document.plan.activities)
    for key in FORMS:
        page.forms.show("timeline" if key != "timeline" else "month")
        settle()
        began = time.thread_time()
        page.forms.show(key)
        view = page.forms.form.view
        painted = Painted(page)
        painted.paint()
        report(f"{key}: open", [1000 * (time.thread_time() - began)], HELD)
        settle()
        area = next((one for one in _areas(view) if one.verticalScrollBar().maximum() > 0), None)
        if area is not None:
            report(f"{key}: scroll", timed(scrolled(area), painted), FRAME)
        selection.set("activity", ids[:1])
        report(f"{key}: key", timed(pressed(view.focusProxy() or view), painted), HELD)
        report(f"{key}: edit", timed(lambda i: move_activity(document, ids[7], 1 if i % 2 else -1), painted), HELD)


def pressed(widget: QWidget) -> Callable[[int], None]:
    """Return an act that presses the key that leads down."""
    return lambda _i: QTest.keyClick(widget, Qt.Key.Key_Down)


def _areas(view: QWidget) -> list[QAbstractScrollArea]:
    own = [view] if isinstance(view, QAbstractScrollArea) else []
    return [*own, *view.findChildren(QAbstractScrollArea)]


def budget(workspace: Workspace) -> None:
    """Time the grid of the budget page with all its lines unfolded and every quarter open."""
    workspace.show_page("budget")
    page = workspace.budget
    settle(lambda: page.book is not None and page.model.rowCount() > 0)
    page.arranging.fold_all(page.book, False)
    for quarter in range(1, 5):
        page.arranging.open_quarter(quarter)
    settle()
    painted = Painted(page.grid)
    report(f"budget: scroll {page.model.rowCount():,} lines", timed(scrolled(page.grid.figures), painted), FRAME)
    report("budget: key", timed(pressed(page.grid.figures), painted), HELD)


def main(sizes: Sequence[int]) -> None:
    app = application()
    for size in sizes:
        print(f"\n{size:,} activities, processor time of the window's thread")
        with tempfile.TemporaryDirectory() as name:
            window = open_window(size, Path(name))
            assert window.workspace is not None
            forms(window.workspace)
            budget(window.workspace)
            window.close()
            window.deleteLater()
            settle()
    app.quit()


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1_000, 10_000, 50_000])
