"""What the calendar shows over itself during a drag: bar, old place, week, live outcome and its words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.moving import why_it_stays
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline import scene_campaign, scene_drag, scene_ticks
from cmoplanner.report.timeline.bars import whole_span
from cmoplanner.report.timeline.layout import BAR
from cmoplanner.report.timeline.money_words import money_words
from cmoplanner.report.timeline.scene_axis import AXIS, week_pill
from cmoplanner.report.timeline.scene_bars import look
from cmoplanner.report.timeline.scene_drag import Change
from cmoplanner.report.timeline.scene_strip import StripView
from cmoplanner.report.timeline.shapes import Rect, Region, Shape
from cmoplanner.report.timeline.state import year_sum
from cmoplanner.ui.widgets.timeline.gestures import (
    BandDrag,
    CampaignDrag,
    CreateDrag,
    MoveDrag,
    OccurrenceDrag,
    ResizeDrag,
)

if TYPE_CHECKING:
    from cmoplanner.ui.widgets.timeline.view import TimelineView

_EXAMINED = 50  # of many that are dragged; more findings than theirs are not read in a drag


Carried = MoveDrag | ResizeDrag | OccurrenceDrag | CampaignDrag


def drag_regions(view: "TimelineView", drag: Carried | CreateDrag | BandDrag, at: QPointF) -> list[Region]:
    """Return the drag's picture; asks the view for the outcome of what is dragged."""
    if isinstance(drag, BandDrag):
        return [_lanes(view, [scene_drag.rubber_band(drag.x0, drag.y0, drag.x1, drag.y1)])]
    if isinstance(drag, CreateDrag):
        return _create(view, drag, at)
    return _carry(view, drag, at)


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


def _carry(view: "TimelineView", drag: Carried, at: QPointF) -> list[Region]:
    state, frame = view.state, view.frame()
    axis = state.axis
    activities = drag.activities
    copying = isinstance(drag, MoveDrag) and drag.copying
    live = activities if not copying else []  # what a copy brings is known once it is a row of the plan
    outcome = view.preview(live)
    strip = state.strip(outcome, live)
    now, was = _spans(drag)
    day = now.start if now.start != was.start or now == was else now.end
    column = scene_drag.week_column(axis, day, frame.height)
    pill = week_pill(axis, day, view.renderer.measure, frame.keys - 17)
    title, under = _words(drag, now, was, state.formats)
    change = _change(view, drag, outcome, strip, activities, live)
    guide = [scene_drag.guide_line(axis, drag.guide, frame.height)] if drag.guide is not None else []
    return [
        *view.previewed(outcome, live),
        Region(frame.head, AXIS, frame.time_width, frame.height - AXIS, [column, *guide], -frame.scroll_x),
        Region(frame.head, AXIS, frame.time_width, frame.keys, list(pill), -frame.scroll_x),
        _lanes(view, _shapes(view, drag, activities)),
        _tip(view, at, title, under, change),
    ]


def told(view: "TimelineView", drag: MoveDrag) -> tuple[str, str, Change]:
    """Return what a drag says of its dates, and what it would change, for other pictures of the same plan."""
    activities = drag.activities
    live = [] if drag.copying else activities
    outcome = view.preview(live)
    title, under = _words(drag, *_spans(drag), view.state.formats)
    return title, under, _change(view, drag, outcome, view.state.strip(outcome, live), activities, live)


def _words(drag: Carried, now: Span, was: Span, formats: Formats) -> tuple[str, str]:
    """Return the days of a drag, and how far it goes."""
    words = [scene_drag.dates_words(now, was, formats)]
    n = len(drag.carried) if isinstance(drag, MoveDrag | CampaignDrag) else 0
    if n > 1 or isinstance(drag, CampaignDrag):
        words.append(ngettext("{n} activity", "{n} activities", n).format(n=n))
    if drag.guide is not None and drag.guide.words:
        words.append(drag.guide.words)
    return formats.days(now.start, now.end), " · ".join(words)


