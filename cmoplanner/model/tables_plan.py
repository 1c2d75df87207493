"""The plan itself, its goals and key dates: their fields."""

from cmoplanner.i18n import mark as _
from cmoplanner.model import plan as nouns
from cmoplanner.model.field import (
    Field,
    Kind,
    Table,
    choice_field,
    count_field,
    date_field,
    list_field,
    money_field,
    note_field,
    number_field,
    rate_field,
    ref_field,
    text_field,
)
from cmoplanner.model.periods import Pattern

HEADER = Table(
    "plan",
    "header",
    "plan.json",
    "plan_id",
    nouns.Header,
    _("Plan"),
    (
        text_field("company", _("Company"), required=True),
        text_field("name", _("Plan name"), required=True),
        text_field("fy_label", _("Fiscal year label")),
        date_field("fy_start", _("First day of the fiscal year"), required=True),
        choice_field("fy_pattern", _("Fiscal months"), tuple(Pattern)),
        Field("currency", _("Currency"), Kind.TEXT, "ISO 4217", required=True),
        Field(
            "currency_decimals",
            _("Decimals of the currency"),
            Kind.COUNT,
            required=True,
            minimum=0,
            maximum=4,
            help=_("Follow from the currency."),
            derived=True,
        ),
        text_field("locale", _("Locale"), help=_("Decides how dates and numbers are written.")),
        date_field("as_of", _("As of"), required=True, help=_("Months that ended by this day are closed.")),
        rate_field("discount_rate", _("Discount rate"), _("per year")),
        count_field("value_horizon_months", _("Value horizon"), _("months"), minimum=12, maximum=60),
        count_field("clv_horizon_months", _("Lifetime value horizon"), _("months"), minimum=12, maximum=120),
        rate_field("synergy_kappa", _("Synergy of integrated campaigns")),
        money_field("company_revenue_prior_year", _("Company revenue last year")),
        money_field("topdown_budget", _("Marketing budget"), required=True, help=_("Top-down, contingency included.")),
        rate_field("brand_target_share", _("Target share of brand money")),
        choice_field("status", _("Status"), ("draft", "submitted", "approved", "closed")),
        count_field("version", _("Version")),
        note_field("vision", _("Vision")),
        *(
            number_field(
                f"weight_{key}", label, help=_("How much it counts in the choice of partners; 0 leaves it out.")
            )
            for key, label in (
                ("segments", _("Weight of a partner's segments")),
                ("reach", _("Weight of a partner's reach")),
                ("technical", _("Weight of a partner's technical skill")),
                ("marketing", _("Weight of a partner's marketing capacity")),
                ("results", _("Weight of a partner's past results")),
                ("strategy", _("Weight of a partner's strategic will")),
            )
        ),
        list_field(
            "holiday_regions",
            _("Public holidays"),
            help=_("Countries whose public holidays count, or parts of them: DE, DE-BY, US-CA."),
        ),
        Field(
            "approved_version",
            _("Approved as"),
            Kind.TEXT,
            help=_("The id of the named version that was approved: the plan that actual cost is compared with."),
            derived=True,  # chosen by its name beside the budget
        ),
    ),
)

GOAL = Table(
    "goal",
    "goals",
    "plan.json",
    "id",
    nouns.Goal,
    _("Company goal"),
    (
        note_field("text", _("Goal")),
        text_field("metric", _("Metric")),
        number_field("target", _("Target"), minimum=None),
        text_field("unit", _("Unit")),
        date_field("due", _("Due")),
    ),
)

MILESTONE = Table(
    "milestone",
    "milestones",
    "goals_milestones.csv",
    "milestone_id",
    nouns.Milestone,
    _("Key date"),
    (
        date_field("date", _("Date"), required=True),
        text_field("title", _("Title"), required=True),
        ref_field("goal_id", _("Goal"), "goal"),
        text_field("owner_role", _("Owner")),
        choice_field("status", _("Status"), ("planned", "done", "cancelled")),
        choice_field("kind", _("Kind"), ("milestone", "capability"), help=_("A capability is built step by step.")),
        ref_field("kpi_id", _("Measured by"), "kpi"),
    ),
)

BLACKOUT = Table(
    "blackout",
    "blackouts",
    "blackouts.csv",
    "blackout_id",
    nouns.Blackout,
    _("Blackout"),
    (
        text_field("name", _("Name"), required=True),
        date_field("start", _("First day"), required=True),
        date_field("end", _("Last day"), required=True),
        text_field("region", _("Region"), help=_("Empty: everywhere.")),
        ref_field("segment_id", _("Segment"), "segment", help=_("Empty: all of them.")),
    ),
)
