"""What a total hinges on as bars: each assumption from its P10 to its P90, the largest effects first (C.18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import Total
from cmoplanner.projection.sensitivity import Tornado
from cmoplanner.report.formats import Formats
from cmoplanner.report.register_rows import register_rows, row_id

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Lever:
    """One bar: by how much the total changes with the assumption at its P10 and at its P90."""

    name: str
    low: float
    high: float
    low_text: str
    high_text: str
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Hinges:
    """The bars of one total, and how many assumptions with less effect are left out."""

    total: Total
    plan: float
    levers: Sequence[Lever]
    left_out: int


def hinges(plan: Plan, found: Tornado, total: Total) -> Hinges:
    """Return the assumptions that move a total most; those without effect are left out."""
    rows = register_rows(plan)
    centre = found.plan.get(total, 0.0)
    moving = [one for one in found.by(total) if total in one.low and total in one.high and one.of(total)]
    levers = []
    for one in moving[:SHOWN]:
        key = one.uncertain.key
        row = rows.get(row_id(key))
        name = f"{row.name}, {row.where}" if row is not None else f"{key.parameter}, {key.row_id}"
        levers.append(_lever(plan, name, one.low[total] - centre, one.high[total] - centre, total, row_id(key)))
    return Hinges(total, centre, levers, len(moving) - len(levers))


def _lever(plan: Plan, name: str, low: float, high: float, total: Total, key: str) -> Lever:
    formats = Formats.of(plan)

    def text(change: float) -> str:
        if total in (Total.ROI, Total.ROI_HORIZON):
            return _("{points} pt").format(points=formats.difference(100 * change))
        return formats.change(change)

    words = _("{name}: {low} at its 1-in-10 low, {high} at its 1-in-10 high").format(
        name=name, low=text(low), high=text(high)
    )
    return Lever(name, low, high, text(low), text(high), words, key)
