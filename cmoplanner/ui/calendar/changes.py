"""The panel beside the calendar that tells what changed since a version: choose one, read, click to see the bar."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.report.comparison import Group
from cmoplanner.ui.history.compare_view import difference_lines
from cmoplanner.ui.history.lines import LinesView
from cmoplanner.ui.history.sides import Side
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import CheckBox, ComboBox, IconButton
from cmoplanner.ui.widgets.surface import Surface

WIDTH = 320
NOTHING, FILE = "", "file…"


class ChangesPanel(Surface):
    """Says what is chosen and clicked; what it means is for the comparison to know."""

    chosen = Signal(str)  # the key of a side, NOTHING, or FILE to choose one
    closed = Signal()
    asked = Signal(str, str)  # table and id of a difference
    ghosts_toggled = Signal(bool)
    name_asked = Signal()  # to name a version, where there is none

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", ("left",), parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("What changed since"))
        self._rows: dict[str, tuple[str, str]] = {}
        close = IconButton(theme, "close", _("Stop comparing"), self)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.addWidget(plain_label(_("What changed since"), self, role="title"), 1)
        head.addWidget(close)
        self.side = ComboBox(theme, self)
        self.side.setAccessibleName(_("Compare with"))
        self.side.activated.connect(lambda i: self.chosen.emit(self.side.itemData(i)))
        self.ghosts = CheckBox(theme, _("Ghost bars under this plan's"), self)
        self.ghosts.setChecked(True)
        self.ghosts.toggled.connect(self.ghosts_toggled)
        self.summary = plain_label("", self, role="hint", wrap=True)
        self.list = LinesView(theme, _("What changed"), self)
        self.told = plain_label("", self, role="hint", wrap=True)
        self.told.setContentsMargins(16, 8, 16, 8)
        self.name_button = QPushButton(_("Name this version…"), self)
        self.name_button.clicked.connect(self.name_asked)
        self._empty = QWidget(self)
        empty = QVBoxLayout(self._empty)
        empty.setContentsMargins(0, 0, 16, 0)
        empty.addWidget(self.told)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 0, 0)
        row.addWidget(self.name_button)
        row.addStretch(1)
        empty.addLayout(row)
        empty.addStretch(1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self._empty)
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 4, 16, 8)
        middle.setSpacing(8)
        for widget in (self.side, self.ghosts, self.summary):
            middle.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(middle)
        column.addWidget(self.stack, 1)
        self.list.selected.connect(self._ask)
        self.list.chosen.connect(self._ask)

    def offer(self, sides: Sequence[Side], key: str) -> None:
        """Offer these sides, with the one of `key` chosen."""
        self.side.clear()
        self.side.addItem(_("Nothing"), NOTHING)
        for side in sides:
            self.side.addItem(side.title, side.key)
        self.side.addItem(_("Another plan file, last year's…"), FILE)
        self.side.setCurrentIndex(max(0, self.side.findData(key)))

    def show_groups(self, groups: Sequence[Group], summary: str) -> None:
        """Show the differences, each of which can be clicked."""
        self._rows = {
            f"{group.kind}:{number}": (found.table, found.id)
            for group in groups
            for number, found in enumerate(group.differences)
        }
        self.list.show_lines(difference_lines(groups))
        self.summary.setText(summary)
        self.summary.show()
        if groups:
            self.stack.setCurrentWidget(self.list)
        else:
            self.tell(_("On the calendar both are the same."))

    def tell(self, sentence: str, *, name: bool = False) -> None:
        """Show a sentence in the place of the differences, with a button to name a version where there is none."""
        self.told.setText(sentence)
        self.name_button.setVisible(name)
        self.summary.setVisible(bool(self.summary.text()) and self.stack.currentWidget() is self.list)
        self.stack.setCurrentWidget(self._empty)

    def _ask(self, key: str) -> None:
        if key in self._rows:
            self.asked.emit(*self._rows[key])
