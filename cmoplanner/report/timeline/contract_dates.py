"""Key dates of contracts on the calendar: the last day to give notice, and the last day of the contract.

Source: A-091, A-127; rule RSK-04.
"""

from cmoplanner.i18n import _
from cmoplanner.ledger.vendors import contract_dates
from cmoplanner.model.plan import Milestone, Plan

NOTICE, END = "contract notice", "contract end"
KINDS = frozenset({NOTICE, END})


def contract_key_dates(plan: Plan) -> tuple[Milestone, ...]:
    """Return the dates of a plan's contracts within its horizon, each by the id of its contract."""
    first, last = plan.calendar.fy_start, plan.calendar.month(plan.calendar.horizon).end
    found = []
    for one in contract_dates(plan):
        row = plan.contracts[one.id]
        words = _("Renews unless notice: {title}") if one.renews else _("Notice: {title}")
        for day, kind, title in ((one.notice, NOTICE, words), (one.end, END, _("Ends: {title}"))):
            if day is not None and first <= day <= last:
                found.append(Milestone(row.id, day, title.format(title=row.title), None, row.owner_role, kind=kind))
    return tuple(found)
