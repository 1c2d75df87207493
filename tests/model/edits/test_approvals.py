"""Approvals: who signs by the amount, each act one step with its entry in the log, and more money asks again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.approving import State, Subject, standing, steps_of
from cmoplanner.model.edits.activities import move_activities
from cmoplanner.model.edits.approvals import approve, reject, submit, withdraw
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.money import set_planned_totals
from cmoplanner.model.plan import Approval, Plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from tests.plans import norrvik

ROADSHOW, AUTUMN, BURST, EMAIL = (Subject("activity", row) for row in ("A026", "A013", "A062", "A064"))
FILLED = Subject("activity", "A024")


@pytest.fixture
def sample_document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def _log(plan: Plan, subject: Subject) -> list[Approval]:
    return list(plan.approval_log.get(subject, ()))


@pytest.mark.parametrize(
    ("amount", "signers"),
    [
        (0, ["Field lead"]),
        (999_999, ["Field lead"]),
        (1_000_000, ["CMO"]),
        (2_499_999, ["CMO"]),
        (2_500_000, ["CMO", "CFO office"]),
        (9_999_999, ["CMO", "CFO office"]),
        (10_000_000, ["CEO", "CFO office"]),
        (99_000_000, ["CEO", "CFO office"]),
    ],
)
def test_the_policy_names_the_signers_of_an_amount(amount: int, signers: list[str]) -> None:
    sample = norrvik()
    row = replace(sample.activities["A026"], owner_role="Field lead")
    assert [step.role for step in steps_of(sample, amount, row)] == signers


def test_what_needs_two_signatures_is_approved_with_the_second(sample_document: Document) -> None:
    document = sample_document
    before = document.plan
    assert [step.role for step in standing(before, ROADSHOW).steps] == ["CMO", "CFO office"]
    approve(document, [ROADSHOW])
    assert document.plan.activities["A026"].approval_status == "submitted"
    assert [step.role for step in standing(document.plan, ROADSHOW).steps] == ["CFO office"]
    approve(document, [ROADSHOW], "within the launch budget")
    found = standing(document.plan, ROADSHOW)
    assert (found.state, found.steps, document.plan.activities["A026"].approval_status) == (
        State.APPROVED,
        (),
        "approved",
    )
    first, second = _log(document.plan, ROADSHOW)[-2:]
    assert (first.step, second.step, second.comment) == ("cmo", "finance", "within the launch budget")
    assert (second.amount, second.start, second.end, second.vendor_id) == (
        6_400_000,
        date(2027, 5, 25),
        date(2027, 5, 27),
        "v-event",
    )
    document.undo()
    document.undo()
    assert document.plan.approvals == before.approvals
    assert document.plan.activities == before.activities


def test_several_are_submitted_in_one_step_and_a_rejection_says_why(sample_document: Document) -> None:
    document = sample_document
    submit(document, [BURST, EMAIL])
    assert document.undo_label == "Submit 2 for approval"
    assert {document.plan.activities[row].approval_status for row in ("A062", "A064")} == {"submitted"}
    with pytest.raises(EditRefused, match="submitted already"):
        submit(document, [EMAIL])
    with pytest.raises(EditRefused, match="Say why"):
        reject(document, [EMAIL], "  ")
    reject(document, [EMAIL], "Not before summer")
    assert standing(document.plan, EMAIL).state is State.REJECTED
    assert [(row.decision, row.comment) for row in _log(document.plan, EMAIL)] == [
        ("submitted", ""),
        ("rejected", "Not before summer"),
    ]
    submit(document, [EMAIL], "In October then")
    approve(document, [EMAIL])
    assert standing(document.plan, EMAIL).state is State.APPROVED
    with pytest.raises(EditRefused, match="approved already"):
        approve(document, [EMAIL])
    with pytest.raises(EditRefused, match="no longer"):
        submit(document, [Subject("activity", "gone")])


def test_a_draft_that_is_approved_at_once_is_submitted_in_the_same_step(sample_document: Document) -> None:
    approve(sample_document, [EMAIL])
    assert [row.decision for row in _log(sample_document.plan, EMAIL)] == ["submitted", "approved"]
    assert sample_document.undo() == "Approve “Email: winter ready”"
    assert not _log(sample_document.plan, EMAIL)


def test_more_money_than_was_approved_asks_again_in_the_same_step(sample_document: Document) -> None:
    document = sample_document
    before = document.plan
    set_planned_totals(document, {"A024": 1_500_000, "A007": 1_700_000})
    assert document.plan.activities["A024"].approval_status == "submitted"
    assert document.plan.activities["A007"].approval_status == "approved"  # less money asks nobody
    (entry,) = _log(document.plan, FILLED)
    assert (entry.decision, entry.amount) == ("submitted", 1_500_000)
    assert entry.comment == "Costs 15000.00 now; 14000.00 were approved."
    document.undo()
    assert (document.plan.activities, document.plan.approvals) == (before.activities, before.approvals)


def test_what_was_approved_is_remembered_and_told_by_its_changes(sample_document: Document) -> None:
    document = sample_document
    approve(document, [EMAIL])
    set_planned_totals(document, {"A064": 100_000})
    assert standing(document.plan, EMAIL).state is State.APPROVED
    set_planned_totals(document, {"A064": 280_000})  # as it was approved
    assert standing(document.plan, EMAIL).state is State.APPROVED
    move_activities(document, ["A064"], 7)
    found = standing(document.plan, EMAIL)
    assert (found.state, found.changes) == (State.OUTDATED, ("start", "end"))
    set_field(document, "activity", "A064", "vendor_id", "v-mail")
    assert standing(document.plan, EMAIL).changes == ("start", "end", "vendor_id")
    submit(document, [EMAIL])
    assert standing(document.plan, EMAIL).state is State.SUBMITTED
    withdraw(document, [EMAIL])
    assert document.plan.activities["A064"].approval_status == "draft"


def test_a_request_that_is_withdrawn_leaves_what_was_approved_before(sample_document: Document) -> None:
    document = sample_document
    approve(document, [EMAIL])
    set_planned_totals(document, {"A064": 300_000})
    assert standing(document.plan, EMAIL).state is State.SUBMITTED
    set_planned_totals(document, {"A064": 280_000})
    assert standing(document.plan, EMAIL).changes == ("amount",)  # other than was asked for
    withdraw(document, [EMAIL])
    assert standing(document.plan, EMAIL).state is State.APPROVED
    with pytest.raises(EditRefused, match="not submitted"):
        withdraw(document, [EMAIL])


def test_a_state_that_is_set_by_hand_leaves_its_entry(sample_document: Document) -> None:
    set_field(sample_document, "activity", "A064", "approval_status", "approved")
    (entry,) = _log(sample_document.plan, EMAIL)
    assert (entry.decision, entry.step, entry.role, entry.amount) == ("approved", "own", "Demand Gen Lead", 280_000)


@pytest.mark.parametrize("table", ["contract", "plan"])
def test_contracts_and_the_plan_are_approved_alike(sample_document: Document, table: str) -> None:
    document = sample_document
    subject = Subject(table, "k-mail-27" if table == "contract" else document.plan.header.id)
    if table == "plan":
        assert standing(document.plan, subject).state is State.APPROVED
        set_field(document, "plan", subject.id, "status", "draft")
    assert standing(document.plan, subject).state is State.DRAFT
    version = document.name_version("Board, April").id if table == "plan" else ""
    submit(document, [subject], version=version)
    assert standing(document.plan, subject).state is State.SUBMITTED
    reject(document, [subject], "Too dear")
    assert standing(document.plan, subject).state is State.REJECTED
    submit(document, [subject], version=version)
    approve(document, [subject])
    assert standing(document.plan, subject).state is State.SUBMITTED
    approve(document, [subject])
    assert standing(document.plan, subject).state is State.APPROVED
    assert [row.role for row in _log(document.plan, subject)[-2:]] == ["CEO", "CFO office"]
    if table == "plan":
        assert (document.plan.header.status, document.plan.header.approved_version) == ("approved", version)
        assert _log(document.plan, subject)[-1].version == version
    else:
        set_field(document, "contract", subject.id, "end", date(2028, 6, 30))
        assert standing(document.plan, subject).changes == ("end",)


_AGAIN: list[Callable[[Document], None]] = [
    lambda document: set_field(document, "activity", "A024", "gross_spend", 1_400_001),
    lambda document: set_field(document, "activity", "A050", "partner_share", 0.1),
]


@pytest.mark.parametrize("act", _AGAIN)
def test_every_way_to_more_money_asks_again(sample_document: Document, act: Callable[[Document], None]) -> None:
    act(sample_document)
    assert len(sample_document.plan.approvals) == 8
    asked = list(sample_document.plan.approvals.values())[-1]
    assert sample_document.plan.activities[asked.activity_id or ""].approval_status == "submitted"
