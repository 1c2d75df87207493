"""The sales sheet and a partner's annex from the command line."""

from pathlib import Path

import openpyxl
import pytest

from cmoplanner.cli import main
from cmoplanner.paths import sample_plan


def test_both_are_written_and_faults_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, out = str(sample_plan()), tmp_path / "out.xlsx"
    assert main(["export-sales", plan, str(out)]) == 0
    assert openpyxl.load_workbook(out).sheetnames[0] == "Leads"
    assert main(["export-annex", plan, "brightloom", str(out)]) == 0
    assert openpyxl.load_workbook(out).sheetnames[0] == "Summary"
    capsys.readouterr()
    assert main(["export-annex", plan, "nobody", str(tmp_path / "no.xlsx")]) == 2
    assert "no partner called “nobody”" in capsys.readouterr().err
    assert main(["export-sales", plan, str(tmp_path / "out.pdf")]) == 2
    assert not (tmp_path / "no.xlsx").exists()
