"""From a plan to arrays: everything the projection of a market cell needs, cell by cell (domain C.0)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cmoplanner.model.plan import Activity, Cell, Plan
from cmoplanner.projection.carryover import Floats, Ints
from cmoplanner.projection.rates import Levers, Rates, rates_of
from cmoplanner.projection.response import pressure_weighted_mean
from cmoplanner.projection.setting import Setting, setting_of
from cmoplanner.projection.terms import Kind, Money, Terms, terms_of, works_alike


class Stream(NamedTuple):
    """An activity in a market cell, the unit of responsibility; fields stand in the order of summing."""

    campaign: int
    channel: int
    position: int
    activity_id: str
    kind: Kind
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The streams of one kind in a cell: their series (streams × months) and the group each belongs to.

    Streams of a group stand together: `starts` are the first of each, `members` which groups these are.
    `rows` finds an activity's streams.
    """

    streams: tuple[Stream, ...]
    rows: Mapping[str, Sequence[int]]
    series: Floats
    group: Ints
    starts: Ints
    members: Ints

    def by_group(self, groups: int) -> Floats:
        """Return the sum of the series by group."""
        if len(self.members) == groups and groups:
            return np.add.reduceat(self.series, self.starts, axis=0)
        total = np.zeros((groups, self.series.shape[1]))
        if len(self.starts):
            total[self.members] = np.add.reduceat(self.series, self.starts, axis=0)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """The response curves of a cell's lanes, one for each of its channels (columns, to meet lanes × months).

    `stored` is the frozen reference spend, 0 where there is none; `reference` the one that counts.
    """

    stored: Floats
    reference: Floats
    fit: Floats
    unit_cost: Floats
    sigma: Floats
    slope: Floats
    long_term: Floats
    sustained: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class CompiledCell:
    """One market cell with its streams. A group is campaign × channel; groups stand in order of campaign.

    `campaigns` and `channels` are numbers in the plan's order (−1: no campaign); `campaign` and `channel`
    give each group's place in them; `strength` is κ·integration by campaign. `rates` hold the levers,
    `plain` are the same without.
    """

    cell: Cell
    campaigns: tuple[int, ...]
    channels: tuple[int, ...]
    campaign: Ints
    channel: Ints
    campaign_starts: Ints
    by_channel: Ints
    channel_starts: Ints
    strength: Floats
    curve: Block
    planned: Block
    retain: Block
    curves: Curves
    rates: Rates
    plain: Rates

    @property
    def groups(self) -> int:
        """How many groups the cell has."""
        return len(self.campaign)

    def pressure_by_lane(self, by_group: Floats) -> Floats:
        """Return the sum by channel of series by group."""
        if not self.groups:
            return by_group
        return np.add.reduceat(by_group[self.by_channel], self.channel_starts, axis=0)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A plan ready to be projected. Money is in minor units, series are in currency units.

    `plan` may lag behind in its activities while one is dragged; the activities that count are in `terms`.
    """

    plan: Plan
    setting: Setting
    terms: dict[str, Terms]
    cells: tuple[CompiledCell, ...]
    money: Money
    next_position: int

    @property
    def horizon(self) -> int:
        """How many months are projected."""
        return self.setting.horizon

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each cell."""
        return {cell.cell.id: i for i, cell in enumerate(self.cells)}


def compile_plan(plan: Plan, previous: Compiled | None = None) -> Compiled:
    """Make a plan ready to be projected; what it has in common with a previous one may be taken over."""
    setting = setting_of(plan)
    known = previous.terms if previous and _same_terms(plan, previous.plan) else {}
    kept: dict[str, Terms] = {}
    fresh = []
    for place, activity in enumerate(plan.activities.values()):
        term = known.get(activity.id)
        if term and term.activity is activity and term.position == place:
            kept[activity.id] = term
        else:
            fresh.append((place, activity))
    kept.update(terms_of(setting, fresh))
    terms = {key: kept[key] for key in plan.activities if key in kept} if known else kept
    streams: dict[str, list[Stream]] = {key: [] for key in plan.cells}
    for one in terms.values():
        for cell_id, stream in _streams_of(setting, one):
            streams[cell_id].append(stream)
    cells = tuple(compile_cell(setting, cell, streams[key], terms) for key, cell in plan.cells.items())
    return Compiled(plan, setting, terms, cells, Money().changed(terms.values()), len(plan.activities))


