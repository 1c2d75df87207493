"""Which rows a difference of a scenario speaks of: one row by its address, or activities by what they have in common.

"channel:email" is a row, "channel:*" every row of a table, "plan" the plan itself. Everything else names activities:
words and comparisons joined by "&", such as "campaign=be,hc & working & unlocked" or "segment!=edu".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from cmoplanner.i18n import _
from cmoplanner.model.activity import Activity
from cmoplanner.model.fields import ACTIVITY, BY_NAME, HEADER
from cmoplanner.model.plan import Plan
from cmoplanner.model.tables_aims import SCENARIO, SCENARIO_OVERRIDE
from cmoplanner.projection.terms import is_working

Values = Callable[[Plan, Activity], frozenset[str]]
Test = Callable[[Plan, Activity], bool]

_OUT_OF_REACH = frozenset({SCENARIO.name, SCENARIO_OVERRIDE.name})


def _column(name: str) -> Values:
    return lambda _plan, activity: frozenset({str(getattr(activity, name) or "")})


def _of_cells(name: str) -> Values:
    """Return the values of a column of the market cells that an activity goes to."""

    def values(plan: Plan, activity: Activity) -> frozenset[str]:
        cells = (plan.cells.get(target.cell_id) for target in activity.targets)
        return frozenset(str(getattr(cell, name)) for cell in cells if cell is not None)

    return values


COMPARED: Mapping[str, Values] = MappingProxyType(
    {
        "activity": _column("id"),
        "campaign": _column("campaign_id"),
        "channel": _column("channel_id"),
        "stage": _column("stage_id"),
        "category": _column("category_id"),
        "cost_centre": _column("cost_centre_id"),
        "partner": _column("partner_id"),
        "vendor": _column("vendor_id"),
        "contract": _column("contract_id"),
        "owner": _column("owner_role"),
        "region": _column("region"),
        "status": _column("status"),
        "cell": _of_cells("id"),
        "segment": _of_cells("segment_id"),
        "offering": _of_cells("offering_id"),
    }
)
"""What activities can be compared by."""

WORDS: Mapping[str, Test] = MappingProxyType(
    {
        "all": lambda _plan, _activity: True,
        "working": is_working,
        "nonworking": lambda plan, activity: not is_working(plan, activity),
        "locked": lambda _plan, activity: activity.locked,
        "unlocked": lambda _plan, activity: not activity.locked,
    }
)
"""Words that stand for themselves."""


class Selected(NamedTuple):
    """The table and the rows that are meant, in the plan's order."""

    table: str
    rows: Mapping[str, Any]


def select(plan: Plan, selector: str) -> Selected:
    """Return the rows a selector speaks of, maybe none. Raises ValueError with a sentence if it cannot be read."""
    text = selector.strip()
    name, colon, row_id = text.partition(":")
    if text == HEADER.name:
        return Selected(HEADER.name, {plan.header.id: plan.header})
    if colon and "=" not in name and "&" not in name:
        return _addressed(plan, name.strip(), row_id.strip())
    tests = [_test(part.strip()) for part in text.split("&")]
    rows = {key: activity for key, activity in plan.activities.items() if all(test(plan, activity) for test in tests)}
    return Selected(ACTIVITY.name, rows)


def _addressed(plan: Plan, name: str, row_id: str) -> Selected:
    table = BY_NAME.get(name)
    if table is None or not table.attribute or name in _OUT_OF_REACH:
        raise ValueError(_("“{text}” is no kind of row").format(text=name))
    rows = getattr(plan, table.attribute)
    if row_id == "*":
        return Selected(name, rows)
    return Selected(name, {row_id: rows[row_id]} if row_id in rows else {})


def _test(part: str) -> Test:
    if part in WORDS:
        return WORDS[part]
    name, equals, given = part.partition("=")
    key = name.strip().removesuffix("!").strip()
    if not equals or key not in COMPARED:
        raise ValueError(_("“{text}” is not understood").format(text=part))
    values, wanted = COMPARED[key], frozenset(value.strip() for value in given.split(","))
    if name.rstrip().endswith("!"):
        return lambda plan, activity: not values(plan, activity) & wanted
    return lambda plan, activity: bool(values(plan, activity) & wanted)
