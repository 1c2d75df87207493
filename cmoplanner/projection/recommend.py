"""From a fitted, judged or preset curve to what the plan would take over, with every doubt in plain words (C.16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import numpy as np

from cmoplanner.i18n import _
from cmoplanner.model.calibration import Anchor, Calibration, Estimate
from cmoplanner.model.plan import Channel, Plan
from cmoplanner.projection.assumptions import Key, uncertain_values
from cmoplanner.projection.carryover import Floats
from cmoplanner.projection.channel_curve import (
    ChannelCurve,
    ChannelUse,
    Placed,
    placed_of,
    single_use,
    use_in,
    use_of,
)
from cmoplanner.projection.compile import Compiled, compile_plan
from cmoplanner.projection.curve_doubts import CONSTANT, doubts
from cmoplanner.projection.distribution import Points, spread
from cmoplanner.projection.history_fit import ChannelHistory, Fit, NotFitted
from cmoplanner.projection.history_rows import Histories, fit_without_outliers
from cmoplanner.projection.judgement import Judgement
from cmoplanner.projection.remarks import Remark, RemarkKind
from cmoplanner.projection.shrinkage import Prior, blended, blended_logs, weight_of

_COLLINEAR = 0.9
_FEWEST_TOGETHER = 6
_POINTS, _REACH = 61, 2.5
_APPROXIMATE = 0.02
_OTHER_UNIT = 50.0


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One spend a month with the responses of each curve: fitted with its band, believed before, and recommended."""

    spend: float
    fitted: float
    low: float
    high: float
    prior: float | None
    recommended: float
    recommended_low: float
    recommended_high: float


@dataclass(frozen=True, eq=False)
class Recommendation:
    """What a history says about a channel: the fit, how much of it counts, and the calibration to take over.

    `reference` is what the plan spends on the channel in a usual month. `calibration` is None where the
    history cannot tell and the plan should stay as it is; `remarks` say so.
    """

    fit: Fit
    prior: Prior | None
    weight: float
    reference: float
    curve: ChannelCurve
    placed: Placed
    remarks: tuple[Remark, ...]
    calibration: Calibration | None

    @property
    def channel_id(self) -> str:
        """The channel."""
        return self.fit.history.channel_id

    def band(self, spends: Floats) -> tuple[Floats, Floats]:
        """Return low and high responses of what is recommended: both bands blended like the curves."""
        low, high = self.fit.plausible.logs_at(spends)
        if self.prior is not None:
            prior = self.prior.curve.log_at(spends)
            low = blended_logs(low, prior + np.log(self.prior.low), self.weight)
            high = blended_logs(high, prior + np.log(self.prior.high), self.weight)
        here = self.curve.log_at(spends)  # the curve of the plan is near the exact blend: it stays inside
        return np.exp(np.minimum(low, here)), np.exp(np.maximum(high, here))

    def points(self) -> tuple[CurvePoint, ...]:
        """Return the curves to be drawn, from a sixtieth to two and a half times the larger of today and history."""
        most = _REACH * max(self.reference, self.fit.history.mean_spend)
        spends = np.linspace(0.0, most, _POINTS)[1:]
        low, high = self.fit.band(spends)
        least, best = self.band(spends)
        prior = None if self.prior is None else self.prior.curve.at(spends)
        columns = zip(spends, self.fit.curve.at(spends), low, high, self.curve.at(spends), least, best, strict=True)
        return tuple(
            CurvePoint(
                float(x), float(a), float(b), float(c), None if prior is None else float(prior[i]), *map(float, r)
            )
            for i, (x, a, b, c, *r) in enumerate(columns)
        )


@dataclass(frozen=True, slots=True)
class HistoryCalibration:
    """What a history says about all channels: recommendations, channels without a fit, and remarks on both."""

    recommendations: Mapping[str, Recommendation]
    refused: Mapping[str, NotFitted]
    remarks: tuple[Remark, ...]

    @property
    def calibrations(self) -> tuple[Calibration, ...]:
        """Everything that can be taken over."""
        found = (one.calibration for one in self.recommendations.values())
        return tuple(calibration for calibration in found if calibration is not None)


def calibrate_from_history(plan: Plan, found: Histories, today: date) -> HistoryCalibration:
    """Return what a history says about each channel of the plan it has months of. Source: domain C.16."""
    recommendations: dict[str, Recommendation] = {}
    refused: dict[str, NotFitted] = {}
    remarks = list(found.remarks)
    compiled = compile_plan(plan)
    for channel_id, history in found.by_channel.items():
        if channel_id not in plan.channels:
            continue
        try:
            fit, outliers = fit_without_outliers(history)
        except NotFitted as error:
            refused[channel_id] = error
            continue
        recommendations[channel_id] = recommend(plan, fit, today, compiled)
        remarks += [*outliers, *recommendations[channel_id].remarks]
    remarks += together(plan, found.by_channel.values())
    return HistoryCalibration(recommendations, refused, tuple(remarks))


