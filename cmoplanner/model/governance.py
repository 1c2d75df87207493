"""How the plan is kept honest: approvals, risks, feedback, ideas, findings, experiments, and market knowledge.

Money is int minor units.
"""

import datetime as dt
from dataclasses import dataclass

from cmoplanner.model.market import Extra


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Who approves amounts of a band; without `to_amount` the band has no end."""

    id: str
    approver_role: str
    from_amount: int = 0
    to_amount: int | None = None
    needs_finance: bool = False
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """One step of an approval: of an activity, a contract or a campaign, or of the plan if none is named.

    `amount`, `start`, `end` and `vendor_id` are what was asked for or decided on, `version` the plan's named version.
    """

    id: str
    activity_id: str | None = None
    contract_id: str | None = None
    campaign_id: str | None = None
    step: str = ""
    role: str = ""
    decision: str = "submitted"
    date: dt.date | None = None
    comment: str = ""
    amount: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    vendor_id: str | None = None
    version: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may go wrong, what it would cost, and what is done about it."""

    id: str
    title: str
    type: str = ""
    probability: float | None = None
    impact_eur: int | None = None
    owner_role: str = ""
    mitigation: str = ""
    due: dt.date | None = None
    status: str = "open"
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a partner, a customer or a colleague said, and what was done about it."""

    id: str
    source_type: str = "customer"
    source_id: str = ""
    date: dt.date | None = None
    score: float | None = None
    theme: str = ""
    text: str = ""
    action: str = ""
    status: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Idea:
    """A proposal to do something better."""

    id: str
    idea: str
    date: dt.date | None = None
    from_role: str = ""
    status: str = "open"
    decided: dt.date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class FindingDecision:
    """What was decided about a finding of a rule on a subject; money as projected before and after it was applied."""

    id: str
    rule_id: str
    subject: str = ""
    status: str = "open"
    severity: str = ""
    value_at_stake: int | None = None
    evidence: str = ""
    decided_by_role: str = ""
    date: dt.date | None = None
    note: str = ""
    effect_before: int | None = None
    effect_after: int | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A threshold of a rule that is another one in this plan; without a threshold, whether the rule is asked at all."""

    id: str
    rule_id: str
    threshold: str = ""
    value: float | None = None
    off: bool = False
    note: str = ""
    date: dt.date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class PrescribedChange:
    """One change of a prescription: the row ("activity:A001"), its field, and the value before and after."""

    id: str
    decision_id: str
    target: str
    field: str
    old: str = ""
    new: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class GuidelineAcknowledgement:
    """That a role or a partner has read a version of the brand's guidelines."""

    id: str
    asset_id: str
    version: str = ""
    role: str = ""
    partner_id: str | None = None
    date: dt.date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class InsightFact:
    """Something that is known about the market, with its source."""

    id: str
    text: str
    source: str = ""
    date: dt.date | None = None
    segment_id: str | None = None
    offering_id: str | None = None
    confidence: str = "M"
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Competitor:
    """Another supplier, and what is known about its marketing."""

    id: str
    name: str
    segment_id: str | None = None
    spend_estimate: int | None = None
    share_of_voice: float | None = None
    date: dt.date | None = None
    source: str = ""
    note: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Experiment:
    """A test of a hypothesis; what it showed may become a lever."""

    id: str
    hypothesis: str
    metric: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    channel_id: str | None = None
    cell_id: str | None = None
    activity_id: str | None = None
    sample_note: str = ""
    result: str = ""
    lever_id: str | None = None
    status: str = "planned"
    owner_role: str = ""
    extra: Extra = ()
