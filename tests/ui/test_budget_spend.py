"""The panel that controls spending beside the budget, and what the inspector says of an approval."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cmoplanner.ledger.lines import ledger
from cmoplanner.model.approving import Subject
from cmoplanner.model.edits.money import set_planned_totals
from cmoplanner.projection.outcome import Line
from cmoplanner.report.budget.entries import Entry
from cmoplanner.report.formats import MINUS, Formats
from cmoplanner.ui.budget.lines_list import ENTRY, Lines
from cmoplanner.ui.budget.spend_side import CUTS, VENDORS
from cmoplanner.ui.inspector.approval import ApprovalBox
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.workspace import Workspace


@pytest.fixture
def page(workspace: Workspace) -> BudgetPage:
    workspace.show_page("budget")
    workspace.budget.spend_button.click()
    workspace.budget.settle()
    return workspace.budget


def entries(lines: Lines) -> list[Entry]:
    return [item.data(0, ENTRY) for item in lines.items()]


def tick(lines: Lines, *rows: str) -> None:
    """Tick lines with the keyboard."""
    for row in rows:
        lines.setCurrentItem(next(item for item in lines.items() if item.data(0, ENTRY).row == row))
        QTest.keyClick(lines, Qt.Key.Key_Space)


def test_what_waits_is_ticked_and_decided_as_one_step(workspace: Workspace, page: BudgetPage) -> None:
    document, tab = workspace.context.document, page.spend.approvals
    assert page.spend.isVisible()
    assert workspace.inspector.isHidden()
    assert tab.told.text() == "156,000 EUR wait for approval"
    assert {one.row for one in entries(tab.lines) if one.group.startswith("decision")} == {"A013", "A026", "A059"}
    assert not tab.approve.isEnabled()
    tick(tab.lines, "A026", "A013")
    assert tab.approve.text() == "Approve 108,000"
    assert not tab.submit.isEnabled()
    assert not tab.reject.isEnabled()
    tab.approve.click()
    page.settle()
    assert document.undo_label == "Approve 2"
    groups = {one.row: one.group for one in entries(tab.lines)}
    assert groups["A026"] == groups["A013"] == "decision:finance:CFO office"
    tick(tab.lines, "A026", "A013")  # what stayed ticked is in another group now
    QTest.keyClicks(tab.comment, "Not this quarter")
    assert tab.reject.isEnabled()
    tab.reject.click()
    page.settle()
    log = document.plan.approval_log[Subject("activity", "A026")]
    assert (log[-1].decision, log[-1].role, log[-1].comment) == ("rejected", "CFO office", "Not this quarter")
    assert not tab.comment.text()
    document.undo()
    tick(tab.lines, "A059")
    tab.withdraw.click()
    page.settle()
    assert {one.row: one.group for one in entries(tab.lines)}["A059"] == "unasked"
    page.spend.close_button.click()
    assert page.spend.isHidden()
    QTest.keyClick(workspace.window(), Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert page.spend.isVisible()
    QTest.keyClick(workspace.window(), Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert page.spend.isHidden()
    assert not page.spend_button.isChecked()


def test_the_plan_is_submitted_with_a_named_version(workspace: Workspace, page: BudgetPage) -> None:
    document, tab = workspace.context.document, page.spend.approvals
    with document.edit("Reopen the plan") as session:
        session.update("plan", document.plan.header.id, {"status": "draft"})
    page.settle()
    tick(tab.lines, document.plan.header.id)
    tab.submit.click()
    page.spend_acts.settle()
    assert document.plan.header.status == "submitted"
    (version,) = document.versions
    assert version.name == "Submitted 31 Mar 2027"
    assert list(document.plan.approvals.values())[-1].version == version.id


def test_money_that_is_needed_is_found_with_its_loss_and_cut_as_one_step(
    workspace: Workspace, page: BudgetPage
) -> None:
    document, tab = workspace.context.document, page.spend.cuts
    page.spend.tabs.parts[CUTS].click()
    page.settle()
    assert tab.bar.isHidden()
    assert "A011" not in {one.row for one in entries(tab.lines)}  # ordered
    QTest.keyClicks(tab.need, "150,000")
    QTest.keyClick(tab.need, Qt.Key.Key_Return)
    page.settle()
    before = ledger(document.plan).total().expected
    freed = sum(one.free for one in tab.choice.chosen(tab.ticked())) if tab.choice else 0
    assert freed >= 15_000_000
    assert tab.values[0].text() == Formats.of(document.plan).whole(freed)
    revenue = float(workspace.context.outlook.outcome.by_month(Line.REVENUE)[:12].sum())
    told = float(tab.values[1].text().replace(",", "").replace(MINUS, "-"))
    tab.cut.click()
    page.settle()
    assert before - ledger(document.plan).total().expected == freed
    after = float(workspace.context.outlook.outcome.by_month(Line.REVENUE)[:12].sum())
    assert after - revenue == pytest.approx(told, abs=1)  # as it was told before
    document.undo()
    assert ledger(document.plan).total().expected == before
    page.settle()
    tab.need.clear()
    QTest.keyClicks(tab.need, "9,000,000")
    QTest.keyClick(tab.need, Qt.Key.Key_Return)
    page.settle()
    assert tab.error.text().startswith("No more than ")
    assert len(tab.ticked()) == len(tab.lines.items())
    QTest.keyClicks(tab.need, "x")
    QTest.keyClick(tab.need, Qt.Key.Key_Return)
    assert tab.error.isVisible()


def test_vendors_contracts_and_tools_are_listed_and_gone_to(workspace: Workspace, page: BudgetPage) -> None:
    lines = page.spend.vendors.lines
    page.spend.tabs.parts[VENDORS].click()
    page.settle()
    found = entries(lines)
    assert [sum(one.table == table for one in found) for table in ("vendor", "contract", "activity")] == [6, 6, 3]
    lines.setCurrentItem(next(item for item in lines.items() if item.data(0, ENTRY).row == "k-tech-27"))
    QTest.keyClick(lines, Qt.Key.Key_Return)
    assert workspace.stack.currentWidget() is workspace.data
    assert page.spend.isHidden()


def test_more_money_is_told_and_withdrawn_in_the_inspector(workspace: Workspace) -> None:
    document = workspace.context.document
    workspace.context.selection.set("activity", ["A024"])
    box = workspace.inspector.findChild(ApprovalBox)
    assert isinstance(box, ApprovalBox)
    assert box.state.text() == "Approved"
    assert box.buttons["approve"].isHidden()
    set_planned_totals(document, {"A024": 3_000_000})
    assert "needs approval again: Back-to-school display" in workspace.status.said.text()
    assert box.state.text() == "Waits for CMO + CFO office"
    assert "Costs 30000.00 now; 14000.00 were approved." in box.log.text()
    box.buttons["approve"].click()
    assert box.state.text() == "Waits for CFO office"
    QTest.keyClicks(box.comment, "Too dear")
    box.buttons["reject"].click()
    assert box.state.text() == "Rejected"
    box.buttons["submit"].click()
    box.buttons["withdraw"].click()
    assert box.state.text() == "Not submitted; 30,000 need CMO + CFO office"
