"""The grid of segments and offerings: what each crossing shows, serving, clearing, keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmoplanner.ui.pages.data import DataPage
from cmoplanner.ui.widgets.deletion import Deletion
from cmoplanner.ui.widgets.grid.crossing_view import serve_rect
from cmoplanner.ui.workspace import Workspace

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> DataPage:
    QTest.keyClick(workspace, Qt.Key.Key_2, CTRL)
    workspace.data.nouns.choose("cell")
    assert workspace.data.in_grid
    workspace.data.market.view.setFocus()
    return workspace.data


def an_empty_crossing(page: DataPage) -> tuple[int, int]:
    model = page.market.model
    return next(
        (row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if model.at(model.index(row, column)) is None
    )


def test_each_crossing_says_what_is_there_or_that_it_is_not_served(workspace: Workspace, page: DataPage) -> None:
    plan = workspace.context.document.plan
    model = page.market.model
    served = {(cell.segment_id, cell.offering_id): cell for cell in plan.cells.values()}
    assert {line for line, _name in model.lines} == set(plan.segments)
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            cell = served.get(model.place(index))
            if cell is None:
                assert index.data() == "Not served"
            else:
                assert f"{cell.customers_start:,.0f} customers" in index.data()
                assert f"Gross margin {cell.gross_margin * 100:g} %" in index.data()
                assert f"{cell.target_new_customers:,.0f} new" in index.data()


@pytest.mark.parametrize("how", ["Enter", "click"])
def test_an_empty_crossing_is_served_in_one_step(workspace: Workspace, page: DataPage, how: str) -> None:
    document, view = workspace.context.document, page.market.view
    before = document.plan.cells
    index = page.market.model.index(*an_empty_crossing(page))
    view.setCurrentIndex(index)
    if how == "Enter":
        QTest.keyClick(view, Qt.Key.Key_Return)
    else:
        spot = serve_rect(view.visualRect(index)).center().toPoint()
        QTest.mouseClick(view.viewport(), LEFT, pos=spot)
    (made,) = document.plan.cells.keys() - before.keys()
    cell = document.plan.cells[made]
    assert (cell.segment_id, cell.offering_id) == page.market.model.place(index)
    assert workspace.context.selection.ids == (made,)
    QTest.keyClick(workspace, Qt.Key.Key_Z, CTRL)
    assert document.plan.cells == before
    assert index.data() == "Not served"


def test_a_click_beside_the_words_only_selects(workspace: Workspace, page: DataPage) -> None:
    before = workspace.context.document.plan
    view = page.market.view
    index = page.market.model.index(*an_empty_crossing(page))
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center() + QPoint(60, -20))
    assert view.currentIndex() == index
    assert workspace.context.document.plan is before


def test_clearing_a_crossing_names_what_hangs_on_it(workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    workspace.context.selection.set("cell", ["prop-cloud"])
    assert page.market.view.selected_ids() == ["prop-cloud"]
    QTest.keyClick(page.market.view, Qt.Key.Key_Delete)
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Deletion) and one.isVisible()]
    curves = sum(lane.cell_id == "prop-cloud" for lane in document.plan.lanes.values())
    assert f"{curves} · Response curves" in asked.lines
    QTest.mouseClick(asked.keep, LEFT)
    assert "prop-cloud" in document.plan.cells
    QTest.keyClick(page.market.view, Qt.Key.Key_Delete)
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Deletion) and one.isVisible()]
    QTest.mouseClick(asked.delete, LEFT)
    assert "prop-cloud" not in document.plan.cells


def test_arrows_lead_through_the_grid_and_enter_opens_the_row(workspace: Workspace, page: DataPage) -> None:
    view = page.market.view
    workspace.context.selection.set("cell", ["prop-cloud"])
    here = view.currentIndex()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex().column() == here.column() + 1
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not page.in_grid
    assert page.view.selected_rows() == ["prop-cloud"]
    QTest.mouseClick(page.tools.grid, LEFT)
    assert page.in_grid
    assert view.selected_ids() == ["prop-cloud"]


def test_a_plan_without_offerings_shows_the_table(workspace: Workspace, page: DataPage) -> None:
    document = workspace.context.document
    with document.edit("Sell nothing") as session:
        for row_id in document.plan.cells:
            session.delete("cell", row_id)
        for row_id in document.plan.offerings:
            session.delete("offering", row_id)
    assert not page.in_grid
    assert not page.tools.grid.isVisible()
    assert page.empty.isVisible()
