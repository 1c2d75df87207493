"""How the inputs of an exported workbook are named where they are no field of their own, and the sheets they are on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MONTH, SHAPE, SEASON, OTHER = "month_", "gross_month_", "seasonality_", "other_"
"""How the keys begin of a net month, a gross month, an offering's month, and of what is told but not taken over."""

COMMENT = "comment_"
"""How the key begins of a comment on a variance; the month that it is about follows."""

SECOND = "#2"
"""A column without a name: the second one."""

CALENDAR, PHASING, BUDGET, SUMMARY, ASSUMPTIONS = "Calendar", "Phasing", "Budget", "Summary", "Assumptions"
TRANSFERS, COMMITMENTS, ACTUALS, FUNDS, VENDORS = "Transfers", "Commitments", "Actuals", "MDF", "Vendors"
TARGETS, VARIANCE, LINES = "Targets", "Variance", "Lines"


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet of inputs: the column of its rows' names, its columns by key, and the keys that are formulas there."""

    name: str
    names: str
    columns: Mapping[str, str]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowOut:
    """The inputs of one row of a sheet, by key, as JSON; its name stands in the first column."""

    sheet: str
    name: str
    table: str
    id: str
    values: Mapping[str, Any]
