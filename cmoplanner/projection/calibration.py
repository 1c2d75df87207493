"""Reference spend for every lane from the plan itself, to be frozen when the user calibrates (domain C.4)."""

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from cmoplanner.model.plan import Cell, Lane, Plan
from cmoplanner.projection.compile import Compiled, compile_plan
from cmoplanner.projection.response import pressure_weighted_mean


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference spend of one lane in currency units per month, and what it was made from."""

    channel_id: str
    cell_id: str
    spend: float
    basis: str


def calibrated(compiled: Compiled) -> tuple[Reference, ...]:
    """Return a reference for each lane whose channel is used: from its own pressure, or by intensity.

    A lane with pressure takes its pressure-weighted mean, so that the plan as it stands meets the unit cost.
    Others take the channel's spend per contact; where contacts are not known, its mean reference. Source: domain C.4.
    """
    plan = compiled.plan
    used = _from_pressure(compiled)
    found = []
    for channel_id in plan.channels:
        own = {cell_id: used[channel_id, cell_id] for cell_id in plan.cells if (channel_id, cell_id) in used}
        if not own:
            continue
        for cell_id, cell in plan.cells.items():
            if cell_id in own:
                found.append(Reference(channel_id, cell_id, own[cell_id], "plan"))
            else:
                found.append(Reference(channel_id, cell_id, _by_intensity(plan, cell, own), "intensity"))
    return tuple(found)


def with_references(plan: Plan) -> Plan:
    """Return the plan with the reference of every lane in use stored, as it stands; its figures do not change.

    What is derived from it by other money then meets the same curves (domain B.8: lanes are shared by scenarios).
    """
    lanes = dict(plan.lanes)
    for one in calibrated(compile_plan(plan)):
        key = f"{one.channel_id}|{one.cell_id}"
        known = lanes.get(key, Lane(key, one.channel_id, one.cell_id))
        if one.spend > 0 and known.ref_spend_month <= 0:
            lanes[key] = replace(known, ref_spend_month=one.spend, basis=one.basis)
    return replace(plan, lanes=MappingProxyType(lanes))


def _from_pressure(compiled: Compiled) -> dict[tuple[str, str], float]:
    used = {}
    for cell in compiled.cells:
        lanes = cell.pressure_by_lane(cell.curve.by_group(cell.groups))
        spends = pressure_weighted_mean(lanes) if cell.groups else np.zeros(0)
        for number, spend in zip(cell.channels, spends.tolist(), strict=True):
            if spend > 0:
                used[compiled.setting.channel_ids[number], cell.cell.id] = spend
    return used


def _by_intensity(plan: Plan, cell: Cell, own: dict[str, float]) -> float:
    known = {cell_id: contacts for cell_id in own if (contacts := _contacts(plan, plan.cells[cell_id]))}
    contacts = _contacts(plan, cell)
    if not contacts or not known:
        return sum(own.values()) / len(own)
    return contacts * sum(own[cell_id] for cell_id in known) / sum(known.values())


def _contacts(plan: Plan, cell: Cell) -> float | None:
    """Return prospects × buying group size; None where the prospects are not known."""
    segment = plan.segments.get(cell.segment_id)
    return None if cell.prospects is None else cell.prospects * (segment.buying_group_size if segment else 1.0)
