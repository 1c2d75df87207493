"""Approvals, risks, feedback, ideas, findings, guidelines, market knowledge and experiments: their fields."""

from cmoplanner.i18n import mark as _
from cmoplanner.model import governance as nouns
from cmoplanner.model.field import (
    CONFIDENCE,
    Table,
    choice_field,
    date_field,
    flag_field,
    money_field,
    note_field,
    number_field,
    rate_field,
    ref_field,
    text_field,
)

APPROVAL_RULE = Table(
    "approval_rule",
    "approval_rules",
    "approval_policy.csv",
    "",
    nouns.ApprovalRule,
    _("Approval rule"),
    (
        money_field("from_amount", _("From")),
        money_field("to_amount", _("Up to")),
        text_field("approver_role", _("Approver"), required=True),
        flag_field("needs_finance", _("Finance too")),
    ),
)

APPROVAL = Table(
    "approval",
    "approvals",
    "approvals.csv",
    "",
    nouns.Approval,
    _("Approval"),
    (
        ref_field("activity_id", _("Activity"), "activity"),
        ref_field("contract_id", _("Contract"), "contract"),
        ref_field("campaign_id", _("Campaign"), "campaign"),
        text_field("step", _("Step")),
        text_field("role", _("Role")),
        choice_field("decision", _("Decision"), ("submitted", "approved", "rejected", "withdrawn")),
        date_field("date", _("Date")),
        note_field("comment", _("Comment")),
        money_field("amount", _("Amount"), help=_("Our cost that was asked for or decided on.")),
        date_field("start", _("Start"), help=_("The first day of what was asked for.")),
        date_field("end", _("End"), help=_("The last day of what was asked for.")),
        ref_field("vendor_id", _("Vendor"), "vendor", help=_("Who was to be paid.")),
        text_field("version", _("Version"), help=_("The named version of the plan that was submitted.")),
    ),
)

RISK = Table(
    "risk",
    "risks",
    "risks.csv",
    "risk_id",
    nouns.Risk,
    _("Risk"),
    (
        text_field("title", _("Title"), required=True),
        text_field("type", _("Type")),
        rate_field("probability", _("Probability")),
        money_field("impact_eur", _("Impact")),
        text_field("owner_role", _("Owner")),
        note_field("mitigation", _("Mitigation")),
        date_field("due", _("Due")),
        choice_field("status", _("Status"), ("open", "mitigated", "occurred", "closed")),
    ),
)

FEEDBACK = Table(
    "feedback",
    "feedback",
    "feedback.csv",
    "feedback_id",
    nouns.Feedback,
    _("Feedback"),
    (
        choice_field("source_type", _("From"), ("partner", "customer", "sales", "service", "employee", "other")),
        text_field("source_id", _("Who"), help=_("The id of a partner, or of the segment that is meant.")),
        date_field("date", _("Date")),
        number_field("score", _("Score"), _("0–10"), maximum=10),
        text_field("theme", _("Theme")),
        note_field("text", _("Feedback")),
        note_field("action", _("Action")),
        text_field("status", _("Status")),
    ),
)

IDEA = Table(
    "idea",
    "ideas",
    "improvement_ideas.csv",
    "idea_id",
    nouns.Idea,
    _("Improvement idea"),
    (
        date_field("date", _("Date")),
        text_field("from_role", _("From")),
        note_field("idea", _("Idea"), required=True),
        choice_field("status", _("Status"), ("open", "in review", "accepted", "done", "rejected")),
        date_field("decided", _("Decided")),
    ),
)

FINDING_DECISION = Table(
    "finding_decision",
    "finding_decisions",
    "finding_decisions.csv",
    "decision_id",
    nouns.FindingDecision,
    _("Decision on a finding"),
    (
        text_field("rule_id", _("Rule"), required=True),
        text_field("subject", _("Subject")),
        choice_field("status", _("Status"), ("open", "applied", "rejected", "snoozed", "recurring")),
        text_field("severity", _("Severity")),
        money_field("value_at_stake", _("Value at stake")),
        note_field("evidence", _("Evidence")),
        text_field("decided_by_role", _("Decided by")),
        date_field("date", _("Date")),
        note_field("note", _("Note")),
        money_field("effect_before", _("Projected before"), minimum=None),
        money_field("effect_after", _("Projected after"), minimum=None),
    ),
)

