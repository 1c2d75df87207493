"""How the budget grid is looked at in a real window: other times beside the plan, kinds of lines, the fill handle."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cmoplanner.ledger.lines import ledger
from cmoplanner.model.edits.budget_cells import MoneyCells, set_cells
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from cmoplanner.report.budget.book import Measure
from cmoplanner.report.budget.tree import RowKind
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(workspace: Workspace) -> BudgetPage:
    workspace.show_page("budget")
    return workspace.budget


def plan_of(page: BudgetPage) -> Plan:
    return page._context.document.plan


def line_named(page: BudgetPage, name: str) -> tuple[str, ...]:
    assert page.model.table is not None
    return next(row.path for row in page.model.table.rows if row.name == name)


def total(page: BudgetPage, key: str) -> int | None:
    table = page.model.table
    assert table is not None
    place = table.place(key)
    return None if place < 0 else table.value(table.rows[0], table.columns[place])


def drag(page: BudgetPage, to: QPoint) -> None:
    """Take hold of the handle and let go at a place."""
    view = page.grid.figures.viewport()
    start = page.grid.figures.handle().center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.4, 0.8, 1.0):
        QTest.mouseMove(view, start + (to - start) * share)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to)


def test_the_handle_fills_downwards_and_to_the_right_as_one_step(window: Window, page: BudgetPage) -> None:
    page.open_quarter(2)
    first, second, third = (
        line_named(page, name)
        for name in ("Launch roadshow (3 cities)", "Sponsor: Hotel Ops Summit", "Customer user day")
    )
    page.grid.go_to(first, "month4")
    view, below = page.grid.rect_of(third, "month4")
    drag(page, below)
    book = ledger(plan_of(page))
    assert [book.lines[path[-1]].plan[4] for path in (first, second, third)] == [6_400_000] * 3
    assert page._context.document.undo_label == "Change 2 budget rows"
    page._context.document.undo()
    page.grid.go_to(first, "month4")
    _view, beside = page.grid.rect_of(first, "month5")
    drag(page, beside)
    assert ledger(plan_of(page)).lines[first[-1]].plan[4:6] == (6_400_000, 6_400_000)
    page.grid.go_to(first, "month4")
    before = plan_of(page)
    start = page.grid.figures.handle().center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, below)
    QTest.keyClick(page.grid.figures, Qt.Key.Key_Escape)  # leaves everything as it was
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=below)
    assert plan_of(page) is before


def test_the_approved_plan_has_a_column_and_variances_are_against_it(window: Window, page: BudgetPage) -> None:
    document = page._context.document
    assert total(page, "approved") is None
    QTest.keyClick(window, Qt.Key.Key_7, ALT)  # not known yet: nothing changes
    assert page.layout_now.measure is Measure.PLAN
    board = document.name_version("Board").id
    before = total(page, "delta")
    set_cells(document, MoneyCells(totals={"A001": 1}))
    assert total(page, "delta") != before
    page.bar.arrangements.approved_chosen.emit(board)
    page.settle()
    assert total(page, "approved") == 212_625_000
    assert total(page, "delta") == before
    assert document.undo_label is not None
    QTest.keyClick(window, Qt.Key.Key_7, ALT)
    assert page.switch.form.parts["approved"].isVisible()
    assert total(page, "quarter1") == ledger(document.plan_of(board)).total().planned_to_date
    document.delete_version(board)
    page.refresh()
    page.settle()
    assert (total(page, "approved"), page.layout_now.measure) == (None, Measure.PLAN)


def test_last_year_is_read_from_a_plan_file_and_remembered(tmp_path: Path, page: BudgetPage) -> None:
    path = tmp_path / "last-year.cmoplan"
    other = Document.create_from(sample_plan(), path)
    set_field(other, "activity", "A001", "name", "Nothing of this year")
    other.publish()
    other.close()
    assert total(page, "prior") is None
    page.times.choose_last_year(str(path))
    page.settle()
    assert total(page, "prior") == ledger(plan_of(page)).total().expected
    page.times.choose_last_year(str(tmp_path / "gone.cmoplan"))
    page.settle()
    assert "gone.cmoplan" in page.bar.refusal.text()
    assert total(page, "prior") is None
    page.times.choose_last_year("")
    page.settle()
    assert page.bar.refusal.isHidden()
    page.arrange(by=("channel",))
    spend = sum(row.spend for row in plan_of(page).past_months.values() if row.month.startswith("2026-"))
    assert total(page, "prior") == spend


def test_lines_are_narrowed_by_kind_and_columns_hidden(page: BudgetPage) -> None:
    page.bar.kind_chosen.emit("recurring")
    assert page.bar.kind.text() == "Recurring lines"
    assert page.model.table is not None
    shown = {row.path[-1] for row in page.model.table.rows if row.kind is RowKind.LINE}
    assert shown == {row.id for row in plan_of(page).activities.values() if row.recurrence != "none"}
    page.bar.kind_chosen.emit("")
    page.bar.arrangements.column_flipped.emit("left")
    assert total(page, "left") is None
    page.bar.arrangements.kept.emit("Narrow")
    page.bar.arrangements.column_flipped.emit("left")
    assert total(page, "left") == 7_375_000
    page.bar.arrangements.chosen.emit("Narrow")
    assert total(page, "left") is None


def test_a_filter_that_cannot_be_read_says_why(page: BudgetPage) -> None:
    page.bar.filter.setText("chanel:email")
    page._filter()
    assert "chanel" in page.bar.refusal.text()
    page.bar.filter.setText("")
    page._filter()
    assert page.bar.refusal.isHidden()


def test_a_narrow_window_keeps_its_width_and_the_rest_in_a_menu(window: Window, page: BudgetPage) -> None:
    window.resize(1120, 700)
    page.show_side(True)
    assert window.minimumSizeHint().width() <= window.width() == 1120
    hidden = [button for button in (*page.acts.buttons(), page.lines.button) if not button.isVisible()]
    assert hidden
    page.bar.tools.more.menu().aboutToShow.emit()
    offered = [action.text() for action in page.bar.tools.more.menu().actions()]
    assert [button.text() for button in hidden] == offered
    assert page.side_button.isVisible()


def test_names_stay_beside_their_figures_when_a_line_is_added_below_the_sight(window: Window, page: BudgetPage) -> None:
    window.resize(1280, 640)
    page.arranging.fold_all(page.book, False)
    rows = page.model.rowCount()
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.model.rowCount() == rows + 1
    names, figures = page.grid.names, page.grid.figures
    assert figures.verticalScrollBar().value() > 0
    assert names.verticalScrollBar().value() == figures.verticalScrollBar().value()
    line = figures.currentIndex().row()
    assert names.rowViewportPosition(line) == figures.rowViewportPosition(line)


def test_the_keyboard_goes_to_the_grid_and_to_the_filter_and_back(window: Window, page: BudgetPage) -> None:
    assert page.grid.figures.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.bar.filter, "email")
    QTest.keyClick(page.bar.filter, Qt.Key.Key_Escape)
    assert page.bar.filter.text() == ""
    QTest.keyClick(page.bar.filter, Qt.Key.Key_Return)
    assert page.grid.figures.hasFocus()
