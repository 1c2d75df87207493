"""Asks before rows are deleted on which others hang: what goes with them, what loses its link, what changes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.controls import ElidedLabel

_HIGHEST = 400

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Each fate with its lines: number and kind, and the first names."""


class Deletion(QDialog):
    """The question, what hangs on the rows by fate and kind with numbers and names, and two buttons."""

    def __init__(self, title: str, summary: str, groups: Groups, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Delete"))
        self.setMinimumWidth(480)
        self.lines: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(title, self, role="title", wrap=True))
        column.addWidget(plain_label(summary, self, wrap=True))
        if groups:
            column.addWidget(self._listed(groups))
        column.addSpacing(4)
        self.keep = QPushButton(_("Keep"), self)
        self.keep.clicked.connect(self.reject)
        self.delete = QPushButton(_("Delete"), self)
        self.delete.setDefault(True)
        self.delete.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.delete)
        column.addLayout(foot)
        self.delete.setFocus()

    def _listed(self, groups: Groups) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(2)
        for heading, lines in groups:
            if self.lines:
                rows.addSpacing(10)
            rows.addWidget(plain_label(heading, inside, role="hint"))
            for kind, names in lines:
                self.lines.append(kind)
                rows.addWidget(plain_label(kind, inside, role="value"))
                if names:
                    named = ElidedLabel(names, "hint", inside)
                    named.setContentsMargins(12, 0, 0, 0)
                    rows.addWidget(named)
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFixedHeight(min(_HIGHEST, inside.sizeHint().height() + 4))
        return area
