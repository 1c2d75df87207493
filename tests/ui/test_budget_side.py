"""The panel beside the budget: what is ticked is one step, and what was found is gone once it is done."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cmoplanner.ledger.lines import ledger
from cmoplanner.ledger.money_back import Source
from cmoplanner.model.edits.fields import set_field
from cmoplanner.report.budget.entries import ACCRUED, MISSING, UNCODED_GROUP, Entry
from cmoplanner.ui.budget.lines_list import Lines
from cmoplanner.ui.budget.side import MONTH_END, VARIANCE
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

ENTRY = Qt.ItemDataRole.UserRole


@pytest.fixture
def page(window: Window, workspace: Workspace) -> BudgetPage:
    workspace.show_page("budget")
    QTest.keyClick(window, Qt.Key.Key_F9)
    workspace.budget.settle()
    return workspace.budget


def entries(lines: Lines) -> list[Entry]:
    return [item.data(0, ENTRY) for item in lines.items()]


def tick(lines: Lines, group: str) -> list[Entry]:
    """Tick all of a group with the keyboard."""
    found = []
    for item in lines.items():
        one = item.data(0, ENTRY)
        if one.group == group and one.ticks:
            lines.setCurrentItem(item)
            QTest.keyClick(lines, Qt.Key.Key_Space)
            found.append(one)
    return found


def test_the_panel_stands_in_the_inspector_s_place(window: Window, workspace: Workspace, page: BudgetPage) -> None:
    assert page.side.isVisible()
    assert page.side_button.isChecked()
    assert workspace.inspector.isHidden()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert page.side.isHidden()
    assert not page.side_button.isChecked()
    page.side_button.click()
    workspace.show_page("outcome")
    assert page.side.isHidden()
    assert not page.side_button.isChecked()


def test_an_order_that_nobody_needs_is_closed_and_found_no_more(page: BudgetPage) -> None:
    document = page._context.document
    assert page.side.found.text() == "178,740 EUR could come back"
    assert sum(one.amount for one in entries(page.side.back)) == 17_874_000
    assert not page.side.take_back.isEnabled()
    (order,) = tick(page.side.back, Source.ORDER.value)
    assert page.side.take_back.text() == "Take back 9,690"
    page.side.take_back.click()
    assert document.plan.commitments[order.row].status == "closed"
    assert document.undo_label == "Take money back"
    page.settle()
    assert order.row not in {one.row for one in entries(page.side.back)}
    document.undo()
    page.settle()
    assert order.row in {one.row for one in entries(page.side.back)}


def test_what_a_cut_would_lose_is_one_click_away(workspace: Workspace, page: BudgetPage) -> None:
    page.side.losses.click()
    outcome = workspace.outcome
    assert workspace.stack.currentWidget() is outcome
    outcome.draws.settle()
    outcome.show_cutback()
    top = outcome.cutback.mapTo(outcome.area.viewport(), QPoint(0, 0)).y()
    assert 0 <= top < outcome.area.viewport().height() - 40
    assert page.side.isHidden()


def test_an_overdue_line_gives_up_exactly_what_is_overdue(page: BudgetPage) -> None:
    document = page._context.document
    plan, book = document.plan, ledger(document.plan)
    row = next(
        row
        for row, line in book.lines.items()
        if row and not line.ordered and not line.booked and sum(line.plan[3:]) and not plan.activities[row].cancelled
    )
    set_field(document, "activity", row, "custom_phasing", (1.0, 0.0, 0.0, 1.0) + (0.0,) * 8)
    page.settle()
    (overdue,) = [one for one in tick(page.side.back, Source.OVERDUE.value) if one.row == row]
    before = ledger(document.plan).lines[row].plan
    page.side.take_back.click()
    after = ledger(document.plan).lines[row].plan
    assert overdue.amount == before[0]
    assert after == (0, *before[1:])


def test_missing_bookings_are_accrued_and_taken_back_the_month_after(page: BudgetPage) -> None:
    document = page._context.document
    page.side.tabs.parts[MONTH_END].click()
    page.settle()
    missing = tick(page.side.end, MISSING)
    total = ledger(document.plan).total().booked
    assert len(missing) == 3
    page.side.accrue.click()
    assert ledger(document.plan).total().booked == total + sum(one.amount for one in missing)
    page.settle()
    assert MISSING not in {one.group for one in entries(page.side.end)}
    standing = tick(page.side.end, ACCRUED)
    assert sum(one.amount for one in standing) == sum(one.amount for one in missing)
    page.side.reverse.click()
    assert ledger(document.plan).total().booked == total
    assert {row.month for row in document.plan.actuals.values() if row.kind == "accrual_reversal"} == {"2027-04"}
    page.settle()
    assert ACCRUED not in {one.group for one in entries(page.side.end)}


def test_an_uncoded_booking_goes_to_the_activity_that_is_suggested(page: BudgetPage) -> None:
    document = page._context.document
    set_field(document, "actual", "INV0071", "note", "LinkedIn autumn flight")
    page.side.tabs.parts[MONTH_END].click()
    page.settle()
    (one,) = tick(page.side.end, UNCODED_GROUP)
    assert one.detail == "→ LinkedIn autumn flight"
    page.side.code.click()
    assert document.plan.actuals["INV0071"].activity_id == one.target
    assert document.plan.activities[one.target].name == "LinkedIn autumn flight"


def test_variances_are_against_the_approved_version_and_take_comments(page: BudgetPage) -> None:
    document = page._context.document
    board = document.name_version("Board").id
    path = next(row for row, one in document.plan.activities.items() if one.name == "Webinar series (4)")
    set_field(document, "activity", path, "gross_spend", 1)
    page.side.tabs.parts[VARIANCE].click()
    page.settle()
    now = page.side.variance.total.text()
    page.side.variance.version.setCurrentIndex(page.side.variance.version.findData(board))
    page.side.variance.version.activated.emit(page.side.variance.version.currentIndex())
    page.settle()
    assert document.plan.header.approved_version == board
    assert page.side.variance.total.text() != now
    assert page.side.variance.total.text() == "+5,576 against plan, 11 to be explained"
    document.rename_version(board, "Board, March")  # the comparison follows the version, not what it is called
    page.side_acts.refresh()
    page.settle()
    assert page.side.variance.version.currentText() == "Against: Board, March"
    assert page.side.variance.total.text() == "+5,576 against plan, 11 to be explained"
    page.side.variance.why.setCurrentItem(page.side.variance.why.topLevelItem(0))
    page.side.variance.comment.setFocus()
    QTest.keyClicks(page.side.variance.comment, "Second stand")
    QTest.keyClick(page.side.variance.comment, Qt.Key.Key_Return)
    assert [(one.month, one.text) for one in document.plan.variance_notes.values()] == [("2027-03", "Second stand")]
    page.settle()
    assert page.side.variance.total.text() == "+5,576 against plan, 10 to be explained"
    first = page.side.variance.why.topLevelItem(0)
    assert first is not None
    assert "Second stand" in first.text(0)


def test_the_panel_fits_into_a_small_window(window: Window, page: BudgetPage) -> None:
    window.resize(1280, 800)
    assert page.side.isVisible()
    assert window.width() == 1280
    assert window.minimumSizeHint().width() <= 1280


def test_variances_by_month_and_how_right_forecasts_were(page: BudgetPage) -> None:
    document = page._context.document
    tab = page.side.variance
    page.side.tabs.parts[VARIANCE].click()
    page.settle()
    assert [tab.span.itemText(place) for place in range(tab.span.count())] == ["Year to date", "Jan", "Feb", "Mar"]
    tab.span.setCurrentIndex(2)
    tab.span.activated.emit(2)
    page.settle()
    first = tab.why.topLevelItem(0)
    assert first is not None
    tab.why.setCurrentItem(first)
    tab.comment.setFocus()
    QTest.keyClicks(tab.comment, "Came early")
    QTest.keyClick(tab.comment, Qt.Key.Key_Return)
    assert [(one.month, one.text) for one in document.plan.variance_notes.values()] == [("2027-02", "Came early")]
    page.settle()
    tab.looks.parts["month"].click()
    page.settle()
    assert tab.months.figures.table.lines[-1].entries[3].text == "+5,576"
    tab.looks.parts["accuracy"].click()
    page.settle()
    assert tab.total.text() == "No forecast to judge yet"
    document.name_version("January forecast")
    page.side_acts.refresh()
    page.settle()
    assert tab.judged.currentText() == "January forecast"
    assert "nothing can be compared" in tab.hits_note.text()
    tab.looks.parts["results"].click()
    page.settle()
    assert tab.total.text().endswith("of 2 measures fall short") or tab.total.text() == "1 of 2 measures falls short"
    assert [line.entries[0].text for line in tab.results.figures.table.lines] == [
        "Marketing-qualified leads",
        "New customers from marketing",
    ]
