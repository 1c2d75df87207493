"""Invoices of a file in the dialog: rows are previewed, named columns remembered, what is new is one step."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmoplanner.ui.budget.importing import ImportDialog
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.workspace import Workspace

ROWS = """Invoice number;Posting date;Net amount;Line item;Text
R-1;2027-04-05;1.234,50;LinkedIn spring flight;April
R-2;2027-04-06;99,00;Nothing we know;Giveaways
R-3;2027-04-07;many;LinkedIn spring flight;
"""


@pytest.fixture
def page(workspace: Workspace) -> BudgetPage:
    workspace.show_page("budget")
    return workspace.budget


def opened(page: BudgetPage, path: Path) -> ImportDialog:
    page.acts.import_file(path)
    dialog = page.acts.importing
    assert dialog is not None
    dialog.settle()
    return dialog


def states(dialog: ImportDialog) -> list[str]:
    items = [dialog.rows.topLevelItem(number) for number in range(dialog.rows.topLevelItemCount())]
    return [item.text(1) for item in items if item is not None]


def test_rows_are_previewed_and_what_is_new_is_one_step(page: BudgetPage, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text(ROWS, encoding="utf-8")
    document = page._context.document
    count = len(document.plan.actuals)
    dialog = opened(page, path)
    assert states(dialog) == ["new", "without activity", "not usable"]
    assert dialog.columns["amount"].currentText() == "Net amount"
    assert dialog.apply.text() == "Take over 1 row"
    QTest.mouseClick(dialog.uncoded, Qt.MouseButton.LeftButton, pos=dialog.uncoded.rect().center())
    dialog.uncoded.setChecked(True)
    assert dialog.apply.text() == "Take over 2 rows"
    dialog.apply.click()
    assert len(document.plan.actuals) == count + 2
    assert document.undo_label == "Take over 2 bookings"
    again = opened(page, path)
    assert states(again) == ["known", "known", "not usable"]
    assert not again.apply.isEnabled()
    QTest.keyClick(again, Qt.Key.Key_Escape)
    assert len(document.plan.actuals) == count + 2


def test_columns_nobody_would_guess_are_named_once(page: BudgetPage, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("aa,bb,cc\nLinkedIn spring flight,2027-04-05,50\n", encoding="utf-8")
    dialog = opened(page, path)
    assert not dialog.error.isHidden()
    assert not dialog.apply.isEnabled()
    for key, name in (("amount", "cc"), ("date", "bb"), ("activity", "aa")):
        box = dialog.columns[key]
        box.setCurrentIndex(box.findData(name))
        box.activated.emit(box.currentIndex())
        dialog.settle()
    assert dialog.error.isHidden()
    assert states(dialog) == ["new"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert states(opened(page, path)) == ["new"]


def test_a_file_that_is_no_table_says_so(page: BudgetPage, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"not a workbook")
    dialog = opened(page, path)
    assert not dialog.error.isHidden()
    assert dialog.rows.topLevelItemCount() == 0
