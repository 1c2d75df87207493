"""What can be cut: what comes free is what the ledger expects less after the cut, to the minor unit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.ledger.cuttable import CutList, Kept, cuts_of, cuttable
from cmoplanner.ledger.lines import ledger
from cmoplanner.model.edits.cutting import cut
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.money import set_forecast
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def _found(document: Document) -> CutList:
    return cuttable(document.plan, ledger(document.plan))


def test_nothing_bound_is_offered(document: Document) -> None:
    plan = document.plan
    found = _found(document)
    offered = {one.line for one in found.lines}
    ordered = {row.activity_id for row in plan.commitments.values() if row.status == "open"}
    booked = {row.activity_id for row in plan.actuals.values()}
    for one in found.lines:
        row = plan.activities[one.line]
        assert not row.locked
        assert row.id not in ordered
        assert row.status not in {"done", "cancelled"}
        assert one.whole == (row.start > date(2027, 3, 31) and row.id not in booked)
    assert {"A019", "A024", "A028", "A057", "A062"} <= offered
    assert found.kept[Kept.LOCKED] == 5
    assert found.kept[Kept.ORDERED] > 10


def test_each_cut_frees_what_the_year_costs_less(document: Document) -> None:
    set_forecast(document, "A062", date(2027, 10, 1), 4_100_000)
    for one in _found(document).lines:
        before = ledger(document.plan).total().expected
        cut(document, cuts_of([one]))
        assert before - ledger(document.plan).total().expected == one.free > 0
        document.undo()
    assert ledger(document.plan).total().expected == before


def test_all_together_are_one_step(document: Document) -> None:
    found = _found(document)
    before, plan = ledger(document.plan).total().expected, document.plan
    cut(document, cuts_of(found.lines))
    assert before - ledger(document.plan).total().expected == sum(one.free for one in found.lines)
    assert document.undo_label == f"Cut {len(found.lines)} activities"
    document.undo()
    assert document.plan.activities == plan.activities


def test_a_launch_stays(document: Document) -> None:
    set_field(document, "campaign", "cph", "launch_date", date(2027, 5, 26))
    lines = {one.line for one in _found(document).lines}
    assert "A026" not in lines
    assert "A035" in lines


@pytest.mark.parametrize(("today", "free"), [(date(2027, 3, 31), 7_259_178), (date(2027, 4, 2), 0)])
def test_an_order_is_released_after_its_contract_until_the_notice_day(
    document: Document, today: date, free: int
) -> None:
    """The martech licences are ordered for the year; the contract ends in June, notice is due on 1 April."""
    set_field(document, "activity", "A067", "locked", False)
    set_field(document, "plan", document.plan.header.id, "as_of", today)
    (one, *_none) = [one for one in _found(document).lines if one.line == "A067"] or [None]
    assert (one.free if one else 0) == free
    if one:
        assert one.by == date(2027, 4, 1)
        before = ledger(document.plan).lines["A067"]
        cut(document, cuts_of([one]))
        after = ledger(document.plan).lines["A067"]
        assert before.expected - after.expected == free
        assert after.plan[6:] == (0,) * 6
        assert after.plan[:6] == before.plan[:6]
