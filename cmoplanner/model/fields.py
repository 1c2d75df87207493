"""The one list of every table and field of a plan: storage, forms, plan tables, checks and help are made from it."""

from cmoplanner.model.field import CONFIDENCE, Field, Kind, Table
from cmoplanner.model.tables_activity import (
    ACTIVITY,
    ACTIVITY_LINK,
    ACTIVITY_TARGET,
    ASSET,
    CAMPAIGN,
    MESSAGE,
    MESSAGE_VARIANT,
    TOUCHPOINT_TEMPLATE,
)
from cmoplanner.model.tables_aims import (
    ASSUMPTION,
    INTAKE,
    KPI,
    KPI_VALUE,
    OBJECTIVE,
    SCENARIO,
    SCENARIO_OVERRIDE,
    STAKEHOLDER,
)
from cmoplanner.model.tables_budget import CONTRACT, COST_CATEGORY, COST_CENTRE, ENVELOPE, MDF_FUND, PARTNER, VENDOR
from cmoplanner.model.tables_governance import (
    APPROVAL,
    APPROVAL_RULE,
    COMPETITOR,
    EXPERIMENT,
    FEEDBACK,
    FINDING_DECISION,
    GUIDELINE_ACKNOWLEDGEMENT,
    IDEA,
    INSIGHT_FACT,
    PRESCRIBED_CHANGE,
    RISK,
    RULE_SETTING,
)
from cmoplanner.model.tables_market import CELL, CHANNEL, LANE, LEVER, OFFERING, SEGMENT, STAGE
from cmoplanner.model.tables_plan import BLACKOUT, GOAL, HEADER, MILESTONE
from cmoplanner.model.tables_presenting import ASK, BOARD_DECISION, DECK_PAGE, MARKET_EVENT
from cmoplanner.model.tables_spending import (
    ACTUAL,
    COMMITMENT,
    ERP_RULE,
    FORECAST_OVERRIDE,
    JOINT_PLAN,
    MDF_CLAIM,
    PAST_MONTH,
    TRANSFER,
    VARIANCE_NOTE,
)

__all__ = [
    "ACTIVITY",
    "ACTIVITY_TARGET",
    "BY_NAME",
    "CONFIDENCE",
    "HEADER",
    "TABLES",
    "Field",
    "Kind",
    "Table",
    "table",
]

TABLES: tuple[Table, ...] = (
    HEADER,
    GOAL,
    MILESTONE,
    BLACKOUT,
    SEGMENT,
    OFFERING,
    CELL,
    STAGE,
    CHANNEL,
    LANE,
    CAMPAIGN,
    ACTIVITY,
    ACTIVITY_TARGET,
    COST_CATEGORY,
    COST_CENTRE,
    ENVELOPE,
    VENDOR,
    CONTRACT,
    PARTNER,
    MDF_FUND,
    MESSAGE,
    ASSET,
    LEVER,
    OBJECTIVE,
    KPI,
    KPI_VALUE,
    ASSUMPTION,
    SCENARIO,
    SCENARIO_OVERRIDE,
    INTAKE,
    STAKEHOLDER,
    COMMITMENT,
    ACTUAL,
    FORECAST_OVERRIDE,
    VARIANCE_NOTE,
    TRANSFER,
    ERP_RULE,
    PAST_MONTH,
    MDF_CLAIM,
    JOINT_PLAN,
    APPROVAL_RULE,
    APPROVAL,
    RISK,
    FEEDBACK,
    IDEA,
    FINDING_DECISION,
    GUIDELINE_ACKNOWLEDGEMENT,
    INSIGHT_FACT,
    COMPETITOR,
    EXPERIMENT,
    MESSAGE_VARIANT,
    ACTIVITY_LINK,
    TOUCHPOINT_TEMPLATE,
    PRESCRIBED_CHANGE,
    RULE_SETTING,
    DECK_PAGE,
    ASK,
    BOARD_DECISION,
    MARKET_EVENT,
)

BY_NAME = {table.name: table for table in TABLES}


def table(name: str) -> Table:
    """Return the table with this name. Raises KeyError if there is none."""
    return BY_NAME[name]
