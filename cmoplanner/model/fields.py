"""The one list of every table and field of a plan: storage, forms, plan tables, checks and help are made from it."""

from dataclasses import dataclass
from enum import StrEnum

from cmoplanner.i18n import mark as _
from cmoplanner.model import plan as nouns
from cmoplanner.model.periods import Pattern, Recurrence


class Kind(StrEnum):
    """What a value is; decides how it is stored, typed, shown and checked."""

    TEXT = "text"
    NOTE = "note"  # text of several lines
    MONEY = "money"  # int minor units
    AMOUNT = "amount"  # float currency units: prices finer than a minor unit, model parameters
    RATE = "rate"  # 0…1, shown in percent
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    REF = "ref"  # id of a row in another table
    REFS = "refs"  # ids, kept in order
    LIST = "list"  # short texts
    NUMBERS = "numbers"  # twelve numbers by fiscal month


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one table. A field that is not required may be left empty: its default then applies."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    group: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row: its name in the store, attribute of `Plan`, plan-table file and id column there."""

    name: str
    attribute: str
    file: str
    id_column: str
    row: type
    label: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """Return the field with this key. Raises KeyError if there is none."""
        for candidate in self.fields:
            if candidate.key == key:
                return candidate
        raise KeyError(f"{self.name}.{key}")


def _text(key: str, label: str, *, required: bool = False, group: str = "", help: str = "") -> Field:
    return Field(key, label, Kind.TEXT, required=required, group=group, help=help)


def _note(key: str, label: str, *, group: str = "", help: str = "") -> Field:
    return Field(key, label, Kind.NOTE, group=group, help=help)


def _money(
    key: str, label: str, *, required: bool = False, minimum: float | None = 0, group: str = "", help: str = ""
) -> Field:
    return Field(key, label, Kind.MONEY, "currency", required, minimum, group=group, help=help)


def _amount(key: str, label: str, unit: str, *, minimum: float | None = 0, help: str = "") -> Field:
    return Field(key, label, Kind.AMOUNT, unit, minimum=minimum, help=help)


def _rate(
    key: str,
    label: str,
    unit: str = "",
    *,
    minimum: float | None = 0,
    maximum: float | None = 1,
    group: str = "",
    help: str = "",
) -> Field:
    return Field(key, label, Kind.RATE, unit, minimum=minimum, maximum=maximum, group=group, help=help)


def _number(
    key: str,
    label: str,
    unit: str = "",
    *,
    minimum: float | None = 0,
    maximum: float | None = None,
    required: bool = False,
    group: str = "",
    help: str = "",
) -> Field:
    return Field(key, label, Kind.NUMBER, unit, required, minimum, maximum, group=group, help=help)


def _count(
    key: str,
    label: str,
    unit: str = "",
    *,
    minimum: float | None = 0,
    maximum: float | None = None,
    required: bool = False,
    help: str = "",
) -> Field:
    return Field(key, label, Kind.COUNT, unit, required, minimum, maximum, help=help)


def _date(key: str, label: str, *, required: bool = False, group: str = "", help: str = "") -> Field:
    return Field(key, label, Kind.DATE, required=required, group=group, help=help)


def _flag(key: str, label: str, *, group: str = "", help: str = "") -> Field:
    return Field(key, label, Kind.FLAG, group=group, help=help)


def _choice(
    key: str, label: str, choices: tuple[str, ...], *, required: bool = False, group: str = "", help: str = ""
) -> Field:
    return Field(key, label, Kind.CHOICE, required=required, choices=choices, group=group, help=help)


def _ref(key: str, label: str, table: str, *, required: bool = False, group: str = "", help: str = "") -> Field:
    return Field(key, label, Kind.REF, required=required, refers_to=table, group=group, help=help)


def _refs(key: str, label: str, table: str, *, group: str = "", help: str = "") -> Field:
    return Field(key, label, Kind.REFS, refers_to=table, group=group, help=help)


def _list(key: str, label: str, *, group: str = "", help: str = "") -> Field:
    return Field(key, label, Kind.LIST, group=group, help=help)


CONFIDENCE = ("H", "M", "L")

