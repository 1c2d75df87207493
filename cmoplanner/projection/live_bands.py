"""The band while a person drags: only the campaigns that share a lane with what moved are drawn anew (domain C.18)."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable
from functools import partial
from threading import Lock

import numpy as np

from cmoplanner.projection.bands import SHARES, Band, Bands, bands, ranged
from cmoplanner.projection.carryover import Floats, Ints
from cmoplanner.projection.compile import Block, CompiledCell, scaled
from cmoplanner.projection.drawn_cell import Chosen, layout, leads
from cmoplanner.projection.drawn_customers import Series
from cmoplanner.projection.draws import Draws
from cmoplanner.projection.model import project_cell
from cmoplanner.projection.outcome import Line, Outcome
from cmoplanner.projection.uncertainty import PART, Report, Scope, series_of, simulate

LIVE_DRAWS = 1_000
_REMEMBERED = 32  # results of the plan before the drag that are kept


class LiveBands:
    """Holds the draws of the current plan and answers for a previewed outcome of it within one frame.

    Every market cell's leads by draw are kept (12 MB for each 40 cells at 1,000 draws and 36 months).
    """

    def __init__(
        self,
        outcome: Outcome,
        *,
        seed: int,
        count: int = LIVE_DRAWS,
        scope: Scope | None = None,
        report: Report | None = None,
    ) -> None:
        if count > PART:
            raise ValueError(f"a live band has at most {PART} draws")
        self._leads: list[Floats] = []
        self._simulation = simulate(outcome.compiled, Draws(count, seed), scope=scope, report=report, kept=self._leads)
        self._outcome = outcome
        self.bands = bands(self._simulation, outcome)
        self._chosen = Chosen(self._simulation.values, slice(0, count))
        self._known: dict[Hashable, Floats] = {}
        self._lock = Lock()  # a drag and a selection may be drawn at the same time

    def preview(self, outcome: Outcome) -> Bands:
        """Return the bands of an outcome that was previewed from the one held (see `live.Live.preview`)."""
        compiled, held = outcome.compiled, self._simulation
        if compiled.setting is not held.compiled.setting:
            raise ValueError("the outcome is of another plan")
        full = held.full
        for i, (cell, before) in enumerate(zip(compiled.cells, held.compiled.cells, strict=True)):
            if cell is not before:
                known = self._remembered(("series", i), partial(self._series_before, i))
                full = full + (self._series(i, cell) - known)
        return ranged(
            held.draws,
            compiled,
            outcome,
            (full, held.baseline, held.present),
            (self.bands.drawn, self.bands.left_out),
        )

    def loss(self, ids: Container[str]) -> Band:
        """Return the present margin over the horizon that is missing without some activities, and its range.

        Response curves stay as they are. Source: domain C.17, C.18.
        """
        held, point = self._simulation, 0.0
        compiled = held.compiled
        lost = np.zeros((compiled.horizon, held.draws.count))
        for i, cell in enumerate(compiled.cells):
            kept = [_others(block, ids) for block in (cell.curve, cell.retain, cell.planned)]
            if all(one.all() for one in kept):
                continue
            less = scaled(cell, *kept)
            known = self._remembered(("series", i), partial(self._series_before, i))
            lost += (known - self._series(i, less))[Series.MARGIN]
            missing = self._outcome.lines[i][Line.MARGIN] - project_cell(less, cell.rates).lines[Line.MARGIN]
            point += float((missing * compiled.setting.discount).sum())
        by_draw = (lost * held.present).sum(axis=0)
        return Band(point, *(float(value) for value in np.quantile(by_draw, SHARES)))

    def _remembered(self, key: Hashable, find: Callable[[], Floats]) -> Floats:
        """Return what was found under a key; the oldest is forgotten when there are many."""
        with self._lock:
            if key in self._known:
                return self._known[key]
        found = find()
        with self._lock:
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[key] = found
        return found

    def _series_before(self, i: int) -> Floats:
        """Return the series of a cell as it is held."""
        compiled = self._simulation.compiled
        laid = layout(compiled.setting, compiled.cells[i])
        return series_of(compiled.setting, laid, self._chosen, self._leads[i])

    def _series(self, i: int, cell: CompiledCell) -> Floats:
        """Return the series of a changed cell."""
        setting = self._simulation.compiled.setting
        before = self._simulation.compiled.cells[i]
        laid = layout(setting, cell)
        if not same_places(cell, before):
            return series_of(setting, laid, self._chosen, leads(laid, setting, self._chosen))
        moved = moved_campaigns(before, cell)
        key = ("leads", i, *moved.tolist())
        others = self._remembered(key, partial(self._leads_without, i, moved))
        return series_of(setting, laid, self._chosen, others + leads(laid, setting, self._chosen, moved))

    def _leads_without(self, i: int, campaigns: Ints) -> Floats:
        """Return the leads of a cell as it is held, less those of some campaigns."""
        compiled = self._simulation.compiled
        laid = layout(compiled.setting, compiled.cells[i])
        return self._leads[i] - leads(laid, compiled.setting, self._chosen, campaigns)


def _others(block: Block, ids: Container[str]) -> Floats:
    """Return 0 for each stream of some activities, 1 for all others."""
    return np.array([stream.activity_id not in ids for stream in block.streams], dtype=float)


def same_places(cell: CompiledCell, other: CompiledCell) -> bool:
    """Return whether two states of a cell have the same campaigns and channels in the same places."""
    return (
        cell.campaigns == other.campaigns
        and cell.channels == other.channels
        and np.array_equal(cell.campaign, other.campaign)
        and np.array_equal(cell.channel, other.channel)
    )


def moved_campaigns(before: CompiledCell, after: CompiledCell) -> Ints:
    """Return the places of the campaigns whose leads differ between two states of a cell.

    A lane's curve is shared by all in it, and its reference may follow its money, so every campaign in a lane that
    changed is one of them.
    """
    changed = (before.curve.by_group(before.groups) != after.curve.by_group(after.groups)).any(axis=1)
    changed |= (before.planned.by_group(before.groups) != after.planned.by_group(after.groups)).any(axis=1)
    lanes = np.zeros(len(before.channels), dtype=bool)
    lanes[before.channel[changed]] = True
    return np.unique(before.campaign[lanes[before.channel]])
