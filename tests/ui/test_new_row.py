"""Adding a row works in every table, or it is said what has to be there first, and where that is added."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmoplanner.model.checks import row_objects
from cmoplanner.model.edits.rows import create_row, delete_rows
from cmoplanner.model.fields import BY_NAME, TABLES, Table
from cmoplanner.model.new_plan import NewPlan, rows_of
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from cmoplanner.ui.nouns import plural
from cmoplanner.ui.widgets.grid.new_row import lacking, values_for
from cmoplanner.ui.workspace import Workspace

ADDED = [table for table in TABLES if table.name != "plan"]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Document]:
    given = NewPlan(
        company="Test",
        fy_start=date(2027, 1, 1),
        as_of=date(2026, 11, 22),
        segments=("One",),
        offerings=("First",),
        pack="b2b",
        model="b2b_software",
    )
    with Document.create(tmp_path / "new.cmoplan", rows_of(given), data_folder=tmp_path / "data") as document:
        yield document


def added_or_lacking(document: Document, table: Table, depth: int = 0) -> None:
    """Add a row; where it lacks others, add those first, as the sentence asks for."""
    assert depth < 4, table.name
    tries = 0
    while without := lacking(document.plan, table):
        added_or_lacking(document, without[0], depth + 1)
        tries += 1
        assert tries < 4, table.name
    before = len(list(row_objects(document.plan, table)))
    create_row(document, table.name, values_for(document.plan, table))
    assert len(list(row_objects(document.plan, table))) == before + 1
    assert [found for found in check_plan(document.plan) if found.severity is Severity.ERROR] == []


@pytest.mark.parametrize("table", ADDED, ids=lambda table: table.name)
def test_a_row_can_be_added_to_every_table_of_the_sample(sample: Document, table: Table) -> None:
    added_or_lacking(sample, table)


@pytest.mark.parametrize("table", ADDED, ids=lambda table: table.name)
def test_a_row_can_be_added_to_every_table_of_a_new_plan(fresh: Document, table: Table) -> None:
    added_or_lacking(fresh, table)


def test_a_market_cell_takes_the_first_offering_that_is_free(sample: Document) -> None:
    taken = {(cell.segment_id, cell.offering_id) for cell in sample.plan.cells.values()}
    found = values_for(sample.plan, BY_NAME["cell"])
    assert (found["segment_id"], found["offering_id"]) not in taken
    assert sample.plan.offerings[found["offering_id"]].level not in ("brand", "sub_brand")


def test_ctrl_n_adds_a_transfer_and_says_what_a_response_curve_and_a_transfer_lack(workspace: Workspace) -> None:
    document = workspace.context.document
    QTest.keyClick(workspace, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = workspace.data

    def add(name: str) -> None:
        page.nouns.choose(name)
        page.view.setFocus()
        QTest.keyClick(page.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    add("transfer")
    (made,) = document.plan.transfers.values()
    assert made.from_envelope_id != made.to_envelope_id
    while not lacking(document.plan, BY_NAME["lane"]):
        create_row(document, "lane", values_for(document.plan, BY_NAME["lane"]))
    before = document.plan
    add("lane")
    assert document.plan is before
    for name in ("channel", "cell"):
        assert f"› {plural(BY_NAME[name])}" in page.refusal.text()
    delete_rows(document, "envelope", list(document.plan.envelopes))
    before = document.plan
    add("transfer")
    assert document.plan is before
    assert "Plan data › Money › Budget envelopes" in page.refusal.text()
