"""How long the window is held up with a large plan: edits with all that follows them, publishing and backing up.

Run it with `python -m bench.window [activities]`; it needs no screen. Publishing and backups are written in threads, so
what counts is the longest time for which the window answered nothing meanwhile.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QTimer

from bench.document import seconds
from bench.plans import generated_plan, stored_rows
from cmoplanner.model.edits.activities import move_activities, move_activity
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.settings import Settings
from cmoplanner.ui.app import application
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

ACTIVITIES, EDITS, VERSIONS = 10_000, 60, 20
SIZE = (1440, 900)


@dataclass
class Pulse:
    """Beats every millisecond that the window is free; remembers the longest time between two beats."""

    timer: QTimer = field(default_factory=QTimer)
    last: float = 0.0
    longest: float = 0.0

    def start(self) -> None:
        """Begin to count."""
        self.last, self.longest = time.perf_counter(), 0.0
        self.timer.setInterval(1)
        self.timer.timeout.connect(self.beat)
        self.timer.start()

    def beat(self) -> None:
        """Take the time since the last beat."""
        now = time.perf_counter()
        self.longest, self.last = max(self.longest, now - self.last), now


def settle(until: Callable[[], bool] = lambda: True) -> None:
    """Let the window do what is waiting, until something has come true."""
    while True:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if until():
            return
        time.sleep(0.0005)  # a window that waits leaves the processor to the threads


def open_window(activities: int, folder: Path) -> Window:
    """Return a window on a generated plan."""
    path = folder / "plan.cmoplan"
    plan = generated_plan(activities)
    Document.create(path, stored_rows(plan), data_folder=folder).close()
    window = Window(Settings(folder / "settings.json", theme="light"))
    window.resize(*SIZE)
    window.show()
    window.show_document(Document.open(path, data_folder=folder))
    settle()
    return window


def edits(workspace: Workspace) -> None:
    """Time single edits: until the edit returns, and until everything that shows it is painted."""
    document = workspace.context.document
    ids = list(document.plan.activities)
    workspace.context.selection.set("activity", [ids[0]])
    acts: dict[str, Callable[[int], object]] = {
        "move": lambda i: move_activity(document, ids[i], 1),
        "amount": lambda i: set_field(document, "activity", ids[i], "gross_spend", 1_000_000 + i),
        "name": lambda i: set_field(document, "activity", ids[i], "name", f"Renamed {i}"),
        "undo": lambda i: document.undo(),
    }
    for page in workspace.pages:
        workspace.show_page(page)
        settle()
        for name, act in acts.items():
            commits, shown = [], []
            for i in range(EDITS):
                started = time.perf_counter()
                act(i)
                commits.append(time.perf_counter() - started)
                workspace.window().grab()
                settle()
                shown.append(time.perf_counter() - started)
            print(f"  {page:10} {name:8} edit and refresh {_spread(commits)}   and painted {_spread(shown)}")


def _spread(times: list[float]) -> str:
    return f"{1000 * median(times):6.1f} / {1000 * quantiles(times, n=20)[18]:6.1f}"


def beside(workspace: Workspace) -> None:
    """Time what is written beside the window, and how long the window was held up meanwhile."""
    document, keeper = workspace.context.document, workspace.keeper
    ids = list(document.plan.activities)
    print(f"  contents {1000 * seconds(document.contents):6.1f} ms")
    for name, begin, over in (
        ("publish", keeper.publish, lambda: not keeper.busy),
        ("back up", keeper.backups.back_up, lambda: not keeper.backups.busy),
    ):
        move_activity(document, ids[0], 1)
        settle()
        pulse = Pulse()
        pulse.start()
        started = time.perf_counter()
        begin()
        held = time.perf_counter() - started
        settle(over)
        taken = time.perf_counter() - started
        pulse.timer.stop()
        print(
            f"  {name:8} begun in {1000 * held:6.1f}, done in {1000 * taken:6.0f}, held up {1000 * pulse.longest:6.1f}"
        )
    bulk = seconds(lambda: move_activities(document, ids[:1000], 1))
    settle(lambda: not keeper.backups.busy)
    print(f"  bulk edit of 1,000 with a backup before it {1000 * bulk:6.0f}")


def opening(activities: int, folder: Path) -> None:
    """Time opening a plan with many versions, from its file and after a crash."""
    path = folder / "versions.cmoplan"
    with Document.create(path, stored_rows(generated_plan(activities)), data_folder=folder) as document:
        naming = [seconds(lambda i=i: document.name_version(f"{i}")) for i in range(VERSIONS)]  # type: ignore[misc]
        publishing = seconds(document.publish)
        move_activity(document, next(iter(document.plan.activities)), 1)
        publishing_again = seconds(document.publish)
    times = [seconds(lambda: Document.open(path, data_folder=folder).close()) for _ in range(3)]
    size = path.stat().st_size / 1e6
    print(
        f"  {VERSIONS} versions, {size:.1f} MB: open {1000 * median(times):5.0f}, publish {1000 * publishing:5.0f} and "
        f"{1000 * publishing_again:5.0f}, name a version {1000 * max(naming):5.0f}"
    )


def main() -> None:
    activities = int(sys.argv[1]) if len(sys.argv) > 1 else ACTIVITIES
    app = application()
    print(f"{activities} activities; milliseconds, median / 95th percentile")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opening(activities, folder)
        window = open_window(activities, folder)
        assert window.workspace is not None
        edits(window.workspace)
        beside(window.workspace)
        print(f"  closing {1000 * seconds(window.close):6.0f}")
        window.deleteLater()
        settle()
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    app.quit()


if __name__ == "__main__":
    main()
