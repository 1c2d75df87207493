"""What the rules between rows have to know of a whole plan, counted once."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from math import fsum

from cmoplanner.model import circles, currencies, fields
from cmoplanner.model.money import text_from_minor
from cmoplanner.model.periods import Span
from cmoplanner.model.plan import Activity, MessageVariant, Plan
from cmoplanner.model.problem import Severity
from cmoplanner.model.values import FIRST_YEAR, LAST_YEAR

MONTHLY = {
    "kpi_value": "kpi_id",
    "past_month": "channel_id",
    "forecast_override": "activity_id",
    "variance_note": "activity_id",
}
"""What a row of a month belongs to, by table."""

_FEW = 20

Found = tuple[str, str, str, Severity]
"""Key of the field, sentence, remedy, severity."""


class Facts:
    """What rules have to know of a whole plan, counted at the first question."""

    def __init__(self, plan: Plan, rows: int = 1) -> None:
        self.plan = plan
        self.whole = rows > _FEW
        """Whether so many rows are looked at that a look at the whole plan pays."""
        self._months: dict[str, Counter[tuple[str, str]]] = {}
        self._circles: dict[str, dict[str, int]] = {}

    def circles(self, table: str) -> Mapping[str, int]:
        """Return a number for each row of a table; rows with the same one lead to each other."""
        if table not in self._circles:
            self._circles[table] = circles.circles(circles.leads_of(self.plan, fields.table(table)))
        return self._circles[table]

    def times(self, table: str, owner: str, month: str) -> int:
        """Return how often a month is there of one owner."""
        if table not in self._months:
            rows = getattr(self.plan, fields.table(table).attribute).values()
            self._months[table] = Counter((getattr(row, MONTHLY[table]), row.month) for row in rows)
        return self._months[table][owner, month]

    @cached_property
    def envelopes(self) -> int:
        """The money of all budget envelopes of the fiscal year."""
        label = self.plan.header.fy_label
        rows = self.plan.envelopes.values()
        return sum(row.topdown_amount for row in rows if not label or row.fiscal_year in ("", label))

    @cached_property
    def moved_out(self) -> Mapping[str, int]:
        """What transfers take from each envelope, less what they bring."""
        out: Counter[str] = Counter()
        for row in self.plan.transfers.values():
            out[row.from_envelope_id] += row.amount
            out[row.to_envelope_id] -= row.amount
        return out

    @cached_property
    def year(self) -> Span | None:
        """The fiscal year; None if it begins where no calendar does."""
        start = self.plan.header.fy_start
        return self.plan.calendar.year if FIRST_YEAR <= start.year <= LAST_YEAR else None

    @cached_property
    def register(self) -> Mapping[tuple[str, str], int]:
        """How often the register of assumptions has a value, by scope and parameter."""
        return Counter((row.scope, row.parameter) for row in self.plan.assumptions.values())

    @cached_property
    def currencies(self) -> frozenset[str]:
        """The codes of all currencies in use."""
        return frozenset(currencies.codes())

    @cached_property
    def variants(self) -> Mapping[str, tuple[MessageVariant, ...]]:
        """The local variants of each message that has any."""
        found: dict[str, tuple[MessageVariant, ...]] = {}
        for row in self.plan.message_variants.values():
            found[row.message_id] = (*found.get(row.message_id, ()), row)
        return found

    @cached_property
    def chain_budget(self) -> Mapping[str, float]:
        """What the budget shares of the templates of each chain add up to."""
        shares: dict[str, list[float]] = {}
        for row in self.plan.touchpoint_templates.values():
            shares.setdefault(row.chain, []).append(row.budget_share or 0.0)
        return {chain: fsum(found) for chain, found in shares.items()}

    @cached_property
    def used_lanes(self) -> frozenset[tuple[str, str]]:
        """Channel and market cell of each curve that money is spent on."""
        return frozenset(
            (activity.channel_id, target.cell_id)
            for activity in self.plan.activities.values()
            if activity.channel_id and activity.gross_spend > 0 and not activity.cancelled
            for target in activity.targets
        )

    @cached_property
    def readers(self) -> frozenset[tuple[str, str, str | None]]:
        """Guidelines, role and partner of each acknowledgement of the version that holds."""
        assets = self.plan.assets
        return frozenset(
            (row.asset_id, row.role, row.partner_id)
            for row in self.plan.guideline_acknowledgements.values()
            if row.asset_id in assets and row.version == assets[row.asset_id].version
        )

    @cached_property
    def partner_readers(self) -> frozenset[tuple[str, str | None]]:
        """Guidelines and partner of each acknowledgement of the version that holds."""
        return frozenset((asset_id, partner_id) for asset_id, _role, partner_id in self.readers)

    @cached_property
    def guidelines(self) -> frozenset[str]:
        """Assets that somebody has acknowledged: the guidelines of the brand."""
        return frozenset(row.asset_id for row in self.plan.guideline_acknowledgements.values())

    def working(self, activity: Activity) -> bool:
        """Return whether an activity's money reaches people; without a category, whether it has a channel."""
        category = self.plan.cost_categories.get(activity.category_id or "")
        return category.working if category else activity.channel_id is not None

    def money(self, minor: int) -> str:
        """Return money for a sentence."""
        header = self.plan.header
        return f"{text_from_minor(minor, header.currency_decimals)} {header.currency}"
