"""A line for a date in a cell: typed in any usual form, or picked from a calendar under it."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import IconButton
from cmoplanner.ui.widgets.lines import Line
from cmoplanner.ui.widgets.pickers import open_calendar


class DateLine(Line):
    """`picked` tells that the text is a day that was chosen, or nothing."""

    picked = Signal()

    def __init__(self, theme: Theme, label: str, shown: date | None, *, clearable: bool, parent: QWidget) -> None:
        """`shown` is the day that the calendar opens at; None is the present one."""
        super().__init__(parent)
        self._theme = theme
        self._day = shown
        self._clearable = clearable
        self.button = IconButton(theme, "calendar", _("Choose {label} in a calendar").format(label=label), size=20)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        self.button.clicked.connect(self.offer_all)
        self.setTextMargins(0, 0, 18, 0)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 2, 0)
        inside.addStretch(1)
        inside.addWidget(self.button)

    def offer_all(self) -> None:
        """Open the calendar."""
        open_calendar(self._theme, self, self._day, self._take, clearable=self._clearable)

    def _take(self, day: date | None) -> None:
        self.setText("" if day is None else day.isoformat())
        self.setModified(True)
        self.picked.emit()