RULE_SETTING = Table(
    "rule_setting",
    "rule_settings",
    "rule_settings.csv",
    "setting_id",
    nouns.RuleSetting,
    _("Setting of a rule"),
    (
        text_field("rule_id", _("Rule"), required=True, help=_("Such as CAL-01.")),
        text_field("threshold", _("Threshold"), help=_("Empty: the rule as a whole.")),
        number_field("value", _("Value"), minimum=None, help=_("Shares as a part of one: 0.9 is 90 %.")),
        flag_field("off", _("Switched off")),
        note_field("note", _("Reason")),
        date_field("date", _("Date")),
    ),
)

PRESCRIBED_CHANGE = Table(
    "prescribed_change",
    "prescribed_changes",
    "prescribed_changes.csv",
    "",
    nouns.PrescribedChange,
    _("Change of a prescription"),
    (
        ref_field("decision_id", _("Decision"), "finding_decision", required=True),
        text_field("target", _("Row"), required=True, help=_("A kind of row and its id, such as activity:A001.")),
        text_field("field", _("Field"), required=True),
        note_field("old", _("Before")),
        note_field("new", _("After")),
    ),
)

GUIDELINE_ACKNOWLEDGEMENT = Table(
    "guideline_acknowledgement",
    "guideline_acknowledgements",
    "guideline_acknowledgements.csv",
    "",
    nouns.GuidelineAcknowledgement,
    _("Acknowledgement of guidelines"),
    (
        ref_field("asset_id", _("Guidelines"), "asset", required=True),
        text_field("version", _("Version")),
        text_field("role", _("Role")),
        ref_field("partner_id", _("Partner"), "partner"),
        date_field("date", _("Date")),
    ),
)

INSIGHT_FACT = Table(
    "insight_fact",
    "insight_facts",
    "insight_facts.csv",
    "insight_id",
    nouns.InsightFact,
    _("Insight"),
    (
        note_field("text", _("Insight"), required=True),
        note_field("source", _("Source")),
        date_field("date", _("Date")),
        ref_field("segment_id", _("Segment"), "segment"),
        ref_field("offering_id", _("Offering"), "offering"),
        choice_field("confidence", _("Confidence"), CONFIDENCE),
    ),
)

COMPETITOR = Table(
    "competitor",
    "competitors",
    "competitors.csv",
    "competitor_id",
    nouns.Competitor,
    _("Competitor"),
    (
        text_field("name", _("Name"), required=True),
        ref_field("segment_id", _("Segment"), "segment"),
        money_field("spend_estimate", _("Estimated spend")),
        rate_field("share_of_voice", _("Share of voice")),
        date_field("date", _("Date")),
        note_field("source", _("Source")),
        note_field("note", _("Note")),
    ),
)

EXPERIMENT = Table(
    "experiment",
    "experiments",
    "experiments.csv",
    "experiment_id",
    nouns.Experiment,
    _("Experiment"),
    (
        note_field("hypothesis", _("Hypothesis"), required=True),
        text_field("metric", _("Metric")),
        date_field("start", _("Start")),
        date_field("end", _("End")),
        ref_field("channel_id", _("Channel"), "channel"),
        ref_field("cell_id", _("Market cell"), "cell"),
        ref_field("activity_id", _("Activity"), "activity"),
        note_field("sample_note", _("Sample")),
        note_field("result", _("Result")),
        ref_field("lever_id", _("Lever that it gave"), "lever"),
        choice_field("status", _("Status"), ("planned", "running", "done", "cancelled")),
        text_field("owner_role", _("Owner")),
    ),
)
