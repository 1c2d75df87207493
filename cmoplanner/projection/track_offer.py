"""What a track record gives reason to change: an assumption moved, or its range widened, as an offer in words."""

from dataclasses import dataclass
from datetime import date
from math import comb, exp, log, sqrt

import numpy as np

from cmoplanner.i18n import _
from cmoplanner.model.calibration import Calibration, Estimate
from cmoplanner.model.plan import Plan
from cmoplanner.projection.distribution import Points
from cmoplanner.projection.history_fit import student
from cmoplanner.projection.shrinkage import weight_of
from cmoplanner.projection.track_record import BAND, ChannelRecord, TrackRecord

FEWEST = 3
"""Months below which nothing is offered."""

_SMALL = 0.05  # a bias of this size is not worth a change
_RARE = 0.1
_MOST_WIDENED = 3.0


@dataclass(frozen=True, slots=True)
class Offer:
    """A change of a channel's cost per response that its track record suggests, and why; `calibration` makes it."""

    channel_id: str
    now: Points
    new: Points
    sentence: str
    calibration: Calibration


def offers(record: TrackRecord, plan: Plan, today: date) -> tuple[Offer, ...]:
    """Return what the record of a version suggests for the plan of today, by channel.

    Nothing is offered for a channel whose assumption has been changed since the version was named: the record is not
    about the new one.
    """
    found = (_offer(record, one, plan, today) for one in record.channels.values())
    return tuple(offer for offer in found if offer is not None)


def verdict(record: ChannelRecord, name: str) -> str:
    """Return how right the forecasts of a channel were, in a sentence."""
    text = _(
        "{channel}: over {n} months there were {bias} responses than expected; a month was off by {error} % "
        "on average, and {hits} of {n} were within the band, where {fair} would be fair."
    )
    percent = round(100 * abs(record.bias))
    bias = _("{n} % more").format(n=percent) if record.bias >= 0 else _("{n} % fewer").format(n=percent)
    months = len(record.months)
    return text.format(
        channel=name,
        n=months,
        bias=bias,
        error=round(100 * record.error),
        hits=record.hits,
        fair=round(BAND * months),
    )


def _offer(record: TrackRecord, one: ChannelRecord, plan: Plan, today: date) -> Offer | None:
    channel = plan.channels.get(one.channel_id)
    months = len(one.months)
    if channel is None or months < FEWEST or abs(channel.unit_cost - one.unit_cost.likely) > 1e-9 * channel.unit_cost:
        return None
    weight = weight_of(months)
    shift = weight * _bias(one)
    wider = _wider(one, shift, weight)
    if shift == 0 and wider == 1:
        return None
    cost = one.unit_cost
    likely = cost.likely * exp(-shift)
    new = Points(
        likely * (max(cost.low, cost.likely / 100) / cost.likely) ** wider,
        likely,
        likely * (cost.high / cost.likely) ** wider,
    )
    source = _("track record of “{version}”: {n} months").format(version=record.version, n=months)
    estimate = Estimate("unit_cost", new.likely, new.low, new.high)
    calibration = Calibration("channel", channel.id, (estimate,), source, today, channel.confidence)
    return Offer(channel.id, cost, new, _sentence(channel.name, cost, new, shift, wider), calibration)


def _bias(one: ChannelRecord) -> float:
    """Return the mean of ln(actual/expected) where it is neither small nor chance, else 0."""
    misses = np.array([month.miss for month in one.months])
    mean, spread = float(misses.mean()), float(misses.std(ddof=1))
    months = len(misses)
    chance = student(BAND, max(2.0, months - 1.0)) * spread / sqrt(months)
    return mean if abs(mean) > max(_SMALL, chance) else 0.0


def _wider(one: ChannelRecord, shift: float, weight: float) -> float:
    """Return by how much the range has to be wider in logarithms, 1 where misses of the moved band may be chance."""
    cost = one.unit_cost
    up, down = log(cost.likely / max(cost.low, cost.likely / 100)), log(cost.high / cost.likely)
    misses = [month.miss - shift for month in one.months]
    needed = [_multiple(miss, up if miss > 0 else down) for miss in misses]
    hits, months = sum(multiple <= 1 for multiple in needed), len(needed)
    chance = sum(comb(months, k) * BAND**k * (1 - BAND) ** (months - k) for k in range(hits + 1))
    if chance > _RARE:
        return 1.0
    enough = min(_MOST_WIDENED, float(np.quantile(needed, BAND)))
    return max(1.0, 1 + weight * (enough - 1))


def _multiple(miss: float, half: float) -> float:
    return abs(miss) / half if half > 0 else (_MOST_WIDENED if miss else 0.0)


def _sentence(name: str, now: Points, new: Points, shift: float, wider: float) -> str:
    values = {
        "channel": name,
        "now": f"{now.likely:.2f}",
        "low": f"{new.low:.2f}",
        "new": f"{new.likely:.2f}",
        "high": f"{new.high:.2f}",
        "n": round(100 * (wider - 1)),
    }
    if shift and wider > 1:
        text = _(
            "{channel}: forecasts were off to one side and missed their band too often. Change the cost per response "
            "from {now} to {new}, and widen its range to {low} – {high}."
        )
    elif shift > 0:
        text = _(
            "{channel}: there were more responses than expected, month after month. Lower the cost per response from "
            "{now} to {new} ({low} – {high})."
        )
    elif shift:
        text = _(
            "{channel}: there were fewer responses than expected, month after month. Raise the cost per response from "
            "{now} to {new} ({low} – {high})."
        )
    else:
        text = _(
            "{channel}: months were outside the band too often, on both sides. Widen the range of the cost per "
            "response by {n} % to {low} – {high}."
        )
    return text.format(**values)
