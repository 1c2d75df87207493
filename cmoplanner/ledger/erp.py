"""The plan as lines for an accounting system: one for each activity and month, with its codes by rule.

Money is int minor units; what is loaded and what has no code add up to the plan's net money, to the minor unit.
Source: domain B.6.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cmoplanner.model.edits.money import month_name
from cmoplanner.model.periods import MONTHS_A_YEAR
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.plan import Activity, ErpRule, Plan

COST_CENTRE, ACCOUNT, CATEGORY, VENDOR = "cost_centre", "gl_account", "category", "vendor"
GIVEN = (COST_CENTRE, ACCOUNT, CATEGORY, VENDOR)
"""What rules give codes for."""

_LOOKED_AT = {
    "cost_centre": ("cost_centre_id", "cost_centres"),
    "category": ("category_id", "cost_categories"),
    "vendor": ("vendor_id", "vendors"),
    "channel": ("channel_id", "channels"),
    "campaign": ("campaign_id", "campaigns"),
    "region": ("region", ""),
    "activity": ("id", "activities"),
}


@dataclass(frozen=True, slots=True)
class ErpLine:
    """What one activity costs us in one fiscal month (1…12), and the codes it is booked under.

    `missing` names what it has no code for: with any, an accounting system would refuse the line.
    """

    activity: str
    text: str
    period: int
    month: str
    amount: int
    codes: Mapping[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ErpLoad:
    """All lines in the order of the plan and its months."""

    lines: tuple[ErpLine, ...]

    @cached_property
    def ready(self) -> tuple[ErpLine, ...]:
        """The lines that have every code."""
        return tuple(line for line in self.lines if not line.missing)

    @cached_property
    def unmapped(self) -> tuple[ErpLine, ...]:
        """The lines that lack a code."""
        return tuple(line for line in self.lines if line.missing)


def total(lines: Iterable[ErpLine]) -> int:
    """Return what lines add up to, in minor units."""
    return sum(line.amount for line in lines)


def erp_load(plan: Plan) -> ErpLoad:
    """Return the lines of a plan. Months without money have none."""
    rules = sorted(plan.erp_rules.values(), key=lambda rule: rule.rank)
    found = []
    for activity in plan.activities.values():
        if activity.cancelled:
            continue
        codes = {what: _code(plan, activity, what, rules) for what in GIVEN}
        missing = tuple(what for what, code in codes.items() if code is None)
        given = {what: code or "" for what, code in codes.items()}
        for t, amount in enumerate(net_by_month(activity, plan.calendar)[:MONTHS_A_YEAR], 1):
            if amount:
                month = month_name(plan.calendar, t)
                found.append(ErpLine(activity.id, activity.name, t, month, amount, given, missing))
    return ErpLoad(tuple(found))


def _code(plan: Plan, activity: Activity, what: str, rules: Iterable[ErpRule]) -> str | None:
    """Return the code of the first rule that fits; without any rule for it the plan's own code; None if there is none.

    Who has no vendor needs no code for one.
    """
    own = [rule for rule in rules if rule.gives == what]
    if what == VENDOR and not activity.vendor_id:
        return ""
    if own:
        return next((rule.code for rule in own if fits(plan, activity, rule)), None)
    category = plan.cost_categories.get(activity.category_id or "")
    code = {
        COST_CENTRE: activity.cost_centre_id,
        ACCOUNT: category.gl_account if category else None,
        CATEGORY: activity.category_id,
        VENDOR: activity.vendor_id,
    }[what]
    return code or None


def fits(plan: Plan, activity: Activity, rule: ErpRule) -> bool:
    """Return whether a rule fits an activity: its value is the id or the name of what it looks at; without one, all."""
    if not rule.looks_at:
        return True
    key, rows = _LOOKED_AT[rule.looks_at]
    value = getattr(activity, key) or ""
    row = getattr(plan, rows).get(value) if rows else None
    names = {str(value).casefold()} | ({row.name.casefold()} if row is not None else set())
    return rule.equals.strip().casefold() in names
