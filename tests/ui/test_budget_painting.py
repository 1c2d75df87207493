"""The budget grid's cells as painted: a part alone looks as in the whole, and every state of a cell has its ground."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QTableView

from cmoplanner.ui.budget.grid import BudgetGrid
from cmoplanner.ui.pages.budget import BudgetPage
from cmoplanner.ui.workspace import Workspace


@pytest.fixture
def page(workspace: Workspace) -> BudgetPage:
    workspace.show_page("budget")
    workspace.budget.arranging.fold_all(workspace.budget.book, False)
    return workspace.budget


def painted(view: QTableView, part: QRect | None = None) -> QImage:
    """Return the cells of a view, perhaps those in a part of it alone."""
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    part = part or view.viewport().rect()
    view.viewport().render(image, part.topLeft(), QRegion(part))
    return image


def ground(grid: BudgetGrid, view: QTableView, line: int, place: int) -> str:
    """Return the colour in a cell's upper left corner, where no word and no frame stands."""
    view.scrollTo(grid.cells.index(line, place))
    cell = view.visualRect(grid.cells.index(line, place))
    return painted(view).pixelColor(cell.left() + 4, cell.top() + 4).name()


def a_part_is_painted_as_in_the_whole(page: BudgetPage) -> None:
    for view in (page.grid.names, page.grid.figures):
        whole = painted(view)
        for part in (QRect(0, 30, 150, 50), QRect(70, 0, 1, view.viewport().height()), QRect(3, 101, 90, 7)):
            assert painted(view, part).copy(part) == whole.copy(part)
    assert page.grid.figures.rowAt(page.grid.figures.viewport().height() - 1) >= 0, "the lines fill the window"


def a_cell_has_the_ground_of_its_state(page: BudgetPage, workspace: Workspace) -> None:
    grid, theme = page.grid, workspace.context.theme
    table = grid.cells.table
    assert table is not None
    planned = table.place("planned")
    lines = {row.level: line for line, row in reversed(list(enumerate(table.rows[:25])))}
    grid.select(lines[0], planned, lines[0], planned)
    assert ground(grid, grid.figures, lines[0], planned + 1) == theme.color("accent_weak").name()
    assert ground(grid, grid.figures, lines[1], planned) == theme.color("band").name()
    assert ground(grid, grid.figures, lines[3], planned) == theme.color("surface").name()
    grid.select(lines[3], planned, lines[3], planned + 1)
    assert ground(grid, grid.figures, lines[3], planned + 1) == theme.color("accent_weak").name()
    frame = grid.figures.visualRect(grid.figures.currentIndex())
    assert painted(grid.figures).pixelColor(frame.left() + 1, frame.center().y()) == theme.color("accent")
    over = next(
        (line, place)
        for line in range(25)
        for place in range(grid.cells.columnCount())
        if grid.cells.cell(line, place).over
    )
    assert ground(grid, grid.figures, *over) == theme.color("chart.over_bg").name()


def scrolled_lines_are_painted_where_they_stand(page: BudgetPage) -> None:
    figures = page.grid.figures
    figures.setCurrentIndex(page.grid.cells.index(0, 1))
    figures.verticalScrollBar().setValue(0)
    before = painted(figures)
    figures.verticalScrollBar().setValue(31)
    after = painted(figures)
    height, width = figures.viewport().height(), figures.viewport().width()
    kept = QRect(QPoint(0, 31), QPoint(width - 1, height - 1)).adjusted(0, 25, 0, 0)
    assert after.copy(kept.translated(0, -31)) == before.copy(kept)


def test_cells_are_painted_as_they_are_and_where_they_stand(page: BudgetPage, workspace: Workspace) -> None:
    a_part_is_painted_as_in_the_whole(page)
    a_cell_has_the_ground_of_its_state(page, workspace)
    scrolled_lines_are_painted_where_they_stand(page)
