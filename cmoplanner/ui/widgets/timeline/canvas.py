"""What the calendar has painted: kept as a picture, shifted when lanes scroll, and painted anew when it is stale."""

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPixmap

from cmoplanner.report.timeline import scene_lanes
from cmoplanner.report.timeline.picture import visible_days
from cmoplanner.report.timeline.scene_effect import edge, lit_head, lit_strip
from cmoplanner.report.timeline.scene_strip import StripView
from cmoplanner.report.timeline.shapes import Region, Shape
from cmoplanner.report.timeline.strip import RevenueBand
from cmoplanner.ui.widgets.timeline.bar_pictures import BarPictures

if TYPE_CHECKING:
    from cmoplanner.projection.bands import Bands
    from cmoplanner.report.timeline.picture import Frame
    from cmoplanner.ui.widgets.timeline.view import TimelineView


class Canvas:
    """The picture of a view; what is dragged, hovered or selected is painted over it in every frame."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._bars = BarPictures(view.renderer)
        self._base: QPixmap | None = None
        self._fault = ""  # that was told
        self._frame: Frame | None = None  # that the base was painted for
        self.bands: Bands | None = None
        self.live: RevenueBand | None = None  # of what is dragged

    def forget(self) -> None:
        """Paint everything again at the next chance."""
        self._base = None

    def show(self) -> None:
        """Paint the view; what goes wrong is told once, and the view stays as far as it was painted.

        A painter that is left open ends the program, and a fault that is told in a paint event brings the next one.
        """
        painter = QPainter(self._view.viewport())
        try:
            self.paint(painter)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the window tells it
            self._base = None
            if repr(fault) != self._fault:
                self._fault = repr(fault)
                QTimer.singleShot(0, self._view, partial(_raise, fault))
        else:
            self._fault = ""
        finally:
            painter.end()

    def paint(self, painter: QPainter) -> None:
        """Paint the picture, and over it what follows the mouse."""
        painter.drawPixmap(0, 0, self._painted())
        self._view.renderer.paint(painter, self._overlay())

    def _painted(self) -> QPixmap:
        if self._base is None:
            view = self._view
            ratio = view.devicePixelRatioF()
            self._base = QPixmap(view.viewport().size() * ratio)
            self._base.setDevicePixelRatio(ratio)
            self._base.fill(view.renderer.color("surface"))
            self._frame = view.frame()
            picture = replace(view.state.picture(self._frame), strip=self.strip())
            painter = QPainter(self._base)
            try:
                view.renderer.paint(painter, [*picture.ground(), *picture.header(), *picture.foot()])
                self._bars.paint(painter, picture)
            finally:
                painter.end()
        return self._base

    def strip(self) -> StripView:
        """Return the strip of the plan as it is, with its range as far as it is known."""
        return replace(self._view.state.strip(), band=RevenueBand.of(self.bands) if self.bands else None)

    def scroll(self, frame: "Frame") -> bool:
        """Shift what is painted of the lanes and paint only the band that comes into sight; False if all is stale."""
        base, before, view = self._base, self._frame, self._view
        ratio = view.devicePixelRatioF()
        shift = frame.scroll_y - (before.scroll_y if before else 0)
        if base is None or before is None or ratio != round(ratio) or abs(shift) >= frame.body_height - 1:
            return False
        top, bottom = math.ceil(frame.body_top), math.floor(frame.body_bottom)
        scale = round(ratio)
        base.scroll(0, -round(shift) * scale, 0, top * scale, base.width(), (bottom - top) * scale)
        height = frame.body_height
        band = (height - shift - 1, height) if shift > 0 else (0.0, 1 - shift)
        picture = view.state.picture(frame)
        painter = QPainter(base)
        try:
            view.renderer.paint(painter, picture.ground(band))
            self._bars.paint(painter, picture, band)
        finally:
            painter.end()
        self._frame = frame
        return True

    def _overlay(self) -> list[Region]:
        view = self._view
        frame, state = view.frame(), view.state
        shapes: list[Shape] = []
        if 0 <= view.hover < len(state.layout.columns) and state.layout.full(view.hover) and not view.busy:
            shapes.append(scene_lanes.hover(state.view, view.hover))
            shapes += scene_lanes.grips(state.layout, view.hover, "text_2")
        for n, activity_id in enumerate(view.selection):
            if activity_id not in state.hidden:
                dashed = n > 0 and not view.hasFocus()
                shapes += [scene_lanes.frame(state.layout, i, focus=dashed) for i in state.layout.places(activity_id)]
        box = (frame.head, frame.body_top, frame.time_width, frame.body_height)
        lanes = Region(*box, shapes, -frame.scroll_x, -frame.scroll_y)
        guests = [region for shown in view.overlays for region in shown()]
        return [lanes, *guests, *self._lit(), *view.hands_overlay()]

    def _lit(self) -> list[Region]:
        view, lit = self._view, self._view.lit
        if lit is None or view.busy:
            return []
        frame, strip = view.frame(), self.strip()
        time = lit_strip(strip, lit, visible_days(view.state.axis, frame))
        column = [*lit_head(strip, lit, frame.head), edge(frame.strip, frame.head)]
        return [
            Region(frame.head, frame.strip_top, frame.time_width, frame.strip, time, -frame.scroll_x),
            Region(0, frame.strip_top, frame.head, frame.strip, column),
        ]


def _raise(fault: Exception) -> None:
    """Raise a fault of a paint event outside of it, where the window tells it."""
    raise fault
