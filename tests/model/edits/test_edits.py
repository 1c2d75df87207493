"""What edits do beyond changing their row: links, series, labels, ids, refusals."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.compare import compare
from cmoplanner.model.edits import naming
from cmoplanner.model.edits.activities import (
    create_activity,
    delete_activities,
    duplicate_activities,
    move_activities,
    set_dates,
    set_targets,
)
from cmoplanner.model.edits.campaigns import (
    create_campaign,
    delete_campaign,
    move_campaign,
    set_campaign_dates,
)
from cmoplanner.model.edits.fields import set_field, set_field_of_many
from cmoplanner.model.edits.naming import shortened
from cmoplanner.model.plan import Target
from cmoplanner.model.store.document import Document
from tests.model.store.small_plan import ROWS, Clock, make


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def document(tmp_path: Path, clock: Clock) -> Iterator[Document]:
    with make(tmp_path / "plan.cmoplan", clock=clock) as document:
        yield document


def test_create_takes_the_audience_of_the_campaign(document: Document) -> None:
    row_id = create_activity(document, "  Talk\u202e ", date(2027, 4, 1), date(2027, 4, 2), {"campaign_id": "spring"})
    activity = document.plan.activities[row_id]
    assert activity.name == "Talk"
    assert activity.targets == (Target("s-o", 0.6), Target("s-p", 0.4))
    assert activity.gross_spend == 0
    assert list(document.plan.activities)[-1] == row_id
    assert document.undo_label == "Create “Talk”"


def test_duplicate_is_a_draft_of_its_own(document: Document) -> None:
    set_field_of_many(document, "activity", ["A001"], "status", "committed")
    (copy,) = duplicate_activities(document, ["A001"])
    activity = document.plan.activities[copy]
    assert activity.name == "Webinar (copy)"
    assert (activity.status, activity.approval_status) == ("planned", "draft")
    assert activity.targets == document.plan.activities["A001"].targets
    assert activity.gross_spend == 100_000


def test_delete_leaves_nothing_dangling(document: Document) -> None:
    delete_activities(document, ["A001"])
    assert document.plan.activities["A002"].depends_on == ()
    assert document.plan.levers["L1"].activity_id is None
    assert document.rows("activity_target") == []
    document.undo()
    assert document.plan.activities["A002"].depends_on == ("A001",)
    assert document.plan.levers["L1"].activity_id == "A001"


def test_a_series_moves_as_a_whole(document: Document) -> None:
    set_field(document, "activity", "A001", "recurrence", "weekly")
    set_field(document, "activity", "A001", "until", date(2027, 2, 28))
    move_activities(document, ["A001"], 10)
    moved = document.plan.activities["A001"]
    assert (moved.start, moved.end, moved.until) == (date(2027, 2, 11), date(2027, 2, 13), date(2027, 3, 10))


def test_followers_are_pushed_only_as_far_as_they_must(document: Document) -> None:
    first, then = document.plan.activities["A001"], document.plan.activities["A002"]
    slack = (then.start - first.end).days - 1
    move_activities(document, ["A001"], slack, with_followers=True)
    assert document.plan.activities["A002"].start == date(2027, 3, 1)
    move_activities(document, ["A001"], 2, with_followers=True)
    assert document.plan.activities["A002"].start == date(2027, 3, 3)
    assert document.undo_label == "Move “Webinar”"
    document.undo()
    assert document.plan.activities["A002"] == then
    set_dates(document, "A001", first.start, then.start, with_followers=True)
    assert document.plan.activities["A002"].start == date(2027, 3, 2)


def test_nudges_of_the_same_activities_are_one_step(document: Document, clock: Clock) -> None:
    for _ in range(5):
        move_activities(document, ["A001", "A002"], 1)
        clock.forward(0.4)
    move_activities(document, ["A001"], 1)
    document.undo()
    assert document.plan.activities["A001"].start == date(2027, 2, 6)
    document.undo()
    assert document.plan.activities["A001"].start == date(2027, 2, 1)
    assert document.undo_label is None


def test_campaign_moves_with_its_activities(document: Document) -> None:
    move_campaign(document, "spring", 7)
    assert document.plan.campaigns["spring"].start == date(2027, 2, 8)
    assert document.plan.activities["A001"].start == date(2027, 2, 8)
    assert document.plan.activities["A002"].start == date(2027, 3, 1), "it belongs to no campaign"


def test_a_campaign_moves_without_what_stays_or_by_itself(document: Document) -> None:
    set_field(document, "activity", "A001", "locked", True)
    move_campaign(document, "spring", 7)
    assert document.plan.campaigns["spring"].start == date(2027, 2, 8)
    assert document.plan.activities["A001"].start == date(2027, 2, 1)
    set_field(document, "activity", "A001", "locked", False)
    move_campaign(document, "spring", 7, with_activities=False)
    assert document.plan.campaigns["spring"].start == date(2027, 2, 15)
    assert document.plan.activities["A001"].start == date(2027, 2, 1)
    set_campaign_dates(document, "spring", date(2027, 2, 1), date(2027, 2, 2))
    assert document.plan.campaigns["spring"].end == date(2027, 2, 2)
    with pytest.raises(EditRefused, match="before the start"):
        set_campaign_dates(document, "spring", date(2027, 2, 3), date(2027, 2, 2))


def test_campaign_is_deleted_with_or_without_its_activities(document: Document) -> None:
    delete_campaign(document, "spring")
    assert document.plan.activities["A001"].campaign_id is None
    document.undo()
    delete_campaign(document, "spring", with_activities=True)
    assert list(document.plan.activities) == ["A002"]
    assert document.plan.levers["L1"].activity_id is None


def test_targets_are_changed_kept_and_taken_away(document: Document) -> None:
    set_targets(document, ["A001"], [Target("s-p", 1.0)])
    assert document.plan.activities["A001"].targets == (Target("s-p", 1.0),)
    set_targets(document, ["A001", "A002"], [Target("s-p", 0.5), Target("s-o", 0.5)])
    assert document.plan.activities["A002"].targets == (Target("s-p", 0.5), Target("s-o", 0.5))
    set_targets(document, ["A001"], [])
    assert document.plan.activities["A001"].targets == ()


def test_an_empty_field_gets_its_default(document: Document, clock: Clock) -> None:
    set_field(document, "plan", "p", "discount_rate", 0.2)
    assert document.plan.header.discount_rate == 0.2
    clock.forward(60)
    set_field(document, "plan", "p", "discount_rate", None)
    assert document.plan.header.discount_rate == 0.10
    assert document.undo_label == "Change discount rate of “Plan”"


def test_a_new_id_says_nothing_of_the_name(document: Document) -> None:
    name = "Secretseg acquisition"
    made = [create_campaign(document, name), create_campaign(document, name)]
    made.append(create_activity(document, name, date(2027, 4, 1), date(2027, 4, 2)))
    assert len(set(made)) == 3
    for row_id in made:
        assert re.fullmatch(r"[a-z][a-z0-9]{7}", row_id)
        assert not any(word in row_id for word in ("secret", "seg", "acq"))


def test_the_id_of_a_deleted_row_does_not_come_back(document: Document) -> None:
    before = document.plan
    delete_activities(document, ["A002"])
    assert create_activity(document, "Another", date(2027, 4, 1), date(2027, 4, 2)) not in before.activities
    found = compare(before, document.plan)
    assert not [change for change in found if "Renamed" in change.sentence]


def test_an_id_that_is_taken_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("bbbbbbbbbbbbbbbbcccccccc")
    monkeypatch.setattr(naming, "choice", lambda _from: next(drawn))
    ids = naming.FreshIds([])
    assert [ids.take(), ids.take()] == ["bbbbbbbb", "cccccccc"]


def test_long_names_fit_a_menu() -> None:
    assert shortened("x" * 40) == "x" * 40
    assert len(shortened("x" * 41)) == 40


REFUSED: list[tuple[str, Callable[[Document], Any]]] = [
    ("before", lambda d: create_activity(d, "X", date(2027, 2, 2), date(2027, 2, 1))),
    ("missing", lambda d: create_activity(d, " ", date(2027, 2, 2), date(2027, 2, 3))),
    ("nowhere", lambda d: create_activity(d, "X", date(2027, 2, 2), date(2027, 2, 3), {"campaign_id": "nowhere"})),
    ("add up", lambda d: create_activity(d, "X", date(2027, 2, 2), date(2027, 2, 3), None, [Target("s-o", 0.5)])),
    ("before", lambda d: set_dates(d, "A001", date(2027, 2, 2), date(2027, 2, 1))),
    ("no longer", lambda d: set_dates(d, "A999", date(2027, 2, 2), date(2027, 2, 3))),
    ("No activity", lambda d: move_activities(d, [], 1)),
    ("that far", lambda d: move_activities(d, ["A001"], 3_000_000)),
    ("that far", lambda d: move_campaign(d, "spring", -999_999)),
    ("no longer", lambda d: delete_campaign(d, "gone")),
    ("before", lambda d: create_campaign(d, "X", {"start": date(2027, 2, 2), "end": date(2027, 2, 1)})),
    ("add up", lambda d: set_targets(d, ["A001"], [Target("s-o", 0.7), Target("s-p", 0.7)])),
    ("twice", lambda d: set_targets(d, ["A001"], [Target("s-o", 0.5), Target("s-o", 0.5)])),
    ("gone", lambda d: set_targets(d, ["A001"], [Target("gone", 1.0)])),
    ("above 1", lambda d: set_targets(d, ["A001"], [Target("s-o", 1.5), Target("s-p", -0.5)])),
    ("missing", lambda d: set_field(d, "activity", "A001", "name", "\u202e")),
    ("missing", lambda d: set_field(d, "activity", "A001", "start", None)),
    ("before", lambda d: set_field(d, "activity", "A001", "end", date(2026, 1, 1))),
    ("above 1", lambda d: set_field(d, "activity", "A001", "partner_share", 1.01)),
    ("below 0", lambda d: set_field(d, "activity", "A001", "gross_spend", -1)),
    ("not allowed", lambda d: set_field(d, "activity", "A001", "status", "forgotten")),
    ("“nowhere” does not exist", lambda d: set_field(d, "activity", "A001", "campaign_id", "nowhere")),
    ("back to itself", lambda d: set_field(d, "activity", "A001", "depends_on", ("A002",))),
    ("longer", lambda d: set_field(d, "activity", "A001", "name", "x" * 201)),
    ("12", lambda d: set_field(d, "offering", "o", "seasonality", (2.0,) * 12)),
    ("no longer", lambda d: set_field_of_many(d, "activity", ["A001", "A999"], "gross_spend", 1)),
    ("No row", lambda d: set_field_of_many(d, "activity", [], "gross_spend", 1)),
    ("joins", lambda d: set_field(d, "activity_target", "A001|s-o", "cell_id", "s-p")),
    ("EUR", lambda d: set_field(d, "plan", "p", "currency", "euro")),
]


@pytest.mark.parametrize(("word", "act"), REFUSED)
def test_refused(document: Document, word: str, act: Callable[[Document], Any]) -> None:
    before = document.plan
    with pytest.raises(EditRefused, match=word):
        act(document)
    assert document.plan is before
    assert document.undo_label is None


def test_an_old_error_does_not_stop_other_changes(tmp_path: Path) -> None:
    """A plan may come with problems; they must not keep the user from mending anything else."""
    dangling = {**ROWS["activity"][0], "vendor_id": "gone"}
    with Document.create(tmp_path / "x.cmoplan", {**ROWS, "activity": [dangling]}) as document:
        set_field(document, "activity", "A001", "gross_spend", 5)
        assert document.plan.activities["A001"].gross_spend == 5


def test_shares_of_an_audience_are_changed_together_or_not_at_all(document: Document) -> None:
    ids = ["A001|s-o", "A001|s-p"]
    with pytest.raises(EditRefused):
        set_field(document, "activity_target", ids[0], "share", 0.5)
    set_field_of_many(document, "activity_target", ids, "share", 0.5)
    assert [target.share for target in document.plan.activities["A001"].targets] == [0.5, 0.5]
