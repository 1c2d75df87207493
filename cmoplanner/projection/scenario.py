"""Another version of the plan from its differences: a new plan, the one it comes from untouched (domain B.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model.activity import Activity
from cmoplanner.model.checks import value_problem
from cmoplanner.model.field import Field, Kind
from cmoplanner.model.fields import ACTIVITY, BY_NAME, HEADER
from cmoplanner.model.foreign import PARTS, gross_of
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan, ScenarioOverride
from cmoplanner.model.problem import Problem, Severity
from cmoplanner.model.tables_aims import SCENARIO_OVERRIDE
from cmoplanner.model.values import from_text
from cmoplanner.projection.calibration import with_references
from cmoplanner.projection.selectors import Selected, select

NET_COST = "net_cost"
"""Our cost of an activity, as a field of a difference: its gross spend follows in proportion."""

DATES = "dates"
"""All dates of an activity, as a field of a difference: it moves as a whole."""

_NUMBERS = frozenset({Kind.AMOUNT, Kind.RATE, Kind.NUMBER, Kind.COUNT})


@dataclass(frozen=True, slots=True)
class Applied:
    """The plan of a scenario, and which of its differences could not be made as they are written."""

    plan: Plan
    problems: tuple[Problem, ...] = ()


def applied(plan: Plan, scenario_id: str) -> Applied:
    """Return the plan of a scenario: the differences of its farthest ancestor first, its own last.

    Response curves stay those of the plan: lanes are never calibrated anew for a scenario (domain B.8).
    Raises KeyError if there is no such scenario.
    """
    found, problems = with_references(plan), []
    for place in lineage(plan, scenario_id):
        for override in plan.scenario_overrides.values():
            if override.scenario_id == place:
                try:
                    found = _changed(found, override)
                except ValueError as error:
                    problems.append(_problem(override, str(error)))
    return Applied(found, tuple(problems))


def lineage(plan: Plan, scenario_id: str) -> tuple[str, ...]:
    """Return a scenario and those it differs from, the farthest first; a circle is walked once."""
    found = [plan.scenarios[scenario_id].id]
    while (parent := plan.scenarios[found[-1]].parent_id) in plan.scenarios and parent not in found:
        found.append(str(parent))
    return tuple(reversed(found))


def _problem(override: ScenarioOverride, sentence: str) -> Problem:
    remedy = _("Correct the rows, the field or the value of this difference; it was left out.")
    return Problem(SCENARIO_OVERRIDE.name, override.id, "", sentence, remedy, Severity.WARNING)


def _changed(plan: Plan, override: ScenarioOverride) -> Plan:
    """Return the plan with one difference. Raises ValueError with a sentence if it cannot be made."""
    selected = select(plan, override.selector)
    if not selected.rows:
        raise ValueError(_("“{text}” speaks of no row").format(text=override.selector))
    rows = _new_rows(plan, selected, override)
    if selected.table == HEADER.name:
        return replace(plan, header=rows[plan.header.id])
    attribute = BY_NAME[selected.table].attribute
    whole: Mapping[str, Any] = MappingProxyType(dict(getattr(plan, attribute)) | rows)
    changes: dict[str, Any] = {attribute: whole}
    return replace(plan, **changes)


def _new_rows(plan: Plan, selected: Selected, override: ScenarioOverride) -> dict[str, Any]:
    key = override.field.strip()
    if selected.table == ACTIVITY.name:
        if key in (NET_COST, "gross_spend") and override.op != "set":
            return _money(plan, selected.rows, key, override)
        if key == DATES:
            return {row_id: _moved(row, _days(override)) for row_id, row in selected.rows.items()}
    field = _field(selected.table, key)
    act = _act(plan, field, override)
    told = {row_id: row for row_id, row in selected.rows.items() if override.op == "set" or _given(row, key)}
    if not told:
        raise ValueError(_("there is no value to start from"))
    return {
        row_id: _valid(selected.table, field, _followed(plan, replace(row, **{key: act(getattr(row, key))}), key))
        for row_id, row in told.items()
    }


def _given(row: Any, key: str) -> bool:
    return getattr(row, key) is not None


def _followed(plan: Plan, row: Any, key: str) -> Any:
    """Return the row; the gross spend of an activity follows what was agreed in another currency. Source: B.1."""
    if key not in PARTS or not isinstance(row, Activity):
        return row
    decimals = plan.header.currency_decimals
    gross = gross_of(row.currency, row.foreign_amount, row.fx_rate_plan, decimals)
    return row if gross is None else replace(row, gross_spend=gross)


def _field(table: str, key: str) -> Field:
    try:
        return BY_NAME[table].field(key)
    except KeyError:
        raise ValueError(_("“{text}” is no field of it").format(text=key)) from None


def _act(plan: Plan, field: Field, override: ScenarioOverride) -> Callable[[Any], Any]:
    """Return what an operation makes of a value."""
    decimals = plan.header.currency_decimals
    if override.op == "set":
        value = from_text(field, override.value, decimals)
        return lambda _old: value
    amount = _number(override)
    if field.kind is Kind.MONEY:
        minor = Fraction(10) ** decimals
        return lambda old: _rounded(_with(override.op, Fraction(old or 0), amount, minor))
    if field.kind is Kind.DATE and override.op == "add":
        return lambda old: _later(old, _days(override))
    if field.kind in _NUMBERS and override.op in ("multiply", "add"):
        whole = field.kind is Kind.COUNT
        return lambda old: _as_number(_with(override.op, Fraction(repr(old)), amount, Fraction(1)), whole=whole)
    raise ValueError(_("“{field}” cannot be changed in this way").format(field=_(field.label)))


def _with(op: str, old: Fraction, amount: Fraction, unit: Fraction) -> Fraction:
    if op == "multiply":
        return old * amount
    if op == "add":
        return old + amount * unit
    raise ValueError(_("only money of activities can rise in proportion"))


def _as_number(value: Fraction, *, whole: bool) -> float:
    return _rounded(value) if whole else float(value)


def _rounded(value: Fraction) -> int:
    """Round half up, away from zero."""
    return floor(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)


def _number(override: ScenarioOverride) -> Fraction:
    try:
        return Fraction(Decimal(override.value.strip()))
    except (ArithmeticError, ValueError):
        raise ValueError(_("“{text}” is not a number").format(text=override.value)) from None


def _days(override: ScenarioOverride) -> int:
    days = _number(override)
    if override.op != "add" or days.denominator != 1:
        raise ValueError(_("dates move by adding whole days"))
    return int(days)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise ValueError(_("“{text}” is too far away").format(text=str(days))) from None


def _moved(activity: Activity, days: int) -> Activity:
    until = None if activity.until is None else _later(activity.until, days)
    return replace(activity, start=_later(activity.start, days), end=_later(activity.end, days), until=until)


def _valid(table: str, field: Field, row: Any) -> Any:
    """Return the row. Raises ValueError if its new value is none that the plan takes."""
    if text := value_problem(field, getattr(row, field.key)):
        raise ValueError(text)
    if table == ACTIVITY.name and row.end < row.start:
        raise ValueError(_("the end is before the start"))
    return row


def _money(plan: Plan, rows: Mapping[str, Any], key: str, override: ScenarioOverride) -> dict[str, Any]:
    """Return activities with their gross spend multiplied so that gross spend or net cost changes as told.

    "multiply" and "add_proportional" treat all alike; "add" gives each the amount. Cancelled ones keep theirs.
    """
    amount = _number(override)
    minor = Fraction(10) ** plan.header.currency_decimals
    live = {row_id: row for row_id, row in rows.items() if not row.cancelled}

    def money(row: Activity) -> int:
        return net_spend(row) if key == NET_COST else row.gross_spend

    def factor(own: Fraction) -> Fraction:
        if not own:
            raise ValueError(_("there is no money that could rise in proportion"))
        return (own + amount * minor) / own

    total = Fraction(sum(money(row) for row in live.values()))
    found = dict(rows)
    for row_id, row in live.items():
        if override.op == "multiply":
            by = amount
        else:
            by = factor(total if override.op == "add_proportional" else Fraction(money(row)))
        found[row_id] = _valid(
            ACTIVITY.name,
            ACTIVITY.field("gross_spend"),
            replace(row, gross_spend=_rounded(row.gross_spend * by)),
        )
    return found
