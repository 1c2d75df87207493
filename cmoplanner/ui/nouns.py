"""The tables of a plan as people look for them: in groups, with their names in the plural, and their rows by id."""

from collections.abc import Mapping
from typing import Any

from cmoplanner.i18n import _, mark
from cmoplanner.model import fields
from cmoplanner.model.checks import row_objects
from cmoplanner.model.fields import Table
from cmoplanner.model.plan import Plan

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("Plan and goals"), ("plan", "goal", "milestone", "blackout", "objective", "kpi", "kpi_value")),
    (mark("Market"), ("segment", "offering", "cell", "competitor", "market_event", "insight_fact")),
    (mark("Journey and channels"), ("stage", "channel", "lane", "lever")),
    (
        mark("Campaigns and activities"),
        ("campaign", "activity", "activity_target", "activity_link", "touchpoint_template", "experiment"),
    ),
    (mark("Messages and assets"), ("message", "message_variant", "asset", "guideline_acknowledgement")),
    (
        mark("Money"),
        (
            "cost_category",
            "cost_centre",
            "envelope",
            "transfer",
            "commitment",
            "actual",
            "forecast_override",
            "variance_note",
            "past_month",
            "vendor",
            "contract",
            "erp_rule",
        ),
    ),
    (mark("Partners"), ("partner", "joint_plan", "mdf_fund", "mdf_claim")),
    (mark("Assumptions and scenarios"), ("assumption", "scenario", "scenario_override")),
    (
        mark("Governance"),
        (
            "stakeholder",
            "approval_rule",
            "approval",
            "risk",
            "feedback",
            "idea",
            "intake_answer",
            "finding_decision",
            "prescribed_change",
            "rule_setting",
        ),
    ),
    (mark("Leadership"), ("deck_page", "ask", "board_decision")),
)
_OTHERS = mark("More")

_PLURALS = {
    "plan": mark("Plan"),
    "goal": mark("Company goals"),
    "milestone": mark("Key dates"),
    "blackout": mark("Blackouts"),
    "objective": mark("Objectives"),
    "kpi": mark("KPIs"),
    "kpi_value": mark("KPI values"),
    "segment": mark("Segments"),
    "offering": mark("Offerings"),
    "cell": mark("Market cells"),
    "competitor": mark("Competitors"),
    "insight_fact": mark("Insights"),
    "stage": mark("Journey stages"),
    "channel": mark("Channels"),
    "lane": mark("Response curves"),
    "lever": mark("Levers"),
    "campaign": mark("Campaigns"),
    "activity": mark("Activities"),
    "activity_target": mark("Where activities go"),
    "activity_link": mark("Links between activities"),
    "touchpoint_template": mark("Touchpoint templates"),
    "experiment": mark("Experiments"),
    "message": mark("Messages"),
    "message_variant": mark("Message versions"),
    "asset": mark("Assets"),
    "guideline_acknowledgement": mark("Guidelines read"),
    "cost_category": mark("Cost categories"),
    "cost_centre": mark("Cost centres"),
    "envelope": mark("Budget envelopes"),
    "transfer": mark("Transfers"),
    "erp_rule": mark("Accounting codes"),
    "commitment": mark("Commitments"),
    "actual": mark("Actuals"),
    "forecast_override": mark("Forecast overrides"),
    "variance_note": mark("Comments on variances"),
    "past_month": mark("Past months"),
    "vendor": mark("Vendors"),
    "contract": mark("Contracts"),
    "partner": mark("Partners"),
    "joint_plan": mark("Joint plans"),
    "mdf_fund": mark("Partner funds (MDF)"),
    "mdf_claim": mark("Fund claims"),
    "assumption": mark("Assumptions"),
    "scenario": mark("Scenarios"),
    "scenario_override": mark("Scenario overrides"),
    "stakeholder": mark("Stakeholders"),
    "approval_rule": mark("Approval policy"),
    "approval": mark("Approvals"),
    "risk": mark("Risks"),
    "feedback": mark("Feedback"),
    "idea": mark("Improvement ideas"),
    "intake_answer": mark("Intake answers"),
    "finding_decision": mark("Decisions on findings"),
    "prescribed_change": mark("Changes of prescriptions"),
    "deck_page": mark("Pages of the presentation"),
    "ask": mark("Asks in your words"),
    "board_decision": mark("Decisions of leadership"),
    "market_event": mark("Market events"),
    "rule_setting": mark("Rules and thresholds"),
}


def grouped_tables() -> list[tuple[str, list[Table]]]:
    """Return every table of a plan under the name of its group; what is in no group comes last."""
    known = {name for _title, names in GROUPS for name in names}
    found = [(_(title), [fields.BY_NAME[name] for name in names if name in fields.BY_NAME]) for title, names in GROUPS]
    others = [table for table in fields.TABLES if table.name not in known]
    return [*found, (_(_OTHERS), others)] if others else found


def group_of(table: Table) -> str:
    """Return what the group of a table is called."""
    return _(next((title for title, names in GROUPS if table.name in names), _OTHERS))


def plural(table: Table) -> str:
    """Return what the rows of a table are called."""
    return _(_PLURALS.get(table.name, table.label))


def rows_of(plan: Plan, table: Table) -> Mapping[str, Any]:
    """Return the rows of a table by id, in the user's order."""
    return {str(row.id): row for row in row_objects(plan, table)}


def row_count(plan: Plan, table: Table) -> int:
    """Return how many rows a table has."""
    if singleton(table):
        return 1
    if table.attribute and table.name != fields.ACTIVITY_TARGET.name:
        return len(getattr(plan, table.attribute))
    return sum(len(activity.targets) for activity in plan.activities.values())


def singleton(table: Table) -> bool:
    """Return whether a table has exactly one row: the plan itself."""
    return table.name == fields.HEADER.name
