"""What row edits do beyond their row: what hangs on it is named and goes, copies lead to copies, order is kept."""

from collections.abc import Iterator
from math import fsum
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.copies import contents_of
from cmoplanner.model.edits.rows import (
    Effect,
    change_rows,
    create_row,
    delete_rows,
    duplicate_rows,
    hanging_on,
    reorder_rows,
)
from cmoplanner.model.fields import ACTIVITY
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.selecting import rows_named
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def test_differences_of_scenarios_that_name_what_goes_are_named_before_and_told_after(document: Document) -> None:
    naming = {row.id for row in document.plan.scenario_overrides.values() if "campaign=cph" in row.selector}
    assert naming
    assert [one for one in check_plan(document.plan) if one.table == "scenario_override"] == []
    named = hanging_on(document.plan, "campaign", ["cph"])
    assert {(one.table, one.id, one.key) for one in named if one.effect is Effect.MISLED} == {
        ("scenario_override", row_id, "selector") for row_id in naming
    }
    delete_rows(document, "campaign", ["cph"])
    told = [one for one in check_plan(document.plan) if one.table == "scenario_override"]
    assert {(one.row_id, one.key) for one in told} == {(row_id, "selector") for row_id in naming}
    assert all("“cph”" in one.sentence and one.remedy for one in told)


@pytest.mark.parametrize(
    ("selector", "named"),
    [
        ("campaign=be, hc & working & unlocked", [("campaign", "be"), ("campaign", "hc")]),
        ("segment!=edu&category=media", [("segment", "edu"), ("cost_category", "media")]),
        ("channel:email", [("channel", "email")]),
        ("channel:*", []),
        ("plan", []),
        ("all & status=planned", []),
        ("weather=rain", []),
    ],
)
def test_the_rows_that_a_selector_names(selector: str, named: list[tuple[str, str]]) -> None:
    assert [(table.name, row_id) for table, row_id in rows_named(selector)] == named


def test_a_copy_of_a_channel_has_the_assumptions_of_its_figures(document: Document) -> None:
    def entries(channel: str) -> list[tuple[str, float, str]]:
        rows = document.plan.assumptions.values()
        return [(row.parameter, row.value, row.source) for row in rows if row.scope == f"channel:{channel}"]

    known = check_plan(document.plan)
    offered = {part.table: part.count for part in contents_of(document.plan, "channel", ["paid_search"])}
    lanes = [f"lane:{row.id}" for row in document.plan.lanes.values() if row.channel_id == "paid_search"]
    of_lanes = sum(row.scope in lanes for row in document.plan.assumptions.values())
    assert offered["assumption"] == len(entries("paid_search")) + of_lanes
    (copy,) = duplicate_rows(document, "channel", ["paid_search"])
    assert entries(copy) == entries("paid_search") != []
    assert check_plan(document.plan) == known
    made = [row.scope.removeprefix(f"lane:{copy}|") for row in document.plan.assumptions.values()]
    assert sum(one in document.plan.cells for one in made) == of_lanes
    document.undo()
    (bare,) = duplicate_rows(document, "channel", ["paid_search"], with_contents=frozenset({"lane"}))
    assert entries(bare) == []


def test_values_that_are_there_already_make_no_step_and_leave_redo(document: Document) -> None:
    change_rows(document, "activity", {"A001": {"name": "Other"}})
    document.undo()
    sums, steps, redo = document.content_sums, document.steps(), document.redo_label
    assert redo
    keys = [field.key for field in ACTIVITY.fields]
    same = {row.id: {key: getattr(row, key) for key in keys} for row in document.plan.activities.values()}
    assert change_rows(document, "activity", same) == []
    assert (document.content_sums, document.steps(), document.redo_label) == (sums, steps, redo)


def test_what_hangs_on_a_market_cell_is_what_goes(document: Document) -> None:
    before = document.plan
    named = hanging_on(before, "cell", ["prop-cloud"])
    delete_rows(document, "cell", ["prop-cloud"])
    after = document.plan
    removed = {(one.table, one.id) for one in named if one.effect is Effect.REMOVED}
    lanes = {("lane", row_id) for row_id in before.lanes.keys() - after.lanes.keys()}
    targets = {
        ("activity_target", f"{activity.id}|{target.cell_id}")
        for activity in before.activities.values()
        for target in activity.targets
        if target.cell_id == "prop-cloud"
    }
    assumed = {("assumption", row_id) for row_id in before.assumptions.keys() - after.assumptions.keys()}
    assert lanes
    assert assumed
    assert removed == lanes | targets | assumed
    for activity in after.activities.values():
        assert not activity.targets or fsum(target.share for target in activity.targets) == pytest.approx(1, abs=1e-12)
    assert [found for found in check_plan(after) if found.severity is Severity.ERROR] == []


def test_a_scenario_loses_its_differences_and_its_children_their_parent(document: Document) -> None:
    child = create_row(document, "scenario", {"name": "Deeper", "parent_id": "cut15"})
    named = {(one.table, one.key, one.effect) for one in hanging_on(document.plan, "scenario", ["cut15"])}
    assert named == {
        ("scenario_override", "", Effect.REMOVED),
        ("scenario", "parent_id", Effect.CLEARED),
        ("market_event", "scenario_id", Effect.CLEARED),
    }
    delete_rows(document, "scenario", ["cut15"])
    assert document.plan.scenarios[child].parent_id is None


