"""What the next unit of money earns, by channel and by lane: the basis of "add" decisions (domain C.15, C.17)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.compile import Block, scaled
from cmoplanner.projection.model import project_cell
from cmoplanner.projection.outcome import Line, Outcome

STEP = 0.01


@dataclass(frozen=True, slots=True)
class LaneRole:
    """One channel in one market cell, acquiring or retaining: the money the optimizer turns."""

    channel_id: str
    cell_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Marginal:
    """What one per cent more of some money costs us, and the present value of gross margin it brings."""

    net_cost: float
    present_margin: float

    @property
    def per_unit(self) -> float | None:
        """The margin of the next unit of net money; None where there is no money of ours to scale."""
        return self.present_margin / self.net_cost if self.net_cost else None


def by_channel(outcome: Outcome) -> dict[str, Marginal]:
    """Return what +1 % on the unlocked activities of each channel brings, dates as they are. Source: domain C.15."""
    ids = outcome.compiled.setting.channel_ids
    return {key: found for key in ids if (found := of_channel(outcome, key)) is not None}


def of_channel(outcome: Outcome, channel_id: str) -> Marginal | None:
    """Return what +1 % on the unlocked activities of one channel brings, None if it has none that respond."""
    compiled = outcome.compiled
    number = compiled.setting.channel_ids.index(channel_id)
    parts = [
        _marginal(outcome, i, [(cell.curve, number), (cell.retain, number)])
        for i, cell in enumerate(compiled.cells)
        if _uses(cell.curve, number) or _uses(cell.retain, number)
    ]
    if not parts:
        return None
    return Marginal(sum(part.net_cost for part in parts), sum(part.present_margin for part in parts))


def by_lane(outcome: Outcome) -> dict[LaneRole, Marginal]:
    """Return what +1 % on the unlocked activities of each lane and role brings, all else as it is."""
    compiled = outcome.compiled
    found: dict[LaneRole, Marginal] = {}
    for i, cell in enumerate(compiled.cells):
        for block, role in ((cell.curve, "acquire"), (cell.retain, "retain")):
            for number in sorted({stream.channel for stream in block.streams}):
                lane = LaneRole(compiled.setting.channel_ids[number], cell.cell.id, role)
                found[lane] = _marginal(outcome, i, [(block, number)])
    return found


def _uses(block: Block, channel: int) -> bool:
    return any(stream.channel == channel for stream in block.streams)


def _marginal(outcome: Outcome, i: int, moved: Sequence[tuple[Block, int]]) -> Marginal:
    """Return what +1 % on one channel in some of the blocks of cell i costs and brings."""
    cell = outcome.compiled.cells[i]
    chosen = {id(block): np.array([stream.channel == channel for stream in block.streams]) for block, channel in moved}
    return of_streams(outcome, i, *(chosen.get(id(block), _none(block)) for block in (cell.curve, cell.retain)))


def _none(block: Block) -> NDArray[np.bool_]:
    return np.zeros(len(block.streams), dtype=bool)


def of_streams(outcome: Outcome, i: int, curve: NDArray[np.bool_], retain: NDArray[np.bool_]) -> Marginal:
    """Return what +1 % on some streams of cell i costs and brings; those of locked activities stay as they are."""
    compiled = outcome.compiled
    cell = compiled.cells[i]
    minor = 10**compiled.plan.header.currency_decimals
    steps = _steps(outcome, cell.curve, curve), _steps(outcome, cell.retain, retain)
    net = sum(
        sum(compiled.terms[stream.activity_id].net) * stream.share * step
        for block, own in zip((cell.curve, cell.retain), steps, strict=True)
        for stream, step in zip(block.streams, own.tolist(), strict=True)
        if step
    )
    more = scaled(cell, 1 + steps[0], 1 + steps[1])
    margin = project_cell(more, more.rates).lines[Line.MARGIN] - outcome.lines[i, Line.MARGIN]
    return Marginal(net / minor, float((margin * compiled.setting.discount).sum()))


def _steps(outcome: Outcome, block: Block, chosen: NDArray[np.bool_]) -> Floats:
    terms = outcome.compiled.terms
    locked = np.array([terms[stream.activity_id].activity.locked for stream in block.streams], dtype=bool)
    return np.where(chosen.astype(bool) & ~locked, STEP, 0.0)