def recompile(compiled: Compiled, changed: Mapping[str, Activity | None], plan: Plan | None = None) -> Compiled:
    """Return the plan with activities replaced, added or (None) removed; untouched cells are taken over.

    `plan` is the plan after the change, if there is one already. What only says something else is not worked out anew.
    """
    alike = _alike(compiled.terms, changed)
    changed = {key: activity for key, activity in changed.items() if key not in alike}
    old = [compiled.terms[key] for key in changed if key in compiled.terms]
    place = {one.activity.id: one.position for one in old}
    given = [(key, activity) for key, activity in changed.items() if activity is not None]
    numbered = [(place.get(key, compiled.next_position + i), activity) for i, (key, activity) in enumerate(given)]
    new = terms_of(compiled.setting, numbered)
    terms = compiled.terms | alike | new
    for key in changed.keys() - new.keys():
        terms.pop(key, None)
    cells = list(compiled.cells)
    touched = {target.cell_id for one in (*old, *new.values()) if one.kind for target in one.activity.targets}
    for i in sorted(compiled.index[key] for key in touched if key in compiled.index):
        cells[i] = _recompiled(compiled.setting, cells[i], changed, new, terms)
    money = compiled.money.changed(new.values(), old)
    next_position = compiled.next_position + len(given)
    return Compiled(plan or compiled.plan, compiled.setting, terms, tuple(cells), money, next_position)


def _alike(known: Mapping[str, Terms], changed: Mapping[str, Activity | None]) -> dict[str, Terms]:
    """Return the terms of changed activities that work as they did before."""
    return {
        key: replace(term, activity=activity)
        for key, activity in changed.items()
        if activity is not None and (term := known.get(key)) is not None and works_alike(term.activity, activity)
    }


def compile_cell(setting: Setting, cell: Cell, streams: Sequence[Stream], terms: Mapping[str, Terms]) -> CompiledCell:
    """Make one market cell with its streams ready to be projected."""
    ordered = sorted(streams)
    places = {
        pair: i for i, pair in enumerate(dict.fromkeys((s.campaign, s.channel) for s in ordered if s.kind != "retain"))
    }
    campaigns = tuple(dict.fromkeys(campaign for campaign, _ in places))
    channels = tuple(sorted({channel for _, channel in places}))
    channel = _places([channel for _, channel in places], channels)
    campaign = _places([campaign for campaign, _ in places], campaigns)
    by_channel = np.argsort(channel, kind="stable")
    ids = [setting.channel_ids[i] for i in channels]
    levers, none = Levers(setting, cell, on=True), Levers(setting, cell, on=False)
    plain = rates_of(setting, cell, ids, none)
    return _calibrated(
        CompiledCell(
            cell=cell,
            campaigns=campaigns,
            channels=channels,
            campaign=campaign,
            channel=channel,
            campaign_starts=_starts(campaign),
            by_channel=by_channel,
            channel_starts=_starts(channel[by_channel]),
            strength=np.array([setting.strength(i) for i in campaigns]),
            curve=_block([s for s in ordered if s.kind == "curve"], places, terms, setting.horizon),
            planned=_block([s for s in ordered if s.kind == "planned"], places, terms, setting.horizon),
            retain=_block([s for s in ordered if s.kind == "retain"], None, terms, setting.horizon),
            curves=_curves(setting, cell, ids),
            rates=rates_of(setting, cell, ids, levers) if levers else plain,
            plain=plain,
        )
    )


def scaled(cell: CompiledCell, curve: Floats, retain: Floats, planned: Floats | None = None) -> CompiledCell:
    """Return the cell with each stream of a kind multiplied; response curves do not change."""
    return replace(
        cell,
        curve=replace(cell.curve, series=cell.curve.series * curve[:, None]),
        retain=replace(cell.retain, series=cell.retain.series * retain[:, None]),
        planned=cell.planned
        if planned is None
        else replace(cell.planned, series=cell.planned.series * planned[:, None]),
    )


def _same_terms(plan: Plan, other: Plan) -> bool:
    """Return whether everything but the activity itself that its terms are made of is the same object."""
    return all(
        getattr(plan, name) is getattr(other, name) for name in ("header", "stages", "channels", "cost_categories")
    )


def _streams_of(setting: Setting, one: Terms) -> Iterator[tuple[str, Stream]]:
    """Return an activity's streams with their cells; a target that is no market cell brings nothing."""
    if one.kind is None:
        return
    activity = one.activity
    campaign = setting.campaign_order.get(activity.campaign_id or "", -1)
    channel = setting.channel_order[activity.channel_id or ""]
    for target in activity.targets:
        if target.cell_id in setting.plan.cells:
            yield target.cell_id, Stream(campaign, channel, one.position, activity.id, one.kind, target.share)


