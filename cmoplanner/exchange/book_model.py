"""What the sheets of the projection share: the compiled plan, its streams, and where lines and rows stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import Phased, phase
from cmoplanner.projection.carryover import Floats, corkscrew, decay_rate
from cmoplanner.projection.compile import Compiled, Stream
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.terms import stay_shares

LIVE_FORMULAS = 200_000
"""Up to so many formulas the projection is live from the money on; beyond, from what streams bring to a cell on."""

_ROWS_OF_STREAM, _ROWS_OF_LANE, _ROWS_OF_CELL, _OF_LINE = 11, 2, 27, 60


class Group(NamedTuple):
    """A stream of the workbook: a campaign (−1: none) and channel in a cell (numbers); it acquires or retains."""

    cell: int
    retains: bool
    campaign: int
    channel: int


@dataclass(frozen=True, slots=True)
class Member:
    """An activity in a stream: its row of the plan, the months of its money and what stays of them."""

    stream: Stream
    place: int
    phased: Phased
    money: Floats
    stay: Floats


@dataclass(frozen=True)
class Model:
    """The outcome that the workbook shows, its streams in the order they are written, and whether they are live."""

    outcome: Outcome
    groups: Mapping[Group, tuple[Member, ...]]
    live: bool

    @property
    def compiled(self) -> Compiled:
        """The plan behind the outcome."""
        return self.outcome.compiled

    @property
    def horizon(self) -> int:
        """How many months are projected."""
        return self.compiled.horizon

    def channel(self, group: Group) -> str:
        """Return the id of a stream's channel."""
        return self.compiled.setting.channel_ids[group.channel]

    def campaign(self, number: int) -> str:
        """Return the id of a campaign by its number, "" for none."""
        return self.compiled.setting.campaign_ids[number] if number >= 0 else ""

    def stock(self, group: Group) -> tuple[Floats, Floats, Floats]:
        """Return a stream's spend, closing stock and pressure (before any delay) by month. Source: domain C.2."""
        felt = [one for one in self.groups[group] if one.stream.kind != "planned"]
        spend = np.array([one.money for one in felt]).reshape(len(felt), MONTHS_A_YEAR)
        stay = np.array([one.stay for one in felt]).reshape(len(felt), MONTHS_A_YEAR)
        channel = self.compiled.plan.channels[self.channel(group)]
        rate = decay_rate(np.full(len(felt), channel.half_life_weeks))
        closing, pressure = corkscrew(spend, stay, rate, self.compiled.setting.days)
        rest = np.zeros(self.horizon - MONTHS_A_YEAR)
        return np.concatenate((spend.sum(axis=0), rest)), closing.sum(axis=0), pressure.sum(axis=0)


def model_of(outcome: Outcome, most: int = LIVE_FORMULAS) -> Model:
    """Return the model of an outcome; its streams are live where that needs no more than so many formulas."""
    if formulas_of(outcome) > most:
        return Model(outcome, {}, live=False)
    compiled = outcome.compiled
    places = {row: i for i, row in enumerate(compiled.plan.activities)}
    units = 10**compiled.plan.header.currency_decimals
    found: dict[Group, list[Member]] = {}
    for number, cell in enumerate(compiled.cells):
        for block in (cell.curve, cell.planned, cell.retain):
            for stream in block.streams:
                activity = compiled.terms[stream.activity_id].activity
                phased = phase(activity, compiled.setting.calendar)
                channel = compiled.plan.channels[compiled.setting.channel_ids[stream.channel]]
                stay = stay_shares([phased], decay_rate(np.array([channel.half_life_weeks])), compiled.setting.calendar)
                money = np.array(phased.gross, dtype=float) * stream.share / units
                key = Group(number, stream.kind == "retain", stream.campaign, stream.channel)
                member = Member(stream, places[stream.activity_id], phased, money, stay[0])
                found.setdefault(key, []).append(member)
    return Model(outcome, {key: tuple(found[key]) for key in sorted(found)}, live=True)


def formulas_of(outcome: Outcome) -> int:
    """Return about how many formulas the projection needs when its streams are live."""
    compiled = outcome.compiled
    months = compiled.horizon
    total = 0
    for cell in compiled.cells:
        lines = sum(len(block.streams) for block in (cell.curve, cell.planned, cell.retain))
        total += _OF_LINE * lines
        total += months * (_ROWS_OF_STREAM * cell.groups + _ROWS_OF_LANE * len(cell.channels) + _ROWS_OF_CELL)
    return total
