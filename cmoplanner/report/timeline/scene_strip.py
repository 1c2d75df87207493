"""The outcome strip under the calendar, on its time axis: spend by week, cumulative spend, revenue by month."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR, Span
from cmoplanner.report.formats import Formats
from cmoplanner.report.range_words import ends
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.scene_axis import grid, today_line
from cmoplanner.report.timeline.shapes import Line, Measure, Polygon, Rect, Shape, Text, chevron
from cmoplanner.report.timeline.strip import RevenueBand, Strip

SPEND = 58
CUMULATIVE = 32
REVENUE = 98
HEIGHT = SPEND + CUMULATIVE + REVENUE
FOLDED = 20
X = 20.0
"""Where the words in the column at the left begin."""
ROWS = {"spend": SPEND, "cumulative": CUMULATIVE, "revenue": REVENUE}

Tops = dict[str, tuple[float, bool]]


def strip_height(folded: AbstractSet[str]) -> float:
    """Return how high the strip is with some of its rows folded."""
    return float(sum(FOLDED if row in folded else height for row, height in ROWS.items()))


def tops(folded: AbstractSet[str]) -> Tops:
    """Return where each row begins, and whether it is folded."""
    found, y = {}, 0.0
    for row, height in ROWS.items():
        found[row] = (y, row in folded)
        y += FOLDED if row in folded else height
    return found


def row_at(y: float, folded: AbstractSet[str]) -> str:
    """Return the row at a height of the strip."""
    return [row for row, (top, _folded) in tops(folded).items() if top <= y][-1] if y >= 0 else "spend"


@dataclass(frozen=True, slots=True)
class StripView:
    """What the strip is drawn from."""

    strip: Strip
    axis: Axis
    formats: Formats
    measure: Measure
    band: RevenueBand | None = None
    folded: frozenset[str] = frozenset()


def strip(view: StripView, visible: Span) -> list[Shape]:
    """Return the strip's time part, as high as `strip_height` says."""
    axis, height = view.axis, strip_height(view.folded)
    x0, x1 = axis.x(visible.start), axis.x_end(visible.end)
    shapes: list[Shape] = [Rect(x0, 0, x1 - x0, height, fill="surface"), *grid(axis, visible, 0, height)]
    shapes.append(today_line(axis, view.strip.as_of, 0, height))
    rows = tops(view.folded)
    if not rows["spend"][1]:
        shapes += _spend(view, visible)
    if not rows["cumulative"][1]:
        shapes += _cumulative(view, rows["cumulative"][0])
    if not rows["revenue"][1]:
        shapes += _revenue(view, visible, rows["revenue"][0])
    for top, folded in rows.values():
        if folded:
            shapes.append(Rect(x0, top, x1 - x0, FOLDED, fill="band"))
        shapes.append(Line(((x0, top + 0.5), (x1, top + 0.5)), "border_strong"))
    return shapes


