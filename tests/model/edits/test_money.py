"""Money typed into months and totals: what was typed is what is there, and nothing else moves."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.money import (
    gross_of,
    month_name,
    set_forecast,
    set_planned_months,
    set_planned_totals,
    shift_months,
    transfer,
)
from cmoplanner.model.money import share_of
from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.phasing import net_by_month, net_spend
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def _net(document: Document, row: str) -> list[int]:
    return net_by_month(document.plan.activities[row], document.plan.calendar)


def test_a_typed_month_changes_and_all_others_stay(document: Document) -> None:
    before = _net(document, "A004")
    assert not document.plan.activities["A004"].partner_share
    set_planned_months(document, {"A004": {3: 123_456, 11: 1}})
    expected = [123_456 if month == 3 else 1 if month == 11 else amount for month, amount in enumerate(before)]
    assert _net(document, "A004") == expected
    document.undo()
    assert _net(document, "A004") == before


def test_what_a_partner_pays_is_added_to_a_typed_cost(document: Document) -> None:
    shared = next(row for row in document.plan.activities.values() if row.partner_share == 0.5)
    before = _net(document, shared.id)
    set_planned_months(document, {shared.id: {10: 70_001}})
    after = _net(document, shared.id)
    assert abs(after[10] - 70_001) <= 1
    assert sum(after) == pytest.approx(sum(before) - before[10] + 70_001, abs=1)
    set_planned_totals(document, {shared.id: 99_999})
    assert net_spend(document.plan.activities[shared.id]) == 99_999


@given(st.integers(0, 10**9), st.sampled_from([0.0, 0.1, 0.25, 0.333, 0.5, 0.75]))
def test_gross_less_the_partner_s_part_is_the_typed_cost(net: int, share: float) -> None:
    gross = gross_of(net, share)
    assert abs(gross - share_of(gross, share) - net) <= 1
    if share in {0.0, 0.5, 0.25}:
        assert gross - share_of(gross, share) == net


def test_no_month_goes_below_zero(document: Document) -> None:
    with pytest.raises(EditRefused, match="below zero"):
        set_planned_months(document, {"A004": {3: -1}})
    with pytest.raises(EditRefused, match="below zero"):
        set_planned_totals(document, {"A004": -1})


def test_shifted_money_stays_in_the_year(document: Document) -> None:
    before = _net(document, "A004")
    shift_months(document, ["A004"], 2)
    after = _net(document, "A004")
    assert after[2:11] == before[:9]
    assert after[11] == sum(before[9:])
    assert sum(after) == sum(before)


def test_a_transfer_is_zero_sum_and_refuses_nonsense(document: Document) -> None:
    transfer(document, "E001", "E002", 5_000, "late")
    (row,) = document.plan.transfers.values()
    assert (row.from_envelope_id, row.to_envelope_id, row.amount, row.note) == ("E001", "E002", 5_000, "late")
    for source, target, amount in (("E001", "E001", 5), ("E001", "gone", 5), ("E001", "E002", 0)):
        with pytest.raises(EditRefused):
            transfer(document, source, target, amount)


def test_a_forecast_is_set_changed_and_taken_back(document: Document) -> None:
    set_forecast(document, "A004", date(2027, 5, 1), 500)
    set_forecast(document, "A004", date(2027, 5, 31), 700)
    (row,) = document.plan.forecast_overrides.values()
    assert (row.month, row.amount) == ("2027-05", 700)
    set_forecast(document, "A004", date(2027, 5, 1), None)
    assert not document.plan.forecast_overrides
    with pytest.raises(EditRefused, match="closed"):
        set_forecast(document, "A004", date(2027, 3, 1), 5)
    with pytest.raises(EditRefused, match="fiscal year"):
        set_forecast(document, "A004", date(2028, 3, 1), 5)


@pytest.mark.parametrize("pattern", list(Pattern))
def test_each_fiscal_month_has_a_name_of_its_own_that_leads_back(pattern: Pattern) -> None:
    for start in (date(2027, 1, 1), date(2026, 7, 1), date(2027, 2, 1), date(2027, 1, 31)):
        calendar = FiscalCalendar(start if pattern is not Pattern.CALENDAR else start.replace(day=1), pattern)
        names = [month_name(calendar, number) for number in range(1, 13)]
        assert len(set(names)) == 12
        assert [calendar.month_of(date.fromisoformat(f"{name}-15")) for name in names] == list(range(1, 13))


def test_several_lines_are_one_step(document: Document) -> None:
    before = document.plan
    set_planned_months(document, {"A004": {3: 5}, "A007": {4: 6}})
    assert document.plan.activities["A007"].custom_phasing[4] == 6
    document.undo()
    assert document.plan.activities == before.activities
