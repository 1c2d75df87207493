"""The head of a grid's columns: the field over its unit, and the way in which it is sorted."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field, Kind
from cmoplanner.ui.cell_text import NUMERIC
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import paint_chevron
from cmoplanner.ui.widgets.grid.model import GridModel

HEIGHT = 40
PAD = 8


class GridHeader(QHeaderView):
    """40 high, on the band; a click sorts, a third one gives the plan's own order back; columns are dragged."""

    arranged = Signal(object)  # columns in the order to which they were dragged; the same after a change of width

    def __init__(self, theme: Theme, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._model = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSortIndicatorClearable(True)
        self.setSortIndicatorShown(True)
        self.setMinimumSectionSize(56)
        self.setFixedHeight(HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(self.length(), HEIGHT)  # Qt would measure every column's text

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        order = [self.logicalIndex(place) for place in range(self.count())]
        for place, section in enumerate(sorted(order)):  # the model has the order, the header none of its own
            self.moveSection(self.visualIndex(section), place)
        self.arranged.emit(order)

    def unit(self, field: Field) -> str:
        """Return what a column's figures are measured in."""
        if field.kind is Kind.MONEY and self._model.texts:
            return self._model.texts.formats.currency
        if field.kind is Kind.RATE:
            return _(field.unit) if field.unit else ""
        return "" if not field.unit or field.kind is Kind.TEXT else _(field.unit)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        field = self._model.fields[section]
        color = self._theme.color
        painter.save()
        painter.fillRect(rect, color("band"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("border_strong"))
        painter.fillRect(rect.right(), rect.top() + 8, 1, rect.height() - 16, color("border"))
        sorted_here = self.sortIndicatorSection() == section
        room = QRectF(rect).adjusted(PAD, 4, -PAD, -4)
        if sorted_here:
            downward = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            center = QPointF(room.right() - 4, room.center().y())
            paint_chevron(painter, center, color("accent"), "down" if downward else "up", size=3.5)
            room.adjust(0, 0, -14, 0)
        side = Qt.AlignmentFlag.AlignRight if field.kind in NUMERIC else Qt.AlignmentFlag.AlignLeft
        unit = self.unit(field)
        upper = QRectF(room.left(), room.top(), room.width(), room.height() / 2) if unit else room
        self._paint_line(painter, upper, _(field.label), 600, "accent" if sorted_here else "text", side)
        if unit:
            lower = QRectF(room.left(), room.center().y(), room.width(), room.height() / 2)
            self._paint_line(painter, lower, unit, 400, "text_2", side)
        painter.restore()

    def _paint_line(
        self, painter: QPainter, room: QRectF, text: str, weight: int, role: str, side: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(self._theme.font(11, weight))
        painter.setPen(self._theme.color(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
