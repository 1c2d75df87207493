"""The one list of every table and field of a plan: storage, forms, plan tables, checks and help are made from it."""

from cmoplanner.model.field import CONFIDENCE, Field, Kind, Table
from cmoplanner.model.tables_activity import ACTIVITY, ACTIVITY_TARGET, ASSET, CAMPAIGN, MESSAGE
from cmoplanner.model.tables_budget import CONTRACT, COST_CATEGORY, COST_CENTRE, ENVELOPE, MDF_FUND, PARTNER, VENDOR
from cmoplanner.model.tables_market import CELL, CHANNEL, LANE, LEVER, OFFERING, SEGMENT, STAGE
from cmoplanner.model.tables_plan import GOAL, HEADER, MILESTONE

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
)

BY_NAME = {table.name: table for table in TABLES}


def table(name: str) -> Table:
    """Return the table with this name. Raises KeyError if there is none."""
    return BY_NAME[name]
