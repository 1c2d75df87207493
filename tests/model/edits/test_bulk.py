"""Changing many rows by a rule: exact money, whole counts, days of the calendar, and all rows or none."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.bulk import Rule, change_by_rule, changed, rules_for
from cmoplanner.model.fields import Field, Kind
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

MONEY = Field("amount", "Amount", Kind.MONEY)
RATE = Field("rate", "Rate", Kind.RATE)
DAY = Field("day", "Day", Kind.DATE)


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


@given(st.integers(0, 10**12), st.integers(-99, 500))
def test_a_share_of_money_is_exact_to_the_cent(amount: int, percent: int) -> None:
    """Worked out in whole numbers: twice the exact value plus one, halved downwards, is rounding half up."""
    exact = amount * (100 + percent)
    assert changed(MONEY, Rule.PERCENT, Decimal(percent), amount) == (2 * exact + 100) // 200


@pytest.mark.parametrize(
    ("field", "rule", "operand", "before", "after"),
    [
        (MONEY, Rule.TIMES, Decimal("1.1"), 100_05, 110_06),
        (MONEY, Rule.ADD, -500, 2000, 1500),
        (RATE, Rule.TIMES, Decimal("1.1"), 0.3, 0.33),
        (RATE, Rule.ADD, 0.05, 0.1, 0.15),
        (RATE, Rule.SET, None, 0.1, None),
        (RATE, Rule.PERCENT, Decimal(10), None, None),
        (DAY, Rule.DAYS, 7, date(2027, 2, 25), date(2027, 3, 4)),
        (DAY, Rule.WEEKS, -1, date(2027, 1, 4), date(2026, 12, 28)),
        (DAY, Rule.MONTHS, 1, date(2027, 1, 31), date(2027, 2, 28)),
        (DAY, Rule.MONTHS, 13, date(2027, 1, 31), date(2028, 2, 29)),
        (DAY, Rule.MONTHS, -1, date(2027, 1, 15), date(2026, 12, 15)),
        (DAY, Rule.MONTHS, 5, None, None),
    ],
)
def test_what_a_value_becomes(field: Field, rule: Rule, operand: object, before: object, after: object) -> None:
    assert rule in rules_for(field)
    assert changed(field, rule, operand, before) == after


def test_a_day_beyond_every_calendar_is_refused() -> None:
    with pytest.raises(EditRefused, match="that far"):
        changed(DAY, Rule.MONTHS, 10**6, date(2027, 1, 1))


def test_all_rows_change_in_one_step_or_none(document: Document) -> None:
    before = document.plan.activities
    ids = list(before)[:3]
    change_by_rule(document, "activity", ids, "gross_spend", Rule.TIMES, Decimal(2))
    assert [document.plan.activities[row_id].gross_spend for row_id in ids] == [
        2 * before[row_id].gross_spend for row_id in ids
    ]
    document.undo()
    assert document.plan.activities == before
    with pytest.raises(EditRefused):
        change_by_rule(document, "activity", ids, "start", Rule.DAYS, 4000)  # the starts would pass the ends
    assert document.plan.activities == before
