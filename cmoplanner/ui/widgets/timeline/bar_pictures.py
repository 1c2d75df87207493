"""Full bars painted from kept pictures: one for each bar, made again only when the bar looks another way."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.bars import Bar
from cmoplanner.report.timeline.layout import BAR
from cmoplanner.report.timeline.picture import Picture
from cmoplanner.report.timeline.scene_axis import Interval
from cmoplanner.report.timeline.scene_lanes import View
from cmoplanner.report.timeline.shapes import Line, Polygon, Rect, Region, Shape, Text
from cmoplanner.ui.render import Renderer

_KEPT = 4_000  # bars; many windows full of them
_WIDEST = 2_000  # px; longer bars are painted anew each time
_EDGE = 2  # px around a picture, for lines that stand out


@dataclass(frozen=True, slots=True)
class _Kept:
    """A bar's picture and words, with all they were made from but for what `BarPictures` holds for every bar."""

    bar: Bar
    findings: object
    side: float
    edge: float
    top: float
    x: float
    picture: QPixmap
    words: list[Text]

    def still_holds(self, bar: Bar, findings: object, side: float) -> bool:
        """Return whether the bar looks as it did, but perhaps for where its words begin."""
        return self.bar is bar and self.findings == findings and self.side == side


class BarPictures:
    """Paints the full bars of a calendar; words are painted each time, since they are sharpest on what is below them.

    While the zoom changes every bar does, so pictures are made only when the same zoom is painted again.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._kept: dict[int, _Kept] = {}
        self._view: View | None = None
        self._dress: tuple[float, Palette] | None = None

    def paint(self, painter: QPainter, picture: Picture, band: Interval | None = None) -> None:
        """Paint the full bars of a picture that are in sight, or in a band between two heights of the window."""
        frame, bars = picture.frame, picture.full_bars(band)
        low, high = band or (0.0, frame.body_height)
        y = frame.body_top + low
        region = Region(frame.head, y, frame.time_width, high - low, [], -frame.scroll_x, -frame.scroll_y - low)
        ratio = painter.device().devicePixelRatioF()
        if self._follow(picture.view, ratio):
            shapes = self._pictures(painter, picture, bars, region, ratio)
        else:
            shapes = [shape for i in bars for shape in picture.bar(i)]
        self._renderer.paint(painter, [region._replace(shapes=shapes)])

    def _follow(self, view: View, ratio: float) -> bool:
        """Drop what is kept if bars look another way now; return whether pictures are worth making."""
        before, dress = self._view, (ratio, self._renderer.theme.palette)
        same = before is not None and dress == self._dress and _alike(before, view)
        self._view, self._dress = view, dress
        if not same or len(self._kept) > _KEPT:
            self._kept.clear()
        return same and ratio == round(ratio)

    def _pictures(
        self, painter: QPainter, picture: Picture, bars: Iterable[int], region: Region, ratio: float
    ) -> list[Shape]:
        """Paint the pictures of bars; return what is left to be painted: their words, and bars that are too long."""
        layout, edge, left = picture.view.layout, picture.frame.scroll_x, list[Shape]()
        painter.save()
        painter.setClipRect(QRectF(region.x, region.y, region.w, region.h), Qt.ClipOperation.IntersectClip)
        painter.translate(region.x + region.dx, region.y + region.dy)
        for i in bars:
            bar, top = layout.columns[i], float(layout.top[i])
            begins = edge if layout.left[i] < edge else 0.0  # the name stays in sight
            kept = self._kept.get(id(bar))
            found = layout.findings.get(bar.activity.id)
            known = kept if kept is not None and kept.still_holds(bar, found, float(layout.sides[i])) else None
            if known is None or known.edge != begins:
                made = self._made(picture, i, begins, ratio, known)
                if made is None:
                    left += picture.bar(i)
                    continue
                known = self._kept[id(bar)] = made
            painter.drawPixmap(QPointF(known.x, top - _EDGE), known.picture)
            left += known.words if known.top == top else _lowered(known.words, top - known.top)
        painter.restore()
        return left

    def _made(self, picture: Picture, i: int, edge: float, ratio: float, known: _Kept | None) -> _Kept | None:
        """Return a bar's picture and words, None if it is too long; of a known bar only the words are made."""
        layout, shapes = picture.view.layout, picture.bar(i)
        top, bar = float(layout.top[i]), layout.columns[i]
        words = [shape for shape in shapes if isinstance(shape, Text)]
        if known is not None:
            return replace(known, edge=edge, top=top, words=words)
        drawn: list[Shape] = [shape for shape in shapes if not isinstance(shape, Text)]
        xs = [x for shape in drawn for x in _reach(shape)]
        x0 = math.floor(min(xs)) - _EDGE
        width = math.ceil(max(xs)) + _EDGE - x0
        if width > _WIDEST:
            return None
        found = layout.findings.get(bar.activity.id)
        body = self._picture(drawn, width, x0, top, ratio)
        return _Kept(bar, found, float(layout.sides[i]), edge, top, x0, body, words)

    def _picture(self, shapes: list[Shape], width: int, x: float, top: float, ratio: float) -> QPixmap:
        height = BAR + 2 * _EDGE
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        try:
            self._renderer.paint(painter, [Region(0, 0, width, height, shapes, -x, _EDGE - top)])
        finally:
            painter.end()
        return picture


def _alike(before: View, now: View) -> bool:
    """Return whether all that bars have in common is as before."""
    return (
        before.axis == now.axis
        and before.colours == now.colours
        and before.plan.cells is now.plan.cells
        and before.plan.header.as_of == now.plan.header.as_of
    )


def _reach(shape: Shape) -> tuple[float, ...]:
    """Return from where to where a shape reaches."""
    match shape:
        case Line() | Polygon():
            return tuple(x for x, _y in shape.points)
        case Rect():
            return shape.x, shape.x + shape.w
        case _:
            raise TypeError(shape)


def _lowered(words: Iterable[Text], by: float) -> Iterable[Text]:
    return [text._replace(y=text.y + by) for text in words]
