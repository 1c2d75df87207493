"""Response curves keep their reference when money moves, so that they bend; and it undoes with the edit."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from cmoplanner.exchange.plan_tables import import_tables
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.freezing import freeze_references, lacks_references
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from tests.plans import NORRVIK, norrvik


def responses(outcome: Outcome) -> float:
    return sum(float(funnel.responses.sum()) for funnel in outcome.by_channel.values())


def outcome(document: Document) -> Outcome:
    return project(compile_plan(document.plan))


@pytest.fixture
def document(tmp_path: Path) -> Document:
    folder = tmp_path / "tables"
    folder.mkdir()
    for source in NORRVIK.iterdir():
        if source.name != "lanes.csv":
            (folder / source.name).write_bytes(source.read_bytes())
    import_tables(folder, tmp_path / "plan.cmoplan")
    with Document.open(tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as opened:
        opened.complete_edits_with(freeze_references)
        yield opened


def test_the_first_edit_stores_the_references_of_the_plan_as_it_was(document: Document) -> None:
    frozen = norrvik().lanes
    before = responses(outcome(document))
    assert lacks_references(document.plan)
    set_field(document, "activity", "A004", "gross_spend", 84_000_00)
    assert not lacks_references(document.plan)
    for lane_id, lane in frozen.items():
        assert document.plan.lanes[lane_id].ref_spend_month == pytest.approx(lane.ref_spend_month, rel=1e-4)
    with_stored = replace(
        norrvik(),
        lanes=frozen,
        activities=MappingProxyType(
            {**norrvik().activities, "A004": replace(norrvik().activities["A004"], gross_spend=84_000_00)}
        ),
    )
    assert responses(outcome(document)) == pytest.approx(responses(project(compile_plan(with_stored))), rel=1e-4)
    assert before == pytest.approx(responses(project(compile_plan(norrvik()))), rel=1e-4)


def test_more_money_meets_a_bent_curve(document: Document) -> None:
    for _step in range(3):
        spend = document.plan.activities["A009"].gross_spend
        set_field(document, "activity", "A009", "gross_spend", 10 * spend)
    grown = outcome(document).by_channel["paid_search"].responses.sum()
    lanes = compile_plan(document.plan)
    most = sum(
        float(lane.ref_spend_month) / (5.2 * 0.5)
        for lane in document.plan.lanes.values()
        if lane.channel_id == "paid_search"
    )
    assert lanes.horizon * most > grown, "a curve never gives more than its maximum"


def test_it_undoes_with_the_edit_and_an_edit_without_money_stores_nothing(document: Document) -> None:
    set_field(document, "segment", "prop", "needs", "less energy")
    assert not document.plan.lanes
    before = document.content_sums
    set_field(document, "activity", "A004", "gross_spend", 1_00)
    assert document.plan.lanes
    document.undo()
    assert not document.plan.lanes
    assert document.content_sums == before
    document.redo()
    assert document.plan.activities["A004"].gross_spend == 1_00
    assert document.plan.lanes


def test_stored_references_stay_as_they_are(tmp_path: Path) -> None:
    import_tables(NORRVIK, tmp_path / "plan.cmoplan")
    with Document.open(tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        document.complete_edits_with(freeze_references)
        lanes = document.plan.lanes
        set_field(document, "activity", "A004", "gross_spend", 1_00)
        assert document.plan.lanes == lanes