def recommend(plan: Plan, fit: Fit, today: date, compiled: Compiled | None = None) -> Recommendation:
    """Return what a fit means for a channel of the plan: drawn towards what is believed by n/(n+12). Source: C.16.

    `compiled` is the plan compiled, if it is already.
    """
    channel = plan.channels[fit.history.channel_id]
    use = use_in(compiled or compile_plan(plan), channel.id) or single_use(fit.history.mean_spend)
    standing = placed_of(channel)
    said = doubts(fit) + _beyond(channel, fit, use)
    if standing is None:
        prior, weight, curve, placed = None, 1.0, fit.curve, use.placed(fit.curve)
    else:
        prior = prior_of(plan, channel, use.curve(standing))
        weight = 0.0 if fit.history.variation < CONSTANT else weight_of(fit.months)
        blend = blended(fit.curve, prior.curve, weight, use.typical)
        curve = blend.curve if weight else prior.curve
        placed = use.placed(curve) if weight else standing
        said += _shrunk(channel, fit, weight, blend.miss)
        said += _other_unit(channel, fit, use.typical, prior)
    found = Recommendation(fit, prior, weight, use.typical, curve, placed, tuple(said), None)
    return replace(found, calibration=_calibration(found, use, today)) if weight else found


def prior_of(plan: Plan, channel: Channel, curve: ChannelCurve) -> Prior:
    """Return what the plan believes of a channel: its curve, and the range of its cost per response as a band."""
    key = Key(f"channel:{channel.id}", "unit_cost")
    points = next((one.points for one in uncertain_values(plan) if one.key == key), None)
    cost = points or Points(channel.unit_cost, channel.unit_cost, channel.unit_cost)
    # dear responses are few: the high cost is the low band
    return Prior(curve, cost.likely / cost.high, cost.likely / max(cost.low, cost.likely / 100))


def _calibration(found: Recommendation, use: ChannelUse, today: date) -> Calibration:
    """Return what is written: the cost's range is the band at the usual spend, other ranges are those of all curves."""
    placed, plausible = found.placed, found.fit.plausible
    here = np.array([found.reference])
    low, high = (float(value[0]) for value in found.band(here))
    cost = placed.unit_cost * float(found.curve.at(here)[0])
    reached = 1 / (1 + np.exp(plausible.slope * (plausible.log_half - np.log(found.reference))))
    estimates = (
        Estimate("unit_cost", placed.unit_cost, cost / high, cost / low),
        _within("sigma", placed.sigma, np.clip(reached, 0.001, 0.999)),
        _within("slope", placed.slope, plausible.slope),
        _within("half_life_weeks", placed.half_life, plausible.half_life),
    )
    months = found.fit.history.months
    source = _("fit to history {first} to {last}: {n} months, weight {weight} %").format(
        first=months[0], last=months[-1], n=found.fit.months, weight=round(100 * found.weight)
    )
    confidence = _confidence(found.fit, found.reference)
    return Calibration("channel", found.channel_id, estimates, source, today, confidence, _anchors(use, "fit"))


def _anchors(use: ChannelUse, basis: str) -> tuple[Anchor, ...]:
    """Return the references that the plan has not stored yet, so that the curve stays where it was put."""
    lanes = zip(use.cells, use.reference.tolist(), use.stored, strict=True) if use.cells else ()
    return tuple(Anchor(cell_id, spend, basis=basis) for cell_id, spend, stored in lanes if not stored)


def _within(parameter: str, value: float, others: Floats) -> Estimate:
    return Estimate(parameter, value, min(value, float(others.min())), max(value, float(others.max())))


def _confidence(fit: Fit, reference: float) -> str:
    """Return high for two years that predict within ten percent, at a spend that was tried."""
    if fit.months >= 23 and fit.hold_out.percent <= 0.10 and reference <= float(fit.history.spend.max()):
        return "H"
    return "M" if fit.months >= 12 and fit.hold_out.error < fit.hold_out.of_mean else "L"


def _shrunk(channel: Channel, fit: Fit, weight: float, miss: float) -> list[Remark]:
    name = channel.name
    if weight == 0:
        text = _("The plan's own curve of {channel} is kept: this history cannot tell a better one.")
        return [Remark(RemarkKind.KEPT_PRIOR, text.format(channel=name), channel.id)]
    text = _("The history of {n} months counts {weight} %, what the plan assumed before {rest} %.")
    percent = round(100 * weight)
    told = [
        Remark(RemarkKind.SHRUNK, text.format(n=fit.months, weight=percent, rest=100 - percent), channel.id),
    ]
    if miss > _APPROXIMATE:
        text = _("The two curves have different shapes: what is taken over is up to {n} % off their exact mean.")
        told.append(Remark(RemarkKind.APPROXIMATED, text.format(n=round(100 * miss)), channel.id))
    return told


