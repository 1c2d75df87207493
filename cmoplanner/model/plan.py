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

from cmoplanner.model.activity import (
    Activity,
    ActivityLink,
    Campaign,
    Target,
    TouchpointTemplate,
    last_day,
    starts,
)
from cmoplanner.model.aims import (
    Assumption,
    IntakeAnswer,
    Kpi,
    KpiValue,
    Objective,
    Scenario,
    ScenarioOverride,
    Stakeholder,
)
from cmoplanner.model.budget import Contract, CostCategory, CostCentre, Envelope, MdfFund, Partner, Vendor
from cmoplanner.model.governance import (
    Approval,
    ApprovalRule,
    Competitor,
    Experiment,
    Feedback,
    FindingDecision,
    GuidelineAcknowledgement,
    Idea,
    InsightFact,
    PrescribedChange,
    Risk,
    RuleSetting,
)
from cmoplanner.model.market import (
    Asset,
    Cell,
    Channel,
    Extra,
    Lane,
    Lever,
    Message,
    MessageVariant,
    Offering,
    Segment,
    Stage,
)
from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.presenting import BoardDecision, DeckPage, MarketEvent, OwnAsk
from cmoplanner.model.spending import (
    Actual,
    Commitment,
    ErpRule,
    ForecastOverride,
    JointPlan,
    MdfClaim,
    PastMonth,
    Transfer,
    VarianceNote,
)

