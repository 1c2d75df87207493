"""The head of a panel: kind, name edited in place, states as chips."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model.fields import Field
from cmoplanner.ui.context import Context
from cmoplanner.ui.inspector.form import field_texts
from cmoplanner.ui.widgets.chips import ChipFlow, ChipState
from cmoplanner.ui.widgets.controls import ElidedLabel
from cmoplanner.ui.widgets.editors import LineEditor

_EDGE = 16
_FRAME = 7


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
        self.kind = ElidedLabel("", "caption", self)
        self.count = ElidedLabel("", "title", self)
        self.count.setFixedHeight(28)
        self.name = NameEditor(field, partial(field_texts, context), self) if field else None
        self.chips = ChipFlow(context.theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE - _FRAME, 12, 16, 8)
        column.setSpacing(0)
        for label in (self.kind, self.count):
            label.setContentsMargins(_FRAME, 0, 0, 0)
            column.addWidget(label)
        if self.name:
            column.addWidget(self.name)  # its text, not its frame, stands at the margin
        inset = QHBoxLayout()
        inset.setContentsMargins(_FRAME, 4, 0, 0)
        inset.addWidget(self.chips)
        column.addLayout(inset)

    def show_head(self, kind: str, title: str | None, chips: Sequence[ChipState] = ()) -> None:
        """Show the kind and the chips; a title takes the place of the name to edit."""
        self.kind.setText(kind)
        self.count.setVisible(title is not None)
        self.count.setText(title or "")
        if self.name:
            self.name.setVisible(title is None)
        self.chips.show_states(chips)
