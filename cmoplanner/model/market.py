"""The market of a plan: segments, offerings, their cells, channels, curves, levers, messages and assets.

Money that drives the model is float in currency units; rates are 0…1.
"""

from dataclasses import dataclass
from datetime import date

Extra = tuple[tuple[str, str], ...]
"""Columns of an imported row that the plan does not know: kept and written back word for word."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of customers that is addressed as one."""

    id: str
    name: str
    description: str = ""
    region: tuple[str, ...] = ()
    buying_group_size: float = 1.0
    needs: str = ""
    where_found: str = ""
    how_influenced: str = ""
    market_size_accounts: int | None = None
    satisfaction_score: float | None = None
    satisfaction_source: str = ""
    satisfaction_date: date | None = None
    overlaps_with: tuple[str, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Offering:
    """A brand, sub-brand or offering; market cells hang on level "offering" only.

    `seasonality` has twelve values in fiscal month order that add up to 12. Where it is not said whether
    revenue follows it, single sales and projects do (domain B.2).
    """

    id: str
    name: str
    parent_id: str | None = None
    level: str = "offering"
    revenue_model: str = ""
    seasonality: tuple[float, ...] = (1.0,) * 12
    seasonal_revenue: bool | None = None
    unit: str = ""
    launch_date: date | None = None
    is_core: bool = True
    extra: Extra = ()

    @property
    def revenue_follows_season(self) -> bool:
        """Whether revenue per customer has the season of the offering."""
        if self.seasonal_revenue is None:
            return self.revenue_model in ("transactional", "project")
        return self.seasonal_revenue


@dataclass(frozen=True, slots=True)
class Cell:
    """A market cell: one segment buying one offering, with its economics (money in currency units, float).

    `retention_new_year` and `ret_half_spend` not given follow `retention_year` and `arpa_month` (domain B.3).
    """

    id: str
    segment_id: str
    offering_id: str
    priority: str = ""
    sales_model: str = "pipeline"
    customers_start: float = 0.0
    prospects: float | None = None
    arpa_month: float = 0.0
    first_order_value: float = 0.0
    fov_recognition_months: int = 1
    gross_margin: float = 0.5
    orders_per_year: float = 12.0
    retention_year: float = 0.8
    retention_new_year: float | None = None
    expansion_year: float = 0.0
    referral_year: float = 0.0
    base_new_month: float = 0.0
    base_responses_month: float = 0.0
    order_rate: float = 0.0
    base_erosion_year: float = 0.15
    lead_to_offer: float = 1.0
    offer_to_deal: float = 1.0
    lag_lead_offer: float = 0.0
    lag_offer_deal: float = 0.0
    ret_half_spend: float | None = None
    ret_max_effect: float = 0.15
    target_new_customers: float | None = None
    target_revenue: int | None = None
    offers_capacity_month: float | None = None
    delivery_capacity_month: float | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the customer's journey; its role decides what an activity there brings.

    `conversion` is the share of people there who go on to the next stage: what the journey is meant to do, not a
    parameter of the projection.
    """

    id: str
    seq: int
    name: str
    role: str = "acquire"
    question: str = ""
    desired_next_step: str = ""
    checklist_points: tuple[str, ...] = ()
    conversion: float | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people, online and offline alike, with its response parameters (domain C.4)."""

    id: str
    name: str
    medium: str = "both"
    poem_type: str = "paid"
    response_unit: str = "response"
    unit_cost: float = 1.0
    lead_rate: float = 0.0
    quality: float = 1.0
    order_factor: float = 1.0
    sigma: float = 0.5
    slope: float = 1.0
    half_life_weeks: float = 0.0
    delay_months: int = 0
    long_term_multiplier: float = 1.0
    lead_time_days: int = 0
    max_touches_per_month: float | None = None
    brand_weight: float = 0.0
    confidence: str = "M"
    source: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """The response curve of one channel in one market cell; `ref_spend_month` in currency units."""

    id: str
    channel_id: str
    cell_id: str
    ref_spend_month: float = 0.0
    fit: float = 1.0
    basis: str = "plan"
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """An improvement that multiplies one metric from a date on (domain C.9)."""

    id: str
    name: str
    metric: str
    multiplier: float
    start: date
    cell_id: str | None = None
    channel_id: str | None = None
    ramp_months: int = 0
    activity_id: str | None = None
    confidence: str = "L"
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A positioning card: what is said, to whom it applies, and its proof."""

    id: str
    scope_type: str = "brand"
    scope_id: str = ""
    version: str = "1"
    positioning: str = ""
    value_proposition: str = ""
    proof_points: str = ""
    differentiator: str = ""
    tone: str = ""
    mandatory_elements: str = ""
    updated: date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class MessageVariant:
    """A message as it is said in one language or region."""

    id: str
    message_id: str
    language: str = ""
    region: str = ""
    text: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """Something made once and used by activities."""

    id: str
    name: str
    type: str = ""
    journey_stage: str = ""
    offering_id: str | None = None
    language: tuple[str, ...] = ()
    version: str = ""
    shared_with_partners: bool = False
    licence_expires: date | None = None
    ready_date: date | None = None
    status: str = ""
    repurposed_from: str | None = None
    extra: Extra = ()
