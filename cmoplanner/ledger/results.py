"""What measures will have reached at the end of the year: actual months, and the rest of the plan as it went lately.

Closed months count as they came; what is planned for the others is scaled by actual ÷ plan of the last three closed
months, half-way shrunk to 1: one good quarter is half luck. Source: domain F.5.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cmoplanner.model.booked import fiscal_month
from cmoplanner.model.plan import Kpi, KpiValue, Plan

LATELY = 3
"""Closed months whose ratio of actual to plan scales what is still to come."""

_NOT_ADDED = frozenset({"rate", "share", "%", "percent", "points", "score", "index"})


@dataclass(frozen=True, slots=True)
class ResultForecast:
    """One measure whose months add up: planned and actual of the months that have both, and the year.

    `plan` is its target of the year, or the sum of its planned months; `ratio` is the recent actual ÷ plan.
    """

    kpi_id: str
    months: int
    planned_to_date: float
    actual_to_date: float
    plan: float
    ratio: float
    forecast: float

    @property
    def gap(self) -> float:
        """Forecast less plan: below zero the measure falls short."""
        return self.forecast - self.plan


def adds_up(kpi: Kpi) -> bool:
    """Return whether a measure's months are summed: a rate or a share is not."""
    return kpi.unit.strip().casefold() not in _NOT_ADDED


def results(plan: Plan, closed: int) -> list[ResultForecast]:
    """Return the forecast of each measure that has closed months with plan and actual, and a year to reach."""
    values: defaultdict[str, dict[int, KpiValue]] = defaultdict(dict)
    for row in plan.kpi_values.values():
        month = fiscal_month(plan.calendar, row.month)
        if month is not None:
            values[row.kpi_id][month] = row
    found = (_forecast(kpi, values[kpi.id], closed) for kpi in plan.kpis.values() if adds_up(kpi))
    return [one for one in found if one is not None]


def _forecast(kpi: Kpi, values: dict[int, KpiValue], closed: int) -> ResultForecast | None:
    both = [
        (month, row.plan, row.actual)
        for month, row in sorted(values.items())
        if month < closed and row.plan is not None and row.actual is not None
    ]
    planned, actual = sum(plan for _month, plan, _came in both), sum(came for _month, _plan, came in both)
    if planned <= 0:
        return None
    ahead = [row.plan for month, row in values.items() if month >= closed and row.plan is not None]
    if kpi.target_fy is None and not ahead:
        return None
    rest = sum(ahead) if ahead else max(0.0, (kpi.target_fy or 0.0) - planned)
    lately = both[-LATELY:]
    ratio = sum(came for _month, _plan, came in lately) / max(1e-12, sum(plan for _month, plan, _came in lately))
    whole = kpi.target_fy if kpi.target_fy is not None else planned + rest
    return ResultForecast(kpi.id, len(both), planned, actual, whole, ratio, actual + rest * (1 + ratio) / 2)
