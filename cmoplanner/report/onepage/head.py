"""The head of a calendar page: fiscal quarters and months, key dates with today, and blackouts."""

from __future__ import annotations

from dataclasses import dataclass

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.closed_days import blackouts_of
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Blackout, Milestone
from cmoplanner.report.deck.fitting import shorten
from cmoplanner.report.onepage.setting import LABEL, SMALL, Drawing, Setting, TimeColumn
from cmoplanner.report.timeline.packing import pack
from cmoplanner.report.timeline.scene_axis import CAPABILITY
from cmoplanner.report.timeline.shapes import Line, Polygon, Rect, Shape, Text, steps

AXIS = 40.0
ROW = 19.0
_MOST_ROWS = 4
_LONGEST = 0.34
_MARK = 13.0
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A mark in the lane of key dates with its words: where, how wide with them, on which side, and in which row."""

    row: int
    left: float
    words: str
    taken: float
    before: bool
    milestone: Milestone | None = None
    blackout: Blackout | None = None
    today: bool = False


@dataclass(frozen=True)
class KeyLane:
    """The key dates that have words, and those that are marks only because there are too many."""

    named: tuple[KeyDate, ...]
    bare: tuple[Milestone, ...]
    rows: int

    def height(self, setting: Setting) -> float:
        """Return how high the lane is."""
        if not self.named and not self.bare:
            return 0.0
        return setting.size(ROW) * (self.rows + (0.7 if self.bare else 0.0)) + setting.size(6)


def key_lane(setting: Setting, time: TimeColumn, drawing: Drawing) -> KeyLane:
    """Return the key dates of the range in rows; those that find no room in four rows are marks without words."""
    found = [*_today(setting, time), *_milestones(setting, time, drawing), *_closed(setting, time, drawing)]
    rows, _count = pack(
        [one.left - (one.taken if one.before else 0.0) for one in found],
        [one.left + (setting.size(_MARK) if one.before else one.taken) for one in found],
        setting.size(_GAP),
    )
    named, bare = [], []
    for one, row in zip(found, rows, strict=True):
        if row < _MOST_ROWS:
            named.append(
                KeyDate(row, one.left, one.words, one.taken, one.before, one.milestone, one.blackout, one.today)
            )
        elif one.milestone is not None:
            bare.append(one.milestone)
            drawing.cut.append(one.milestone.title)
        elif one.blackout is not None:
            drawing.cut.append(one.blackout.name)
    return KeyLane(tuple(named), tuple(bare), 1 + max((one.row for one in named), default=0))


def _today(setting: Setting, time: TimeColumn) -> list[KeyDate]:
    day = setting.plan.header.as_of
    if day not in time.span:
        return []
    words = _("As of {day}").format(day=setting.formats.day(day))
    width = setting.wide(words, LABEL, 700) + 2 * setting.size(6)
    x = time.ends(Span(day, day))[1]
    return [KeyDate(0, x, words, width, before=x - width >= time.left, today=True)]


def _milestones(setting: Setting, time: TimeColumn, drawing: Drawing) -> list[KeyDate]:
    rows = sorted((row for row in setting.plan.milestones.values() if row.date in time.span), key=lambda row: row.date)
    mark = setting.size(_MARK)
    found = []
    for row in rows:
        x = min(time.ends(Span(row.date, row.date))[0], time.right - mark)
        found.append(_named(row.title, x, mark + setting.size(5), setting, time, drawing, milestone=row))
    return found


def _closed(setting: Setting, time: TimeColumn, drawing: Drawing) -> list[KeyDate]:
    found = []
    for row in blackouts_of(setting.plan):
        if not Span(row.start, row.end).overlap(time.span):
            continue
        left, _right = time.ends(Span(row.start, row.end))
        found.append(_named(row.name, left, setting.size(3), setting, time, drawing, blackout=row))
    return found


def _named(
    text: str,
    x: float,
    mark: float,
    setting: Setting,
    time: TimeColumn,
    drawing: Drawing,
    *,
    milestone: Milestone | None = None,
    blackout: Blackout | None = None,
) -> KeyDate:
    """Return a mark with its words behind it, or before it where the time ends; what is too long is cut and noted."""
    px, weight = setting.px(LABEL), 600 if blackout else 500
    after, before = time.right - x - mark, x - time.left - setting.size(5)
    width = setting.measure(text, px, weight)
    most = max(_LONGEST * time.width, setting.size(60))
    back = width > after and before > after
    room = min(most, before if back else after)
    if width > room:
        told = drawing.short(text, room, px, weight, setting.measure)
        width = setting.measure(told, px, weight)
    else:
        told = text
    taken = width + (setting.size(5) if back else mark)
    return KeyDate(0, x, told, taken, back, milestone, blackout)


def draw_axis(setting: Setting, time: TimeColumn, top: float, title: str, drawing: Drawing) -> None:
    """Draw fiscal quarters over months, or months over weeks in a short range."""
    high, half = setting.size(AXIS), setting.size(AXIS) / 2
    shapes: list[Shape] = [Rect(0, top, time.right, high, fill="band")]
    first, last = time.span.start, time.span.end
    for ticks, y, weight, ink in (
        (time.axis.upper(first, last), top, 600, "text"),
        (time.axis.lower(first, last), top + half, 400, "text_2"),
    ):
        for tick in ticks:
            left, right = time.ends(tick.span)
            base = LABEL if setting.wide(tick.label, LABEL, weight) + setting.size(8) <= right - left else SMALL
            width = setting.wide(tick.label, base, weight)
            if width + setting.size(5) <= right - left:
                shapes.append(
                    Text(left + setting.size(5), y, width + 2, half, tick.label, setting.px(base), weight, ink)
                )
    room = time.left - setting.size(24)
    px = setting.px(LABEL)
    words = shorten(title, room, px, 600, setting.measure)
    shapes.append(Text(setting.size(8), top, room, high, words, px, 600))
    drawing.add(_("Time"), (0.0, top, time.right, high), shapes)


def draw_grid(lane: KeyLane, setting: Setting, time: TimeColumn, top: float, bottom: float, drawing: Drawing) -> None:
    """Draw the lines of the months, the blackouts behind the lanes, and a line at each key date that has its name."""
    shapes: list[Shape] = []
    whole = {row.id for row in blackouts_of(setting.plan) if not row.region.strip() and not row.segment_id}
    for row in blackouts_of(setting.plan):
        span = Span(row.start, row.end)
        if span.overlap(time.span):
            left, right = time.ends(span)
            shapes.append(closed_box(left, top, max(2.0, right - left), bottom - top, setting, whole=row.id in whole))
    for tick in time.axis.lower(time.span.start, time.span.end):
        x = time.ends(tick.span)[0]
        if time.left < x < time.right:
            color = "border_strong" if tick.strong else "border"
            shapes.append(Line(((x + 0.5, top), (x + 0.5, bottom)), color))
    for one in lane.named:
        if one.milestone is not None:
            x = one.left + setting.size(_MARK) / 2
            dash = (setting.size(2), setting.size(3))
            shapes.append(Line(((x, top), (x, bottom)), "border_strong", 1, dash))
    drawing.add(_("Grid"), (time.left, top, time.width, bottom - top), shapes)


def closed_box(x: float, y: float, w: float, h: float, setting: Setting, *, whole: bool) -> Rect:
    """Return the shade of a blackout: hatched where it is for everybody, else tinted."""
    if whole:
        return Rect(x, y, w, h, fill="band", hatch="border_strong", pitch=setting.size(7))
    return Rect(x, y, w, h, fill="band")


def today_line(setting: Setting, time: TimeColumn, top: float, bottom: float) -> list[Shape]:
    """Return the line at the end of the day the plan is as of, nothing if that is outside of the range."""
    day = setting.plan.header.as_of
    if day not in time.span:
        return []
    x = time.ends(Span(day, day))[1]
    return [Line(((x, top), (x, bottom)), "today", setting.size(2))]


def draw_key_lane(lane: KeyLane, setting: Setting, time: TimeColumn, top: float, drawing: Drawing) -> None:
    """Draw the key dates: diamonds, steps towards a capability, names of blackouts, and the flag of today."""
    high, row, px = lane.height(setting), setting.size(ROW), setting.px(LABEL)
    if not high:
        return
    room = time.left - setting.size(24)
    name = _("Key dates")
    shapes: list[Shape] = [Text(setting.size(8), top, room, min(high, row + setting.size(6)), name, px, 600)]
    for one in lane.named:
        shapes += _key_date(one, setting, top + setting.size(3) + one.row * row, row)
    for milestone in lane.bare:
        x = time.ends(Span(milestone.date, milestone.date))[0]
        shapes += _mark(milestone, x, top + high - setting.size(8), setting.size(9), setting)
    if lane.bare:
        n = len(lane.bare)
        words = ngettext("{n} without name", "{n} without names", n).format(n=n)
        y = top + high - setting.size(17)
        shapes.append(Text(setting.size(8), y, room, setting.size(16), words, setting.px(SMALL), 400, "text_2"))
    drawing.add(name, (0.0, top, time.right, high), shapes)


def _key_date(one: KeyDate, setting: Setting, y: float, row: float) -> list[Shape]:
    px, gap, width = setting.px(LABEL), setting.size(5), one.taken
    if one.today:
        x = one.left - width if one.before else one.left
        return [
            Rect(x, y + 1, width, row - 2, fill="today", radius=setting.size(3)),
            Text(x, y, width, row, one.words, px, 700, "on_accent", "center"),
        ]
    weight, ink = (600, "warning") if one.blackout else (500, "text")
    mark = setting.size(_MARK)
    start = one.left - width if one.before else one.left + (setting.size(3) if one.blackout else mark + gap)
    taken = width - gap if one.before else width - (start - one.left)
    align = "right" if one.before else "left"
    shapes: list[Shape] = [Text(start, y, taken + 2, row, one.words, px, weight, ink, align)]
    if one.milestone is not None:
        shapes += _mark(one.milestone, one.left, y + row / 2, mark, setting)
    return shapes


def _mark(milestone: Milestone, x: float, y: float, size: float, setting: Setting) -> list[Shape]:
    done = milestone.status == "done"
    if milestone.kind == CAPABILITY:
        return [steps(x + size / 2, y, size, filled=done)]
    half = size / 2
    corners = ((x + half, y - half), (x + size, y), (x + half, y + half), (x, y))
    return [Polygon(corners, fill="text" if done else "surface", stroke="text", width=setting.size(1.1))]
