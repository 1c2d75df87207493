"""What the ways of calibrating share: a question with its field, and an act that may be refused."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cmoplanner.errors import EditRefused
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import restyle


class Asked(QWidget):
    """A question over its field, and beneath it what is wrong with the answer."""

    def __init__(self, question: str, line: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.question = plain_label(question, self, wrap=True)
        self.fault = plain_label("", self, role="error", wrap=True)
        self.fault.setMinimumHeight(16)
        line.setAccessibleName(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.question)
        column.addWidget(line)
        column.addWidget(self.fault)

    def show_fault(self, text: str) -> None:
        """Say what is wrong; "" if nothing is."""
        self.fault.setText(text)
        self.line.setAccessibleDescription(text)
        restyle(self.line, "invalid", bool(text))


def number_line(parent: QWidget) -> QLineEdit:
    """Return a field for a number."""
    line = QLineEdit(parent)
    line.setAcceptDrops(False)  # a file that is dropped is meant for the window
    line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    line.setMaximumWidth(180)
    return line


def act(context: Context, say_no: Callable[[str], None], edit: Callable[..., Any], *given: Any) -> bool:
    """Do an edit of the document; return whether it was done, else say why not."""
    say_no("")
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        edit(context.document, *given)
    except EditRefused as refusal:
        say_no(refusal.told)
        return False
    finally:
        QGuiApplication.restoreOverrideCursor()
    return True
