"""Ways out: each one taken ends the finding that it is for, as one step that can be undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.doctor.collisions import Collisions
from cmoplanner.doctor.ways import ways
from cmoplanner.model.edits.campaigns import set_campaign_dates
from cmoplanner.model.edits.closed_days import create_blackout
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

SOLVED = {
    "A010": {"BRD-04": ["End by 31 May"]},
    "A011": {"RSK-01": ["Unlock it"]},  # it begins after the contract has ended
    "A026": {"CAL-05": ["Approve", "Start on 29 Jun"]},
    "A029": {"BUD-08": ["Ask for approval", "Approve"]},
    "A032": {"CAL-06": ["Start on 10 May and push what follows"]},
    "A017": {"CAL-13": ["Move the one of 23 May to 24 May"]},
    "A067": {"RSK-01": ["Unlock it"]},
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    folder: Path = tmp_path_factory.mktemp("ways")
    with Document.create_from(sample_plan(), folder / "plan.cmoplan", data_folder=folder / "data") as document:
        yield document


def offered(document: Document, subject: str) -> dict[str, list[str]]:
    found = Collisions(document.plan).found[subject]
    return {one.rule: [way.words for way in ways(document.plan, one)] for one in found}


@pytest.mark.parametrize("subject", list(SOLVED))
def test_the_ways_out_of_the_samples_findings(document: Document, subject: str) -> None:
    told = offered(document, subject)
    assert {rule: told[rule] for rule in SOLVED[subject]} == SOLVED[subject]


def test_every_way_that_ends_a_finding_does_so_in_one_step(document: Document) -> None:
    taken = 0
    for subject, found in Collisions(document.plan).found.items():
        for finding in found:
            for way in ways(document.plan, finding):
                revision = document.revision
                way.take(document)
                taken += 1
                assert document.revision > revision
                if way.words not in ("Ask for approval", "Unlock it"):
                    left = Collisions(document.plan).found.get(subject, ())
                    assert finding.rule not in {one.rule for one in left}, (finding, way.words)
                document.undo()
    assert taken > 12


def test_blackouts_windows_and_owners_have_ways_out(document: Document) -> None:
    first = document.undo_label
    row = document.plan.activities["A063"]
    create_blackout(document, "Stocktaking", row.start, row.start)
    (way,) = (one for found in Collisions(document.plan).found["A063"] if found.rule == "BLACKOUT" for one in
              ways(document.plan, found))  # fmt: skip
    way.take(document)
    assert "BLACKOUT" not in {one.rule for one in Collisions(document.plan).found.get("A063", ())}
    campaign = document.plan.campaigns["cph"]
    assert campaign.end is not None
    set_campaign_dates(document, "cph", date(2027, 6, 1), campaign.end)
    told = offered(document, "A035")
    assert told["RSK-06"] == [f"Give it to {campaign.owner_role}"]
    while document.undo_label != first:
        document.undo()


def test_what_is_locked_is_not_offered_to_move(document: Document) -> None:
    set_field(document, "activity", "A026", "locked", True)
    assert offered(document, "A026")["CAL-05"] == ["Approve"]
    document.undo()
