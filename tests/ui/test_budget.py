"""The budget page in a real window: it folds, opens quarters, takes typed and pasted money, and says its refusals."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cmoplanner.ledger.envelopes import envelopes
from cmoplanner.ledger.lines import ledger
from cmoplanner.model.edits.rows import delete_rows
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.book import Measure
from cmoplanner.report.budget.tree import RowKind
from cmoplanner.ui.budget.head import HEIGHT
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

EVENTS = ("CC300", "events")
MEDIA = ("CC100", "media")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(workspace: Workspace) -> BudgetPage:
    workspace.show_page("budget")
    return workspace.budget


def plan_of(page: BudgetPage) -> Plan:
    return page._context.document.plan


def line_named(page: BudgetPage, name: str) -> tuple[str, ...]:
    assert page.model.table is not None
    return next(row.path for row in page.model.table.rows if row.name == name)


def text(page: BudgetPage, path: tuple[str, ...], key: str) -> str:
    assert page.model.table is not None
    return page.model.cell(page.model.line_of(path), page.model.table.place(key)).text


def type_into(page: BudgetPage, path: tuple[str, ...], key: str, typed: str) -> None:
    page.grid.go_to(path, key)
    QTest.keyClick(page.grid.figures, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def labels(page: BudgetPage) -> str:
    return page._context.document.undo_label or ""


def test_a_key_leads_to_the_page(window: Window, workspace: Workspace) -> None:
    QTest.keyClick(window, Qt.Key.Key_5, CONTROL)
    assert workspace.stack.currentWidget() is workspace.budget
    assert workspace.items["budget"].isChecked()
    assert workspace.budget.switch.isVisible()
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert not workspace.budget.switch.isVisible()


def test_a_click_on_a_chevron_opens_a_group_and_closes_it(page: BudgetPage) -> None:
    before = page.model.rowCount()
    for expected in (True, False):
        view, at = page.grid.rect_of(MEDIA, "name")
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(36, at.y()))
        assert (page.model.rowCount() > before) is expected
    QTest.keyClick(page.grid.figures, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.model.line_of(()) == 0


def test_a_click_on_a_quarter_opens_its_months(page: BudgetPage) -> None:
    assert page.model.table is not None
    head = page.grid.figures.horizontalHeader()
    place = page.model.table.place("quarter2")
    at = QPoint(head.sectionViewportPosition(place) + 20, HEIGHT // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.model.table.place("month3") == place + 1
    assert text(page, EVENTS, "month4") == "64,000"
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.model.table.place("month3") == -1


def test_the_next_envelope_that_is_over_is_found_by_a_key(window: Window, page: BudgetPage) -> None:
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert page.bar.readout.text() == "Events & sponsorships · Q2 · planned 91,500.00 = 64,000 + 27,500"


def test_a_month_is_typed_as_one_step_that_undo_takes_back(window: Window, page: BudgetPage) -> None:
    page.open_quarter(2)
    path = line_named(page, "Launch roadshow (3 cities)")
    total = ledger(plan_of(page)).total().planned
    type_into(page, path, "month4", "50,000.55")
    assert ledger(plan_of(page)).lines[path[-1]].plan[4] == 5_000_055
    assert ledger(plan_of(page)).total().planned == total - 6_400_000 + 5_000_055
    assert labels(page) == "Plan money of “Launch roadshow (3 cities)”"
    assert text(page, EVENTS, "quarter2") == "77,501"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert ledger(plan_of(page)).total().planned == total


def test_a_sum_takes_no_typing_and_a_bad_amount_stays_in_its_editor(page: BudgetPage) -> None:
    page.grid.go_to(EVENTS, "planned")
    QTest.keyClick(page.grid.figures, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is page.grid.figures
    assert page.bar.refusal.text() == "This is the sum of its lines: type into a line."
    QTest.keyClick(page.grid.figures, Qt.Key.Key_Down)
    assert page.bar.refusal.isHidden()
    page.grid.go_to(EVENTS, "planned")
    QTest.keyClick(page.grid.figures, Qt.Key.Key_5)  # a digit begins an amount and is no search
    assert page.grid.current() == (page.model.row(page.model.line_of(EVENTS)), page.model.column(2))
    assert not page.bar.refusal.isHidden()
    path = line_named(page, "Customer user day")
    type_into(page, path, "planned", "many")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert "many" in page.bar.refusal.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert plan_of(page).activities[path[-1]].gross_spend == 4_800_000


def test_a_given_amount_is_typed_for_one_envelope(page: BudgetPage) -> None:
    page.arrange(measure=Measure.GIVEN)
    type_into(page, EVENTS, "quarter2", "91500")
    plan = plan_of(page)
    assert plan.envelopes["E021"].topdown_amount == 9_150_000
    assert envelopes(plan, ledger(plan)).money["E021"].headroom == 0
    assert [chip.accessibleName() for chip in page.bar.chips.chips] == ["Q4 · Media over by 8,853"]


def test_a_block_from_a_spreadsheet_is_one_step_and_a_bad_cell_writes_nothing(window: Window, page: BudgetPage) -> None:
    page.open_quarter(2)
    path = line_named(page, "Customer user day")
    page.grid.go_to(path, "month3")
    QGuiApplication.clipboard().setText("1,000.10\t2,000\tlots\n")
    QTest.keyClick(window, Qt.Key.Key_V, CONTROL)
    assert "Jun" in page.bar.refusal.text()
    assert "Nothing was pasted." in page.bar.refusal.text()
    assert plan_of(page).activities[path[-1]].gross_spend == 4_800_000
    QGuiApplication.clipboard().setText("1,000.10\t2,000\t3,000\n")
    QTest.keyClick(window, Qt.Key.Key_V, CONTROL)
    assert ledger(plan_of(page)).lines[path[-1]].plan[3:6] == (100_010, 200_000, 300_000)
    assert page.bar.refusal.isHidden()
    QTest.keyClick(window, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "1000.10\t2000.00\t3000.00"
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert ledger(plan_of(page)).lines[path[-1]].plan[3:6] == (0, 0, 0)


def test_filling_right_puts_one_month_into_the_others(window: Window, page: BudgetPage) -> None:
    page.open_quarter(2)
    path = line_named(page, "Sponsor: Hotel Ops Summit")
    assert page.model.table is not None
    line, first = page.model.line_of(path), page.model.table.place("month3")
    type_into(page, path, "month3", "700")
    page.grid.select(line, first, line, first + 2)
    assert page.bar.readout.text().startswith("Sum 28,200.00")
    QTest.keyClick(window, Qt.Key.Key_R, CONTROL)
    assert ledger(plan_of(page)).lines[path[-1]].plan[3:6] == (70_000, 70_000, 70_000)


def test_a_forecast_is_typed_and_cleared(window: Window, page: BudgetPage) -> None:
    page.arrange(measure=Measure.FORECAST)
    page.open_quarter(2)
    path = line_named(page, "Customer user day")
    type_into(page, path, "month4", "1.5 k")
    assert [row.amount for row in plan_of(page).forecast_overrides.values() if row.activity_id == path[-1]] == [150_000]
    page.grid.go_to(path, "month4")
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert not any(row.activity_id == path[-1] for row in plan_of(page).forecast_overrides.values())


def test_words_filter_the_lines(qtbot: QtBot, window: Window, page: BudgetPage) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert page.bar.filter.hasFocus()
    QTest.keyClicks(page.bar.filter, "roadshow")
    qtbot.waitUntil(lambda: page.book is not None and page.book.filtered)
    assert page.model.table is not None
    lines = [row.name for row in page.model.table.rows if row.kind is RowKind.LINE]
    assert lines == ["Launch roadshow (3 cities)", "Quayside roadshow"]


def test_a_transfer_shows_headroom_and_is_one_step(page: BudgetPage) -> None:
    page.acts.transfer_button.click()
    dialog = page.acts.dialog
    assert dialog is not None
    assert dialog.before_target.text() == "−14,000.00 left before, 0.00 after"
    assert dialog.before_source.text() == "66,000.00 left before, 52,000.00 after"
    dialog.note.setText("Roadshow")
    QTest.keyClick(dialog.amount, Qt.Key.Key_Return)
    plan = plan_of(page)
    moved = [(row.from_envelope_id, row.to_envelope_id, row.amount, row.note) for row in plan.transfers.values()]
    assert ("E044", "E021", 1_400_000, "Roadshow") in moved
    assert envelopes(plan, ledger(plan)).money["E021"].headroom == 0
    assert labels(page) == "Release contingency"


def test_money_is_shifted_and_phased_for_the_selection(page: BudgetPage) -> None:
    path = line_named(page, "Launch roadshow (3 cities)")
    page.grid.go_to(path, "planned")
    page._context.commands.run("budget.later")
    assert ledger(plan_of(page)).lines[path[-1]].plan[5] == 6_400_000
    page._context.commands.run("budget.even")
    assert plan_of(page).activities[path[-1]].custom_phasing == ()
    assert ledger(plan_of(page)).lines[path[-1]].plan[4] == 6_400_000


def test_a_new_line_stands_in_the_group_under_the_cursor(window: Window, page: BudgetPage) -> None:
    page.grid.go_to(MEDIA, "planned")
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert page.bar.refusal.text() == ""
    current = page.grid.current()
    assert current is not None
    assert (current[0].name, current[0].path[:2], current[1].key) == ("New budget line", MEDIA, "planned")
    made = plan_of(page).activities[current[0].path[-1]]
    assert (made.status, made.gross_spend, made.cost_centre_id, made.category_id) == ("planned", 0, *MEDIA)


def test_layouts_are_kept_by_name(workspace: Workspace, page: BudgetPage) -> None:
    page.arrange(by=("vendor",), measure=Measure.COMMITTED)
    page.bar.arrangements.kept.emit("By vendor")
    page.arrange(by=("cost_centre", "category"), measure=Measure.PLAN)
    page.bar.arrangements.chosen.emit("By vendor")
    assert page.layout_now.by == ("vendor",)
    assert page.bar.group.text() == "By Vendor"
    assert '"By vendor"' in workspace.context.settings.budget


def test_a_plan_without_envelopes_begins_with_those_of_its_lines(page: BudgetPage) -> None:
    document = page._context.document
    assert not document.plan.transfers
    delete_rows(document, "envelope", list(document.plan.envelopes))
    assert page.stack.currentWidget() is page.grid  # the budget itself is still there
    with document.edit("Forget the budget") as session:
        session.update("plan", document.plan.header.id, {"topdown_budget": 0})
    assert page.stack.currentWidget() is page.empty
    page.empty.start.click()
    assert page.stack.currentWidget() is page.grid
    plan = plan_of(page)
    found = envelopes(plan, ledger(plan))
    assert all(money.headroom == 0 for row, money in found.money.items() if row)
    assert plan.header.topdown_budget == 212_625_000


def test_an_edit_that_brings_an_envelope_over_is_done_and_warned_of(qtbot: QtBot, page: BudgetPage) -> None:
    said = page._context.commands.said
    told: list[str] = []
    said.connect(told.append)
    path = line_named(page, "Paid search always-on")
    type_into(page, path, "quarter2", "150,000")
    qtbot.waitUntil(lambda: any("over by" in text for text in told))
    assert told[-1] == "Plan money of “Paid search always-on” · Q2 · Media over by 115,283"
    assert ledger(plan_of(page)).lines[path[-1]].plan[3:6] != (0, 0, 0)
    page._context.document.undo()
    qtbot.wait(20)
    assert told[-1].startswith("Undone")
