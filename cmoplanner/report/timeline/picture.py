"""The whole calendar as one picture: header, key dates, lanes, legend and outcome strip on one time axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import Span
from cmoplanner.report.timeline import scene_axis, scene_bars, scene_closed, scene_lanes, scene_strip
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.legend import Legend, legend_of, legend_shapes
from cmoplanner.report.timeline.scene_axis import Flag, Interval
from cmoplanner.report.timeline.scene_lanes import View
from cmoplanner.report.timeline.scene_strip import StripView
from cmoplanner.report.timeline.shapes import Line, Rect, Region, Shape, Text


@dataclass(frozen=True)
class Frame:
    """Where the parts of the picture stand in a box, and how far time and lanes are scrolled."""

    width: float
    height: float
    head: float
    keys: float
    legend: float
    scroll_x: float = 0.0
    scroll_y: float = 0.0
    strip: float = scene_strip.HEIGHT

    @property
    def axis_bottom(self) -> float:
        """Where the axis ends and the key dates begin."""
        return scene_axis.AXIS

    @property
    def body_top(self) -> float:
        """Where the lanes begin."""
        return self.axis_bottom + self.keys

    @property
    def strip_top(self) -> float:
        """Where the outcome strip begins."""
        return self.height - self.strip

    @property
    def body_bottom(self) -> float:
        """Where the lanes end."""
        return self.strip_top - self.legend

    @property
    def body_height(self) -> float:
        """How high the window on the lanes is."""
        return max(0.0, self.body_bottom - self.body_top)

    @property
    def time_width(self) -> float:
        """How wide the window on the time is."""
        return max(1.0, self.width - self.head)

    def time_x(self, x: float) -> float:
        """Return the axis position under a point of the picture."""
        return x - self.head + self.scroll_x

    def lane_y(self, y: float) -> float:
        """Return the height among the lanes under a point of the picture."""
        return y - self.body_top + self.scroll_y


def visible_days(axis: Axis, frame: Frame) -> Span:
    """Return the days in sight."""
    return Span(axis.day(max(0.0, frame.scroll_x)), axis.day(frame.scroll_x + frame.time_width))


@dataclass(frozen=True)
class Picture:
    """A calendar ready to be painted."""

    view: View
    strip: StripView
    frame: Frame
    values: tuple[str, ...] = ()

    @cached_property
    def visible(self) -> Span:
        """The days in sight."""
        return visible_days(self.view.axis, self.frame)

    @cached_property
    def flags(self) -> Sequence[Flag]:
        """The key dates with their rows."""
        return flags(self.view)

    def regions(self) -> list[Region]:
        """Return everything, back to front."""
        return [*self.lanes(), *self.header(), *self.foot()]

    def lanes(self) -> list[Region]:
        """Return the lanes with their bars, and their heads."""
        body, heads = self.ground()
        for i in self.full_bars():
            body.shapes.extend(self.bar(i))
        return [body, heads]

    def ground(self, band: Interval | None = None) -> tuple[Region, Region]:
        """Return what the full bars stand on, and the heads; all, or only a band between two heights of the window."""
        frame, view = self.frame, self.view
        top, height = frame.body_top, frame.body_height
        if band is not None:
            top, height = top + band[0], band[1] - band[0]
        y0 = frame.lane_y(top)
        body = scene_lanes.ground(view, self.visible, y0, y0 + height)
        column = scene_lanes.heads(view, frame.head, y0, y0 + height)
        column.append(Line(((frame.head - 0.5, y0), (frame.head - 0.5, y0 + height)), "border_strong"))
        return (
            Region(frame.head, top, frame.time_width, height, body, -frame.scroll_x, -y0),
            Region(0, top, frame.head, height, column, 0, -y0),
        )

    def full_bars(self, band: Interval | None = None) -> list[int]:
        """Return the bars of open lanes in sight, or in a band, but for those that are being dragged."""
        low, high = band or (0.0, self.frame.body_height)
        y0 = self.frame.scroll_y
        return scene_lanes.full_bars(self.view, scene_lanes.in_sight(self.view, self.visible, y0 + low, y0 + high))

    def bar(self, i: int) -> list[Shape]:
        """Return one full bar with its words, which stay in sight where the window on the time begins within it."""
        view = self.view
        return scene_bars.bar(view.layout, view.colours, i, view.plan.header.as_of, self.frame.scroll_x)

    def header(self) -> list[Region]:
        """Return the axis, the key dates and today."""
        frame, view, plan = self.frame, self.view, self.view.plan
        quarters = dict(enumerate(self.strip.strip.spend.quarters, start=1))
        axis_shapes = scene_axis.axis_rows(
            view.axis, self.visible, quarters, view.formats, view.measure, plan.header.as_of, frame.scroll_x
        )
        keys = [Rect(-1e6, 0, 2e6, frame.keys, fill="surface")]
        key_shapes = [*keys, *scene_axis.key_dates(view.axis, self.flags, self.visible, int(frame.keys))]
        key_shapes += scene_closed.key_row(
            view.closed, view.axis, self.visible, frame.keys, view.measure, frame.scroll_x
        )
        key_shapes.append(scene_axis.today_line(view.axis, plan.header.as_of, 0, frame.keys))
        edge = frame.keys - 0.5
        key_shapes.append(Line(((frame.scroll_x, edge), (frame.scroll_x + frame.time_width, edge)), "border"))
        today = scene_axis.today_pill(view.axis, plan.header.as_of, view.formats, view.measure, scene_axis.UPPER + 5)
        return [
            Region(frame.head, 0, frame.time_width, frame.axis_bottom, axis_shapes, -frame.scroll_x),
            Region(frame.head, frame.axis_bottom, frame.time_width, frame.keys, key_shapes, -frame.scroll_x),
            Region(frame.head, 0, frame.time_width, frame.body_top, list(today), -frame.scroll_x),
            Region(0, 0, frame.head, frame.body_top, self._corner()),
        ]

    def _corner(self) -> list[Shape]:
        frame, plan = self.frame, self.view.plan
        room = frame.head - 24
        return [
            Rect(0, 0, frame.head, frame.axis_bottom, fill="band"),
            Text(16, 0, room, scene_axis.UPPER, plan.header.fy_label or plan.calendar.label, 12, 600),
            Text(16, 21, room, 22, _("{currency} net").format(currency=plan.header.currency), 11, 400, "text_2"),
            Line(((0, frame.axis_bottom - 0.5), (frame.head, frame.axis_bottom - 0.5)), "border_strong"),
            Rect(0, frame.axis_bottom, frame.head, frame.keys, fill="surface"),
            Text(16, frame.axis_bottom + 3, room, 18, self._dates_title(), 12, 600),
            Text(16, frame.axis_bottom + 21, room, 16, self._dates_counted(), 11, 400, "text_2"),
            *scene_closed.legend(self.view.closed, 16, frame.body_top - 18, self.view.measure),
            Line(((0, frame.body_top - 0.5), (frame.head, frame.body_top - 0.5)), "border"),
            Line(((frame.head - 0.5, 0), (frame.head - 0.5, frame.body_top)), "border_strong"),
        ]

    def _steps(self) -> int:
        return sum(row.kind == scene_axis.CAPABILITY for row in self.view.plan.milestones.values())

    def _dates_title(self) -> str:
        return _("Roadmap and key dates") if self._steps() else _("Key dates")

    def _dates_counted(self) -> str:
        taken = self._steps()
        count = len(self.view.plan.milestones) - taken
        words = ngettext("{n} milestone", "{n} milestones", count).format(n=count)
        if taken:
            words += " · " + ngettext("{n} capability step", "{n} capability steps", taken).format(n=taken)
        if asked := len(self.view.closed.contracts):
            words += " · " + ngettext("{n} contract date", "{n} contract dates", asked).format(n=asked)
        return words

    @cached_property
    def legend(self) -> Legend:
        """Which colour says what."""
        return legend_of(self.view.colours, self.values, self.frame.width, self.view.measure)

    def foot(self) -> list[Region]:
        """Return the legend and the outcome strip."""
        frame = self.frame
        time = scene_strip.strip(self.strip, self.visible)
        column = [*scene_strip.strip_head(self.strip, frame.head)]
        column.append(Line(((frame.head - 0.5, 0), (frame.head - 0.5, frame.strip)), "border_strong"))
        regions = [
            Region(frame.head, frame.strip_top, frame.time_width, frame.strip, time, -frame.scroll_x),
            Region(0, frame.strip_top, frame.head, frame.strip, column),
        ]
        if frame.legend:
            words = legend_shapes(self.legend, self.view.colours, frame.width, frame.legend)
            regions.append(Region(0, frame.body_bottom, frame.width, frame.legend, words))
        return regions


def flags(view: View) -> Sequence[Flag]:
    """Return the key dates of a view with their rows."""
    dates = (*view.plan.milestones.values(), *view.closed.contracts)
    return scene_axis.flag_rows(view.axis, dates, view.measure)


def keys_height(view: View) -> float:
    """Return how high the lane of key dates must be."""
    least = 60 if view.closed.anything else 44  # room for the legend under the count
    return float(max(least, scene_axis.flags_height(flags(view))))
