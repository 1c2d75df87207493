"""The response curve of an activity's main lane, as points to draw: responses by money a month, and today's place."""

from dataclasses import dataclass

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.plan import Activity
from cmoplanner.projection.compile import CompiledCell
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.response import hill, pressure_weighted_mean

_POINTS = 61
_REACH = 2.4  # how far beyond today the curve is drawn


@dataclass(frozen=True, slots=True)
class ResponseCurve:
    """Responses a month of one channel in one market cell; money in currency units a month."""

    channel_id: str
    cell_id: str
    points: tuple[tuple[float, float], ...]
    today: tuple[float, float]


def response_curve(outcome: Outcome, activity: Activity) -> ResponseCurve | None:
    """Return the curve of the lane that gets most of an activity, None if it works by no curve. Source: domain C.4.

    Today is the lane's mean pressure over the fiscal year, months weighted by their pressure.
    """
    streams = [
        (stream.share, cell, stream.channel)
        for cell in outcome.compiled.cells
        for stream in cell.curve.streams
        if stream.activity_id == activity.id
    ]
    if not streams or activity.channel_id is None:
        return None
    _share, cell, channel = max(streams, key=lambda stream: stream[0])
    lane = cell.channels.index(channel)
    pressure = cell.pressure_by_lane(cell.curve.by_group(cell.groups))[:, :MONTHS_A_YEAR]
    today = float(pressure_weighted_mean(pressure)[lane])
    money = np.linspace(0.0, max(today * _REACH, float(cell.curves.reference[lane, 0]), 1.0), _POINTS)
    points = zip(money.tolist(), _responses(cell, lane, money).tolist(), strict=True)
    here = float(_responses(cell, lane, np.array([today]))[0])
    return ResponseCurve(activity.channel_id, cell.cell.id, tuple(points), (today, here))


def _responses(cell: CompiledCell, lane: int, money: np.ndarray) -> np.ndarray:
    curves = cell.curves
    responses = hill(money, curves.reference[lane], curves.unit_cost[lane], curves.sigma[lane], curves.slope[lane])
    return np.asarray(curves.fit[lane] * responses)