def _recompiled(
    setting: Setting,
    cell: CompiledCell,
    changed: Mapping[str, Activity | None],
    new: Mapping[str, Terms],
    terms: Mapping[str, Terms],
) -> CompiledCell:
    """Return a cell with the streams of the changed activities exchanged."""
    here = cell.cell.id
    fresh = [stream for one in new.values() for key, stream in _streams_of(setting, one) if key == here]
    curve, planned, retain = (_exchanged(block, kind, changed, fresh, terms) for block, kind in _blocks(cell))
    if curve and planned and retain:
        return _calibrated(replace(cell, curve=curve, planned=planned, retain=retain))
    kept = [stream for block, _ in _blocks(cell) for stream in block.streams if stream.activity_id not in changed]
    return compile_cell(setting, cell.cell, kept + fresh, terms)


def _blocks(cell: CompiledCell) -> tuple[tuple[Block, Kind], ...]:
    return (cell.curve, "curve"), (cell.planned, "planned"), (cell.retain, "retain")


def _exchanged(
    block: Block,
    kind: Kind,
    changed: Mapping[str, Activity | None],
    fresh: Sequence[Stream],
    terms: Mapping[str, Terms],
) -> Block | None:
    """Return the block with the fresh streams in their old places, None if the places are others now."""
    fresh = sorted(stream for stream in fresh if stream.kind == kind)
    rows = sorted(row for activity_id in changed for row in block.rows.get(activity_id, ()))
    if [block.streams[row][:4] for row in rows] != [stream[:4] for stream in fresh]:
        return None
    if not rows:
        return block
    streams, series = list(block.streams), block.series.copy()
    for row, stream in zip(rows, fresh, strict=True):
        streams[row] = stream
        series[row] = stream.share * _series(terms, stream)
    return replace(block, streams=tuple(streams), series=series)


def _block(
    streams: Sequence[Stream], places: Mapping[tuple[int, int], int] | None, terms: Mapping[str, Terms], horizon: int
) -> Block:
    series = np.array([_series(terms, stream) for stream in streams]).reshape(len(streams), horizon)
    shares = np.array([stream.share for stream in streams], dtype=float)
    group = np.array(
        [places[stream.campaign, stream.channel] if places is not None else 0 for stream in streams], dtype=np.int64
    )
    starts = _starts(group)
    rows: dict[str, list[int]] = {}
    for row, stream in enumerate(streams):
        rows.setdefault(stream.activity_id, []).append(row)
    return Block(tuple(streams), rows, series * shares[:, None], group, starts, group[starts])


def _series(terms: Mapping[str, Terms], stream: Stream) -> Floats:
    series = terms[stream.activity_id].series
    if series is None:
        raise ValueError(f"the activity {stream.activity_id} brings nothing and has no stream")
    return series


def _curves(setting: Setting, cell: Cell, channels: Sequence[str]) -> Curves:
    lanes = [setting.lanes.get((key, cell.id)) for key in channels]
    found = [setting.plan.channels[key] for key in channels]
    sustained = any(channel.long_term_multiplier != 1 for channel in found)
    stored = _column([max(0.0, lane.ref_spend_month) if lane else 0.0 for lane in lanes])
    return Curves(
        stored=stored,
        reference=stored,
        fit=_column([lane.fit if lane else 1.0 for lane in lanes]),
        unit_cost=_column([channel.unit_cost for channel in found]),
        sigma=_column([channel.sigma for channel in found]),
        slope=_column([channel.slope for channel in found]),
        long_term=_column([channel.long_term_multiplier for channel in found]),
        sustained=setting.sustained if sustained else None,
    )


def _calibrated(cell: CompiledCell) -> CompiledCell:
    """Return the cell with a reference for each lane: the frozen one, or what the plan's own pressure gives.

    Source: domain C.4 (frozen references), I14 (lanes without one calibrate themselves).
    """
    curves = cell.curves
    if np.all(curves.stored > 0):
        return cell
    lanes = cell.pressure_by_lane(cell.curve.by_group(cell.groups))
    reference = np.where(curves.stored > 0, curves.stored, pressure_weighted_mean(lanes)[:, None])
    return replace(cell, curves=replace(curves, reference=reference))


def _column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=float).reshape(-1, 1)


def _places(values: Sequence[int], order: Sequence[int]) -> Ints:
    place = {value: i for i, value in enumerate(order)}
    return np.array([place[value] for value in values], dtype=np.int64)


def _starts(sorted_values: Ints) -> Ints:
    """Return where each run of equal values begins."""
    if not len(sorted_values):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(np.diff(sorted_values)) + 1))
