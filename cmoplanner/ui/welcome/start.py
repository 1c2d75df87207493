"""What the window does while no plan is open, and when one is started: welcome page, new plan, dropped files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QDropEvent

from cmoplanner.errors import CmoPlannerError, PlanIsOpen
from cmoplanner.i18n import _
from cmoplanner.model.new_plan import NewPlan
from cmoplanner.ui.new_plan.creating import ask_place, create
from cmoplanner.ui.new_plan.dialog import NewPlanDialog
from cmoplanner.ui.welcome.page import WelcomePage
from cmoplanner.ui.widgets.dialogs import Message

if TYPE_CHECKING:  # the window loads this when it is needed
    from cmoplanner.ui.window import Window


class Start(QObject):
    """Belongs to one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def page(self) -> WelcomePage:
        """Return a welcome page that does what is chosen on it."""
        window = self._window
        page = WelcomePage(window.theme, window.settings)
        page.open_asked.connect(window.ask_open)
        page.sample_asked.connect(self._open_sample)
        page.recent_chosen.connect(window.open)
        page.plan_made.connect(self.make)
        page.close_asked.connect(window.close)
        return page

    def ask_new_plan(self) -> None:
        """Ask the five questions over the plan that is open."""
        dialog = NewPlanDialog(self._window.theme, self._window)
        dialog.chosen.connect(self._make_and_close)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _make_and_close(self, answers: NewPlan) -> None:
        dialog = self.sender()
        if self.make(answers) and isinstance(dialog, NewPlanDialog):
            dialog.accept()

    def make(self, answers: NewPlan) -> bool:
        """Ask where the plan goes, make it and show it in place of the one that is open; False if it was not made."""
        window = self._window
        path = ask_place(answers, window)
        if path is None:
            return False
        try:
            if window.workspace and path.resolve() == window.workspace.context.document.path.resolve():
                raise PlanIsOpen(path)
            document = create(answers, path)
        except CmoPlannerError as error:
            Message.of(error, window).open()
            return False
        window.close_plan()
        window.show_document(document)
        if window.workspace and document.plan.cells:
            told = _("Next: customers and revenue per customer, in Plan data under Market cells")
            window.workspace.context.commands.say(told)
        return True

    def _open_sample(self) -> None:
        self._window.open(None)


def dropped_plan(event: QDropEvent) -> Path | None:
    """Return the one local file that is being dropped; None for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
