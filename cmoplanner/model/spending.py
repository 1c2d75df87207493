"""What happens to the money: orders, invoices, forecasts, transfers, past spend, and what partners share.

Money is int minor units; a month is a text like "2027-03".
"""

import datetime as dt
from dataclasses import dataclass

from cmoplanner.model.market import Extra


@dataclass(frozen=True, slots=True)
class Commitment:
    """A purchase order: money that is promised to a vendor; a release takes it from the blanket order it names."""

    id: str
    activity_id: str | None = None
    vendor_id: str | None = None
    date: dt.date | None = None
    amount: int = 0
    status: str = "open"
    blanket_id: str | None = None
    reference: str = ""
    note: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Actual:
    """Money that was booked in a month; without an activity it waits for its coding.

    Where it was paid in another currency, `foreign_amount` is in units of that one, and `quantity` is what it bought.
    """

    id: str
    month: str
    amount: int
    activity_id: str | None = None
    po_id: str | None = None
    posted_date: dt.date | None = None
    kind: str = "invoice"
    vendor_id: str | None = None
    reference: str = ""
    quantity: float | None = None
    foreign_amount: float | None = None
    note: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class VarianceNote:
    """Why what was booked of an activity up to a month differs from the approved plan."""

    id: str
    activity_id: str
    month: str
    text: str = ""
    author_role: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class ForecastOverride:
    """What an activity is expected to cost in a month, in place of its phasing."""

    id: str
    activity_id: str
    month: str
    amount: int
    note: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money moved from one budget envelope to another."""

    id: str
    from_envelope_id: str
    to_envelope_id: str
    amount: int
    date: dt.date | None = None
    approver_role: str = ""
    note: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class ErpRule:
    """Which code of the accounting system a line has: the first rule by rank that fits gives it.

    `gives` names what the code is for; a rule fits where the row that `looks_at` names is called `equals`, by id or by
    name. Without `looks_at` it fits every line.
    """

    id: str
    gives: str = "gl_account"
    looks_at: str = ""
    equals: str = ""
    code: str = ""
    rank: int = 0
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class PastMonth:
    """What was spent on a channel in a past month, and the responses it brought."""

    id: str
    channel_id: str
    month: str
    spend: int = 0
    responses: float | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class MdfClaim:
    """Money claimed from a partner's fund for an activity."""

    id: str
    activity_id: str | None = None
    claim_date: dt.date | None = None
    amount: int = 0
    approved_amount: int | None = None
    paid_date: dt.date | None = None
    status: str = "draft"
    proof_note: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class JointPlan:
    """What we and a partner do together in a campaign, and what both expect of it."""

    id: str
    partner_id: str
    campaign_id: str | None = None
    goal: str = ""
    objective_id: str | None = None
    our_responsibility: str = ""
    partner_responsibility: str = ""
    expected_leads: float | None = None
    expected_revenue: int | None = None
    review_cadence: str = ""
    owner_role: str = ""
    partner_owner_role: str = ""
    next_review: dt.date | None = None
    extra: Extra = ()
