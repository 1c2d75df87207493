"""Asks what comes along when a row is duplicated: each kind of contents with its number, to be ticked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_action, plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import CheckBox

_INDENT = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of contents: its key, the kind on which it hangs, what it is called, how many there are."""

    key: str
    owner: str
    name: str
    count: int
    chosen: bool


class Duplication(QDialog):
    """A tick for each kind of contents; what hangs on one that stays behind stays behind, too."""

    def __init__(self, theme: Theme, title: str, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Duplicate"))
        self.setMinimumWidth(420)
        self._parts = {part.key: part for part in parts}
        self.boxes: dict[str, CheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(8)
        column.addWidget(plain_label(title, self, role="title", wrap=True))
        column.addWidget(plain_label(_("What comes along?"), self, role="hint"))
        for part in parts:
            column.addLayout(self._row(theme, part))
        hint = _("Copies start as planned and unapproved. It is one step that can be undone.")
        column.addWidget(plain_label(hint, self, role="hint", wrap=True))
        column.addSpacing(8)
        self.cancel = QPushButton(_("Cancel"), self)
        self.cancel.clicked.connect(self.reject)
        self.duplicate = QPushButton(_("Duplicate"), self)
        self.duplicate.setDefault(True)
        self.duplicate.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.duplicate)
        column.addLayout(foot)
        self._follow()
        self.duplicate.setFocus()

    def _row(self, theme: Theme, part: Part) -> QHBoxLayout:
        box = CheckBox(theme, plain_action(part.name), self)
        box.setChecked(part.chosen)
        box.toggled.connect(self._follow)
        self.boxes[part.key] = box
        row = QHBoxLayout()
        row.setContentsMargins(_INDENT * self._depth(part), 0, 0, 0)
        row.addWidget(box, 1)
        row.addWidget(plain_label(f"{part.count}", self, role="value"))
        return row

    def _depth(self, part: Part) -> int:
        depth = 0
        while part.owner in self._parts:
            part, depth = self._parts[part.owner], depth + 1
        return depth

    def _follow(self) -> None:
        for key, box in self.boxes.items():
            owner = self._parts[key].owner
            box.setEnabled(owner not in self.boxes or (self.boxes[owner].isChecked() and self.boxes[owner].isEnabled()))

    def chosen(self) -> set[str]:
        """Return the kinds that come along."""
        return {key for key, box in self.boxes.items() if box.isChecked() and box.isEnabled()}

    def ticked(self) -> set[str]:
        """Return the kinds that are ticked, whatever becomes of the one on which they hang: to be remembered."""
        return {key for key, box in self.boxes.items() if box.isChecked()}
