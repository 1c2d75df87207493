"""What a calendar page shows beside the activities: revenue, what is booked, an earlier version, figures and asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from cmoplanner.ledger.lines import ledger
from cmoplanner.model.periods import MONTHS_A_YEAR, Span
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.bands import Bands, Month
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.report.deck.blocks import Ask, Figure
from cmoplanner.report.timeline.scene_ghosts import Ghosts


class Amounts(Enum):
    """How much of the money is shown: all of it, only the sums of lanes and months, or none."""

    ALL = "all"
    SUMS = "sums"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RevenueMonth:
    """Revenue of a fiscal month in currency units: without marketing, with it, and its range (P10, P90) if known."""

    span: Span
    base: float
    total: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Facts:
    """Everything beside the activities; what is empty is not shown.

    `booked` is what is booked of the activities shown by closed fiscal month, in minor units; `changes` are sentences,
    those that weigh most first, and `since` is the name of the version they refer to.
    """

    revenue: tuple[RevenueMonth, ...] = ()
    booked: Mapping[Span, int] = field(default_factory=dict)
    ghosts: Ghosts = field(default_factory=Ghosts)
    changes: tuple[str, ...] = ()
    since: str = ""
    figures: tuple[Figure, ...] = ()
    asks: tuple[Ask, ...] = ()
    otherwise: str = ""
    amounts: Amounts = Amounts.ALL


def revenue_months(outcome: Outcome, bands: Bands | None) -> tuple[RevenueMonth, ...]:
    """Return the fiscal year's revenue by month, with its range if that is known. Source: domain C.13, C.18."""
    calendar = outcome.compiled.plan.calendar
    base = outcome.baseline_by_month(Line.REVENUE)
    total = outcome.by_month(Line.REVENUE)
    band = bands.months[Month.REVENUE] if bands is not None else None
    return tuple(
        RevenueMonth(
            calendar.month(t + 1),
            float(base[t]),
            float(total[t]),
            float(band.p10[t]) if band is not None else None,
            float(band.p90[t]) if band is not None else None,
        )
        for t in range(MONTHS_A_YEAR)
    )


def booked_months(plan: Plan, activities: Iterable[Activity]) -> dict[Span, int]:
    """Return what is booked of activities by closed fiscal month, in minor units; nothing where nobody books."""
    if not plan.actuals:
        return {}
    found = ledger(plan)
    lines = [found.lines[row.id] for row in activities if row.id in found.lines]
    return {
        plan.calendar.month(t + 1): sum(line.actual[t] for line in lines)
        for t in range(min(found.closed, MONTHS_A_YEAR))
    }


def shown_in(months: Sequence[RevenueMonth], span: Span) -> tuple[RevenueMonth, ...]:
    """Return the whole months that lie in a range of days."""
    return tuple(month for month in months if span.start <= month.span.start and month.span.end <= span.end)
