"""A calendar month as a grid of days with bars across them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from babel import Locale
from babel.dates import format_skeleton, get_day_names

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.i18n import _
from cmoplanner.model.periods import Recurrence, Span, add_months
from cmoplanner.model.plan import Activity, Plan, starts
from cmoplanner.report.drawn import Drawn, LookOf, Spot, bar_box, spoken
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.scene_bars import Look
from cmoplanner.report.timeline.scene_closed import Closed
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Region, Shape, Text, diamond, triangle

HEAD = 28.0
THROUGH = 26.0
DAY_LINE = 21.0
PITCH = 19.0
BAR = 17.0
LEAST_WEEK = 98.0
WEEK = 7
_LONG = 14  # days; what is longer stands under what is dated
_MANY = 3  # so many that run through the whole month are told in one line
_NAMED = 50  # of these; a click tells all
Occurrence = tuple[Activity, Span]


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of an activity's occurrence that lies in one week: its first and last column, and its row."""

    activity: Activity
    first: int
    last: int
    row: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days with their pieces; `hidden` counts what has no room by column."""

    start: date
    pieces: tuple[Piece, ...]
    hidden: tuple[int, ...]


def first_of_month(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def first_weekday(locale: str) -> int:
    """Return the day with which weeks begin where the locale is spoken, 0 for Monday."""
    return int(Locale.parse(locale).first_week_day)


def month_title(month: date, locale: str) -> str:
    """Return a month's name with its year."""
    return format_skeleton("yMMMM", month, locale=locale)


def weeks_of(month: date, weekday: int) -> list[date]:
    """Return the first days of the weeks that have a day in the month of `month`."""
    first = first_of_month(month)
    start = first - timedelta(days=(first.weekday() - weekday) % WEEK)
    after = add_months(first, 1)
    return [start + timedelta(days=days) for days in range(0, (after - start).days, WEEK)]


def occurrences_in(activities: Iterable[Activity], span: Span, fy_end: date) -> list[Occurrence]:
    """Return the occurrences with a day in a span: those of up to two weeks by their start, then the longer ones."""
    found: list[Occurrence] = []
    for activity in activities:
        if activity.start > span.end:
            continue
        if activity.recurrence == Recurrence.NONE:
            if activity.end >= span.start:
                found.append((activity, Span(activity.start, activity.end)))
            continue
        length = activity.end - activity.start
        found += [
            (activity, Span(start, start + length))
            for start in starts(activity, fy_end)
            if start <= span.end and start + length >= span.start
        ]
    return sorted(found, key=lambda pair: (pair[1].days > _LONG, pair[1].start, -pair[1].days, pair[0].id))


def fill_week(start: date, occurrences: Sequence[Occurrence], rows: int) -> Week:
    """Return the pieces of a week in at most `rows` rows; where more are needed, the last row is left for the count."""
    taken = [0] * WEEK  # bit mask of taken rows by column
    placed: list[Piece] = []
    hidden = [0] * WEEK
    for activity, span in occurrences:
        first, last = (span.start - start).days, (span.end - start).days
        if last < 0 or first >= WEEK:
            continue
        columns = range(max(0, first), min(WEEK - 1, last) + 1)
        rows_taken = 0
        for column in columns:
            rows_taken |= taken[column]
        free = ~rows_taken & (rows_taken + 1)  # the lowest row that is free in all columns
        if free >> rows:
            _count(hidden, columns)
            continue
        for column in columns:
            taken[column] |= free
        placed.append(Piece(activity, columns[0], columns[-1], free.bit_length() - 1, first >= 0, last < WEEK))
    if not any(hidden):
        return Week(start, tuple(placed), tuple(hidden))
    for piece in placed:
        if piece.row == rows - 1:
            _count(hidden, range(piece.first, piece.last + 1))
    return Week(start, tuple(piece for piece in placed if piece.row < rows - 1), tuple(hidden))


def _count(hidden: list[int], columns: range) -> None:
    for column in columns:
        hidden[column] += 1


def _grid_span(firsts: Sequence[date]) -> Span:
    return Span(firsts[0], firsts[-1] + timedelta(days=WEEK - 1))


def _sign(look: Look, findings: Sequence[Finding]) -> str:
    """Return the colour of a bar's triangle: as in the timeline where the bar is pale, that of its words elsewhere."""
    if look.ink != "text":
        return look.ink
    return "negative" if any(one.severity is Severity.BREAK for one in findings) else "warning"


