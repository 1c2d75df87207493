"""What a new plan can begin with: usual channels in two packs, and the conversions of usual business models.

The figures and their sources are in `resources/presets`. Source: domain C.20.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from cmoplanner.i18n import mark
from cmoplanner.paths import resource

PACKS = {"b2b": mark("Business customers (B2B)"), "b2c": mark("Consumers (B2C)")}
"""The packs of channels and what they are called."""

DRAWN_UP = date(2026, 11, 1)
"""When the conversions were written down; the channels have dates of their own."""

_YEAR_AND_MONTH = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?$")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A likely value, and the ones that are undercut and exceeded one time in ten."""

    value: float
    low: float | None = None
    high: float | None = None

    def times(self, factor: float) -> "Estimate":
        """Return it in another unit, each number multiplied as written in decimals."""
        return Estimate(*(None if x is None else _product(x, factor) for x in (self.value, self.low, self.high)))  # type: ignore[arg-type]


def _product(number: float, factor: float) -> float:
    return float(Decimal(repr(number)) * Decimal(repr(factor)))


@dataclass(frozen=True, slots=True)
class ChannelPreset:
    """A usual channel with its parameters (domain B.4); `unit_cost` in euro, rates 0…1."""

    pack: str
    id: str
    name: str
    medium: str
    poem_type: str
    response_unit: str
    unit_cost: Estimate
    lead_rate: Estimate
    half_life_weeks: Estimate
    quality: float
    order_factor: float
    sigma: float
    slope: float
    delay_months: int
    long_term_multiplier: float
    lead_time_days: int
    touch_cap_month: float | None
    brand_weight: float
    confidence: str
    source: str
    source_date: str

    @property
    def dated(self) -> date:
        """The first day of the last year or month that the source names: "2025-2026" is 1 January 2026."""
        found = _YEAR_AND_MONTH.search(self.source_date)
        return date(int(found[1]), int(found[2] or 1), 1) if found else DRAWN_UP


@dataclass(frozen=True, slots=True)
class FunnelPreset:
    """The usual conversions of a business model (domain B.3); rates 0…1, lags in months, None where it has none."""

    id: str
    name: str
    sales_model: str
    lead_to_offer: float | None
    offer_to_deal: float | None
    lag_lead_offer: float
    lag_offer_deal: float
    order_rate: float | None
    retention_year: float
    retention_new_year: float
    gross_margin: float
    discount_rate: float
    confidence: str
    source: str


@lru_cache(maxsize=1)
def channel_presets() -> tuple[ChannelPreset, ...]:
    """Return every channel of every pack."""
    return tuple(_channel(line) for line in _lines("channel_presets.csv"))


def channels_of(pack: str) -> tuple[ChannelPreset, ...]:
    """Return the channels of one pack; none for a pack that does not exist."""
    return tuple(preset for preset in channel_presets() if preset.pack == pack)


@lru_cache(maxsize=1)
def funnel_presets() -> Mapping[str, FunnelPreset]:
    """Return the business models by id."""
    return {line["model"]: _funnel(line) for line in _lines("funnel_presets.csv")}


def pack_for(model: str) -> str:
    """Return the pack that fits a business model: consumers where people order directly."""
    preset = funnel_presets().get(model)
    return "b2c" if preset and preset.sales_model == "direct" else "b2b"


def _lines(name: str) -> list[dict[str, str]]:
    with resource("presets", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _estimate(line: Mapping[str, str], key: str) -> Estimate:
    return Estimate(float(line[key]), float(line[f"{key}_low"]), float(line[f"{key}_high"]))


def _given(text: str) -> float | None:
    return float(text) if text else None


def _channel(line: Mapping[str, str]) -> ChannelPreset:
    return ChannelPreset(
        pack=line["pack"],
        id=line["channel_id"],
        name=line["name"],
        medium=line["medium"],
        poem_type=line["poem_type"],
        response_unit=line["response_unit"],
        unit_cost=_estimate(line, "unit_cost"),
        lead_rate=_estimate(line, "lead_rate"),
        half_life_weeks=_estimate(line, "half_life_weeks"),
        quality=float(line["quality"]),
        order_factor=float(line["order_factor"]),
        sigma=float(line["sigma"]),
        slope=float(line["slope"]),
        delay_months=int(line["delay_months"]),
        long_term_multiplier=float(line["long_term_multiplier"]),
        lead_time_days=int(line["lead_time_days"]),
        touch_cap_month=_given(line["touch_cap_month"]),
        brand_weight=float(line["brand_weight"]),
        confidence=line["confidence"],
        source=line["source"],
        source_date=line["source_date"],
    )


def _funnel(line: Mapping[str, str]) -> FunnelPreset:
    return FunnelPreset(
        id=line["model"],
        name=line["name"],
        sales_model=line["sales_model"],
        lead_to_offer=_given(line["lead_to_offer"]),
        offer_to_deal=_given(line["offer_to_deal"]),
        lag_lead_offer=float(line["lag_lead_offer"]),
        lag_offer_deal=float(line["lag_offer_deal"]),
        order_rate=_given(line["order_rate"]),
        retention_year=float(line["retention_year"]),
        retention_new_year=float(line["retention_new_year"]),
        gross_margin=float(line["gross_margin"]),
        discount_rate=float(line["discount_rate"]),
        confidence=line["confidence"],
        source=line["source"],
    )
