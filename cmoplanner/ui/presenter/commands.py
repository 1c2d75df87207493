"""Presenting from the window: F5, the button in the page's header, and the pages of the presentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.report.deck.blocks import Audience
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context

if TYPE_CHECKING:  # loaded when it is asked for, so that the window starts fast
    from cmoplanner.ui.presenter.deck_dialog import DeckDialog
    from cmoplanner.ui.presenter.stage import Stage


class Presenting(QObject):
    """Begins and ends the presentation of one open plan; there is one at a time."""

    def __init__(self, context: Context, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self.stage: Stage | None = None
        self.dialog: DeckDialog | None = None

    def commands(self) -> list[Command]:
        """Return what can be done."""
        return [
            Command("present", _("Present"), "F5", self.begin, menu="file", group="present"),
            Command("present.pages", _("Pages of the presentation…"), "", self.arrange, menu="file", group="present"),
        ]

    def begin(self, audience: Audience = Audience.BOARD) -> None:
        """Show the presentation full screen, on another screen than the window's where there is one."""
        from cmoplanner.ui.presenter.stage import Stage

        if self.stage is not None:
            self.stage.raise_()
            self.stage.activateWindow()
            return
        stage = self.stage = Stage(self._context, self._window)
        stage.ended.connect(self._forget)
        other = second_screen(self._window)
        if other is not None:
            stage.setGeometry(other.geometry())
            stage.use_screen_for_desk()
            stage.desk.setGeometry(self._window.screen().availableGeometry())
        stage.showFullScreen()
        stage.begin(audience)
        if other is not None:
            stage.toggle_desk()

    def _forget(self) -> None:
        self.stage = None
        self._window.activateWindow()

    def arrange(self) -> None:
        """Show the pages of the presentation, to be chosen, ordered and titled."""
        from cmoplanner.ui.presenter.deck_dialog import DeckDialog

        if self.dialog is None:
            dialog = self.dialog = DeckDialog(self._context, self._window)
            dialog.finished.connect(self._forget_dialog)
            dialog.present_asked.connect(self.begin)
            dialog.open()

    def _forget_dialog(self, _result: int) -> None:
        self.dialog = None

    def close_work(self) -> None:
        """End the presentation: the plan is being closed."""
        if self.stage is not None:
            self.stage.close()
        if self.dialog is not None:
            self.dialog.accept()


def second_screen(window: QWidget) -> QScreen | None:
    """Return a screen on which the window is not, None where there is only one."""
    own = window.screen()
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)
