"""What a drag shows over the calendar: where the bar was and is, its week, and what the move changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.doctor.findings import Finding, Severity
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.periods import Span, monday
from cmoplanner.model.plan import Activity
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import LABEL_PX, whole_span
from cmoplanner.report.timeline.layout import BAR, MIN_BAR, PADDING
from cmoplanner.report.timeline.scene_bars import Look, body
from cmoplanner.report.timeline.shapes import Line, Measure, Rect, Shape, Text, triangle
from cmoplanner.report.timeline.snapping import Guide

TIP_WIDTH = 360.0
_LINE = 20.0
_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What a drag would change: revenue and contribution of this year in currency units, money in minor units."""

    revenue: float
    contribution: float
    gross: int
    worst_week: date | None
    over: float
    findings: tuple[Finding, ...]
    money: str = ""
    notes: tuple[str, ...] = ()


def guide_line(axis: Axis, guide: Guide, height: float) -> Line:
    """Return the line of the edge that a dragged one has met."""
    x = (guide.edge - axis.start.toordinal()) * axis.px_a_day
    return Line(((x, 0), (x, height)), "accent", 1.5 if guide.words else 1.0, () if guide.words else (4, 3))


def ghost(axis: Axis, old: Span, top: float, formats: Formats, measure: Measure) -> list[Shape]:
    """Return the dashed place that a bar is dragged away from."""
    left, right = axis.x(old.start), max(axis.x(old.start) + MIN_BAR, axis.x_end(old.end))
    shapes: list[Shape] = [
        Rect(
            left + 0.5,
            top + 0.5,
            right - left - 1,
            BAR - 1,
            stroke="text_3",
            radius=min(4, (right - left) / 2),
            dash=(3, 3),
        )
    ]
    words = _("was {days}").format(days=formats.days(old.start, old.end))
    if measure(words, LABEL_PX, 400) + 2 * PADDING < right - left:
        shapes.append(Text(left + PADDING, top, 0, BAR, words, LABEL_PX, 400, "text_2"))
    return shapes


def moving(axis: Axis, activity: Activity, style: Look, top: float, measure: Measure) -> list[Shape]:
    """Return the bar where it would be dropped, ringed."""
    span = whole_span(activity, axis.calendar)
    left, right = axis.x(span.start), max(axis.x(span.start) + MIN_BAR, axis.x_end(span.end))
    shapes: list[Shape] = [
        Rect(left - 3, top - 3, right - left + 6, BAR + 6, fill="surface", stroke="accent", width=2, radius=6),
        *body(activity, style, left, right, top),
    ]
    words = measure(activity.name, LABEL_PX, 600)
    if words + 2 * PADDING <= right - left:
        shapes.append(Text(left + PADDING, top, 0, BAR, activity.name, LABEL_PX, 600, style.ink))
    else:
        shapes.append(Rect(right + 5, top, words + 6, BAR, fill="surface@0.85", radius=3))
        shapes.append(Text(right + 8, top, 0, BAR, activity.name, LABEL_PX, 600))
    return shapes


def lead_line(axis: Axis, old: Span, new: Span, top: float) -> list[Shape]:
    """Return the dotted line from the old place to the new one."""
    y = top + BAR / 2
    if new.start > old.end:
        return [Line(((axis.x_end(old.end), y), (axis.x(new.start) - 4, y)), "text_3", 1, (1, 3))]
    if new.end < old.start:
        return [Line(((axis.x_end(new.end) + 4, y), (axis.x(old.start), y)), "text_3", 1, (1, 3))]
    return []


def week_column(axis: Axis, day: date, height: float) -> Rect:
    """Return the tinted column of the week a dragged bar starts in."""
    return Rect(axis.x(monday(day)), 0, 7 * axis.px_a_day, height, fill="accent@0.12")


def dates_words(new: Span, old: Span, formats: Formats) -> str:
    """Return the shift and weeks of a move: "12 weeks earlier · weeks 23–34"."""
    first, last = new.start.isocalendar().week, new.end.isocalendar().week
    weeks = _("week {n}").format(n=first) if first == last else _("weeks {a}–{b}").format(a=first, b=last)
    shift = (new.start - old.start).days
    length = new.days - old.days
    if shift and not length:
        return f"{_shift(shift)} · {weeks}"
    if length:
        size = ngettext("{n} day", "{n} days", new.days).format(n=new.days)
        return f"{size} ({'+' if length > 0 else '−'}{abs(length)}) · {weeks}"
    return weeks


