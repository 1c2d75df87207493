"""The commands of approvals: a pack is written, filled in by another program, previewed and recorded."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from cmoplanner.cli import main
from cmoplanner.exchange.approval_pack_keys import COMMENT, DECISION, SHEET
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan


@pytest.mark.qt
def test_a_pack_goes_out_and_decisions_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CMOPLANNER_DATA", str(tmp_path / "data"))
    plan, pack = tmp_path / "plan.cmoplan", tmp_path / "pack.xlsx"
    shutil.copy(sample_plan(), plan)
    assert main(["approval-pack", str(plan), str(pack)]) == 0
    assert "3 decisions asked for: 156,000.00" in capsys.readouterr().out
    assert main(["approval-pack", str(plan), str(tmp_path / "pack.pdf")]) == 0
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")
    assert main(["approval-pack", str(plan), str(tmp_path / "pack.doc")]) == 2
    book = openpyxl.load_workbook(pack)
    book[SHEET].cell(6, DECISION).value = "approve"
    book[SHEET].cell(7, DECISION).value = "perhaps"
    book[SHEET].cell(8, DECISION).value = "reject"
    book[SHEET].cell(8, COMMENT).value = "After the summer"
    book.save(pack)
    before = plan.read_bytes()
    capsys.readouterr()
    assert main(["import-approvals", str(plan), str(pack), "--preview"]) == 0
    out = capsys.readouterr().out
    assert "Approval pack!N6: “Launch roadshow (3 cities)”, Decision: submitted → approve\n" in out
    assert "it is neither approve, reject nor ask" in out
    assert out.endswith("2 changes, 1 refused.\n")
    assert plan.read_bytes() == before
    assert main(["import-approvals", str(plan), str(pack), "--apply", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["taken"] == ["Approval pack/activity:A026", "Approval pack/activity:A059"]
    with Document.open(plan) as document:
        assert document.undo_label == "Record 2 decisions"
        assert document.plan.activities["A059"].approval_status == "rejected"
    assert main(["import-approvals", str(plan), str(pack), "--apply"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was recorded.\n")
