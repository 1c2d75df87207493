"""What one activity does, lit up in the outcome strip: its own spend by week, and what it brings by month."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR, Span
from cmoplanner.projection.effect import Effect
from cmoplanner.report.timeline.scene_axis import grid, today_line
from cmoplanner.report.timeline.scene_strip import REVENUE, SPEND, StripView, X, spend_scale, tops
from cmoplanner.report.timeline.shapes import Line, Rect, Shape, Text
from cmoplanner.report.timeline.strip import Spend

_ROOM = 40.0  # px above the highest month: for the words


@dataclass(frozen=True)
class Lit:
    """An activity with the colour of its bar, its spend and its effect."""

    activity_id: str
    name: str
    color: str
    spend: Spend
    effect: Effect

    @property
    def year(self) -> float:
        """Revenue of the fiscal year in currency units."""
        return float(self.effect.revenue[:MONTHS_A_YEAR].sum())

    @property
    def margin(self) -> float:
        """Gross margin of the fiscal year in currency units."""
        return float(self.effect.margin[:MONTHS_A_YEAR].sum())

    @property
    def horizon(self) -> float:
        """Gross margin over the whole horizon in currency units, not discounted."""
        return float(self.effect.margin.sum())


def lit_strip(view: StripView, lit: Lit, visible: Span) -> list[Shape]:
    """Return what is laid over the strip's time part."""
    rows = tops(view.folded)
    shapes: list[Shape] = []
    if not rows["spend"][1]:
        shapes += _weeks(view, lit, visible)
    if not rows["revenue"][1]:
        shapes += _months(view, lit, visible, rows["revenue"][0])
    return shapes


def _weeks(view: StripView, lit: Lit, visible: Span) -> list[Shape]:
    axis, scale, floor = view.axis, spend_scale(view), SPEND - 1
    width = max(2.0, 7 * axis.px_a_day - (3.0 if axis.px_a_day > 1 else 1.0))
    return [
        Rect(axis.x(monday) + 1.5, floor - max(2.0, scale * money), width, max(2.0, scale * money), fill=lit.color)
        for monday, money in lit.spend.weeks.items()
        if money > 0 and visible.start.toordinal() - 7 <= monday.toordinal() <= visible.end.toordinal()
    ]


def _months(view: StripView, lit: Lit, visible: Span, top: float) -> list[Shape]:
    axis, floor = view.axis, top + REVENUE - 1
    x0, x1 = axis.x(visible.start), axis.x_end(visible.end)
    shapes: list[Shape] = [Rect(x0, top + 1, x1 - x0, REVENUE - 1, fill="surface")]
    shapes += grid(axis, visible, top + 1, top + REVENUE)
    shapes.append(today_line(axis, view.strip.as_of, top + 1, top + REVENUE))
    revenue = lit.effect.revenue.tolist()
    scale = (REVENUE - _ROOM) / max(*(abs(amount) for amount in revenue), 1.0)
    for t, amount in enumerate(revenue[: axis.calendar.horizon], start=1):
        month = axis.calendar.month(t)
        if month.end < visible.start or month.start > visible.end or abs(amount) < 0.5:
            continue
        inset = 8 if axis.width(month) > 40 else 1
        x, width = axis.x(month.start) + inset, max(1.0, axis.width(month) - 2 * inset)
        height = max(1.0, scale * max(0.0, amount))
        shapes.append(Rect(x, floor - height, width, height, fill=lit.color))
        label = view.formats.short_amount(amount)
        if view.measure(label, 11, 500) <= width + 6:
            shapes.append(Text(x, floor - height - 17, 0, 16, label, 11, 500))
    return shapes


def lit_head(view: StripView, lit: Lit, width: float) -> list[Shape]:
    """Return what is laid over the strip's column at the left: whose effect it is, and its figures."""
    rows = tops(view.folded)
    top, folded = rows["revenue"]
    right = width - 12
    if folded:
        return []
    formats = view.formats
    figures = (
        (_("revenue this year"), formats.change(lit.year)),
        (_("margin this year"), formats.change(lit.margin)),
        (_("margin in {n} months").format(n=len(lit.effect.margin)), formats.change(lit.horizon)),
    )
    shapes: list[Shape] = [
        Rect(0, top + 1, width - 1, REVENUE - 1, fill="surface"),
        Rect(X - 8, top + 8, 3, REVENUE - 16, fill=lit.color, radius=1.5),
        Text(X, top + 5, right - X, 16, lit.name, 12, 600),
    ]
    shapes += _lines(figures, top + 23, right)
    note = _("own scale · with its part of what retention adds") if lit.effect.retention.any() else _("own scale")
    return [*shapes, Text(X, top + 77, right - X, 15, note, 11, 400, "text_2")]


def _lines(figures: Sequence[tuple[str, str]], y: float, right: float) -> list[Shape]:
    shapes: list[Shape] = []
    for word, figure in figures:
        shapes.append(Text(X, y, right - X, 16, word, 11, 400, "text_2"))
        shapes.append(Text(X, y, right - X, 16, figure, 11, 600, "text", "right"))
        y += 17
    return shapes


def edge(height: float, x: float) -> Line:
    """Return the line between the column and the time, painted again over what is laid on both."""
    return Line(((x - 0.5, 0), (x - 0.5, height)), "border_strong")