def _shift(days: int) -> str:
    size = abs(days)
    if size % 7 == 0:
        weeks = size // 7
        if days > 0:
            return ngettext("{n} week later", "{n} weeks later", weeks).format(n=weeks)
        return ngettext("{n} week earlier", "{n} weeks earlier", weeks).format(n=weeks)
    if days > 0:
        return ngettext("{n} day later", "{n} days later", size).format(n=size)
    return ngettext("{n} day earlier", "{n} days earlier", size).format(n=size)


def tip_height(change: Change | None) -> float:
    """Return how high the tooltip is."""
    if change is None:
        return 52.0
    lines = min(_PROBLEMS, len(_problems_of(change)))
    return 80.0 + _LINE * (len(_money_lines(change)) + lines)


def tip(
    x: float, y: float, title: str, under: str, change: Change | None, formats: Formats, measure: Measure
) -> list[Shape]:
    """Return the tooltip beside the mouse: dates and money, the shift, what it brings, what it breaks."""
    height = tip_height(change)
    shapes: list[Shape] = [
        Rect(x + 2, y + 3, TIP_WIDTH, height, fill="text@0.12", radius=8),
        Rect(x + 0.5, y + 0.5, TIP_WIDTH - 1, height - 1, fill="surface", stroke="border_strong", radius=8),
        Rect(x, y + 6, 3, height - 12, fill="accent", radius=1.5),
        Text(x + 14, y + 7, 220, 18, title, 13, 600),
        Text(x + 14, y + 27, TIP_WIDTH - 28, 16, under, 11, 400, "text_2"),
    ]
    if change is None:
        return shapes
    money = f"{formats.whole(change.gross)} {formats.currency}"
    shapes.append(Text(x + 14, y + 7, TIP_WIDTH - 28, 18, money, 13, 600, "text", "right"))
    shapes.append(Line(((x + 14, y + 48.5), (x + TIP_WIDTH - 14, y + 48.5)), "border"))
    left = x + 14
    for word, value in ((_("revenue"), change.revenue), (_("contribution"), change.contribution)):
        text = f"{word} {formats.change(value)}"
        color = "positive" if value > 0.5 else "negative" if value < -0.5 else "text_2"
        shapes.append(Text(left, y + 54, 0, 18, text, 12, 600, color))
        left += measure(text, 12, 600) + 16
    top = y + 76
    for line in _money_lines(change):
        shapes.append(Text(x + 14, top, TIP_WIDTH - 28, 18, line, 11, 500, "text_2"))
        top += _LINE
    for i, (words, color) in enumerate(_problems_of(change)[:_PROBLEMS]):
        at = top + _LINE * i
        shapes += [triangle(x + 14, at + 4, color), Text(x + 29, at, TIP_WIDTH - 44, 18, words, 12, 600, color)]
    return shapes


def _money_lines(change: Change) -> list[str]:
    return change.money.split("; ") if change.money else []


def _problems_of(change: Change) -> Sequence[tuple[str, str]]:
    problems = [
        (finding.word, "negative" if finding.severity is Severity.BREAK else "warning") for finding in change.findings
    ]
    if change.worst_week is not None:
        week = change.worst_week.isocalendar().week
        problems.append((_("week {n} over budget").format(n=week), "negative"))
    return [*((note, "warning") for note in change.notes), *problems]


def new_bar(axis: Axis, span: Span, top: float, formats: Formats, measure: Measure) -> list[Shape]:
    """Return the outline of an activity that is being drawn."""
    left, right = axis.x(span.start), max(axis.x(span.start) + MIN_BAR, axis.x_end(span.end))
    words = formats.days(span.start, span.end)
    fits = measure(words, LABEL_PX, 600) + 2 * PADDING < right - left
    label = Text(left + PADDING if fits else right + 5, top, 0, BAR, words, LABEL_PX, 600, "accent")
    box = Rect(left + 0.5, top + 0.5, right - left - 1, BAR - 1, "accent_weak", "accent", 1.5, 4, (4, 3))
    return [box, label]


def rubber_band(x0: float, y0: float, x1: float, y1: float) -> Rect:
    """Return the box that selects what it touches."""
    return Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), fill="accent_weak@0.6", stroke="accent")
