"""The head of the budget grid: two lines to a column; a quarter opens to its months, any other column sorts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from cmoplanner.report.budget.table import ColumnKind
from cmoplanner.ui.budget.model import BudgetModel
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_chevron

HEIGHT = 40
PAD = 6
WIDTHS = {
    ColumnKind.NAME: 222,
    ColumnKind.GIVEN: 72,
    ColumnKind.APPROVED: 72,
    ColumnKind.PLANNED: 72,
    ColumnKind.LEFT: 62,
    ColumnKind.COMMITTED: 72,
    ColumnKind.ACTUAL: 62,
    ColumnKind.FORECAST: 72,
    ColumnKind.DELTA: 60,
    ColumnKind.PRIOR: 72,
    ColumnKind.QUARTER: 92,
    ColumnKind.MONTH: 56,
}
_BLOCK_ENDS = frozenset({ColumnKind.NAME})


class BudgetHead(QHeaderView):
    """40 high, on the band."""

    def __init__(self, theme: Theme, model: BudgetModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._cells = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(self.length(), HEIGHT)  # Qt would measure every column's text

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        table = self._cells.table
        if table is None:
            return
        column, color = table.columns[section], self._theme.color
        painter.save()
        painter.fillRect(rect, color("band"))
        if 0 < rect.left() < self.viewport().width() <= rect.right():  # its figures are not shown either
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border_strong"))
            painter.restore()
            return
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border_strong"))
        if ends_block(self._cells, section):
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), color("border_strong"))
        room = QRectF(rect).adjusted(PAD + 2, 3, -PAD, -4)
        side = Qt.AlignmentFlag.AlignLeft if column.kind is ColumnKind.NAME else Qt.AlignmentFlag.AlignRight
        upper = QRectF(room.left(), room.top(), room.width(), room.height() / 2)
        lower = QRectF(room.left(), room.center().y(), room.width(), room.height() / 2)
        if column.kind is ColumnKind.QUARTER:
            opened = column.number in table.layout.quarters
            center = QPointF(upper.right() - 3, upper.center().y())
            paint_chevron(painter, center, color("text_2"), "down" if opened else "right", size=3.5)
            upper = upper.adjusted(0, 0, -12, 0)
        named = column.kind is ColumnKind.NAME
        self._line(painter, upper, column.upper, "text_2" if named else "text", 400 if named else 600, side)
        sorts = table.layout.sorted_by == column.key
        if sorts:
            center = QPointF(lower.right() - 3, lower.center().y())
            paint_chevron(painter, center, color("accent"), "down" if table.layout.descending else "up", size=3.5)
            lower = lower.adjusted(0, 0, -12, 0)
        plain = column.kind in (ColumnKind.QUARTER, ColumnKind.MONTH)
        role = "accent" if sorts else "text_2" if plain else "text"
        self._line(painter, lower, column.lower, role, 400 if plain else 600, side)
        painter.restore()

    def _line(self, painter: QPainter, room: QRectF, text: str, role: str, weight: int, side: Qt.AlignmentFlag) -> None:
        painter.setFont(self._theme.font(11, weight))
        painter.setPen(self._theme.color(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


def ends_block(model: BudgetModel, section: int) -> bool:
    """Return whether a strong line stands at the right of a column: after the name, the year, each quarter."""
    column = model.column(section)
    if column.kind in _BLOCK_ENDS:
        return True
    last = section + 1 >= model.columnCount()
    return not last and model.column(section + 1).kind is ColumnKind.QUARTER
