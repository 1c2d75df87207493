"""Orders, invoices, forecasts, transfers, accounting codes, past months, claims, joint plans: their fields."""

from cmoplanner.i18n import mark as _
from cmoplanner.model import spending as nouns
from cmoplanner.model.field import (
    Table,
    choice_field,
    count_field,
    date_field,
    money_field,
    month_field,
    note_field,
    number_field,
    ref_field,
    text_field,
)

COMMITMENT = Table(
    "commitment",
    "commitments",
    "commitments.csv",
    "po_id",
    nouns.Commitment,
    _("Purchase order"),
    (
        ref_field("activity_id", _("Activity"), "activity"),
        ref_field("vendor_id", _("Vendor"), "vendor"),
        date_field("date", _("Date")),
        money_field("amount", _("Amount")),
        choice_field("status", _("Status"), ("open", "closed", "cancelled")),
        ref_field("blanket_id", _("Released from"), "commitment", help=_("The blanket order that this one draws on.")),
        text_field("reference", _("Reference"), help=_("The number of the order in the books.")),
        note_field("note", _("Note")),
    ),
)

ACTUAL = Table(
    "actual",
    "actuals",
    "actuals.csv",
    "invoice_id",
    nouns.Actual,
    _("Booking"),
    (
        ref_field("activity_id", _("Activity"), "activity"),
        month_field("month", _("Month"), required=True),
        money_field("amount", _("Amount"), required=True, minimum=None),
        ref_field("po_id", _("Purchase order"), "commitment"),
        date_field("posted_date", _("Posted")),
        choice_field("kind", _("Kind"), ("invoice", "accrual", "accrual_reversal", "credit", "uncoded")),
        ref_field("vendor_id", _("Vendor"), "vendor"),
        text_field("reference", _("Reference"), help=_("The number of the invoice at the vendor or in the books.")),
        number_field("quantity", _("Quantity"), help=_("How many of the activity's units it bought.")),
        number_field("foreign_amount", _("Foreign amount"), help=_("In the currency that the activity is agreed in.")),
        note_field("note", _("Note")),
    ),
)

VARIANCE_NOTE = Table(
    "variance_note",
    "variance_notes",
    "variance_notes.csv",
    "",
    nouns.VarianceNote,
    _("Comment on a variance"),
    (
        ref_field("activity_id", _("Activity"), "activity", required=True),
        month_field("month", _("Month"), required=True),
        note_field("text", _("Why")),
        text_field("author_role", _("Author")),
    ),
)

FORECAST_OVERRIDE = Table(
    "forecast_override",
    "forecast_overrides",
    "forecast_overrides.csv",
    "",
    nouns.ForecastOverride,
    _("Forecast of a month"),
    (
        ref_field("activity_id", _("Activity"), "activity", required=True),
        month_field("month", _("Month"), required=True),
        money_field("amount", _("Amount"), required=True),
        note_field("note", _("Note")),
    ),
)

TRANSFER = Table(
    "transfer",
    "transfers",
    "transfers.csv",
    "transfer_id",
    nouns.Transfer,
    _("Budget transfer"),
    (
        ref_field("from_envelope_id", _("From"), "envelope", required=True),
        ref_field("to_envelope_id", _("To"), "envelope", required=True),
        money_field("amount", _("Amount"), required=True),
        date_field("date", _("Date")),
        text_field("approver_role", _("Approver")),
        note_field("note", _("Note")),
    ),
)

ERP_RULE = Table(
    "erp_rule",
    "erp_rules",
    "erp_rules.csv",
    "erp_rule_id",
    nouns.ErpRule,
    _("Accounting code"),
    (
        choice_field("gives", _("Code for"), ("cost_centre", "gl_account", "category", "vendor"), required=True),
        choice_field(
            "looks_at",
            _("Where the"),
            ("cost_centre", "category", "vendor", "channel", "campaign", "region", "activity"),
            help=_("Empty: the code is for all lines that no rule before it fits."),
        ),
        text_field("equals", _("Is"), help=_("Its id or its name.")),
        text_field("code", _("Code"), required=True, help=_("As the accounting system writes it.")),
        count_field("rank", _("Rank"), minimum=0, help=_("The first rule that fits gives the code: 1 before 2.")),
    ),
)

PAST_MONTH = Table(
    "past_month",
    "past_months",
    "history.csv",
    "",
    nouns.PastMonth,
    _("Past month of a channel"),
    (
        ref_field("channel_id", _("Channel"), "channel", required=True),
        month_field("month", _("Month"), required=True),
        money_field("spend", _("Spend")),
        number_field("responses", _("Responses")),
    ),
)

MDF_CLAIM = Table(
    "mdf_claim",
    "mdf_claims",
    "mdf_claims.csv",
    "claim_id",
    nouns.MdfClaim,
    _("Claim on a partner fund"),
    (
        ref_field("activity_id", _("Activity"), "activity"),
        date_field("claim_date", _("Date")),
        money_field("amount", _("Amount")),
        money_field("approved_amount", _("Approved amount")),
        date_field("paid_date", _("Paid")),
        choice_field("status", _("Status"), ("draft", "submitted", "approved", "paid", "rejected")),
        note_field("proof_note", _("Proof")),
    ),
)

JOINT_PLAN = Table(
    "joint_plan",
    "joint_plans",
    "joint_plans.csv",
    "joint_plan_id",
    nouns.JointPlan,
    _("Joint plan"),
    (
        ref_field("partner_id", _("Partner"), "partner", required=True),
        ref_field("campaign_id", _("Campaign"), "campaign"),
        note_field("goal", _("Goal")),
        ref_field("objective_id", _("Objective"), "objective"),
        note_field("our_responsibility", _("We do")),
        note_field("partner_responsibility", _("The partner does")),
        number_field("expected_leads", _("Expected leads")),
        money_field("expected_revenue", _("Expected revenue")),
        text_field("review_cadence", _("Reviewed")),
        text_field("owner_role", _("Our owner")),
        text_field("partner_owner_role", _("Owner at the partner")),
        date_field("next_review", _("Next review")),
    ),
)
