"""Rows that are not looked at again after a change have no new error: compared with the whole check of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cmoplanner.model import fields
from cmoplanner.model.checks import row_objects
from cmoplanner.model.fields import Field, Kind, Table
from cmoplanner.model.plan import Plan
from cmoplanner.model.problems import Severity, check_row, with_rows
from cmoplanner.model.untouched import suspects
from tests.plans import norrvik

_ROWS = 2


def errors(plan: Plan, table: Table, row_id: str) -> set[str]:
    found = check_row(plan, table.name, row_id)
    return {problem.sentence for problem in found if problem.severity is Severity.ERROR}


_ODD: Mapping[Kind, tuple[Any, ...]] = {
    Kind.DATE: (date(1800, 1, 1), date(2026, 1, 1), date(2027, 1, 2), date(2028, 12, 31), date(2400, 1, 1)),
    Kind.MONEY: (-1, 0, 1, 10**12, 10**17),
    Kind.COUNT: (-1, 0, 1, 10**12, 10**17),
    Kind.AMOUNT: (-1.0, 0.0, 0.5, 2.0, 1e17),
    Kind.RATE: (-1.0, 0.0, 0.5, 2.0, 1e17),
    Kind.NUMBER: (-1.0, 0.0, 0.5, 2.0, 1e17),
    Kind.NUMBERS: ((1.0,) * 12, (2.0,) * 12, (1.0,)),
    Kind.FLAG: (True, False),
    Kind.LIST: (("one", "two"), ()),
}
_TEXTS = ("word", "x" * 5_000, "\u202edrow", "7", "2027-03", "2027-13", "USD", "usd", "")


def odd_values(plan: Plan, field: Field) -> Sequence[Any]:
    """Return values of a field's type that a user can give it, many of them wrong."""
    if field.refers_to:
        there = [row.id for row in row_objects(plan, fields.table(field.refers_to))]
        named = (*there[:3], *there[-1:], "nobody")
        return named if field.kind is Kind.REF else [(one,) for one in named]
    if field.kind is Kind.CHOICE:  # days are counted by pattern and recurrence: no plan holds another word there
        return field.choices if field.key in {"fy_pattern", "recurrence"} else (*field.choices, "neither")
    return _ODD.get(field.kind, _TEXTS)


@pytest.mark.parametrize("table", [table for table in fields.TABLES if table.attribute], ids=lambda table: table.name)
def test_who_is_not_looked_at_has_no_new_error(table: Table) -> None:
    plan = norrvik()
    rows = list(row_objects(plan, table))
    checked = 0
    for row in (*rows[:_ROWS], *rows[-_ROWS:]):
        known = errors(plan, table, row.id)
        for field in table.fields:
            for value in odd_values(plan, field):
                after = with_rows(plan, table, [replace(row, **{field.key: value})])
                if errors(after, table, row.id) - known:
                    assert list(suspects(plan, after, table, [row.id])) == [row.id], (field.key, value)
                    checked += 1
    assert checked or not rows or table.name in _WITHOUT_ERRORS


_WITHOUT_ERRORS: set[str] = set()
"""Tables of the sample that take every value of the right type."""


def test_a_sound_change_of_many_rows_is_not_looked_at_row_by_row() -> None:
    plan = norrvik()
    activities = [replace(row, owner_role="Someone", gross_spend=5) for row in plan.activities.values()]
    after = with_rows(plan, fields.ACTIVITY, activities)
    assert list(suspects(plan, after, fields.ACTIVITY, plan.activities)) == []


def test_new_rows_and_shares_are_always_looked_at() -> None:
    plan = norrvik()
    (first, *_others) = plan.activities.values()
    after = with_rows(plan, fields.ACTIVITY, [replace(first, id="new")])
    assert list(suspects(plan, after, fields.ACTIVITY, ["new"])) == ["new"]
    share = next(row_objects(plan, fields.ACTIVITY_TARGET))
    assert list(suspects(plan, plan, fields.ACTIVITY_TARGET, [share.id])) == [share.id]
