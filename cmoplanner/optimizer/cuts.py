"""What the plan brings cut along any side, to the minor unit, and what each part is worth for a decision (C.17).

Three numbers stand side by side: the contribution adds up and is for reporting; the loss if cut is for taking money
away; the margin of the next unit is for adding some.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor
from types import EllipsisType

import numpy as np
from numpy.typing import NDArray

from cmoplanner.model.activity import Activity
from cmoplanner.model.money import split, whole_weights
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Cell, Plan
from cmoplanner.optimizer.marginal import Marginal, of_streams
from cmoplanner.projection.attribution import Attribution, Measure, attribute, present_margin
from cmoplanner.projection.compile import Block, scaled
from cmoplanner.projection.model import project_cell
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import Report


class Side(StrEnum):
    """Along what the plan is cut."""

    ACTIVITY = "activity"
    CHANNEL = "channel"
    CAMPAIGN = "campaign"
    SEGMENT = "segment"
    OFFERING = "offering"
    CELL = "cell"
    STAGE = "stage"
    PARTNER = "partner"
    REGION = "region"


Name = str | None
"""The id of a part, a region's name, or None for what belongs to none."""

_BY_CELL = frozenset({Side.SEGMENT, Side.OFFERING, Side.CELL})
_COLUMNS = {
    Side.ACTIVITY: "id",
    Side.CHANNEL: "channel_id",
    Side.CAMPAIGN: "campaign_id",
    Side.STAGE: "stage_id",
    Side.PARTNER: "partner_id",
    Side.REGION: "region",
    Side.SEGMENT: "segment_id",
    Side.OFFERING: "offering_id",
    Side.CELL: "id",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the plan, in minor units: its net cost, and its share of what the plan adds."""

    name: Name
    net_cost: int
    contribution: int

    @property
    def average(self) -> float | None:
        """The contribution of a unit of net cost; None where nothing is spent."""
        return self.contribution / self.net_cost if self.net_cost else None


@dataclass(frozen=True, slots=True)
class Cut:
    """The plan along one side, in minor units: `base` + `levers` + the parts' contributions = `total`, exactly.

    `levers` are the improvements that belong to no activity; along market cells they are in the parts, and 0 here.
    The net costs of the parts add up to the plan's.
    """

    side: Side
    parts: tuple[Part, ...]
    base: int
    levers: int
    total: int

    @property
    def incremental(self) -> int:
        """What the plan adds."""
        return self.total - self.base


@dataclass(frozen=True, slots=True)
class Decision:
    """What cutting a part would lose, and the margin its next unit of net money brings, in currency units.

    The loss is the present value of gross margin without the part; its money comes back. `marginal` is None where
    there is nothing that responds to money.
    """

    loss_if_cut: float
    marginal: Marginal | None

    @property
    def next_thousand(self) -> float | None:
        """What 1,000 more would bring at the margin."""
        unit = self.marginal.per_unit if self.marginal else None
        return None if unit is None else 1_000 * unit


def cut(outcome: Outcome, side: Side, measure: Measure | None = None, attribution: Attribution | None = None) -> Cut:
    """Cut what the plan adds along one side; by default the present value of gross margin. Source: domain C.17, I8.

    `attribution` is that of the same measure, if it is there already.
    """
    measure = measure or present_margin(outcome.compiled)
    attribution = attribution or attribute(outcome.compiled, outcome, measure)
    plan = outcome.compiled.plan
    minor = 10**plan.header.currency_decimals
    name = names_of(outcome, side)
    costs, values = _costs(plan, side), dict.fromkeys(_names(plan, side), 0.0)
    for key in costs:
        values.setdefault(key, 0.0)
    for share in attribution.shares:
        key = name(share.activity_id, share.cell_id)
        values[key] = values.get(key, 0.0) + share.value
    levers = attribution.levers
    if side in _BY_CELL:
        levers = 0.0
        for cell_id, value in attribution.levers_by_cell.items():
            key = _cell_name(plan.cells[cell_id], side)
            values[key] = values.get(key, 0.0) + value
    base = round(float((outcome.baseline[:, measure.line] * measure.weights).sum()) * minor)
    whole = round(attribution.total * minor)
    *amounts, rest = to_add_up([*(value * minor for value in values.values()), levers * minor], whole)
    parts = tuple(
        Part(key, costs.get(key, 0), amount)
        for key, amount in zip(values, amounts, strict=True)
        if amount or costs.get(key)
    )
    return Cut(side, parts, base, rest, base + whole)


def to_add_up(values: Sequence[float], total: int) -> list[int]:
    """Return values rounded to whole numbers that add up to a total, by largest remainder. Source: domain F.4.

    The values add up to about the total themselves; the largest takes what rounding cannot.
    """
    down = [floor(value) for value in values]
    missing = total - sum(down)
    order = sorted(range(len(values)), key=lambda i: (down[i] - values[i], i))
    for i in order[: max(0, missing)]:
        down[i] += 1
    if left := total - sum(down):
        down[max(range(len(values)), key=lambda i: abs(values[i]))] += left
    return down


def decisions(
    outcome: Outcome, side: Side, report: Report | None = None, *, only: Name | EllipsisType = ...
) -> Mapping[Name, Decision]:
    """Return for each part what cutting it would lose and what its next unit would bring. Source: domain C.17.

    Two runs for each part and market cell it touches, about a millisecond each. What `report` raises ends it. `only`
    one part is looked at where it is given; None is the part of what belongs to none.
    """
    rows = _rows(outcome, side)
    if only is not ...:
        rows = {only: rows.get(only, {})}
    found = {}
    for number, (name, by_cell) in enumerate(rows.items()):
        if report:
            report(number / len(rows))
        loss = 0.0
        marginals = []
        for i, chosen in by_cell.items():
            loss += _loss(outcome, i, chosen)
            if chosen[0].any() or chosen[2].any():
                marginals.append(of_streams(outcome, i, chosen[0], chosen[2]))
        found[name] = Decision(loss, _sum(marginals))
    if report:
        report(1.0)
    return found


def losses(outcome: Outcome, side: Side, name: Name) -> Mapping[int, float]:
    """Return what each market cell, by its place, loses without one part: together its loss if cut."""
    return {i: _loss(outcome, i, chosen) for i, chosen in _rows(outcome, side).get(name, {}).items()}


Chosen = tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]
"""Which streams of the three kinds (curve, planned, retain) of a cell belong to a part."""


def _rows(outcome: Outcome, side: Side) -> dict[Name, dict[int, Chosen]]:
    """Return the streams of each part by market cell."""
    found: dict[Name, dict[int, Chosen]] = {}
    name = names_of(outcome, side)
    for i, cell in enumerate(outcome.compiled.cells):
        blocks = (cell.curve, cell.planned, cell.retain)
        for kind, block in enumerate(blocks):
            for row, stream in enumerate(block.streams):
                by_cell = found.setdefault(name(stream.activity_id, cell.cell.id), {})
                if i not in by_cell:
                    by_cell[i] = _nothing(blocks)
                by_cell[i][kind][row] = True
    return found


def _nothing(blocks: tuple[Block, Block, Block]) -> Chosen:
    curve, planned, retain = (np.zeros(len(block.streams), dtype=bool) for block in blocks)
    return curve, planned, retain


def _loss(outcome: Outcome, i: int, chosen: Chosen) -> float:
    """Return what cell i loses without some of its streams; curves stay as they are."""
    cell = outcome.compiled.cells[i]
    curve, planned, retain = (np.where(one, 0.0, 1.0) for one in chosen)
    measure = present_margin(outcome.compiled)
    less = project_cell(scaled(cell, curve, retain, planned), cell.rates)
    return float(((outcome.lines[i] - less.lines)[measure.line] * measure.weights).sum())


def _sum(marginals: Sequence[Marginal]) -> Marginal | None:
    if not marginals:
        return None
    return Marginal(sum(one.net_cost for one in marginals), sum(one.present_margin for one in marginals))


def names_of(outcome: Outcome, side: Side) -> Callable[[str, str], Name]:
    """Return a function that says to which part an activity in a market cell belongs, both by id."""
    terms, cells = outcome.compiled.terms, outcome.compiled.plan.cells
    if side in _BY_CELL:
        return lambda _activity_id, cell_id: _cell_name(cells[cell_id], side)
    return lambda activity_id, _cell_id: _activity_name(terms[activity_id].activity, side)


def _cell_name(cell: Cell, side: Side) -> Name:
    return str(getattr(cell, _COLUMNS[side])) or None


def _activity_name(activity: Activity, side: Side) -> Name:
    return getattr(activity, _COLUMNS[side]) or None


def _names(plan: Plan, side: Side) -> list[Name]:
    """Return the parts in the plan's order; regions in the order they turn up."""
    tables = {
        Side.ACTIVITY: plan.activities,
        Side.CHANNEL: plan.channels,
        Side.CAMPAIGN: plan.campaigns,
        Side.STAGE: plan.stages,
        Side.PARTNER: plan.partners,
        Side.SEGMENT: plan.segments,
        Side.OFFERING: plan.offerings,
        Side.CELL: plan.cells,
    }
    return list(tables.get(side, {}))


def _costs(plan: Plan, side: Side) -> dict[Name, int]:
    """Return the net cost by part: the parts of an activity's cells by its shares, what has no cell under None."""
    found: dict[Name, int] = {}
    for activity in plan.activities.values():
        if activity.cancelled:
            continue
        for name, amount in _cost_of(plan, side, activity):
            found[name] = found.get(name, 0) + amount
    return found


def costs_of(plan: Plan, side: Side, name: Name) -> dict[str, int]:
    """Return the net cost of one part by activity, in minor units; activities without cost are left out."""
    found = {
        activity.id: sum(amount for part, amount in _cost_of(plan, side, activity) if part == name)
        for activity in plan.activities.values()
        if not activity.cancelled
    }
    return {key: amount for key, amount in found.items() if amount}


def _cost_of(plan: Plan, side: Side, activity: Activity) -> list[tuple[Name, int]]:
    net = net_spend(activity)
    if side not in _BY_CELL:
        return [(_activity_name(activity, side), net)]
    targets = [one for one in activity.targets if one.cell_id in plan.cells and one.share > 0]
    rest = max(Fraction(0), 1 - sum((Fraction(repr(one.share)) for one in targets), Fraction(0)))
    amounts = split(net, whole_weights([*(one.share for one in targets), float(rest)])) if targets else [net]
    names = [_cell_name(plan.cells[one.cell_id], side) for one in targets]
    return list(zip([*names, None], amounts, strict=True))
