"""How the inputs of an exported workbook are named where they are no field of their own, and the sheets they are on."""

MONTH, SHAPE, SEASON, OTHER = "month_", "gross_month_", "seasonality_", "other_"
"""How the keys begin of a net month, a gross month, an offering's month, and of what is told but not taken over."""

SECOND = "#2"
"""A column without a name: the second one."""

CALENDAR, PHASING, BUDGET, SUMMARY, ASSUMPTIONS = "Calendar", "Phasing", "Budget", "Summary", "Assumptions"
