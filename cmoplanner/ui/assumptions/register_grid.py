"""The register as cells: its columns, its values in words, and a bar for what each assumption does to a figure."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cmoplanner.i18n import _, mark
from cmoplanner.model.field import (
    CONFIDENCE,
    Table,
    choice_field,
    date_field,
    note_field,
    number_field,
    text_field,
)
from cmoplanner.model.fields import Field
from cmoplanner.report.register_rows import RegisterRow, SourceKind
from cmoplanner.ui.text import plain_tooltip
from cmoplanner.ui.widgets.grid.delegate import CellDelegate
from cmoplanner.ui.widgets.grid.header import PAD
from cmoplanner.ui.widgets.grid.model import GridModel, Index

EDITED = frozenset({"value", "low_p10", "high_p90", "unit", "confidence", "date", "source"})
"""The columns that are typed into; the others say what follows."""

REGISTER = Table(
    "register",
    "",
    "",
    "",
    RegisterRow,
    mark("Assumption"),
    (
        text_field("name", mark("Assumption")),
        text_field("where", mark("Applies to")),
        number_field("value", mark("Likely"), required=True, minimum=None),
        number_field("low_p10", mark("Low"), minimum=None, help=mark("One time in ten it is lower.")),
        number_field("high_p90", mark("High"), minimum=None, help=mark("One time in ten it is higher.")),
        text_field("unit", mark("Unit")),
        number_field(
            "effect", mark("Effect"), help=mark("How the chosen figure moves between low and high; longest first.")
        ),
        choice_field(
            "kind",
            mark("Kind of source"),
            tuple(SourceKind),
            help=mark(
                "Measured counts more than a test, a test more than a benchmark, a benchmark more than judgement."
            ),
        ),
        choice_field("confidence", mark("Confidence"), CONFIDENCE),
        date_field("date", mark("Date")),
        number_field(
            "worth",
            mark("Worth knowing"),
            help=mark("The most that knowing this value exactly is worth for the choice to carry out the plan or not."),
        ),
        note_field("source", mark("Source")),
    ),
)
"""The columns, as the grid knows tables; its rows are made from the plan and not kept."""

_TEXT_WIDTH = 62
_BAR = 8.0
_FADED = 0.45


class RegisterModel(GridModel):
    """Rows of the register, of which some columns only tell; `stale` where effects are those of an earlier plan."""

    stale = False

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if self.fields[index.column()].key in EDITED:
            return found
        return found & ~Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid() and index.row() < len(self.ids):
            return plain_tooltip(self._told(index))
        return super().data(index, role)

    def _told(self, index: Index) -> str:
        """Return the full words of a cell."""
        row: RegisterRow = self.row(self.ids[index.row()])
        key = self.fields[index.column()].key
        if key in {"low_p10", "high_p90"} and row.usual:
            return _("The range that follows from the confidence; for retention it is that of the customers who leave.")
        if key != "effect" or row.effect is None or self.texts is None:
            return self.text(index)
        change, number = self.texts.formats.change, self.texts.formats.number
        return _("At {low} the figure moves by {low_moves}, at {high} by {high_moves}.").format(
            low=number(row.low_p10 or 0.0, 4),
            high=number(row.high_p90 or 0.0, 4),
            low_moves=change(row.low_moves),
            high_moves=change(row.high_moves),
        )

    def _text(self, row_id: str, field: Field) -> str:
        row: RegisterRow = self.row(row_id)
        if field.key == "kind":
            return row.kind.words
        if field.key in {"effect", "worth"} and self.texts is not None:
            value = getattr(row, field.key)
            return "" if value is None else self.texts.formats.short_amount(value) if value >= 0.5 else "–"
        return super()._text(row_id, field)

    def widest(self) -> float:
        """Return the farthest that any assumption moves the figure to one side."""
        rows: Mapping[str, RegisterRow] = self._rows
        return max((max(abs(row.low_moves), abs(row.high_moves)) for row in rows.values()), default=0.0)


class RegisterDelegate(CellDelegate):
    """Paints effects as bars to both sides of a line: below it what the figure loses, above it what it gains."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        super().paint(painter, option, index)
        if self._model.fields[index.column()].key == "effect" and isinstance(self._model, RegisterModel):
            row: RegisterRow = self._model.row(self._model.ids[index.row()])
            widest = self._model.widest()
            if row.effect and widest > 0:
                painter.save()
                painter.setOpacity(_FADED if self._model.stale else 1.0)
                self._paint_bar(painter, option.rect, row, widest)
                painter.restore()

    def _paint_bar(self, painter: QPainter, rect: QRect, row: RegisterRow, widest: float) -> None:
        color = self._theme.color
        room = QRectF(rect).adjusted(PAD, 0, -PAD - _TEXT_WIDTH, -1)
        middle, half = room.center().x(), room.width() / 2
        top = room.center().y() - _BAR / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for moves in (row.low_moves, row.high_moves):
            length = half * abs(moves) / widest
            painter.setBrush(color("positive" if moves > 0 else "negative"))
            painter.drawRoundedRect(QRectF(middle if moves > 0 else middle - length, top, length, _BAR), 1.5, 1.5)
        painter.fillRect(QRectF(middle - 0.5, room.top() + 3, 1, room.height() - 6), color("border_strong"))
