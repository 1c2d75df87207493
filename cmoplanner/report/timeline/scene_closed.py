"""Blackouts, public holidays and dates of contracts: columns, words on the axis, and the legend of what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf
from types import MappingProxyType

from cmoplanner.i18n import _
from cmoplanner.model.closed_days import Holiday, in_sight
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Blackout, Milestone
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.shapes import Box, Measure, Rect, Shape, Text

PITCH = 6.0
Interval = tuple[float, float]
_ROW = 15.0
_NAMED_FROM = 22.0  # px a day from which a holiday has room for its name
_LEAST = 34.0  # px that a name needs before it is worth its beginning
_MOST = 170.0


@dataclass(frozen=True)
class Closed:
    """What is shown of the days on which nobody can be reached, and of those that contracts ask for."""

    blackouts: tuple[Blackout, ...] = ()
    holidays: Mapping[date, tuple[Holiday, ...]] = field(default_factory=lambda: MappingProxyType({}))

    contracts: tuple[Milestone, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.blackouts or self.holidays or self.contracts)


def columns(closed: Closed, axis: Axis, visible: Span, y0: float, y1: float) -> list[Shape]:
    """Return the hatched blackouts and tinted holidays between two heights, to be drawn behind the bars."""
    top = y0 - y0 % PITCH  # the hatching scrolls with the lanes
    shapes: list[Shape] = [
        Rect(axis.x(day), y0, max(1.0, axis.px_a_day), y1 - y0, fill="text_3@0.16")
        for day in closed.holidays
        if day in visible
    ]
    for row in in_sight(closed.blackouts, visible):
        x, width = _place(axis, row)
        shapes.append(Rect(x, top, width, y1 - top, fill="warning@0.06", hatch="warning@0.30", pitch=PITCH))
    return shapes


def _place(axis: Axis, row: Blackout) -> tuple[float, float]:
    x = axis.x(row.start)
    return x, max(2.0, axis.x_end(row.end) - x)


def pill(axis: Axis, row: Blackout, height: float) -> Box:
    """Return where a blackout stands in the lane of key dates, which is `height` high."""
    x, width = _place(axis, row)
    return x, height - _ROW - 1, width, _ROW - 2


def pill_at(closed: Closed, axis: Axis, x: float, y: float, height: float) -> Blackout | None:
    """Return the blackout at a point of the lane of key dates, the shortest of several; narrow ones reach further."""
    if not height - _ROW - 3 <= y <= height:
        return None
    near = []
    for row in closed.blackouts:
        left, _top, width, _height = pill(axis, row, height)
        if left - 4 <= x <= left + width + 4:
            near.append(row)
    return min(near, key=lambda row: row.end - row.start, default=None)


def key_row(closed: Closed, axis: Axis, visible: Span, height: float, measure: Measure, edge: float) -> list[Shape]:
    """Return the lowest row of the lane of key dates: each blackout with its name, each holiday as a mark.

    Names stay to the right of `edge`, where the window on the time begins.
    """
    y = height - _ROW - 1
    shapes: list[Shape] = [
        Rect(axis.x(day), height - 5, max(2.0, axis.px_a_day), 4, fill="text_3")
        for day in closed.holidays
        if day in visible
    ]
    rows = in_sight(closed.blackouts, visible)
    year, free_from = axis.x_end(axis.calendar.fy_end), edge
    for row, end in zip(rows, _up_to([axis.x(row.start) for row in rows]), strict=True):
        x, width = _place(axis, row)
        shapes.append(
            Rect(x, y, width, _ROW - 2, "surface", "warning", 1, 3, hatch="warning@0.30", pitch=PITCH)
            if width > 4
            else Rect(x, y, width, _ROW - 2, fill="warning")
        )
        shapes += _name(row.name, (x, x + width), (free_from, min(end, year) if x < year else end), y, measure)
        free_from = x + width
    if axis.px_a_day >= _NAMED_FROM:
        shapes += _holiday_names(closed, axis, visible, y, measure, edge)
    return shapes


def _up_to(starts: list[float]) -> list[float]:
    """Return where the next thing begins for each one of a row."""
    return [*starts[1:], inf][: len(starts)]


def _name(text: str, own: Interval, free: Interval, y: float, measure: Measure) -> list[Shape]:
    """Return a blackout's name in it, or else on that side of it that has more room in what is `free`."""
    words, start = measure(text, 11, 600), max(own[0], free[0]) + 5
    if words <= own[1] - start - 5:
        return _plated(text, start, words, y)
    after, before = free[1] - own[1] - 8, own[0] - free[0] - 8
    room = min(_MOST, after if after >= min(words, before) else before)
    if room < min(words, _LEAST):
        return []
    taken = min(words, room)
    return _plated(text, own[1] + 4 if after >= min(words, before) else own[0] - 4 - taken, taken, y)


def _plated(text: str, x: float, width: float, y: float) -> list[Shape]:
    plate = Rect(x - 2, y + 1, width + 4, _ROW - 4, fill="surface@0.85", radius=2)
    return [plate, Text(x, y - 1, width, _ROW, text, 11, 600, "warning")]


def _holiday_names(closed: Closed, axis: Axis, visible: Span, y: float, measure: Measure, edge: float) -> list[Shape]:
    days = [day for day in closed.holidays if day in visible]
    shapes: list[Shape] = []
    for day, end in zip(days, _up_to([axis.x(day) for day in days]), strict=True):
        if any(row.start <= day <= row.end for row in closed.blackouts):
            continue  # the blackout's name stands there
        x, name = max(axis.x(day), edge), closed.holidays[day][0].name
        taken = min(measure(name, 11, 400), _MOST, end - x - 6)
        if taken >= _LEAST:
            shapes.append(Text(x + 2, y - 3, taken, _ROW, name, 11, 400, "text_2"))
    return shapes


def legend(closed: Closed, x: float, y: float, measure: Measure) -> list[Shape]:
    """Return what hatching and tint mean, in one line."""
    shapes: list[Shape] = []
    entries = []
    if closed.blackouts:
        entries.append((_("Blackout"), Rect(0, 0, 12, 10, "warning@0.06", "warning", 1, 2, hatch="warning@0.30")))
    if closed.holidays:
        entries.append((_("Holiday"), Rect(0, 0, 12, 10, fill="text_3@0.45")))
    if closed.contracts:
        entries.append((_("Contract"), Rect(0, 0, 9, 9, "surface", "text", 1)))
    for words, sign in entries:
        shapes += [sign._replace(x=x, y=y + 3), Text(x + 17, y, 0, 16, words, 11, 400, "text_2")]
        x += 17 + measure(words, 11, 400) + 12
    return shapes


def words_at(closed: Closed, day: date, formats: Formats) -> str:
    """Return what a day is closed for, a line each; "" if for nothing."""
    lines = [
        _("Blackout “{name}”, {days}{where}").format(
            name=row.name, days=formats.days(row.start, row.end), where=f" · {row.region}" if row.region else ""
        )
        for row in closed.blackouts
        if row.start <= day <= row.end
    ]
    names: dict[str, list[str]] = {}
    for holiday in closed.holidays.get(day, ()):
        names.setdefault(holiday.name, []).append(holiday.region)
    lines += [
        _("{day}: {name} ({regions})").format(day=formats.day(day), name=name, regions=", ".join(regions))
        for name, regions in names.items()
    ]
    return "\n".join(lines)
