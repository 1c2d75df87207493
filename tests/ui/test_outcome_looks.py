"""Nothing that is written on the outcome page is cut in the window sizes of a laptop, an office and a meeting room."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cmoplanner.ui.outcome.figure_grid import FigureGrid
from cmoplanner.ui.pages.outcome import OutcomePage
from cmoplanner.ui.widgets.charts.axes import WORD_PX
from cmoplanner.ui.widgets.controls import ElidedLabel
from cmoplanner.ui.window import Window
from cmoplanner.ui.workspace import Workspace

SIZES = [(1280, 800, False), (1440, 900, True), (1440, 900, False), (1920, 1080, True)]


def shown(window: Window, workspace: Workspace, size: tuple[int, int, bool]) -> OutcomePage:
    width, height, inspects = size
    window.resize(width, height)
    workspace.show_page("outcome")
    workspace.inspector.fold(not inspects)
    workspace.context.outlook.ranges.settle()
    workspace.outcome.settle()
    for _round in range(4):
        QCoreApplication.processEvents()
    return workspace.outcome


@pytest.mark.parametrize("size", SIZES)
def test_no_label_and_no_title_of_a_column_is_cut(
    qtbot: QtBot, window: Window, workspace: Workspace, size: tuple[int, int, bool]
) -> None:
    page = shown(window, workspace, size)
    for label in page.findChildren(QLabel):
        if label.isVisible() and (isinstance(label, ElidedLabel) or not label.wordWrap()):
            needed = label.fontMetrics().horizontalAdvance(label.text())
            assert needed <= label.contentsRect().width() + 1, label.text()
        elif label.isVisible():
            assert label.heightForWidth(label.width()) <= label.height(), label.text()
    for grid in page.findChildren(FigureGrid):
        assert grid.horizontalScrollBar().maximum() == 0, grid.accessibleName()
        head = grid.horizontalHeader()
        for i, column in enumerate(grid.figures.table.columns):
            assert head.fontMetrics().horizontalAdvance(column.title) < grid.columnWidth(i), column.title


@pytest.mark.parametrize("size", SIZES[:2])
def test_figures_in_a_currency_of_large_numbers_are_not_cut(
    qtbot: QtBot, window: Window, workspace: Workspace, size: tuple[int, int, bool]
) -> None:
    grid = shown(window, workspace, size).cuts.grid
    metrics = QFontMetricsF(workspace.context.theme.font(12, 600))
    table = grid.figures.table
    column = next(i for i, entry in enumerate(table.lines[0].entries) if i and entry.bar is not None)
    entries = [replace(entry, text="−35,759,123,456") for entry in table.lines[0].entries]
    grid.show_table(replace(table, lines=(replace(table.lines[0], entries=tuple(entries)), *table.lines[1:])))
    for i in range(1, len(table.columns)):
        assert metrics.horizontalAdvance("−35,759,123,456") <= grid.columnWidth(i) - 16, i
    assert metrics.horizontalAdvance("−35,759,123,456") <= grid.beside[column]


@pytest.mark.parametrize("size", SIZES)
def test_the_names_of_a_bridge_stand_clear_of_each_other(
    qtbot: QtBot, window: Window, workspace: Workspace, size: tuple[int, int, bool]
) -> None:
    chart = shown(window, workspace, size).overview.waterfall
    bridge = chart._bridge
    assert bridge is not None
    metrics = QFontMetricsF(chart.theme.font(WORD_PX))
    places = [
        (mark.box.center().x(), metrics.horizontalAdvance(step.name) / 2)
        for step, mark in zip(bridge.steps, chart.marks, strict=True)
    ]
    rows = [places[::2], places[1::2]] if chart.staggered else [places]
    for row in rows:
        for (x, half), (next_x, next_half) in pairwise(row):
            assert x + half < next_x - next_half


def test_a_narrow_row_puts_figures_below_each_other_in_all_cards(
    qtbot: QtBot, window: Window, workspace: Workspace
) -> None:
    for size, stacked in (((1280, 800, False), True), ((1920, 1080, False), False)):
        overview = shown(window, workspace, size).overview
        below = [card.right.y() > card.left.y() for card in (overview.year, overview.horizon)]
        assert below == [stacked, stacked]


@pytest.mark.parametrize("size", SIZES)
def test_the_month_that_is_even_is_written_over_the_lines(
    qtbot: QtBot, window: Window, workspace: Workspace, size: tuple[int, int, bool]
) -> None:
    chart = shown(window, workspace, size).overview.running
    balance = chart._balance
    assert balance is not None
    assert balance.even is not None
    assert balance.band is not None
    scale = chart._scale(balance)
    point = QPointF(chart._x(balance.even + 1), scale.at(float(balance.running[balance.even])))
    room = chart._even_room(balance, chart._box, scale, point)
    assert room.bottom() < point.y()
    for series in (balance.running, balance.band.p10, balance.band.p90):
        for month, value in enumerate(series.tolist()):
            assert not room.contains(QPointF(chart._x(month + 1), scale.at(value)))


def test_the_window_of_a_laptop_has_room_for_the_reasons_beside_the_page(
    qtbot: QtBot, window: Window, workspace: Workspace
) -> None:
    page = shown(window, workspace, (1280, 800, False))
    page.ask_why("revenue")
    for _round in range(4):
        QCoreApplication.processEvents()
    assert page.why.isVisible()
    assert window.width() == 1280
    assert page.why.mapTo(window, page.why.rect().topRight()).x() < 1280
    window.resize(1920, 1080)
    page.ask_why("revenue")
    assert page.why.width() > 500  # names are longer than a laptop has room for
