"""A plan as frozen values: what every calculation, page and export reads.

Money is int minor units unless a docstring says otherwise; rates are 0…1; model parameters are floats
in currency units. Attribute names are the field keys of `fields.py` and the columns of the plan tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from cmoplanner.model.periods import FiscalCalendar, Pattern, Recurrence, Span, series

Extra = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The plan itself: company, currency, fiscal year and the settings of the projection."""

    id: str
    company: str
    name: str
    currency: str
    currency_decimals: int
    fy_start: date
    as_of: date
    topdown_budget: int
    fy_label: str = ""
    fy_pattern: str = Pattern.CALENDAR
    locale: str = "en"
    discount_rate: float = 0.10
    value_horizon_months: int = 36
    clv_horizon_months: int = 60
    synergy_kappa: float = 0.20
    company_revenue_prior_year: int | None = None
    brand_target_share: float = 0.46
    status: str = "draft"
    version: int = 1
    vision: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the company that marketing serves."""

    id: str
    text: str = ""
    metric: str = "custom"
    target: float | None = None
    unit: str = ""
    due: date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A key date on the calendar's axis."""

    id: str
    date: date
    title: str
    goal_id: str | None = None
    owner_role: str = ""
    status: str = "planned"
    extra: Extra = ()


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
    overlaps_with: tuple[str, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Offering:
    """A brand, sub-brand or offering; market cells hang on level "offering" only.

    `seasonality` has twelve values in fiscal month order that add up to 12.
    """

    id: str
    name: str
    parent_id: str | None = None
    level: str = "offering"
    revenue_model: str = ""
    seasonality: tuple[float, ...] = (1.0,) * 12
    seasonal_revenue: bool = False
    unit: str = ""
    launch_date: date | None = None
    is_core: bool = True
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A market cell: one segment buying one offering, with its economics (money in currency units, float).

    `retention_new_year` and `ret_half_spend` not given follow `retention_year` and `arpa_month` (domain B.3).
    """

    id: str
    segment_id: str
    offering_id: str
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
    """A step of the customer's journey; its role decides what an activity there brings."""

    id: str
    seq: int
    name: str
    role: str = "acquire"
    question: str = ""
    desired_next_step: str = ""
    checklist_points: tuple[str, ...] = ()
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
class Campaign:
    """Activities that work together; `integration` 0…1 scales their synergy."""

    id: str
    name: str
    objective: str = ""
    primary_message_id: str | None = None
    start: date | None = None
    end: date | None = None
    owner_role: str = ""
    brand_or_activation: str = "activation"
    integration: float = 0.8
    template_source: str = ""
    launch_date: date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The share of an activity that goes to one market cell."""

    cell_id: str
    share: float


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the calendar: something the company does, with dates, money and audience.

    `gross_spend` is the whole programme cost of the whole series; `partner_share` of it is paid by a partner.
    """

    id: str
    name: str
    start: date
    end: date
    campaign_id: str | None = None
    channel_id: str | None = None
    stage_id: str | None = None
    recurrence: str = Recurrence.NONE
    until: date | None = None
    phasing: str = "even"
    custom_phasing: tuple[float, ...] = ()
    gross_spend: int = 0
    category_id: str | None = None
    cost_centre_id: str | None = None
    region: str = ""
    vendor_id: str | None = None
    contract_id: str | None = None
    partner_id: str | None = None
    fund_id: str | None = None
    partner_share: float = 0.0
    owner_role: str = ""
    co_owner_role: str = ""
    status: str = "planned"
    approval_status: str = "draft"
    approver_role: str = ""
    message_id: str | None = None
    asset_ids: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    locked: bool = False
    planned_responses: float | None = None
    audience: str = "customer"
    sends: int | None = None
    created_by_rule: str = ""
    notes: str = ""
    extra: Extra = ()
    targets: tuple[Target, ...] = ()

    @property
    def span(self) -> Span:
        """The days of the first occurrence."""
        return Span(self.start, self.end)

    @property
    def cancelled(self) -> bool:
        """Whether the activity counts in nothing."""
        return self.status == "cancelled"


def starts(activity: Activity, fy_end: date) -> list[date]:
    """Return the first day of each occurrence; a series without `until` runs to the end of the fiscal year."""
    until = fy_end if activity.until is None else activity.until
    return [date.fromordinal(day) for day in series(activity.start, Recurrence(activity.recurrence), until)]


def last_day(activity: Activity, fy_end: date) -> date:
    """Return the last day of an activity's last occurrence."""
    return starts(activity, fy_end)[-1] + (activity.end - activity.start)


@dataclass(frozen=True, slots=True)
class CostCategory:
    """A kind of cost; only working money drives responses."""

    id: str
    name: str
    working: bool = True
    gl_account: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class CostCentre:
    """Who pays inside the company."""

    id: str
    name: str
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Top-down money for one quarter, cost centre, category and region."""

    id: str
    fiscal_year: str = ""
    quarter: int | None = None
    cost_centre_id: str | None = None
    category_id: str | None = None
    region: str = "All"
    topdown_amount: int = 0
    owner_role: str = ""
    note: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """A company that delivers for money."""

    id: str
    name: str
    service: str = ""
    annual_cap: int | None = None
    preferred: bool = False
    risk_rating: str = ""
    data_processor: bool = False
    dpa_signed: bool | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed with a vendor, and until when."""

    id: str
    vendor_id: str | None
    title: str
    start: date | None = None
    end: date | None = None
    value: int | None = None
    notice_days: int | None = None
    auto_renew: bool = False
    payment_terms_days: int | None = None
    owner_role: str = ""
    status: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """A company that sells or markets with us."""

    id: str
    name: str
    type: str = ""
    region: str = ""
    lifecycle_stage: str = "strategize"
    fit_score: float | None = None
    prior_year_revenue: int | None = None
    target_revenue: int | None = None
    certified_staff: int | None = None
    deal_registrations_py: int | None = None
    voice_score: float | None = None
    voice_last_date: date | None = None
    brand_kit_version: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class MdfFund:
    """Market development funds of one partner and period."""

    id: str
    partner_id: str | None
    period_start: date | None = None
    period_end: date | None = None
    allocated: int = 0
    default_partner_share: float | None = None
    claim_deadline: date | None = None
    rules: str = ""
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
    tone: str = ""
    mandatory_elements: str = ""
    updated: date | None = None
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
    status: str = ""
    repurposed_from: str | None = None
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
class KeptTable:
    """A table of an imported plan that has no home in the plan yet: kept word for word."""

    id: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Plan:
    """Everything in a plan file at one revision; each table maps id -> row in the user's order."""

    header: Header
    revision: int = 0
    goals: Mapping[str, Goal] = field(default_factory=_none)
    milestones: Mapping[str, Milestone] = field(default_factory=_none)
    segments: Mapping[str, Segment] = field(default_factory=_none)
    offerings: Mapping[str, Offering] = field(default_factory=_none)
    cells: Mapping[str, Cell] = field(default_factory=_none)
    stages: Mapping[str, Stage] = field(default_factory=_none)
    channels: Mapping[str, Channel] = field(default_factory=_none)
    lanes: Mapping[str, Lane] = field(default_factory=_none)
    campaigns: Mapping[str, Campaign] = field(default_factory=_none)
    activities: Mapping[str, Activity] = field(default_factory=_none)
    cost_categories: Mapping[str, CostCategory] = field(default_factory=_none)
    cost_centres: Mapping[str, CostCentre] = field(default_factory=_none)
    envelopes: Mapping[str, Envelope] = field(default_factory=_none)
    vendors: Mapping[str, Vendor] = field(default_factory=_none)
    contracts: Mapping[str, Contract] = field(default_factory=_none)
    partners: Mapping[str, Partner] = field(default_factory=_none)
    mdf_funds: Mapping[str, MdfFund] = field(default_factory=_none)
    messages: Mapping[str, Message] = field(default_factory=_none)
    assets: Mapping[str, Asset] = field(default_factory=_none)
    levers: Mapping[str, Lever] = field(default_factory=_none)
    kept: Mapping[str, KeptTable] = field(default_factory=_none)

    @cached_property
    def calendar(self) -> FiscalCalendar:
        """The fiscal calendar over the value horizon."""
        return FiscalCalendar(
            self.header.fy_start, Pattern(self.header.fy_pattern), max(12, self.header.value_horizon_months)
        )


def changed_rows(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of rows that were added, changed or removed between two revisions of a table.

    An edit keeps the objects of rows that it does not touch, so rows are compared by identity.
    """
    other = {row_id for row_id, row in new.items() if old.get(row_id) is not row}
    return frozenset(other.union(old.keys() - new.keys()))
