"""States side by side as chips, on as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import Chip

ChipState = tuple[str, str, bool]  # text, role of the colour, waiting

_GAP = 6
_HEIGHT = 20
_PITCH = 24


class ChipFlow(QWidget):
    """Breaks into lines where the width ends; a chip is only cut when it is wider than a whole line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[Chip] = []
        self._shown = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)

    @property
    def chips(self) -> list[Chip]:
        """The chips that are shown."""
        return self._chips[: self._shown]

    def show_states(self, states: Sequence[ChipState]) -> None:
        """Show a chip for each state."""
        while len(self._chips) < len(states):
            self._chips.append(Chip(self._theme, self))
        self._shown = len(states)
        for chip, (text, role, waiting) in zip(self.chips, states, strict=True):
            chip.show_state(text, role, waiting=waiting)
        for i, chip in enumerate(self._chips):
            chip.setVisible(i < self._shown)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = y = 0
        for chip in self.chips:
            width = min(chip.sizeHint().width(), max(self.width(), 40))
            if x and x + width > self.width():
                x, y = 0, y + _PITCH
            chip.setGeometry(x, y, width, _HEIGHT)
            x += width + _GAP
        height = y + _HEIGHT if self._shown else 0
        if height != self.height():
            self.setFixedHeight(height)
