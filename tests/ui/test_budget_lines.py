"""New budget lines and acts on whole rows in a real window: recurring, placeholder, spread, contingency, currency."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cmoplanner.ledger.lines import ledger
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import change_rows
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.spreading import Pattern
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

MEDIA = ("CC100", "media")


@pytest.fixture
def page(workspace: Workspace) -> BudgetPage:
    workspace.show_page("budget")
    return workspace.budget


def plan_of(page: BudgetPage) -> Plan:
    return page._context.document.plan


def test_a_recurring_line_costs_its_times(window: Window, page: BudgetPage) -> None:
    page.grid.go_to(MEDIA, "planned")
    page._context.commands.run("budget.recurring")
    dialog = page.lines.dialog
    assert dialog is not None
    dialog.name.setText("Retainer")
    QTest.keyClicks(dialog.amount, "1,000.01")
    assert dialog.sum.text() == "9 times 1,000.01 = 9,000.09 in the fiscal year"
    QTest.keyClick(dialog.amount, Qt.Key.Key_Return)
    row = next(one for one in plan_of(page).activities.values() if one.name == "Retainer")
    assert (row.gross_spend, row.recurrence, row.cost_centre_id, row.category_id) == (900_009, "monthly", *MEDIA)
    assert ledger(plan_of(page)).lines[row.id].plan == (0, 0, 0) + (100_001,) * 9
    assert page._context.document.undo_label == "Create “Retainer”"
    current = page.grid.current()
    assert current is not None
    assert current[0].path[-1] == row.id
    assert page.model.cell(page.model.line_of(current[0].path), 0).mark == "monthly"


def test_a_placeholder_keeps_money_until_it_is_planned(window: Window, page: BudgetPage) -> None:
    total = ledger(plan_of(page)).total().planned
    page.grid.go_to(MEDIA, "planned")
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = page.lines.dialog
    assert dialog is not None
    QTest.keyClick(dialog.amount, Qt.Key.Key_Return)
    assert dialog.error.text() == "The line needs a name."
    dialog.name.setText("Kept for autumn")
    dialog.amount.setText("30 k")
    dialog.keep.click()
    kept = next(one for one in plan_of(page).activities.values() if one.status == "placeholder")
    assert ledger(plan_of(page)).total().planned == total + 3_000_000
    page._context.commands.run("budget.plan_from")
    dialog = page.lines.dialog
    assert dialog.amount.text() == "30,000.00"
    dialog.name.setText("Autumn fair")
    dialog.amount.setText("12,000")
    dialog.keep.click()
    assert plan_of(page).activities[kept.id].gross_spend == 1_800_000
    assert ledger(plan_of(page)).total().planned == total + 3_000_000
    page._context.document.undo()
    assert plan_of(page).activities[kept.id].gross_spend == 3_000_000


def test_several_lines_are_spread_as_the_preview_says(page: BudgetPage) -> None:
    page.grid.go_to(("CC100",), "planned")
    page._context.commands.run("budget.spread")
    dialog = page.acts.spreading
    assert dialog is not None
    lines = page.acts.selected_lines()
    assert len(lines) > 3
    before = ledger(plan_of(page))
    dialog.pattern.setCurrentIndex(dialog.pattern.findData(Pattern.BACK))
    shown = [label.text() for label in dialog.then]
    dialog.spread.click()
    after = ledger(plan_of(page))
    for row in lines:
        assert after.lines[row].planned == before.lines[row].planned
        assert after.lines[row].plan[:3] == before.lines[row].plan[:3]
    months = [sum(after.lines[row].plan[month] for row in lines) for month in range(12)]
    formats = page.model.table.formats if page.model.table else None
    assert formats is not None
    assert shown == [formats.grid(amount) for amount in months]
    assert months[11] > months[3]
    page._context.document.undo()
    assert ledger(plan_of(page)).lines == before.lines


def test_contingency_asks_for_its_reason_and_its_rule(page: BudgetPage) -> None:
    set_field(page._context.document, "envelope", "E044", "release_rule", "Revenue is on plan")
    page._context.commands.run("budget.release")
    dialog = page.acts.dialog
    assert dialog is not None
    assert dialog.heading.text() == "Release contingency"
    dialog.transfer.click()
    assert "what the money is released for" in dialog.error.text()
    dialog.note.setText("Second stand")
    dialog.transfer.click()
    assert "Revenue is on plan" in dialog.error.text()
    dialog.rule_met.click()
    dialog.approver.setText("CFO")
    dialog.transfer.click()
    (moved,) = plan_of(page).transfers.values()
    assert (moved.from_envelope_id, moved.approver_role) == ("E044", "CFO")
    assert moved.note == "Second stand (released because: Revenue is on plan)"


def test_an_amount_in_the_line_s_own_currency_is_typed(page: BudgetPage) -> None:
    values = {"currency": "USD", "foreign_amount": 10_000.0, "fx_rate_plan": 0.9173}
    change_rows(page._context.document, "activity", {"A019": values})
    page.lines.show_line("A019")

    def typed(text: str) -> None:
        QTest.keyClick(page.grid.figures, Qt.Key.Key_F2)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)

    typed("12,345.67 USD")
    assert plan_of(page).activities["A019"].gross_spend == 1_132_468
    page.lines.show_line("A019")
    assert page.bar.readout.text().endswith("planned 11,324.68 = 12,345.67 USD × 0.9173")
    typed("5 GBP")
    assert "not agreed in GBP" in page.bar.refusal.text()
    assert plan_of(page).activities["A019"].gross_spend == 1_132_468
