"""Cells of the budget as one edit: what was typed is what is there, transfers count, undo takes all of it back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.ledger.envelopes import envelopes
from cmoplanner.ledger.lines import ledger
from cmoplanner.model.edits.budget_cells import MoneyCells, Purse, set_cells
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.money import set_phasing, transfer
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def test_cells_of_all_kinds_are_one_step(document: Document) -> None:
    before = document.plan
    cells = MoneyCells(
        months={"A004": {5: 12_345}},
        totals={"A010": 777_700},
        given={Purse("E021"): 1, Purse("", 3, "CC100", "research"): 5_000},
        forecasts={("A004", 8): 99},
        budget=123_456,
    )
    set_cells(document, cells)
    plan = document.plan
    lines = ledger(plan).lines
    assert (lines["A004"].plan[5], lines["A010"].planned) == (12_345, 777_700)
    assert lines["A004"].forecast[8] == 99
    assert plan.envelopes["E021"].topdown_amount == 1
    made = next(row for row in plan.envelopes.values() if row.id not in before.envelopes)
    assert (made.quarter, made.cost_centre_id, made.category_id, made.topdown_amount) == (3, "CC100", "research", 5_000)
    assert plan.header.topdown_budget == 123_456
    document.undo()
    assert replace(document.plan, revision=before.revision) == before


def test_what_was_given_is_typed_after_transfers(document: Document) -> None:
    transfer(document, "E044", "E021", 100_000)
    set_cells(document, MoneyCells(given={Purse("E021"): 900_000}))
    plan = document.plan
    assert plan.envelopes["E021"].topdown_amount == 800_000
    assert envelopes(plan, ledger(plan)).money["E021"].revised == 900_000
    with pytest.raises(EditRefused, match="less than nothing"):
        set_cells(document, MoneyCells(given={Purse("E021"): 99_999}))


def test_the_same_amounts_leave_no_step(document: Document) -> None:
    plan = document.plan
    label = document.undo_label
    line = ledger(plan).lines["A004"]
    given = plan.envelopes["E021"].topdown_amount
    months = dict(enumerate(line.plan))
    set_cells(document, MoneyCells({"A004": months}, {}, {Purse("E021"): given}, {}, plan.header.topdown_budget))
    assert (document.undo_label, document.plan) == (label, plan)


def test_nothing_is_written_where_one_cell_is_refused(document: Document) -> None:
    before = document.plan
    for cells in (
        MoneyCells(months={"A004": {5: 1}}, forecasts={("A004", 0): 5}),
        MoneyCells(months={"A004": {5: 1}}, given={Purse("gone"): 5}),
        MoneyCells(months={"A004": {5: -1}}),
        MoneyCells(totals={"gone": 1}),
        MoneyCells(budget=-1),
    ):
        with pytest.raises(EditRefused):
            set_cells(document, cells)
    assert document.plan == before


def test_a_line_in_another_currency_keeps_its_rate(document: Document) -> None:
    for key, value in (("currency", "USD"), ("fx_rate_plan", 0.5), ("foreign_amount", 1_000.0)):
        set_field(document, "activity", "A004", key, value)
    assert document.plan.activities["A004"].gross_spend == 50_000
    set_cells(document, MoneyCells(totals={"A004": 75_000}))
    row = document.plan.activities["A004"]
    assert (row.gross_spend, ledger(document.plan).lines["A004"].planned) == (75_000, 75_000)
    assert (row.foreign_amount, row.fx_rate_plan) == (1_500.0, 0.5)
    set_cells(document, MoneyCells(months={"A004": {11: 10_033}}))
    row = document.plan.activities["A004"]
    assert (row.gross_spend, row.foreign_amount) == (85_033, pytest.approx(1_700.66))


def test_phasing_takes_the_place_of_months_typed_by_hand(document: Document) -> None:
    set_cells(document, MoneyCells(months={"A004": {5: 12_345}}))
    assert document.plan.activities["A004"].custom_phasing
    set_phasing(document, ["A004"], "start")
    row = document.plan.activities["A004"]
    assert (row.phasing, row.custom_phasing) == ("start", ())
