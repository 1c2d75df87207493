"""The picture of a segment's year: lanes by stage, contacts a week under them, silences and pile-ups with words."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.plan import Plan
from cmoplanner.report.drawn import Drawn, FindingsOf, LookOf, Spot, bar_box, spoken
from cmoplanner.report.formats import Formats
from cmoplanner.report.segment_year import WEEK_CAP, Mark, SegmentYear, StageTouches, Touch
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.packing import pack
from cmoplanner.report.timeline.scene_bars import Look
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Region, Shape, Text, triangle

SIDE = 212.0
AXIS = 46.0
ROW = 20.0
BAR = 16.0
LEAST_LANE = 58.0
WEEKS = 92.0
MARKS = 22.0
_GAP = 6.0


@dataclass(frozen=True)
class SegmentPicture:
    """A segment's year ready to be drawn at any width."""

    plan: Plan
    year: SegmentYear
    look: LookOf
    findings: FindingsOf
    measure: Measure

    def draw(self, width: float, height: float) -> Drawn:
        """Return the picture, as high as its lanes need or as the window is."""
        time = max(200.0, width - SIDE)
        axis = Axis(self.year.year.start, time / self.year.year.days, self.plan.calendar, self._formats.locale)
        spots: list[Spot] = []
        lanes: list[Shape] = []
        weeks = AXIS + self._marks_height(axis)
        y = weeks + WEEKS
        known: dict[str, tuple[Look, str]] = {}
        for stage in self.year.stages:
            rows, count = self._packed(stage, axis)
            height = max(LEAST_LANE, count * ROW + 12)
            lanes += self._lane(stage, axis, y, height)
            for touch, row in zip(stage.touches, rows, strict=True):
                lanes += self._touch(touch, axis, y + 6 + row * ROW, spots, known)
            y += height
        whole = max(y, height)
        shapes: list[Shape] = [
            Rect(0, 0, width, whole, fill="surface"),
            *self._grid(axis, whole),
            *self._gaps(axis, whole),
            *self._words(axis),
            *self._weeks(axis, weeks),
            *lanes,
            *self._head(axis, width),
            Line(((SIDE - 0.5, 0), (SIDE - 0.5, whole)), "border_strong"),
        ]
        return Drawn(width, whole, [Region(0, 0, width, whole, shapes)], tuple(spots))

    @cached_property
    def _formats(self) -> Formats:
        return Formats.of(self.plan)

    # the head

    def _head(self, axis: Axis, width: float) -> list[Shape]:
        year = self.year
        contacts = sum(len(week.contacts) for week in year.weeks)
        words = ngettext("{n} contact", "{n} contacts", contacts).format(n=contacts)
        shapes: list[Shape] = [Rect(0, 0, width, AXIS, fill="band")]
        shapes.append(Text(16, 2, SIDE - 24, 22, year.name, 12, 600))
        shapes.append(Text(16, 22, SIDE - 24, 18, words, 11, 400, "text_2"))
        for quarter in range(1, 5):
            span = self.plan.calendar.quarter(quarter)
            shapes.append(
                Text(SIDE + axis.x(span.start) + 8, 0, 0, 22, self.plan.calendar.quarter_label(quarter), 12, 600)
            )
        for tick in axis.lower(year.year.start, year.year.end):
            x = SIDE + axis.x(tick.span.start)
            if self.measure(tick.label, 11, 400) < axis.width(tick.span) - 8:
                shapes.append(Text(x + 8, 22, 0, 22, tick.label, 11, 400, "text_2"))
        shapes.append(Line(((0, AXIS - 0.5), (width, AXIS - 0.5)), "border_strong"))
        return shapes

    def _grid(self, axis: Axis, whole: float) -> list[Shape]:
        calendar = self.plan.calendar
        shapes: list[Shape] = []
        for number, month in enumerate(calendar.months):
            x = SIDE + axis.x(month.start) + 0.5
            shapes.append(Line(((x, 0), (x, whole)), "border_strong" if number % 3 == 0 else "border"))
        today = self.plan.header.as_of
        if today in self.year.year:
            x = SIDE + axis.x_end(today)
            shapes.append(Line(((x, AXIS + self._marks_height(axis)), (x, whole)), "today", 2))
        return shapes

    # silences, and how much a week

    def _gaps(self, axis: Axis, whole: float) -> list[Shape]:
        shapes: list[Shape] = []
        for gap in self.year.gaps:
            x, w = SIDE + axis.x(gap.span.start), axis.width(gap.span)
            top = AXIS + self._marks_height(axis)
            shapes.append(Rect(x, top, w, whole - top, fill="warning@0.07", hatch="warning@0.30"))
        return shapes

    def _said(self) -> list[Mark]:
        """Return all that is odd, in the order of its days."""
        year = self.year
        return sorted([*year.gaps, *year.pile_ups, *year.caps], key=lambda mark: mark.span.start)

    def _mark_rows(self, axis: Axis) -> tuple[list[tuple[float, float]], list[int], int]:
        """Return where the words of what is odd stand, on as many rows as they need."""
        edge = axis.width(self.year.year)
        places = []
        for mark in self._said():
            room = self.measure(mark.words, 11, 600) + 18
            left = max(0.0, min(axis.x(mark.span.start), edge - room))
            places.append((left, left + room))
        rows, count = pack([left for left, _right in places], [right for _left, right in places], _GAP)
        return places, rows, max(1, count)

    def _marks_height(self, axis: Axis) -> float:
        return MARKS * self._mark_rows(axis)[2]

    def _words(self, axis: Axis) -> list[Shape]:
        shapes: list[Shape] = [Text(16, AXIS, SIDE - 24, MARKS, self._verdict(), 11, 600, self._verdict_ink())]
        places, rows, _count = self._mark_rows(axis)
        for mark, (left, _right), row in zip(self._said(), places, rows, strict=True):
            ink = "warning" if mark in self.year.gaps else "negative"
            x, y = SIDE + left, AXIS + row * MARKS
            shapes += [triangle(x + 2, y + 7, ink), Text(x + 16, y, 0, MARKS, mark.words, 11, 600, ink)]
        return shapes

    def _verdict(self) -> str:
        year = self.year
        if not year.touches:
            return _("Nothing goes to this segment")
        parts = []
        if year.gaps:
            parts.append(ngettext("{n} silence", "{n} silences", len(year.gaps)).format(n=len(year.gaps)))
        piles = len(year.pile_ups) + len(year.caps)
        if piles:
            parts.append(ngettext("{n} pile-up", "{n} pile-ups", piles).format(n=piles))
        return " · ".join(parts) or _("Well spread")

    def _verdict_ink(self) -> str:
        year = self.year
        return "negative" if year.pile_ups or year.caps else "warning" if year.gaps else "positive"

    def _weeks(self, axis: Axis, top: float) -> list[Shape]:
        most = max(WEEK_CAP + 1, max((len(week.contacts) for week in self.year.weeks), default=0))
        base, unit = top + WEEKS - 8, (WEEKS - 30) / most
        shapes: list[Shape] = [
            Text(16, top + 8, SIDE - 24, 18, _("Contacts a week"), 12, 600),
            Text(
                16, top + 26, SIDE - 24, 16, _("more than {cap} are too many").format(cap=WEEK_CAP), 11, 400, "text_2"
            ),
        ]
        for week in self.year.weeks:
            first = max(week.start, self.year.year.start)
            last = min(week.start + timedelta(days=6), self.year.year.end)
            x, x1 = SIDE + axis.x(first), SIDE + axis.x_end(last)
            n = len(week.contacts)
            if n:
                ink = "negative" if week.over else "accent"
                shapes.append(Rect(x + 1, base - n * unit, max(2.0, x1 - x - 2), n * unit, fill=ink))
                shapes.append(Text(x, base - n * unit - 15, x1 - x, 14, str(n), 11, 600, ink, "center"))
        cap = base - WEEK_CAP * unit
        end = SIDE + axis.width(self.year.year)
        shapes.append(Line(((SIDE, cap), (end, cap)), "text_3", 1, (4, 3)))
        shapes.append(Line(((0, top + WEEKS - 0.5), (end, top + WEEKS - 0.5)), "border_strong"))
        return shapes

    # the lanes

    def _packed(self, stage: StageTouches, axis: Axis) -> tuple[list[int], int]:
        lefts = [axis.x(touch.span.start) for touch in stage.touches]
        rights = [self._end(touch, axis) for touch in stage.touches]
        return pack(lefts, rights, _GAP)

    def _end(self, touch: Touch, axis: Axis) -> float:
        """Return where a bar or the name beside it ends."""
        left, right = axis.x(touch.span.start), axis.x_end(touch.span.end)
        words = self.measure(touch.activity.name, 11, 500)
        inside = words + 12 <= right - left
        return right if inside or not self._named(touch) else max(right, left + 6) + words + 6

    def _named(self, touch: Touch) -> bool:
        """Return whether a bar has its name: of a series only the first occurrence."""
        return touch.span.start <= max(touch.activity.start, self.year.year.start)

    def _lane(self, stage: StageTouches, axis: Axis, top: float, height: float) -> list[Shape]:
        bottom, end = top + height - 0.5, SIDE + axis.width(self.year.year)
        shapes: list[Shape] = [Line(((0, bottom), (end, bottom)), "border")]
        shapes.append(Text(16, top + 6, SIDE - 24, 18, stage.name, 12, 600))
        n = len({touch.activity.id for touch in stage.touches})
        count = ngettext("{n} activity", "{n} activities", n).format(n=n) if n else _("no touch in this stage")
        shapes.append(Text(16, top + 24, SIDE - 24, 15, count, 11, 400, "text_2" if n else "warning"))
        shapes.append(Text(16, top + 39, SIDE - 24, 15, ", ".join(stage.channels), 11, 400, "text_2"))
        return shapes

    def _touch(
        self, touch: Touch, axis: Axis, y: float, spots: list[Spot], known: dict[str, tuple[Look, str]]
    ) -> list[Shape]:
        """Return a bar with its name; `known` has how activities look that have a bar, and what is said of them."""
        activity, end = touch.activity, SIDE + axis.width(self.year.year)
        left = SIDE + axis.x(touch.span.start)
        right = max(left + 5, SIDE + axis.x_end(touch.span.end))
        if activity.id not in known:
            share = _("{percent} of it to this segment").format(percent=self._formats.percent(touch.share))
            words = ", ".join((spoken(activity, self._formats, self.findings(activity.id)), share))
            known[activity.id] = self.look(activity), words
        look, said = known[activity.id]
        shapes: list[Shape] = [bar_box(look, left, y, right - left, BAR)]
        long = self.measure(activity.name, 11, 500)
        if long + 12 <= right - left:
            shapes.append(Text(left + 6, y, right - left - 10, BAR, activity.name, 11, 500, look.ink))
        elif self._named(touch) and end - right > 30:
            shapes.append(Text(right + 4, y, min(long + 2, end - right - 4), BAR, activity.name, 11, 400))
        spots.append(Spot("activity", activity.id, (left, y, right - left, BAR), said, touch.span.start))
        return shapes
