"""Objectives, measures, assumptions, scenarios, intake answers and stakeholders: their fields."""

from cmoplanner.i18n import mark as _
from cmoplanner.model import aims as nouns
from cmoplanner.model.field import (
    CONFIDENCE,
    Table,
    choice_field,
    date_field,
    month_field,
    note_field,
    number_field,
    ref_field,
    text_field,
)

OBJECTIVE = Table(
    "objective",
    "objectives",
    "objectives.csv",
    "objective_id",
    nouns.Objective,
    _("Objective"),
    (
        ref_field("goal_id", _("Company goal"), "goal"),
        note_field("text", _("Objective"), required=True),
        text_field("company_metric", _("Metric of the company")),
        number_field("target_value", _("Target"), minimum=None),
        text_field("unit", _("Unit")),
        date_field("due", _("Due")),
    ),
)

KPI = Table(
    "kpi",
    "kpis",
    "kpis.csv",
    "kpi_id",
    nouns.Kpi,
    _("Measure"),
    (
        ref_field("objective_id", _("Objective"), "objective"),
        text_field("name", _("Name"), required=True),
        choice_field("kind", _("Kind"), ("leading", "lagging", "activity")),
        text_field("unit", _("Unit")),
        text_field("frequency", _("Measured")),
        text_field("source", _("Source")),
        number_field("target_fy", _("Target of the fiscal year"), minimum=None),
        ref_field("stage_id", _("Journey stage"), "stage"),
        ref_field("segment_id", _("Segment"), "segment"),
        text_field("owner_role", _("Owner")),
    ),
)

KPI_VALUE = Table(
    "kpi_value",
    "kpi_values",
    "kpi_actuals.csv",
    "",
    nouns.KpiValue,
    _("Value of a measure"),
    (
        ref_field("kpi_id", _("Measure"), "kpi", required=True),
        month_field("month", _("Month"), required=True),
        number_field("plan", _("Planned"), minimum=None),
        number_field("actual", _("Actual"), minimum=None),
    ),
)

ASSUMPTION = Table(
    "assumption",
    "assumptions",
    "assumptions.csv",
    "assumption_id",
    nouns.Assumption,
    _("Assumption"),
    (
        text_field(
            "scope",
            _("Applies to"),
            required=True,
            help=_("The word plan, or a kind of row and its id, such as channel:email."),
        ),
        text_field("parameter", _("Parameter"), required=True),
        number_field("value", _("Likely"), required=True, minimum=None),
        number_field("low_p10", _("Low"), minimum=None, help=_("One time in ten it is lower.")),
        number_field("high_p90", _("High"), minimum=None, help=_("One time in ten it is higher.")),
        text_field("unit", _("Unit")),
        choice_field("confidence", _("Confidence"), CONFIDENCE),
        note_field("source", _("Source")),
        date_field("date", _("Date")),
        text_field("owner_role", _("Owner")),
    ),
)

SCENARIO = Table(
    "scenario",
    "scenarios",
    "scenarios.csv",
    "scenario_id",
    nouns.Scenario,
    _("Scenario"),
    (
        text_field("name", _("Name"), required=True),
        ref_field("parent_id", _("Differs from"), "scenario"),
        note_field("description", _("Description")),
    ),
)

SCENARIO_OVERRIDE = Table(
    "scenario_override",
    "scenario_overrides",
    "scenario_overrides.csv",
    "",
    nouns.ScenarioOverride,
    _("Difference of a scenario"),
    (
        ref_field("scenario_id", _("Scenario"), "scenario", required=True),
        text_field("selector", _("Rows"), required=True, help=_("Which rows change, such as campaign=x & unlocked.")),
        text_field("field", _("Field"), required=True),
        choice_field("op", _("Change"), ("set", "multiply", "add", "add_proportional"), required=True),
        text_field("value", _("Value"), required=True),
    ),
)

INTAKE = Table(
    "intake_answer",
    "intake_answers",
    "intake.csv",
    "question_id",
    nouns.IntakeAnswer,
    _("Intake answer"),
    (
        note_field("answer", _("Answer")),
        text_field("answered_by_role", _("Answered by")),
        date_field("date", _("Date")),
    ),
)

STAKEHOLDER = Table(
    "stakeholder",
    "stakeholders",
    "stakeholders.csv",
    "stakeholder_id",
    nouns.Stakeholder,
    _("Stakeholder"),
    (
        text_field("role", _("Role"), required=True),
        note_field("expects", _("Expects")),
        ref_field("goal_id", _("Company goal"), "goal"),
        date_field("sign_off_due", _("Sign-off due")),
        date_field("signed_off", _("Signed off")),
        note_field("comment", _("Comment")),
    ),
)