def _mondays(visible: Span) -> list[date]:
    first = visible.start - timedelta(days=visible.start.weekday())
    return [first + timedelta(weeks=i) for i in range((visible.end - first).days // 7 + 1)]


def spend_scale(view: StripView) -> float:
    """Return how many px a minor unit of spend is high."""
    highest = max(view.strip.weeks.values(), default=0.0)
    line = max((7 * money / span.days for span, money in view.strip.budget.quarters), default=0.0)
    return (SPEND - 16) / max(highest, line * 1.15, 1.0)


def _spend(view: StripView, visible: Span) -> list[Shape]:
    scale, floor = spend_scale(view), SPEND - 1
    shapes: list[Shape] = []
    for monday in _mondays(visible):
        shapes += _week(view, monday, scale, floor)
    for span, money in view.strip.budget.quarters:
        y = floor - scale * 7 * money / span.days
        shapes.append(Line(((view.axis.x(span.start), y), (view.axis.x_end(span.end), y)), "text", 1, (3, 3)))
    return shapes + _worst_week(view)


def _week(view: StripView, monday: date, scale: float, floor: float) -> list[Shape]:
    money = view.strip.weeks.get(monday, 0.0)
    if money <= 0:
        return []
    gap = 3.0 if view.axis.px_a_day > 1 else 1.0
    x, width = view.axis.x(monday), max(1.0, 7 * view.axis.px_a_day - gap)
    x += gap / 2
    if monday + timedelta(days=6) <= view.strip.as_of:
        return [Rect(x, floor - scale * money, width, scale * money, fill="chart.spent")]
    over = view.strip.over(monday)
    inside = max(1.0, scale * (money - over))
    shapes: list[Shape] = [
        Rect(x + 0.5, floor - inside + 0.5, width - 1, inside - 0.5, fill="chart.planned_fill", stroke="accent")
    ]
    if scale * over >= 1:
        top = floor - scale * money
        shapes.append(
            Rect(
                x + 0.5,
                top + 0.5,
                width - 1,
                scale * over - 1.5,
                fill="chart.over_bg",
                stroke="negative",
                hatch="negative",
                pitch=4,
            )
        )
    return shapes


def _worst_week(view: StripView) -> list[Shape]:
    """Name the week that is furthest over its budget, on the side where there is room."""
    worst = max(view.strip.overs, key=view.strip.over, default=None)
    if worst is None:
        return []
    text = _("week {n}: {money} over").format(
        n=worst.isocalendar().week, money=view.formats.short(view.strip.over(worst))
    )
    width = view.measure(text, 11, 600)
    right = view.axis.x(worst + timedelta(weeks=1)) + 3
    fits = right + width < view.axis.x_end(view.axis.calendar.fy_end)
    return [Text(right if fits else view.axis.x(worst) - 4 - width, 1, 0, 14, text, 11, 600, "negative")]


def _cumulative(view: StripView, top: float) -> list[Shape]:
    axis, floor = view.axis, top + CUMULATIVE - 1
    end_of_year = view.strip.budget.quarters[-1][0].end
    whole = max(view.strip.planned, view.strip.budget.until(end_of_year), 1.0)
    scale = (CUMULATIVE - 7) / whole
    passed = 0.0
    start = view.strip.budget.quarters[0][0].start
    points = [(axis.x(start), floor)]
    for monday in sorted(view.strip.weeks):
        passed += view.strip.weeks[monday]
        points.append((min(axis.x(monday + timedelta(weeks=1)), axis.x_end(end_of_year)), floor - scale * passed))
    points.append((axis.x_end(end_of_year), floor - scale * passed))
    budget = [(axis.x(start), floor)]
    for span, _money in view.strip.budget.quarters:
        budget.append((axis.x_end(span.end), floor - scale * view.strip.budget.until(span.end)))
    area = (*points, (axis.x_end(end_of_year), floor), (axis.x(start), floor))
    return [
        Polygon(area, fill="accent@0.10"),
        Line(tuple(points), "accent", 1.75),
        Line(tuple(budget), "text", 1.25, (4, 3)),
    ]


def _revenue(view: StripView, visible: Span, top: float) -> list[Shape]:
    axis, floor, revenue, band = view.axis, top + REVENUE - 1, view.strip.revenue, view.band
    scale = (REVENUE - 26) / max(*revenue.total, *revenue.base, *(band.high if band else ()), 1.0)
    shapes: list[Shape] = []
    for t in range(1, min(axis.calendar.horizon, len(revenue.total)) + 1):
        month = axis.calendar.month(t)
        if month.end < visible.start or month.start > visible.end:
            continue
        inset = 8 if axis.width(month) > 40 else 1
        x, width = axis.x(month.start) + inset, max(1.0, axis.width(month) - 2 * inset)
        base, whole = scale * revenue.base[t - 1], scale * revenue.total[t - 1]
        shapes.append(Rect(x, floor - min(base, whole), width, min(base, whole), fill="chart.base"))
        color = "text_2" if month.end <= view.strip.as_of else "accent"
        if whole > base:
            shapes.append(Rect(x, floor - whole, width, max(whole - base, 1.5), fill=color))
        highest = max(base, whole)
        if band is not None:
            low, high = scale * band.low[t - 1], scale * band.high[t - 1]
            shapes += _range_box(x + width / 2, width / 2, floor - high, floor - low, floor - whole)
            highest = max(highest, high)
        label = view.formats.short_amount(revenue.total[t - 1])
        if view.measure(label, 11, 500) <= width + 6:
            shapes.append(Text(x, floor - highest - 17, 0, 16, label, 11, 500))
    return shapes


def _range_box(x: float, width: float, high: float, low: float, plan: float) -> list[Shape]:
    """Return P10 to P90 over the right half of a month, with a line where the single-point plan is."""
    if low - high < 1:
        return []
    if width < 4:
        return [Line(((x + width / 2, high), (x + width / 2, low)), "accent", 1)]
    box = Rect(x, high, width, low - high, fill="chart.band_bg", stroke="accent", hatch="accent", pitch=4)
    return [box, Line(((x, plan), (x + width, plan)), "text", 1.5)]


def strip_head(view: StripView, width: float) -> list[Shape]:
    """Return the column at the left of the strip: titles, totals and legends; folded rows keep title and total."""
    height = strip_height(view.folded)
    shapes: list[Shape] = [Rect(0, 0, width, height, fill="surface")]
    for row, (top, folded) in tops(view.folded).items():
        if folded:
            shapes.append(Rect(0, top, width, FOLDED, fill="band"))
        shapes += _HEADS[row](view, top, width, folded=folded)
        shapes += chevron(10, top + (FOLDED / 2 if folded else 11), folded=folded)
        shapes.append(Line(((0, top + 0.5), (width, top + 0.5)), "border_strong"))
    return shapes


def _spend_head(view: StripView, top: float, width: float, *, folded: bool) -> list[Shape]:
    formats = view.formats
    right = width - 12
    title = Text(X, top + 2, 0, 16, _("Spend by week"), 12, 600)
    if folded:
        return [title, Text(X, top + 2, right - X, 16, formats.short(view.strip.planned), 11, 600, "text", "right")]
    unit = _("{currency} net · against quarter budget").format(currency=formats.currency)
    legend = (
        (_("to date"), "chart.spent", ""),
        (_("planned"), "chart.planned_fill", "accent"),
        (_("over"), "chart.over_bg", "negative"),
    )
    under = Text(X, top + 20, right - X, 15, unit, 11, 400, "text_2")
    return [title, under, *_legend(legend, X, top + 37, view.measure)]


def _cumulative_head(view: StripView, top: float, width: float, *, folded: bool) -> list[Shape]:
    formats, strip, right = view.formats, view.strip, width - 12
    of = _("{planned} of {budget}").format(planned=formats.short(strip.planned), budget=formats.short(strip.topdown))
    figure = view.measure(of, 11, 600)
    shapes: list[Shape] = [
        Text(X, top + 2, right - X - figure - 8, 15, _("Cumulative"), 12, 600),
        Text(right - figure, top + 2, 0, 15, of, 11, 600),
    ]
    return shapes if folded else shapes + _line_legend(X, top + 17, view.measure)


def _revenue_head(view: StripView, top: float, width: float, *, folded: bool) -> list[Shape]:
    right = width - 12
    if folded:
        year = view.formats.short_amount(view.strip.revenue.year_total)
        title = Text(X, top + 2, 0, 16, _("Revenue by month"), 12, 600)
        return [title, Text(X, top + 2, right - X, 16, year, 11, 600, "text", "right")]
    legend = [(_("base"), "chart.base", ""), (_("marketing"), "accent", "")]
    if view.band is not None:
        legend.append((_("P10–P90"), "chart.band_bg", "accent"))
    return [
        Text(X, top + 5, 0, 16, _("Revenue by month"), 12, 600),
        Text(X, top + 5, right - X, 16, view.formats.currency, 11, 400, "text_2", "right"),
        Text(X, top + 23, right - X, 16, _year_line(view, right - X), 11, 600),
        *_legend(legend, X, top + 42, view.measure),
    ]


_HEADS = {"spend": _spend_head, "cumulative": _cumulative_head, "revenue": _revenue_head}


def _year_line(view: StripView, room: float) -> str:
    revenue, band = view.strip.revenue, view.band
    if not any(revenue.total):
        return _("none projected yet")
    year = view.formats.short_amount(revenue.year_total)
    if band is not None:
        year = f"{year} ({ends(view.formats, revenue.year_total, band.year_low, band.year_high)})"
        if revenue.goal is None:
            return year
        both = _("{year} · goal {goal}").format(year=year, goal=view.formats.short_amount(revenue.goal))
        return both if view.measure(both, 11, 600) <= room else year
    if revenue.goal is None or len(revenue.total) < MONTHS_A_YEAR:
        return _("{year} this year").format(year=year)
    return _("{year} this year · goal {goal}").format(year=year, goal=view.formats.short_amount(revenue.goal))


def _legend(entries: Sequence[tuple[str, str, str]], x: float, y: float, measure: Measure) -> list[Shape]:
    shapes: list[Shape] = []
    for word, fill, stroke in entries:
        hatch = stroke if fill in ("chart.over_bg", "chart.band_bg") else ""
        shapes.append(Rect(x + 0.5, y + 3.5, 8, 8, fill=fill, stroke=stroke, hatch=hatch, pitch=3))
        shapes.append(Text(x + 13, y, 0, 15, word, 11, 400, "text_2"))
        x += 13 + measure(word, 11, 400) + 10
    return shapes


def _line_legend(x: float, y: float, measure: Measure) -> list[Shape]:
    shapes: list[Shape] = [Line(((x, y + 7), (x + 14, y + 7)), "accent", 1.75)]
    word = _("plan")
    shapes.append(Text(x + 18, y, 0, 14, word, 11, 400, "text_2"))
    x += 18 + measure(word, 11, 400) + 12
    shapes.append(Line(((x, y + 7), (x + 14, y + 7)), "text", 1.25, (4, 3)))
    shapes.append(Text(x + 18, y, 0, 14, _("budget"), 11, 400, "text_2"))
    return shapes
