"""How right the forecasts of a named version were: bias, error and hits of the band by channel and by measure.

A forecast is what the engine of today makes of the plan as it was when the version was named; nothing but that plan is
kept. Only months that began after that day count, and money spent otherwise than planned is allowed for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cmoplanner.model.periods import MONTHS_A_YEAR, FiscalCalendar
from cmoplanner.model.plan import KpiValue, Plan
from cmoplanner.projection.assumptions import Key, uncertain_values
from cmoplanner.projection.carryover import Floats, corkscrew, decay_rate, delayed, stay_share
from cmoplanner.projection.channel_curve import ChannelCurve, ChannelUse, placed_of, use_in
from cmoplanner.projection.compile import Compiled, compile_plan
from cmoplanner.projection.distribution import Points
from cmoplanner.projection.model import project

BAND = 0.8
"""How often an actual figure should be within its band: P10 to P90."""


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """One month of one channel: responses forecast for the money planned and for the money spent, band, and actual."""

    month: str
    planned_spend: float
    spent: float | None
    forecast: float
    expected: float
    low: float
    high: float
    actual: float

    @property
    def hit(self) -> bool:
        """Whether the actual figure is within the band."""
        return self.low <= self.actual <= self.high

    @property
    def miss(self) -> float:
        """ln(actual ÷ expected): above zero if there were more responses than expected."""
        return float(np.log(self.actual / self.expected))


@dataclass(frozen=True, slots=True)
class ChannelRecord:
    """The months of one channel in which forecast and actual can be compared.

    `unit_cost` is the version's assumption with its range, from which forecast and band came.
    """

    channel_id: str
    unit_cost: Points
    months: tuple[MonthRecord, ...]

    @property
    def bias(self) -> float:
        """All actual responses ÷ all expected − 1: above zero if the forecast was too low."""
        return sum(one.actual for one in self.months) / sum(one.expected for one in self.months) - 1

    @property
    def error(self) -> float:
        """The mean of |actual − expected| ÷ actual, whichever way (MAPE)."""
        return sum(abs(one.actual - one.expected) / one.actual for one in self.months) / len(self.months)

    @property
    def hits(self) -> int:
        """How many months were within their band."""
        return sum(one.hit for one in self.months)

    @property
    def hit_rate(self) -> float:
        """The share of months within their band; eight of ten is what the band says."""
        return self.hits / len(self.months)


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """What a measure was planned to be and what it was, over the months that have both."""

    kpi_id: str
    months: tuple[str, ...]
    bias: float
    error: float


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How right one version was, by channel that can be compared; `version` is its name, `named` its day."""

    version: str
    named: date
    channels: Mapping[str, ChannelRecord]


def track_record(version: str, named: date, forecast: Plan, plan: Plan) -> TrackRecord:
    """Return how right the plan of a version was about responses, by the actual past months of the plan of today.

    Forecast and band are those of domain C.5 and C.18: the band is the range of the cost per response. Where money was
    spent otherwise than planned, the difference goes through carry-over and curve like all money (C.2, C.4).
    """
    compiled = compile_plan(forecast)
    funnels = project(compiled).by_channel
    months = month_names(forecast.calendar)
    first = next((t for t in range(MONTHS_A_YEAR) if forecast.calendar.month(t + 1).start > named), MONTHS_A_YEAR)
    costs = {one.key: one.points for one in uncertain_values(forecast)}
    found = {}
    for channel_id, funnel in funnels.items():
        channel, use = forecast.channels[channel_id], use_in(compiled, channel_id)
        standing = placed_of(channel)
        if use is None or standing is None:
            continue
        cost = channel.unit_cost
        points = costs.get(Key(f"channel:{channel_id}", "unit_cost"), Points(cost, cost, cost))
        planned = _planned(compiled, channel_id)
        spent = _spent(plan, channel_id, months)
        factor = _spent_otherwise(compiled, channel_id, use, use.curve(standing), planned, spent)
        actual = _actual(plan, channel_id, months)
        rows = [
            _month(
                months[t],
                float(planned[t]),
                float(spent[t]),
                float(funnel.responses[t]),
                float(factor[t]),
                points,
                actual[t],
            )
            for t in range(first, MONTHS_A_YEAR)
            if actual[t] > 0 and funnel.responses[t] > 0 and factor[t] > 0
        ]
        if rows:
            found[channel_id] = ChannelRecord(channel_id, points, tuple(rows))
    return TrackRecord(version, named, found)


