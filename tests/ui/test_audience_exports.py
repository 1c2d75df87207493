"""The sales sheet and a partner's annex from the window: written in the background, and told where."""

from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot

from cmoplanner.ui.audience_exports import AudienceExports
from cmoplanner.ui.workspace import Workspace


def test_both_are_written(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    found = workspace.findChild(AudienceExports)
    assert isinstance(found, AudienceExports)
    found.write_sales(tmp_path / "sales.xlsx")
    qtbot.waitUntil(lambda: "sales.xlsx" in workspace.status.said.text(), timeout=20_000)
    assert openpyxl.load_workbook(tmp_path / "sales.xlsx").sheetnames[0] == "Leads"
    workspace.context.commands.run("export.annex")
    assert found.choosing is not None
    assert found.choosing.partner.count() == len(workspace.context.document.plan.partners)
    found.choosing.reject()
    found.write_annex("p-quay", tmp_path / "annex.xlsx")
    qtbot.waitUntil(lambda: "annex.xlsx" in workspace.status.said.text(), timeout=20_000)
    assert openpyxl.load_workbook(tmp_path / "annex.xlsx")["Summary"]["A1"].value == (
        workspace.context.document.plan.partners["p-quay"].name
    )
