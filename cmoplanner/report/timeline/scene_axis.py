"""The header of the calendar: fiscal rows, week ticks, key dates and today."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cmoplanner.i18n import _
from cmoplanner.model.periods import Span, monday
from cmoplanner.model.plan import Milestone
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.contract_dates import KINDS, NOTICE
from cmoplanner.report.timeline.shapes import Line, Measure, Polygon, Rect, Shape, Text, diamond, square, steps

UPPER = 22
LOWER = 24
AXIS = UPPER + LOWER
FLAG_ROW = 20
CAPABILITY = "capability"
_DASH = (2, 3)
PILL_ROW = 19  # under the flags, where a drag names its week

Interval = tuple[float, float]


def axis_rows(
    axis: Axis,
    visible: Span,
    quarter_net: Mapping[int, float],
    formats: Formats,
    measure: Measure,
    as_of: date,
    edge: float = 0.0,
) -> list[Shape]:
    """Return the two header rows; `quarter_net` is our cost by quarter 1…4 of the fiscal year, minor units.

    Labels of the upper row stay to the right of `edge`, where the window on the time begins.
    """
    x0, x1 = axis.x(visible.start), axis.x_end(visible.end)
    shapes: list[Shape] = [Rect(x0, 0, x1 - x0, AXIS, fill="band")]
    shapes += _upper(axis, visible, quarter_net, formats, measure, edge)
    shapes += _lower(axis, visible, measure, _pill(axis, as_of, formats, measure))
    if axis.px_a_day < 8 and axis.px_a_day * 7 >= 5:
        shapes += _week_ticks(axis, visible)
    shapes.append(Line(((x0, AXIS - 0.5), (x1, AXIS - 0.5)), "border_strong"))
    return shapes


def _upper(
    axis: Axis, visible: Span, quarter_net: Mapping[int, float], formats: Formats, measure: Measure, edge: float
) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in axis.upper(visible.start, visible.end):
        left, right = axis.x(tick.span.start), axis.x_end(tick.span.end)
        shapes.append(Line(((left + 0.5, 0), (left + 0.5, AXIS)), "border_strong" if tick.strong else "border"))
        start = max(left, edge) + 8  # stays in sight while its stretch scrolls out on the left
        if right - start >= measure(tick.label, 12, 600):
            shapes.append(Text(start, 0, 0, UPPER, tick.label, 12, 600))
        quarter = _quarter_of(axis, tick.span)
        if quarter in quarter_net:
            money = formats.short(quarter_net[quarter])
            if right - start > measure(tick.label, 12, 600) + measure(money, 11, 400) + 24:
                shapes.append(Text(right - 90, 0, 84, UPPER, money, 11, 400, "text_2", "right"))
    return shapes


def _quarter_of(axis: Axis, span: Span) -> int:
    for quarter in range(1, 5):
        if axis.calendar.quarter(quarter) == span:
            return quarter
    return 0


def _lower(axis: Axis, visible: Span, measure: Measure, taken: Interval) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in axis.lower(visible.start, visible.end):
        left, width = axis.x(tick.span.start), axis.width(tick.span)
        shapes.append(Line(((left + 0.5, UPPER), (left + 0.5, AXIS)), "border"))
        words = measure(tick.label, 11, 500)
        if words <= width - 4:
            x = _free_place(left, width, words, taken)
            if x is not None:
                shapes.append(Text(x, UPPER, 0, LOWER - 4, tick.label, 11, 500, "text_2"))
    return shapes


def _free_place(left: float, width: float, words: float, taken: Interval) -> float | None:
    """Return where a label stands so that the pill of today does not cover it, None where there is no room."""
    usual = left + 8 if width > 40 else left + (width - words) / 2
    for x in (usual, left + 3, taken[1] + 4):
        if left <= x and x + words <= left + width - 1 and (x + words + 2 <= taken[0] or x >= taken[1] + 2):
            return x
    return None


def _week_ticks(axis: Axis, visible: Span) -> list[Shape]:
    shapes: list[Shape] = []
    day = monday(visible.start)
    while day <= visible.end:
        x = axis.x(day) + 0.5
        shapes.append(Line(((x, AXIS - 4), (x, AXIS)), "border_strong"))
        day += timedelta(weeks=1)
    return shapes


class Flag(NamedTuple):
    """A key date on the axis: its row, the ends of diamond and words, and where the words begin."""

    milestone: Milestone
    row: int
    left: float
    right: float
    words: float


def flag_rows(axis: Axis, milestones: Sequence[Milestone], measure: Measure) -> list[Flag]:
    """Return each key date in the first row where it touches no other; words at the year's end stand on the left."""
    rows: list[list[Interval]] = []
    placed = []
    edge = axis.x_end(axis.calendar.fy_end)
    for milestone in sorted(milestones, key=lambda row: row.date):
        x, words = axis.x(milestone.date), measure(flag_words(milestone), 11, 500)
        spills = x + 10 + words > edge and x - 10 - words > 0
        left, right = (x - 10 - words, x + 8) if spills else (x - 6, x + 12 + words)
        row = next((i for i, taken in enumerate(rows) if all(right < a or left > b for a, b in taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        placed.append(Flag(milestone, row, left, right, left if spills else x + 10))
    return placed


def flag_words(milestone: Milestone) -> str:
    """Return what stands beside a key date; a step towards a capability also names who takes it."""
    if milestone.kind == CAPABILITY and milestone.owner_role:
        return f"{milestone.title} · {milestone.owner_role}"
    return milestone.title


def date_words(milestone: Milestone, formats: Formats) -> str:
    """Return all about a key date: title, day, whether it is done, what it is, and whose."""
    states = {"done": _("done"), "cancelled": _("cancelled")}
    state = states.get(milestone.status, _("planned"))
    if milestone.kind in KINDS:
        kind = _("last day to give notice") if milestone.kind == NOTICE else _("last day of the contract")
        parts = [milestone.title, f"{formats.weekday(milestone.date)} · {kind}", milestone.owner_role]
        return "\n".join(part for part in parts if part)
    kind = _("step towards a capability") if milestone.kind == CAPABILITY else _("milestone")
    owner = milestone.owner_role or _("nobody owns it yet")
    return f"{milestone.title}\n{formats.weekday(milestone.date)} · {state} · {kind}\n{owner}"


def flags_height(flags: Sequence[Flag]) -> int:
    """Return how high the lane of key dates is."""
    return FLAG_ROW * (max((flag.row for flag in flags), default=0) + 1) + PILL_ROW


def key_dates(axis: Axis, flags: Sequence[Flag], visible: Span, height: int) -> list[Shape]:
    """Return the lane of key dates: diamonds with words, steps for capabilities, done ones filled."""
    shapes: list[Shape] = grid(axis, visible, 0, height)
    for flag in flags:
        x, y = axis.x(flag.milestone.date), 3 + flag.row * FLAG_ROW + FLAG_ROW / 2
        shapes.append(Line(((x + 0.5, y), (x + 0.5, height)), "border_strong", 1, (2, 3)))
        kind = flag.milestone.kind
        sign = steps if kind == CAPABILITY else square if kind in KINDS else diamond
        shapes.append(sign(x + 0.5, y, 11, filled=flag.milestone.status == "done"))
        shapes.append(Text(flag.words, y - 9, 0, 18, flag_words(flag.milestone), 11, 500))
    return shapes


def grid(axis: Axis, visible: Span, y0: float, y1: float) -> list[Shape]:
    """Return the upright lines through the lanes between two heights."""
    lines: list[Shape] = []
    for tick in axis.lower(visible.start, visible.end):
        x = axis.x(tick.span.start) + 0.5
        lines.append(Line(((x, y0), (x, y1)), "border_strong" if tick.strong else "border"))
    return lines


def key_date_lines(axis: Axis, milestones: Sequence[Milestone], y0: float, y1: float) -> list[Shape]:
    """Return the dashed lines of key dates through the lanes."""
    y0 -= y0 % sum(_DASH)  # the dashes scroll with the lanes
    return [
        Line(((axis.x(row.date) + 0.5, y0), (axis.x(row.date) + 0.5, y1)), "border_strong", 1, _DASH)
        for row in milestones
    ]


def today_line(axis: Axis, day: date, y0: float, y1: float) -> Line:
    """Return the line of today, at the end of the as-of day."""
    x = axis.x_end(day)
    return Line(((x, y0), (x, y1)), "today", 2)


def _pill(axis: Axis, day: date, formats: Formats, measure: Measure) -> Interval:
    width = measure(_today(day, formats), 11, 600) + 12
    x = max(0.0, axis.x_end(day) - width / 2)  # on the first days the line is at its left half
    return x, x + width


def _today(day: date, formats: Formats) -> str:
    return _("Today {day}").format(day=formats.day(day))


def today_pill(axis: Axis, day: date, formats: Formats, measure: Measure, y: float) -> list[Shape]:
    """Return the pill that names today, over its line."""
    x, end = _pill(axis, day, formats, measure)
    return [
        Rect(x, y, end - x, 17, fill="today", radius=3),
        Text(x, y, end - x, 17, _today(day, formats), 11, 600, "surface", "center"),
    ]


def week_pill(axis: Axis, day: date, measure: Measure, y: float) -> list[Shape]:
    """Return the pill that names the ISO week of a day."""
    start = monday(day)
    text = _("week {n}").format(n=start.isocalendar().week)
    width = measure(text, 11, 600) + 12
    x = axis.x(start) + axis.px_a_day * 3.5 - width / 2
    return [Rect(x, y, width, 15, fill="accent", radius=3), Text(x, y, width, 15, text, 11, 600, "on_accent", "center")]


def arrow_head(x: float, y: float, color: str, *, down: bool) -> Polygon:
    """Return the head of a dependency's arrow with its tip at (x, y)."""
    size = 4.0
    points = (
        ((x, y), (x - size, y - size - 1), (x + size, y - size - 1))
        if down
        else ((x, y), (x - size - 1, y - size), (x - size - 1, y + size))
    )
    return Polygon(points, fill=color)