HEADER = Table(
    "plan",
    "header",
    "plan.json",
    "plan_id",
    nouns.Header,
    _("Plan"),
    (
        _text("company", _("Company"), required=True),
        _text("name", _("Plan name"), required=True),
        _text("fy_label", _("Fiscal year label")),
        _date("fy_start", _("First day of the fiscal year"), required=True),
        _choice("fy_pattern", _("Fiscal months"), tuple(Pattern)),
        Field("currency", _("Currency"), Kind.TEXT, "ISO 4217", required=True),
        _count("currency_decimals", _("Decimals of the currency"), required=True, maximum=4),
        _text("locale", _("Locale"), help=_("Decides how dates and numbers are written.")),
        _date("as_of", _("As of"), required=True, help=_("Months that ended by this day are closed.")),
        _rate("discount_rate", _("Discount rate"), _("per year")),
        _count("value_horizon_months", _("Value horizon"), _("months"), minimum=12, maximum=60),
        _count("clv_horizon_months", _("Lifetime value horizon"), _("months"), minimum=12, maximum=120),
        _rate("synergy_kappa", _("Synergy of integrated campaigns")),
        _money("company_revenue_prior_year", _("Company revenue last year")),
        _money("topdown_budget", _("Marketing budget"), required=True, help=_("Top-down, contingency included.")),
        _rate("brand_target_share", _("Target share of brand money")),
        _choice("status", _("Status"), ("draft", "submitted", "approved", "closed")),
        _count("version", _("Version")),
        _note("vision", _("Vision")),
    ),
)

ACTIVITY = Table(
    "activity",
    "activities",
    "activities.csv",
    "activity_id",
    nouns.Activity,
    _("Activity"),
    (
        _ref("campaign_id", _("Campaign"), "campaign", group="what"),
        _text("name", _("Name"), required=True, group="what"),
        _ref("channel_id", _("Channel"), "channel", group="what"),
        _ref("stage_id", _("Journey stage"), "stage", group="what"),
        _date("start", _("Start"), required=True, group="when"),
        _date("end", _("End"), required=True, group="when", help=_("Last day, included.")),
        _choice("recurrence", _("Repeats"), tuple(Recurrence), group="when"),
        _date("until", _("Repeats until"), group="when", help=_("The last occurrence starts on or before this day.")),
        _choice(
            "phasing",
            _("Phasing"),
            ("even", "start", "end"),
            group="money",
            help=_("How the money falls on the months the activity runs."),
        ),
        Field(
            "custom_phasing",
            _("Custom phasing"),
            Kind.NUMBERS,
            minimum=0,
            group="money",
            help=_("Twelve weights, one for each fiscal month; they take the place of the phasing above."),
        ),
        _money(
            "gross_spend",
            _("Gross spend"),
            required=True,
            group="money",
            help=_("Whole programme cost of the whole series, partner part included."),
        ),
        _ref("category_id", _("Cost category"), "cost_category", group="money"),
        _ref("cost_centre_id", _("Cost centre"), "cost_centre", group="money"),
        _text("region", _("Region"), group="what"),
        _ref("vendor_id", _("Vendor"), "vendor", group="who"),
        _ref("contract_id", _("Contract"), "contract", group="who"),
        _ref("partner_id", _("Partner"), "partner", group="who"),
        _ref("fund_id", _("Partner fund"), "mdf_fund", group="money"),
        _rate("partner_share", _("Partner pays"), group="money"),
        _text("owner_role", _("Owner"), group="who"),
        _text("co_owner_role", _("Co-owner"), group="who"),
        _choice("status", _("Status"), ("planned", "committed", "live", "done", "cancelled"), group="status"),
        _choice("approval_status", _("Approval"), ("draft", "submitted", "approved", "rejected"), group="status"),
        _text("approver_role", _("Approver"), group="status"),
        _ref("message_id", _("Message"), "message", group="what"),
        _refs("asset_ids", _("Assets"), "asset", group="what"),
        _refs("depends_on", _("Starts after"), "activity", group="when", help=_("Activities that must end before.")),
        _flag("locked", _("Locked"), group="status", help=_("Keeps its dates and money whatever is optimised.")),
        _number(
            "planned_responses",
            _("Planned responses"),
            group="money",
            help=_("A judgement that takes the place of the response curve."),
        ),
        _choice("audience", _("Audience"), ("customer", "partner", "internal"), group="what"),
        _count("sends", _("Sends")),
        _text("created_by_rule", _("Created by rule")),
        _note("notes", _("Notes"), group="notes"),
    ),
)

ACTIVITY_TARGET = Table(
    "activity_target",
    "",
    "activity_targets.csv",
    "",
    nouns.Target,
    _("Goes to"),
    (
        _ref("activity_id", _("Activity"), "activity", required=True),
        _ref("cell_id", _("Market cell"), "cell", required=True),
        Field("share", _("Share"), Kind.RATE, required=True, minimum=0, maximum=1),
    ),
)

