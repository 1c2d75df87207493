"""From presets to rows of a plan: a channel or a market cell, and for each figure its entry in the assumptions.

A value and its assumption are always made together and are equal: one value, one place. Source: domain B.8.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model.presets import DRAWN_UP, ChannelPreset, Estimate, FunnelPreset
from cmoplanner.model.values import number_text

Row = dict[str, Any]
"""Python values by field key."""

EURO = "EUR"
_JUDGED = "judgement"
_LEAD_TIMES = "lead times of media: Advergize and others (secondary); judgement"


@dataclass(frozen=True, slots=True)
class Money:
    """The plan's currency, and how many of its units one euro is: preset costs are euro."""

    currency: str = EURO
    per_euro: float = 1.0


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure of a preset with everything that the register of assumptions keeps of it."""

    parameter: str
    estimate: Estimate
    unit: str
    confidence: str
    source: str


def channel_row(preset: ChannelPreset, money: Money) -> Row:
    """Return a channel. The long-term effect of brand media stays off until the user wants it (domain C.5)."""
    return {
        "id": preset.id,
        "name": preset.name,
        "medium": preset.medium,
        "poem_type": preset.poem_type,
        "response_unit": preset.response_unit,
        "confidence": preset.confidence,
        "source": _dated_source(preset),
    } | {figure.parameter: figure.estimate.value for figure in _channel_figures(preset, money)}


def channel_assumptions(preset: ChannelPreset, channel_id: str, money: Money) -> list[Row]:
    """Return the assumptions of a channel, without their ids."""
    return [_assumption(f"channel:{channel_id}", figure, preset.dated) for figure in _channel_figures(preset, money)]


def cell_row(preset: FunnelPreset, base_erosion: float) -> Row:
    """Return what a business model says of a market cell; who and what it joins is for the caller."""
    return {"sales_model": preset.sales_model} | {
        figure.parameter: figure.estimate.value for figure in _cell_figures(preset, base_erosion)
    }


def cell_assumptions(preset: FunnelPreset, cell_id: str, base_erosion: float) -> list[Row]:
    """Return the assumptions of a market cell, without their ids."""
    return [_assumption(f"cell:{cell_id}", figure, DRAWN_UP) for figure in _cell_figures(preset, base_erosion)]


def plan_assumptions(preset: FunnelPreset) -> list[Row]:
    """Return the assumptions on the whole plan, without their ids."""
    figure = _Figure("discount_rate", Estimate(preset.discount_rate), "per year", preset.confidence, preset.source)
    return [_assumption("plan", figure, DRAWN_UP)]


def _assumption(scope: str, figure: _Figure, dated: Any) -> Row:
    return {
        "scope": scope,
        "parameter": figure.parameter,
        "value": float(figure.estimate.value),
        "low_p10": figure.estimate.low,
        "high_p90": figure.estimate.high,
        "unit": figure.unit,
        "confidence": figure.confidence,
        "source": figure.source,
        "date": dated,
    }


def _dated_source(preset: ChannelPreset) -> str:
    return f"{preset.source} ({preset.source_date})"


def _cost_source(preset: ChannelPreset, money: Money) -> str:
    """Say where a cost is from and what was done to it, so that nobody takes it for a local price."""
    source = _dated_source(preset)
    if money.currency == EURO:
        return source
    return _("{source}; EUR {euro} at {rate} {currency} per EUR").format(
        source=source,
        euro=number_text(preset.unit_cost.value),
        rate=number_text(money.per_euro),
        currency=money.currency,
    )


def _channel_figures(preset: ChannelPreset, money: Money) -> Iterable[_Figure]:
    source = _dated_source(preset)
    cost = preset.unit_cost.times(money.per_euro)
    yield _Figure("unit_cost", cost, f"{money.currency}/response", preset.confidence, _cost_source(preset, money))
    yield _Figure("lead_rate", preset.lead_rate, "leads/response", preset.confidence, source)
    yield _Figure("half_life_weeks", preset.half_life_weeks, "weeks", "L", _JUDGED)
    judged = (
        ("quality", preset.quality, ""),
        ("order_factor", preset.order_factor, ""),
        ("sigma", preset.sigma, "share of maximum"),
        ("slope", preset.slope, ""),
        ("delay_months", preset.delay_months, "months"),
        ("max_touches_per_month", preset.touch_cap_month, "per month"),
        ("brand_weight", preset.brand_weight, "share of spend"),
    )
    for parameter, value, unit in judged:
        if value is not None:
            yield _Figure(parameter, Estimate(value), unit, "L", _JUDGED)
    yield _Figure("lead_time_days", Estimate(preset.lead_time_days), "days", "L", _LEAD_TIMES)
    if preset.long_term_multiplier > 1:
        told = _("off until it is switched on; published: {n} ({source})").format(
            n=number_text(preset.long_term_multiplier), source=source
        )
        yield _Figure("long_term_multiplier", Estimate(1.0, 1.0, preset.long_term_multiplier), "", "L", told)


def _cell_figures(preset: FunnelPreset, base_erosion: float) -> Iterable[_Figure]:
    pipeline = preset.sales_model == "pipeline"
    figures = (
        ("gross_margin", preset.gross_margin, "share of revenue"),
        ("retention_year", preset.retention_year, "per year"),
        ("retention_new_year", preset.retention_new_year, "per year"),
        ("order_rate", preset.order_rate, "orders/response"),
        ("lead_to_offer", preset.lead_to_offer, "offers/lead"),
        ("offer_to_deal", preset.offer_to_deal, "deals/offer"),
        ("lag_lead_offer", preset.lag_lead_offer if pipeline else None, "months"),
        ("lag_offer_deal", preset.lag_offer_deal if pipeline else None, "months"),
    )
    for parameter, value, unit in figures:
        if value is not None:
            yield _Figure(parameter, Estimate(value), unit, preset.confidence, preset.source)
    yield _Figure("base_erosion_year", Estimate(base_erosion), "per year", "L", _JUDGED)
