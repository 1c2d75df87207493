"""The columns and placements of a calendar's lanes, made again only for those lanes that something touched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cmoplanner.doctor.findings import Finding
from cmoplanner.report.timeline.axis import Axis
from cmoplanner.report.timeline.bars import Bar, BarBook, LaneBars, columns
from cmoplanner.report.timeline.layout import Codes, Layout, Placement, lay_out, rows
from cmoplanner.report.timeline.placing import place
from cmoplanner.report.timeline.tree import LaneGroup

Found = Mapping[str, tuple[Finding, ...]]
Look = Callable[[Bar], str]
"""How a bar looks as a thin line: a role of the palette."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The columns of a lane with all that they were made from."""

    ids: tuple[str, ...]
    bars: tuple[Bar, ...]
    found: tuple[Sequence[Finding] | None, ...]
    columns: LaneBars

    def still_holds(self, bars: tuple[Bar, ...], found: Found) -> bool:
        """Return whether bars and findings are those that the columns were made from."""
        return self.bars == bars and self.found == tuple(map(found.get, self.ids))


@dataclass(frozen=True, slots=True)
class _Placed:
    """The placement of a lane with all that it was made from."""

    columns: LaneBars
    px_a_day: float
    folded: bool
    placement: Placement


class LaneBook:
    """What is known of each lane by its id; a book is of one fiscal year and one way of measuring words."""

    def __init__(self, bars: BarBook, reserve: float) -> None:
        self._bars = bars
        self._reserve = reserve
        self._kept: dict[str, _Kept] = {}
        self._placed: dict[str, _Placed] = {}
        self._codes: dict[str, tuple[LaneBars, Codes]] = {}
        self._bar_codes: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[Bar, int]] = {}
        self._look: Look = _plain
        self._looks: dict[str, int] = {}

    @property
    def looks(self) -> tuple[str, ...]:
        """The looks that a layout's codes stand for."""
        return tuple(self._looks)

    def look_like(self, look: Look) -> None:
        """Have bars look another way from now on."""
        self._look = look
        self._codes.clear()
        self._bar_codes.clear()

    def lay_out(
        self,
        lanes: Sequence[LaneGroup],
        axis: Axis,
        folded: set[str],
        found: Found,
        under: float = 0.0,
        *,
        same: bool = False,
    ) -> Layout:
        """Return the layout of the lanes; those that are as before are neither measured nor packed again.

        `same` says that no bar and no finding changed since the last time, so that nothing is compared.
        """
        seen = rows(lanes, folded)
        own = {lane.id: self._columns(lane, found, same=same) for lane in seen}
        codes = {lane.id: self._coded(lane.id, own[lane.id]) for lane in seen}
        bare = [lane for lane in seen if not lane.children or lane.id in folded]
        placed = self._place([(lane.id, own[lane.id], lane.id in folded) for lane in bare], axis)
        return lay_out(lanes, own, axis, folded, found, placed, codes, under)

    def height(self, lane: LaneGroup, axis: Axis, found: Found, under: float = 0.0) -> float:
        """Return how high a lane is when it is open, and stands by itself."""
        own = self._columns(lane, found, same=True)
        return self._place([(lane.id, own, False)], axis)[lane.id].h + under

    def _coded(self, lane: str, own: LaneBars) -> Codes:
        known = self._codes.get(lane)
        if known is None or known[0] is not own:
            known = self._codes[lane] = (own, np.array([self._code(bar) for bar in own.bars], dtype=np.int16))
        return known[1]

    def _code(self, bar: Bar) -> int:
        place = (bar.activity.id, bar.aims)
        known = self._bar_codes.get(place)
        if known is None or known[0] is not bar:
            code = self._looks.setdefault(self._look(bar), len(self._looks))
            known = self._bar_codes[place] = (bar, code)
        return known[1]

    def _columns(self, lane: LaneGroup, found: Found, *, same: bool) -> LaneBars:
        kept = self._kept.get(lane.id)
        if kept is None or not ((same and kept.bars is lane.bars) or kept.still_holds(lane.bars, found)):
            ids = tuple(bar.activity.id for bar in lane.bars)
            made = columns(lane.bars, self._bars, found, reserve=self._reserve)
            kept = self._kept[lane.id] = _Kept(ids, lane.bars, tuple(map(found.get, ids)), made)
        return kept.columns

    def _place(self, lanes: Sequence[tuple[str, LaneBars, bool]], axis: Axis) -> Mapping[str, Placement]:
        """Return the placements of lanes by id; those that are not known are made together."""
        stale = [row for row in lanes if not self._still_placed(*row, axis.px_a_day)]
        made = place([(own, folded) for _lane, own, folded in stale], axis)
        for (lane, own, folded), placement in zip(stale, made, strict=True):
            self._placed[lane] = _Placed(own, axis.px_a_day, folded, placement)
        return {lane: self._placed[lane].placement for lane, _own, _folded in lanes}

    def _still_placed(self, lane: str, own: LaneBars, folded: bool, px_a_day: float) -> bool:
        known = self._placed.get(lane)
        return known is not None and known.columns is own and (known.px_a_day, known.folded) == (px_a_day, folded)


def _plain(_bar: Bar) -> str:
    return "text_3"