def _beyond(channel: Channel, fit: Fit, use: ChannelUse) -> list[Remark]:
    """Return the doubt where the plan spends more in a usual month than the history ever did."""
    highest = float(fit.history.spend.max())
    if use.typical <= highest:
        return []
    text = _(
        "The plan spends about {plan} a month, more than ever in this history ({most}): there the curve is a guess."
    )
    text = text.format(plan=f"{use.typical:.0f}", most=f"{highest:.0f}")
    return [Remark(RemarkKind.BEYOND_HISTORY, text, channel.id)]


def _other_unit(channel: Channel, fit: Fit, reference: float, prior: Prior) -> list[Remark]:
    """Return a doubt where a response costs so much more or less than in the plan that units must differ."""
    here = np.array(reference)
    found, known = (reference / float(curve.at(here)) for curve in (fit.curve, prior.curve))
    if 1 / _OTHER_UNIT < found / known < _OTHER_UNIT:
        return []
    text = _("A response costs {found} here, and {known} in the plan. Is the spend, or a response, in another unit?")
    text = text.format(found=f"{found:.4g}", known=f"{known:.4g}")
    return [Remark(RemarkKind.WRONG_UNIT, text, channel.id)]


def together(plan: Plan, found: Iterable[ChannelHistory]) -> list[Remark]:
    """Return the pairs of channels whose spend rises and falls together, so that their effects cannot be told apart."""
    remarks = []
    for one, other in combinations(found, 2):
        common = sorted(set(one.months) & set(other.months))
        if len(common) < _FEWEST_TOGETHER:
            continue
        first, second = (
            np.array([history.spend[history.months.index(month)] for month in common]) for history in (one, other)
        )
        if first.std() == 0 or second.std() == 0:
            continue
        correlation = float(np.corrcoef(first, second)[0, 1])
        if correlation >= _COLLINEAR:
            names = [plan.channels[key].name for key in (one.channel_id, other.channel_id) if key in plan.channels]
            text = _(
                "{channels} were spent on in step (correlation {n}): responses counted for one may come from the other."
            ).format(channels=_(" and ").join(names), n=f"{correlation:.2f}")
            remarks.append(Remark(RemarkKind.COLLINEAR, text, one.channel_id))
    return remarks


def from_judgement(
    plan: Plan, channel_id: str, judgement: Judgement, today: date, spend: float | None = None
) -> Calibration:
    """Return what four answers about a channel would write. Ranges are those of a judgement.

    The answers are about a usual month of the plan, or about `spend` a month where that is another one.
    Source: domain C.16, C.18. Raises ValueError if neither is known.
    """
    channel = plan.channels[channel_id]
    use = use_of(plan, channel_id) or (single_use(spend) if spend else None)
    if use is None:
        raise ValueError("today's spend is not known")
    placed = use.placed(judgement.curve(spend or use.typical, channel.half_life_weeks))
    estimates = tuple(
        _spread(key, value, "L")
        for key, value in (("unit_cost", placed.unit_cost), ("sigma", placed.sigma), ("slope", placed.slope))
    )
    source = _("judgement: four questions")
    return Calibration("channel", channel_id, estimates, source, today, "L", _anchors(use, "adbudg"))


def lane_from_judgement(channel: Channel, cell_id: str, judgement: Judgement, today: float) -> Anchor:
    """Return the reference and fit of one lane that meet its answers today and at most; the slope stays the channel's.

    p^s = σ_L(1−σ)/(σ(1−σ_L)) with p = today/X0 and fit = (b−a)·u·σ/X0. Source: domain C.4, C.16.
    """
    own, sigma = judgement.sigma, channel.sigma
    power = own * (1 - sigma) / (sigma * (1 - own))
    reference = today / power ** (1 / channel.slope)
    most = judgement.answers.most - judgement.answers.zero
    return Anchor(cell_id, reference, most * channel.unit_cost * sigma / reference, "adbudg")


_LIMITS = {"sigma": (0.001, 0.999), "slope": (0.01, 10.0)}


def _spread(parameter: str, value: float, confidence: str) -> Estimate:
    points = spread(value, confidence)
    least, most = _LIMITS.get(parameter, (0.0, float("inf")))
    return Estimate(parameter, value, max(points.low, min(least, value)), min(points.high, max(most, value)))
