"""The cells of the budget grid as they are painted: all that are exposed at once, in few strokes for each line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from cmoplanner.i18n import _
from cmoplanner.report.budget.table import Cell, Column, ColumnKind
from cmoplanner.report.budget.tree import BudgetRow, RowKind
from cmoplanner.report.timeline.shapes import Rect, Shape, Text
from cmoplanner.ui.budget.head import PAD, ends_block
from cmoplanner.ui.budget.model import BudgetModel, Index
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_chevron

INDENT = 12
_CHEVRON = 16
_MARK_PX, _MARK_WEIGHT = 10, 500
_LINES = frozenset({RowKind.LINE, RowKind.PAST})


class _Place(NamedTuple):
    """A column in sight."""

    section: int
    column: Column
    x: int
    w: int


class CellPainter:
    """Paints levels, closed quarters and envelopes that are over; the cursor has a frame.

    A delegate that is asked for each cell costs more time with asking than with painting.
    """

    def __init__(self, theme: Theme, model: BudgetModel) -> None:
        self._theme = theme
        self._cells = model
        self._renderer = Renderer(theme)

    def paint(self, painter: QPainter, view: QTableView, exposed: QRect, current: Index) -> None:
        """Paint the cells of a view that an area touches."""
        if self._cells.table is None or not self._cells.table.rows:
            return
        places = list(_places(view, self._cells, exposed))
        lines = _lines(view, len(self._cells.table.rows), exposed)
        if not places or not lines:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.shapes(painter, self._shapes(view, lines, places, current))
        if places[0].column.kind is ColumnKind.NAME:
            for line in lines:
                self._chevron(painter, self._cells.row(line), places[0].x, *_height(view, line))

    def _shapes(self, view: QTableView, lines: range, places: list[_Place], current: Index) -> Iterator[Shape]:
        """Yield what is in some lines and columns, from back to front."""
        chosen = _chosen(view)
        for line in lines:
            row, (y, h) = self._cells.row(line), _height(view, line)
            yield from self._grounds(row, line, places, y, h, chosen)
            for place in places:
                cell = self._cells.cell(line, place.section)
                if place.column.kind is ColumnKind.NAME:
                    yield from self._name(row, cell, place, y, h)
                elif cell.text:
                    yield from _amount(row, cell, place, y, h)
        top, (last, high) = _height(view, lines[0])[0], _height(view, lines[-1])
        for place in places:
            if ends_block(self._cells, place.section):
                yield Rect(place.x + place.w - 1, top, 1, last + high - top, fill="border_strong")
        cursor = view.visualRect(current) if current.isValid() else QRect()
        if cursor.isValid():
            yield Rect(
                cursor.x() + 1, cursor.y() + 1, cursor.width() - 2, cursor.height() - 2, stroke="accent", width=2
            )

    def _grounds(
        self, row: BudgetRow, line: int, places: list[_Place], y: int, h: int, chosen: QRect
    ) -> Iterator[Shape]:
        """Yield the ground of a line and the line under it; what differs from the line's own ground comes after it."""
        own = _ground(row)
        x0, x1 = places[0].x, places[-1].x + places[-1].w
        yield Rect(x0, y, x1 - x0, h, fill=own)
        for section, column, x, w in places:
            ground = "accent_weak" if chosen.contains(section, line) else own
            if column.closed and ground == "surface":
                ground = "band"
            if self._cells.cell(line, section).over:
                ground = "chart.over_bg"
            if ground != own:
                yield Rect(x, y, w, h, fill=ground)
        yield Rect(x0, y + h - 1, x1 - x0, 1, fill="border")

    def _name(self, row: BudgetRow, cell: Cell, place: _Place, y: int, h: int) -> Iterator[Shape]:
        line = row.kind in _LINES
        left = place.x + 4 + INDENT * row.level + _CHEVRON
        room = place.x + place.w - 1 - left - PAD
        if cell.mark:
            wide = self._renderer.measure(cell.mark, _MARK_PX, _MARK_WEIGHT)
            yield Text(left, y, room, h, cell.mark, _MARK_PX, _MARK_WEIGHT, "text_3", "right")
            room -= round(wide) + 6
        px, weight = (11 if line else 12), (600 if cell.strong else 400 if line else 500)
        yield Text(left, y, max(1, room), h, " ".join(cell.text.split()), px, weight, "text_2" if line else "text")

    def _chevron(self, painter: QPainter, row: BudgetRow, x: int, y: int, h: int) -> None:
        table = self._cells.table
        if table is not None and table.opens(row):
            center = QPointF(x + 4 + INDENT * row.level + _CHEVRON / 2, y + (h - 1) // 2 + 0.5)
            direction = "right" if row.path in table.folded else "down"
            paint_chevron(painter, center, self._theme.color("text_2"), direction, 3.5)


def _ground(row: BudgetRow) -> str:
    """Return the ground of a line."""
    if row.level == 0:
        return "accent_weak"
    return "band" if row.kind not in _LINES and row.level == 1 else "surface"


def _amount(row: BudgetRow, cell: Cell, place: _Place, y: int, h: int) -> Iterator[Shape]:
    """Yield what stands in a cell of figures."""
    px = 12 if row.kind not in _LINES and place.column.kind is not ColumnKind.MONTH else 11
    weight = 600 if cell.strong else 400
    if cell.over:
        yield Rect(place.x + 0.5, y + 0.5, place.w - 1, h - 1, stroke="negative")
        yield Text(place.x + 4, y, 0, h - 1, _("over"), px, weight, "negative")
    yield Text(place.x + 2, y, place.w - 2 - PAD, h - 1, cell.text, px, weight, cell.role, "right")


def _places(view: QTableView, model: BudgetModel, exposed: QRect) -> Iterator[_Place]:
    """Yield the columns that an area touches, from left to right."""
    for section in range(model.columnCount()):
        x, w = view.columnViewportPosition(section), view.columnWidth(section)
        if not view.isColumnHidden(section) and x <= exposed.right() and x + w > exposed.left():
            yield _Place(section, model.column(section), x, w)


def _lines(view: QTableView, count: int, exposed: QRect) -> range:
    """Return the lines that an area touches."""
    first, last = view.rowAt(exposed.top()), view.rowAt(exposed.bottom())
    if first < 0:
        return range(0)
    return range(first, (last if last >= 0 else count - 1) + 1)


def _height(view: QTableView, line: int) -> tuple[int, int]:
    """Return where a line begins, and how high it is."""
    return view.rowViewportPosition(line), view.rowHeight(line)


def _chosen(view: QTableView) -> QRect:
    """Return what is selected, as columns and lines."""
    selection = view.selectionModel().selection()
    if not selection.count():
        return QRect()
    span = selection.at(0)
    return QRect(span.left(), span.top(), span.width(), span.height())
