"""Asks before rows are deleted on which others hang, and names these."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.edits.rows import Effect, Hanging
from cmoplanner.ui.text import plain_label


class Deletion(QDialog):
    """The question, what hangs on the rows line by line, and two buttons; Escape keeps everything."""

    def __init__(self, title: str, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Delete"))
        self.setMinimumWidth(480)
        self.list = QListWidget(self)
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setWordWrap(True)
        self.list.addItems(list(lines))
        self.list.setFixedHeight(min(len(lines), 8) * 28 + 12)
        self.keep = QPushButton(_("Keep"), self)
        self.keep.clicked.connect(self.reject)
        self.delete = QPushButton(_("Delete"), self)
        self.delete.setDefault(True)
        self.delete.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(title, self, role="title", wrap=True))
        column.addWidget(plain_label(_("This goes with it. One undo brings all of it back."), self))
        column.addWidget(self.list)
        column.addSpacing(4)
        column.addLayout(foot)


def hanging_line(row: Hanging) -> str:
    """Return what happens to a row that hangs on deleted ones."""
    sentence = {
        Effect.REMOVED: _("{label} “{name}” is removed"),
        Effect.CLEARED: _("{label} “{name}” loses its link"),
        Effect.CHANGED: _("{label} “{name}” changes"),
    }[row.effect]
    return sentence.format(label=_(fields.table(row.table).label), name=row.name)