def _spans(drag: Carried) -> tuple[Span, Span]:
    """Return the days that a drag is about, as they would be and as they are."""
    calendar = drag.ground.axis.calendar
    match drag:
        case MoveDrag():
            was = drag.ground.plan.activities[drag.grabbed]
            now = drag.ground.moved(was, drag.days) if drag.carried else was
            return whole_span(now, calendar), whole_span(was, calendar)
        case ResizeDrag():
            return whole_span(drag.activities[0], calendar), whole_span(drag.original, calendar)
        case OccurrenceDrag():
            return drag.span, drag.was
        case CampaignDrag():
            return drag.span, replace(drag, days=0).span


def _shapes(view: "TimelineView", drag: Carried, activities: Sequence[Activity]) -> list[Shape]:
    layout, shapes = view.state.layout, list[Shape]()
    if isinstance(drag, OccurrenceDrag):
        for i in layout.places(drag.original.id):
            shapes += scene_ticks.carried_tick(layout.axis, drag.was, drag.span, float(layout.top[i]))
        return shapes
    copying = isinstance(drag, MoveDrag) and drag.copying
    for activity in activities:
        for i in layout.places(activity.id):
            shapes += _carried(view, activity, i, copying=copying)
    if isinstance(drag, CampaignDrag):
        shapes += scene_campaign.carried_bar(layout.axis, drag.span, drag.y)
    return shapes


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
    view: "TimelineView",
    drag: Carried,
    outcome: Outcome,
    strip: StripView,
    activities: Sequence[Activity],
    live: Sequence[Activity],
) -> Change:
    state = view.state
    now, plan = state.outcome, state.plan
    examined = activities[-1:] if isinstance(drag, OccurrenceDrag) else activities[:_EXAMINED]  # what leaves is last
    told = state.collide(examined)
    findings = [finding for activity in examined for finding in told.get(activity.id, ())]
    before = state.strip().strip
    weeks = [week for week, over in strip.strip.overs.items() if over > before.over(week) + 0.5]
    worst = max(weeks, key=strip.strip.over, default=None) if live else None
    held = drag.ground.held if not isinstance(drag, OccurrenceDrag) else {}
    return Change(
        revenue=year_sum(outcome, Line.REVENUE) - year_sum(now, Line.REVENUE),
        contribution=year_sum(outcome, Line.MARGIN) - year_sum(now, Line.MARGIN),  # moving costs nothing
        gross=sum(activity.gross_spend for activity in (examined if isinstance(drag, OccurrenceDrag) else activities)),
        worst_week=worst,
        over=strip.strip.over(worst) if worst else 0.0,
        findings=tuple(findings),
        money=money_words(plan, live, held) if drag.days else "",
        notes=tuple(_notes(drag, live)),
    )


def _notes(drag: Carried, live: Sequence[Activity]) -> Iterator[str]:
    """Yield what else a drop would mean: who would start too early, and who stays."""
    plan = drag.ground.plan
    if live:
        carried = {row.id for row in live}
        early = dict.fromkeys(one.after for one in drag.ground.network.broken_by(live) if one.before in carried)
        early = {row_id: None for row_id in early if row_id not in carried}
        if early:
            n = len(early)
            text = ngettext("“{name}” would start too early", "{n} that follow would start too early", n)
            yield text.format(name=plan.activities[next(iter(early))].name, n=n)
    staying = drag.staying if isinstance(drag, MoveDrag | CampaignDrag) else []
    if isinstance(drag, ResizeDrag) and drag.stays:
        staying = [drag.original]
    if isinstance(drag, OccurrenceDrag) and drag.why:
        yield drag.why
    if len(staying) == 1:
        yield why_it_stays(staying[0])
    elif staying:
        yield ngettext(
            "{n} stays: it has begun or is locked", "{n} stay: they have begun or are locked", len(staying)
        ).format(n=len(staying))


def _tip(view: "TimelineView", at: QPointF, title: str, under: str, change: Change | None) -> Region:
    frame = view.frame()
    height = scene_drag.tip_height(change)
    x = min(at.x() + 16, frame.width - scene_drag.TIP_WIDTH - 8)
    y = at.y() + 22
    if y + height > frame.strip_top - 4:  # never over the strip that it speaks about
        y = at.y() - height - 18
    shapes = scene_drag.tip(x, max(4.0, y), title, under, change, view.state.formats, view.renderer.measure)
    return Region(0, 0, frame.width, frame.height, shapes)
