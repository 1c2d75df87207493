"""The head of a panel: kind, name edited in place, states as chips."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.form import field_texts
from cmoplanner.ui.widgets.controls import Chip, ElidedLabel
from cmoplanner.ui.widgets.editors import LineEditor

_EDGE = 16
_FRAME = 7

ChipState = tuple[str, str, bool]  # text, role of the colour, waiting


class NameEditor(LineEditor):
    """The name in the size of a title; its frame shows when the mouse or the keyboard is there."""

    def place_line(self) -> None:
        self.place(self.line, _(self._field.label))
        self.line.setProperty("field", None)
        self.line.setProperty("role", "name")


class Head(QWidget):
    """Kind over name over chips; with several things selected their number stands in place of the name."""

    def __init__(self, context: Context, field: Field | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.kind = ElidedLabel("", "caption", self)
        self.count = ElidedLabel("", "title", self)
        self.count.setFixedHeight(28)
        self.name = NameEditor(field, partial(field_texts, context), self) if field else None
        self._chips: list[Chip] = []
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(6)
        self._chip_row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE - _FRAME, 12, 16, 8)
        column.setSpacing(0)
        for label in (self.kind, self.count):
            label.setContentsMargins(_FRAME, 0, 0, 0)
            column.addWidget(label)
        if self.name:
            column.addWidget(self.name)  # its text, not its frame, stands at the margin
        self._chip_row.setContentsMargins(_FRAME, 4, 0, 0)
        column.addLayout(self._chip_row)

    def show_head(self, kind: str, title: str | None, chips: Sequence[ChipState] = ()) -> None:
        """Show the kind and the chips; a title takes the place of the name to edit."""
        self.kind.setText(kind)
        self.count.setVisible(title is not None)
        self.count.setText(title or "")
        if self.name:
            self.name.setVisible(title is None)
        while len(self._chips) < len(chips):
            chip = Chip(self._context.theme, self)
            self._chips.append(chip)
            self._chip_row.insertWidget(self._chip_row.count() - 1, chip)
        for i, chip in enumerate(self._chips):
            chip.setVisible(i < len(chips))
            if i < len(chips):
                text, role, waiting = chips[i]
                chip.show_state(text, role, waiting=waiting)
