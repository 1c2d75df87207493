"""The workbook of finance in the window: each change to accept or reject, taken over as one step after a backup."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cmoplanner.exchange.book_back import read_back
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.ui.take_over.dialog import TakeOverDialog
from cmoplanner.ui.widgets.dialogs import Message
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace
from tests.exchange.book_back import at, changed, document_of, exported
from tests.exchange.plans import small


@pytest.fixture(name="workbook")
def _workbook(tmp_path: Path) -> Path:
    """Return a plan of its own beside its workbook, in which five things were changed since."""
    folder = tmp_path / "money"
    folder.mkdir()
    with document_of(small(), folder) as document:
        path = exported(document, folder)

        def edit(book: object) -> None:
            sheet = book["Calendar"]  # type: ignore[index]
            at(sheet, "A1", "Gross (EUR)").value = 250.5
            at(sheet, "A1", "Owner").value = "<b>Finance</b> & co"
            at(sheet, "A2", "Channel").value = "Fax"
            at(sheet, "A2", "Gross (EUR)").value = 70
            sheet.delete_rows(at(sheet, "A4", "Owner").row)

        changed(path, edit)
        set_field(document, "activity", "A2", "gross_spend", 6_000)
    return path


@pytest.fixture(name="document")
def _document(make_window: "object", workbook: Path, qtbot: QtBot) -> Document:
    window: Window = make_window()  # type: ignore[operator]
    window.show_document(Document.open(workbook.with_name("plan.cmoplan")))
    assert window.workspace
    return window.workspace.context.document


def workspace_of(document: Document, qtbot: QtBot) -> Workspace:
    from PySide6.QtWidgets import QApplication

    (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Window) and one.isVisible()]
    assert window.workspace
    assert window.workspace.context.document is document
    return window.workspace


@pytest.fixture(name="dialog")
def _dialog(document: Document, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> TakeOverDialog:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(workbook), ""))
    workspace = workspace_of(document, qtbot)
    workspace.context.commands.run("import.workbook")
    qtbot.waitUntil(lambda: bool(workspace.findChildren(TakeOverDialog)), timeout=20_000)
    (found,) = workspace.findChildren(TakeOverDialog)
    return found


def row_of(dialog: TakeOverDialog, change: str) -> int:
    model = dialog.changes
    rows = {model.change(model.index(row, 0)).id: row for row in range(model.rowCount())}
    return rows[change]


def click_box(qtbot: QtBot, dialog: TakeOverDialog, change: str) -> None:
    rect = dialog.table.visualRect(dialog.changes.index(row_of(dialog, change), 0))
    at_box = QPoint(rect.left() + 15, rect.center().y())
    qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=at_box)


def test_changes_are_listed_with_what_is_usual_accepted(dialog: TakeOverDialog) -> None:
    assert [change.id for change in dialog.changes.chosen] == ["Calendar/A1/owner_role", "Calendar/A1/gross_spend"]
    assert dialog.take.text() == "Take over 2 changes"
    model = dialog.changes
    row = row_of(dialog, "Calendar/A2/gross_spend")
    texts = [model.index(row, column).data() for column in range(model.columnCount())]
    assert texts == ["Calendar!V6", "Conflict", "Series", "Gross spend", "77.07", "70.00", "60.00"]
    dialog.table.selectRow(row_of(dialog, "Calendar/A2/channel_id"))
    assert "there is no “Fax”; known are “Channel”." in dialog.told.text()
    assert dialog.told.textFormat() is Qt.TextFormat.PlainText


def test_boxes_and_the_space_key_accept_and_reject(qtbot: QtBot, dialog: TakeOverDialog) -> None:
    click_box(qtbot, dialog, "Calendar/A1/owner_role")
    assert [change.id for change in dialog.changes.chosen] == ["Calendar/A1/gross_spend"]
    dialog.table.selectRow(row_of(dialog, "Calendar/A2/gross_spend"))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert [change.id for change in dialog.changes.chosen] == ["Calendar/A1/gross_spend", "Calendar/A2/gross_spend"]
    qtbot.mouseClick(dialog.none, Qt.MouseButton.LeftButton)
    assert dialog.changes.chosen == []
    assert not dialog.take.isEnabled()
    qtbot.mouseClick(dialog.usual, Qt.MouseButton.LeftButton)
    assert dialog.take.text() == "Take over 2 changes"
    dialog.table.selectRow(row_of(dialog, "Calendar/A2/channel_id"))  # refused: there is no box
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert len(dialog.changes.chosen) == 2


def test_taking_over_is_one_step_after_a_backup(qtbot: QtBot, document: Document, dialog: TakeOverDialog) -> None:
    click_box(qtbot, dialog, "Calendar/A2/gross_spend")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: document.undo_label == "Take over changes of “finance.xlsx”", timeout=20_000)
    activities = document.plan.activities
    assert (activities["A1"].gross_spend, activities["A2"].gross_spend) == (25_050, 7_000)
    assert activities["A1"].owner_role == "<b>Finance</b> & co"
    assert "A4" in activities
    assert read_snapshot(document.backups()[0].path).plan.activities["A1"].gross_spend == 10_001
    document.undo()
    assert document.plan.activities["A1"].gross_spend == 10_001


def test_a_file_that_is_no_workbook_is_told(
    document: Document, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook.write_bytes(b"PK no")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(workbook), ""))
    workspace = workspace_of(document, qtbot)
    workspace.context.commands.run("import.workbook")
    qtbot.waitUntil(lambda: bool(workspace.findChildren(Message)), timeout=20_000)
    (message,) = workspace.findChildren(Message)
    assert "is not a sound Excel workbook" in message.sentence.text()
    message.accept()


def test_nothing_changed_is_said(qtbot: QtBot, document: Document, workbook: Path) -> None:
    changed(workbook, lambda book: [book.remove(book[name]) for name in ("Calendar", "Phasing")])
    back = read_back(workbook, document.plan, document.uuid)
    dialog = TakeOverDialog(workspace_of(document, qtbot).context.theme, back)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.table.isHidden()
    assert not dialog.take.isEnabled()
