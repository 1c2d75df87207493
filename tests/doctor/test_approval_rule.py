"""BUD-08 agrees with the approvals: what is no longer as it was approved is found as what never was."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.doctor.rules_calendar import examine_activity
from cmoplanner.model.approving import Subject
from cmoplanner.model.edits.approvals import approve
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def _found(document: Document) -> list[str]:
    row = document.plan.activities["A029"]
    return [one.sentence for one in examine_activity(document.plan, row) if one.rule == "BUD-08"]


def test_the_rule_follows_the_approval(document: Document) -> None:
    about = [Subject("activity", "A029")]
    assert len(_found(document)) == 1
    approve(document, about)  # of two signatures
    assert len(_found(document)) == 1
    approve(document, about)
    assert not _found(document)
    set_field(document, "activity", "A029", "end", date(2027, 6, 10))
    assert len(_found(document)) == 1
    document.undo()
    assert not _found(document)
    set_field(document, "activity", "A029", "gross_spend", 2_000_000)  # less than was approved
    assert not _found(document)
    set_field(document, "activity", "A029", "gross_spend", 2_750_001)
    assert document.plan.activities["A029"].approval_status == "submitted"
    assert len(_found(document)) == 1
