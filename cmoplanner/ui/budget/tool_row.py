"""Buttons side by side of which those without room go into a menu, so that a narrow window stays as narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from cmoplanner.i18n import _
from cmoplanner.ui.text import plain_tooltip

_GAP = 8


class ToolRow(QWidget):
    """The buttons that were added last stay longest; the others are in the menu of the first button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        self._hidden: list[QPushButton] = []
        self.more = QPushButton("…", self)
        self.more.setAccessibleName(_("More"))
        self.more.setToolTip(plain_tooltip(_("More of what can be done here")))
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, button: QPushButton) -> None:
        """Add a button at the right."""
        button.setParent(self)
        self._buttons.append(button)
        self._place()

    def sizeHint(self) -> QSize:
        wide = sum(button.sizeHint().width() + _GAP for button in self._buttons) - _GAP
        return QSize(max(0, wide), self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        last = self._buttons[-1].sizeHint().width() + _GAP if self._buttons else 0
        return QSize(last + self.more.sizeHint().width(), self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width()
        all_fit = self.sizeHint().width() <= room
        left = room if all_fit else room - self.more.sizeHint().width() - _GAP
        shown: list[QPushButton] = []
        for button in reversed(self._buttons):
            if shown and button.sizeHint().width() > left:
                break
            left -= button.sizeHint().width() + _GAP
            shown.insert(0, button)
        self._hidden = [button for button in self._buttons if button not in shown]
        x = room
        for button in reversed(shown):
            wide = button.sizeHint().width()
            x -= wide
            button.setGeometry(x, 0, wide, self.height())
            x -= _GAP
        for button in self._buttons:
            button.setVisible(button in shown)
        self.more.setVisible(bool(self._hidden))
        if self._hidden:
            wide = self.more.sizeHint().width()
            self.more.setGeometry(x - wide, 0, wide, self.height())

    def _fill(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for button in self._hidden:
            if button.menu() is not None:
                part = menu.addMenu(button.text())
                part.addActions(button.menu().actions())
            else:
                action = menu.addAction(button.text())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(lambda _checked=False, button=button: button.click())
