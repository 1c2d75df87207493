"""A card that holds one table of figures, with a sentence under it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.report.figure_table import FigureTable
from cmoplanner.ui.outcome.card import Card
from cmoplanner.ui.outcome.figure_grid import FigureGrid
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox, ElidedLabel


class TableCard(Card):
    """Shows a FigureTable; a figure that has a key can be asked why."""

    asked = Signal(str)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self.grid = FigureGrid(theme, title, self)
        self.foot = ElidedLabel("", "caption", self)
        self.grid.asked.connect(self.asked)
        self.body.addWidget(self.grid)
        self.body.addWidget(self.foot)
        self.body.addStretch(1)

    def show_table(self, table: FigureTable) -> None:
        """Show these figures."""
        self.grid.show_table(table)
        self.grid.fade(False)
        self.foot.setText(table.note)

    def fade(self) -> None:
        """What is shown is of an earlier plan."""
        self.grid.fade(True)


class ChoiceCard(TableCard):
    """A table of which there are several kinds; the user chooses one."""

    def __init__(self, theme: Theme, title: str, kinds: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self._make: Callable[[str], FigureTable] | None = None
        self.kinds = ComboBox(theme, self)
        self.kinds.setAccessibleName(_("Show by"))
        self.kinds.setProperty("field", True)
        self.kinds.setMinimumWidth(130)
        for key, word in kinds.items():
            self.kinds.addItem(word, key)
        self.head.addWidget(self.kinds)
        self.kinds.activated.connect(self._refill)

    def show_made(self, make: Callable[[str], FigureTable]) -> None:
        """Show the chosen kind of what this makes."""
        self._make = make
        self._refill()

    def _refill(self) -> None:
        if self._make is not None:
            self.show_table(self._make(str(self.kinds.currentData())))
