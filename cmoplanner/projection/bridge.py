"""What of the difference between two plans comes from budget, mix, timing and assumptions; adds up exactly.

The four parts are Shapley values: a part counts the mean of what its exchange changes over all orders of exchange,
so no order is favoured, and the parts add up to the difference whatever lies between. Source: Shapley 1953;
Shorrocks 2013 (Journal of Economic Inequality 11) for the use on figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import factorial, floor
from types import MappingProxyType
from typing import Any

from cmoplanner.model.activity import Activity
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan
from cmoplanner.projection.bands import Total, single_point, totals_of
from cmoplanner.projection.calibration import with_references
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.terms import is_working
from cmoplanner.projection.uncertainty import Report

Figures = Mapping[Total, float]

TIMING = ("start", "end", "recurrence", "until", "phasing", "payments", "custom_phasing")
"""The fields of an activity that say when."""


class Block(StrEnum):
    """The four parts of a difference.

    Budget: how much working and how much other money there is. Mix: which activities there are, what part of the
    money each has, and everything about them but their dates. Timing: when those that are in both plans happen.
    Assumptions: everything else in the plan, such as rates, costs, levers and the discount rate.
    """

    BUDGET = "budget"
    MIX = "mix"
    TIMING = "timing"
    ASSUMPTIONS = "assumptions"


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one plan's figure to another's: start + the four parts = end."""

    start: float
    end: float
    parts: Mapping[Block, float]


def bridge(before: Plan, after: Plan, report: Report | None = None) -> Mapping[Total, Bridge]:
    """Return for every total how the difference between two plans divides; a return on no cost is left out.

    Only blocks that differ are exchanged: two plans that differ in one block need two projections, in all four
    sixteen. What `report` raises ends it.
    """
    before, after = with_references(before), with_references(after)
    moving = [block for block in Block if _differ(before, after, block)]
    worth: dict[frozenset[Block], Figures] = {}
    subsets = [frozenset(chosen) for size in range(len(moving) + 1) for chosen in combinations(moving, size)]
    for done, exchanged in enumerate(subsets):
        if report:
            report(done / len(subsets))
        worth[exchanged] = figures(mixed(before, after, exchanged))
    if report:
        report(1.0)
    known = [total for total in Total if all(total in found for found in worth.values())]
    return MappingProxyType({total: _bridge(total, worth, moving) for total in known})


def figures(plan: Plan) -> Figures:
    """Return the totals of a plan's own projection."""
    return figures_of(project(compile_plan(plan)))


def figures_of(outcome: Outcome) -> Figures:
    """Return the totals of an outcome."""
    compiled = outcome.compiled
    full, baseline = single_point(outcome)
    present = compiled.setting.discount[:, None]
    found = totals_of(full, baseline, present, compiled.money, compiled.plan.header.currency_decimals)
    return {total: float(values[0]) for total, values in found.items()}


def _bridge(total: Total, worth: Mapping[frozenset[Block], Figures], moving: list[Block]) -> Bridge:
    values = {exchanged: found[total] for exchanged, found in worth.items()}
    parts = shapley(moving, lambda exchanged: values[exchanged])
    return Bridge(
        values[frozenset()],
        values[frozenset(moving)],
        MappingProxyType({block: parts.get(block, 0.0) for block in Block}),
    )


def shapley(players: Iterable[Block], worth: Callable[[frozenset[Block]], float]) -> dict[Block, float]:
    """Return each player's Shapley value: Σ_S |S|!(n−|S|−1)!/n!·(v(S∪i) − v(S)). Source: Shapley 1953."""
    everyone = list(players)
    count = len(everyone)
    found = {}
    for player in everyone:
        others = [one for one in everyone if one != player]
        value = 0.0
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for chosen in combinations(others, size):
                coalition = frozenset(chosen)
                value += weight * (worth(coalition | {player}) - worth(coalition))
        found[player] = value
    return found


def mixed(before: Plan, after: Plan, exchanged: frozenset[Block]) -> Plan:
    """Return the first plan with some blocks from the second; nothing exchanged gives the first, all the second.

    With another budget than its own, a mix has its working money multiplied to the budget's working total, and the
    rest to the rest's, each rounded to the minor unit. Money for which a mix has no activity is not spent.
    """

    def of(block: Block) -> Plan:
        return after if block in exchanged else before

    frame, mix, timing, budget = (of(b) for b in (Block.ASSUMPTIONS, Block.MIX, Block.TIMING, Block.BUDGET))
    rows = {key: _timed(row, timing.activities.get(key)) for key, row in mix.activities.items()}
    if budget is not mix:
        factors = _factors(mix, budget)
        rows = {key: _scaled(row, factors[is_working(mix, row)]) for key, row in rows.items()}
    return replace(frame, activities=MappingProxyType(rows))


def _differ(before: Plan, after: Plan, block: Block) -> bool:
    if block is Block.BUDGET:
        return _money(before) != _money(after)
    if block is Block.ASSUMPTIONS:
        names = (field.name for field in fields(Plan) if field.name not in ("activities", "revision"))
        return any(getattr(before, name) != getattr(after, name) for name in names)
    if block is Block.TIMING:
        both = before.activities.keys() & after.activities.keys()
        return any(_when(before.activities[key]) != _when(after.activities[key]) for key in both)
    return _what(before, after) != _what(after, after) or before.activities.keys() != after.activities.keys()


def _what(plan: Plan, timing: Plan) -> Mapping[str, Any]:
    """Return a plan's mix: its activities at the dates of `timing`, each with its part of the money of its kind."""
    whole = _money(plan)
    return {
        key: (replace(_timed(row, timing.activities.get(key)), gross_spend=0), _part(plan, row, whole))
        for key, row in plan.activities.items()
    }


def _part(plan: Plan, row: Activity, whole: Mapping[bool, int]) -> Fraction:
    total = whole[is_working(plan, row)]
    return Fraction(row.gross_spend, total) if total else Fraction(row.gross_spend > 0)


def _when(row: Activity) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in TIMING)


def _timed(row: Activity, other: Activity | None) -> Activity:
    """Return an activity at the dates of another state of it."""
    if other is None or _when(other) == _when(row):
        return row
    return replace(row, **{name: getattr(other, name) for name in TIMING})


def _money(plan: Plan) -> dict[bool, int]:
    """Return our cost of working and of other activities, cancelled ones left out."""
    totals = {True: 0, False: 0}
    for row in plan.activities.values():
        if not row.cancelled:
            totals[is_working(plan, row)] += net_spend(row)
    return totals


def _factors(mix: Plan, budget: Plan) -> dict[bool, Fraction]:
    """Return by what the money of a mix is multiplied to have another budget, working and other."""
    own, wanted = _money(mix), _money(budget)
    return {kind: Fraction(wanted[kind], own[kind]) if own[kind] else Fraction(1) for kind in own}


def _scaled(row: Activity, factor: Fraction) -> Activity:
    if factor == 1:
        return row
    return replace(row, gross_spend=floor(row.gross_spend * factor + Fraction(1, 2)))
