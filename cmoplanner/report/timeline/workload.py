"""How much an owner has to do: activities under way and money in each month of the year."""

from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.model.periods import MONTHS_A_YEAR, Span
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Plan
from cmoplanner.report.formats import Formats
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import Bar
from cmoplanner.report.timeline.layout import PlacedGroup
from cmoplanner.report.timeline.shapes import Measure, Rect, Shape, Text
from cmoplanner.report.timeline.tree import LaneGroup

_STRENGTHS = (0.0, 0.08, 0.14, 0.20, 0.28)


@dataclass(frozen=True, slots=True)
class Workload:
    """By fiscal month 1…12: activities that are under way on one of its days, and our cost in minor units."""

    counts: tuple[int, ...]
    money: tuple[float, ...]


class Workloads:
    """The workload of lanes, worked out when first asked for and kept while a lane's bars are the same."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._kept: dict[str, tuple[tuple[Bar, ...], Workload]] = {}
        self._months: dict[str, tuple[Bar, list[int]]] = {}

    def follow(self, plan: Plan) -> None:
        """Follow the plan after an edit."""
        if plan.calendar != self._plan.calendar:
            self._kept.clear()
            self._months.clear()
        self._plan = plan

    def of(self, lane: LaneGroup) -> Workload:
        """Return the workload of a lane; cancelled activities are none."""
        kept = self._kept.get(lane.id)
        if kept is None or kept[0] != lane.bars:
            kept = self._kept[lane.id] = (lane.bars, self._worked_out(lane))
        return kept[1]

    def _worked_out(self, lane: LaneGroup) -> Workload:
        bars = [bar for bar in lane.bars if not bar.activity.cancelled]
        months = [self._plan.calendar.month(t) for t in range(1, MONTHS_A_YEAR + 1)]
        counts = [sum(_touches(bar.span, month) for bar in bars) for month in months]
        money = [0.0] * MONTHS_A_YEAR
        for bar in bars:
            for i, amount in enumerate(self._by_month(bar)):
                money[i] += amount * bar.share
        return Workload(tuple(counts), tuple(money))

    def _by_month(self, bar: Bar) -> list[int]:
        known = self._months.get(bar.activity.id)
        if known is None or known[0].activity is not bar.activity:
            known = self._months[bar.activity.id] = (bar, net_by_month(bar.activity, self._plan.calendar))
        return known[1]


def _touches(span: Span, month: Span) -> bool:
    return span.start <= month.end and span.end >= month.start


def workload_row(
    work: Workload, axis: Axis, visible: Span, group: PlacedGroup, formats: Formats, measure: Measure
) -> list[Shape]:
    """Return the row under a lane's bars: a box for each month, stronger the more is under way, with its figures."""
    top, height = group.bottom - group.under, group.under - 4
    busiest = max(*work.counts, 1)
    shapes: list[Shape] = []
    for t, (count, money) in enumerate(zip(work.counts, work.money, strict=True), start=1):
        month = axis.calendar.month(t)
        if not _touches(month, visible):
            continue
        x, width = axis.x(month.start) + 1, axis.width(month) - 2
        strength = _STRENGTHS[min(len(_STRENGTHS) - 1, -(-count * (len(_STRENGTHS) - 1) // busiest))]
        shapes.append(Rect(x, top, width, height, fill=f"accent@{strength}", radius=2))
        shapes += _figures(count, formats.short(money), x, top, width, height, measure)
    return shapes


def _figures(count: int, money: str, x: float, y: float, width: float, height: float, measure: Measure) -> list[Shape]:
    if not count:
        return []
    both = _("{count} · {money}").format(count=count, money=money)
    for words in (both, str(count)):
        if measure(words, 11, 500) <= width - 4:
            return [Text(x, y, width, height, words, 11, 500, "text", "center")]
    return []