def test_a_copied_campaign_has_copies_of_its_activities_that_lead_to_each_other(document: Document) -> None:
    before = document.plan
    (copy,) = duplicate_rows(document, "campaign", ["esb"])
    mine = [one for one in document.plan.activities.values() if one.campaign_id == copy]
    theirs = [one for one in before.activities.values() if one.campaign_id == "esb"]
    assert [one.name for one in mine] == [one.name for one in theirs]
    assert [one.targets for one in mine] == [one.targets for one in theirs]
    names = {one.id: one.name for one in document.plan.activities.values()}
    inside = {one.id for one in mine}
    for new, old in zip(mine, theirs, strict=True):
        assert [names[row_id] for row_id in new.depends_on] == [names[row_id] for row_id in old.depends_on]
        led_inside = [row_id for row_id in old.depends_on if before.activities[row_id].campaign_id == "esb"]
        assert len(inside.intersection(new.depends_on)) == len(led_inside)
    document.undo()
    (bare,) = duplicate_rows(document, "campaign", ["esb"], with_contents=frozenset())
    assert [one for one in document.plan.activities.values() if one.campaign_id == bare] == []


def test_a_new_target_takes_its_share_from_the_others(document: Document) -> None:
    create_row(document, "activity_target", {"activity_id": "A001", "cell_id": "edu-cloud", "share": 0.5})
    shares = {target.cell_id: target.share for target in document.plan.activities["A001"].targets}
    assert shares == pytest.approx({"prop-cloud": 0.3, "prop-pilot": 0.2, "edu-cloud": 0.5})


def test_rows_are_put_before_another_one_or_at_the_end(document: Document) -> None:
    order = list(document.plan.channels)
    reorder_rows(document, "channel", [order[4], order[2]], order[0])
    assert list(document.plan.channels) == [order[2], order[4], order[0], order[1], order[3], *order[5:]]
    reorder_rows(document, "channel", [order[2]], None)
    assert list(document.plan.channels)[-1] == order[2]


def test_many_changes_are_all_made_or_none(document: Document) -> None:
    change_rows(document, "risk", {"R1": {"probability": 0.5}, "R2": {"title": " New ", "due": None}})
    assert document.plan.risks["R1"].probability == 0.5
    assert (document.plan.risks["R2"].title, document.plan.risks["R2"].due) == ("New", None)
    with pytest.raises(EditRefused):
        change_rows(document, "risk", {"R1": {"probability": 0.1}, "R2": {"probability": 1.5}})
    assert document.plan.risks["R1"].probability == 0.5
    with pytest.raises(EditRefused):
        change_rows(document, "lane", {next(iter(document.plan.lanes)): {"cell_id": "prop-cloud"}})


def test_the_plan_itself_is_neither_made_nor_deleted(document: Document) -> None:
    with pytest.raises(EditRefused):
        create_row(document, "plan", {"name": "Two"})
    with pytest.raises(EditRefused):
        delete_rows(document, "plan", [document.plan.header.id])


def test_what_a_copy_can_take_along_is_counted(document: Document) -> None:
    before = document.plan
    activities = {row.id for row in before.activities.values() if row.campaign_id == "esb"}
    found = {entry.table: (entry.owner, entry.count) for entry in contents_of(before, "campaign", ["esb"])}
    assert found["activity"] == ("campaign", len(activities))
    targets = sum(len(before.activities[row_id].targets) for row_id in activities)
    assert found["activity_target"] == ("activity", targets)
    duplicate_rows(document, "campaign", ["esb"])
    assert len(document.plan.activities) == len(before.activities) + len(activities)
    assert contents_of(before, "campaign", ["nowhere"]) == ()


def test_rows_are_changed_and_added_in_one_step(document: Document) -> None:
    before = document.plan
    first = next(iter(before.segments))
    made = change_rows(document, "segment", {first: {"name": "Other"}}, [{"name": "One"}, {"name": "Two"}])
    after = document.plan
    assert after.segments[first].name == "Other"
    assert [after.segments[row_id].name for row_id in made] == ["One", "Two"]
    assert list(after.segments) == [*before.segments, *made]
    document.undo()
    assert document.plan.segments == before.segments


def test_an_added_row_without_what_it_needs_refuses_all(document: Document) -> None:
    before = document.plan
    first = next(iter(before.segments))
    with pytest.raises(EditRefused, match="Name is missing"):
        change_rows(document, "segment", {first: {"name": "Other"}}, [{"name": "One"}, {"needs": "x"}])
    with pytest.raises(EditRefused, match="already a row"):
        change_rows(
            document, "activity_target", {}, [{"activity_id": "A001", "cell_id": "edu-cloud", "share": 0.5}] * 2
        )
    assert document.plan is before


def test_of_several_rows_a_refusal_names_which(document: Document) -> None:
    first, second = list(document.plan.activities)[:2]
    name = document.plan.activities[second].name[:20]
    early = document.plan.activities[second].start.replace(year=2020)
    with pytest.raises(EditRefused, match=name):
        change_rows(document, "activity", {first: {"notes": "x"}, second: {"end": early}})
