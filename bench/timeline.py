"""How long the calendar takes to lay out, paint, scroll, zoom and drag, against what a frame allows.

Run it with `python -m bench.timeline [activities …]`; it needs no screen.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from bench.plans import generated_plan
from cmoplanner.model.plan import Activity
from cmoplanner.projection.live import Live
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.shapes import Rect
from cmoplanner.ui.theme import Theme, install
from cmoplanner.ui.widgets.timeline.view import TimelineView

WIDTH, HEIGHT = 1440, 900
LIMITS = {"repaint": 16.0, "all anew": 16.0, "scroll": 8.0, "zoom step": 25.0, "drag frame": 16.0}
REGROUP = 200.0


def timed(act: Callable[[], object], runs: int = 30) -> tuple[float, float, float]:
    """Return median and 95th percentile of an act in ms, after one warm-up, and the latter of its own processor time.

    On a computer that is busy with other things, only the last one says something about the act.
    """
    act()
    spent, own = [], []
    for _run in range(runs):
        began, worked = time.perf_counter(), time.thread_time()
        act()
        own.append(1000 * (time.thread_time() - worked))
        spent.append(1000 * (time.perf_counter() - began))
    return median(spent), float(np.percentile(spent, 95)), float(np.percentile(own, 95))


class Bench:
    """One plan in one view, with the acts that are timed."""

    def __init__(self, activities: int, *, folded: bool) -> None:
        plan = generated_plan(activities=activities, seed=7)
        self.live = Live(plan)
        self.theme = theme = Theme(Palette.load("light"))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        install(app, theme)
        self.view = TimelineView(theme, plan, self.live.outcome, self._preview)
        self.view.resize(WIDTH, HEIGHT)
        self.view.show()
        app.processEvents()
        self.view.fold({lane.id for lane in self.view.state.lanes} if folded else set())
        self.image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        self._forth = 0

    def _preview(self, activities: Sequence[Activity]) -> Outcome:
        return self.live.preview(*activities) if activities else self.live.outcome

    def paint(self) -> None:
        """Paint the view as the screen would."""
        self.view.viewport().render(self.image, QPoint())

    def repaint(self) -> None:
        """Paint everything anew."""
        self.view.stale()
        self.paint()

    def retheme(self) -> None:
        """Change the theme and paint: nothing that was painted before is of use."""
        self._forth = 1 - self._forth
        self.theme.use(Palette.load("dark" if self._forth else "light"))
        self.paint()

    def regroup(self) -> None:
        """Group by segments and offerings, two levels deep, or by campaigns again, and paint."""
        self._forth = 1 - self._forth
        self.view.group_by(*(("segment", "offering") if self._forth else ("campaign",)))
        self.paint()

    def scroll(self) -> None:
        """Scroll by a row and paint."""
        bar = self.view.verticalScrollBar()
        self._forth = 1 - self._forth
        bar.setValue(bar.maximum() // 2 + 22 * self._forth)
        self.paint()

    def zoom(self) -> None:
        """Zoom by a step and paint."""
        self._forth = 1 - self._forth
        self.view.zoom(1.25 if self._forth else 0.8)
        self.paint()

    def grab(self) -> None:
        """Take hold of a bar in sight."""
        frame, layout = self.view.frame(), self.view.state.layout
        seen = layout.visible(
            frame.scroll_x, frame.scroll_x + frame.time_width, frame.scroll_y, frame.scroll_y + frame.body_height
        )
        inside = [i for i in seen if frame.scroll_y <= layout.top[i] < frame.scroll_y + frame.body_height - 22]
        bar = next(i for i in inside if layout.full(i) and layout.right[i] - layout.left[i] > 40)
        self._at = self.view.bar_rect(layout.activity(bar).id).center()
        self._mouse(QEvent.Type.MouseButtonPress, 0)
        self._mouse(QEvent.Type.MouseMove, 6)
        assert self.view.state.hidden, "no bar is held"

    def drag(self) -> None:
        """Carry the bar by a few days: hit, move, outcome, paint."""
        self._forth = (self._forth + 1) % 20
        self._mouse(QEvent.Type.MouseMove, 10 + 3 * self._forth)
        self.paint()

    def _mouse(self, kind: QEvent.Type, dx: int) -> None:
        place = QPointF(self._at.x() + dx, self._at.y())
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, place, place, left, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.view.viewport(), event)


def graphics_scene(bench: Bench) -> float:
    """Return the median repaint of the same bars as items of a QGraphicsScene, the toolkit's own way."""
    scene = QGraphicsScene()
    layout = bench.view.state.layout
    for i in range(len(layout.columns)):
        rect = Rect(float(layout.left[i]), float(layout.top[i]), float(layout.right[i] - layout.left[i]), 18)
        scene.addRect(rect.x, rect.y, rect.w, rect.h)
        scene.addSimpleText(layout.activity(i).name).setPos(rect.x, rect.y)
    peer = QGraphicsView(scene)
    peer.resize(WIDTH, HEIGHT)
    peer.show()
    QApplication.processEvents()
    bar = peer.verticalScrollBar()
    steps = iter(range(1_000_000))

    def scroll() -> None:
        bar.setValue(bar.maximum() // 2 + 22 * (next(steps) % 2))
        peer.viewport().render(bench.image, QPoint())

    spent, _tail, _own = timed(scroll)
    peer.close()
    return spent


def main(sizes: Sequence[int]) -> None:
    app = QApplication.instance() or QApplication([])
    for size in sizes:
        bench = Bench(size, folded=False)
        print(f"\n{size:,} bars, all lanes open ({WIDTH} x {HEIGHT})")
        acts: dict[str, Callable[[], object]] = {
            "repaint": bench.repaint,
            "all anew": bench.retheme,
            "scroll": bench.scroll,
            "zoom step": bench.zoom,
        }
        for name, act in acts.items():
            report(name, *timed(act))
        bench.view.fit_year()
        bench.grab()
        report("drag frame", *timed(bench.drag, 60))
        if size <= 10_000:
            peer = graphics_scene(bench)
            ours, _tail, _own = timed(bench.scroll)
            print(f"  scroll against a QGraphicsScene {peer / ours:17.1f} x faster")
        report("regroup", *timed(bench.regroup, 10), limit=REGROUP)
        bench.view.close()
        folded = Bench(size, folded=True)
        report("all folded", *timed(folded.repaint), limit=LIMITS["repaint"])
        folded.view.close()
        app.processEvents()


def report(name: str, middle: float, tail: float, own: float, limit: float | None = None) -> None:
    bound = limit or LIMITS[name]
    share = f"{tail / bound:6.2f} of the limit ({bound:g} ms)"
    print(f"  {name:<12} median {middle:7.2f} ms   p95 {tail:7.2f} ms (processor {own:7.2f})   {share}")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [100, 1_000, 10_000, 50_000])