__all__ = [
    "Activity",
    "ActivityLink",
    "Actual",
    "Approval",
    "ApprovalRule",
    "Asset",
    "Assumption",
    "Blackout",
    "BoardDecision",
    "Campaign",
    "Cell",
    "Channel",
    "Commitment",
    "Competitor",
    "Contract",
    "CostCategory",
    "CostCentre",
    "DeckPage",
    "Envelope",
    "ErpRule",
    "Experiment",
    "Extra",
    "Feedback",
    "FindingDecision",
    "ForecastOverride",
    "Goal",
    "GuidelineAcknowledgement",
    "Header",
    "Idea",
    "InsightFact",
    "IntakeAnswer",
    "JointPlan",
    "KeptTable",
    "Kpi",
    "KpiValue",
    "Lane",
    "Lever",
    "MarketEvent",
    "MdfClaim",
    "MdfFund",
    "Message",
    "MessageVariant",
    "Milestone",
    "Objective",
    "Offering",
    "OwnAsk",
    "Partner",
    "PastMonth",
    "Plan",
    "PrescribedChange",
    "Risk",
    "RuleSetting",
    "Scenario",
    "ScenarioOverride",
    "Segment",
    "Stage",
    "Stakeholder",
    "Target",
    "TouchpointTemplate",
    "Transfer",
    "VarianceNote",
    "Vendor",
    "changed_rows",
    "last_day",
    "starts",
]


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
    weight_segments: float = 1.0
    weight_reach: float = 1.0
    weight_technical: float = 1.0
    weight_marketing: float = 1.0
    weight_results: float = 1.0
    weight_strategy: float = 1.0
    holiday_regions: tuple[str, ...] = ()
    approved_version: str = ""
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
    """A key date on the calendar's axis: a milestone, or a step towards a capability that marketing wants to have."""

    id: str
    date: date
    title: str
    goal_id: str | None = None
    owner_role: str = ""
    status: str = "planned"
    kind: str = "milestone"
    kpi_id: str | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Blackout:
    """Days on which nobody may be contacted, or nobody of a region or segment."""

    id: str
    name: str
    start: date
    end: date
    region: str = ""
    segment_id: str | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table of an imported plan that has no home in the plan yet: kept word for word."""

    id: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


_FARTHEST = 600  # months: a longer horizon is told as a fault of its field, and no calendar reaches that far


@dataclass(frozen=True)
class Plan:
    """Everything in a plan file at one revision; each table maps id -> row in the user's order."""

    header: Header
    revision: int = 0
    goals: Mapping[str, Goal] = field(default_factory=_none)
    milestones: Mapping[str, Milestone] = field(default_factory=_none)
    blackouts: Mapping[str, Blackout] = field(default_factory=_none)
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
    objectives: Mapping[str, Objective] = field(default_factory=_none)
    kpis: Mapping[str, Kpi] = field(default_factory=_none)
    kpi_values: Mapping[str, KpiValue] = field(default_factory=_none)
    assumptions: Mapping[str, Assumption] = field(default_factory=_none)
    scenarios: Mapping[str, Scenario] = field(default_factory=_none)
    scenario_overrides: Mapping[str, ScenarioOverride] = field(default_factory=_none)
    intake_answers: Mapping[str, IntakeAnswer] = field(default_factory=_none)
    stakeholders: Mapping[str, Stakeholder] = field(default_factory=_none)
    commitments: Mapping[str, Commitment] = field(default_factory=_none)
    actuals: Mapping[str, Actual] = field(default_factory=_none)
    forecast_overrides: Mapping[str, ForecastOverride] = field(default_factory=_none)
    variance_notes: Mapping[str, VarianceNote] = field(default_factory=_none)
    transfers: Mapping[str, Transfer] = field(default_factory=_none)
    erp_rules: Mapping[str, ErpRule] = field(default_factory=_none)
    past_months: Mapping[str, PastMonth] = field(default_factory=_none)
    mdf_claims: Mapping[str, MdfClaim] = field(default_factory=_none)
    joint_plans: Mapping[str, JointPlan] = field(default_factory=_none)
    approval_rules: Mapping[str, ApprovalRule] = field(default_factory=_none)
    approvals: Mapping[str, Approval] = field(default_factory=_none)
    risks: Mapping[str, Risk] = field(default_factory=_none)
    feedback: Mapping[str, Feedback] = field(default_factory=_none)
    ideas: Mapping[str, Idea] = field(default_factory=_none)
    finding_decisions: Mapping[str, FindingDecision] = field(default_factory=_none)
    guideline_acknowledgements: Mapping[str, GuidelineAcknowledgement] = field(default_factory=_none)
    insight_facts: Mapping[str, InsightFact] = field(default_factory=_none)
    competitors: Mapping[str, Competitor] = field(default_factory=_none)
    experiments: Mapping[str, Experiment] = field(default_factory=_none)
    message_variants: Mapping[str, MessageVariant] = field(default_factory=_none)
    activity_links: Mapping[str, ActivityLink] = field(default_factory=_none)
    touchpoint_templates: Mapping[str, TouchpointTemplate] = field(default_factory=_none)
    prescribed_changes: Mapping[str, PrescribedChange] = field(default_factory=_none)
    rule_settings: Mapping[str, RuleSetting] = field(default_factory=_none)
    deck_pages: Mapping[str, DeckPage] = field(default_factory=_none)
    asks: Mapping[str, OwnAsk] = field(default_factory=_none)
    board_decisions: Mapping[str, BoardDecision] = field(default_factory=_none)
    market_events: Mapping[str, MarketEvent] = field(default_factory=_none)
    kept: Mapping[str, KeptTable] = field(default_factory=_none)

    @cached_property
    def calendar(self) -> FiscalCalendar:
        """The fiscal calendar over the value horizon."""
        return FiscalCalendar(
            self.header.fy_start,
            Pattern(self.header.fy_pattern),
            min(max(12, self.header.value_horizon_months), _FARTHEST),
        )

    @cached_property
    def approval_log(self) -> Mapping[tuple[str, str], tuple[Approval, ...]]:
        """The entries of the approval log by table and id of what they are about, oldest first."""
        found: dict[tuple[str, str], list[Approval]] = {}
        for row in self.approvals.values():
            named = (("activity", row.activity_id), ("contract", row.contract_id), ("campaign", row.campaign_id))
            about = next(((table, row_id) for table, row_id in named if row_id), ("plan", self.header.id))
            found.setdefault(about, []).append(row)
        return {about: tuple(rows) for about, rows in found.items()}

    @cached_property
    def finance_role(self) -> str:
        """The role that signed for finance last; "" where none has."""
        known = [row.role for row in self.approvals.values() if row.step == "finance" and row.role]
        return known[-1] if known else ""


def changed_rows(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of rows that were added, changed or removed between two revisions of a table.

    An edit keeps the objects of rows that it does not touch, so rows are compared by identity.
    """
    other = {row_id for row_id, row in new.items() if old.get(row_id) is not row}
    return frozenset(other.union(old.keys() - new.keys()))
