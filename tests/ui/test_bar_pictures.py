"""Bars painted from kept pictures look like bars painted anew, whatever changed meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPixmap
from pytestqt.qtbot import QtBot

from cmoplanner.model.plan import Activity
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.shapes import Shape
from cmoplanner.ui.theme import Theme, load_fonts
from cmoplanner.ui.widgets.timeline import canvas
from cmoplanner.ui.widgets.timeline.bar_pictures import BarPictures
from cmoplanner.ui.widgets.timeline.view import TimelineView
from tests.report.timeline.samples import sample

Act = Callable[[TimelineView], None]


def opened(qtbot: QtBot, acts: list[Act]) -> TimelineView:
    """Return a calendar of the sample with all lanes open, after some acts.

    Everything is approved: where a dashed line is cut off by the window, its dashes begin elsewhere.
    """
    load_fonts()
    plan, outcome = sample()
    rows = {key: replace(row, approval_status="approved") for key, row in plan.activities.items()}
    plan = replace(plan, activities=MappingProxyType(rows))
    view = TimelineView(Theme(Palette.load("light")), plan, outcome, lambda _rows: outcome)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    view.fold(set())
    view.zoom(3.0)
    for act in acts:
        act(view)
    return view


def painted(view: TimelineView) -> NDArray[np.int16]:
    """Return the lanes as they are painted now."""
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.stale()
    view.viewport().render(image, QPoint())
    frame = view.frame()
    whole = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    lanes = whole[round(frame.body_top) : round(frame.body_bottom), round(frame.head) : view.viewport().width(), :3]
    return lanes.astype(np.int16)


def scroll(view: TimelineView) -> None:
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + 371)


def down(view: TimelineView) -> None:
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 137)


def fold(view: TimelineView) -> None:
    view.fold({view.state.lanes[0].id})


def recolour(view: TimelineView) -> None:
    view.arrange(replace(view.state.arrangement, colour="channel"))


def edit(view: TimelineView) -> None:
    """Rename and change the bars in sight, so that names, fills and ticks are others."""
    plan = view.state.plan
    changed = {key: other(row, n) for n, (key, row) in enumerate(plan.activities.items())}
    view.show_plan(replace(plan, activities=MappingProxyType(changed)), outcome(view))


def other(row: Activity, n: int) -> Activity:
    status = ("planned", "committed", "done")[n % 3]
    return replace(row, name=f"{row.name[:4]} {n}", status=status, locked=n % 2 == 0)


def outcome(view: TimelineView) -> Outcome:
    return view.state.outcome


def darken(view: TimelineView) -> None:
    view.renderer.theme.use(Palette.load("dark"))


def zoom(view: TimelineView) -> None:
    view.zoom(1.25)


def test_kept_pictures_look_as_if_painted_anew(qtbot: QtBot) -> None:
    done: list[Act] = []
    kept = opened(qtbot, done)
    before = painted(kept)
    for act in (scroll, down, fold, recolour, edit, darken, zoom, scroll):
        painted(kept)  # makes pictures of the bars as they were
        act(kept)
        done.append(act)
        painted(kept)
        now, anew = painted(kept), painted(opened(qtbot, done))
        assert np.abs(now - anew).max() <= 4, act.__name__
        assert now.shape != before.shape or np.abs(now - before).max() > 40, f"{act.__name__} changes nothing in sight"
        before = now


def test_a_picture_is_made_again_only_for_a_bar_that_changed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[float] = []

    class Counting(BarPictures):
        def _picture(self, shapes: list[Shape], width: int, x: float, top: float, ratio: float) -> QPixmap:
            made.append(x)
            return super()._picture(shapes, width, x, top, ratio)

    monkeypatch.setattr(canvas, "BarPictures", Counting)
    view = opened(qtbot, [])
    painted(view)
    painted(view)
    bars = view.state.picture(view.frame()).full_bars()
    assert 5 < len(made) <= len(bars)  # very long bars have none
    scroll(view)
    scroll(view)
    zoom(view)
    made.clear()
    painted(view)
    assert made == []  # while the zoom changes, no picture is of use for long
    painted(view)
    made.clear()
    layout = view.state.layout
    bars = view.state.picture(view.frame()).full_bars()
    row = layout.activity(min(bars, key=lambda i: float(layout.right[i] - layout.left[i])))
    rows = MappingProxyType({**view.state.plan.activities, row.id: replace(row, name="Another")})
    view.show_plan(replace(view.state.plan, activities=rows), outcome(view))
    painted(view)
    assert len(made) == 1
