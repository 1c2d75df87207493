"""How right the money forecasts of named versions were: bias and weighted error by cost centre, months compared.

Money is int minor units. The forecast of a version is that of its own plan as it stood when it was named; only months
that were open then and are closed now count. Bias = Σ(forecast − actual) ÷ Σ actual; weighted error (WAPE) =
Σ|forecast − actual| ÷ Σ|actual|, month by month and cost centre by cost centre. Source: domain F.5 (FC against AC).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cmoplanner.ledger.lines import Ledger, ledger
from cmoplanner.model.plan import Plan

FEWEST = 3
"""Months below which a figure says little."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Forecast and actual of some months, in minor units, and by how much single months were off, whichever way."""

    forecast: int = 0
    actual: int = 0
    error: int = 0

    @property
    def bias(self) -> float | None:
        """Above zero if more was forecast than came; None where nothing came."""
        return (self.forecast - self.actual) / self.actual if self.actual else None

    @property
    def wape(self) -> float | None:
        """The weighted error, None where nothing came."""
        return self.error / abs(self.actual) if self.actual else None

    def with_more(self, other: Hit) -> Hit:
        """Return both together."""
        return Hit(self.forecast + other.forecast, self.actual + other.actual, self.error + other.error)


@dataclass(frozen=True)
class Accuracy:
    """How right one version was: the months compared (0…11), altogether, and by cost centre ("" for none)."""

    version: str
    named: datetime
    months: tuple[int, ...]
    total: Hit
    centres: dict[str, Hit]

    @property
    def telling(self) -> bool:
        """Whether enough months can be compared."""
        return len(self.months) >= FEWEST


def accuracy(plan: Plan, book: Ledger, versions: Iterable[tuple[str, datetime, Plan]]) -> list[Accuracy]:
    """Return how right versions (name, when they were named, plan) of this fiscal year were, in their order."""
    return [
        _of(plan, book, name, named, then)
        for name, named, then in versions
        if then.header.fy_start == plan.header.fy_start and then.header.currency == plan.header.currency
    ]


def _of(plan: Plan, book: Ledger, name: str, named: datetime, then: Plan) -> Accuracy:
    before = ledger(then)
    months = tuple(range(before.closed, book.closed))
    forecast, actual = _by_centre(then, before, "forecast"), _by_centre(plan, book, "actual")
    centres = {}
    for centre in dict.fromkeys([*forecast, *actual]):
        hit = Hit()
        for month in months:
            expected, came = forecast[centre][month], actual[centre][month]
            hit = hit.with_more(Hit(expected, came, abs(expected - came)))
        if hit.forecast or hit.actual:
            centres[centre] = hit
    total = Hit()
    for hit in centres.values():
        total = total.with_more(hit)
    return Accuracy(name, named, months, total, centres)


def _by_centre(plan: Plan, book: Ledger, series: str) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 12)
    for row, line in book.lines.items():
        activity = plan.activities.get(row)
        centre = found[(activity.cost_centre_id if activity else "") or ""]
        for month, amount in enumerate(getattr(line, series)):
            centre[month] += amount
    return found
