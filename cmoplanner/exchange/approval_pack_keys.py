"""How the parts of an approval pack are called: what writes it and what reads it agree on them."""

from typing import Any

from cmoplanner.model.approving import Terms

SHEET, RECORD, FORMAT = "Approval pack", "_approvals", 1
TITLE = "CMO Planner approval pack"
HEAD_ROW = 5  # 1 the first
APPROVE, REJECT, ASK = "approve", "reject", "ask"
DECISION, NAME, DATE, COMMENT, AMOUNT, ID = 14, 15, 16, 17, 10, 1
"""Columns, 1 the first."""


def terms_in(terms: Terms) -> dict[str, Any]:
    """Return what is asked for as the record holds it."""
    days = {key: day.isoformat() if day else "" for key, day in (("start", terms.start), ("end", terms.end))}
    return {"amount": terms.amount, **days, "vendor": terms.vendor_id or ""}
