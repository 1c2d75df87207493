"""One question of the assistant: its label, the control that takes the answer, and what is wrong with it beneath."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ElidedLabel, restyle


class Answer(QWidget):
    """A labelled control; the place of the sentence beneath is kept free, so that nothing moves."""

    def __init__(self, label: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ElidedLabel(label, "hint", self)
        self.control = control
        self.fault = plain_label("", self, role="error", wrap=True)
        self.fault.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.fault.setMinimumHeight(16)
        control.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addWidget(control)
        column.addWidget(self.fault)

    def show_label(self, text: str) -> None:
        """Ask differently, as with another currency."""
        self.label.setText(text)
        self.control.setAccessibleName(text)

    def show_fault(self, text: str) -> None:
        """Say what is wrong; "" if nothing is."""
        self.fault.setText(text)
        self.control.setAccessibleDescription(text)
        restyle(self.control, "invalid", bool(text))


def text_field(parent: QWidget, *, number: bool = False, placeholder: str = "") -> QLineEdit:
    """Return a field to type in; numbers stand at the right."""
    field = QLineEdit(parent)
    field.setPlaceholderText(placeholder)
    field.setAcceptDrops(False)  # a file that is dropped is meant for the window
    if number:
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return field


def hint(text: str, parent: QWidget) -> ElidedLabel:
    """Return a line of explanation that gives way to a narrow window."""
    return ElidedLabel(text, "hint", parent)