@dataclass(frozen=True)
class MonthGrid:
    """The month around a day, of the activities that pass a filter."""

    plan: Plan
    month: date
    passes: Callable[[Activity], bool]
    look: LookOf
    findings: Callable[[str], Sequence[Finding]]
    measure: Measure
    closed: Closed = field(default_factory=Closed)

    @property
    def formats(self) -> Formats:
        """How figures and days are written."""
        return Formats.of(self.plan)

    def on_day(self, day: date) -> list[Activity]:
        """Return the activities that run on a day."""
        return [activity for activity, span in self._occurrences if span.start <= day <= span.end]

    def through(self) -> list[Activity]:
        """Return what runs through every day of the grid, if that is so much that it is told in one line."""
        return [activity for activity, _span in self._parted()[0]]

    @cached_property
    def _firsts(self) -> list[date]:
        """The first day of each week."""
        return weeks_of(self.month, first_weekday(self.formats.locale))

    @cached_property
    def _occurrences(self) -> list[Occurrence]:
        """What has a day in the grid."""
        shown = filter(self.passes, self.plan.activities.values())
        return occurrences_in(shown, _grid_span(self._firsts), self.plan.calendar.fy_end)

    def _parted(self) -> tuple[list[Occurrence], list[Occurrence]]:
        """Return what is told in one line, and what has bars."""
        span, through, dated = _grid_span(self._firsts), list[Occurrence](), list[Occurrence]()
        for one in self._occurrences:
            (through if one[1].start <= span.start and one[1].end >= span.end else dated).append(one)
        return (through, dated) if len(through) >= _MANY else ([], self._occurrences)

    def draw(self, width: float, height: float) -> Drawn:
        """Return the grid for a window of this size; it is higher where weeks would get too low."""
        formats = self.formats
        weekday = first_weekday(formats.locale)
        firsts = self._firsts
        through, occurrences = self._parted()
        first_top = HEAD + (THROUGH if through else 0.0)
        tall = max(LEAST_WEEK, (height - first_top) / len(firsts))
        column = width / WEEK
        rows = max(1, int((tall - DAY_LINE - 2) // PITCH))
        days: list[Spot] = []
        bars: list[Spot] = []
        shapes = [*self._head(column, weekday), *self._told(through, width, bars)]
        for number, start in enumerate(firsts):
            top = first_top + number * tall
            shapes += self._days(start, top, column, tall, days)
            week = fill_week(start, occurrences, rows)
            shapes += self._pieces(week, top, column, tall, bars)
        whole = first_top + tall * len(firsts)
        ground = Rect(0, 0, width, whole, fill="surface")
        return Drawn(width, whole, [Region(0, 0, width, whole, [ground, *shapes])], (*days, *bars))

    def _head(self, column: float, weekday: int) -> list[Shape]:
        names = get_day_names("abbreviated", context="stand-alone", locale=self.formats.locale)
        shapes: list[Shape] = [Rect(0, 0, column * WEEK, HEAD, fill="band")]
        shapes += [
            Text(i * column + 8, 0, column - 12, HEAD, names[(weekday + i) % WEEK], 11, 600, "text_2")
            for i in range(WEEK)
        ]
        shapes.append(Line(((0, HEAD - 0.5), (column * WEEK, HEAD - 0.5)), "border_strong"))
        return shapes

    def _told(self, through: Sequence[Occurrence], width: float, spots: list[Spot]) -> list[Shape]:
        """Return the line of what runs all the time, which would leave no room for what is dated."""
        if not through:
            return []
        words = _("{n} run through the whole month").format(n=len(through))
        names = ", ".join(activity.name for activity, _span in through[:_NAMED])
        names += ", …" if len(through) > _NAMED else ""
        start = 14 + self.measure(words, 11, 600) + 10
        spots.append(Spot("through", "", (0, HEAD, width, THROUGH), f"{words}: {names}"))
        return [
            Text(8, HEAD, 0, THROUGH, words, 11, 600, "accent"),
            Text(start, HEAD, width - start - 8, THROUGH, names, 11, 400, "text_2"),
            Line(((0, HEAD + THROUGH - 0.5), (width, HEAD + THROUGH - 0.5)), "border"),
        ]

    def _days(self, start: date, top: float, column: float, tall: float, spots: list[Spot]) -> list[Shape]:
        shapes: list[Shape] = []
        for i in range(WEEK):
            day, x = start + timedelta(days=i), i * column
            inside = (day.year, day.month) == (self.month.year, self.month.month)
            if not inside or day.weekday() >= 5:
                shapes.append(Rect(x, top, column, tall, fill="band" if inside else "window"))
            shapes += self._closed(day, x, top, column, tall)
            shapes += self._number(day, x, top, column, inside=inside)
            shapes.append(Line(((x + column - 0.5, top), (x + column - 0.5, top + tall)), "border"))
            spots.append(Spot("day", day.isoformat(), (x, top, column, tall), self.formats.weekday(day), day))
        shapes.append(Line(((0, top + tall - 0.5), (column * WEEK, top + tall - 0.5)), "border"))
        return shapes

    def _closed(self, day: date, x: float, top: float, column: float, tall: float) -> list[Shape]:
        for row in self.closed.blackouts:
            if row.start <= day <= row.end:
                return [Rect(x, top, column - 1, tall - 1, fill="warning@0.05", hatch="warning@0.25")]
        return [Rect(x, top, column - 1, tall - 1, fill="text_3@0.16")] if day in self.closed.holidays else []

    def _number(self, day: date, x: float, top: float, column: float, *, inside: bool) -> list[Shape]:
        shapes: list[Shape] = []
        number = format_skeleton("MMMd", day, locale=self.formats.locale) if day.day == 1 else str(day.day)
        room = self.measure(number, 12, 600)
        if day == self.plan.header.as_of:
            shapes.append(Rect(x + 4, top + 2, room + 12, 18, fill="today", radius=9))
            shapes.append(Text(x + 10, top + 2, 0, 18, number, 12, 600, "on_accent"))
        else:
            shapes.append(
                Text(x + 8, top + 2, 0, 18, number, 12, 600 if inside else 400, "text" if inside else "text_3")
            )
        left = x + room + 22
        for milestone in self.plan.milestones.values():
            if milestone.date == day and x + column - left > 24:
                shapes.append(diamond(left + 5, top + 11, 9, filled=milestone.status == "done"))
                shapes.append(Text(left + 14, top + 2, x + column - left - 18, 18, milestone.title, 11, 500))
                return shapes
        named = [(row.name, "warning") for row in self.closed.blackouts if row.start == day]
        named += [(row.name, "text_2") for row in self.closed.holidays.get(day, ())]
        for name, color in named[:1] if x + column - left > 24 else ():
            shapes.append(Text(left, top + 2, x + column - left - 4, 18, name, 11, 400, color))
        return shapes

    def _pieces(self, week: Week, top: float, column: float, tall: float, spots: list[Spot]) -> list[Shape]:
        shapes: list[Shape] = []
        for piece in week.pieces:
            left = piece.first * column + (3 if piece.begins else 0)
            right = (piece.last + 1) * column - (4 if piece.ends else 1)
            y = top + DAY_LINE + piece.row * PITCH
            shapes += self._piece(piece.activity, left, y, right - left)
            said = spoken(piece.activity, self.formats, self.findings(piece.activity.id))
            day = week.start + timedelta(days=piece.first)
            spots.append(Spot("activity", piece.activity.id, (left, y, right - left, BAR), said, day))
        for i, count in enumerate(week.hidden):
            if count:
                y = top + tall - PITCH
                words = _("{n} more").format(n=count)
                shapes.append(Text(i * column + 8, y, column - 12, BAR, words, 11, 500, "accent"))
                day = week.start + timedelta(days=i)
                box = (i * column, y, column, PITCH)
                spots.append(Spot("more", day.isoformat(), box, f"{self.formats.weekday(day)}, {words}", day))
        return shapes

    def _piece(self, activity: Activity, left: float, y: float, width: float) -> list[Shape]:
        look = self.look(activity)
        shapes: list[Shape] = [bar_box(look, left, y, width, BAR)]
        room = width - 12
        if found := self.findings(activity.id):
            shapes.append(triangle(left + 6, y + 4, _sign(look, found)))
            left, room = left + 14, room - 14
        if room > 10:
            shapes.append(Text(left + 6, y, room, BAR, activity.name, 11, 500, look.ink))
        return shapes