TABLES: tuple[Table, ...] = (
    HEADER,
    Table(
        "goal",
        "goals",
        "plan.json",
        "id",
        nouns.Goal,
        _("Company goal"),
        (
            _note("text", _("Goal")),
            _text("metric", _("Metric")),
            _number("target", _("Target"), minimum=None),
            _text("unit", _("Unit")),
            _date("due", _("Due")),
        ),
    ),
    Table(
        "milestone",
        "milestones",
        "goals_milestones.csv",
        "milestone_id",
        nouns.Milestone,
        _("Key date"),
        (
            _date("date", _("Date"), required=True),
            _text("title", _("Title"), required=True),
            _ref("goal_id", _("Goal"), "goal"),
            _text("owner_role", _("Owner")),
            _choice("status", _("Status"), ("planned", "done", "cancelled")),
        ),
    ),
    Table(
        "segment",
        "segments",
        "segments.csv",
        "segment_id",
        nouns.Segment,
        _("Segment"),
        (
            _text("name", _("Name"), required=True),
            _note("description", _("Description")),
            _list("region", _("Regions")),
            _number("buying_group_size", _("People who decide"), minimum=0),
            _note("needs", _("Needs")),
            _note("where_found", _("Where they are found")),
            _note("how_influenced", _("What influences them")),
            _count("market_size_accounts", _("Market size"), _("accounts")),
            _number("satisfaction_score", _("Satisfaction"), _("0–10"), maximum=10),
            _text("satisfaction_source", _("Source of the satisfaction")),
            _refs("overlaps_with", _("Overlaps with"), "segment"),
        ),
    ),
    Table(
        "offering",
        "offerings",
        "offerings.csv",
        "offering_id",
        nouns.Offering,
        _("Offering"),
        (
            _ref("parent_id", _("Belongs to"), "offering"),
            _choice("level", _("Level"), ("brand", "sub_brand", "offering")),
            _text("name", _("Name"), required=True),
            _choice("revenue_model", _("Revenue model"), ("transactional", "subscription", "project")),
            Field("seasonality", _("Seasonality"), Kind.NUMBERS, minimum=0, help=_("Twelve values that add up to 12.")),
            _flag("seasonal_revenue", _("Revenue follows the season")),
            _text("unit", _("Unit")),
            _date("launch_date", _("Launch")),
            _flag("is_core", _("Core offering")),
        ),
    ),
    Table(
        "cell",
        "cells",
        "cells.csv",
        "cell_id",
        nouns.Cell,
        _("Market cell"),
        (
            _ref("segment_id", _("Segment"), "segment", required=True),
            _ref("offering_id", _("Offering"), "offering", required=True),
            _choice("sales_model", _("Sales model"), ("direct", "pipeline")),
            _number("customers_start", _("Customers on day 1"), required=True),
            _number("prospects", _("Prospects"), _("accounts")),
            _amount("arpa_month", _("Revenue per customer"), _("per month")),
            _amount("first_order_value", _("First order"), _("per new customer")),
            _count("fov_recognition_months", _("First order recognised over"), _("months"), minimum=1, maximum=60),
            _rate("gross_margin", _("Gross margin"), minimum=-1),
            _number("orders_per_year", _("Orders"), _("per year")),
            _rate("retention_year", _("Retention"), _("per year")),
            _rate("retention_new_year", _("Retention in the first year"), _("per year")),
            _rate("expansion_year", _("Growth of revenue per customer"), _("per year"), minimum=-1, maximum=None),
            _rate("referral_year", _("New customers by referral"), _("per customer and year"), maximum=None),
            _number("base_new_month", _("New customers without marketing"), _("per month")),
            _number("base_responses_month", _("Visits without marketing"), _("per month")),
            _rate("order_rate", _("Orders per response")),
            _rate("base_erosion_year", _("Erosion of the base"), _("per year")),
            _rate("lead_to_offer", _("Offers per lead")),
            _rate("offer_to_deal", _("Deals per offer")),
            _number("lag_lead_offer", _("Lead to offer"), _("months")),
            _number("lag_offer_deal", _("Offer to deal"), _("months")),
            _amount("ret_half_spend", _("Retention money at half effect"), _("per customer and month")),
            _rate("ret_max_effect", _("Largest reduction of churn")),
            _number("target_new_customers", _("Target of new customers"), _("per year")),
            _money("target_revenue", _("Target revenue")),
            _number("offers_capacity_month", _("Offers that sales can make"), _("per month")),
            _number("delivery_capacity_month", _("Deals that can be delivered"), _("per month")),
        ),
    ),
    Table(
        "stage",
        "stages",
        "stages.csv",
        "stage_id",
        nouns.Stage,
        _("Journey stage"),
        (
            _count("seq", _("Order"), required=True),
            _text("name", _("Name"), required=True),
            _choice("role", _("Role"), ("acquire", "retain", "enable"), required=True),
            _note("question", _("What the customer asks")),
            _note("desired_next_step", _("Desired next step")),
            _list("checklist_points", _("Checklist points")),
        ),
    ),
    Table(
        "channel",
        "channels",
        "channels.csv",
        "channel_id",
        nouns.Channel,
        _("Channel"),
        (
            _text("name", _("Name"), required=True),
            _choice("medium", _("Medium"), ("online", "offline", "both")),
            _choice("poem_type", _("Kind"), ("paid", "owned", "earned", "partner")),
            _text("response_unit", _("A response is a")),
            _amount("unit_cost", _("Cost per response"), _("at reference spend")),
            _rate("lead_rate", _("Leads per response")),
            _number("quality", _("Lead quality"), "×"),
            _number("order_factor", _("Order factor"), "×"),
            _rate("sigma", _("Share of the maximum reached")),
            _number("slope", _("Slope of the curve")),
            _number("half_life_weeks", _("Half-life"), _("weeks")),
            _count("delay_months", _("Delay"), _("months"), maximum=60),
            _number("long_term_multiplier", _("Long-term multiplier"), "×"),
            _count("lead_time_days", _("Lead time"), _("days")),
            _number("max_touches_per_month", _("Contacts at most"), _("per month")),
            _rate("brand_weight", _("Counts as brand")),
            _choice("confidence", _("Confidence"), CONFIDENCE),
            _note("source", _("Source")),
        ),
    ),
    Table(
        "lane",
        "lanes",
        "lanes.csv",
        "",
        nouns.Lane,
        _("Response curve"),
        (
            _ref("channel_id", _("Channel"), "channel", required=True),
            _ref("cell_id", _("Market cell"), "cell", required=True),
            _amount("ref_spend_month", _("Reference spend"), _("per month")),
            _number("fit", _("Fit"), "×"),
            _choice("basis", _("Basis"), ("plan", "intensity", "user", "fit", "adbudg")),
        ),
    ),
    Table(
        "campaign",
        "campaigns",
        "campaigns.csv",
        "campaign_id",
        nouns.Campaign,
        _("Campaign"),
        (
            _text("name", _("Name"), required=True, group="what"),
            _note("objective", _("Objective"), group="what"),
            _ref("primary_message_id", _("Message"), "message", group="what"),
            _date("start", _("Start"), group="when"),
            _date("end", _("End"), group="when"),
            _text("owner_role", _("Owner"), group="who"),
            _choice("brand_or_activation", _("Type"), ("brand", "activation"), group="what"),
            _rate(
                "integration",
                _("Integration"),
                group="what",
                help=_("How much its channels share message, assets and timing: scales their synergy."),
            ),
            _text("template_source", _("Made from template"), group="what"),
            _date("launch_date", _("Launch"), group="when"),
        ),
    ),
    ACTIVITY,
    ACTIVITY_TARGET,
    Table(
        "cost_category",
        "cost_categories",
        "cost_categories.csv",
        "category_id",
        nouns.CostCategory,
        _("Cost category"),
        (
            _text("name", _("Name"), required=True),
            _flag("working", _("Working"), help=_("Working money reaches people; only it drives responses.")),
            _text("gl_account", _("Ledger account")),
        ),
    ),
    Table(
        "cost_centre",
        "cost_centres",
        "cost_centres.csv",
        "cost_centre_id",
        nouns.CostCentre,
        _("Cost centre"),
        (_text("name", _("Name"), required=True),),
    ),
    Table(
        "envelope",
        "envelopes",
        "budget_envelopes.csv",
        "envelope_id",
        nouns.Envelope,
        _("Budget envelope"),
        (
            _text("fiscal_year", _("Fiscal year")),
            _count("quarter", _("Quarter"), minimum=1, maximum=4),
            _ref("cost_centre_id", _("Cost centre"), "cost_centre"),
            _ref("category_id", _("Cost category"), "cost_category"),
            _text("region", _("Region")),
            _money("topdown_amount", _("Top-down"), minimum=None),
            _text("owner_role", _("Owner")),
            _note("note", _("Note")),
        ),
    ),
    Table(
        "vendor",
        "vendors",
        "vendors.csv",
        "vendor_id",
        nouns.Vendor,
        _("Vendor"),
        (
            _text("name", _("Name"), required=True),
            _text("service", _("Service")),
            _money("annual_cap", _("Yearly cap")),
            _flag("preferred", _("Preferred")),
            _text("risk_rating", _("Risk")),
            _flag("data_processor", _("Processes personal data")),
            _flag("dpa_signed", _("Data agreement signed")),
        ),
    ),
    Table(
        "contract",
        "contracts",
        "contracts.csv",
        "contract_id",
        nouns.Contract,
        _("Contract"),
        (
            _ref("vendor_id", _("Vendor"), "vendor"),
            _text("title", _("Title"), required=True),
            _date("start", _("Start")),
            _date("end", _("End")),
            _money("value", _("Value")),
            _count("notice_days", _("Notice"), _("days")),
            _flag("auto_renew", _("Renews by itself")),
            _count("payment_terms_days", _("Payment terms"), _("days")),
            _text("owner_role", _("Owner")),
            _text("status", _("Status")),
        ),
    ),
    Table(
        "partner",
        "partners",
        "partners.csv",
        "partner_id",
        nouns.Partner,
        _("Partner"),
        (
            _text("name", _("Name"), required=True),
            _text("type", _("Type")),
            _text("region", _("Region")),
            _choice(
                "lifecycle_stage",
                _("Lifecycle stage"),
                ("strategize", "recruit", "onboard", "enable", "market", "sell", "incentivize", "accelerate"),
            ),
            _number("fit_score", _("Fit"), _("0–100"), maximum=100),
            _money("prior_year_revenue", _("Revenue last year")),
            _money("target_revenue", _("Target revenue")),
            _count("certified_staff", _("Certified staff")),
            _count("deal_registrations_py", _("Deals registered last year")),
            _number("voice_score", _("Voice of the partner"), _("0–10"), maximum=10),
            _date("voice_last_date", _("Last asked")),
            _text("brand_kit_version", _("Brand kit")),
        ),
    ),
    Table(
        "mdf_fund",
        "mdf_funds",
        "mdf_funds.csv",
        "fund_id",
        nouns.MdfFund,
        _("Partner fund"),
        (
            _ref("partner_id", _("Partner"), "partner"),
            _date("period_start", _("From")),
            _date("period_end", _("To")),
            _money("allocated", _("Allocated")),
            _rate("default_partner_share", _("Partner pays")),
            _date("claim_deadline", _("Claims until")),
            _note("rules", _("Rules")),
        ),
    ),
    Table(
        "message",
        "messages",
        "messages.csv",
        "message_id",
        nouns.Message,
        _("Message"),
        (
            _choice("scope_type", _("Level"), ("brand", "sub_brand", "offering", "cell")),
            _text("scope_id", _("Applies to")),
            _text("version", _("Version")),
            _note("positioning", _("Positioning")),
            _note("value_proposition", _("Value proposition")),
            _note("proof_points", _("Proof")),
            _text("tone", _("Tone")),
            _note("mandatory_elements", _("Mandatory elements")),
            _date("updated", _("Updated")),
        ),
    ),
    Table(
        "asset",
        "assets",
        "assets.csv",
        "asset_id",
        nouns.Asset,
        _("Asset"),
        (
            _text("name", _("Name"), required=True),
            _text("type", _("Type")),
            _text("journey_stage", _("Journey stage")),
            _ref("offering_id", _("Offering"), "offering"),
            _list("language", _("Languages")),
            _text("version", _("Version")),
            _flag("shared_with_partners", _("Shared with partners")),
            _date("licence_expires", _("Licence ends")),
            _text("status", _("Status")),
            _ref("repurposed_from", _("Made from"), "asset"),
        ),
    ),
    Table(
        "lever",
        "levers",
        "levers.csv",
        "lever_id",
        nouns.Lever,
        _("Improvement lever"),
        (
            _text("name", _("Name"), required=True),
            _choice(
                "metric",
                _("Improves"),
                (
                    "responses",
                    "lead_rate",
                    "order_rate",
                    "lead_to_offer",
                    "offer_to_deal",
                    "churn",
                    "arpa",
                    "first_order_value",
                ),
                required=True,
            ),
            _number("multiplier", _("Multiplier"), "×", required=True),
            _ref("cell_id", _("Market cell"), "cell"),
            _ref("channel_id", _("Channel"), "channel"),
            _date("start", _("Start"), required=True),
            _count("ramp_months", _("Ramp"), _("months")),
            _ref("activity_id", _("Linked activity"), "activity"),
            _choice("confidence", _("Confidence"), CONFIDENCE),
        ),
    ),
)

BY_NAME = {table.name: table for table in TABLES}


def table(name: str) -> Table:
    """Return the table with this name. Raises KeyError if there is none."""
    return BY_NAME[name]
