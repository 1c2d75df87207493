"""The command that brings a workbook back in: preview, taking over, what it refuses, and its exit codes."""

import json
from pathlib import Path

import pytest

from cmoplanner.cli import main
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from tests.exchange.book_back import at, changed, document_of, exported
from tests.exchange.plans import small


@pytest.fixture(name="paths")
def _paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setenv("CMOPLANNER_DATA", str(tmp_path / "data"))
    with document_of(small(), tmp_path) as document:
        workbook = exported(document, tmp_path)
        plan = document.path

    def edit(book: object) -> None:
        at(book["Calendar"], "A1", "Gross (EUR)").value = 250.5  # type: ignore[index]
        at(book["Calendar"], "A1", "Owner").value = "Finance"  # type: ignore[index]
        at(book["Calendar"], "A2", "Channel").value = "Fax"  # type: ignore[index]

    return plan, changed(workbook, edit)


def test_a_preview_says_it_in_words_and_writes_nothing(
    paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    plan, workbook = paths
    before = plan.read_bytes()
    assert main(["import-workbook", str(plan), str(workbook), "--preview"]) == 0
    out = capsys.readouterr().out
    assert "Calendar!V5: “Odd”, Gross spend: 100.01 → 250.50\n    Calendar/A1/gross_spend\n" in out
    assert "there is no “Fax”; known are “Channel”" in out
    assert out.endswith("2 changes, 1 refused.\n")
    assert plan.read_bytes() == before


def test_taking_over_is_one_step_after_a_backup(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    plan, workbook = paths
    assert main(["import-workbook", str(plan), str(workbook), "--apply", "--only", "gross_spend"]) == 0
    assert "1 change taken over" in capsys.readouterr().out
    with Document.open(plan) as document:
        assert document.plan.activities["A1"].gross_spend == 25_050
        assert document.plan.activities["A1"].owner_role == ""
        assert document.undo_label == "Take over changes of “finance.xlsx”"
        backups = document.backups()
        assert any(read_snapshot(one.path).plan.activities["A1"].gross_spend == 10_001 for one in backups)
        document.undo()
        assert document.plan.activities["A1"].gross_spend == 10_001


def test_all_of_it_as_data(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    plan, workbook = paths
    assert main(["import-workbook", str(plan), str(workbook), "--apply", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["taken"] == ["Calendar/A1/owner_role", "Calendar/A1/gross_spend"]
    assert [change["state"] for change in found["changes"]] == ["changed", "changed", "refused"]
    assert read_snapshot(plan).plan.activities["A1"].owner_role == "Finance"
    assert main(["import-workbook", str(plan), str(workbook), "--apply"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was taken over.\n")


def test_what_is_no_change_or_no_workbook_is_a_fault(
    paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    plan, workbook = paths
    assert main(["import-workbook", str(plan), str(workbook), "--apply", "--only", "margin"]) == 2
    assert "Nothing that was changed is called “margin”." in capsys.readouterr().err
    workbook.write_bytes(b"no")
    assert main(["import-workbook", str(plan), str(workbook), "--preview"]) == 2
    assert "is not a sound Excel workbook" in capsys.readouterr().err
    assert main(["import-workbook", str(plan), str(workbook.with_name("gone.xlsx")), "--preview"]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["import-workbook", str(plan), str(workbook)])
