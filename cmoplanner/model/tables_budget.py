"""Cost categories and centres, envelopes, vendors, contracts, partners and their funds: their fields."""

from cmoplanner.i18n import mark as _
from cmoplanner.model import plan as nouns
from cmoplanner.model.field import (
    Table,
    choice_field,
    count_field,
    date_field,
    flag_field,
    money_field,
    note_field,
    number_field,
    rate_field,
    ref_field,
    text_field,
)

COST_CATEGORY = Table(
    "cost_category",
    "cost_categories",
    "cost_categories.csv",
    "category_id",
    nouns.CostCategory,
    _("Cost category"),
    (
        text_field("name", _("Name"), required=True),
        flag_field("working", _("Working"), help=_("Working money reaches people; only it drives responses.")),
        text_field("gl_account", _("Ledger account")),
    ),
)

COST_CENTRE = Table(
    "cost_centre",
    "cost_centres",
    "cost_centres.csv",
    "cost_centre_id",
    nouns.CostCentre,
    _("Cost centre"),
    (text_field("name", _("Name"), required=True),),
)

ENVELOPE = Table(
    "envelope",
    "envelopes",
    "budget_envelopes.csv",
    "envelope_id",
    nouns.Envelope,
    _("Budget envelope"),
    (
        text_field("fiscal_year", _("Fiscal year")),
        count_field("quarter", _("Quarter"), minimum=1, maximum=4),
        ref_field("cost_centre_id", _("Cost centre"), "cost_centre"),
        ref_field("category_id", _("Cost category"), "cost_category"),
        text_field("region", _("Region")),
        money_field("topdown_amount", _("Top-down"), minimum=None),
        text_field("owner_role", _("Owner")),
        note_field("note", _("Note")),
        note_field("release_rule", _("Released when"), help=_("When money that is kept back may be spent.")),
    ),
)

VENDOR = Table(
    "vendor",
    "vendors",
    "vendors.csv",
    "vendor_id",
    nouns.Vendor,
    _("Vendor"),
    (
        text_field("name", _("Name"), required=True),
        text_field("service", _("Service")),
        money_field("annual_cap", _("Yearly cap")),
        flag_field("preferred", _("Preferred")),
        text_field("risk_rating", _("Risk")),
        flag_field("data_processor", _("Processes personal data")),
        flag_field("dpa_signed", _("Data agreement signed")),
    ),
)

CONTRACT = Table(
    "contract",
    "contracts",
    "contracts.csv",
    "contract_id",
    nouns.Contract,
    _("Contract"),
    (
        ref_field("vendor_id", _("Vendor"), "vendor"),
        text_field("title", _("Title"), required=True),
        date_field("start", _("Start")),
        date_field("end", _("End")),
        money_field("value", _("Value")),
        count_field("notice_days", _("Notice"), _("days")),
        flag_field("auto_renew", _("Renews by itself")),
        count_field("payment_terms_days", _("Payment terms"), _("days")),
        text_field("owner_role", _("Owner")),
        text_field("status", _("Status")),
    ),
)

PARTNER = Table(
    "partner",
    "partners",
    "partners.csv",
    "partner_id",
    nouns.Partner,
    _("Partner"),
    (
        text_field("name", _("Name"), required=True),
        text_field("type", _("Type")),
        text_field("region", _("Region")),
        choice_field(
            "lifecycle_stage",
            _("Lifecycle stage"),
            ("strategize", "recruit", "onboard", "enable", "market", "sell", "incentivize", "accelerate"),
        ),
        number_field("fit_score", _("Fit"), _("0–100"), maximum=100),
        number_field("fit_segments", _("Fit of segments"), _("0–100"), maximum=100),
        number_field("fit_reach", _("Reach"), _("0–100"), maximum=100),
        number_field("fit_technical", _("Technical skill"), _("0–100"), maximum=100),
        number_field("fit_marketing", _("Marketing capacity"), _("0–100"), maximum=100),
        number_field("fit_results", _("Past results"), _("0–100"), maximum=100),
        number_field("fit_strategy", _("Strategic will"), _("0–100"), maximum=100),
        money_field("prior_year_revenue", _("Revenue last year")),
        money_field("target_revenue", _("Target revenue")),
        count_field("certified_staff", _("Certified staff")),
        count_field("deal_registrations_py", _("Deals registered last year")),
        number_field("voice_score", _("Voice of the partner"), _("0–10"), maximum=10),
        date_field("voice_last_date", _("Last asked")),
        text_field("brand_kit_version", _("Brand kit")),
    ),
)

MDF_FUND = Table(
    "mdf_fund",
    "mdf_funds",
    "mdf_funds.csv",
    "fund_id",
    nouns.MdfFund,
    _("Partner fund"),
    (
        ref_field("partner_id", _("Partner"), "partner"),
        date_field("period_start", _("From")),
        date_field("period_end", _("To")),
        money_field("allocated", _("Allocated")),
        rate_field("default_partner_share", _("Partner pays")),
        date_field("claim_deadline", _("Claims until")),
        note_field("rules", _("Rules")),
    ),
)
