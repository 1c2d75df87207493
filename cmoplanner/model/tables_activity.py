"""Campaigns, activities, whom they go to, and what they say and use: their fields."""

from cmoplanner.i18n import mark as _
from cmoplanner.model import plan as nouns
from cmoplanner.model.field import (
    Field,
    Kind,
    Table,
    choice_field,
    count_field,
    date_field,
    flag_field,
    list_field,
    money_field,
    note_field,
    number_field,
    rate_field,
    ref_field,
    refs_field,
    text_field,
)
from cmoplanner.model.periods import Recurrence

_LINKS = ("promotes", "rehearses", "derives_from", "follows_up", "announces", "supports")

CAMPAIGN = Table(
    "campaign",
    "campaigns",
    "campaigns.csv",
    "campaign_id",
    nouns.Campaign,
    _("Campaign"),
    (
        text_field("name", _("Name"), required=True, group="what"),
        note_field("objective", _("Objective"), group="what"),
        ref_field("objective_id", _("Serves objective"), "objective", group="what"),
        ref_field("primary_message_id", _("Message"), "message", group="what"),
        date_field("start", _("Start"), group="when"),
        date_field("end", _("End"), group="when"),
        text_field("owner_role", _("Owner"), group="who"),
        choice_field("brand_or_activation", _("Type"), ("brand", "activation"), group="what"),
        rate_field(
            "integration",
            _("Integration"),
            group="what",
            help=_("How much its channels share message, assets and timing: scales their synergy."),
        ),
        text_field("template_source", _("Made from template"), group="what"),
        date_field("launch_date", _("Launch"), group="when"),
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
        ref_field("campaign_id", _("Campaign"), "campaign", group="what"),
        text_field("name", _("Name"), required=True, group="what"),
        ref_field("channel_id", _("Channel"), "channel", group="what"),
        ref_field("stage_id", _("Journey stage"), "stage", group="what"),
        date_field("start", _("Start"), required=True, group="when"),
        date_field("end", _("End"), required=True, group="when", help=_("Last day, included.")),
        choice_field("recurrence", _("Repeats"), tuple(Recurrence), group="when"),
        date_field(
            "until", _("Repeats until"), group="when", help=_("The last occurrence starts on or before this day.")
        ),
        choice_field(
            "phasing",
            _("Phasing"),
            ("even", "start", "end", "milestones"),
            group="money",
            help=_("How the money falls on the months the activity runs."),
        ),
        list_field(
            "payments",
            _("Payments"),
            group="money",
            help=_("Days after the start and share of the money, such as 0=30, 45=70: for money at milestones."),
        ),
        Field(
            "custom_phasing",
            _("Custom phasing"),
            Kind.NUMBERS,
            minimum=0,
            group="money",
            help=_("Twelve weights, one for each fiscal month; they take the place of the phasing above."),
        ),
        money_field(
            "gross_spend",
            _("Gross spend"),
            required=True,
            group="money",
            help=_("Whole programme cost of the whole series, partner part included."),
        ),
        text_field(
            "currency", _("Agreed in"), group="money", help=_("Another currency than the plan's, as a code like USD.")
        ),
        Field(
            "foreign_amount",
            _("Amount agreed"),
            Kind.AMOUNT,
            minimum=0,
            group="money",
            help=_("In the other currency; with its rate it makes the gross spend."),
        ),
        number_field(
            "fx_rate_plan",
            _("Exchange rate"),
            group="money",
            help=_("How many units of the plan's currency one unit of the other is planned to cost."),
        ),
        number_field(
            "quantity",
            _("Quantity"),
            group="money",
            help=_("How many units the cost buys: its price is cost by quantity."),
        ),
        ref_field("category_id", _("Cost category"), "cost_category", group="money"),
        ref_field("cost_centre_id", _("Cost centre"), "cost_centre", group="money"),
        text_field("region", _("Region"), group="what"),
        ref_field("vendor_id", _("Vendor"), "vendor", group="who"),
        ref_field("contract_id", _("Contract"), "contract", group="who"),
        ref_field("partner_id", _("Partner"), "partner", group="who"),
        ref_field("fund_id", _("Partner fund"), "mdf_fund", group="money"),
        rate_field("partner_share", _("Partner pays"), group="money"),
        text_field("owner_role", _("Owner"), group="who"),
        text_field("co_owner_role", _("Co-owner"), group="who"),
        choice_field(
            "status",
            _("Status"),
            ("planned", "placeholder", "committed", "live", "done", "cancelled"),
            group="status",
            help=_("A placeholder keeps money for what is not decided yet."),
        ),
        choice_field("approval_status", _("Approval"), ("draft", "submitted", "approved", "rejected"), group="status"),
        text_field("approver_role", _("Approver"), group="status"),
        ref_field("message_id", _("Message"), "message", group="what"),
        refs_field("asset_ids", _("Assets"), "asset", group="what"),
        refs_field(
            "depends_on", _("Starts after"), "activity", group="when", help=_("Activities that must end before.")
        ),
        flag_field("locked", _("Locked"), group="status", help=_("Keeps its dates and money whatever is optimised.")),
        number_field(
            "planned_responses",
            _("Planned responses"),
            group="money",
            help=_("A judgement that takes the place of the response curve."),
        ),
        choice_field("audience", _("Audience"), ("customer", "partner", "internal"), group="what"),
        count_field("sends", _("Sends")),
        text_field("created_by_rule", _("Created by rule")),
        note_field("brief", _("Brief"), group="notes", help=_("What whoever delivers it has to know.")),
        note_field("notes", _("Notes"), group="notes"),
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
        ref_field("activity_id", _("Activity"), "activity", required=True),
        ref_field("cell_id", _("Market cell"), "cell", required=True),
        Field("share", _("Share"), Kind.RATE, required=True, minimum=0, maximum=1),
    ),
)