def measures(plan: Plan) -> dict[str, MeasureRecord]:
    """Return how right the planned values of measures were, by measure that has both; zero months count in the bias."""
    rows: dict[str, list[KpiValue]] = {}
    for row in plan.kpi_values.values():
        if row.plan is not None and row.actual is not None:
            rows.setdefault(row.kpi_id, []).append(row)
    return {key: record for key, own in rows.items() if (record := _measure(key, own))}


def _measure(kpi_id: str, rows: Iterable[KpiValue]) -> MeasureRecord | None:
    pairs = sorted((row.month, row.plan or 0.0, row.actual or 0.0) for row in rows)
    planned = sum(plan for _month, plan, _actual in pairs)
    errors = [abs(actual - plan) / abs(actual) for _month, plan, actual in pairs if actual]
    if planned <= 0 or not errors:
        return None
    bias = sum(actual for _month, _plan, actual in pairs) / planned - 1
    return MeasureRecord(kpi_id, tuple(month for month, _plan, _actual in pairs), bias, sum(errors) / len(errors))


def month_names(calendar: FiscalCalendar) -> list[str]:
    """Return the calendar month that each month of the fiscal year mostly is, as "2027-03"."""
    found = []
    for t in range(1, MONTHS_A_YEAR + 1):
        span = calendar.month(t)
        found.append((span.start + timedelta(days=span.days // 2)).isoformat()[:7])
    return found


def _month(
    name: str, planned: float, spent: float, forecast: float, factor: float, cost: Points, actual: float
) -> MonthRecord:
    expected = forecast * factor
    # dear responses are few: the high cost is the low end of the band
    low, high = expected * cost.likely / cost.high, expected * cost.likely / max(cost.low, cost.likely / 100)
    return MonthRecord(name, planned, None if np.isnan(spent) else spent, forecast, expected, low, high, actual)


def _planned(compiled: Compiled, channel_id: str) -> Floats:
    """Return the money of a channel's activities that work by its curve, by fiscal month, in currency units."""
    found = np.zeros(MONTHS_A_YEAR)
    for terms in compiled.terms.values():
        if terms.kind == "curve" and terms.activity.channel_id == channel_id:
            share = sum(target.share for target in terms.activity.targets)
            found += share * np.array(terms.gross, dtype=float)
    return np.asarray(found / 10.0**compiled.plan.header.currency_decimals)


def _spent(plan: Plan, channel_id: str, months: list[str]) -> Floats:
    """Return what was spent, by month: the past months' spend, else what was booked; NaN where nothing is known."""
    unit = 10**plan.header.currency_decimals
    found = np.full(MONTHS_A_YEAR, np.nan)
    past = [row for row in plan.past_months.values() if row.channel_id == channel_id and row.month in months]
    if any(row.spend for row in past):
        for row in past:
            found[months.index(row.month)] = row.spend / unit
        return found
    for booking in plan.actuals.values():
        activity = plan.activities.get(booking.activity_id or "")
        if activity is not None and activity.channel_id == channel_id and booking.month in months:
            place = months.index(booking.month)
            found[place] = np.nan_to_num(found[place]) + booking.amount / unit
    return found


def _actual(plan: Plan, channel_id: str, months: list[str]) -> list[float]:
    known = {row.month: row.responses for row in plan.past_months.values() if row.channel_id == channel_id}
    return [known.get(month) or 0.0 for month in months]


def _spent_otherwise(
    compiled: Compiled, channel_id: str, use: ChannelUse, curve: ChannelCurve, planned: Floats, spent: Floats
) -> Floats:
    """Return by how much responses are expected to differ because more or less was spent than planned; 0: no money."""
    channel, days = compiled.plan.channels[channel_id], compiled.setting.days
    difference = np.where(np.isnan(spent), 0.0, spent - planned)[None, :]
    rate = decay_rate(np.array([channel.half_life_weeks]))
    year = days[:MONTHS_A_YEAR]
    stay = stay_share(rate[:, None], year[None, :], np.zeros((1, MONTHS_A_YEAR), dtype=np.int64))
    felt = delayed(corkscrew(difference, stay, rate, days)[1], channel.delay_months)[0, :MONTHS_A_YEAR]
    before = use.pressure.sum(axis=0)[:MONTHS_A_YEAR]
    after = np.maximum(0.0, before + felt)
    was, now = curve.at(before), curve.at(after)
    return np.asarray(np.divide(now, was, out=np.ones(MONTHS_A_YEAR), where=was > 0))
