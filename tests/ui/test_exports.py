"""Exports from the window write the plan as it is, say where, and explain what fails."""

from pathlib import Path

import openpyxl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cmoplanner.ui.calendar_export import export_calendar
from cmoplanner.ui.exports import Exports
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace


def exports(workspace: Workspace) -> Exports:
    found = workspace.findChild(Exports)
    assert isinstance(found, Exports)
    return found


def test_a_picture_and_a_page_are_written(workspace: Workspace, tmp_path: Path) -> None:
    workspace.context.outlook.ranges.settle()
    for name in ("calendar.png", "calendar.pdf"):
        exports(workspace).write(tmp_path / name)
        assert workspace.status.said.text().startswith(f"“{name}” written to")
    assert QImage(str(tmp_path / "calendar.png")).width() > 1000
    assert (tmp_path / "calendar.pdf").read_bytes().startswith(b"%PDF")


def test_a_picture_waits_for_its_range(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    early, late = tmp_path / "early.png", tmp_path / "late.png"
    assert workspace.context.outlook.bands is None
    exports(workspace).write(early)
    assert not early.exists()
    qtbot.waitUntil(lambda: "early.png" in workspace.status.said.text())
    workspace.context.outlook.ranges.settle()
    exports(workspace).write(late)
    assert QImage(str(early)) == QImage(str(late))


def test_a_picture_has_the_lanes_and_colours_of_the_calendar(workspace: Workspace, tmp_path: Path) -> None:
    workspace.context.outlook.ranges.settle()
    usual, mine = tmp_path / "usual.png", tmp_path / "mine.png"
    exports(workspace).write(usual)
    for command in ("calendar.by.segment", "calendar.then.offering", "calendar.colour.owner"):
        workspace.context.commands.run(command)
    exports(workspace).write(mine)
    assert QImage(str(usual)).height() != QImage(str(mine)).height()
    calendar, drawn = workspace.calendar.view.state, tmp_path / "drawn.png"
    found = workspace.context.outlook.ranges.found
    assert found is not None
    export_calendar(calendar.plan, found.outcome, drawn, arrangement=calendar.arrangement, ranged=found.bands)
    assert QImage(str(drawn)) == QImage(str(mine))


def test_a_workbook_is_written_in_the_background(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    exports(workspace).write(path)
    qtbot.waitUntil(lambda: "book.xlsx" in workspace.status.said.text(), timeout=60_000)
    book = openpyxl.load_workbook(path, read_only=True)
    assert len(book.sheetnames) > 2
    book.close()


def test_the_load_for_accounting_says_what_is_in_it(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "load.csv"
    exports(workspace).write_erp(path)
    qtbot.waitUntil(lambda: "load.csv" in workspace.status.said.text(), timeout=20_000)
    said = workspace.status.said.text()
    assert said == "“load.csv” written. 312 lines with all codes: 2,126,250.00 · Together: 2,126,250.00, as planned."
    assert path.read_text(encoding="utf-8").count("\n") == 313


def test_a_folder_that_is_gone_is_explained(window: Window, workspace: Workspace, tmp_path: Path) -> None:
    workspace.context.outlook.ranges.settle()
    exports(workspace).write(tmp_path / "gone" / "calendar.png")
    message = window.findChild(Message)
    assert message is not None
    assert "calendar.png" in message.sentence.text()
    assert message.remedy.text()
    message.accept()


def test_closing_while_a_workbook_is_written_waits_for_it(window: Window, workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    exports(workspace).write(path)
    window.close()
    assert not path.exists() or openpyxl.load_workbook(path, read_only=True).sheetnames