MESSAGE = Table(
    "message",
    "messages",
    "messages.csv",
    "message_id",
    nouns.Message,
    _("Message"),
    (
        choice_field("scope_type", _("Level"), ("brand", "sub_brand", "offering", "cell")),
        text_field("scope_id", _("Applies to")),
        text_field("version", _("Version")),
        note_field("positioning", _("Positioning")),
        note_field("value_proposition", _("Value proposition")),
        note_field("proof_points", _("Proof")),
        note_field("differentiator", _("Differentiator"), help=_("What only we offer: else the price decides.")),
        text_field("tone", _("Tone")),
        note_field("mandatory_elements", _("Mandatory elements")),
        date_field("updated", _("Updated")),
    ),
)

MESSAGE_VARIANT = Table(
    "message_variant",
    "message_variants",
    "message_variants.csv",
    "",
    nouns.MessageVariant,
    _("Local variant of a message"),
    (
        ref_field("message_id", _("Message"), "message", required=True),
        text_field("language", _("Language")),
        text_field("region", _("Region")),
        note_field("text", _("Text")),
    ),
)

ACTIVITY_LINK = Table(
    "activity_link",
    "activity_links",
    "activity_links.csv",
    "",
    nouns.ActivityLink,
    _("Link of activities"),
    (
        ref_field("activity_id", _("Activity"), "activity", required=True),
        ref_field("linked_id", _("Other activity"), "activity", required=True),
        choice_field("link_type", _("What it does"), _LINKS),
        choice_field("timing", _("Timing"), ("FS", "SS"), help=_("FS: after its end. SS: after its start.")),
        count_field("lag_days", _("Lag"), _("days"), minimum=None),
    ),
)

ASSET = Table(
    "asset",
    "assets",
    "assets.csv",
    "asset_id",
    nouns.Asset,
    _("Asset"),
    (
        text_field("name", _("Name"), required=True),
        text_field("type", _("Type")),
        text_field("journey_stage", _("Journey stage")),
        ref_field("offering_id", _("Offering"), "offering"),
        list_field("language", _("Languages")),
        text_field("version", _("Version")),
        flag_field("shared_with_partners", _("Shared with partners")),
        date_field("licence_expires", _("Licence ends")),
        date_field("ready_date", _("Ready on"), help=_("From this day on activities can use it.")),
        text_field("status", _("Status")),
        ref_field("repurposed_from", _("Made from"), "asset"),
    ),
)

TOUCHPOINT_TEMPLATE = Table(
    "touchpoint_template",
    "touchpoint_templates",
    "touchpoint_templates.csv",
    "template_id",
    nouns.TouchpointTemplate,
    _("Touchpoint template"),
    (
        text_field("name", _("Name"), required=True),
        ref_field("channel_id", _("Channel"), "channel"),
        ref_field("stage_id", _("Journey stage"), "stage"),
        ref_field("category_id", _("Cost category"), "cost_category"),
        count_field("duration_days", _("Lasts"), _("days"), minimum=1, maximum=366),
        money_field("default_spend", _("Usual spend")),
        rate_field("partner_share", _("Partner pays")),
        count_field("lead_time_days", _("Lead time"), _("days"), help=_("Empty: that of the channel.")),
        list_field("needed_assets", _("Needed assets")),
        text_field("chain", _("Chain"), help=_("Templates with the same word are used together.")),
        count_field(
            "offset_days", _("Starts"), _("days from the chain's day"), minimum=-366, help=_("Negative: before it.")
        ),
        rate_field("budget_share", _("Share of the chain's budget")),
        choice_field("link_type", _("What it does"), _LINKS),
        ref_field("linked_template_id", _("To template"), "touchpoint_template"),
        note_field("notes", _("Notes")),
    ),
)
