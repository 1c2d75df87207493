"""What the company does: campaigns and their activities. Money is int minor units."""

from dataclasses import dataclass
from datetime import date

from cmoplanner.model.market import Extra
from cmoplanner.model.periods import Recurrence, Span, series


@dataclass(frozen=True, slots=True)
class Campaign:
    """Activities that work together; `integration` 0…1 scales their synergy."""

    id: str
    name: str
    objective: str = ""
    primary_message_id: str | None = None
    start: date | None = None
    end: date | None = None
    owner_role: str = ""
    objective_id: str | None = None
    brand_or_activation: str = "activation"
    integration: float = 0.8
    template_source: str = ""
    launch_date: date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class ActivityLink:
    """What an activity has to do with another one (domain B.5): it promotes it, follows it up, is made from it.

    FS: it starts after the end of the other; SS: after its start; `lag_days` later at least.
    """

    id: str
    activity_id: str
    linked_id: str
    link_type: str = "supports"
    timing: str = ""
    lag_days: int = 0
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The share of an activity that goes to one market cell."""

    cell_id: str
    share: float


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the calendar: something the company does, with dates, money and audience.

    `gross_spend` is the whole programme cost of the whole series; `partner_share` of it is paid by a partner. Where it
    is agreed in another currency, `foreign_amount` is in units of `currency`, and `fx_rate_plan` units of the plan's
    currency are one of it.
    """

    id: str
    name: str
    start: date
    end: date
    campaign_id: str | None = None
    channel_id: str | None = None
    stage_id: str | None = None
    recurrence: str = Recurrence.NONE
    until: date | None = None
    phasing: str = "even"
    payments: tuple[str, ...] = ()
    custom_phasing: tuple[float, ...] = ()
    gross_spend: int = 0
    category_id: str | None = None
    cost_centre_id: str | None = None
    region: str = ""
    vendor_id: str | None = None
    contract_id: str | None = None
    partner_id: str | None = None
    fund_id: str | None = None
    partner_share: float = 0.0
    owner_role: str = ""
    co_owner_role: str = ""
    status: str = "planned"
    approval_status: str = "draft"
    approver_role: str = ""
    message_id: str | None = None
    asset_ids: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    locked: bool = False
    planned_responses: float | None = None
    audience: str = "customer"
    sends: int | None = None
    created_by_rule: str = ""
    brief: str = ""
    notes: str = ""
    currency: str = ""
    foreign_amount: float | None = None
    fx_rate_plan: float | None = None
    quantity: float | None = None
    extra: Extra = ()
    targets: tuple[Target, ...] = ()

    @property
    def span(self) -> Span:
        """The days of the first occurrence."""
        return Span(self.start, self.end)

    @property
    def cancelled(self) -> bool:
        """Whether the activity counts in nothing."""
        return self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class TouchpointTemplate:
    """A kind of touchpoint from which activities are made (domain B.4), alone or as a part of a chain (B.9).

    In a chain it starts `offset_days` from the day the chain is built around and takes `budget_share` of the money.
    """

    id: str
    name: str
    channel_id: str | None = None
    stage_id: str | None = None
    category_id: str | None = None
    duration_days: int = 1
    default_spend: int = 0
    partner_share: float = 0.0
    lead_time_days: int | None = None
    needed_assets: tuple[str, ...] = ()
    chain: str = ""
    offset_days: int = 0
    budget_share: float | None = None
    link_type: str = ""
    linked_template_id: str | None = None
    notes: str = ""
    extra: Extra = ()


def starts(activity: Activity, fy_end: date) -> list[date]:
    """Return the first day of each occurrence; a series without `until` runs to the end of the fiscal year."""
    until = fy_end if activity.until is None else activity.until
    return [date.fromordinal(day) for day in series(activity.start, Recurrence(activity.recurrence), until)]


def last_day(activity: Activity, fy_end: date) -> date:
    """Return the last day of an activity's last occurrence."""
    return starts(activity, fy_end)[-1] + (activity.end - activity.start)
