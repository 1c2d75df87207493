"""What the calendar shows over itself during a drag: bar, old place, week, live outcome and its words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from cmoplanner.doctor.rules_calendar import examine_activity
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.plan import Activity
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.report.timeline import scene_drag
from cmoplanner.report.timeline.bars import whole_span
from cmoplanner.report.timeline.layout import BAR
from cmoplanner.report.timeline.scene_axis import AXIS, week_pill
from cmoplanner.report.timeline.scene_bars import look
from cmoplanner.report.timeline.scene_drag import Change
from cmoplanner.report.timeline.scene_strip import StripView
from cmoplanner.report.timeline.shapes import Rect, Region, Shape
from cmoplanner.report.timeline.state import year_sum
from cmoplanner.ui.widgets.timeline.gestures import BandDrag, CreateDrag, MoveDrag, ResizeDrag

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView


def drag_regions(
    view: "TimelineView", drag: MoveDrag | ResizeDrag | CreateDrag | BandDrag, at: QPointF, *, copying: bool
) -> list[Region]:
    """Return the drag's picture; asks the view for the outcome of what is dragged."""
    if isinstance(drag, BandDrag):
        return [_lanes(view, [scene_drag.rubber_band(drag.x0, drag.y0, drag.x1, drag.y1)])]
    if isinstance(drag, CreateDrag):
        return _create(view, drag, at)
    return _carry(view, drag, at, copying=copying)


def _lanes(view: "TimelineView", shapes: list[Shape]) -> Region:
    frame = view.frame()
    return Region(
        frame.head, frame.body_top, frame.time_width, frame.body_height, shapes, -frame.scroll_x, -frame.scroll_y
    )


def _create(view: "TimelineView", drag: CreateDrag, at: QPointF) -> list[Region]:
    formats, measure = view.state.formats, view.renderer.measure
    shapes = scene_drag.new_bar(drag.axis, drag.span, drag.top, formats, measure)
    days = ngettext("{n} day", "{n} days", drag.span.days).format(n=drag.span.days)
    title = formats.days(drag.span.start, drag.span.end)
    return [_lanes(view, shapes), _tip(view, at, title, _("New activity · {days}").format(days=days), None)]


def _carry(view: "TimelineView", drag: MoveDrag | ResizeDrag, at: QPointF, *, copying: bool) -> list[Region]:
    state, frame = view.state, view.frame()
    axis, measure = state.axis, view.renderer.measure
    grabbed = drag.grabbed if isinstance(drag, MoveDrag) else drag.original.id
    activities = drag.activities
    new = next(activity for activity in activities if activity.id == grabbed)
    old = state.plan.activities[grabbed]
    live = activities if not copying else []  # what a copy brings is known once it is a row of the plan
    outcome = view.preview(live)
    strip = state.strip(outcome, live)
    shapes: list[Shape] = []
    for activity in activities:
        for i in state.layout.places(activity.id):
            shapes += _carried(view, activity, i, copying=copying)
    day = new.start if isinstance(drag, MoveDrag) or new.start != old.start else new.end
    column = scene_drag.week_column(axis, day, frame.height)
    pill = week_pill(axis, day, measure, frame.keys - 17)
    words = scene_drag.dates_words(whole_span(new, axis.calendar), whole_span(old, axis.calendar), state.formats)
    if len(activities) > 1:
        words += " · " + ngettext("{n} activity", "{n} activities", len(activities)).format(n=len(activities))
    title = state.formats.days(new.start, new.end)
    change = _change(view, outcome, strip, activities, live)
    return [
        *view.previewed(outcome, live),
        Region(frame.head, AXIS, frame.time_width, frame.height - AXIS, [column], -frame.scroll_x),
        Region(frame.head, AXIS, frame.time_width, frame.keys, list(pill), -frame.scroll_x),
        _lanes(view, shapes),
        _tip(view, at, title, words, change),
    ]


def _carried(view: "TimelineView", activity: Activity, i: int, *, copying: bool) -> list[Shape]:
    """Return one bar of an activity where it would be dropped, and the place that it is carried away from."""
    state, measure = view.state, view.renderer.measure
    axis, bar = state.axis, state.layout.columns[i]
    top, after = float(state.layout.top[i]), whole_span(activity, axis.calendar)
    if not state.layout.full(i):
        return [Rect(axis.x(after.start), top - 6, axis.width(after), BAR - 4, "accent_weak", "accent", 1.5, 4)]
    style = look(activity, state.colours, bar.aims)
    return [
        *(scene_drag.ghost(axis, bar.span, top, state.formats, measure) if not copying else []),
        *scene_drag.lead_line(axis, bar.span, after, top),
        *scene_drag.moving(axis, activity, style, top, measure),
    ]


def _change(
    view: "TimelineView", outcome: Outcome, strip: StripView, activities: Sequence[Activity], live: Sequence[Activity]
) -> Change:
    state = view.state
    now = state.outcome
    findings = [finding for activity in activities for finding in examine_activity(state.plan, activity)]
    before = state.strip().strip
    weeks = [week for week, over in strip.strip.overs.items() if over > before.over(week) + 0.5]
    worst = max(weeks, key=strip.strip.over, default=None) if live else None
    return Change(
        revenue=year_sum(outcome, Line.REVENUE) - year_sum(now, Line.REVENUE),
        contribution=year_sum(outcome, Line.MARGIN) - year_sum(now, Line.MARGIN),  # moving costs nothing
        gross=sum(activity.gross_spend for activity in activities),
        worst_week=worst,
        over=strip.strip.over(worst) if worst else 0.0,
        findings=tuple(findings),
    )


def _tip(view: "TimelineView", at: QPointF, title: str, under: str, change: Change | None) -> Region:
    frame = view.frame()
    height = scene_drag.tip_height(change)
    x = min(at.x() + 16, frame.width - scene_drag.TIP_WIDTH - 8)
    y = at.y() + 22
    if y + height > frame.strip_top - 4:  # never over the strip that it speaks about
        y = at.y() - height - 18
    shapes = scene_drag.tip(x, max(4.0, y), title, under, change, view.state.formats, view.renderer.measure)
    return Region(0, 0, frame.width, frame.height, shapes)
