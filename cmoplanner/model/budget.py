"""Whose money it is: cost categories and centres, envelopes, vendors, contracts, partners and their funds.

Money is int minor units.
"""

from dataclasses import dataclass
from datetime import date

from cmoplanner.model.market import Extra


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
    release_rule: str = ""
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
    fit_segments: float | None = None
    fit_reach: float | None = None
    fit_technical: float | None = None
    fit_marketing: float | None = None
    fit_results: float | None = None
    fit_strategy: float | None = None
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
