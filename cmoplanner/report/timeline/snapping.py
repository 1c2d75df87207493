"""Days that a dragged edge is drawn to: weeks, months, today, key dates, blackouts and the edges of other bars."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmoplanner.i18n import _
from cmoplanner.model.periods import monday
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import whole_span

NEAR = 5.0
"""Px from a named edge within which it draws a dragged one to itself."""
NEAR_WEEK = 2.5


@dataclass(frozen=True, slots=True)
class Guide:
    """An edge that a dragged one stands at: the ordinal of the day that begins there, and what it is."""

    edge: int
    words: str


class Snaps:
    """The edges of one drag by the ordinal of the day that begins there; "" names a week's."""

    def __init__(self, axis: Axis, edges: Mapping[int, str]) -> None:
        self._axis = axis
        self._edges = edges

    @staticmethod
    def of(plan: Plan, axis: Axis, others: Iterable[Activity]) -> "Snaps":
        """Return the edges of the fiscal year, of its key dates and blackouts, and of other activities."""
        year = plan.calendar.year
        edges: dict[int, str] = dict.fromkeys(range(monday(year.start).toordinal(), year.end.toordinal() + 8, 7), "")
        for number, month in enumerate(plan.calendar.months):
            words = (
                _("start of {quarter}").format(quarter=plan.calendar.quarter_label(number // 3 + 1))
                if number % 3 == 0
                else _("start of the month")
            )
            edges[month.start.toordinal()] = words
        edges[year.end.toordinal() + 1] = _("end of the year")
        for other in others:
            span = whole_span(other, plan.calendar)
            edges[span.start.toordinal()] = _("start of “{name}”").format(name=other.name)
            edges[span.end.toordinal() + 1] = _("end of “{name}”").format(name=other.name)
        for blackout in plan.blackouts.values():
            edges[blackout.start.toordinal()] = _("start of blackout “{name}”").format(name=blackout.name)
            edges[blackout.end.toordinal() + 1] = _("end of blackout “{name}”").format(name=blackout.name)
        edges[plan.header.as_of.toordinal()] = _("today")
        for milestone in plan.milestones.values():
            edges[milestone.date.toordinal()] = f"“{milestone.title}”"
        return Snaps(axis, edges)

    def days(self, x: float, edges: Sequence[date], *, off: bool = False) -> tuple[int, Guide | None]:
        """Return by how many days edges move when they are dragged by x px, and the guide that one of them meets.

        `edges` are the first days after the dragged edges, as they were. `off` goes to the nearest day instead.
        """
        plain = round(x / self._axis.px_a_day)
        if off:
            return plain, None
        best: tuple[float, int, Guide] | None = None
        for own in (edge.toordinal() for edge in edges):
            reach = int(NEAR // self._axis.px_a_day) + 1
            for edge in range(own + plain - reach, own + plain + reach + 1):
                words = self._edges.get(edge)
                away = abs((edge - own) * self._axis.px_a_day - x)
                near = NEAR_WEEK if words == "" else NEAR
                half = self._axis.px_a_day / 2  # wide days: only the day that is meant anyway
                if words is not None and (away <= near or (away <= half and edge - own == plain)):
                    weight = away + (NEAR if words == "" else 0.0)
                    if best is None or weight < best[0]:
                        best = (weight, edge - own, Guide(edge, words))
        return (best[1], best[2]) if best else (plain, None)
