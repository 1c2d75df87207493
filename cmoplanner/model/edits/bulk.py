"""Changing a field of many rows by a rule: set, add, scale, move in time; each row from the value it has."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.checks import row_objects
from cmoplanner.model.edits.rows import change_rows
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.store.document import Document

WHOLE = frozenset({Kind.MONEY, Kind.COUNT})
NUMBERS = WHOLE | {Kind.AMOUNT, Kind.RATE, Kind.NUMBER}
_DIGITS = 12  # of a fraction: what is beyond them is a trace of the computer's own numbers


class Rule(StrEnum):
    """How a new value comes from the old one."""

    SET = "set"
    ADD = "add"
    PERCENT = "percent"
    TIMES = "times"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


def rules_for(field: Field) -> tuple[Rule, ...]:
    """Return the rules that a field takes, the usual one first."""
    if field.kind in NUMBERS:
        return (Rule.SET, Rule.PERCENT, Rule.TIMES, Rule.ADD)
    if field.kind is Kind.DATE:
        return (Rule.DAYS, Rule.WEEKS, Rule.MONTHS, Rule.SET)
    return (Rule.SET,)


def changed(field: Field, rule: Rule, operand: Any, value: Any) -> Any:
    """Return what a value becomes; one that is not given stays so unless it is set.

    `operand` is a value of the field for "set" and "add", a Decimal for "percent" and "times", whole days, weeks or
    months for the others. Whole numbers and money are rounded half up. Raises EditRefused for a day that no calendar
    has.
    """
    if rule is Rule.SET:
        return operand
    if value is None:
        return None
    if isinstance(value, date):
        return _moved(value, rule, operand)
    exact = Decimal(value) if field.kind in WHOLE else Decimal(repr(value))
    match rule:
        case Rule.ADD:
            exact += Decimal(operand) if field.kind in WHOLE else Decimal(repr(operand))
        case Rule.PERCENT:
            exact += exact * operand / 100
        case _:
            exact *= operand
    if field.kind in WHOLE:
        return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return round(float(exact), _DIGITS)


def change_by_rule(document: Document, table: str, ids: Iterable[str], key: str, rule: Rule, operand: Any) -> None:
    """Change a field of rows by a rule, in one step: all of them, or none. Raises EditRefused."""
    spec = fields.table(table)
    field = spec.field(key)
    wanted = set(ids)
    rows = [row for row in row_objects(document.plan, spec) if row.id in wanted]
    new = {row.id: {key: changed(field, rule, operand, getattr(row, key))} for row in rows}
    if not new:
        raise EditRefused(_("No row is selected."))
    change_rows(document, table, new)


def _moved(day: date, rule: Rule, count: int) -> date:
    """Return another day; a month that is too short gives its last one."""
    try:
        if rule is not Rule.MONTHS:
            return day + timedelta(days=count * (7 if rule is Rule.WEEKS else 1))
        month = day.year * 12 + day.month - 1 + count
        year, number = month // 12, month % 12 + 1
        return date(year, number, min(day.day, monthrange(year, number)[1]))
    except (OverflowError, ValueError) as error:
        raise EditRefused(_("The dates cannot be moved that far.")) from error
